package emergency

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim"
)

// TestMomentsAreASortedMap holds the heap against a map.
func TestMomentsAreASortedMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m moments
		want := map[int32]sim.Time{}
		earliest := func() sim.Time {
			next := sim.Never
			for _, at := range want {
				next = min(next, at)
			}
			return next
		}
		slot := rapid.Int32Range(0, 20)
		t.Repeat(map[string]func(*rapid.T){
			"set": func(t *rapid.T) {
				i, at := slot.Draw(t, "slot"), sim.Time(rapid.IntRange(0, 30).Draw(t, "at"))
				m.set(i, at)
				want[i] = at
			},
			"clear": func(t *rapid.T) {
				i := slot.Draw(t, "slot")
				m.clear(i)
				delete(want, i)
			},
			"first": func(t *rapid.T) {
				if len(m.heap) > 0 {
					first := m.heap[0]
					require.Equal(t, want[first.slot], first.at)
					m.clear(first.slot)
					delete(want, first.slot)
				}
			},
			"": func(t *rapid.T) {
				require.Len(t, m.heap, len(want))
				require.Equal(t, earliest(), m.next())
				for k, x := range m.heap {
					require.EqualValues(t, k, m.place[x.slot])
				}
			},
		})
	})
}

func TestAwayComesBackInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h away
		for i, at := range rapid.SliceOf(rapid.Int64Range(0, 9)).Draw(t, "at") {
			h.push(absent{at: sim.Time(at), number: uint64(i)})
		}
		var last absent
		for n := len(h); n > 0; n-- {
			x := h.pop()
			require.False(t, x.before(&last))
			last = x
		}
		require.Empty(t, h)
	})
}
