package sim_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"cascata/sim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type (
	options = sim.Options[string, string]
	ctx     = sim.Context[string, string]
	record  = sim.Record[string]
)

// act is a handler given as a function.
type act func(c *ctx, msg string) error

func (f act) Handle(c *ctx, msg *string) error { return f(c, *msg) }

// second is the lookahead where a test sets none, and an instant.
const second = sim.Time(time.Second)

// every runs a test with one worker, with two, and with every window on three.
func every(t *testing.T, test func(t *testing.T, opt options)) {
	for name, opt := range map[string]options{
		"one worker": {}, "two workers": {Workers: 2}, "always three": {Workers: 3, MinParallelEvents: -1},
	} {
		t.Run(name, func(t *testing.T) { test(t, opt) })
	}
}

// posted is an initial message.
type posted struct {
	src sim.SourceID
	to  sim.ProcessID
	at  sim.Time
	msg string
}

// play runs processes on messages, all sources new.
func play(opt options, processes []act, messages ...posted) (sim.Stats, error) {
	e := sim.New(opt)
	for i, p := range processes {
		e.Add(fmt.Sprint("process ", i), p)
	}
	sources := map[sim.SourceID]*sim.Source{}
	for _, m := range messages {
		if sources[m.src] == nil {
			s := sim.NewSource(m.src)
			sources[m.src] = &s
		}
		e.Post(sources[m.src], m.to, m.at, m.msg)
	}
	return e.Run(context.Background())
}

func deaf(*ctx, string) error { return nil }

func TestRunsToTheHorizon(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		opt.Horizon = 10 * second
		var heard [2][]string
		sources := []sim.Source{sim.NewSource(7), sim.NewSource(8)}
		pass := func(c *ctx, msg string) error {
			me := c.Self()
			heard[me] = append(heard[me], fmt.Sprint(c.Now(), msg))
			c.Send(&sources[me], 1-me, time.Second, msg+"!")
			return nil
		}
		stats, err := play(opt, []act{pass, pass}, posted{1, 0, 0, "a"})
		require.NoError(t, err)
		require.Equal(t, sim.Stats{Events: 10, Windows: 10, End: 9 * second}, stats)
		require.Equal(t, []string{"0sa", "2sa!!", "4sa!!!!", "6sa!!!!!!", "8sa!!!!!!!!"}, heard[0])
		require.Equal(t, "9sa!!!!!!!!!", heard[1][4])
	})
}

func TestHorizonIsNotReached(t *testing.T) {
	cases := map[string]struct {
		horizon sim.Time
		at      []sim.Time
		want    sim.Stats
	}{
		"no horizon":            {0, []sim.Time{0, 5 * second}, sim.Stats{Events: 2, Windows: 2, End: 5 * second}},
		"just before":           {5 * second, []sim.Time{5*second - 1}, sim.Stats{Events: 1, Windows: 1, End: 5*second - 1}},
		"at it":                 {5 * second, []sim.Time{5 * second}, sim.Stats{}},
		"after it":              {5 * second, []sim.Time{6 * second}, sim.Stats{}},
		"window over it is cut": {5 * second, []sim.Time{4500 * 1e6, 5 * second}, sim.Stats{Events: 1, Windows: 1, End: 4500 * 1e6}},
		"the last instant":      {0, []sim.Time{sim.Never - 1}, sim.Stats{Events: 1, Windows: 1, End: sim.Never - 1}},
		"never":                 {0, []sim.Time{sim.Never}, sim.Stats{}},
		"no events":             {0, nil, sim.Stats{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			every(t, func(t *testing.T, opt options) {
				opt.Horizon = c.horizon
				var messages []posted
				for _, at := range c.at {
					messages = append(messages, posted{1, 0, at, "x"})
				}
				stats, err := play(opt, []act{deaf, deaf}, messages...)
				require.NoError(t, err)
				require.Equal(t, c.want, stats)
			})
		})
	}
}

func TestDelaysBeyondTheEndOfTimeNeverCome(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		a := sim.NewSource(1)
		var withdrawn bool
		stats, err := play(opt, []act{func(c *ctx, msg string) error {
			c.Send(&a, 0, 1<<63-1, "self")
			c.Send(&a, 1, 1<<63-1, "other")
			c.After(&a, 1<<63-1, "timer")
			withdrawn = c.Cancel(c.After(&a, 1<<63-1, "timer"))
			return nil
		}, deaf}, posted{2, 0, second, "go"})
		require.NoError(t, err)
		require.True(t, withdrawn)
		require.Equal(t, sim.Stats{Events: 1, Windows: 1, End: second}, stats)
	})
}

func TestEmptyEngine(t *testing.T) {
	stats, err := sim.New(options{Workers: 4}).Run(context.Background())
	require.NoError(t, err)
	require.Zero(t, stats)
}

func TestOnWindowTellsTheTime(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		var seen []sim.Time
		opt.Lookahead, opt.Horizon = 2*time.Second, 10*second
		opt.OnWindow = func(now sim.Time) { seen = append(seen, now) }
		_, err := play(opt, []act{deaf, deaf},
			posted{1, 0, second, "x"}, posted{1, 1, 3*second - 1, "x"}, posted{1, 1, 3 * second, "x"}, posted{1, 0, 9 * second, "x"})
		require.NoError(t, err)
		require.Equal(t, []sim.Time{3 * second, 5 * second, 10 * second}, seen)
	})
}

func TestCancelledContextKeepsTheStats(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		run, cancel := context.WithCancel(context.Background())
		defer cancel()
		a := sim.NewSource(1)
		opt.OnWindow = func(now sim.Time) {
			if now == 5*second {
				cancel()
			}
		}
		e := sim.New(opt)
		for i := range 3 {
			e.Add(fmt.Sprint(i), act(func(c *ctx, msg string) error {
				c.Send(&a, c.Self(), time.Second, msg)
				return nil
			}))
		}
		e.Post(&a, 0, 0, "on and on")
		stats, err := e.Run(run)
		require.Equal(t, context.Canceled, err)
		require.Equal(t, sim.Stats{Events: 5, Windows: 5, End: 4 * second}, stats)
	})
}

func TestContextEndsAWindowThatNeverEnds(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		run, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		a := sim.NewSource(1)
		e := sim.New(opt)
		e.Add("busy", act(deaf))
		e.Add("loop", act(func(c *ctx, msg string) error {
			c.Send(&a, c.Self(), 0, msg)
			return nil
		}))
		e.Post(&a, 1, 0, "again")
		stats, err := e.Run(run)
		require.Equal(t, context.DeadlineExceeded, err)
		require.NotZero(t, stats.Events)
	})
}

func TestContextThatHasEnded(t *testing.T) {
	run, cancel := context.WithCancel(context.Background())
	cancel()
	e := sim.New(options{})
	e.Add("p", act(deaf))
	a := sim.NewSource(1)
	e.Post(&a, 0, 0, "x")
	stats, err := e.Run(run)
	require.Equal(t, context.Canceled, err)
	require.Zero(t, stats)
}

func TestMoreWorkersThanCoresFinish(t *testing.T) {
	const rounds = 20000 // with a core burnt by each waiting worker this takes minutes
	began := time.Now()
	sources := make([]sim.Source, 16)
	e := sim.New(options{Workers: 16, MinParallelEvents: -1, Lookahead: time.Millisecond, Horizon: rounds * sim.Time(time.Millisecond)})
	for i := range sources {
		sources[i] = sim.NewSource(sim.SourceID(i))
		e.Add(fmt.Sprint(i), act(func(c *ctx, msg string) error {
			c.Send(&sources[i], (c.Self()+1)%16, time.Millisecond, msg)
			return nil
		}))
	}
	for i := range sources {
		e.Post(&sources[i], sim.ProcessID(i), 0, "x")
	}
	stats, err := e.Run(context.Background())
	require.NoError(t, err)
	require.EqualValues(t, 16*rounds, stats.Events)
	t.Logf("%d windows of 16 workers took %v", stats.Windows, time.Since(began))
}

func TestFaultsBeforeTheRun(t *testing.T) {
	a := sim.NewSource(1)
	cases := map[string]struct {
		opt   options
		set   func(e *sim.Engine[string, string])
		wants string
	}{
		"unknown process": {options{}, func(e *sim.Engine[string, string]) { e.Post(&a, 1, 0, "hello") },
			"sim: message hello posted to unknown process 1; there are 1"},
		"negative process": {options{}, func(e *sim.Engine[string, string]) { e.Post(&a, -1, 0, "hello") },
			"sim: message hello posted to unknown process -1; there are 1"},
		"before the start": {options{}, func(e *sim.Engine[string, string]) { e.Post(&a, 0, -1, "hello") },
			`sim: message hello posted to process "p" at -1ns, before the start`},
		"lookahead": {options{Lookahead: -1}, nil, "sim: lookahead -1ns is negative"},
		"horizon":   {options{Horizon: -1}, nil, "sim: horizon -1ns is negative"},
		"queue":     {options{Queue: 9}, nil, "sim: unknown queue kind 9"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			e := sim.New(c.opt)
			e.Add("p", act(deaf))
			if c.set != nil {
				c.set(e)
			}
			stats, err := e.Run(context.Background())
			require.EqualError(t, err, c.wants)
			require.Zero(t, stats)
		})
	}
}

func TestRunsOnce(t *testing.T) {
	e := sim.New(options{})
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	_, err = e.Run(context.Background())
	require.EqualError(t, err, "sim: an engine runs once")
}

func TestObserverErrorStopsTheRun(t *testing.T) {
	full := errors.New("disk full")
	every(t, func(t *testing.T, opt options) {
		opt.Observe = func([]record) error { return full }
		stats, err := play(opt, []act{func(c *ctx, msg string) error {
			c.Emit(msg)
			return nil
		}}, posted{1, 0, second, "x"}, posted{1, 0, 9 * second, "y"})
		require.ErrorIs(t, err, full)
		require.ErrorContains(t, err, "observing the records before 2s")
		require.EqualValues(t, 1, stats.Events)
	})
}

func TestRecordsComeInOrderOnce(t *testing.T) {
	every(t, func(t *testing.T, opt options) {
		opt.Lookahead = 10 * time.Second
		var got []string
		batches := 0
		opt.Observe = func(batch []record) error {
			batches++
			for _, r := range batch {
				got = append(got, fmt.Sprintf("%v %d.%d %s", r.At, r.ID.Process, r.ID.N, r.Value))
			}
			return nil
		}
		tell := func(c *ctx, msg string) error {
			for i, word := range strings.Fields(msg) {
				require.Equal(t, c.Self(), c.Emit(word).Process, i)
			}
			return nil
		}
		_, err := play(opt, []act{tell, tell, tell},
			posted{1, 2, second, "c d"}, posted{1, 0, 2 * second, "f"}, posted{1, 1, second, "b"}, posted{1, 0, second, "a"},
			posted{1, 2, 2 * second, "g h"}, posted{1, 1, second + 1, "e"}, posted{1, 0, 30 * second, "i"}, posted{1, 1, 31 * second, ""})
		require.NoError(t, err)
		require.Equal(t, []string{"1s 0.1 a", "1s 1.1 b", "1s 2.1 c", "1s 2.2 d", "1.000000001s 1.2 e",
			"2s 0.2 f", "2s 2.3 g", "2s 2.4 h", "30s 0.3 i"}, got)
		require.Equal(t, 2, batches)
	})
}

func TestEmitWithoutObserverStillNumbers(t *testing.T) {
	var ids []sim.RecordID
	_, err := play(options{}, []act{deaf, func(c *ctx, msg string) error {
		ids = append(ids, c.Emit(msg), c.Emit(msg))
		return nil
	}}, posted{1, 1, 0, "x"})
	require.NoError(t, err)
	require.Equal(t, []sim.RecordID{{Process: 1, N: 1}, {Process: 1, N: 2}}, ids)
}
