package modeltest

import (
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// T is what the suite reports through.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Maker makes what makes solvers for network number index of a city, as cascade.Options.Solvers.
type Maker func(city *model.City, index int) (func() model.Solver, error)

// Solver checks the solvers of network number index of a city: a quiet network is silent; all out is 0 everywhere; levels are in
// [0, 1] and told only when they change, in ascending order; solving twice equals once; what was undone leaves nothing behind;
// what is served never exceeds what is supplied; a live source that gives more lowers no level; the order of edges
// or of streets does not matter. seed draws what happens; allow says what physics need not do, nothing if it is left out.
func Solver(t T, city *model.City, index int, make Maker, seed uint64, allow ...Allowances) {
	t.Helper()
	fresh, err := make(city, index)
	if err != nil {
		t.Fatalf("network %d: %v", index, err)
	}
	b := &solverBench{t: t, city: city, fresh: fresh, members: members(city, index)}
	if len(allow) > 0 {
		b.allow = allow[0]
	}
	b.quiet()
	b.allOut()
	b.randomLife(seed, make, index)
	b.moreSupply(seed)
	if len(b.sources()) > 0 {
		served(t, city, index, make, seed, b.allow)
	}
}

// Allowances are what a solver need not do. The zero value allows nothing.
type Allowances struct {
	Settles time.Duration // what was undone leaves nothing behind after so long, not at once
	Plan    model.Plan    // levels are shares of it, so that what is served is held against it
	// Audit, if not nil, checks what the solver keeps to after every solve.
	Audit func(model.Solver) error
	Grain float64 // levels are told in steps of about so much [share]
	// Storages says that what a storage gives follows from physics, not from its Capacity: what is served is then compared with
	// what is supplied while no storage is available.
	Storages bool
}

type solverBench struct {
	allow   Allowances
	t       T
	city    *model.City
	fresh   func() model.Solver
	members []member
}

// member is an asset of the network as it normally is.
type member struct {
	id   model.AssetID
	role model.NetworkRole
	open bool
}

// members lists the assets of a network, ascending.
func members(city *model.City, index int) []member {
	var all []member
	for _, e := range city.Networks[index].Edges {
		all = append(all, member{e.Asset, model.RoleEdge, e.Open})
		for _, end := range [2]model.AssetID{e.From, e.To} {
			all = append(all, member{end, city.Kinds[city.Assets[end].Kind].Network, false})
		}
	}
	for _, a := range city.Networks[index].Members {
		all = append(all, member{a, city.Kinds[city.Assets[a].Kind].Network, false})
	}
	slices.SortFunc(all, func(a, b member) int { return int(a.id) - int(b.id) })
	return slices.CompactFunc(all, func(a, b member) bool { return a.id == b.id })
}

// life is a solver with the levels it has told.
type life struct {
	s      model.Solver
	levels map[model.AssetID]model.Level
	told   int
	next   sim.Time
}

func (b *solverBench) begin() *life {
	l := &life{s: b.fresh(), levels: map[model.AssetID]model.Level{}}
	for _, m := range b.members {
		l.levels[m.id] = model.Full
	}
	return l
}

// solve solves and checks the form of what is told.
func (b *solverBench) solve(l *life, now sim.Time) {
	b.t.Helper()
	last := model.AssetID(-1)
	l.told = 0
	l.next = l.s.Solve(now, func(a model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
		old, known := l.levels[a]
		switch {
		case !known:
			b.t.Errorf("at %v: a level is told for asset %d, which takes no part", now, a)
		case level < model.None || level > model.Full:
			b.t.Errorf("at %v: level of %s is %d of 2^20", now, b.city.Assets[a].Name, level)
		case level == old:
			b.t.Errorf("at %v: level %v of %s is told though it has not changed", now, level, b.city.Assets[a].Name)
		case a <= last:
			b.t.Errorf("at %v: %s is told out of order", now, b.city.Assets[a].Name)
		case code == model.WhyUnknown:
			b.t.Errorf("at %v: no reason for %s", now, b.city.Assets[a].Name)
		case because != model.Absent && (because < 0 || int(because) >= len(b.city.Assets)):
			b.t.Errorf("at %v: %s changes because of asset %d, which does not exist", now, b.city.Assets[a].Name, because)
		}
		last, l.levels[a] = a, level
		l.told++
	})
	if l.next <= now {
		b.t.Errorf("at %v: the network is to change by itself at %v, which is not later", now, l.next)
	}
	if b.allow.Audit != nil {
		if err := b.allow.Audit(l.s); err != nil {
			b.t.Errorf("at %v: %v", now, err)
		}
	}
}

func (b *solverBench) quiet() {
	b.t.Helper()
	l := b.begin()
	for _, at := range []time.Duration{0, time.Second, 100 * time.Hour} {
		b.solve(l, sim.Time(at))
		if l.told > 0 || l.next != sim.Never {
			b.t.Errorf("a quiet network tells %d changes at %v and expects the next at %v", l.told, at, l.next)
		}
	}
}

func (b *solverBench) allOut() {
	b.t.Helper()
	l := b.begin()
	for _, m := range b.members {
		l.s.Set(m.id, model.None, !m.open)
	}
	b.solve(l, 0)
	for _, m := range b.members {
		if l.levels[m.id] != model.None {
			b.t.Errorf("with everything out %s has level %v", b.city.Assets[m.id].Name, l.levels[m.id])
		}
	}
}

// randomLife sets assets at random, on a solver, on one that solves everything twice, and on one of a city whose edges stand in
// the opposite order; then undoes it all.
func (b *solverBench) randomLife(seed uint64, make Maker, index int) {
	b.t.Helper()
	turned := *b.city
	turned.Networks = slices.Clone(b.city.Networks)
	turned.Networks[index].Edges = slices.Clone(b.city.Networks[index].Edges)
	slices.Reverse(turned.Networks[index].Edges)
	turned.Streets = slices.Clone(b.city.Streets)
	slices.Reverse(turned.Streets)
	fresh, err := make(&turned, index)
	if err != nil {
		b.t.Fatalf("edges in the opposite order: %v", err)
	}
	lives := []*life{b.begin(), b.begin(), b.begin()}
	lives[2].s = fresh()
	s := rng.NewRoot(seed, 0).Stream("solver")
	now := sim.Time(0)
	for range 12 {
		now = now.Add(time.Duration(1 + s.IntN(int(3*time.Hour))))
		m, level := b.members[s.IntN(len(b.members))], []model.Level{model.None, model.LevelOf(s.Float64()), model.Full}[s.IntN(3)]
		closed := s.IntN(3) > 0
		for _, l := range lives {
			l.s.Set(m.id, level, closed)
			b.solve(l, now)
		}
		b.solve(lives[1], now)
		if lives[1].told > 0 {
			b.t.Errorf("at %v: solving twice tells %d changes more", now, lives[1].told)
		}
		b.same(lives, now)
	}
	for _, m := range b.members {
		lives[0].s.Set(m.id, model.Full, !m.open)
	}
	b.solve(lives[0], now+1)
	for end := (now + 1).Add(b.allow.Settles); lives[0].next <= end; {
		b.solve(lives[0], lives[0].next)
	}
	for _, m := range b.members {
		if lives[0].levels[m.id] != model.Full {
			b.t.Errorf("with everything undone %s has level %v", b.city.Assets[m.id].Name, lives[0].levels[m.id])
		}
	}
}

func (b *solverBench) same(lives []*life, now sim.Time) {
	b.t.Helper()
	for i, l := range lives[1:] {
		for _, m := range b.members {
			if l.levels[m.id] != lives[0].levels[m.id] || l.next != lives[0].next {
				b.t.Errorf("at %v: %s has level %v, %s %v", now, b.city.Assets[m.id].Name, lives[0].levels[m.id],
					[]string{"solved twice", "with its edges in the opposite order"}[i], l.levels[m.id])
				return
			}
		}
	}
}

// moreSupply checks that a live source that gives more lowers nobody's level, whatever else is out.
func (b *solverBench) moreSupply(seed uint64) {
	b.t.Helper()
	s := rng.NewRoot(seed, 0).Stream("more")
	l := b.begin()
	for range 3 {
		l.s.Set(b.members[s.IntN(len(b.members))].id, model.LevelOf(s.Float64()), true)
	}
	var source model.AssetID = model.Absent
	for _, m := range b.members {
		if m.role == model.RoleSource && (source == model.Absent || s.IntN(2) == 0) {
			source = m.id
		}
	}
	if source == model.Absent {
		return
	}
	var before map[model.AssetID]model.Level
	for i := 1; i <= 4; i++ {
		l.s.Set(source, model.Full/4*model.Level(i), true)
		b.solve(l, sim.Time(i))
		for _, m := range b.members {
			if before != nil && l.levels[m.id] < before[m.id]-1-model.LevelOf(b.allow.Grain) {
				b.t.Errorf("%s falls from %v to %v when %s gives more", b.city.Assets[m.id].Name, before[m.id], l.levels[m.id], b.city.Assets[source].Name)
			}
		}
		before = clone(l.levels)
	}
}

func clone(m map[model.AssetID]model.Level) map[model.AssetID]model.Level {
	c := map[model.AssetID]model.Level{}
	for k, v := range m {
		c[k] = v
	}
	return c
}
