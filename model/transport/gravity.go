package transport

import (
	"errors"
	"fmt"
	"math"
)

// Gravity distributes trips over zones: trips from i to j are a_i out_i b_j in_j exp(-Deterrence cost_ij), with a and b such that
// what begins and what ends in every zone is as given (doubly constrained; Furness 1965, Wilson 1967).
type Gravity struct {
	Out, In    []float64 // by zone: trips that begin, and weights of where they end, which are scaled to the same sum
	Cost       []float64 // from i to j at i*zones + j [any unit]; +Inf where there is no way
	Deterrence float64   // [1 per unit of cost], 0 or more
}

// Distribution is what a Gravity gives.
type Distribution struct {
	Zones int
	Trips []float64 // from i to j at i*Zones + j
	Mean  float64   // mean cost of a trip
}

// balanced is the largest relative error of a zone's trips at which balancing ends.
const balanced = 1e-10

// Distribute balances the trips. Zones without a way to any end are an error, as is a table that cannot be balanced.
func (g *Gravity) Distribute() (Distribution, error) {
	n := len(g.Out)
	total, ends, err := g.check()
	if err != nil {
		return Distribution{}, err
	}
	d := Distribution{Zones: n, Trips: make([]float64, n*n)}
	if total == 0 {
		return d, nil
	}
	// Costs count from the cheapest of each origin: a takes the difference up, and exp does not come to 0.
	for i := range n {
		least := math.Inf(1)
		for j := range n {
			if g.In[j] > 0 {
				least = min(least, g.Cost[i*n+j])
			}
		}
		if math.IsInf(least, 1) && g.Out[i] > 0 {
			return d, fmt.Errorf("zone %d: %g trips begin and none can end anywhere", i+1, g.Out[i])
		}
		for j := range n {
			if c := g.Cost[i*n+j]; g.Out[i] > 0 && !math.IsInf(c, 1) {
				d.Trips[i*n+j] = g.In[j] * math.Exp(-g.Deterrence*(c-least))
			}
		}
	}
	if err := d.balance(g.Out, g.In, total/ends); err != nil {
		return d, err
	}
	for k, t := range d.Trips {
		if t > 0 {
			d.Mean += t * g.Cost[k] / total
		}
	}
	return d, nil
}

func (g *Gravity) check() (total, ends float64, err error) {
	n := len(g.Out)
	if len(g.In) != n || len(g.Cost) != n*n {
		return 0, 0, fmt.Errorf("%d origins, %d ends, %d costs: want n, n and n*n", n, len(g.In), len(g.Cost))
	}
	for i := range n {
		if !within(g.Out[i]) || !within(g.In[i]) {
			return 0, 0, fmt.Errorf("zone %d: %g trips begin, %g end: want 0 or more", i+1, g.Out[i], g.In[i])
		}
		total += g.Out[i]
		ends += g.In[i]
	}
	for k, c := range g.Cost {
		if !(c >= 0) {
			return 0, 0, fmt.Errorf("cost from zone %d to %d is %g", k/n+1, k%n+1, c)
		}
	}
	if !within(g.Deterrence) {
		return 0, 0, fmt.Errorf("deterrence is %g: want 0 or more", g.Deterrence)
	}
	if total > 0 && ends == 0 {
		return 0, 0, errors.New("trips begin, but none end")
	}
	return total, ends, nil
}

// balance scales rows and columns in turn.
func (d *Distribution) balance(out, in []float64, scale float64) error {
	n := d.Zones
	sums := make([]float64, n)
	worst := 0.0
	for range 5000 {
		for i := range n {
			row, sum := d.Trips[i*n:(i+1)*n], 0.0
			for _, t := range row {
				sum += t
			}
			if sum > 0 {
				for j := range row {
					row[j] *= out[i] / sum
				}
			}
		}
		clear(sums)
		for k, t := range d.Trips {
			sums[k%n] += t
		}
		worst = 0
		for j, sum := range sums {
			worst = max(worst, math.Abs(sum-in[j]*scale)/max(in[j]*scale, 1e-300))
		}
		if worst <= balanced {
			return nil
		}
		for k := range d.Trips {
			if j := k % n; sums[j] > 0 {
				d.Trips[k] *= in[j] * scale / sums[j]
			}
		}
	}
	return fmt.Errorf("trips cannot be balanced: those that end in a zone stay off by %.2g of their number", worst)
}

// Calibrate finds the Deterrence at which the mean cost of a trip is the one wanted (after Hyman 1969: from 1/mean, by secants,
// here kept between bounds), within a relative 1e-6. A mean that no deterrence reaches is an error that names the nearest.
func (g *Gravity) Calibrate(mean float64) (Distribution, error) {
	g.Deterrence = 0
	d, err := g.Distribute()
	if err != nil {
		return d, err
	}
	if !(mean > 0) || d.Mean < mean {
		return d, fmt.Errorf("a mean cost of %g cannot be reached: without deterrence it is %g", mean, d.Mean)
	}
	low, above, high := 0.0, d.Mean, 0.0
	for g.Deterrence = 1 / mean; ; g.Deterrence *= 2 {
		if d, err = g.Distribute(); err != nil {
			return d, fmt.Errorf("a mean cost of %g cannot be reached: with a deterrence of %g %w", mean, g.Deterrence, err)
		}
		if d.Mean <= mean {
			high = g.Deterrence
			break
		}
		if g.Deterrence*mean > 1000 {
			return d, fmt.Errorf("a mean cost of %g cannot be reached: with the strongest deterrence it is %g", mean, d.Mean)
		}
		low, above = g.Deterrence, d.Mean
	}
	below := d.Mean
	for range 100 {
		if math.Abs(d.Mean-mean) <= 1e-6*mean {
			return d, nil
		}
		t := (above - mean) / (above - below)
		g.Deterrence = low + min(max(t, 0.05), 0.95)*(high-low)
		if d, err = g.Distribute(); err != nil {
			return d, err
		}
		if d.Mean > mean {
			low, above = g.Deterrence, d.Mean
		} else {
			high, below = g.Deterrence, d.Mean
		}
	}
	return d, fmt.Errorf("mean cost stays at %g, %g was wanted", d.Mean, mean)
}
