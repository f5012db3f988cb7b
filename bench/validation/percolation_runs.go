package validation

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"cascata/model/closure"
	"cascata/sim/batch"
)

// effort is how much simulation the comparison may cost.
type effort struct {
	runs   int // of each value
	nodes  int // of each network, for values
	every  int // of the rows of reference tables only every so many
	jump   sizes
	smooth sizes
	within float64 // of a threshold's reference
	few    bool    // compare every third threshold only
}

// sizes of the simulations that look for a threshold.
type sizes struct{ runs, nodes int }

// sample is the mean of a share over runs.
type sample struct {
	title, source, id string
	reference         float64
	mean, se          float64 // standard error
	finite            float64 // what a network of this size may be off by
}

// t is by how many standard errors the mean is off, beyond what the size explains.
func (s sample) t() float64 {
	off := max(0, math.Abs(s.mean-s.reference)-s.finite)
	if off == 0 {
		return 0
	}
	return off / s.se
}

// simulate runs a percolation and samples the shares of all its networks.
func simulate(p closure.Percolation, runs int) ([]sample, error) {
	outcomes, err := p.Runs(context.Background(), batch.Options{Replications: runs})
	if err != nil {
		return nil, err
	}
	samples := make([]sample, p.Networks)
	for i := range samples {
		var shares []float64
		for _, o := range outcomes {
			shares = append(shares, o.Shares[i])
		}
		mean, sd := stat.MeanStdDev(shares, nil)
		samples[i].mean, samples[i].se = mean, sd/math.Sqrt(float64(runs))
	}
	return samples, nil
}

// familyQuantile is Student's t that none of so many two-sided tests at once exceeds with a chance of 99 % (Bonferroni).
func familyQuantile(tests, runs int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(runs - 1)}.Quantile(1 - 0.01/float64(2*tests))
}

// lives is the share of A above which a cascade has not killed it: more than the largest component at a continuous threshold,
// about N^(2/3) nodes, in the sizes used, and less than any jump compared.
const lives = 0.06

// jumpThreshold is the mean over runs of the attack that each run just survives. An attack with a smaller p takes the same
// nodes and more, so that a run has one threshold, found by bisection.
func jumpThreshold(p closure.Percolation, s sizes) (pc, share float64, err error) {
	p.Nodes = s.nodes
	if err := validAt(p, 1); err != nil {
		return 0, 0, err
	}
	type edge struct{ p, share float64 }
	slots, err := batch.Run(context.Background(), batch.Options{Replications: s.runs}, func(_ context.Context, run int) (edge, error) {
		var w closure.Workspace
		p, low, high, left := p, 1/p.Degree, 1.0, 0.0 // below 1/k not even A alone survives
		for range 10 {
			p.P = (low + high) / 2
			if share := p.Run(&w, uint64(run)).Shares[0]; share > lives {
				high, left = p.P, share
			} else {
				low = p.P
			}
		}
		return edge{(low + high) / 2, left}, nil
	})
	for _, slot := range slots {
		pc += slot.Value.p / float64(s.runs)
		share += slot.Value.share / float64(s.runs)
	}
	return pc, share, err
}

func validAt(p closure.Percolation, at float64) error {
	p.P = at
	return p.Validate()
}

// anchors are the shares of A where a continuous threshold is extrapolated from: large enough that a finite network does not
// blur them, small enough that p is nearly a quadratic of them (by theory the threshold is then off by 0.7 % for k = 4, q = 0.6,
// which is nearly a jump, and by less than 0.3 % for the others compared). The first has most weight, and most scatter, so that it gets the
// most runs.
var anchors = [...]struct {
	share float64
	runs  float64
}{{0.05, 2}, {0.12, 1}, {0.25, 0.25}}

// smoothThreshold extrapolates p as a polynomial of the share to the share 0.
func smoothThreshold(p closure.Percolation, s sizes) (pc float64, err error) {
	p.Nodes = s.nodes
	if err := validAt(p, 1); err != nil {
		return 0, err
	}
	var at, share [len(anchors)]float64
	for i, anchor := range anchors {
		at[i] = survivors(p, anchor.share)
		p.P = at[i]
		samples, err := simulate(p, int(anchor.runs*float64(s.runs)))
		if err != nil {
			return 0, err
		}
		share[i] = samples[0].mean
	}
	for i := range at {
		term := at[i]
		for j := range at {
			if j != i {
				term *= share[j] / (share[j] - share[i])
			}
		}
		pc += term
	}
	return pc, nil
}

// survivors is the p at which a share of A survives, in one run.
func survivors(p closure.Percolation, share float64) float64 {
	var w closure.Workspace
	low, high := 0.0, 1.0
	for range 11 {
		p.P = (low + high) / 2
		if p.Run(&w, 0).Shares[0] > share {
			high = p.P
		} else {
			low = p.P
		}
	}
	return (low + high) / 2
}
