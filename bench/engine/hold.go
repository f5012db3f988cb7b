package engine

import (
	"context"
	"math"
	"time"

	"cascata/sim"
)

// Hold is the hold model of event sets, through the process API: one process
// with Pending messages to itself, each of which is sent again an exponential
// time after it came. The delays are drawn beforehand, so that little but the
// event set is measured.
type Hold struct {
	Pending int
	Queue   sim.QueueKind
	delays  []time.Duration
	src     sim.Source
	state   uint64
	holds   uint64
	sent    uint64
}

// NewHold draws the delays [exponential, mean Unit].
func NewHold(pending int, queue sim.QueueKind) *Hold {
	h := &Hold{Pending: pending, Queue: queue, delays: make([]time.Duration, 1<<16)}
	e := entity{random: 1}
	for i := range h.delays {
		h.delays[i] = time.Duration(-math.Log(float64(e.draw()>>11+1)/(1<<53)) * float64(Unit))
	}
	return h
}

// draw walks the delays in an order without a short period.
func (h *Hold) draw() time.Duration {
	h.state = h.state*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
	return h.delays[h.state>>48]
}

var _ sim.Process[message, struct{}] = (*Hold)(nil)

// Handle sends the message again.
func (h *Hold) Handle(ctx *sim.Context[message, struct{}], msg *message) error {
	h.holds++
	ctx.Send(&h.src, ctx.Self(), h.draw(), *msg)
	return nil
}

// settle is how long a queue finds its shape before it is measured.
const settle = 3 * Unit

// span is how long to measure: until there have been a million holds or more.
func (h *Hold) span() time.Duration { return max(1, time.Duration(1e6/h.Pending)) * Unit }

// Run returns how many holds there were in the time measured and what they took.
func (h *Hold) Run(ctx context.Context) (holds uint64, took time.Duration, err error) {
	var began time.Time
	e := sim.New(sim.Options[message, struct{}]{
		Lookahead: settle, Queue: h.Queue, Horizon: sim.Time(settle + h.span()),
		OnWindow: func(sim.Time) {
			if began.IsZero() {
				began, h.holds = time.Now(), 0
			}
		},
	})
	e.Add("hold", h)
	for i := range h.Pending {
		e.Post(&h.src, 0, sim.Time(h.draw()), message{entity: uint32(i)})
	}
	_, err = e.Run(ctx)
	return h.holds, time.Since(began), err
}

var _ handler = (*Hold)(nil)

func (h *Hold) handle(t *textbook, e *boxed) {
	h.sent++
	t.schedule(t.now.Add(h.draw()), h.sent, h, e.payload)
}

// Textbook is Run on the textbook engine.
func (h *Hold) Textbook() (holds uint64, took time.Duration) {
	t := &textbook{}
	for i := range h.Pending {
		h.sent++
		t.schedule(sim.Time(h.draw()), h.sent, h, message{entity: uint32(i)})
	}
	t.run(sim.Time(settle))
	began := time.Now()
	return t.run(sim.Time(settle + h.span())), time.Since(began)
}
