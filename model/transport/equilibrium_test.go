package transport

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// line makes a link of cost fixed + slope*flow. The slope is that of a tiny free-flow time, as the format has no other.
func line(from, to int32, fixed, slope float64) Link {
	if fixed == 0 {
		fixed = 1e-9
	}
	return Link{From: from, To: to, Capacity: 1, FreeFlow: fixed, B: slope / fixed, Power: 1}
}

// braess is Braess's paradox in the textbook form: nodes 1 (origin) and 2 (destination), 3 and 4, demand 6.
func braess() (*Network, *Trips) {
	return &Network{Zones: 2, Nodes: 4, FirstThru: 1, Links: []Link{line(1, 3, 0, 10), line(1, 4, 50, 1), line(3, 2, 50, 1), line(3, 4, 10, 1), line(4, 2, 0, 10)}},
		&Trips{Zones: 2, Origins: []Origin{{1, []Flow{{1, 17}, {2, 6}}}}}
}

func ready(t require.TestingT, n *Network, trips *Trips) *Assignment {
	s, err := Compile(n)
	require.NoError(t, err)
	d, err := NewDemand(s, trips)
	require.NoError(t, err)
	return NewAssignment(s, d)
}

func solve(t require.TestingT, a *Assignment, gap float64) Result {
	r, err := a.Solve(context.Background(), Options{Gap: gap, Rounds: 3000})
	require.NoError(t, err)
	require.True(t, r.Converged, "gap %g", r.Gap)
	require.LessOrEqual(t, a.Imbalance(), 1e-12*(1+a.demand.total)*float64(a.spec.nodes))
	return r
}

// TestBraess: published flows, and a road that makes everybody slower; opened again, the flows are as before.
func TestBraess(t *testing.T) {
	n, trips := braess()
	a := ready(t, n, trips)
	flows := func(want ...float64) {
		for l, x := range want {
			assert.InDelta(t, x, a.Flow(l), 1e-7)
		}
	}
	assert.InDelta(t, 552, solve(t, a, 1e-12).TotalTime, 1e-6)
	flows(4, 2, 2, 2, 4)
	require.NoError(t, a.SetLink(3, 0, 0))
	assert.InDelta(t, 498, solve(t, a, 1e-12).TotalTime, 1e-6)
	flows(3, 3, 3, 0, 3)
	require.NoError(t, a.SetLink(3, 1, 0))
	assert.InDelta(t, 552, solve(t, a, 1e-12).TotalTime, 1e-6)
	between, within := a.demand.Total()
	assert.Equal(t, []float64{6, 17}, []float64{between, within})
}

// TestCutOff: a zone that no road leads to is a normal state; its trips are counted and come back with the road.
func TestCutOff(t *testing.T) {
	n, trips := braess()
	a := ready(t, n, trips)
	for _, l := range []int{2, 4} {
		require.NoError(t, a.SetLink(l, 0, 0))
	}
	r := solve(t, a, 1e-12)
	assert.Equal(t, Result{Unserved: 6, Converged: true, Rounds: r.Rounds}, r)
	require.NoError(t, a.SetLink(4, 1, 0))
	r = solve(t, a, 1e-12)
	assert.Zero(t, r.Unserved)
	assert.Equal(t, 6.0, a.Flow(4))
}

// TestCentroids: a path may begin at a centroid and end there, not pass through.
func TestCentroids(t *testing.T) {
	n := &Network{Zones: 3, Nodes: 4, FirstThru: 4, Links: []Link{line(1, 2, 1, 0), line(2, 3, 1, 0), line(1, 4, 5, 0), line(4, 3, 5, 0)}}
	a := ready(t, n, &Trips{Zones: 3, Origins: []Origin{{1, []Flow{{2, 1}, {3, 7}}}}})
	assert.Equal(t, 71.0, solve(t, a, 1e-12).TotalTime)
	assert.Equal(t, 7.0, a.Flow(2))
}

func TestSetLinkRefuses(t *testing.T) {
	n, trips := braess()
	a := ready(t, n, trips)
	for _, c := range []struct {
		link            int
		capacity, delay float64
	}{{-1, 1, 0}, {5, 1, 0}, {0, -1, 0}, {0, math.NaN(), 0}, {0, 1e-12, 0}, {0, 1, -1}, {0, 1, math.Inf(1)}} {
		assert.Error(t, a.SetLink(c.link, c.capacity, c.delay))
	}
}

func TestNotConvergedSaysSo(t *testing.T) {
	n, trips := braess()
	a := ready(t, n, trips)
	r, err := a.Solve(context.Background(), Options{Gap: 1e-300, Rounds: 1})
	require.NoError(t, err)
	assert.False(t, r.Converged)
	assert.Equal(t, 1, r.Rounds)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = a.Solve(ctx, Options{Gap: 1e-300})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestCostsBeyondNumbers(t *testing.T) {
	n := &Network{Zones: 2, Nodes: 2, FirstThru: 1, Links: []Link{{From: 1, To: 2, Capacity: 1e-30, FreeFlow: 1e30, B: 1e30, Power: 16}}}
	a := ready(t, n, &Trips{Zones: 2, Origins: []Origin{{1, []Flow{{2, 1e30}}}}})
	_, err := a.Solve(context.Background(), Options{})
	assert.ErrorContains(t, err, "total cost is +Inf")
}

// certificate checks an equilibrium by other means: Bellman and Ford's shortest paths at its costs, and costs computed from the
// definition.
func certificate(t require.TestingT, a *Assignment, n *Network, trips *Trips, factor []float64) (gap float64) {
	cost, total := make([]float64, len(n.Links)), 0.0
	for i, l := range n.Links {
		if factor[i] > 0 {
			cost[i] = l.FreeFlow*(1+l.B*math.Pow(a.Flow(i)/(l.Capacity*factor[i]), l.Power)) + n.TollFactor*l.Toll + n.DistanceFactor*l.Length
			require.InDelta(t, cost[i], a.Cost(i), 1e-9*cost[i])
		}
		total += a.Flow(i) * cost[i]
	}
	shortest := 0.0
	for _, o := range trips.Origins {
		dist := make([]float64, n.Nodes+1)
		for v := range dist {
			dist[v] = math.Inf(1)
		}
		dist[o.Zone] = 0
		for range n.Nodes {
			for i, l := range n.Links {
				if factor[i] > 0 && (int(l.From) >= n.FirstThru || l.From == o.Zone) {
					dist[l.To] = min(dist[l.To], dist[l.From]+cost[i])
				}
			}
		}
		for _, f := range o.To {
			if !math.IsInf(dist[f.Zone], 1) {
				shortest += f.Trips * dist[f.Zone]
			}
		}
	}
	if total == 0 {
		return 0
	}
	return (total - shortest) / total
}

// TestRandomNetworks: any network, with links closed and opened and capacities changed between solves, ends in an equilibrium
// that holds by its certificate, and the warm start finds the objective of the cold one.
func TestRandomNetworks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNetwork(t)
		trips := drawTrips(t, n.Zones)
		a := ready(t, n, trips)
		factor := make([]float64, len(n.Links))
		for i := range factor {
			factor[i] = 1
		}
		for range 3 {
			warm := solve(t, a, 1e-8)
			require.InDelta(t, 0, certificate(t, a, n, trips, factor), 2e-8)
			fresh := ready(t, n, trips)
			for i, f := range factor {
				require.NoError(t, fresh.SetLink(i, f, 0))
			}
			cold := solve(t, fresh, 1e-8)
			require.InDelta(t, cold.Objective, warm.Objective, 3e-8*cold.TotalTime)
			require.InDelta(t, cold.Unserved, warm.Unserved, 1e-9*(1+cold.Unserved))
			for range rapid.IntRange(0, 5).Draw(t, "changes") {
				i := rapid.IntRange(0, len(factor)-1).Draw(t, "link")
				factor[i] = rapid.SampledFrom([]float64{0, 0.5, 1, 2}).Draw(t, "capacity")
				require.NoError(t, a.SetLink(i, factor[i], 0))
			}
		}
	})
}

// square is a grid of roads with zones in the corners and crossing flows.
func square(side int32) (*Network, *Trips) {
	n := &Network{Zones: 4, Nodes: int(side*side) + 4, FirstThru: 5}
	at := func(x, y int32) int32 { return 5 + y*side + x }
	both := func(from, to int32, capacity float64) {
		l := Link{From: from, To: to, Capacity: capacity, FreeFlow: 1 + 0.01*float64((from*7+to*13)%17), B: 0.15, Power: 4}
		back := l
		back.From, back.To = to, from
		n.Links = append(n.Links, l, back)
	}
	for y := range side {
		for x := range side {
			if x > 0 {
				both(at(x-1, y), at(x, y), 100)
			}
			if y > 0 {
				both(at(x, y-1), at(x, y), 80)
			}
		}
	}
	for z, corner := range []int32{at(0, 0), at(side-1, 0), at(0, side-1), at(side-1, side-1)} {
		both(int32(z+1), corner, 1e4)
	}
	trips := &Trips{Zones: 4}
	for o := int32(1); o <= 4; o++ {
		origin := Origin{Zone: o}
		for d := int32(1); d <= 4; d++ {
			if d != o {
				origin.To = append(origin.To, Flow{d, 40 + 10*float64(o+d)})
			}
		}
		trips.Origins = append(trips.Origins, origin)
	}
	return n, trips
}

// TestStepsAllocateNothing: closing and opening a road, once the memory has grown.
func TestStepsAllocateNothing(t *testing.T) {
	n, trips := square(8)
	a := ready(t, n, trips)
	ctx := context.Background()
	step := func() {
		for _, capacity := range []float64{0, 1, 0.5, 1} {
			require.NoError(t, a.SetLink(20, capacity, 0))
			if r, err := a.Solve(ctx, Options{Gap: 1e-6}); err != nil || !r.Converged {
				t.Fatal(r, err)
			}
		}
	}
	for range 20 {
		step()
	}
	assert.Zero(t, testing.AllocsPerRun(20, step))
}

// TestSameFlowsAgain: equal inputs give equal bits, and two assignments of one Spec do not touch each other.
func TestSameFlowsAgain(t *testing.T) {
	n, trips := square(6)
	a := ready(t, n, trips)
	b := NewAssignment(a.spec, a.demand)
	require.NoError(t, b.SetLink(9, 0, 0))
	solve(t, b, 1e-9)
	first := solve(t, a, 1e-9)
	c := NewAssignment(a.spec, a.demand)
	require.Equal(t, first, solve(t, c, 1e-9))
	require.Equal(t, a.flow, c.flow)
	require.NotEqual(t, a.flow, b.flow)
}

// TestDemandChanges: the warm start after other trips is the equilibrium of these.
func TestDemandChanges(t *testing.T) {
	n, trips := square(6)
	a := ready(t, n, trips)
	solve(t, a, 1e-9)
	less := &Trips{Zones: 4, Origins: []Origin{{2, []Flow{{3, 300}}}, {4, []Flow{{1, 50}}}}}
	d, err := NewDemand(a.spec, less)
	require.NoError(t, err)
	a.SetDemand(d)
	warm := solve(t, a, 1e-11)
	cold := solve(t, NewAssignment(a.spec, d), 1e-11)
	assert.InEpsilon(t, cold.Objective, warm.Objective, 1e-10)
	none, err := NewDemand(a.spec, &Trips{Zones: 4})
	require.NoError(t, err)
	a.SetDemand(none)
	assert.Equal(t, Result{Converged: true}, solve(t, a, 1e-11))
}

// TestDelays: a delay on a link adds to its cost at every flow.
func TestDelays(t *testing.T) {
	n, trips := braess()
	a := ready(t, n, trips)
	for l := range n.Links {
		require.NoError(t, a.SetLink(l, 1, 3))
	}
	solve(t, a, 1e-12)
	assert.InDelta(t, 10*a.Flow(0)+3, a.Cost(0), 1e-6)
}
