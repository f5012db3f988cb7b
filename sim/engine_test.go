package sim_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

// act is a handler given as a function; the message is its argument.
type act func(ctx *sim.Context[string, string], msg string) error

func (f act) Handle(ctx *sim.Context[string, string], msg *string) error { return f(ctx, *msg) }

func TestPingPongRunsToTheHorizon(t *testing.T) {
	for _, workers := range []int{1, 2} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			e := sim.New(sim.Options[string, string]{Horizon: sim.Time(10 * time.Second), Workers: workers})
			var heard []string
			sources := []sim.Source{sim.NewSource(7), sim.NewSource(8)}
			for i := range 2 {
				e.Add(fmt.Sprint("p", i), act(func(ctx *sim.Context[string, string], msg string) error {
					heard = append(heard, fmt.Sprint(ctx.Now(), msg))
					ctx.Send(&sources[i], 1-ctx.Self(), time.Second, msg+"!")
					return nil
				}))
			}
			start := sim.NewSource(1)
			e.Post(&start, 0, 0, "a")
			stats, err := e.Run(context.Background())
			require.NoError(t, err)
			require.Equal(t, sim.Stats{Events: 10, Windows: 10, End: sim.Time(9 * time.Second)}, stats)
			require.Equal(t, "2sa!!", heard[2])
		})
	}
}

func TestHandlerErrorNamesTimeProcessMessage(t *testing.T) {
	boom := errors.New("boom")
	e := sim.New(sim.Options[string, string]{})
	e.Add("power", act(func(*sim.Context[string, string], string) error { return boom }))
	src := sim.NewSource(1)
	e.Post(&src, 0, sim.Time(90*time.Second), "open breaker")
	_, err := e.Run(context.Background())
	require.ErrorIs(t, err, boom)
	require.EqualError(t, err, `sim: at 1m30s (90000000000 ns), process "power", message open breaker: boom`)
}
