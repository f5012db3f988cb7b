package sim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

// note appends what a process sees to a list.
func note(list *[]string) act {
	return func(c *ctx, msg string) error {
		*list = append(*list, fmt.Sprintf("%v %d %s", c.Now(), c.From(), msg))
		return nil
	}
}

func TestOrderIsTimeSourceNumber(t *testing.T) {
	cases := map[string]struct {
		messages []posted
		want     []string
	}{
		"time first": {
			[]posted{{1, 0, 3, "a"}, {2, 0, 2, "b"}, {3, 0, 1, "c"}},
			[]string{"1ns 3 c", "2ns 2 b", "3ns 1 a"},
		},
		"then source": {
			[]posted{{3, 0, 5, "a"}, {1, 0, 5, "b"}, {2, 0, 5, "c"}},
			[]string{"5ns 1 b", "5ns 2 c", "5ns 3 a"},
		},
		"then number": {
			[]posted{{1, 0, 5, "a"}, {1, 0, 5, "b"}, {1, 0, 5, "c"}},
			[]string{"5ns 1 a", "5ns 1 b", "5ns 1 c"},
		},
		"largest source last": {
			[]posted{{1<<32 - 1, 0, 5, "a"}, {1 << 31, 0, 5, "b"}, {0, 0, 5, "c"}},
			[]string{"5ns 0 c", "5ns 2147483648 b", "5ns 4294967295 a"},
		},
		"all three": {
			[]posted{{2, 0, 5, "a"}, {1, 0, 6, "b"}, {2, 0, 5, "c"}, {1, 0, 5, "d"}, {2, 0, 4, "e"}},
			[]string{"4ns 2 e", "5ns 1 d", "5ns 2 a", "5ns 2 c", "6ns 1 b"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			every(t, func(t *testing.T, opt options) {
				var got []string
				_, err := play(opt, []act{note(&got), deaf}, c.messages...)
				require.NoError(t, err)
				require.Equal(t, c.want, got)
			})
		})
	}
}

// TestOrderForgetsWhoRanFirst sends, from several processes in one window,
// messages that arrive at one instant: process and sending time do not matter.
func TestOrderForgetsWhoRanFirst(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		var got []string
		send := func(id sim.SourceID) act {
			src := sim.NewSource(id)
			return func(c *ctx, msg string) error {
				until := (5 * second).Sub(c.Now())
				c.Send(&src, 3, until, msg)
				c.Send(&src, 3, until, msg+"'")
				return nil
			}
		}
		_, err := play(opt, []act{send(30), send(10), send(20), note(&got)},
			posted{1, 0, 1, "a"}, posted{1, 1, 3, "b"}, posted{1, 2, 2, "c"}, posted{15, 3, 5 * second, "early bird"})
		require.NoError(t, err)
		require.Equal(t, []string{"5s 10 b", "5s 10 b'", "5s 15 early bird", "5s 20 c", "5s 20 c'", "5s 30 a", "5s 30 a'"}, got)
	})
}

// TestZeroDelayStandsAmongThePending: a message to oneself without delay comes
// after the one being handled, also from a source that would have gone before.
func TestZeroDelayStandsAmongThePending(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		var got []string
		low, high := sim.NewSource(1), sim.NewSource(8)
		_, err := play(opt, []act{func(c *ctx, msg string) error {
			got = append(got, fmt.Sprintf("%v %d %s", c.Now(), c.From(), msg))
			if msg == "start" {
				c.After(&high, 0, "after all")
				c.Send(&low, c.Self(), 0, "next")
				c.Send(&low, c.Self(), 0, "then")
				c.After(&low, 1, "late")
			}
			return nil
		}}, posted{5, 0, 0, "start"}, posted{6, 0, 0, "waiting"})
		require.NoError(t, err)
		require.Equal(t, []string{"0s 5 start", "0s 1 next", "0s 1 then", "0s 6 waiting", "0s 8 after all", "1ns 1 late"}, got)
	})
}

// TestRemoteAtTheLookahead arrives exactly then, while a self message may be sooner.
func TestRemoteAtTheLookahead(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		opt.Lookahead = 3 * time.Second
		var got []string
		src := sim.NewSource(4)
		_, err := play(opt, []act{func(c *ctx, msg string) error {
			c.Send(&src, 1, c.Lookahead(), "remote")
			return nil
		}, note(&got)}, posted{1, 0, 2 * second, "go"})
		require.NoError(t, err)
		require.Equal(t, []string{"5s 4 remote"}, got)
	})
}

// TestQueueKindsAgree plays many ties through every structure.
func TestQueueKindsAgree(t *testing.T) {
	var want []string
	for _, kind := range []sim.QueueKind{sim.QueueHeap, sim.QueueLadder, sim.QueueAuto} {
		var got []string
		var messages []posted
		for i := range 3000 {
			messages = append(messages, posted{sim.SourceID(i * 37 % 11), 0, sim.Time(i * 101 % 13 * (1 + i%3*1e9)), fmt.Sprint(i)})
		}
		_, err := play(options{Queue: kind}, []act{note(&got)}, messages...)
		require.NoError(t, err)
		require.Len(t, got, 3000)
		if want == nil {
			want = slices.Clone(got)
		}
		require.Equal(t, want, got, kind)
	}
}
