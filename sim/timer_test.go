package sim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

func TestTimers(t *testing.T) {
	cases := map[string]struct {
		play func(t *testing.T, c *ctx, src *sim.Source)
		want []string
	}{
		"fires": {
			func(_ *testing.T, c *ctx, src *sim.Source) { c.After(src, time.Second, "a") },
			[]string{"1s 1 a"},
		},
		"cancelled does not fire": {
			func(t *testing.T, c *ctx, src *sim.Source) {
				a := c.After(src, time.Second, "a")
				c.After(src, time.Second, "b")
				require.True(t, c.Cancel(a))
			},
			[]string{"1s 1 b"},
		},
		"cancelled once": {
			func(t *testing.T, c *ctx, src *sim.Source) {
				a := c.After(src, time.Second, "a")
				require.True(t, c.Cancel(a))
				require.False(t, c.Cancel(a))
			}, nil,
		},
		"zero delay can be cancelled": {
			func(t *testing.T, c *ctx, src *sim.Source) { require.True(t, c.Cancel(c.After(src, 0, "a"))) }, nil,
		},
		"zero timer": {
			func(t *testing.T, c *ctx, src *sim.Source) {
				require.False(t, c.Cancel(sim.Timer{}))
				c.After(src, time.Second, "a")
				require.False(t, c.Cancel(sim.Timer{}))
			},
			[]string{"1s 1 a"},
		},
		"set again after cancel": {
			func(t *testing.T, c *ctx, src *sim.Source) {
				a := c.After(src, time.Second, "a")
				require.True(t, c.Cancel(a))
				c.After(src, 2*time.Second, "b")
				require.False(t, c.Cancel(a))
			},
			[]string{"2s 1 b"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			every(t, func(t *testing.T, opt options) {
				for _, opt.Queue = range []sim.QueueKind{sim.QueueAuto, sim.QueueHeap, sim.QueueLadder} {
					var got []string
					src := sim.NewSource(1)
					seen := note(&got)
					_, err := play(opt, []act{func(c *ctx, msg string) error {
						if msg == "go" {
							test.play(t, c, &src)
							return nil
						}
						return seen(c, msg)
					}}, posted{0, 0, 0, "go"})
					require.NoError(t, err)
					require.Equal(t, test.want, got)
				}
			})
		})
	}
}

// TestOldTimerDoesNotTouchItsSlotsNextTenant keeps timers past their firing.
func TestOldTimerDoesNotTouchItsSlotsNextTenant(t *testing.T) {
	src := sim.NewSource(1)
	var old []sim.Timer
	fired := 0
	stats, err := play(options{Horizon: sim.Time(1000 * time.Second)}, []act{func(c *ctx, msg string) error {
		if msg == "timer" {
			fired++
		}
		for _, o := range old {
			require.False(t, c.Cancel(o))
		}
		withdrawn := c.After(&src, 500*time.Millisecond, "withdrawn")
		require.True(t, c.Cancel(withdrawn))
		old = append(old, withdrawn, c.After(&src, time.Second, "timer")) // over when it runs us
		return nil
	}}, posted{0, 0, 0, "go"})
	require.NoError(t, err)
	require.Equal(t, 999, fired)
	require.EqualValues(t, 1000, stats.Events)
}

// TestTimerIsOverWhenItRuns: its own message cannot cancel it any more.
func TestTimerIsOverWhenItRuns(t *testing.T) {
	src := sim.NewSource(1)
	var timer sim.Timer
	ran := false
	_, err := play(options{}, []act{func(c *ctx, msg string) error {
		if msg == "go" {
			timer = c.After(&src, time.Second, "timer")
			return nil
		}
		ran = true
		require.False(t, c.Cancel(timer))
		return nil
	}}, posted{0, 0, 0, "go"})
	require.NoError(t, err)
	require.True(t, ran)
}

// TestTimersBeyondTheHorizon can be cancelled once like others, and do not fill
// the queue.
func TestTimersBeyondTheHorizon(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		opt.Horizon = 10 * second
		src := sim.NewSource(1)
		var got []string
		seen := note(&got)
		_, err := play(opt, []act{func(c *ctx, msg string) error {
			if msg != "go" {
				return seen(c, msg)
			}
			early := c.After(&src, 10*time.Second-1, "just in time")
			at, never := c.After(&src, 10*time.Second, "at the horizon"), c.After(&src, 1<<63-1, "never")
			require.True(t, c.Cancel(at))
			next := c.After(&src, time.Second, "in the slot of at")
			require.False(t, c.Cancel(at))
			require.True(t, c.Cancel(never))
			require.False(t, c.Cancel(never))
			require.NotEqual(t, early, next)
			return nil
		}}, posted{0, 0, 0, "go"})
		require.NoError(t, err)
		require.Equal(t, []string{"1s 1 in the slot of at", "9.999999999s 1 just in time"}, got)
	})
}
