package fleet

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const million = 1_000_000

// heap is what is alive [bytes].
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkWorm is 24 h over a million devices in 64 districts. Bytes are all that the fleet takes after a run: what replications share, what
// one of them holds, and the queues of the kernel.
func BenchmarkWorm(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("devices=%d/districts=64/workers=%d", million, workers), func(b *testing.B) {
			before := heap()
			p, err := Worm{Devices: million, Districts: 64, Horizon: 24 * time.Hour, Workers: workers, Seed: 1}.Prepare()
			require.NoError(b, err)
			var events, mallocs uint64
			var took time.Duration
			var last Result
			for b.Loop() {
				last = Result{}
				var m, n runtime.MemStats
				runtime.ReadMemStats(&m)
				last, err = p.Run()
				require.NoError(b, err)
				runtime.ReadMemStats(&n)
				events, took, mallocs = events+last.Events, took+last.Took, mallocs+n.Mallocs-m.Mallocs
			}
			after := heap()
			b.ReportMetric(float64(events)/took.Seconds()/1e6, "Mev/s")
			b.ReportMetric(float64(after-before)/million, "B/device")
			b.ReportMetric(float64(mallocs)/float64(events), "allocs/event")
			b.ReportMetric(float64(last.Events)/1e6, "Mevents")
			b.ReportMetric(0, "ns/op")
			runtime.KeepAlive(last.Live)
			runtime.KeepAlive(p)
		})
	}
}

// The bench's worm gives the same run with one worker and with two, and a device takes no more than it may.
func TestWormOfTheBench(t *testing.T) {
	w := Worm{Devices: 20_000, Districts: 16, Horizon: 12 * time.Hour, Seed: 1}
	before := heap()
	p, err := w.Prepare()
	require.NoError(t, err)
	one, err := p.Run()
	require.NoError(t, err)
	perDevice := float64(heap()-before) / 20_000
	runtime.KeepAlive(one.Live)
	w.Workers, w.Parallel = 2, -1
	p, err = w.Prepare()
	require.NoError(t, err)
	two, err := p.Run()
	require.NoError(t, err)
	assert.Equal(t, one.Stats, two.Stats)
	assert.Equal(t, one.Held, two.Held)
	assert.Greater(t, one.Held, 10_000)
	assert.Less(t, perDevice, 64.0)
}
