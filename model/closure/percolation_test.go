package closure

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim/batch"
)

func randomPercolation(t *rapid.T) Percolation {
	return Percolation{
		Nodes:    rapid.IntRange(1, 300).Draw(t, "nodes"),
		Networks: rapid.IntRange(1, 4).Draw(t, "networks"),
		Degree:   rapid.Float64Range(0, 6).Draw(t, "k"),
		DegreeB:  rapid.Float64Range(0, 6).Draw(t, "kb"),
		Coupling: rapid.SampledFrom([]float64{0, 0.3, 1}).Draw(t, "q"),
		Supports: rapid.SampledFrom([]float64{0, 0, 2.5}).Draw(t, "c"),
		P:        rapid.Float64Range(0, 1).Draw(t, "p"),
		Both:     rapid.Bool().Draw(t, "both"),
		Seed:     rapid.Uint64().Draw(t, "seed"),
	}
}

// What is left satisfies the definition: asked once more, nothing fails; every working node is in one component of working
// nodes and has what it needs.
func TestWhatIsLeftHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomPercolation(t)
		require.NoError(t, p.Validate())
		var w Workspace
		out := p.Run(&w, 3)
		require.Len(t, out.Shares, p.Networks)
		assert.Equal(t, 0, w.state.Settle())
		works := func(v int32) bool { return w.state.Works(v) }
		for _, n := range w.spec.networks {
			g := n.(*giant)
			label := make([]int, g.nodes)
			for v := range label {
				label[v] = v
			}
			for range g.nodes { // spread the smallest label, the slow way
				g.edges(func(a, b int32) {
					if works(g.first+a) && works(g.first+b) {
						label[a] = min(label[a], label[b])
						label[b] = label[a]
					}
				})
			}
			found := map[int]bool{}
			for v := range g.nodes {
				if works(g.first + v) {
					found[label[v]] = true
				}
			}
			assert.LessOrEqual(t, len(found), 1, "working nodes of one network lie in one component")
		}
		suppliers := make([]int, len(w.spec.of))
		for v := range int32(w.spec.nodes) {
			for _, need := range w.spec.inputs[w.spec.start[v]:w.spec.start[v+1]] {
				if works(v) {
					suppliers[need]++
				}
			}
		}
		for need, v := range w.spec.of {
			if coupled := w.spec.spare[need] < 1<<30; coupled && works(v) {
				assert.Positive(t, suppliers[need], "node %d works without its need", v)
			}
		}
	})
}

// One run, attacked harder, never has more left where the largest component stays the largest; without coupling the other
// networks do not notice.
func TestAttacksNest(t *testing.T) {
	var w Workspace
	p := Percolation{Nodes: 3000, Networks: 2, Degree: 4, Coupling: 0.8, Seed: 5}
	last := 0.0
	for _, p.P = range []float64{0.3, 0.5, 0.6, 0.8, 1} {
		share := p.Run(&w, 1).Shares[0]
		assert.GreaterOrEqual(t, share, last)
		last = share
	}
	assert.Greater(t, last, 0.9)
	p.Coupling, p.P = 0, 1
	whole := p.Run(&w, 1)
	p.P = 0
	dead := p.Run(&w, 1)
	assert.Zero(t, dead.Shares[0])
	assert.Equal(t, whole.Shares[1], dead.Shares[1])
}

// The outcomes do not depend on the number of workers nor on what a workspace held before.
func TestRunsAreRepeatable(t *testing.T) {
	p := Percolation{Nodes: 2000, Networks: 3, Degree: 4, Coupling: 0.9, P: 0.8, Seed: 9}
	var want []Outcome
	for workers := range 4 {
		got, err := p.Runs(context.Background(), batch.Options{Replications: 8, Workers: workers})
		require.NoError(t, err)
		if want == nil {
			want = got
		}
		assert.Equal(t, want, got)
	}
	assert.NotEqual(t, want[0], want[1], "runs differ")
	var w Workspace
	(Percolation{Nodes: 50, Networks: 2, Degree: 3, Coupling: 1, Supports: 2, P: 0.5}).Run(&w, 0)
	assert.Equal(t, want[4], p.Run(&w, 4))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := p.Runs(ctx, batch.Options{Replications: 3})
	assert.ErrorIs(t, err, context.Canceled)
}

// Edges sorted by blocks leave the same as edges in the order drawn: the giant component has no order.
func TestLargeNetworks(t *testing.T) {
	if testing.Short() {
		t.Skip("four blocks of 65,536 nodes")
	}
	var w Workspace
	p := Percolation{Nodes: 4 << blockBits, Networks: 1, Degree: 2, P: 1, Seed: 1}
	assert.InDelta(t, 0.796812, p.Run(&w, 0).Shares[0], 0.005, "S = 1 - exp(-2 S); the standard deviation of one run is about 0.0005")
}

func TestValidateSaysAll(t *testing.T) {
	err := Percolation{Nodes: 0, Networks: 27, Degree: -1, Coupling: 2, Supports: -1, P: 1.5}.Validate()
	for _, want := range []string{"27 networks", "0 nodes", "mean degree -1", "coupling 2", "-1 supports", "p 1.5"} {
		assert.ErrorContains(t, err, want)
	}
	assert.ErrorContains(t, Percolation{Nodes: 1 << 30, Networks: 2}.Validate(), "2^30")
}

// Ten million nodes in two networks leave room for a second worker within 1.5 GiB.
func TestBytes(t *testing.T) {
	p := Percolation{Nodes: 10_000_000, Networks: 2, Degree: 4, Coupling: 1, P: 0.7}
	assert.InDelta(t, 700e6, float64(p.Bytes()), 100e6) // 717 MB resident were measured
}
