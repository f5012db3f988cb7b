package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cascata/sim"
)

// BenchmarkHold is the cost of popping the earliest of so many pending events
// and pushing it again, all included; container/heap stands in the same table.
// The kernel's own choice (auto) is a ladder at all these sizes.
func BenchmarkHold(b *testing.B) {
	for _, pending := range []int{1e3, 1e4, 1e5, 1e6} {
		measure := func(name string, run func() (uint64, time.Duration)) {
			b.Run(fmt.Sprintf("pending=%d/queue=%s", pending, name), func(b *testing.B) {
				var holds uint64
				var took time.Duration
				for b.Loop() {
					n, t := run()
					holds, took = holds+n, took+t
				}
				b.ReportMetric(float64(took.Nanoseconds())/float64(holds), "ns/hold")
				b.ReportMetric(0, "ns/op")
			})
		}
		for _, queue := range []sim.QueueKind{sim.QueueHeap, sim.QueueAuto} {
			measure(queue.String(), func() (uint64, time.Duration) {
				holds, took, err := NewHold(pending, queue).Run(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				return holds, took
			})
		}
		measure("container-heap", func() (uint64, time.Duration) { return NewHold(pending, 0).Textbook() })
	}
}
