package trace

import (
	"sync"

	"cascata/model"
)

// lineage is the family of the Changes, worked out on first use.
type lineage struct {
	once   sync.Once
	depths []int32 // by Change: hops to the root along first causes
	from   []int32 // effects of Change n are effects[from[n-1]:from[n]]
	effect []int32
}

func (r *Recording) family() *lineage {
	r.lineage.once.Do(func() {
		l := &r.lineage
		l.depths = make([]int32, len(r.Changes))
		l.from = make([]int32, len(r.Changes)+1)
		for i := range r.Changes {
			causes := r.Causes(i + 1)
			if len(causes) > 0 {
				l.depths[i] = l.depths[causes[0].Number-1] + 1
			}
			for _, c := range causes {
				l.from[c.Number]++
			}
		}
		for i := range r.Changes {
			l.from[i+1] += l.from[i]
		}
		l.effect = make([]int32, l.from[len(r.Changes)])
		next := append([]int32(nil), l.from...)
		for i := range r.Changes {
			for _, c := range r.Causes(i + 1) {
				l.effect[next[c.Number-1]] = int32(i + 1)
				next[c.Number-1]++
			}
		}
	})
	return &r.lineage
}

// Depth is how many hops lie between Change number n and its root, along first causes; 0 for a root.
func (r *Recording) Depth(n int) int { return int(r.family().depths[n-1]) }

// Effects are the numbers of the Changes that name Change n as a cause, ascending. The slice must not be changed.
func (r *Recording) Effects(n int) []int32 {
	l := r.family()
	return l.effect[l.from[n-1]:l.from[n]]
}

// Chain is the numbers from Change n to its root along first causes, n first.
func (r *Recording) Chain(n int) []int {
	chain := []int{n}
	for causes := r.Causes(n); len(causes) > 0; causes = r.Causes(n) {
		n = int(causes[0].Number)
		chain = append(chain, n)
	}
	return chain
}

// Cone is everything that followed from a Change.
type Cone struct {
	Numbers []int32 // the Changes, ascending, without the one asked about
	Assets  int     // assets whose service fell
	Sectors []string
	People  int64 // residents x the deepest fall of an essential service at their place, each person once
}

// ConeOf is what followed from Change number n: its effects, their effects and so on, through every cause and not only the
// first.
func (r *Recording) ConeOf(n int) Cone {
	reached := make([]bool, len(r.Changes)+1)
	reached[n] = true
	var cone Cone
	for i := n; i <= len(r.Changes); i++ {
		if !reached[i] {
			continue
		}
		if i > n {
			cone.Numbers = append(cone.Numbers, int32(i))
		}
		for _, e := range r.Effects(i) {
			reached[e] = true
		}
	}
	r.measure(n, &cone)
	return cone
}

// measure counts the assets, sectors and people whose service fell in a cone.
func (r *Recording) measure(n int, cone *Cone) {
	low := make([]model.Level, r.Assets)
	fell := make([]bool, r.Assets)
	sectors := make([]bool, len(r.Sectors))
	note := func(n int32) {
		c := &r.Changes[n-1]
		if c.Kind != model.KindService || int(c.Entity) >= r.Assets || c.To >= c.From {
			return
		}
		if !fell[c.Entity] {
			fell[c.Entity], low[c.Entity] = true, c.To
			sectors[r.Entities[c.Entity].Sector] = true
			cone.Assets++
		}
		low[c.Entity] = min(low[c.Entity], c.To)
	}
	note(int32(n))
	for _, i := range cone.Numbers {
		note(i)
	}
	for i, in := range sectors {
		if in {
			cone.Sectors = append(cone.Sectors, r.Sectors[i].Name)
		}
	}
	cone.People = r.without(func(a model.AssetID) model.Level {
		if fell[a] {
			return low[a]
		}
		return model.Full
	})
}

// without is how many people lack an essential service when assets have the given levels, each person once.
func (r *Recording) without(level func(model.AssetID) model.Level) int64 {
	var missing int64
	for i := range r.Places {
		p := &r.Places[i]
		worst := model.Full
		for _, v := range p.Serving {
			if r.Sectors[v.Sector].Essential {
				worst = min(worst, level(v.Asset))
			}
		}
		missing += int64(p.Residents) * int64(model.Full-worst)
	}
	return whole(missing)
}
