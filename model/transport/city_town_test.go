package transport

import (
	"fmt"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// town is a grid of side x side corners 400 m apart in four districts, each with a flow asset; every second corner has a signal,
// every fourth street is large, and the large ones go on to the outside.
func town(t testing.TB, side int) *model.City {
	c := &model.City{Name: "town", Sectors: []model.Sector{{Name: "traffic"}, {Name: "transit"}}, Operators: []model.Operator{{Name: "city", Control: model.Absent}},
		Kinds: []model.Kind{{Name: "traffic/flow"}, {Name: "traffic/signal"}, {Name: "traffic/street"}, {Name: "traffic/bridge"}, {Name: "consumption/workplaces"}, {Name: "transit/service", Sector: 1}}}
	b := builder{city: c, side: side}
	for d := range 4 {
		c.Districts = append(c.Districts, model.District{Name: fmt.Sprintf("d%d", d), Residents: int32(side * side * 100)})
		at := model.Point{X: float64(side) * 400 * (0.25 + 0.5*float64(d%2)), Y: float64(side) * 400 * (0.25 + 0.5*float64(d/2))}
		b.asset(0, fmt.Sprintf("traffic/flow-d%d", d), at)
		b.asset(4, fmt.Sprintf("work/places-d%d", d), at)
		b.asset(5, fmt.Sprintf("transit/service-d%d", d), at)
	}
	b.streets()
	b.finish()
	require.NoError(t, c.Finish())
	return c
}

type builder struct {
	city    *model.City
	side    int
	signals map[int]string
	named   []string // of streets
}

func (b *builder) district(p model.Point) model.DistrictID {
	half := float64(b.side) * 200
	d := 0
	if p.X >= half {
		d++
	}
	if p.Y >= half {
		d += 2
	}
	return model.DistrictID(d)
}

func (b *builder) asset(kind model.KindID, name string, at model.Point) {
	b.city.Assets = append(b.city.Assets, model.Asset{Name: name, Kind: kind, At: at, District: b.district(at)})
}

func (b *builder) streets() {
	b.signals = map[int]string{}
	for i := range b.side * b.side {
		x, y := i%b.side, i/b.side
		p := model.Point{X: float64(x) * 400, Y: float64(y) * 400}
		b.city.Corners = append(b.city.Corners, model.Corner{At: p, Signal: model.Absent})
		if (x+y)%2 == 0 {
			b.signals[i] = fmt.Sprintf("traffic/signal-%04d", i)
			b.asset(1, b.signals[i], p)
		}
		b.city.Places = append(b.city.Places, model.Place{District: b.district(p), At: p, Residents: 400})
		for _, j := range [2]int{i - 1, i - b.side} {
			if j < 0 || j == i-1 && x == 0 {
				continue
			}
			large := j == i-1 && y%4 == 1 || j != i-1 && x%4 == 1
			b.street(j, i, large)
		}
	}
	for _, y := range []int{1, 5} {
		if y < b.side {
			b.outside(y*b.side, model.Point{X: -900, Y: float64(y) * 400})
			b.outside(y*b.side+b.side-1, model.Point{X: float64(b.side)*400 + 900, Y: float64(y) * 400})
		}
	}
}

func (b *builder) street(from, to int, large bool) {
	s := model.Street{From: int32(from), To: int32(to), Length: 400, Speed: 50, Lanes: 1}
	if large {
		s.Lanes, s.Speed = 2, 60
	}
	b.add(s, 2)
}

func (b *builder) outside(from int, at model.Point) {
	b.city.Corners = append(b.city.Corners, model.Corner{At: at, Signal: model.Absent})
	b.add(model.Street{From: int32(from), To: int32(len(b.city.Corners) - 1), Length: 900, Speed: 80, Lanes: 2}, 3)
}

func (b *builder) add(s model.Street, kind model.KindID) {
	name := fmt.Sprintf("%s-%05d", b.city.Kinds[kind].Name, len(b.city.Streets))
	p, q := b.city.Corners[s.From].At, b.city.Corners[s.To].At
	b.asset(kind, name, model.Point{X: (p.X + q.X) / 2, Y: (p.Y + q.Y) / 2})
	b.named = append(b.named, name)
	b.city.Streets = append(b.city.Streets, s)
}

// finish sorts the assets and fills in their numbers.
func (b *builder) finish() {
	c := b.city
	sort.Slice(c.Assets, func(i, j int) bool { return c.Assets[i].Name < c.Assets[j].Name })
	id := map[string]model.AssetID{}
	net := model.Network{Name: "traffic"}
	for i := range c.Assets {
		id[c.Assets[i].Name] = model.AssetID(i)
		if k := c.Assets[i].Kind; k < 4 {
			net.Members = append(net.Members, model.AssetID(i))
		}
	}
	for i, name := range b.named {
		c.Streets[i].Asset = id[name]
	}
	for i, name := range b.signals {
		c.Corners[i].Signal = id[name]
	}
	c.Networks = []model.Network{net}
}

// morning is a Tuesday at seven.
func morning() model.Conditions {
	return model.Conditions{Start: 7 * time.Hour, Weekday: time.Tuesday, Horizon: 72 * time.Hour}
}

// life is a solver with what it has told.
type life struct {
	*Traffic
	t      testing.TB
	levels map[string]model.Level
	codes  map[string]model.WhyCode
	why    map[string]string
	told   int
	next   sim.Time
}

func begin(t testing.TB, r *Roads) *life {
	return &life{Traffic: newSolver(r), t: t, levels: map[string]model.Level{}, codes: map[string]model.WhyCode{}, why: map[string]string{}}
}

func roadsOf(t testing.TB, c *model.City) *Roads {
	r, err := NewRoads(c, 0, morning())
	require.NoError(t, err)
	return r
}

// busy is the roads of the town with so many times the trips.
func busy(t testing.TB, c *model.City, times float64) *Roads {
	r := roadsOf(t, c)
	for d := range 2 {
		for k := range r.pairs.to {
			r.pairs.out[d][k] *= times
			r.pairs.home[d][k] *= times
		}
	}
	return r
}

func (l *life) set(name string, level model.Level, closed bool) {
	a, ok := l.roads.city.Asset(name)
	require.True(l.t, ok, name)
	l.Set(a, level, closed)
}

func (l *life) ask(name string, trips float64) {
	a, ok := l.roads.city.Asset(name)
	require.True(l.t, ok, name)
	l.Ask(a, trips)
}

func (l *life) solve(at time.Duration) {
	l.told = 0
	l.next = l.Solve(sim.Time(at), func(a model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
		name := l.roads.city.Assets[a].Name
		l.levels[name], l.codes[name], l.why[name] = level, code, ""
		if because >= 0 {
			l.why[name] = l.roads.city.Assets[because].Name
		}
		l.told++
	})
}

// of is the level of an asset.
func (l *life) of(name string) float64 {
	if level, ok := l.levels[name]; ok {
		return level.Share()
	}
	return 1
}

// dark takes the power of the signals that pass.
func (l *life) dark(pass func(i int) bool) {
	n := 0
	for _, m := range l.roads.members {
		if m.part == partSignal {
			if pass(n) {
				l.Set(m.asset, model.None, true)
			}
			n++
		}
	}
}

func names(m map[string]model.Level) []string {
	var list []string
	for name := range m {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
