package power

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

const (
	minute = sim.Time(time.Minute)
	anHour = sim.Time(time.Hour)
	source = model.RoleSource
	node   = model.RoleNode
)

// mild is a day of 18 degrees, when nobody heats or cools: a Tuesday from noon.
var mild = model.Conditions{Start: 12 * time.Hour, Weekday: time.Tuesday, Horizon: 72 * time.Hour, Low: 18, High: 18}

// cityBench is a solver with what it has told.
type cityBench struct {
	t      *testing.T
	city   *model.City
	v      *cityLife
	levels map[string]float64
	why    map[string]string
	told   int
	next   sim.Time
}

func thing(name string, role model.NetworkRole, capacity, demand float64) modeltest.Thing {
	return modeltest.Thing{Name: "p/" + name, Role: role, Capacity: capacity, Demand: demand}
}

func wire(name, from, to string, capacity float64) modeltest.Wire {
	return modeltest.Wire{Name: "p/" + name, From: "p/" + from, To: "p/" + to, Capacity: capacity}
}

func tie(name, from, to string, capacity float64) modeltest.Wire {
	w := wire(name, from, to, capacity)
	w.Open = true
	return w
}

func start(t *testing.T, c model.Conditions, town modeltest.Town, change ...func(*model.City)) *cityBench {
	t.Helper()
	city, err := town.City()
	require.NoError(t, err)
	for _, f := range change {
		f(city)
	}
	p, err := City(city, 0, c)
	require.NoError(t, err)
	return &cityBench{t: t, city: city, v: p.New().(*cityLife), levels: map[string]float64{}, why: map[string]string{}}
}

func (b *cityBench) id(name string) model.AssetID {
	id, ok := b.city.Asset("p/" + name)
	require.True(b.t, ok, name)
	return id
}

// solve settles, checks that power balances and flows follow reactances, and notes what is told.
func (b *cityBench) solve(now sim.Time) {
	b.t.Helper()
	b.told = 0
	b.next = b.v.Solve(now, func(a model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
		name := strings.TrimPrefix(b.city.Assets[a].Name, "p/")
		b.levels[name] = level.Share()
		b.why[name] = fmt.Sprint(code)
		if because != model.Absent {
			b.why[name] += " " + strings.TrimPrefix(b.city.Assets[because].Name, "p/")
		}
		b.told++
	})
	require.NoError(b.t, Audit(b.v))
	require.NoError(b.t, b.independent())
}

// run follows the network by itself up to an instant.
func (b *cityBench) run(to sim.Time) {
	b.t.Helper()
	for b.next <= to {
		b.solve(b.next)
	}
	b.solve(to)
}

func (b *cityBench) level(name string) float64 {
	if x, ok := b.levels[name]; ok {
		return x
	}
	return 1
}

func (b *cityBench) set(name string, level model.Level, closed bool) {
	b.v.Set(b.id(name), level, closed)
}

func (b *cityBench) flow(name string) float64 {
	return b.v.branch[b.v.elements[b.v.of(b.id(name))].row].flow
}

// independent solves the same injections as a case of its own, from nothing, and compares flows.
func (b *cityBench) independent() error {
	v := b.v
	if v.still || v.fault != nil {
		return nil
	}
	c := v.grids()
	for row := range c.Branches {
		c.Branches[row].Status = 0
		if v.branch[row].on {
			c.Branches[row].Status = 1
		}
	}
	for row := range c.Buses {
		c.Buses[row].Pd = v.asked[row]*v.kept[row]*v.relief[row] - v.given[row]
	}
	for k := range v.sources {
		c.Gens[k].Pg = v.source[k].output
	}
	for k := range v.storages {
		c.Gens[len(v.sources)+k].Pg = v.store[k].output
	}
	g, err := NewGrid(c)
	if err != nil {
		return err
	}
	s := g.NewState()
	for row := range c.Branches {
		if x := s.Flow(row); math.Abs(x-v.branch[row].flow) > 1e-6*(1+math.Abs(x)) {
			return fmt.Errorf("branch %d carries %g MW, solved from nothing %g", row, v.branch[row].flow, x)
		}
	}
	return nil
}

// TestRing: three substations in a ring of equal lines; from the source's own substation 2/3 of a load go the short way, 1/3 the
// long one. Loads at the two others: a line between them carries a third of their difference.
func TestRing(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 500, 0), thing("a", node, 0, 0), thing("b", node, 0, 60), thing("c", node, 0, 30), thing("x", node, 0, 0)},
		Wires:  []modeltest.Wire{wire("in-a", "in", "a", 200), wire("ab", "a", "b", 100), wire("bc", "b", "c", 100), wire("ca", "c", "a", 100), wire("ax", "a", "x", 5)},
	})
	b.set("x", model.None, true) // something must happen for flows to be looked at
	b.solve(0)
	m := b.v.plan.Share[0]
	assert.InDelta(t, m*(60*2/3.0+30/3.0), b.flow("ab"), 1e-9)
	assert.InDelta(t, m*(60-30)/3.0, -b.flow("bc"), 1e-9)
	assert.InDelta(t, m*90, b.flow("in-a"), 1e-9)
	b.set("ab", model.None, true)
	b.solve(1)
	assert.InDelta(t, -m*90, b.flow("ca"), 1e-9)
	assert.Equal(t, "7 ab", b.why["ab"])
	assert.Equal(t, 1.0, b.level("b"))
}

// twoBus is a source, a line of 10 MW and a load whose plan at noon fills it exactly.
func twoBus(t *testing.T, more ...modeltest.Wire) *cityBench {
	demand := 10 / planOf(mild).Share[0]
	return start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 1000, 0), thing("a", node, 0, 0), thing("b", node, 0, demand)},
		Wires:  append([]modeltest.Wire{wire("in-a", "in", "a", 0), wire("ab", "a", "b", 10)}, more...),
	})
}

// TestThermalTrip: three times the rating, to which the plan raises it by its evening peak, is more than the relay stands until
// somebody sheds. By hand: (m^2 - 1)/800 a second.
func TestThermalTrip(t *testing.T) {
	b := twoBus(t)
	limit := b.v.elements[b.v.of(b.id("ab"))].capacity
	require.Greater(t, limit, 10.0)
	b.v.Ask(b.id("b"), 3*limit-10)
	b.solve(0)
	require.InDelta(t, 3*limit, b.flow("ab"), 1e-9)
	assert.InDelta(t, 800/(9-1.0), b.next.Sub(0).Seconds(), 1e-6)
	assert.Equal(t, 1.0, b.level("b"))
	b.solve(b.next)
	assert.Equal(t, 0.0, b.level("b"))
	assert.Equal(t, fmt.Sprint(model.WhyTripped)+" b", b.why["ab"])
	assert.Equal(t, fmt.Sprint(model.WhyNetworkCut)+" ab", b.why["b"])
	tripped := sim.Time(100e9)
	assert.Equal(t, tripped.Add(retryFirst), b.next, "closed again after a quarter of an hour")
	b.v.Ask(b.id("b"), 0)
	b.solve(tripped + 1)
	assert.Equal(t, 0.0, b.level("b"), "what is tripped waits")
	b.run(tripped.Add(retryFirst))
	assert.Equal(t, 1.0, b.level("ab"))
	assert.Equal(t, 1.0, b.level("b"), "the cold load is 1.2 times at most: relief comes later than this")
}

// TestRelief: at 1.5 times the rating the relay would last 640 s; after five minutes load is shed down to the rating.
func TestRelief(t *testing.T) {
	b := twoBus(t)
	limit := b.v.elements[b.v.of(b.id("ab"))].capacity
	b.v.Ask(b.id("b"), 1.5*limit-10)
	b.solve(0)
	assert.Equal(t, 5*minute, b.next)
	assert.Equal(t, 1.0, b.level("b"))
	b.solve(b.next)
	assert.InDelta(t, 0.66, b.level("b"), 1e-6, "66 whole hundredths of 1/1.5")
	assert.InDelta(t, 0.66*1.5*limit, b.flow("ab"), 1e-6*limit)
	assert.Equal(t, fmt.Sprint(model.WhyAsked)+" b", b.why["b"])
	b.v.Ask(b.id("b"), 0)
	b.solve(6 * minute)
	assert.Equal(t, 1.0, b.level("b"))
}

// TestWithoutProtection: what is not protected neither trips nor is relieved, until it is again.
func TestWithoutProtection(t *testing.T) {
	for _, who := range []string{"ab", "a", "b"} {
		b := twoBus(t)
		b.v.Protect(b.id(who), false)
		b.v.Ask(b.id("b"), 100)
		b.solve(0)
		b.run(3 * anHour)
		assert.Equal(t, 1.0, b.level("b"), who)
		assert.Greater(t, b.flow("ab"), 50.0)
		b.v.Protect(b.id(who), true)
		b.solve(3*anHour + 1)
		assert.InDelta(t, b.v.elements[b.v.of(b.id("ab"))].capacity, b.flow("ab"), 0.1, "whoever sees it again sheds at once")
		assert.Less(t, b.level("b"), 0.2)
	}
}

// TestInfeedLimit: a source set to a part of what it can give leaves everybody the same share.
func TestInfeedLimit(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, 40), thing("b", node, 0, 20)},
		Wires:  []modeltest.Wire{wire("in-a", "in", "a", 0), wire("ab", "a", "b", 0)},
	})
	b.set("in", model.Full/10, true)
	b.solve(0)
	want := stepped(100 * (model.Full / 10).Share() / (60 * b.v.plan.Share[0]))
	assert.InDelta(t, 0.2, want, 1e-9)
	assert.InDelta(t, want, b.level("a"), 1e-6)
	assert.InDelta(t, want, b.level("b"), 1e-6)
	assert.Equal(t, fmt.Sprint(model.WhyNetworkShort)+" in", b.why["b"])
	b.run(anHour)
	assert.Equal(t, fmt.Sprint(model.WhyHour), b.why["a"])
}

// TestUnsheddable: without under-frequency protection at its loads an island that is short breaks down as a whole.
func TestUnsheddable(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, 0), thing("b", node, 0, 60)},
		Wires:  []modeltest.Wire{wire("in-a", "in", "a", 0), wire("ab", "a", "b", 0)},
	})
	b.v.Protect(b.id("a"), false) // the bay of b
	b.set("in", model.Full/10, true)
	b.solve(0)
	assert.Equal(t, 0.0, b.level("b"))
	b.set("in", model.Full, true)
	b.solve(1)
	assert.Equal(t, 1.0, b.level("b"))
}

func stored(name string, capacity, mwh float64) modeltest.Thing {
	x := thing(name, model.RoleStorage, capacity, 0)
	x.Stored = mwh
	return x
}

// standAlone is a load with a battery behind one line.
func standAlone(t *testing.T, demand, battery, mwh float64) *cityBench {
	return start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, demand), stored("s", battery, mwh)},
		Wires:  []modeltest.Wire{wire("line", "in", "a", 0), wire("join", "s", "a", 0)},
	})
}

// TestBattery: 10 MW and 5 MWh carry a load of 8 MW at noon (multiple of the plan by hour as given) until they are empty, and fill
// at half their power when the line is back.
func TestBattery(t *testing.T) {
	m := planOf(mild).Share
	b := standAlone(t, 8/m[0], 10, 5)
	b.set("line", model.None, true)
	b.solve(0)
	assert.Equal(t, 1.0, b.level("a"))
	assert.Equal(t, 1.0, b.level("s"))
	assert.InDelta(t, 5/8.0*3600, b.next.Sub(0).Seconds(), 1e-3)
	empty := b.next
	b.solve(empty)
	assert.Equal(t, 0.0, b.level("a"))
	assert.Equal(t, fmt.Sprint(model.WhyStorageEmpty)+" s", b.why["a"])
	b.set("line", model.Full, true)
	b.solve(empty + 1)
	assert.Equal(t, 1.0, b.level("a"))
	assert.Equal(t, fmt.Sprint(model.WhyNetworkBack)+" line", b.why["a"])
	assert.Equal(t, -5.0, b.v.store[0].output)
	b.run(empty + 1 + anHour)
	assert.Equal(t, 5.0, b.v.store[0].held)
	assert.Equal(t, sim.Never, b.next)
}

// TestBatteryTooSmall: 4 MW for 8 are less than shedding can make up for; black, and started again with half a load.
func TestBatteryTooSmall(t *testing.T) {
	m := planOf(mild).Share
	b := standAlone(t, 8/m[0], 4, 100)
	b.set("line", model.None, true)
	b.solve(0)
	assert.Equal(t, 0.0, b.level("a"))
	assert.Equal(t, sim.Time(blackStart), b.next)
	b.solve(b.next)
	cold := 1 + coldGain(18)*(1-math.Exp(-0.5)) // a quarter of an hour at a time constant of a half
	assert.InDelta(t, stepped(4/8.0/cold), b.level("a"), 1e-6)
	assert.Equal(t, fmt.Sprint(model.WhyNetworkBack)+" s", b.why["a"])
	b = standAlone(t, 8/m[0], 6, 100)
	b.set("line", model.None, true)
	b.solve(0)
	assert.InDelta(t, 6/8.0, b.level("a"), 1e-6, "a quarter is shed at once")
	assert.Equal(t, fmt.Sprint(model.WhyShed)+" line", b.why["a"])
	b.v.Ask(b.id("a"), 2)
	b.solve(minute)
	assert.InDelta(t, 0.59, b.level("a"), 1e-6, "6 of 10 MW and a little cold load")
	b.v.Ask(b.id("a"), 100)
	b.solve(2 * minute)
	assert.Equal(t, 0.0, b.level("a"), "too much at once")
}

// TestColdLoad: an hour in the dark at 5 degrees; what comes back asks for 1 + 1.2 (1 - e^-2) times the plan, and half an hour later
// for less by e.
func TestColdLoad(t *testing.T) {
	frost := mild
	frost.Low, frost.High = 5, 5
	b := start(t, frost, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, 10)},
		Wires:  []modeltest.Wire{wire("line", "in", "a", 0)},
	})
	b.set("line", model.Full, false)
	b.solve(0)
	assert.Equal(t, 0.0, b.level("a"))
	b.run(anHour)
	b.set("line", model.Full, true)
	b.solve(anHour)
	assert.Equal(t, 1.0, b.level("a"))
	lost := 1 - math.Exp(-2)
	assert.InDelta(t, 10*b.v.plan.Share[1]*(1+1.2*lost), b.flow("line"), 1e-9)
	b.v.dirty = true // nobody asks before the hour is over
	b.solve(anHour + 30*minute)
	assert.InDelta(t, 10*b.v.plan.Share[1]*(1+1.2*lost/math.E), b.flow("line"), 1e-9)
	for b.next != sim.Never {
		b.solve(b.next)
	}
	assert.False(t, b.v.isCold)
}

// TestColdLoadIsRelieved: half as much again as planned is more than the line carries; relief after five minutes, and less of it as
// the load warms up.
func TestColdLoadIsRelieved(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 1000, 0), thing("a", node, 0, 100), thing("z", node, 0, 100)},
		Wires:  []modeltest.Wire{wire("line", "in", "a", 100), wire("other", "in", "z", 0)},
	})
	b.set("line", model.Full, false)
	b.solve(0)
	b.run(6 * anHour)
	b.set("line", model.Full, true)
	b.solve(6 * anHour)
	assert.Equal(t, 1.0, b.level("a"))
	b.run(6*anHour + 5*minute)
	assert.Less(t, b.level("a"), 1.0)
	assert.Equal(t, 1.0, b.level("z"))
	assert.Equal(t, fmt.Sprint(model.WhyColdLoad)+" line", b.why["a"])
	low := b.level("a")
	b.run(6*anHour + 30*minute)
	assert.Greater(t, b.level("a"), low)
	b.run(10 * anHour)
	assert.Equal(t, 1.0, b.level("a"))
}

// TestSun: local generation of a district is spread over its loads, follows the sun, and does not feed an island alone.
func TestSun(t *testing.T) {
	town := modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, 30), thing("b", node, 0, 10), thing("sun", model.RoleNone, 12, 0), stored("s", 50, 50)},
		Wires:  []modeltest.Wire{wire("line", "in", "a", 0), wire("ab", "a", "b", 0), wire("join", "s", "a", 0)},
	}
	b := start(t, mild, town, func(c *model.City) {
		id, _ := c.Asset("p/sun")
		c.Networks[0].Members = []model.AssetID{id}
	})
	b.set("s", model.None, true)
	b.solve(0)
	give := 12 * (2/3.0*0.8*math.Sin(math.Pi*6.5/12) + 1/3.0*0.5)
	assert.InDelta(t, 40*b.v.plan.Share[0]-give, b.flow("line"), 1e-9)
	b.set("ab", model.None, true)
	b.solve(1)
	assert.Equal(t, 0.0, b.level("b"), "the sun alone holds no island")
	assert.InDelta(t, 0.75, b.level("sun"), 1e-6)
	assert.Equal(t, fmt.Sprint(model.WhyNetworkCut)+" ab", b.why["sun"])
	b.set("s", model.Full, true)
	b.set("line", model.None, true)
	b.solve(2)
	assert.Equal(t, 1.0, b.level("a"))
	assert.InDelta(t, 30*b.v.plan.Share[0]-0.75*give, b.v.store[0].output, 1e-9)
}

// feeders are two feeders of two loads each with a tie between their ends.
func feeders(t *testing.T, capacity float64) *cityBench {
	return start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a1", node, 0, 5), thing("a2", node, 0, 5), thing("b1", node, 0, 5), thing("b2", node, 0, 5)},
		Wires: []modeltest.Wire{wire("ta", "in", "a1", 12), wire("sa", "a1", "a2", 12), wire("tb", "in", "b1", capacity), wire("sb", "b1", "b2", 24),
			tie("tie-1", "a2", "b2", 12), tie("tie-2", "a1", "b2", 12)},
	})
}

func (b *cityBench) wishes() string {
	var all []string
	b.v.Wishes(func(edge model.AssetID, closed bool) {
		all = append(all, fmt.Sprint(strings.TrimPrefix(b.city.Assets[edge].Name, "p/"), " ", closed))
	})
	return strings.Join(all, ", ")
}

func TestTieIsWishedForWhatIsDamaged(t *testing.T) {
	b := feeders(t, 24)
	b.set("ta", model.None, true)
	b.solve(0)
	require.Equal(t, "tie-1 true", b.wishes())
	assert.Empty(t, b.wishes(), "told once")
	b.solve(minute)
	assert.Empty(t, b.wishes())
	b.set("tie-1", model.Full, true)
	b.solve(2 * minute)
	assert.Equal(t, 1.0, b.level("a1"))
	assert.Equal(t, fmt.Sprint(model.WhyNetworkBack)+" tie-1", b.why["a1"])
	assert.Empty(t, b.wishes())
	b.set("ta", model.Full, true)
	b.solve(anHour)
	assert.Equal(t, "tie-1 false", b.wishes())
	b.set("tie-1", model.Full, false)
	b.solve(anHour + minute)
	assert.Equal(t, 1.0, b.level("a1"))
}

func TestTieIsNotWished(t *testing.T) {
	for _, c := range []struct {
		name     string
		capacity float64
		do       func(b *cityBench)
	}{
		{"for what is merely opened", 24, func(b *cityBench) { b.set("ta", model.Full, false) }},
		{"from a neighbour without capacity to spare", 9, func(b *cityBench) { b.set("ta", model.None, true) }},
		{"when both are dark", 24, func(b *cityBench) { b.set("ta", model.None, true); b.set("tb", model.None, true) }},
		{"when the ties are broken too", 24, func(b *cityBench) {
			b.set("ta", model.None, true)
			b.set("tie-1", model.None, false)
			b.set("tie-2", model.None, false)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := feeders(t, c.capacity)
			c.do(b)
			b.solve(0)
			assert.Empty(t, b.wishes())
		})
	}
}

// TestWishIsWithdrawn: the feeder is back before the crew reached the tie.
func TestWishIsWithdrawn(t *testing.T) {
	b := feeders(t, 24)
	b.set("ta", model.None, true)
	b.solve(0)
	require.Equal(t, "tie-1 true", b.wishes())
	b.set("ta", model.Full, true)
	b.solve(minute)
	assert.Equal(t, "tie-1 false", b.wishes())
}

// TestTwoRegionsShareOneNeighbour: two damaged feeders of 10 MW between which a neighbour has 12 MW to spare; the second waits.
func TestTwoRegionsShareOneNeighbour(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 100, 0), thing("a", node, 0, 10), thing("b", node, 0, 11), thing("c", node, 0, 10)},
		Wires: []modeltest.Wire{wire("ta", "in", "a", 24), wire("tb", "in", "b", 24), wire("tc", "in", "c", 24),
			tie("tie-ac", "a", "c", 24), tie("tie-bc", "b", "c", 24)},
	})
	b.set("ta", model.None, true)
	b.set("tb", model.None, true)
	b.solve(0)
	assert.Equal(t, "tie-bc true", b.wishes(), "the larger first")
	b.solve(minute)
	assert.Empty(t, b.wishes(), "what waits for its crew is spoken for")
}

// TestRestIsExact: what happened and was undone leaves the very same bits.
func TestRestIsExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := feeders(t, 24)
		fresh := b.v.life()
		now := sim.Time(0)
		for range rapid.IntRange(1, 20).Draw(r, "events") {
			i := rapid.IntRange(0, len(b.v.elements)-1).Draw(r, "element")
			level := model.Level(rapid.IntRange(0, 4).Draw(r, "level")) * model.Full / 4
			b.v.Set(b.v.elements[i].asset, level, rapid.Bool().Draw(r, "closed"))
			b.v.Ask(b.v.elements[i].asset, float64(rapid.IntRange(-5, 30).Draw(r, "more")))
			now += sim.Time(rapid.IntRange(0, 3600).Draw(r, "seconds")) * 1e9
			b.solve(now)
		}
		for i := range b.v.elements {
			b.v.Set(b.v.elements[i].asset, model.Full, !b.v.elements[i].open)
			b.v.Ask(b.v.elements[i].asset, 0)
		}
		for b.solve(now); b.next != sim.Never; b.solve(b.next) {
			require.Less(t, b.next, now+100*anHour)
		}
		require.Equal(t, fresh.s.theta, b.v.s.theta)
		require.Equal(t, fresh.s.flow, b.v.s.flow)
		require.Equal(t, fresh.s.f.l, b.v.s.f.l)
		require.Equal(t, b.v.start, b.v.at)
		for name, level := range b.levels {
			require.Equal(t, 1.0, level, name)
		}
	})
}

// TestUnsettled: a network that cannot be solved keeps its levels and says so, and goes on when it can.
func TestUnsettled(t *testing.T) {
	b := twoBus(t, wire("ab-2", "a", "b", 10))
	good := b.v.s.g
	bad := *good
	bad.sus = make([]float64, len(good.sus))
	for i := range bad.sus {
		bad.sus[i] = math.NaN()
	}
	b.v.s.g, b.v.s.stale = &bad, true
	b.set("ab", model.None, true)
	b.solve(0)
	assert.Equal(t, map[string]float64{"ab": 0}, b.levels)
	assert.Equal(t, fmt.Sprint(model.WhyUnsettled)+" ab", b.why["ab"])
	assert.Equal(t, sim.Time(coldTick), b.next)
	b.v.s.g, b.v.s.stale = good, true
	b.set("in", model.None, true)
	b.solve(b.next)
	assert.Equal(t, 0.0, b.level("b"))
}

func TestPlan(t *testing.T) {
	for _, c := range []struct{ low, high float64 }{{5, 10}, {18, 22}, {24, 38}} {
		week := model.Conditions{Weekday: time.Monday, Horizon: 7 * 24 * time.Hour, Low: c.low, High: c.high}
		p := planOf(week)
		require.Len(t, p.Share, 168)
		most, least := 0.0, 1.0
		for _, x := range p.Share {
			most, least = max(most, x), min(least, x)
		}
		assert.LessOrEqual(t, most, 1.0, c)
		assert.Greater(t, most, 0.85)
		assert.Greater(t, least, 0.4)
		assert.Less(t, p.At(anHour*(5*24+10)), p.At(anHour*(24+10)), "Saturday morning is less than Tuesday's")
	}
}

// TestMembersAlone: a network without edges answers with availabilities.
func TestMembersAlone(t *testing.T) {
	b := start(t, mild, modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 1, 0), thing("a", node, 0, 1), thing("sun", model.RoleNone, 12, 0)},
		Wires:  []modeltest.Wire{wire("x", "in", "a", 0)},
	}, func(c *model.City) {
		id, _ := c.Asset("p/sun")
		c.Networks[0] = model.Network{Name: "p", Members: []model.AssetID{id}}
	})
	b.set("sun", model.Full/4, true)
	b.solve(0)
	assert.Equal(t, map[string]float64{"sun": 0.25}, b.levels)
	b.set("sun", model.Full, true)
	b.solve(1)
	assert.Equal(t, 1.0, b.level("sun"))
	assert.Equal(t, sim.Never, b.next)
}

func TestCityRefuses(t *testing.T) {
	city, err := modeltest.Town{
		Things: []modeltest.Thing{thing("in", source, 1, 0), thing("a", node, 0, 1)},
		Wires:  []modeltest.Wire{wire("x", "in", "a", 0), wire("y", "in", "x", 0), wire("z", "a", "a", 0)},
	}.City()
	require.NoError(t, err)
	_, err = City(city, 0, mild)
	require.ErrorContains(t, err, `edge "p/y" ends at edge "p/x"`)
	require.ErrorContains(t, err, `edge "p/z" joins "p/a" to itself`)
}

// TestRelayOfABrokenLineCools: a line without capacity carries nothing, and that is no load of 0/0.
func TestRelayOfABrokenLineCools(t *testing.T) {
	for _, c := range []struct {
		name      string
		available model.Level
		closed    bool
	}{{"opened", model.Full, false}, {"broken", model.None, true}} {
		t.Run(c.name, func(t *testing.T) {
			b := twoBus(t)
			row := b.v.elements[b.v.of(b.id("ab"))].row
			b.v.Ask(b.id("b"), 2*b.v.elements[b.v.of(b.id("ab"))].capacity-10)
			b.solve(0)
			b.set("ab", c.available, c.closed)
			b.solve(2 * minute)
			require.InDelta(t, 120*3.0/800, b.v.branch[row].heat, 1e-6, "by hand: (2^2 - 1)/(80 x 10) a second")
			b.solve(anHour)
			assert.Equal(t, 0.0, b.v.branch[row].heat)
		})
	}
}
