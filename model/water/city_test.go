package water

import (
	"bytes"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

// town is a plant with a low zone, a pump into a high zone with a tank, and a pressure reducing link into a valley. Ground levels by
// name; nothing else than ground depends on them.
func town(t testing.TB, horizon time.Duration, ground map[string]float64) (*model.City, *Supply) {
	t.Helper()
	city, err := modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "w/plant", Role: model.RoleSource, Capacity: 120},
			{Name: "w/low", Role: model.RoleNode, Demand: 20},
			{Name: "w/high", Role: model.RoleNode, Demand: 20},
			{Name: "w/hill", Role: model.RoleNode, Demand: 10},
			{Name: "w/tank", Role: model.RoleStorage, Stored: 300, Capacity: 100},
			{Name: "w/valley", Role: model.RoleNode, Demand: 10},
		},
		Wires: []modeltest.Wire{
			{Name: "w/main", From: "w/plant", To: "w/low"},
			{Name: "w/pump", From: "w/low", To: "w/high", Capacity: 60, Directed: true},
			{Name: "w/street", From: "w/high", To: "w/hill"},
			{Name: "w/outlet", From: "w/tank", To: "w/high"},
			{Name: "w/reducer", From: "w/hill", To: "w/valley", Directed: true},
		},
	}.City()
	require.NoError(t, err)
	for i := range city.Assets {
		city.Assets[i].Z = ground[city.Assets[i].Name]
	}
	s, err := NewSupply(city, 0, model.Conditions{Start: 0, Weekday: time.Tuesday, Horizon: horizon})
	require.NoError(t, err)
	return city, s
}

var hills = map[string]float64{"w/high": 40, "w/hill": 50, "w/tank": 52, "w/valley": 10, "w/low": 5}

// told is one thing that a solver says.
type told struct {
	at      sim.Time
	level   model.Level
	code    model.WhyCode
	because string
}

// watch runs a solver of a city and keeps what it says by name.
type watch struct {
	city *model.City
	v    *citySolver
	next sim.Time
	says map[string][]told
}

func newWatch(city *model.City, s *Supply) *watch {
	return &watch{city: city, v: s.New().(*citySolver), says: map[string][]told{}}
}

func (w *watch) id(name string) model.AssetID {
	return model.AssetID(slices.IndexFunc(w.city.Assets, func(a model.Asset) bool { return a.Name == name }))
}

func (w *watch) solve(at sim.Time) {
	w.next = w.v.Solve(at, func(a model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
		name := "-"
		if because >= 0 {
			name = w.city.Assets[because].Name
		}
		w.says[w.city.Assets[a].Name] = append(w.says[w.city.Assets[a].Name], told{at, level, code, name})
	})
}

// until follows the network to an instant and says whether every instant was in balance.
func (w *watch) until(t *testing.T, end time.Duration) {
	t.Helper()
	for w.next <= sim.Time(end) {
		w.solve(w.next)
		if w.v.live {
			balanced(t, w.v.cityRun)
		}
	}
}

func (w *watch) last(name string) told {
	all := w.says[name]
	if len(all) == 0 {
		return told{level: model.Full}
	}
	return all[len(all)-1]
}

// balanced checks an instant: what plants give is what is delivered and what fills the tanks, at every node and in all.
func balanced(t testing.TB, r *cityRun) {
	t.Helper()
	given, taken := 0.0, 0.0
	for i := range r.parts {
		switch x := &r.parts[i]; {
		case x.kind == isPlant:
			given += r.run.Flow(x.link)
		case x.kind == isStore:
			taken += r.run.Demand(x.node)
		case x.kind == isNode:
			taken += r.run.Demand(x.node)
		}
	}
	assert.InDelta(t, given, taken, 1e-2, "at %d s", r.run.now) // m3/h, of up to 120
	assert.Less(t, r.run.Imbalance(), 1e-2)
}

func TestQuietTownForWeeks(t *testing.T) {
	for name, ground := range map[string]map[string]float64{"hills": hills, "flat": nil} {
		t.Run(name, func(t *testing.T) {
			_, s := town(t, 21*24*time.Hour, ground)
			r := s.newRun()
			least, most := 1.0, 0.0
			for r.run.now < s.spec.Duration() {
				r.instant()
				require.False(t, r.unsettled)
				balanced(t, r)
				for i := range s.parts {
					if x := &s.parts[i]; x.kind == isNode && r.run.now >= warmUp {
						assert.GreaterOrEqual(t, r.run.Pressure(x.node), required, "junction %d at %d s", i, r.run.now)
					}
				}
				held := r.holds(s.of(findAsset(s, isStore)))
				least, most = min(least, held), max(most, held)
				r.advance(r.step(s.spec.Duration() - r.run.now))
			}
			assert.Greater(t, most-least, 0.2, "the tank cycles between its set-points")
			assert.Greater(t, least, 0.5)
			assert.Zero(t, s.base().unsolved)
			assert.Empty(t, s.Short())
		})
	}
}

// findAsset is the first asset of a kind.
func findAsset(s *Supply, kind partKind) model.AssetID {
	return s.parts[slices.IndexFunc(s.parts, func(x cityPart) bool { return x.kind == kind })].asset
}

// TestPumpWithoutPower: the high zone and the valley behind it last for what the tank holds over what they take, to the second.
func TestPumpWithoutPower(t *testing.T) {
	city, s := town(t, 96*time.Hour, hills)
	w := newWatch(city, s)
	cut := 10 * time.Hour
	w.v.Set(w.id("w/pump"), model.None, true)
	w.solve(sim.Time(cut))
	held := w.v.holds(s.of(w.id("w/tank"))) * 300
	lasts := time.Duration(0)
	for left := held; ; lasts += time.Minute {
		p := s.plan.At(sim.Time(cut + lasts))
		if left -= 40 * p / 60; left < 0 { // high 20, hill 10, valley 10 m3/h on average
			break
		}
	}
	assert.Equal(t, []told{{sim.Time(cut), model.None, model.WhyNetworkCut, "w/pump"}}, w.says["w/pump"])
	w.until(t, cut+lasts-5*time.Minute)
	assert.Empty(t, w.says["w/high"])
	w.until(t, cut+lasts+5*time.Minute)
	dry := w.last("w/tank")
	assert.InDelta(t, (cut + lasts).Minutes(), time.Duration(dry.at).Minutes(), 2)
	assert.Equal(t, told{dry.at, model.None, model.WhyStorageEmpty, "w/pump"}, dry)
	for _, name := range []string{"w/high", "w/hill", "w/valley"} {
		assert.Equal(t, told{dry.at, model.None, model.WhyStorageEmpty, "w/tank"}, w.last(name), name)
	}
	assert.Empty(t, w.says["w/low"])
	assert.Empty(t, w.says["w/plant"])

	back := sim.Time(60 * time.Hour)
	w.until(t, 60*time.Hour-time.Second)
	w.v.Set(w.id("w/pump"), model.Full, true)
	w.solve(back)
	assert.Equal(t, told{back, model.Full, model.WhyNetworkBack, "w/pump"}, w.last("w/high"))
	w.until(t, 96*time.Hour)
	for _, a := range city.Assets {
		assert.Equal(t, model.Full, w.last(a.Name).level, a.Name)
	}
	assert.Equal(t, sim.Never, w.next, "the tank holds again what it would hold: the run has rejoined the quiet day")
}

// TestEmptyTankFillsFirst: a tank that ran empty keeps what little came in since, until it holds a twentieth of what it can; otherwise
// its zone would have water every other step.
func TestEmptyTankFillsFirst(t *testing.T) {
	city, s := town(t, 96*time.Hour, hills)
	w := newWatch(city, s)
	w.v.Set(w.id("w/pump"), model.None, true)
	w.solve(0)
	w.until(t, 60*time.Hour-time.Second)
	require.Equal(t, model.None, w.last("w/tank").level)
	at := func(d time.Duration, pump model.Level) {
		w.until(t, d-time.Second)
		w.v.Set(w.id("w/pump"), pump, true)
		w.solve(sim.Time(d))
	}
	at(60*time.Hour, model.Full)
	at(60*time.Hour+10*time.Minute, model.None)
	held := w.v.holds(s.of(w.id("w/tank")))
	assert.Positive(t, held)
	assert.Less(t, held, hasWater)
	for _, name := range []string{"w/tank", "w/high", "w/hill", "w/valley"} {
		assert.Equal(t, model.None, w.last(name).level, name)
	}
	at(61*time.Hour, model.Full)
	at(66*time.Hour, model.None)
	assert.Greater(t, w.v.holds(s.of(w.id("w/tank"))), hasWater)
	assert.Equal(t, model.Full, w.last("w/high").level, "the tank feeds it again")
}

// TestRefillAtAFullHour: where a tank has water again just as the hour changes, the tank is the reason and not the hour; where nothing moved, the hour is.
func TestRefillAtAFullHour(t *testing.T) {
	city, s := town(t, 24*time.Hour, hills)
	w := newWatch(city, s)
	w.v.Set(w.id("w/pump"), model.None, true)
	w.solve(sim.Time(time.Hour))
	tank, high := s.of(w.id("w/tank")), s.of(w.id("w/high"))
	w.v.round++ // the pump was told in a round before
	assert.Equal(t, cause{code: model.WhyHour, part: -1}, w.v.whyBack(high, true))
	assert.Equal(t, cause{code: model.WhyNetworkBack, part: -1}, w.v.whyBack(high, false), "the pump that stands still did not help")
	w.v.Set(w.id("w/pump"), model.Full, true)
	w.solve(sim.Time(2 * time.Hour))
	w.v.round += 2
	assert.Equal(t, cause{code: model.WhyNetworkBack, part: s.of(w.id("w/pump"))}, w.v.whyBack(high, false), "what moved last on its way")
	w.v.emptied[tank] = w.v.round
	assert.Equal(t, cause{code: model.WhyNetworkBack, part: tank}, w.v.whyBack(high, true))
	assert.Equal(t, cause{code: model.WhyNetworkBack, part: tank}, w.v.whyBack(tank, true), "of the tank itself as well")
}

func TestReducingValveHoldsItsPressure(t *testing.T) {
	_, s := town(t, 24*time.Hour, hills)
	r := s.newRun()
	r.startFrom(s.base(), warmUp+8*3600)
	r.instant()
	i := s.reducers[0]
	x := &s.parts[i]
	assert.InDelta(t, s.calledHead(x)-s.parts[x.to].z, r.run.Pressure(s.parts[x.to].node), 1, "35 m over the ground, and one")
	assert.Greater(t, r.run.Pressure(s.parts[x.from].node), required)
}

func TestAskedForMore(t *testing.T) {
	city, s := town(t, 48*time.Hour, hills)
	w := newWatch(city, s)
	w.v.Ask(w.id("w/hill"), 2000) // a burst main: more than the street can carry
	w.solve(sim.Time(time.Hour))
	got := w.last("w/hill")
	assert.Less(t, got.level, model.Full*2/3)
	assert.Equal(t, told{sim.Time(time.Hour), got.level, model.WhyPressure, "w/hill"}, got)
	assert.Empty(t, w.says["w/low"], "upstream of the pump nothing is missing")
	w.v.Ask(w.id("w/hill"), 0)
	w.solve(sim.Time(90 * time.Minute))
	assert.Equal(t, told{sim.Time(90 * time.Minute), model.Full, model.WhyNetworkBack, "w/hill"}, w.last("w/hill"))
}

func TestFireFlow(t *testing.T) {
	city, s := town(t, 24*time.Hour, hills)
	w := newWatch(city, s)
	hill := w.id("w/hill")
	at10, at15 := s.FireFlow(hill, sim.Time(8*time.Hour), 10), s.FireFlow(hill, sim.Time(8*time.Hour), 15)
	assert.Greater(t, at15, 20.0)
	assert.Greater(t, at10, at15, "more flows at less pressure")
	assert.Zero(t, s.FireFlow(w.id("w/plant"), 0, 10))
	assert.Zero(t, s.FireFlow(hill, 0, 100), "there is no such pressure")
}

// TestSetPoints: a tank that is to be kept at half makes the pump stop at half; a pump at half its speed lifts a quarter as high.
func TestSetPoints(t *testing.T) {
	city, s := town(t, 96*time.Hour, hills)
	tank := newWatch(city, s)
	tank.v.Set(tank.id("w/tank"), model.Full/2, true)
	tank.solve(0)
	tank.until(t, 48*time.Hour)
	assert.InDelta(t, 0.375, tank.v.holds(s.of(tank.id("w/tank"))), 0.125, "between half of 0.7 and of 0.95 of what it can hold, less a step")
	assert.Empty(t, tank.says["w/high"])

	pump := newWatch(city, s)
	pump.v.Set(pump.id("w/pump"), model.Full/2, true)
	pump.solve(0)
	pump.until(t, 24*time.Hour)
	assert.Equal(t, told{0, model.Full / 2, model.WhyNetworkShort, "w/pump"}, pump.last("w/pump"))
	assert.Equal(t, model.None, pump.last("w/tank").level)
	assert.Equal(t, "w/pump", pump.last("w/tank").because)
	hill := pump.says["w/hill"][0]
	assert.Equal(t, told{hill.at, model.None, model.WhyStorageEmpty, "w/tank"}, hill, "18 m of lift are not enough for the hill")
}

func TestClosedPipeAndLimitedPlant(t *testing.T) {
	city, s := town(t, 48*time.Hour, hills)
	w := newWatch(city, s)
	at := sim.Time(3 * time.Hour)
	w.v.Set(w.id("w/street"), model.Full, false)
	w.solve(at)
	assert.Equal(t, told{at, model.None, model.WhyNetworkCut, "w/street"}, w.last("w/hill"))
	assert.Equal(t, told{at, model.None, model.WhyNetworkCut, "w/street"}, w.last("w/valley"))
	assert.Empty(t, w.says["w/high"])

	p := newWatch(city, s)
	p.v.Set(p.id("w/plant"), model.LevelOf(0.1), true) // 12 m3/h for a zone that takes 20 and a pump that takes 60
	p.solve(sim.Time(8 * time.Hour))
	low := p.last("w/low")
	assert.Less(t, low.level, model.Full)
	assert.Equal(t, "w/plant", low.because)
	assert.Equal(t, model.WhyNetworkShort, low.code)
}

// TestUntouched: a replication that nothing happens to computes nothing.
func TestUntouched(t *testing.T) {
	city, s := town(t, 48*time.Hour, hills)
	w := newWatch(city, s)
	w.v.Set(w.id("w/pump"), model.Full, true)
	for _, at := range []time.Duration{0, time.Hour, 1000 * time.Hour} {
		w.solve(sim.Time(at))
		assert.Equal(t, sim.Never, w.next)
	}
	assert.Empty(t, w.says)
	assert.Nil(t, s.quiet.times)
	assert.Nil(t, w.v.cityRun)
}

// TestStartFromTheQuietDay: to start at an instant from the shared trajectory is, to the last bit, to simulate from the beginning.
func TestStartFromTheQuietDay(t *testing.T) {
	_, s := town(t, 48*time.Hour, hills)
	for _, after := range []int64{0, 1, 1799, 1800, 12345, 4 * 3600, 100001, 48 * 3600} {
		end := warmUp + after
		whole := s.newRun()
		whole.instant()
		whole.catchUp(end)
		start := s.newRun()
		start.startFrom(s.base(), end)
		for hours := range 12 {
			for _, r := range []*cityRun{whole, start} {
				r.cond[s.of(findAsset(s, isPump))].available = model.None
				r.instant()
			}
			require.Equal(t, whole.snapshot(), start.snapshot(), "%d h after %d s", hours, after)
			whole.catchUp(whole.run.now + 3600)
			start.catchUp(start.run.now + 3600)
		}
	}
}

func TestUnsettledKeepsTheLastState(t *testing.T) {
	city, s := town(t, 48*time.Hour, hills)
	s.base()
	s.spec.set.Trials = 1 // too few for any change
	w := newWatch(city, s)
	w.v.Set(w.id("w/street"), model.Full, false)
	w.solve(sim.Time(8 * time.Hour))
	assert.True(t, w.v.unsettled)
	assert.Equal(t, model.None, w.last("w/street").level)
	assert.Empty(t, w.says["w/low"])
	assert.Equal(t, model.WhyUnsettled, w.last("w/hill").code, "no water can reach it, whatever the pressures")
	for _, h := range w.v.run.head {
		assert.False(t, math.IsNaN(h) || math.IsInf(h, 0))
	}
	s.spec.set.Trials = cityTrials
	w.v.Set(w.id("w/street"), model.Full, true)
	w.solve(w.next)
	assert.Equal(t, model.Full, w.last("w/hill").level)
}

func TestSolveAllocatesNothing(t *testing.T) {
	city, s := town(t, 48*time.Hour, hills)
	w := newWatch(city, s)
	pump := w.id("w/pump")
	note := func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {}
	w.v.Set(pump, model.None, true)
	next := w.v.Solve(0, note)
	assert.Zero(t, testing.AllocsPerRun(50, func() { next = w.v.Solve(next, note) }))
}

func TestEmptyNetwork(t *testing.T) {
	p, err := City(&model.City{Networks: make([]model.Network, 1)}, 0, model.Conditions{})
	require.NoError(t, err)
	assert.Equal(t, sim.Never, p.New().Solve(0, nil))
}

// TestNetworkIsAFile: what a city becomes is an input file that anybody can read.
func TestNetworkIsAFile(t *testing.T) {
	_, s := town(t, 24*time.Hour, hills)
	var text bytes.Buffer
	require.NoError(t, s.Network().Write(&text))
	again, err := Read(&text, "town.inp")
	require.NoError(t, err)
	assert.Equal(t, s.Network().Nodes[3].ID, again.Nodes[3].ID)
	assert.Len(t, again.Links, len(s.Network().Links))
}

func TestPlanFollowsTheClock(t *testing.T) {
	p := planOf(model.Conditions{Start: 90 * time.Minute, Weekday: time.Friday, Horizon: 24 * time.Hour})
	assert.Equal(t, 30*time.Minute, p.Step)
	assert.Equal(t, workingDay[1], p.At(0))
	assert.Equal(t, workingDay[2], p.At(sim.Time(30*time.Minute)))
	assert.Equal(t, restDay[0], p.At(sim.Time(22*time.Hour+30*time.Minute)), "Saturday")
	sum := 0.0
	for _, day := range [2][24]float64{workingDay, restDay} {
		for _, x := range day {
			sum += x
		}
	}
	assert.InDelta(t, 48, sum, 1e-9)
}
