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
	b.timer = c.After(&b.src, time.Hour, *msg)
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

// TestNoAllocationPerEvent counts what a run allocates between two windows, once
// buffers have found their size.
func TestNoAllocationPerEvent(t *testing.T) {
	for _, kind := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder} {
		for _, workers := range []int{1, 2} {
			t.Run(fmt.Sprintf("%v, %d workers", kind, workers), func(t *testing.T) {
				const settle, counted = 5000, 2000 // windows; timers of an hour make the queues grow until then
				var before, after runtime.MemStats
				window := 0
				e := sim.New(sim.Options[parcel, uint64]{
					Lookahead: time.Second, Horizon: sim.Time((settle + counted) * time.Second),
					Workers: workers, MinParallelEvents: -1, Queue: kind,
					Observe: func([]sim.Record[uint64]) error { return nil },
					OnWindow: func(sim.Time) {
						switch window++; window {
						case settle:
							runtime.ReadMemStats(&before)
						case settle + counted:
							runtime.ReadMemStats(&after)
						}
					},
				})
				for i := range 16 {
					p := &quiet{busy{src: sim.NewSource(sim.SourceID(i)), peer: sim.ProcessID((i + 5) % 16)}}
					e.Post(&p.src, e.Add("p", p), 0, parcel{kind: call})
				}
				stats, err := e.Run(context.Background())
				require.NoError(t, err)
				require.EqualValues(t, 16*(2*(settle+counted)), stats.Events)
				// 64,000 events; a handful is the runtime's own.
				require.Less(t, after.Mallocs-before.Mallocs, uint64(20))
			})
		}
	}
}
