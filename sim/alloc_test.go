package sim_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

// busy sends, sets and cancels timers and emits on every message.
type busy struct {
	src   sim.Source
	timer sim.Timer
	peer  sim.ProcessID
}

func (b *busy) Handle(c *sim.Context[parcel, uint64], msg *parcel) error {
	c.Cancel(b.timer)
	b.timer = c.After(&b.src, 10*time.Minute, *msg)
	c.Emit(uint64(msg.entity))
	c.Send(&b.src, b.peer, c.Lookahead(), *msg)
	c.After(&b.src, time.Microsecond, parcel{kind: tick})
	return nil
}

// quiet takes the tick and does nothing.
type quiet struct{ busy }

func (q *quiet) Handle(c *sim.Context[parcel, uint64], msg *parcel) error {
	if msg.kind == tick {
		return nil
	}
	return q.busy.Handle(c, msg)
}

// TestNoAllocationPerEvent counts what a run allocates in stretches of windows,
// once buffers have found their size. The runtime allocates now and then for
// itself when a worker sleeps; an allocation per event, or per window, would be
// in every stretch, thousands of times or hundreds.
func TestNoAllocationPerEvent(t *testing.T) {
	const (
		settle    = 1200 // windows; timers of ten minutes make the queues grow until then
		stretch   = 200
		stretches = 5
	)
	for _, kind := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder} {
		for _, workers := range []int{1, 2} {
			t.Run(fmt.Sprintf("%v, %d workers", kind, workers), func(t *testing.T) {
				var mem runtime.MemStats
				mallocs := make([]uint64, stretches+1)
				window := 0
				e := sim.New(sim.Options[parcel, uint64]{
					Horizon: (settle + stretch*stretches) * second,
					Workers: workers, MinParallelEvents: -1, Queue: kind,
					Observe: func([]sim.Record[uint64]) error { return nil },
					OnWindow: func(sim.Time) {
						if window++; window >= settle && (window-settle)%stretch == 0 {
							runtime.ReadMemStats(&mem)
							mallocs[(window-settle)/stretch] = mem.Mallocs
						}
					},
				})
				for i := range 16 {
					p := &quiet{busy{src: sim.NewSource(sim.SourceID(i)), peer: sim.ProcessID((i + 5) % 16)}}
					e.Post(&p.src, e.Add("p", p), 0, parcel{kind: call})
				}
				stats, err := e.Run(context.Background())
				require.NoError(t, err)
				require.EqualValues(t, 16*2*(settle+stretch*stretches), stats.Events)
				least := mallocs[stretches]
				for i := range stretches {
					least = min(least, mallocs[i+1]-mallocs[i])
				}
				require.Less(t, least, uint64(stretch/10), "allocations so far, per stretch: %v", mallocs)
			})
		}
	}
}
