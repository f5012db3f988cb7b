package validation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cascata/model/emergency"
	"cascata/sim/batch"
)

// solve simulates every load, the longest first so that workers end together, and estimates its figures.
func (e callEffort) solve(families []*family) error {
	var all []*loaded
	for _, f := range families {
		for _, l := range f.loads {
			if !l.refused {
				all = append(all, l)
			}
			l.load.Calls = max(uint64(float64(l.load.Calls)*e.share), e.least)
			l.load.Batches = e.batches
			if w := window(&l.load); w > 0 {
				l.load.Batches *= max(1, int(l.load.Calls-l.load.Calls/10)/(e.batches*w))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *loaded) int { return cmp.Compare(b.load.Calls, a.load.Calls) })
	slots, err := batch.Run(context.Background(), batch.Options{Replications: len(all)}, func(ctx context.Context, i int) (struct{}, error) {
		l := all[i].load
		l.Positions += e.wrong
		if l.Trunks > 0 {
			l.Trunks = max(l.Trunks, l.Positions)
		}
		s, err := l.Solve(ctx)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, all[i].estimate(s.Batches, e.batches)
	})
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if slot.Err != nil {
			return slot.Err
		}
	}
	return nil
}

// estimate estimates the figures of a load from its windows, which are not kept.
func (l *loaded) estimate(windows []emergency.Sums, batches int) error {
	c := newControls(&l.load, windows)
	if c == nil {
		return fmt.Errorf("%s: the controls depend on each other", l.title)
	}
	for _, x := range l.figures {
		x.estimate(&l.load, windows, c, batches)
	}
	return nil
}

// linear is how many parameters the regression of a figure takes from its batches: the mean and two controls. The squares have far more windows.
const linear = 3

// estimate is the quotient of two sums by batch means, with what the draws had in excess taken off. Near saturation nine tenths of the scatter go.
// Since that would hide draws with wrong means or variances, these are figures of their own.
func (x *figured) estimate(l *emergency.Load, windows []emergency.Sums, c *controls, batches int) {
	over, under := 0.0, 0.0
	for i := range windows {
		over += x.value(l, &windows[i])
		under += windows[i][x.under]
	}
	n, ratio := float64(len(windows)), over/under
	y := make([]float64, len(windows))
	for i := range windows {
		y[i] = x.value(l, &windows[i]) - ratio*windows[i][x.under]
	}
	mean, se := 0.0, 0.0
	if x.draws {
		mean, se = plain(y, batches)
	} else {
		mean, se = c.atZero(y, batches)
	}
	x.mean, x.se = ratio+mean*n/under, se*n/under
	if calls := float64(l.Calls); x.probability && min(x.reference, 1-x.reference)*calls < few {
		x.finite = max(x.finite, few/calls)
	}
}

// value is what a figure sums up of a window.
func (x *figured) value(l *emergency.Load, w *emergency.Sums) float64 {
	if !x.square {
		return w[x.over]
	}
	gaps, handling := excess(l, w)
	if x.over == emergency.SumTime {
		return gaps * gaps
	}
	return handling * handling
}

// few calls are too few for means of batches: a probability that so few are expected of is off by as many at most.
const few = 20
