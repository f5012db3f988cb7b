package transport

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

func TestNearestCorner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		axis := rapid.Float64Range(-1000, 1000)
		point := rapid.Custom(func(t *rapid.T) model.Point {
			return model.Point{X: axis.Draw(t, "x"), Y: math.Round(axis.Draw(t, "y") / 100)}
		})
		points := rapid.SliceOfN(point, 1, 60).Draw(t, "points")
		f := newFinder(points)
		p := point.Draw(t, "p")
		p.X *= 3
		want := 0
		for i := range points {
			if between(p, points[i]) < between(p, points[want]) {
				want = i
			}
		}
		require.EqualValues(t, want, f.nearest(p))
	})
}

// TestStrong against reachability by repeated passes.
func TestStrong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "corners")
		r := &Roads{city: &model.City{Corners: make([]model.Corner, n)}}
		reach := make([][]bool, n)
		for i := range reach {
			reach[i] = make([]bool, n)
			reach[i][i] = true
		}
		for range rapid.IntRange(0, 2*n).Draw(t, "streets") {
			a, b := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
			r.roads = append(r.roads, road{from: int32(a), to: int32(b)})
			reach[a][b] = true
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		want, most := 0, 0
		for i := range n {
			size := 0
			for j := range n {
				if reach[i][j] && reach[j][i] {
					size++
				}
			}
			if size > most {
				want, most = i, size
			}
		}
		for j, in := range r.strong() {
			require.Equal(t, reach[want][j] && reach[j][want], in, "corner %d", j)
		}
	})
}

// TestZonesHoldEverybody: residents and what draws them are shared out without rest, also to districts; the gates share the outside.
func TestZonesHoldEverybody(t *testing.T) {
	c := town(t, 8)
	r := roadsOf(t, c)
	var people, pull, outside float64
	byDistrict := make([]float64, len(c.Districts))
	for _, z := range r.zones {
		people, pull, outside = people+z.residents, pull+z.pull, outside+z.outside
		require.NotEmpty(t, z.connectors)
		require.LessOrEqual(t, len(z.connectors), doors)
		if z.district >= 0 {
			byDistrict[z.district] += z.residents
		}
	}
	assert.InDelta(t, float64(c.Residents()), people, 1e-6)
	assert.InDelta(t, float64(c.Residents()), pull, 1e-6*people)
	assert.InDelta(t, 1, outside, 1e-12)
	want := make([]float64, len(c.Districts))
	for _, p := range c.Places {
		want[p.District] += float64(p.Residents)
	}
	assert.Equal(t, want, byDistrict)
}

// TestDemandOfADay: every tour goes out and comes home; cars from outside are as many as they should.
func TestDemandOfADay(t *testing.T) {
	r := roadsOf(t, town(t, 8))
	var day, out, gates float64
	for h := range hours {
		day += sum(r.pairs.hourly(h))
	}
	out = sum(r.pairs.out[0])
	assert.InEpsilon(t, 2*out, day, 1e-9)
	for k, o := range r.pairs.origin {
		if r.zones[o].outside > 0 {
			gates += r.pairs.out[0][k]
		}
	}
	assert.InEpsilon(t, commuters*float64(r.city.Residents()), gates, 1e-9, "the town has room for all trips")
	assert.Less(t, sum(r.pairs.out[1]), out, "fewer at weekends")
}

func TestWeekend(t *testing.T) {
	w := Weekend()
	assert.InDelta(t, 1, sum(w.Out[:]), 1e-12)
	assert.InDelta(t, 1, sum(w.Home[:]), 1e-12)
	assert.InDelta(t, 0.804*2.60/2, (5*Weekday().Tours+2*w.Tours)/7, 1e-3, "the survey's mean of all days")
}

// TestDelayAtCapacity against the formula of Akcelik (1991) itself for a flow period of T = 1 h: the curve
// t = 0.25 T (x-1 + sqrt((x-1)^2 + 8 J x / (c T))), which the fourth power follows within a factor of two from half to twice the capacity.
func TestDelayAtCapacity(t *testing.T) {
	x := road{capacity: 855}
	akcelik := func(load float64) float64 {
		return 900 * (load - 1 + math.Sqrt((load-1)*(load-1)+8*mainDelay*load/855))
	}
	at := x.atCapacity(50)
	assert.InDelta(t, akcelik(1), at, 1e-9)
	for _, load := range []float64{0.5, 2} {
		ratio := at * math.Pow(load, bprPower) / akcelik(load)
		assert.Greater(t, ratio, 0.48, "at %g", load)
		assert.Less(t, ratio, 2.05, "at %g", load)
	}
}

// TestCopiesAreEqual: an assignment taken over goes on exactly as the other would.
func TestCopiesAreEqual(t *testing.T) {
	r := busy(t, town(t, 6), 8)
	q := r.at(8)
	a, b := NewAssignment(r.spec, q.demand), NewAssignment(r.spec, q.demand)
	solve := func(x *Assignment) Result {
		x.put(20, perf{closed: true})
		result, err := x.Solve(context.Background(), Options{Gap: 1e-6})
		require.NoError(t, err)
		return result
	}
	a.copyFrom(q.a)
	first := solve(a)
	b.copyFrom(a)
	b.copyFrom(q.a)
	require.Equal(t, first, solve(b))
	require.Equal(t, a.flow, b.flow)
}

func TestCityRefuses(t *testing.T) {
	c := town(t, 4)
	edges := *c
	edges.Networks = []model.Network{{Name: "x", Edges: make([]model.Edge, 1)}}
	_, err := City(&edges, 0, morning())
	assert.ErrorContains(t, err, "has edges")
	none := *c
	none.Networks = []model.Network{{Name: "x", Members: nil}}
	_, err = City(&none, 0, morning())
	assert.ErrorContains(t, err, "has no street")
}

// TestATownWithoutPeople has no traffic and is slow for nobody.
func TestATownWithoutPeople(t *testing.T) {
	c := town(t, 4)
	c.Places = nil
	r := roadsOf(t, c)
	l := begin(t, r)
	l.set("traffic/street-00005", model.None, true)
	l.solve(0)
	l.follow(2 * time.Hour)
	assert.Zero(t, l.of("traffic/street-00005"))
	assert.Equal(t, 1.0, l.of("traffic/flow-d0"))
}

// TestOneWayStreets: a one-way street is one link, and people enter where they can also leave.
func TestOneWayStreets(t *testing.T) {
	c := town(t, 4)
	for i := range c.Streets {
		if s := &c.Streets[i]; s.From == 0 || s.To == 0 {
			s.OneWay = true
			s.From, s.To = 0, s.From+s.To // away from the corner, never to it
		}
	}
	r := roadsOf(t, c)
	assert.Len(t, r.roads, 2*len(c.Streets)-2)
	assert.NotContains(t, r.corner, int32(0))
	l := begin(t, r)
	l.set("traffic/street-00005", model.None, true)
	l.solve(0)
	l.follow(2 * time.Hour)
	assert.True(t, l.own.last.Converged)
}

// TestWays: against the sum of the parts on one street, and that closed and slow streets and sirens count.
func TestWays(t *testing.T) {
	r := busy(t, town(t, 6), 8)
	w := r.Ways()
	at := sim.Time(time.Hour)
	corner := func(i int) model.Point { return r.city.Corners[i].At }
	one, ok := w.Time(at, corner(7), corner(8), false)
	require.True(t, ok)
	link := -1
	for l := range r.roads {
		if r.roads[l].from == 7 && r.roads[l].to == 8 {
			link = l
		}
	}
	assert.InDelta(t, r.at(8).a.cost[link], one.Seconds(), 1e-3)
	urgent, _ := w.Time(at, corner(7), corner(8), true)
	assert.InDelta(t, Hurry(r.at(8).a.cost[link], r.roads[link].free), urgent.Seconds(), 1e-3)
	assert.Less(t, urgent, one)
	name := r.city.Assets[r.members[r.roads[link].street].asset].Name
	require.True(t, w.Hear(mustAsset(t, r, name), model.Full/2))
	slow, _ := w.Time(at, corner(7), corner(8), false)
	assert.Greater(t, slow, one)
	w.Hear(mustAsset(t, r, name), model.None)
	around, ok := w.Time(at, corner(7), corner(8), false)
	assert.True(t, ok)
	assert.GreaterOrEqual(t, around, slow)
	for _, x := range r.Listeners(model.Address{}) {
		w.Hear(x.Asset, model.None)
	}
	_, ok = w.Time(at, corner(7), corner(8), false)
	assert.False(t, ok)
	assert.False(t, w.Hear(mustAsset(t, r, "traffic/flow-d0"), model.None))
	near, ok := w.Time(at, corner(7), model.Point{X: corner(7).X + 100, Y: corner(7).Y}, true)
	assert.True(t, ok)
	assert.Equal(t, 18*time.Second, near, "100 m at 20 km/h")
}

func TestWaysAllocateNothing(t *testing.T) {
	r := roadsOf(t, town(t, 6))
	w := r.Ways()
	a := mustAsset(t, r, street)
	level := model.Full
	assert.Zero(t, testing.AllocsPerRun(20, func() {
		level = model.Full/2 + model.Full - level
		w.Hear(a, level)
		w.Time(0, r.city.Corners[0].At, r.city.Corners[30].At, false)
		w.Time(0, r.city.Corners[3].At, r.city.Corners[20].At, true)
	}))
}

// triangle is two places 500 m apart with a way around of 800 m, all at 50 km/h and with hardly anybody on it.
func triangle(t *testing.T) *model.City {
	c := &model.City{Name: "triangle", Sectors: []model.Sector{{Name: "traffic"}}, Operators: []model.Operator{{Control: model.Absent}},
		Districts: []model.District{{Name: "d"}}, Kinds: []model.Kind{{Name: "traffic/flow"}, {Name: "traffic/street"}}}
	at := []model.Point{{}, {X: 500}, {X: 250, Y: 312.25}}
	for i, p := range at {
		c.Corners = append(c.Corners, model.Corner{At: p, Signal: model.Absent})
		if i < 2 {
			c.Places = append(c.Places, model.Place{At: p, Residents: 5})
		}
	}
	c.Assets = []model.Asset{{Name: "flow"}, {Name: "street-1", Kind: 1}, {Name: "street-2", Kind: 1}, {Name: "street-3", Kind: 1}}
	for i, s := range []model.Street{{From: 0, To: 1, Length: 500}, {From: 0, To: 2, Length: 400}, {From: 2, To: 1, Length: 400}} {
		s.Asset, s.Speed, s.Lanes = model.AssetID(i+1), 50, 1
		c.Streets = append(c.Streets, s)
	}
	c.Networks = []model.Network{{Name: "traffic", Members: []model.AssetID{0, 1, 2, 3}}}
	require.NoError(t, c.Finish())
	return c
}

// TestAroundByHand: 500 m become 800 m, at once because who comes to the closed street drives around it, and then because drivers
// know; without the way around nobody arrives.
func TestAroundByHand(t *testing.T) {
	l := begin(t, roadsOf(t, triangle(t)))
	l.set("street-1", model.None, true)
	l.solve(time.Hour)
	const want = 80.0 / 128 // 500/800
	assert.Equal(t, want, l.of("flow"))
	assert.Equal(t, "street-1", l.why["flow"])
	assert.Equal(t, model.WhyCongested, l.codes["flow"])
	assert.Equal(t, 1.0, l.of("street-2"))
	l.solve(time.Hour + Delay)
	assert.Equal(t, want, l.of("flow"))
	assert.Positive(t, l.view.Flow(4)+l.view.Flow(2))
	l.set("street-3", model.None, true)
	l.solve(time.Hour + 2*Delay)
	assert.Zero(t, l.of("flow"))
	assert.Equal(t, model.WhyNetworkCut, l.codes["flow"])
	l.set("street-1", model.Full, true)
	l.solve(time.Hour + 2*Delay + time.Minute)
	assert.Equal(t, 49.0/128, l.of("flow"), "nobody knows yet: they go 400 m, find the street closed and turn round, 1,300 m in all")
	l.follow(2 * time.Hour)
	assert.Equal(t, 1.0, l.of("flow"))
}

func TestHurry(t *testing.T) {
	assert.InDelta(t, 100+0.4*200, Hurry(300, 100), 1e-9)
	assert.Equal(t, 100.0, Hurry(100, 100))
	assert.Equal(t, 90.0, Hurry(90, 100), "signals off, nobody there")
}
