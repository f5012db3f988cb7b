package closure

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model/closure"
)

func compiled(t testing.TB, l Layers) *closure.Spec {
	spec, err := closure.Compile(l.System())
	require.NoError(t, err)
	return spec
}

func TestWordsEqualOneByOne(t *testing.T) {
	l := Layers{Nodes: 20000, Depth: 20, Seed: 3}
	spec := compiled(t, l)
	lanes, err := closure.NewLanes(spec)
	require.NoError(t, err)
	s := closure.NewState(spec)
	for _, chance := range []float64{0.001, 0.05} {
		own := l.Failures(chance)
		Words(lanes, own)
		for lane, failures := range Lists(own) {
			OneByOne(s, failures)
			require.NotEmpty(t, s.Failed())
			different := 0
			for v := range int32(l.Nodes) {
				if s.Works(v) == (lanes.Failed(v)>>lane&1 == 1) {
					different++
				}
			}
			require.Zero(t, different, "replication %d", lane)
		}
	}
}

// BenchmarkClosure is the time per replication. The nodes that fail stand in the name, for they decide which way is faster.
func BenchmarkClosure(b *testing.B) {
	l := Layers{Nodes: 100_000, Depth: 20, Seed: 1}
	spec := compiled(b, l)
	lanes, err := closure.NewLanes(spec)
	require.NoError(b, err)
	state := closure.NewState(spec)
	for _, chance := range []float64{0.0003, 0.003, 0.03} {
		own := l.Failures(chance)
		lists := Lists(own)
		failed := 0
		for lane := range lists {
			OneByOne(state, lists[lane])
			failed += len(state.Failed())
		}
		measure := func(method string, run func(i int), replications int) {
			b.Run(fmt.Sprintf("nodes=%d/failed=%d/method=%s", l.Nodes, failed/64, method), func(b *testing.B) {
				n := 0
				for b.Loop() {
					run(n)
					n++
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(n*replications), "us/rep")
				b.ReportMetric(0, "ns/op")
			})
		}
		measure("one-by-one", func(i int) { OneByOne(state, lists[i%64]) }, 1)
		measure("words", func(int) { Words(lanes, own) }, 64)
	}
}

func TestLayersAreAsLargeAsTheBar(t *testing.T) {
	n := 0
	for _, need := range (Layers{Nodes: 100_000, Depth: 20}).System().Needs {
		n += len(need.Suppliers)
	}
	require.GreaterOrEqual(t, n, 300_000)
}
