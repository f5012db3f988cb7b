package emergency

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/sim"
	"cascata/sim/rng"
)

// The case without patience and trunks, for all three.
const (
	perHour, handling, positions = 1500, 90, 40
	calls                        = 100_000
)

func spec(patience float64, trunks int) *emergency.Spec {
	class := emergency.Class{Name: "voice", Handling: rng.Exponential{Avg: handling}}
	if patience > 0 {
		class.Patience = rng.Exponential{Avg: patience}
	}
	return &emergency.Spec{Name: "loop", Positions: positions, Trunks: trunks, Classes: []emergency.Class{class}}
}

func rates() []emergency.Rate { return []emergency.Rate{{PerHour: perHour}} }

// TestLoopAndPSAPAgree: both have the same draws, so that every call waits the same, but for a nanosecond of rounding an arrival.
func TestLoopAndPSAPAgree(t *testing.T) {
	root := rng.NewRoot(1, 0)
	l, p, source := newLoop(perHour, handling, positions, root), emergency.New(spec(0, 0), root), emergency.NewSource(rates(), root.Stream("arrivals"))
	const n = 20_000
	var waits [n]time.Duration
	p.Observe = func(what emergency.What, at sim.Time, c *emergency.Call) {
		if what == emergency.Answered {
			waits[c.Number] = at.Sub(c.Offered)
		}
	}
	for range n {
		at, number := source.Next()
		p.Offer(at, 0, number)
	}
	for next := p.Next(); next != sim.Never; next = p.Next() {
		p.Advance(next)
	}
	waited := 0
	for i := range waits {
		want := l.next()
		assert.InDelta(t, want, waits[i], n, "call %d", i)
		if want > 0 {
			waited++
		}
	}
	assert.Greater(t, waited, n/4)
}

func BenchmarkPSAP(b *testing.B) {
	report := func(b *testing.B) {
		b.ReportMetric(float64(calls)*float64(b.N)/b.Elapsed().Seconds(), "calls/s")
	}
	b.Run("queue=plain-loop", func(b *testing.B) {
		l := newLoop(perHour, handling, positions, rng.NewRoot(1, 0))
		b.ReportAllocs()
		for b.Loop() {
			for range calls {
				l.next()
			}
		}
		report(b)
	})
	for _, c := range []struct {
		name     string
		patience float64
		trunks   int
	}{{"queue=endless", 0, 0}, {"queue=60-trunks", 0, 60}, {"queue=impatient", 60, 60}} {
		b.Run(c.name+"/in=loop", func(b *testing.B) {
			root := rng.NewRoot(1, 0)
			p, source := emergency.New(spec(c.patience, c.trunks), root), emergency.NewSource(rates(), root.Stream("arrivals"))
			b.ReportAllocs()
			for b.Loop() {
				for range calls {
					at, number := source.Next()
					p.Offer(at, 0, number)
				}
			}
			report(b)
		})
		b.Run(c.name+"/in=kernel", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				inKernel(b, spec(c.patience, c.trunks))
			}
			report(b)
		})
	}
}

// inKernel runs a process over as many hours as bring the calls.
func inKernel(b *testing.B, s *emergency.Spec) {
	root := rng.NewRoot(1, 0)
	hours := float64(calls) / perHour
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(hours * float64(time.Hour))})
	p := emergency.NewProcess(emergency.New(s, root), 0, emergency.Feed{Source: emergency.NewSource(rates(), root.Stream("arrivals"))})
	p.Start(e, e.Add("psap", p))
	if _, err := e.Run(context.Background()); err != nil {
		b.Fatal(err)
	}
}
