package transport

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

const street = "traffic/street-00040"

// mean is the mean time of the planned trips now over that of a quiet day.
func (l *life) mean() float64 {
	s := l.sums[len(l.sums)-1]
	return s[3] / s[2]
}

// follow solves at every instant that the solver asks for, up to the end.
func (l *life) follow(end time.Duration) {
	for l.next <= sim.Time(end) {
		l.solve(time.Duration(l.next))
	}
}

func TestAQuietReplicationSolvesNothing(t *testing.T) {
	r := roadsOf(t, town(t, 6))
	l := begin(t, r)
	l.solve(0)
	l.solve(time.Hour)
	assert.Zero(t, l.told)
	assert.Equal(t, sim.Never, l.next)
	for i := range r.quiet {
		assert.Nil(t, r.quiet[i].a)
	}
}

// TestWhoAsksFirstDoesNotMatter: the equilibria of a quiet day are solved each from nothing, and replications leave them alone:
// bit for bit the same flows and the same answers, in whatever order.
func TestWhoAsksFirstDoesNotMatter(t *testing.T) {
	c := town(t, 6)
	run := func(r *Roads, at time.Duration) *life {
		l := begin(t, r)
		l.dark(func(i int) bool { return i%3 == 0 })
		l.solve(at)
		l.set(street, model.None, true)
		l.follow(at + 3*time.Hour)
		return l
	}
	a, b := busy(t, c, 4), busy(t, c, 4)
	early := run(a, 0)
	late := run(a, 2*time.Hour)
	require.Equal(t, late.levels, run(b, 2*time.Hour).levels)
	require.Equal(t, early.levels, run(b, 0).levels)
	require.Equal(t, early.levels, run(b, 0).levels)
	require.NotEqual(t, early.levels, late.levels)
	for slot := 10; slot >= 7; slot-- {
		require.Equal(t, a.at(slot).a.flow, b.at(slot).a.flow)
		fresh := busy(t, c, 4).at(slot)
		require.Equal(t, fresh.a.flow, a.at(slot).a.flow)
		require.Equal(t, fresh.time, a.at(slot).time)
		require.LessOrEqual(t, fresh.a.last.Gap, cityGap)
	}
}

// TestHowItCameAboutDoesNotMatter: once settled, levels belong to the hour and the state alone.
func TestHowItCameAboutDoesNotMatter(t *testing.T) {
	r := busy(t, town(t, 6), 4)
	a, b := begin(t, r), begin(t, r)
	a.dark(func(i int) bool { return i%2 == 0 })
	a.solve(90 * time.Minute)
	a.follow(150 * time.Minute)
	b.set(street, model.Full/3, true)
	b.solve(0)
	b.follow(40 * time.Minute)
	b.dark(func(i int) bool { return i%2 == 0 })
	b.solve(40 * time.Minute)
	b.set(street, model.Full, true)
	b.solve(45 * time.Minute)
	b.follow(150 * time.Minute)
	for i := range a.state {
		require.Equal(t, a.state[i].level, b.state[i].level, r.city.Assets[r.members[i].asset].Name)
	}
}

func TestDriversTakeTheirTime(t *testing.T) {
	r := busy(t, town(t, 8), 4)
	l := begin(t, r)
	l.dark(func(i int) bool { return true })
	l.solve(time.Hour)
	assert.Equal(t, sim.Time(time.Hour+Delay), l.next, "until they have learned")
	assert.Same(t, r.at(8).a, l.view, "they keep to their ways")
	before := l.mean()
	l.solve(time.Duration(l.next))
	after := l.mean()
	assert.Greater(t, before, 1.05)
	assert.LessOrEqual(t, l.own.last.Gap, cityGap)
	assert.LessOrEqual(t, l.own.Imbalance(), 1e-9*l.own.demand.total)
	assert.Greater(t, after, 1.02, "without signals the city is slower")
	assert.Less(t, after, before, "but they find better ways")
	assert.Equal(t, sim.Time(2*time.Hour), l.next, "then the hour changes what is planned")
	assert.Less(t, l.of("traffic/flow-d0"), 1.0)
	assert.Equal(t, model.WhyCongested, l.codes["traffic/flow-d0"])
	assert.Contains(t, l.why["traffic/flow-d0"], "traffic/signal-")
	l.solve(2 * time.Hour)
	assert.Equal(t, model.WhyHour, l.codes["traffic/flow-d0"])
	for _, m := range r.members {
		l.Set(m.asset, model.Full, true)
	}
	l.solve(150 * time.Minute)
	require.Equal(t, sim.Time(160*time.Minute), l.next)
	l.solve(160 * time.Minute)
	assert.Equal(t, sim.Never, l.next)
	for i := range l.state {
		assert.Equal(t, model.Full, l.state[i].level)
	}
	assert.NotContains(t, l.codes, model.WhyUnknown)
}

func TestWhatIsUndoneInTimeIsNotNoticed(t *testing.T) {
	l := begin(t, roadsOf(t, town(t, 6)))
	l.set(street, model.None, true)
	l.solve(time.Hour)
	assert.Zero(t, l.of(street))
	assert.Equal(t, model.WhyNetworkCut, l.codes[street])
	assert.Equal(t, street, l.why[street])
	l.set(street, model.Full, true)
	l.solve(time.Hour + time.Minute)
	assert.Equal(t, sim.Never, l.next)
	assert.Equal(t, 1.0, l.of(street))
	assert.Equal(t, model.WhyNetworkBack, l.codes[street])
}

// TestClosuresLowerTravelTimeByBraessOnly: one street after the other.
func TestClosuresLowerTravelTimeByBraessOnly(t *testing.T) {
	r := busy(t, town(t, 5), 8)
	usual := r.at(8).a.last.TotalTime
	worst, lower := math.Inf(1), 0
	for i := range r.members {
		if r.members[i].part != partStreet || r.members[i].links == nil {
			continue
		}
		l := begin(t, r)
		l.Set(r.members[i].asset, model.None, true)
		l.solve(time.Hour)
		l.solve(time.Hour + Delay)
		require.LessOrEqual(t, l.own.Imbalance(), 1e-9*l.own.demand.total)
		if l.own.last.Unserved > 0 {
			continue // trips that nobody makes take no time
		}
		x := l.own.last.TotalTime / usual
		worst = min(worst, x)
		if x < 1-2*cityGap {
			lower++
		}
	}
	assert.Greater(t, worst, 0.995, "Braess's paradox is small")
	assert.LessOrEqual(t, lower, 4)
}

func TestRedToAllLastsAsLongAsPatience(t *testing.T) {
	r := roadsOf(t, town(t, 6))
	l := begin(t, r)
	const signal = "traffic/signal-0007"
	l.set(signal, model.None, false)
	l.solve(time.Hour)
	i := r.of(mustAsset(t, r, signal))
	link := r.members[i].links[0]
	plan, red := r.plan[link].fixed, l.now[link].fixed
	assert.Equal(t, sim.Time(time.Hour+RedPatience), l.next)
	l.solve(time.Duration(l.next))
	dark := l.now[link]
	assert.InDelta(t, RedPatience.Seconds()/2, red-dark.fixed, 1e-9)
	l.set(signal, model.None, true)
	l.solve(time.Hour + 6*time.Minute)
	assert.Equal(t, dark, l.now[link], "without power it is as dark")
	l.set(signal, model.Full, true)
	l.solve(time.Hour + 7*time.Minute)
	assert.Equal(t, plan, l.now[link].fixed)
	l.set(signal, model.None, false)
	l.solve(time.Hour + 8*time.Minute)
	assert.Equal(t, red, l.now[link].fixed, "patience begins anew")
}

func mustAsset(t *testing.T, r *Roads, name string) model.AssetID {
	a, ok := r.city.Asset(name)
	require.True(t, ok)
	return a
}

func TestWhatASignalDoes(t *testing.T) {
	r := roadsOf(t, town(t, 6))
	l := begin(t, r)
	l.wake()
	i := r.of(mustAsset(t, r, "traffic/signal-0007"))
	for _, c := range []struct {
		name  string
		level float64
		want  SignalState
	}{
		{"whole", 1, SignalWorks}, {"vendor lost", 0.985, SignalWorks}, {"without control centre", 0.85, SignalStale}, {"half", 0.5, SignalStale},
		{"set low", 0.3, SignalFlash}, {"no power", 0, SignalDark},
	} {
		l.state[i].available, l.state[i].closed = model.LevelOf(c.level), true
		assert.Equal(t, c.want, l.signal(i), c.name)
	}
}

func TestExtraTrips(t *testing.T) {
	r := roadsOf(t, town(t, 8))
	l := begin(t, r)
	usual := r.at(8).demand.total
	l.ask("traffic/flow-d0", usual)
	l.solve(time.Hour)
	assert.InEpsilon(t, 2*usual, l.own.demand.total, 1e-9)
	assert.LessOrEqual(t, l.own.Imbalance(), 1e-9*l.own.demand.total)
	assert.Less(t, l.of("traffic/flow-d0"), 1.0)
	assert.Equal(t, model.WhyAsked, l.codes["traffic/flow-d0"])
	assert.Equal(t, "traffic/flow-d0", l.why["traffic/flow-d0"])
	assert.Less(t, l.of("traffic/flow-d0"), l.of("traffic/flow-d3"), "the other end of the town feels it less")
	assert.Equal(t, sim.Time(2*time.Hour), l.next)
	l.ask("traffic/flow-d0", 0)
	l.solve(time.Hour + time.Minute)
	assert.Equal(t, sim.Never, l.next)
	assert.Equal(t, 1.0, l.of("traffic/flow-d0"))
	l.ask("traffic/flow-d0", -1e12)
	l.solve(time.Hour + 2*time.Minute)
	assert.Equal(t, 1.0, l.of("traffic/flow-d0"), "fewer cars make nothing worse")
}

// TestWithoutAnAnswer: an equilibrium that does not converge is not taken, and numbers without sense break nothing.
func TestWithoutAnAnswer(t *testing.T) {
	r := busy(t, town(t, 6), 4)
	kept := r.at(8).a
	r.rounds, r.gap = 1, 1e-300
	l := begin(t, r)
	l.dark(func(int) bool { return true })
	l.solve(time.Hour)
	l.set(street, model.None, true)
	l.solve(time.Hour + Delay)
	assert.Same(t, kept, l.view)
	assert.Contains(t, codesOf(l), model.WhyUnsettled)
	r.rounds, r.gap = cityRounds, cityGap
	l.solve(2 * time.Hour)
	assert.NotSame(t, kept, l.view, "it tries again")
	for _, x := range []float64{math.NaN(), math.Inf(1), 1e300, 1e29, 1e15} {
		l.ask("traffic/flow-d1", x)
		l.solve(2*time.Hour + time.Minute)
	}
	l.ask("traffic/flow-d1", 0)
	for _, m := range r.members {
		l.Set(m.asset, model.Full, true)
	}
	l.solve(2*time.Hour + 2*time.Minute)
	l.follow(3 * time.Hour)
	for i := range l.state {
		require.Equal(t, model.Full, l.state[i].level)
	}
}

func codesOf(l *life) (list []model.WhyCode) {
	for _, name := range names(l.levels) {
		list = append(list, l.codes[name])
	}
	return list
}

// TestNoWayAtAll: with all streets closed nobody gets anywhere, at once and when drivers have settled.
func TestNoWayAtAll(t *testing.T) {
	r := roadsOf(t, town(t, 6))
	l := begin(t, r)
	for _, m := range r.members {
		if m.part == partStreet {
			l.Set(m.asset, model.None, true)
		}
	}
	l.solve(time.Hour)
	assert.Zero(t, l.of("traffic/flow-d2"))
	assert.Equal(t, model.WhyNetworkCut, l.codes["traffic/flow-d2"])
	l.solve(time.Hour + Delay)
	assert.Zero(t, l.of("traffic/flow-d2"))
	assert.Positive(t, l.own.last.Unserved)
}

// TestDisturbedStepsAllocateNothing once the memory has grown.
func TestDisturbedStepsAllocateNothing(t *testing.T) {
	r := busy(t, town(t, 6), 4)
	v := newSolver(r)
	now := sim.Time(0)
	quiet := func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {}
	a := mustAsset(t, r, street)
	step := func() {
		for _, level := range []model.Level{model.None, model.Full / 2, model.Full} {
			v.Set(a, level, true)
			v.Solve(now, quiet)
			now = now.Add(Delay)
			v.Solve(now, quiet)
		}
		now = now.Add(24*time.Hour - 3*Delay)
	}
	for range 20 {
		step()
	}
	assert.Zero(t, testing.AllocsPerRun(14, step))
}

// TestReplicationsShareTheRoads: many at once, each as if it were alone.
func TestReplicationsShareTheRoads(t *testing.T) {
	c := town(t, 6)
	run := func(r *Roads, k int) []told {
		l := begin(t, r)
		l.dark(func(i int) bool { return i%(k%3+2) == 0 })
		l.solve(time.Hour)
		l.follow(4 * time.Hour)
		return l.state
	}
	shared := busy(t, c, 8)
	states := make([][]told, 6)
	var all sync.WaitGroup
	for k := range states {
		all.Go(func() { states[k] = run(shared, k) })
	}
	all.Wait()
	for k := range states {
		require.Equal(t, run(busy(t, c, 8), k), states[k])
	}
}

// TestRandomLife: whatever is set and asked, flows are conserved for every origin, nothing panics, and what is undone leaves nothing.
func TestRandomLife(t *testing.T) {
	r := busy(t, town(t, 5), 8)
	n := len(r.members)
	rapid.Check(t, func(rt *rapid.T) {
		l := begin(t, r)
		now := time.Duration(rapid.IntRange(0, 100).Draw(rt, "hour")) * time.Hour
		for range rapid.IntRange(1, 4).Draw(rt, "steps") {
			for range rapid.IntRange(0, 30).Draw(rt, "changes") {
				m := &r.members[rapid.IntRange(0, n-1).Draw(rt, "member")]
				l.Set(m.asset, rapid.SampledFrom([]model.Level{model.None, 1, model.Full / 3, model.Full}).Draw(rt, "level"), rapid.IntRange(0, 5).Draw(rt, "closed") > 0)
				l.Ask(m.asset, rapid.SampledFrom([]float64{0, 100, -1e9, 1e5}).Draw(rt, "trips"))
			}
			l.solve(now)
			if l.view != nil && l.view == l.own {
				require.LessOrEqual(rt, l.own.Imbalance(), 1e-9*(1+l.own.demand.total))
			}
			now += time.Duration(rapid.IntRange(1, 90).Draw(rt, "minutes")) * time.Minute
		}
		for i := range r.members {
			l.Set(r.members[i].asset, model.Full, true)
			l.Ask(r.members[i].asset, 0)
		}
		l.solve(now)
		l.follow(now + Delay)
		require.Equal(rt, sim.Never, l.next)
		for i := range l.state {
			require.Equal(rt, model.Full, l.state[i].level)
		}
	})
}

// TestTheWorstOnTheWay: a dark signal far from the district, on the way of its trips, is named before a nearer one that nobody of
// it passes.
func TestTheWorstOnTheWay(t *testing.T) {
	r := busy(t, town(t, 8), 8)
	l := begin(t, r)
	l.dark(func(int) bool { return true })
	l.solve(time.Hour)
	d := r.of(mustAsset(t, r, "traffic/flow-d0"))
	b := l.worst(&r.members[d])
	costs := func(i int32) (sum float64) {
		for z := range r.zones {
			if r.zones[z].district != r.members[d].district {
				continue
			}
			bush := &r.at(8).a.bushes[z]
			for k, link := range bush.link {
				if x := &r.roads; int(link) < len(*x) && (*x)[link].signal == i {
					sum += bush.flow[k] * (l.cost[link] - r.at(8).a.cost[link])
				}
			}
		}
		return sum
	}
	for i := range r.members {
		if r.members[i].part == partSignal {
			assert.LessOrEqual(t, costs(int32(i)), costs(b)*(1+1e-9))
		}
	}
}

// TestWhatRisesNamesWhatWasMended: all signals but one work again.
func TestWhatRisesNamesWhatWasMended(t *testing.T) {
	r := busy(t, town(t, 8), 4)
	l := begin(t, r)
	l.dark(func(int) bool { return true })
	l.solve(time.Hour)
	l.solve(time.Hour + Delay)
	before, mended := map[string]model.Level{}, map[string]bool{}
	dark := 0
	for i, m := range r.members {
		name := r.city.Assets[m.asset].Name
		before[name] = l.state[i].level
		if m.part != partSignal {
			continue
		}
		if dark++; dark > 1 {
			mended[name] = true
			l.Set(m.asset, model.Full, true)
		}
	}
	l.solve(90 * time.Minute)
	require.NotEmpty(t, l.broken)
	risen := 0
	for i, m := range r.members {
		if name := r.city.Assets[m.asset].Name; l.state[i].level > before[name] && m.part != partSignal {
			risen++
			assert.Equal(t, model.WhyNetworkBack, l.codes[name], name)
			assert.True(t, mended[l.why[name]], "%s because of %s", name, l.why[name])
		}
	}
	assert.Positive(t, risen)
}
