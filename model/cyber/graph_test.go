package cyber

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
	"cascata/sim/rng"
)

// hour is a step that takes exactly h hours.
func hour(name string, h float64, parents ...int32) Node {
	return Node{Name: name, All: true, Parents: parents, Time: rng.Constant{Value: h * 3600}}
}

func either(name string, parents ...int32) Node { return Node{Name: name, Parents: parents} }
func both(name string, parents ...int32) Node   { return Node{Name: name, All: true, Parents: parents} }

// walk runs a campaign through a bare graph and returns when it won, and its steps in the order of success.
func walk(t testing.TB, g *Graph, hands int, replication uint64) (sim.Time, bool) {
	t.Helper()
	require.NoError(t, g.Finish())
	c := Walk("test", g, hands, rng.NewRoot(1, replication))
	e := sim.New(sim.Options[model.Msg, model.Change]{})
	c.Start(e, e.Add("campaign", c))
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	return c.Won()
}

func TestStepsThatTakeAFixedTime(t *testing.T) {
	cases := []struct {
		name  string
		nodes []Node
		hands int
		hours float64 // <0: never
	}{
		{"a step open from the start", []Node{hour("a", 3)}, 1, 3},
		{"a chain adds up", []Node{hour("a", 3, 1), hour("b", 2)}, 1, 5},
		{"and with one hand is the sum", []Node{both("goal", 1, 2), hour("a", 3), hour("b", 2)}, 1, 5},
		{"and with two hands is the longer one", []Node{both("goal", 1, 2), hour("a", 3), hour("b", 2)}, 2, 3},
		{"and with any number of hands is the longest", []Node{both("goal", 1, 2), hour("a", 3), hour("b", 2)}, 0, 3},
		{"or takes the cheaper way", []Node{either("goal", 1, 2), hour("a", 3), hour("b", 2)}, 1, 2},
		{"or with a long first step and a short second", []Node{either("goal", 1, 2), hour("a", 1, 3), hour("b", 2), hour("c", 2)}, 1, 2},
		{"a shared step is paid once", []Node{both("goal", 1, 2), hour("a", 3, 3), hour("b", 2, 3), hour("c", 4)}, 1, 9},
		{"or without a way in is never reached", []Node{either("goal")}, 1, -1},
		{"a circle alone is never reached", []Node{either("goal", 1), hour("a", 1, 2), hour("b", 1, 1)}, 1, -1},
		{"a circle with a way in is", []Node{either("goal", 1), either("in", 2, 3), hour("b", 1, 1), hour("c", 5)}, 1, 5},
		{"and of a circle and an entry waits for ever", []Node{both("goal", 1, 2), hour("a", 1), hour("b", 1, 2)}, 0, -1},
		{"facts alone take no time", []Node{both("goal", 1), both("a")}, 1, 0},
		{"a factor stretches", []Node{{Name: "a", All: true, Time: rng.Constant{Value: 3600}, Factor: 2.5}}, 1, 2.5},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			at, won := walk(t, &Graph{Nodes: c.nodes, Goals: []int32{0}}, c.hands, 0)
			if c.hours < 0 {
				assert.False(t, won)
				return
			}
			require.True(t, won)
			assert.Equal(t, sim.Time(c.hours*float64(time.Hour)), at)
		})
	}
}

func TestABlockedAttackerGoesAnotherWay(t *testing.T) {
	nodes := []Node{either("goal", 1, 2), hour("quick", 1), hour("slow", 5)}
	nodes[1].Fail = 1
	at, won := walk(t, &Graph{Nodes: nodes, Goals: []int32{0}}, 1, 0)
	require.True(t, won)
	assert.Equal(t, sim.Time(5*time.Hour), at, "a step that is certain to fail is not worth trying")

	nodes[1].Fail = 0.5
	failed, n := 0, 400
	for r := range n {
		at, won := walk(t, &Graph{Nodes: nodes, Goals: []int32{0}}, 1, uint64(r))
		require.True(t, won)
		switch at {
		case sim.Time(6 * time.Hour): // an hour lost, then the slow way
			failed++
		default:
			assert.Equal(t, sim.Time(time.Hour), at)
		}
	}
	assert.InDelta(t, 0.5, float64(failed)/float64(n), 4*math.Sqrt(0.25/float64(n)), "4 standard errors")
}

func TestGoalsAllHaveToBeReached(t *testing.T) {
	nodes := []Node{hour("a", 1), hour("b", 2), hour("c", 4)}
	at, won := walk(t, &Graph{Nodes: nodes, Goals: []int32{0, 2}}, 1, 0)
	require.True(t, won)
	assert.Equal(t, sim.Time(5*time.Hour), at, "b is of no use")
}

func TestGraphRefusesWhatItCannotWalk(t *testing.T) {
	cases := map[string]Graph{
		"a parent that does not exist": {Nodes: []Node{both("a", 3)}},
		"a goal that does not exist":   {Nodes: []Node{both("a")}, Goals: []int32{1}},
		"a chance above one":           {Nodes: []Node{{Name: "a", Fail: 1.5}}},
		"a chance that is no number":   {Nodes: []Node{{Name: "a", Fail: math.NaN()}}},
		"a negative factor":            {Nodes: []Node{{Name: "a", Factor: -1}}},
		"two steps of one name":        {Nodes: []Node{both("a"), both("a")}},
	}
	for name, g := range cases {
		t.Run(name, func(t *testing.T) { assert.Error(t, g.Finish()) })
	}
}

// drawGraph makes a graph without circles, of steps of whole hours.
func drawGraph(t *rapid.T) *Graph {
	n := rapid.IntRange(1, 12).Draw(t, "nodes")
	g := &Graph{Goals: []int32{0}}
	for i := range n {
		node := hour(string(rune('a'+i)), float64(rapid.IntRange(0, 9).Draw(t, "hours")))
		if rapid.Bool().Draw(t, "fact") {
			node.Time = nil
		}
		node.All = rapid.Bool().Draw(t, "all")
		for p := i + 1; p < n; p++ {
			if rapid.IntRange(0, 2).Draw(t, "link") == 0 {
				node.Parents = append(node.Parents, int32(p))
			}
		}
		g.Nodes = append(g.Nodes, node)
	}
	return g
}

// fastest is the least time to node i with unlimited hands, by the definition: OR is the least, AND the greatest parent.
func fastest(g *Graph, i int32) float64 {
	n := &g.Nodes[i]
	best := math.Inf(1)
	if n.All {
		best = 0
	}
	for _, p := range n.Parents {
		if n.All {
			best = max(best, fastest(g, p))
		} else {
			best = min(best, fastest(g, p))
		}
	}
	return best + n.mean()
}

func TestReckoningEqualsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		require.NoError(t, g.Finish())
		n := len(g.Nodes)
		p := newPlan(n)
		p.reckon(g, make([]bool, n), make([]bool, n), true)
		for i := range g.Nodes {
			want := fastest(g, int32(i))
			if math.IsInf(want, 1) {
				assert.True(t, math.IsInf(p.cost[i], 1))
			} else {
				assert.InDelta(t, want, p.cost[i], 1e-6)
			}
		}
	})
}

func TestMoreHandsNeverTakeLonger(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := drawGraph(r)
		one, won := walk(t, g, 1, 0)
		g.children = nil
		all, wonAll := walk(t, g, 0, 0)
		assert.Equal(r, won, wonAll, "hands change the time, not the outcome, when nothing fails")
		if won {
			assert.LessOrEqual(r, all, one)
			assert.Equal(r, sim.Time(fastest(g, 0)*1e9), all, "with unlimited hands the time is the fastest possible")
		}
	})
}
