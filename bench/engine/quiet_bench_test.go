package engine

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// BenchmarkQuiet is a city at night: 1,500 processes, of which four have
// something to do in each window of a second, for 72 h. It shows what a window
// costs when there is little in it.
func BenchmarkQuiet(b *testing.B) {
	const end = 72 * time.Hour
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("processes=1500/workers=%d", workers), func(b *testing.B) {
			var windows, events uint64
			var took time.Duration
			for b.Loop() {
				r, err := PHOLD{Entities: 1500, Processes: 1500, Each: 1, Lookahead: Unit, Mean: 375 * Unit, End: end, Workers: workers}.Run(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				windows, events, took = windows+r.Windows, events+r.Events, took+r.Took
			}
			report(b, events, took)
			b.ReportMetric(float64(took.Nanoseconds())/float64(windows), "ns/window")
			b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/run")
		})
	}
}
