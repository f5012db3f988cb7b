package sim_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

var errBoom = errors.New("boom")

func TestWhatStopsARun(t *testing.T) {
	shared := sim.NewSource(2)
	cases := map[string]struct {
		handle act
		wants  string
	}{
		"handler error": {
			func(*ctx, string) error { return errBoom },
			`sim: at 1m30s (90000000000 ns), process "process 1", message open breaker: boom`,
		},
		"negative After": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				require.Zero(t, c.After(&src, -time.Second, "tick"))
				return nil
			},
			`sim: at 1m30s (90000000000 ns), process "process 1", message open breaker: message tick to itself would arrive 1s in the past`,
		},
		"negative Send to itself": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, c.Self(), -1, "tick")
				return nil
			},
			`sim: at 1m30s (90000000000 ns), process "process 1", message open breaker: message tick to process "process 1" would arrive 1ns in the past`,
		},
		"negative Send": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, 0, math.MinInt64+1, "tick")
				return nil
			},
			`message open breaker: message tick to process "process 0" would arrive`,
		},
		"below the lookahead": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, 0, time.Second-1, "tick")
				return nil
			},
			`message open breaker: message tick to process "process 0" has delay 999.999999ms, less than the lookahead 1s`,
		},
		"unknown process": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, 3, time.Second, "tick")
				return nil
			},
			`message open breaker: message tick sent to unknown process 3; there are 3`,
		},
		"negative process": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, -1, time.Second, "tick")
				return nil
			},
			`message open breaker: message tick sent to unknown process -1; there are 3`,
		},
		"the first of several": {
			func(c *ctx, _ string) error {
				src := sim.NewSource(1)
				c.Send(&src, 0, 5, "tick")
				c.Send(&src, 9, 5, "tock")
				return errBoom
			},
			`message open breaker: message tick to process "process 0" has delay 5ns`,
		},
		"source copied": {
			func(c *ctx, _ string) error {
				other := shared
				c.After(&shared, 1, "tick")
				c.After(&other, 1, "tock")
				return nil
			},
			`two messages of one time, source and number: the source is shared or was copied`,
		},
		"panic": {
			func(*ctx, string) error { panic("index out of hand") },
			`sim: at 1m30s (90000000000 ns), process "process 1", message open breaker: panic: index out of hand`,
		},
		"panic with an error": {
			func(*ctx, string) error { panic(errBoom) },
			`message open breaker: panic: boom`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var texts []string
			every(t, func(t *testing.T, opt options) {
				ran := false
				_, err := play(opt, []act{deaf, c.handle, func(*ctx, string) error {
					ran = true
					return nil
				}}, posted{9, 1, 90 * second, "open breaker"}, posted{9, 2, 95 * second, "too late"})
				require.ErrorContains(t, err, c.wants)
				if strings.Contains(c.wants, "boom") {
					require.ErrorIs(t, err, errBoom)
				}
				require.False(t, ran, "the run went on")
				texts = append(texts, err.Error())
			})
			require.Equal(t, texts[0], texts[1])
			require.Equal(t, texts[0], texts[2])
		})
	}
}

func TestPanicShowsTheHandlersStackAndNoMore(t *testing.T) {
	_, err := play(options{}, []act{func(*ctx, string) error { return deeper(0) }}, posted{1, 0, 0, "x"})
	require.ErrorContains(t, err, "panic: runtime error: integer divide by zero")
	require.ErrorContains(t, err, "sim_test.deeper")
	require.ErrorContains(t, err, "failure_test.go:")
	require.NotContains(t, err.Error(), "drain")
	require.NotContains(t, err.Error(), "0x")
}

//go:noinline
func deeper(zero int) error { return fmt.Errorf("%d", 1/zero) }

// TestEarliestErrorIsReported lets several processes of one window fail.
func TestEarliestErrorIsReported(t *testing.T) {
	cases := map[string]struct {
		at   []sim.Time // of the failure of process i
		want int
	}{
		"by time":                  {[]sim.Time{300, 200, 100, 400}, 2},
		"by process":               {[]sim.Time{300, 200, 200, 200}, 1},
		"first process":            {[]sim.Time{7, 7, 7, 7}, 0},
		"not that of later window": {[]sim.Time{5 * second, 6 * second, 4 * second, 5 * second}, 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var all []sim.Stats
			every(t, func(t *testing.T, opt options) {
				var records []record
				opt.Observe = func(batch []record) error {
					records = append(records, batch...)
					return nil
				}
				fail := func(c *ctx, msg string) error {
					c.Emit(msg)
					return fmt.Errorf("process %d failed", c.Self())
				}
				var messages []posted
				for i, at := range c.at {
					messages = append(messages, posted{1, sim.ProcessID(i), at, "x"})
				}
				stats, err := play(opt, []act{fail, fail, fail, fail}, messages...)
				require.ErrorContains(t, err, fmt.Sprintf("process %d failed", c.want))
				for _, r := range records {
					require.LessOrEqual(t, r.At, c.at[c.want])
				}
				require.NotEmpty(t, records)
				all = append(all, stats)
			})
			require.Equal(t, all[0], all[1])
			require.Equal(t, all[0], all[2])
		})
	}
}

// TestHandlerThatEndsItsGoroutine, as a failed assertion of package testing
// does: on a worker it is an error, on the goroutine of Run it ends that. Either
// way nobody waits for ever.
func TestHandlerThatEndsItsGoroutine(t *testing.T) {
	for process := range sim.ProcessID(2) {
		var err error
		returned := false
		done := make(chan struct{})
		go func() {
			defer close(done)
			leave := func(*ctx, string) error {
				runtime.Goexit()
				return nil
			}
			_, err = play(options{Workers: 2, MinParallelEvents: -1}, []act{leave, leave}, posted{1, process, 0, "x"})
			returned = true
		}()
		<-done
		require.Equal(t, process == 1, returned)
		if returned {
			require.ErrorContains(t, err, "the handler ended its goroutine")
		}
	}
}
