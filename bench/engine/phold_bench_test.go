package engine

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"cascata/sim"
)

// sizes are the entities and the length of a run of 1.5 to 2.5 million events:
// long enough to settle, short enough to repeat. One run is one measurement.
var sizes = []struct {
	entities int
	end      time.Duration
}{
	{1 << 10, 2500 * Unit},
	{1 << 16, 24 * Unit},
	{1 << 20, 2 * Unit},
}

// rate collects runs into metrics. One op is a whole run, so ns/op is left out.
type rate struct {
	events, mallocs uint64
	took            time.Duration
}

func (r *rate) add(events uint64, took time.Duration) {
	r.events, r.took = r.events+events, r.took+took
}

func (r *rate) perSecond() float64 { return float64(r.events) / r.took.Seconds() }

func (r *rate) report(b *testing.B) {
	b.ReportMetric(r.perSecond()/1e6, "Mev/s")
	b.ReportMetric(0, "ns/op")
}

// run adds a run of the kernel, with what it allocates from model to result.
func (r *rate) run(b *testing.B, m PHOLD) Result {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, err := m.Run(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	r.mallocs += after.Mallocs - before.Mallocs
	r.add(result.Events, result.Took)
	return result
}

// BenchmarkPHOLD is the kernel through the real process API, for each size
// beside the textbook engine. Queues other than the one the kernel chooses
// itself are measured with one worker only. Allocations include building the
// model, so they are near zero, not zero.
func BenchmarkPHOLD(b *testing.B) {
	for _, size := range sizes {
		model := PHOLD{Entities: size.entities, End: size.end}
		b.Run(fmt.Sprintf("entities=%d/textbook", size.entities), func(b *testing.B) {
			var r rate
			for b.Loop() {
				t := model.Textbook()
				r.add(t.Events, t.Took)
			}
			r.report(b)
		})
		for _, c := range []struct {
			queue   sim.QueueKind
			workers int
		}{{sim.QueueAuto, 1}, {sim.QueueAuto, 2}, {sim.QueueHeap, 1}, {sim.QueueLadder, 1}} {
			b.Run(fmt.Sprintf("entities=%d/queue=%v/workers=%d", size.entities, c.queue, c.workers), func(b *testing.B) {
				m := model
				m.Queue, m.Workers = c.queue, c.workers
				var r rate
				for b.Loop() {
					r.run(b, m)
				}
				r.report(b)
				b.ReportMetric(float64(r.mallocs)/float64(r.events), "allocs/event")
			})
		}
	}
}

// BenchmarkQuiet is a city at night: 1,500 processes, of which four or five have
// something to do in each window of a second, for 72 h. It shows what a window
// costs when there is little in it.
func BenchmarkQuiet(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("processes=1500/workers=%d", workers), func(b *testing.B) {
			var windows uint64
			var r rate
			for b.Loop() {
				windows += r.run(b, PHOLD{Entities: 1500, Processes: 1500, Lookahead: Unit, Mean: 375 * Unit, End: 72 * time.Hour, Workers: workers}).Windows
			}
			r.report(b)
			b.ReportMetric(float64(r.took.Nanoseconds())/float64(windows), "ns/window")
			b.ReportMetric(float64(r.took.Milliseconds())/float64(b.N), "ms/run")
		})
	}
}
