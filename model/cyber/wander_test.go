package cyber

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// stroll runs an attacker without a plan through a bare graph.
func stroll(t testing.TB, g *Graph, replication uint64) (sim.Time, bool) {
	t.Helper()
	require.NoError(t, g.Finish())
	c := Wander("test", g, rng.NewRoot(1, replication))
	e := sim.New(sim.Options[model.Msg, model.Change]{})
	c.Start(e, e.Add("campaign", c))
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	return c.Won()
}

func TestWhoWanders(t *testing.T) {
	const n = 4000
	useless := func(k int, nodes ...Node) []Node {
		for i := range k {
			nodes = append(nodes, hour("useless "+string(rune('a'+i)), 1))
		}
		return nodes
	}
	retried := Node{Name: "often", All: true, Time: rng.Constant{Value: 3600}, Fail: 0.75, Retry: true}
	cases := []struct {
		name  string
		nodes []Node
		hours float64 // mean
		sd    float64 // of one replication
	}{
		{"the only step", []Node{hour("a", 2)}, 2, 0},
		// Geometric: mean all/1, variance (1-p)/p^2.
		{"one step in four helps", useless(3, hour("a", 1)), 4, 3.4642},
		{"a chain of two in four", useless(2, hour("b", 1, 1), hour("a", 1)), 8, 4.9},
		{"one step that works in one of four tries", []Node{retried}, 4, 3.4642},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sum := 0.0
			for r := range uint64(n) {
				at, won := stroll(t, &Graph{Nodes: c.nodes, Goals: []int32{0}}, r)
				require.True(t, won)
				sum += time.Duration(at).Hours()
			}
			assert.InDelta(t, c.hours, sum/n, 4*c.sd/63+1e-9, "4 standard errors")
		})
	}
}

func TestWhoWandersGivesUpWhenTheWayIsGone(t *testing.T) {
	lost := hour("a", 1)
	lost.Fail = 1
	_, won := stroll(t, &Graph{Nodes: []Node{lost, hour("b", 1)}, Goals: []int32{0}}, 0)
	assert.False(t, won, "a step that failed for good ends it")
}

func TestAStepWithoutTimeTakesASecondOfWhoWanders(t *testing.T) {
	instant := Node{Name: "a", All: true, Time: rng.Constant{}}
	at, won := stroll(t, &Graph{Nodes: []Node{instant}, Goals: []int32{0}}, 0)
	assert.True(t, won)
	assert.Equal(t, sim.Time(leastAttempt), at)
}

func TestPlannersRetryToo(t *testing.T) {
	step := Node{Name: "a", All: true, Time: rng.Constant{Value: 3600}, Fail: 0.5, Retry: true}
	sum, n := 0.0, 2000
	for r := range n {
		at, won := walk(t, &Graph{Nodes: []Node{step}, Goals: []int32{0}}, 1, uint64(r))
		require.True(t, won)
		sum += time.Duration(at).Hours()
	}
	assert.InDelta(t, 2, sum/float64(n), 4*1.4142/44.7, "geometric, 4 standard errors")
}
