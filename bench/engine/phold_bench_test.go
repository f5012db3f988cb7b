package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cascata/sim"
)

// sizes are the entities and the length of a run, some 1.5 to 4 million events:
// long enough to settle, short enough to repeat.
var sizes = []struct {
	entities int
	end      time.Duration
}{
	{1 << 10, 2500 * Unit},
	{1 << 16, 24 * Unit},
	{1 << 20, 3 * Unit},
}

func report(b *testing.B, events uint64, took time.Duration) {
	b.ReportMetric(float64(events)/took.Seconds()/1e6, "Mev/s")
	b.ReportMetric(0, "ns/op") // one op is a whole run
}

// BenchmarkPHOLD is the kernel through the real process API.
func BenchmarkPHOLD(b *testing.B) {
	for _, size := range sizes {
		for _, queue := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder, sim.QueueAuto} {
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("entities=%d/queue=%v/workers=%d", size.entities, queue, workers), func(b *testing.B) {
					var events uint64
					var took time.Duration
					for b.Loop() {
						r, err := PHOLD{Entities: size.entities, End: size.end, Workers: workers, Queue: queue}.Run(context.Background())
						if err != nil {
							b.Fatal(err)
						}
						events, took = events+r.Events, took+r.Took
					}
					report(b, events, took)
				})
			}
		}
	}
}

// BenchmarkTextbook is the baseline of every ratio.
func BenchmarkTextbook(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprintf("entities=%d", size.entities), func(b *testing.B) {
			var events uint64
			var took time.Duration
			for b.Loop() {
				r := PHOLD{Entities: size.entities, End: size.end}.Textbook()
				events, took = events+r.Events, took+r.Took
			}
			report(b, events, took)
		})
	}
}
