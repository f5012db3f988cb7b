package scale

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cascata/scenarios"
)

// study is what the speed-up inside runs of one scenario is predicted from, and what was measured.
type study struct {
	work      *Work
	constants Constants
	two       float64 // measured with two workers
}

// examine measures in turn, three times, and keeps the medians.
func examine(b *testing.B, s *scenarios.Scenario) study {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	var ones, twos, serials, barriers []time.Duration
	var x study
	for range 3 {
		rec, one, err := Run(s, 1)
		must(err)
		_, two, err := Run(s, 2)
		must(err)
		serial, err := Recorded(rec)
		must(err)
		barrier, err := Barrier(2)
		must(err)
		ones, twos, serials, barriers = append(ones, one), append(twos, two), append(serials, serial), append(barriers, barrier)
		if x.work == nil {
			x.work, err = WorkOf(s, rec)
			must(err)
		}
	}
	middle := func(d []time.Duration) time.Duration { slices.Sort(d); return d[1] }
	one := middle(ones)
	x.constants = Constants{Change: one / time.Duration(max(1, x.work.Changes)), Serial: middle(serials).Seconds() / one.Seconds(), Barrier: middle(barriers)}
	x.two = one.Seconds() / middle(twos).Seconds()
	return x
}

// BenchmarkWithin is the speed-up inside one run: predicted (x2 to x64, by workers) from what each process had to do in each
// window, the measured cost of a Change, the part that one goroutine does and the barrier; and measured with the two cores at
// hand (x2-measured). Every repeat measures anew.
func BenchmarkWithin(b *testing.B) {
	open := func(name string, l Load) func(b *testing.B) *scenarios.Scenario {
		return func(b *testing.B) *scenarios.Scenario {
			s, err := scenarios.Load(name, Plain(), nil)
			if name == "" {
				s, err = l.Open()
			}
			if err != nil {
				b.Fatal(err)
			}
			return s
		}
	}
	large := func(assets int) Load {
		l, err := Blackout(assets, b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		return l
	}
	for _, c := range []struct {
		name string
		open func(b *testing.B) *scenarios.Scenario
	}{
		{"default", open(scenarios.Default, Load{})},
		{"lisboa-blackout", open("blackout", Load{})},
		{"blackout-100000", open("", large(1e5))},
	} {
		b.Run("scenario="+c.name, func(b *testing.B) {
			s := c.open(b)
			for b.Loop() {
				x := examine(b, s)
				for _, workers := range []int{2, 4, 8, 16, 64} {
					b.ReportMetric(x.work.SpeedUp(workers, x.constants), fmt.Sprintf("x%d", workers))
				}
				b.ReportMetric(x.two, "x2-measured")
				b.ReportMetric(x.work.Limit(x.constants.Serial), "x-limit")
				b.ReportMetric(x.constants.Serial, "serial-share")
				b.ReportMetric(float64(x.constants.Change.Nanoseconds()), "ns/change")
				b.ReportMetric(float64(x.constants.Barrier.Nanoseconds()), "ns/barrier")
				b.ReportMetric(float64(x.work.Changes)/float64(len(x.work.Windows)), "changes/window")
				b.ReportMetric(float64(x.work.Processes), "processes")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
