package validation

import (
	"cmp"
	"context"
	"math"
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
		}
	}
	slices.SortStableFunc(all, func(a, b *loaded) int { return cmp.Compare(b.load.Calls, a.load.Calls) })
	slots, err := batch.Run(context.Background(), batch.Options{Replications: len(all)}, func(ctx context.Context, i int) (*emergency.Steady, error) {
		l := all[i].load
		l.Positions += e.wrong
		if l.Trunks > 0 {
			l.Trunks = max(l.Trunks, l.Positions)
		}
		return l.Solve(ctx)
	})
	if err != nil {
		return err
	}
	for i, slot := range slots {
		if slot.Err != nil {
			return slot.Err
		}
		for _, x := range all[i].figures {
			x.estimate(&all[i].load, slot.Value.Batches)
		}
	}
	return nil
}

// controls is how many parameters the regression of a figure takes from its batches: the mean and two controls.
const controls = 3

// estimate is the quotient of two sums by batch means. What the draws of a batch had in excess, calls that came too fast and
// handling that took too long, is known, since the means of the draws are; the residuals of the batches are regressed on both
// and the part they explain is taken off (Lavenberg and Welch, "A perspective on the use of control variables", Management
// Science 27(3), 1981). Near saturation nine tenths of the scatter go. Since that would hide draws with wrong means, these are
// figures of their own.
func (x *figured) estimate(l *emergency.Load, batches []emergency.Sums) {
	over, under := 0.0, 0.0
	for i := range batches {
		over += batches[i][x.over]
		under += batches[i][x.under]
	}
	n, ratio := float64(len(batches)), over/under
	var r regression
	for i := range batches {
		b := &batches[i]
		r.add(b[x.over]-ratio*b[x.under], b[emergency.SumTime]-b[emergency.SumOffered]*3600/l.ArrivalsPerHour, b[emergency.SumHandling]-b[emergency.SumServed]*l.HandlingS)
	}
	mean, se := r.atZero()
	if x.draws {
		mean, se = r.plain()
	}
	x.mean, x.se = ratio+mean*n/under, se*n/under
	if calls := float64(l.Calls); x.probability && min(x.reference, 1-x.reference)*calls < few {
		x.finite = max(x.finite, few/calls)
	}
}

// few calls are too few for means of batches: a probability that so few are expected of is off by as many at most.
const few = 20

// regression is the least squares of y on two controls.
type regression struct {
	n                      float64
	y, a, b                float64 // sums
	yy, aa, bb, ab, ya, yb float64
}

func (r *regression) add(y, a, b float64) {
	r.n++
	r.y, r.a, r.b = r.y+y, r.a+a, r.b+b
	r.yy, r.aa, r.bb = r.yy+y*y, r.aa+a*a, r.bb+b*b
	r.ab, r.ya, r.yb = r.ab+a*b, r.ya+y*a, r.yb+y*b
}

// atZero is the mean of y where both controls are 0, with its standard error.
func (r *regression) atZero() (mean, se float64) {
	y, a, b := r.y/r.n, r.a/r.n, r.b/r.n
	yy, aa, bb := r.yy-r.n*y*y, r.aa-r.n*a*a, r.bb-r.n*b*b
	ab, ya, yb := r.ab-r.n*a*b, r.ya-r.n*y*a, r.yb-r.n*y*b
	det := aa*bb - ab*ab
	slopeA, slopeB := (ya*bb-yb*ab)/det, (yb*aa-ya*ab)/det
	rest := max(0, yy-slopeA*ya-slopeB*yb) / (r.n - controls)
	leverage := 1/r.n + (a*a*bb-2*a*b*ab+b*b*aa)/det
	return y - slopeA*a - slopeB*b, math.Sqrt(rest * leverage)
}

// plain is the mean of y, with its standard error.
func (r *regression) plain() (mean, se float64) {
	y := r.y / r.n
	return y, math.Sqrt((r.yy - r.n*y*y) / (r.n - 1) / r.n)
}
