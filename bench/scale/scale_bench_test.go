package scale

import (
	"fmt"
	"testing"
	"time"
)

// total adds up the costs of a benchmark's repeats.
type total struct {
	Cost
	n int
}

func (t *total) add(b *testing.B, l Load) {
	c, err := l.Measure()
	if err != nil {
		b.Fatal(err)
	}
	load, run, write := t.Load+c.Load, t.Run+c.Run, t.Write+c.Write
	most := max(t.Peak, c.Peak)
	t.Cost = c
	t.Load, t.Run, t.Write, t.Peak = load, run, write, most
	t.n++
}

// report gives the figures of the whole and per unit.
func (t *total) report(b *testing.B, units int, unit string) {
	seconds := func(d time.Duration) float64 { return d.Seconds() / float64(t.n) }
	each := func(x float64, name string) { b.ReportMetric(x/float64(units), name+"/"+unit) }
	b.ReportMetric(seconds(t.Load), "load-s")
	b.ReportMetric(seconds(t.Run), "run-s")
	each(seconds(t.Load)*1e6, "load-us")
	each(seconds(t.Run)*1e6, "run-us")
	each(seconds(t.Write)*1e6, "write-us")
	each(float64(t.Trace), "trace-B")
	each(float64(t.Changes), "changes")
	if t.Peak > 0 {
		each(float64(t.Peak), "peak-B")
		b.ReportMetric(float64(t.Peak)/(1<<20), "peak-MiB")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBlackout is an invented city of about so many assets in one regional blackout of 72 h. The figures are per asset there
// is; gen-s is the time to invent the city and to write its file.
func BenchmarkBlackout(b *testing.B) {
	for _, assets := range []int{1e3, 1e4, 1e5, 1e6} {
		b.Run(fmt.Sprintf("assets=%d", assets), func(b *testing.B) {
			var t total
			var invent time.Duration
			for b.Loop() {
				start := time.Now()
				l, err := Blackout(assets, b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				invent += time.Since(start)
				t.add(b, l)
			}
			b.ReportMetric(invent.Seconds()/float64(t.n), "gen-s")
			b.ReportMetric((invent+t.Load+t.Run).Seconds()/float64(t.n), "all-s")
			t.report(b, t.Assets, "asset")
		})
	}
}

// BenchmarkOutage is an attack that stops so many smart meters, which are brought back one by one. The figures are per meter.
func BenchmarkOutage(b *testing.B) {
	for _, devices := range []int{1, 10, 100, 1e3, 1e4, 1e5, 1e6} {
		b.Run(fmt.Sprintf("devices=%d", devices), func(b *testing.B) {
			l, err := Outage(devices, b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			var t total
			for b.Loop() {
				t.add(b, l)
			}
			if t.Commands < 2*devices {
				b.Fatalf("%d commands for %d devices: not all were stopped and started", t.Commands, devices)
			}
			t.report(b, devices, "device")
		})
	}
}
