package scenarios

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/batch"
)

// broken is a scenario whose event aims at an asset that does not exist: a bug, which no file can cause.
func broken(t *testing.T) *Scenario {
	s := load(t, miniBlackout)
	s.Events[0].Assets = []model.AssetID{1 << 30}
	return s
}

func TestPanicEndsTheRunAndSaysWhere(t *testing.T) {
	var said string
	for _, workers := range []int{1, 2, 8} {
		rec, err := broken(t).Run(context.Background(), RunOptions{Workers: workers})
		require.ErrorContains(t, err, `process "events of the scenario"`)
		require.ErrorContains(t, err, "panic: runtime error: index out of range")
		require.ErrorContains(t, err, "events.go:")
		require.NotNil(t, rec, "what was recorded before")
		assert.Equal(t, sim.Time(0).Add(3600e9), rec.Header.End, "the recording ends at the panic, not at the horizon")
		if said == "" {
			said = err.Error()
		}
		assert.Equal(t, said, err.Error(), "%d workers say something else", workers)
	}
}

// A batch of 10,000 replications of a small city of which 110 fail: by error, by a panic in a handler, by one beside the engine.
func TestBatchSurvivesFailingReplications(t *testing.T) {
	s := load(t, miniBlackout, `horizon="5h"`)
	bad := broken(t)
	odd := errors.New("no such luck")
	var failed int
	slots, err := batch.Run(context.Background(), batch.Options{Replications: 10_000, Workers: 4,
		Progress: func(_, f int) { failed = f }}, func(ctx context.Context, r int) (int, error) {
		switch r % 200 {
		case 42:
			return 0, odd
		case 142:
			_, err := bad.Run(ctx, RunOptions{Replication: r})
			return 0, err
		case 143: // not in a handler but beside the engine
			if r%1000 == 143 {
				panic("beside the engine")
			}
		}
		rec, err := s.Run(ctx, RunOptions{Replication: r})
		return len(rec.Changes), err
	})
	require.NoError(t, err)
	require.Equal(t, 110, failed)
	for _, slot := range slots {
		require.True(t, slot.Done)
		switch r := slot.Replication; {
		case r%200 == 42:
			require.ErrorIs(t, slot.Err, odd)
		case r%200 == 142:
			require.ErrorContains(t, slot.Err, "index out of range")
		case r%1000 == 143:
			require.ErrorIs(t, slot.Err, batch.ErrPanic)
		default:
			require.NoError(t, slot.Err)
			require.Positive(t, slot.Value)
		}
	}
}
