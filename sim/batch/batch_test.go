package batch_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"cascata/sim/batch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func square(_ context.Context, r int) (int, error) { return r * r, nil }

func TestResultsStandInReplicationOrder(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 8, 1000} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			slots, err := batch.Run(context.Background(), batch.Options{Replications: 100, Workers: workers, First: 5}, square)
			require.NoError(t, err)
			require.Len(t, slots, 100)
			for i, s := range slots {
				require.Equal(t, batch.Slot[int]{Replication: 5 + i, Value: (5 + i) * (5 + i), Done: true}, s)
			}
		})
	}
}

func TestNoReplications(t *testing.T) {
	slots, err := batch.Run(context.Background(), batch.Options{}, square)
	require.NoError(t, err)
	require.Empty(t, slots)
	_, err = batch.Run(context.Background(), batch.Options{Replications: -1}, square)
	require.Error(t, err)
}

func TestNoMoreThanWorkersAtOnce(t *testing.T) {
	var now, most atomic.Int64
	_, err := batch.Run(context.Background(), batch.Options{Replications: 200, Workers: 3}, func(context.Context, int) (int, error) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		runtime.Gosched()
		now.Add(-1)
		return 0, nil
	})
	require.NoError(t, err)
	require.LessOrEqual(t, most.Load(), int64(3))
	require.GreaterOrEqual(t, most.Load(), int64(1))
}

func TestOneInAHundredFails(t *testing.T) {
	odd := errors.New("odd one")
	var lastEnded, lastFailed int
	slots, err := batch.Run(context.Background(), batch.Options{
		Replications: 10_000, Workers: 4,
		Progress: func(ended, failed int) {
			assert.Equal(t, lastEnded+1, ended)
			lastEnded, lastFailed = ended, failed
		},
	}, func(_ context.Context, r int) (int, error) {
		if r%100 == 42 {
			return 0, odd
		}
		return r, nil
	})
	require.NoError(t, err)
	failed := 0
	for i, s := range slots {
		require.True(t, s.Done)
		if i%100 == 42 {
			failed++
			require.ErrorIs(t, s.Err, odd)
			require.EqualError(t, s.Err, fmt.Sprintf("replication %d: odd one", i))
			continue
		}
		require.NoError(t, s.Err)
		require.Equal(t, i, s.Value)
	}
	require.Equal(t, 100, failed)
	require.Equal(t, 10_000, lastEnded)
	require.Equal(t, 100, lastFailed)
}

func TestCancelKeepsWhatIsFinished(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	slots, err := batch.Run(ctx, batch.Options{
		Replications: 1000, Workers: 2,
		Progress: func(ended, _ int) {
			if ended == 100 {
				cancel()
			}
		},
	}, func(ctx context.Context, r int) (int, error) {
		if r == 3 { // a long one, which notices the end
			<-ctx.Done()
			return 0, fmt.Errorf("stopped at half: %w", ctx.Err())
		}
		return r, nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, slots, 1000)
	done := 0
	for i, s := range slots {
		if !s.Done {
			require.Zero(t, s.Value)
			continue
		}
		done++
		require.NoError(t, s.Err)
		require.Equal(t, i, s.Value)
	}
	// The hundredth cancels; the other worker was waiting in replication 3.
	require.Equal(t, 100, done)
	require.False(t, slots[3].Done)
	require.ErrorIs(t, slots[3].Err, context.Canceled)
	require.False(t, slots[999].Done)
	require.NoError(t, slots[999].Err)
}

func TestCancelAfterTheLastIsNoError(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	slots, err := batch.Run(ctx, batch.Options{
		Replications: 10, Workers: 1,
		Progress: func(ended, _ int) {
			if ended == 10 {
				cancel()
			}
		},
	}, square)
	require.NoError(t, err)
	require.True(t, slots[9].Done)
}

func TestPanicIsThatReplicationsError(t *testing.T) {
	slots, err := batch.Run(context.Background(), batch.Options{
		Replications: 50, Workers: 2,
		Seed: func(r int) string { return fmt.Sprint(1000 + r) },
	}, func(_ context.Context, r int) (int, error) {
		if r == 17 {
			panic("index out of hand")
		}
		return r, nil
	})
	require.NoError(t, err)
	for i, s := range slots {
		require.True(t, s.Done)
		if i == 17 {
			require.ErrorIs(t, s.Err, batch.ErrPanic)
			require.ErrorContains(t, s.Err, "replication 17, seed 1017: panic: index out of hand")
			require.ErrorContains(t, s.Err, "batch_test.go:")
			continue
		}
		require.NoError(t, s.Err)
		require.Equal(t, i, s.Value)
	}
}
