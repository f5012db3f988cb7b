package power_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/model/power"
	"cascata/scenarios/cities"
	"cascata/sim"
)

// loadLisboa is the embedded Lisboa whose local generation belongs to the power network, as physics wants it.
var loadLisboa = sync.OnceValues(func() (*model.City, error) {
	city, err := cities.Load("lisboa")
	if err != nil {
		return nil, err
	}
	n := &city.Networks[network(city)]
	for i := range city.Assets {
		if strings.HasPrefix(city.Assets[i].Name, "power/generator-") && !slices.Contains(n.Members, model.AssetID(i)) {
			n.Members = append(n.Members, model.AssetID(i))
		}
	}
	return city, nil
})

// life is a solver of Lisboa's grid with the levels that are not Full.
type life struct {
	t    *testing.T
	city *model.City
	s    model.Solver
	low  map[string]model.Level
	next sim.Time
}

func begin(t *testing.T, city *model.City, p model.Prepared) *life {
	return &life{t: t, city: city, s: p.New(), low: map[string]model.Level{}, next: sim.Never}
}

func prepare(t *testing.T, city *model.City, c model.Conditions) model.Prepared {
	t.Helper()
	p, err := power.City(city, network(city), c)
	require.NoError(t, err)
	return p
}

func (l *life) set(name string, available model.Level, closed bool) {
	id, ok := l.city.Asset("power/" + name)
	require.True(l.t, ok, name)
	l.s.Set(id, available, closed)
}

func (l *life) solve(now sim.Time) {
	l.t.Helper()
	l.next = l.s.Solve(now, func(a model.AssetID, level model.Level, _ model.WhyCode, _ model.AssetID) {
		if l.low[l.city.Assets[a].Name] = level; level == model.Full {
			delete(l.low, l.city.Assets[a].Name)
		}
	})
	require.NoError(l.t, power.Audit(l.s))
}

func (l *life) wishes() (all []string) {
	l.s.(model.Switching).Wishes(func(edge model.AssetID, closed bool) {
		if closed {
			all = append(all, strings.TrimPrefix(l.city.Assets[edge].Name, "power/"))
		} else {
			all = append(all, "not "+strings.TrimPrefix(l.city.Assets[edge].Name, "power/"))
		}
	})
	return all
}

// weathers are a winter, a mild and a summer week.
var weathers = []model.Conditions{
	{Weekday: time.Monday, Horizon: 72 * time.Hour, Low: 5, High: 11},
	{Weekday: time.Friday, Start: 9 * time.Hour, Horizon: 72 * time.Hour, Low: 14, High: 21},
	{Weekday: time.Wednesday, Horizon: 72 * time.Hour, Low: 24, High: 38},
}

// TestLisboaN1: with any one high-voltage line or infeed out for three days nobody loses anything at any hour (docs/city-build.md).
func TestLisboaN1(t *testing.T) {
	city := lisboa(t)
	for _, c := range weathers {
		p := prepare(t, city, c)
		for i := range city.Assets {
			name := strings.TrimPrefix(city.Assets[i].Name, "power/")
			if !strings.HasPrefix(name, "hv-line-") && !strings.HasPrefix(name, "infeed-") {
				continue
			}
			l := begin(t, city, p)
			l.set(name, model.None, true)
			for l.solve(0); l.next < sim.Time(c.Horizon); l.solve(l.next) {
			}
			delete(l.low, "power/"+name)
			for lost := range l.low { // the line to an infeed that is out carries nothing
				assert.True(t, strings.HasPrefix(name, "infeed-") && strings.HasPrefix(lost, "power/hv-line-1"), "%s out takes %s", name, lost)
			}
			assert.LessOrEqual(t, len(l.low), 1)
			l.set(name, model.Full, true)
			l.solve(sim.Time(c.Horizon))
			assert.Equal(t, sim.Never, l.next, "%s: nothing is left of it", name)
			assert.Empty(t, l.low)
		}
	}
}

// TestLisboaFeederIsRefed: a damaged trunk leaves its feeder dark until the tie that is wished for is closed.
func TestLisboaFeederIsRefed(t *testing.T) {
	city := lisboa(t)
	p := prepare(t, city, weathers[1])
	fed := 0
	for i := range city.Assets {
		name, isTrunk := strings.CutPrefix(city.Assets[i].Name, "power/trunk-")
		if !isTrunk {
			continue
		}
		l := begin(t, city, p)
		l.set("trunk-"+name, model.None, true)
		l.solve(0)
		dark := len(l.low)
		require.Greater(t, dark, 1)
		wished := l.wishes()
		if len(wished) == 0 { // no tie, or neighbours at their limit
			continue
		}
		fed++
		require.Len(t, wished, 1)
		l.set(wished[0], model.Full, true)
		l.solve(sim.Time(time.Hour))
		assert.Equal(t, map[string]model.Level{city.Assets[i].Name: 0}, l.low, "trunk %s", name)
		l.set("trunk-"+name, model.Full, true)
		l.solve(sim.Time(5 * time.Hour))
		require.Equal(t, []string{"not " + wished[0]}, l.wishes())
		l.set(wished[0], model.Full, false)
		l.solve(sim.Time(6 * time.Hour))
		assert.Empty(t, l.low)
	}
	assert.Greater(t, fed, 90, "of 126 feeders")
}

// TestLisboaBlackout: all infeeds out for ten hours. Three batteries and local generation cannot carry the city; when two infeeds are
// back, which carry it on other evenings, cold load asks for more than they have, for a while.
func TestLisboaBlackout(t *testing.T) {
	city := lisboa(t)
	l := begin(t, city, prepare(t, city, weathers[0]))
	infeeds := func(now time.Duration, level model.Level, names ...string) {
		for _, name := range names {
			l.set("infeed-"+name, level, true)
		}
		l.solve(sim.Time(now))
	}
	follow := func(to time.Duration) {
		for l.next < sim.Time(to) {
			l.solve(l.next)
		}
	}
	infeeds(11*time.Hour, model.None, "01", "02", "03")
	assert.Equal(t, model.None, l.low["power/load-001"])
	follow(11*time.Hour + 20*time.Minute)
	assert.Greater(t, l.low["power/load-001"], model.None, "batteries have started what they can")
	assert.Less(t, l.low["power/load-001"], model.Full/5)
	follow(21 * time.Hour)
	assert.Equal(t, model.None, l.low["power/load-001"], "and are empty")
	infeeds(21*time.Hour, model.Full, "01", "02")
	assert.Greater(t, l.low["power/load-001"], model.Full/2)
	assert.Less(t, l.low["power/load-001"], model.Full)
	follow(30 * time.Hour)
	assert.NotContains(t, l.low, "power/load-001", "it has warmed up in the night")
	infeeds(30*time.Hour, model.Full, "03")
	follow(72 * time.Hour)
	assert.Empty(t, l.low)
	assert.Equal(t, sim.Never, l.next)
}

// TestSolveAllocatesNothing after it has seen what happens once.
func TestSolveAllocatesNothing(t *testing.T) {
	city := lisboa(t)
	l := begin(t, city, prepare(t, city, weathers[0]))
	ids := map[string]model.AssetID{}
	for _, name := range []string{"hv-line-02", "trunk-050", "infeed-01", "tie-10", "substation-04"} {
		id, ok := city.Asset("power/" + name)
		require.True(t, ok, name)
		ids[name] = id
	}
	quiet := func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {}
	wish := func(model.AssetID, bool) {}
	now := sim.Time(0)
	step := func() {
		for _, level := range []model.Level{model.None, model.Full} {
			for _, name := range []string{"hv-line-02", "trunk-050", "infeed-01", "tie-10", "substation-04"} {
				now = now.Add(10 * time.Minute)
				l.s.Set(ids[name], level, true)
				l.s.Solve(now, quiet)
				l.s.(model.Switching).Wishes(wish)
			}
		}
	}
	step()
	assert.Zero(t, testing.AllocsPerRun(20, step))
}

// physics puts City under every network of a town.
func physics(city *model.City, index int) (func() model.Solver, error) {
	return maker(winter)(city, index)
}

// TestCascadeOnPhysics: random towns whose networks are grids pass the suite for cities: causes, workers, everything stopped.
func TestCascadeOnPhysics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		town := modeltest.Random(seed)
		city, err := town.City()
		if err != nil {
			t.Fatal(err)
		}
		modeltest.City(t, modeltest.Trial{City: city, Options: cascade.Options{Solvers: physics},
			Orders: modeltest.RandomOrders(seed, town, 1+int(seed%12)), Horizon: sim.Time(48 * time.Hour)})
	})
}

// TestLisboaLoadSwitchedOn: somebody switches on a megawatt more at each of 546 loads in the evening. The infeeds give 960 MW; what is
// beyond that is shed from all alike, and everything is back when it is switched off.
func TestLisboaLoadSwitchedOn(t *testing.T) {
	city := lisboa(t)
	p := prepare(t, city, weathers[0])
	l := begin(t, city, p)
	now := sim.Time(20 * time.Hour)
	demand, loads := 0.0, 0
	ask := func(mw float64) {
		demand, loads = 0, 0
		for i := range city.Assets {
			if strings.HasPrefix(city.Assets[i].Name, "power/load-") {
				l.s.Ask(model.AssetID(i), mw)
				demand += city.Assets[i].Demand
				loads++
			}
		}
	}
	ask(1)
	l.solve(now)
	asked := demand*p.Plan.At(now) + float64(loads)
	solar := 0.0 // cogeneration alone gives a sixth of its capacity after sunset
	for i := range city.Assets {
		if strings.HasPrefix(city.Assets[i].Name, "power/generator-") {
			solar += city.Assets[i].Capacity / 6
		}
	}
	batteries := 30.0
	want := (960 + solar + batteries) / asked
	require.Less(t, want, 0.97)
	assert.Len(t, l.low, loads)
	assert.InDelta(t, want, l.low["power/load-001"].Share(), 0.01)
	ask(0)
	l.solve(now.Add(time.Second))
	assert.Empty(t, l.low)
}
