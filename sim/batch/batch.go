package batch

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Options of a batch. Replications must be set; the rest may be zero.
type Options struct {
	// Replications is how many to run [>= 0].
	Replications int
	// Workers is how many run at once [0 means one per usable core].
	Workers int
	// First is the number of the first replication.
	First int
	// Seed returns what a person needs to repeat a replication; it is named in
	// the error of one that panicked. Without it the number is named alone.
	Seed func(replication int) string
	// Progress, if set, is called after each replication, one call at a time,
	// with how many have ended and how many of them failed.
	Progress func(ended, failed int)
}

// Slot is what became of one replication.
type Slot[T any] struct {
	Replication int
	Value       T
	Err         error // why it failed
	Done        bool  // it ran to its end, well or not; false: not run, or stopped by the context
}

// ErrPanic is in the chain of the error of a replication that panicked.
var ErrPanic = errors.New("panic")

// Run calls run once for each of the replications First, First+1, ... on
// Workers goroutines and returns their slots in that order. The error is that
// of ctx, if it ended the batch early: what had finished is in its slot. Errors
// of replications are in their slots only.
//
// A replication that was running when ctx ended counts as stopped if its error
// is that of ctx. Memory: one slot per replication, and what run holds at
// once for each worker.
func Run[T any](ctx context.Context, opt Options, run func(ctx context.Context, replication int) (T, error)) ([]Slot[T], error) {
	if opt.Replications < 0 {
		return nil, fmt.Errorf("batch: %d replications", opt.Replications)
	}
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	slots := make([]Slot[T], opt.Replications)
	for i := range slots {
		slots[i].Replication = opt.First + i
	}
	var (
		next  atomic.Int64 // the first slot nobody has taken
		tally = tally{report: opt.Progress}
		group errgroup.Group
	)
	for range min(opt.Workers, opt.Replications) {
		group.Go(func() error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(slots) {
					return nil
				}
				slots[i].fill(ctx, opt.Seed, run)
				if slots[i].Done {
					tally.count(slots[i].Err)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return slots, err
	}
	if tally.ended < len(slots) {
		return slots, ctx.Err()
	}
	return slots, nil
}

// fill runs the slot's replication. A panic becomes its error.
func (s *Slot[T]) fill(ctx context.Context, seed func(int) string, run func(context.Context, int) (T, error)) {
	returned := false
	defer func() {
		if returned {
			return
		}
		s.Done = true
		label := ""
		if seed != nil {
			label = ", seed " + seed(s.Replication)
		}
		s.Err = fmt.Errorf("replication %d%s: %w: %v\n%s", s.Replication, label, ErrPanic, recover(), debug.Stack())
	}()
	value, err := run(ctx, s.Replication)
	returned = true
	switch stop := ctx.Err(); {
	case err == nil:
		s.Value, s.Done = value, true
	case stop != nil && errors.Is(err, stop):
		s.Err = stop
	default:
		s.Err, s.Done = fmt.Errorf("replication %d: %w", s.Replication, err), true
	}
}

// tally counts replications that ended.
type tally struct {
	mu            sync.Mutex
	ended, failed int
	report        func(ended, failed int)
}

func (t *tally) count(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended++
	if err != nil {
		t.failed++
	}
	if t.report != nil {
		t.report(t.ended, t.failed)
	}
}
