package sim

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var queueKinds = []QueueKind{QueueAuto, QueueHeap, QueueLadder}

// sorted is the reference: a slice kept in order.
type sorted []event[int]

func (s *sorted) push(e event[int]) {
	i := sort.Search(len(*s), func(i int) bool { return e.before(&(*s)[i]) })
	*s = slices.Insert(*s, i, e)
}

func (s *sorted) pop(limit Time) (event[int], bool) {
	if len(*s) == 0 || (*s)[0].at >= limit {
		return event[int]{}, false
	}
	e := (*s)[0]
	*s = (*s)[1:]
	return e, true
}

func (s sorted) next() Time {
	if len(s) == 0 {
		return Never
	}
	return s[0].at
}

// twin drives a queue and the reference side by side as the kernel drives
// queues: windows only move forward; within one, events are pushed no earlier
// than the last popped.
type twin struct {
	t     require.TestingT
	queue queue[int]
	ref   sorted
	floor Time // no push is earlier
	count uint64
}

func newTwin(t require.TestingT, kind QueueKind) *twin {
	return &twin{t: t, queue: newQueue[int](kind)}
}

func (w *twin) push(d Time, source SourceID) {
	w.count++
	at := w.floor + d
	if at < w.floor {
		at = Never
	}
	e := event[int]{at: at, key: uint64(source)<<32 | w.count, msg: int(w.count)}
	w.queue.push(&e)
	w.ref.push(e)
}

func (w *twin) pop(limit Time) bool {
	next := w.queue.next()
	if next != w.ref.next() { // require is slow, and this runs a million times
		require.Equal(w.t, w.ref.next(), next)
	}
	want, some := w.ref.pop(limit)
	var got event[int]
	if w.queue.pop(limit, &got) != some || got != want {
		require.Failf(w.t, "wrong event", "limit %d: got %+v, want %+v (%v)", limit, got, want, some)
	}
	if some {
		w.floor = got.at
	}
	return some
}

// drain pops up to n events before limit, n < 0 for all, and then, if none is
// left, moves on to the limit as a window does.
func (w *twin) drain(limit Time, n int) {
	for ; n != 0; n-- {
		if !w.pop(limit) {
			w.floor = max(w.floor, min(limit, w.ref.next()))
			return
		}
	}
}

func TestQueueAgainstSortedSlice(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				w := newTwin(t, kind)
				t.Repeat(map[string]func(*rapid.T){
					"push": func(t *rapid.T) {
						d := rapid.Int64Range(0, 1<<rapid.IntRange(0, 62).Draw(t, "bits")).Draw(t, "d")
						w.push(Time(d), SourceID(rapid.Uint32Range(0, 3).Draw(t, "source")))
					},
					"push many": func(t *rapid.T) { // reaches every size at which the ladder does something else
						n := rapid.IntRange(1, 800).Draw(t, "n")
						width := int64(1) << rapid.IntRange(0, 50).Draw(t, "bits")
						r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
						for range n {
							w.push(Time(r.Int64N(width)), SourceID(r.IntN(3)))
						}
					},
					"pop": func(t *rapid.T) { w.pop(Never) },
					"window": func(t *rapid.T) {
						limit := w.floor + Time(rapid.Int64Range(0, 1<<rapid.IntRange(0, 61).Draw(t, "bits")).Draw(t, "width"))
						w.drain(max(limit, w.floor), rapid.IntRange(-1, 800).Draw(t, "n"))
					},
				})
				w.drain(Never, -1)
			})
		})
	}
}

// TestQueueHolds keeps the number of events steady for a long time, with
// delays as simulations have them: many timers far away, most messages near.
func TestQueueHolds(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind.String(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			w := newTwin(t, kind)
			draw := func() Time {
				switch r.IntN(10) {
				case 0:
					return 0
				case 1:
					return Time(r.Int64N(1e14)) // up to a day
				}
				return Time(r.Int64N(1e10))
			}
			for range 2500 {
				w.push(draw(), 1)
			}
			for range 6000 {
				require.True(t, w.pop(Never))
				w.push(draw(), 1)
			}
			w.drain(Never, -1)
		})
	}
}

// FuzzQueue reads two bytes per step: what to do and a size; then a delay.
func FuzzQueue(f *testing.F) {
	f.Add([]byte{0, 5, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 2, 30, 3, 200})
	f.Add([]byte{4, 255, 2, 62, 4, 9, 3, 1, 0, 0, 1, 1, 4, 40})
	f.Fuzz(func(t *testing.T, data []byte) {
		twins := []*twin{newTwin(t, QueueHeap), newTwin(t, QueueLadder), newTwin(t, QueueAuto)}
		for len(data) >= 2 {
			what, size := data[0]%5, data[1]
			data = data[2:]
			var word [8]byte
			if what == 0 {
				data = data[copy(word[:], data):]
			}
			for _, w := range twins {
				switch what {
				case 0:
					w.push(Time(binary.LittleEndian.Uint64(word[:])>>1), SourceID(size))
				case 1:
					w.pop(Never)
				case 2: // a window of a power of two
					w.drain(max(w.floor, w.floor+1<<(size%62)), -1)
				case 3: // part of one
					w.drain(Never, int(size))
				case 4: // many at once, in a range of a power of two
					r := rand.New(rand.NewPCG(uint64(size), 0))
					for range int(size)*8 + 1 {
						w.push(Time(r.Int64N(1<<(size%50))), SourceID(size))
					}
				}
			}
		}
		for _, w := range twins {
			w.drain(Never, -1)
		}
	})
}

// TestLadderFindsTheTimesThatFillBuckets walks the corners of its arithmetic.
func TestLadderFindsTheTimesThatFillBuckets(t *testing.T) {
	cases := map[string][]Time{
		"one instant, more than a run": slices.Repeat([]Time{12345}, 2*runLen),
		"all at zero":                  make([]Time, 2*runLen),
		"edges of rungs":               {0, 1, 63, 64, 65, 4095, 4096, 4097, 1<<36 - 1, 1 << 36, 1<<60 - 1, 1 << 60, 1<<62 - 1, 1 << 62},
		"end of time":                  {Never - 1, Never - 2, Never - 63, Never - 64, 5, Never / 2},
	}
	for name, times := range cases {
		t.Run(name, func(t *testing.T) {
			for _, kind := range queueKinds {
				w := newTwin(t, kind)
				for i, at := range times {
					w.push(at, SourceID(i*7%5))
				}
				w.drain(Never, -1)
				require.Empty(t, w.ref)
			}
		})
	}
}

// TestLadderSpreadsALateCrowd fills the bucket that is being served.
func TestLadderSpreadsALateCrowd(t *testing.T) {
	w := newTwin(t, QueueLadder)
	for i := range 10 {
		w.push(1<<40+Time(i)<<33, 1) // one wide bucket, small enough to be served whole
	}
	require.True(t, w.pop(Never))
	r := rand.New(rand.NewPCG(3, 4))
	for range 5 * nearLen {
		w.push(Time(r.Int64N(1<<34)), 2)
	}
	require.Greater(t, len(w.queue.ladder.near), nearLen)
	w.drain(w.floor+1, -1)
	require.Empty(t, w.queue.ladder.near)
	for range 100 { // before and after what lies on the rungs now
		w.push(Time(r.Int64N(1<<34)), 3)
	}
	w.drain(Never, -1)
	require.Empty(t, w.ref)
}

// TestLadderGivesTheRoomOfABurstBack: many events at one instant come and go, and what they took goes with them.
func TestLadderGivesTheRoomOfABurstBack(t *testing.T) {
	w := newTwin(t, QueueAuto)
	for range 50 {
		w.push(1<<50, 1) // timers, far away
	}
	for range 4 * runKept {
		w.push(1000, 2)
	}
	require.NotNil(t, w.queue.ladder)
	w.drain(1001, -1)
	require.Nil(t, w.queue.ladder, "nearly empty: a heap again")
	require.Len(t, w.queue.heap, 50)
	for range 4 * runKept {
		w.push(1000, 2)
	}
	for range 2 * autoLeast {
		w.push(1<<49, 3)
	}
	w.drain(w.floor+1001, -1)
	require.NotNil(t, w.queue.ladder, "still a ladder")
	require.LessOrEqual(t, cap(w.queue.ladder.run), runKept)
	w.drain(Never, -1)
	require.Empty(t, w.ref)
}

// TestTimerSlotsAreUsedAgain however a timer ends.
func TestTimerSlotsAreUsedAgain(t *testing.T) {
	var set timers
	for range 100 {
		fired := set.arm()
		require.True(t, set.fire(fired.slot))
		require.False(t, set.cancel(fired))

		cancelled := set.arm()
		require.True(t, set.cancel(cancelled))
		require.False(t, set.cancel(cancelled))
		require.False(t, set.fire(cancelled.slot))

		never := set.arm()
		never.slot |= beyond
		require.True(t, set.cancel(never))
		require.False(t, set.cancel(never))
	}
	require.Len(t, set.generation, 2) // slot 0, and the one all of them had
	require.Equal(t, []uint32{1}, set.free)
}
