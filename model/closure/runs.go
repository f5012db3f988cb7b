package closure

import (
	"context"
	"math"
	"runtime"

	"cascata/sim/batch"
)

// memoryLimit is what all workers of Runs together may hold [bytes]: ten million nodes in two networks of mean degree 4 stay
// within 2 GiB with one or two workers.
const memoryLimit = 3 << 29

// Bytes is about what a run holds at most: numbers of 32 bits for each node and need, edges among survivors of the attack.
func (p Percolation) Bytes() int64 {
	nodes, sides := float64(p.Nodes), float64(2*(p.Networks-1))
	inputs := p.Coupling
	if p.Supports > 0 {
		inputs = p.Supports
	}
	bytes := nodes * (9*float64(p.Networks) + 4 + sides*(12+4*inputs))
	for i := range p.Networks {
		share := 1.0
		if i == 0 || p.Both || p.Coupling == 1 && p.Supports == 0 {
			share = p.P
		}
		bytes += 8.1 * float64(p.edges(i)) * share * share
	}
	return int64(math.Ceil(bytes))
}

// Runs does runs 0 to opt.Replications-1 on opt.Workers goroutines, fewer where memory would not do, and returns their
// outcomes in order: the same for any number of workers. Errors: p is not valid, ctx ended.
func (p Percolation) Runs(ctx context.Context, opt batch.Options) ([]Outcome, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if most := max(1, int(memoryLimit/p.Bytes())); opt.Workers == 0 || opt.Workers > most {
		opt.Workers = min(most, runtime.GOMAXPROCS(0))
	}
	idle := make(chan *Workspace, opt.Workers)
	slots, err := batch.Run(ctx, opt, func(_ context.Context, run int) (Outcome, error) {
		var w *Workspace
		select {
		case w = <-idle:
		default:
			w = new(Workspace)
		}
		out := p.Run(w, uint64(run))
		idle <- w
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(slots))
	for i, slot := range slots {
		if slot.Err != nil {
			return nil, slot.Err
		}
		outcomes[i] = slot.Value
	}
	return outcomes, nil
}
