package engine

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"cascata/sim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func run(t *testing.T, m PHOLD) Result {
	t.Helper()
	r, err := m.Run(context.Background())
	require.NoError(t, err)
	r.Took, r.Windows = 0, 0
	return r
}

// models are corners of PHOLD, each with the textbook engine as its oracle.
var models = map[string]PHOLD{
	"default":            {},
	"some per entity":    {Entities: 300, Each: 16, End: 3 * Unit},
	"all remote":         {Entities: 500, Remote: 1},
	"none remote":        {Entities: 500, Remote: -1},
	"all at whole times": {Entities: 500, Each: 4, Lookahead: Unit}, // as many ties as can be
	"small lookahead":    {Entities: 200, Lookahead: Unit / 1000, End: 5 * Unit},
	"odd sizes":          {Entities: 1001, Processes: 7, Seed: 3},
	"fewer than 64":      {Entities: 5, End: 100 * Unit},
	"large queues":       {Entities: 5000, Each: 4, Processes: 3, End: 2 * Unit},
	"one entity":         {Entities: 1, Remote: 1, End: 1000 * Unit},
}

// TestHash holds the kernel against the textbook engine: every entity sees its
// messages in the same order, for any workers, processes and queue.
func TestHash(t *testing.T) {
	for name, m := range models {
		t.Run(name, func(t *testing.T) {
			want := m.Textbook()
			want.Took = 0
			require.NotZero(t, want.Hash)
			for i, workers := range []int{1, 2, 3, 8} {
				for j, queue := range []sim.QueueKind{sim.QueueAuto, sim.QueueHeap, sim.QueueLadder} {
					m := m
					m.Workers, m.Queue, m.Parallel = workers, queue, -1
					m.Processes = []int{m.Processes, 1, 16}[(i+j)%3]
					require.Equal(t, want, run(t, m), "%d workers, %v, %d processes", workers, queue, m.Processes)
				}
			}
		})
	}
}

func TestHashDependsOnTheModel(t *testing.T) {
	seen := map[uint64]string{}
	for name, m := range models {
		hash := m.Textbook().Hash
		require.Empty(t, seen[hash], name)
		seen[hash] = name
	}
	require.NotEqual(t, run(t, PHOLD{Seed: 1}).Hash, run(t, PHOLD{Seed: 2}).Hash)
}

// TestHashThirtyTimes repeats the smallest windows, where races of the barrier
// show: some four events each.
func TestHashThirtyTimes(t *testing.T) {
	m := PHOLD{Entities: 64, Lookahead: Unit / 16, End: 20 * Unit}
	want := run(t, m)
	for i := range 30 {
		for _, m.Workers = range []int{2, 8} {
			m.Parallel = -1
			require.Equal(t, want, run(t, m), "repeat %d, %d workers", i, m.Workers)
		}
	}
}

// TestAllocations compares a long run with a short one: what a run allocates is
// its start, not its events.
func TestAllocations(t *testing.T) {
	for _, queue := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder} {
		for _, workers := range []int{1, 2} {
			t.Run(fmt.Sprintf("%v, %d workers", queue, workers), func(t *testing.T) {
				allocated := func(m PHOLD) (mallocs, events uint64) {
					m.Queue, m.Workers = queue, workers
					var before, after runtime.MemStats
					runtime.ReadMemStats(&before)
					r := run(t, m)
					runtime.ReadMemStats(&after)
					return after.Mallocs - before.Mallocs, r.Events
				}
				few, short := allocated(PHOLD{End: 100 * Unit})
				many, long := allocated(PHOLD{End: 300 * Unit})
				require.Greater(t, long, short+200_000)
				// Queues and outboxes still find a new largest size now and then.
				require.Less(t, float64(many)-float64(few), 1e-3*float64(long-short))
			})
		}
	}
}

func TestHoldCounts(t *testing.T) {
	for _, queue := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder} {
		holds, took, err := NewHold(1000, queue).Run(context.Background())
		require.NoError(t, err)
		require.InEpsilon(t, 1e6, holds, 0.01) // 1,000 messages, 1,000 mean delays
		require.Positive(t, took)
	}
	holds, _ := NewHold(1000, 0).Textbook()
	require.InEpsilon(t, 1e6, holds, 0.01)
}
