package transport

import (
	"context"
	"fmt"
	"math"
)

// Assignment is one replication's user equilibrium: flows on a Spec, kept between solves so that a change is a small one.
type Assignment struct {
	spec   *Spec
	demand *Demand
	number []int32 // by zone: its number as an origin of the demand, -1 if nothing begins there
	perf   []perf  // links as they are now
	factor []float64
	delay  []float64

	bushes []bush // by zone; empty where none was needed yet
	stale  []bool // by zone: the bush does not fit the network
	flow   []float64
	cost   []float64
	rise   []float64 // derivative of the cost
	work   *workshop
	tree   *tree
	last   Result
	goal   float64 // the gap to reach
}

// Options say when to stop; the zero value is a relative gap of 1e-6 within 500 rounds.
type Options struct {
	Gap    float64 // relative gap to reach; 0 is 1e-6
	Rounds int     // at most so many; 0 is 500
}

// Result is an equilibrium and how good it is.
type Result struct {
	Gap       float64 // (TotalTime - ShortestTime) / TotalTime
	Objective float64 // Beckmann's: sum over links of the integral of the cost from 0 to the flow
	TotalTime float64 // sum over links of flow times cost [trips x cost]
	Shortest  float64 // the same if all were on the cheapest path at these costs
	Unserved  float64 // trips that have no path
	Rounds    int
	Converged bool // the gap asked for was reached
}

// NewAssignment has no flow yet.
func NewAssignment(s *Spec, d *Demand) *Assignment {
	n := len(s.tail)
	reals := func() []float64 { return make([]float64, n) }
	a := &Assignment{spec: s, number: make([]int32, s.zones), perf: append([]perf(nil), s.perf...), factor: reals(), delay: reals(),
		bushes: make([]bush, s.zones), stale: make([]bool, s.zones), flow: reals(), cost: reals(), rise: reals(), work: newWorkshop(s), tree: newTree(s)}
	for l := range a.factor {
		a.factor[l] = 1
	}
	a.SetDemand(d)
	return a
}

// SetDemand replaces the demand, which must have been made for the same Spec. The paths in use stay.
func (a *Assignment) SetDemand(d *Demand) {
	a.demand = d
	for z := range a.number {
		a.number[z] = -1
	}
	for i, v := range d.origins {
		a.number[v] = int32(i)
	}
}

// SetLink gives a link, numbered from 0 in the order of the network, a share of its capacity and a delay [unit of cost, >= 0]
// on top of its cost. Capacity 0 closes it, whatever its cost without traffic.
func (a *Assignment) SetLink(link int, capacity, delay float64) error {
	if link < 0 || link >= len(a.perf) || !within(capacity) || !within(delay) || capacity > 0 && capacity < 1e-9 {
		return fmt.Errorf("link %d with %g of its capacity and a delay of %g: the network has links 0 to %d, capacity is 0 or at least 1e-9, a delay 0 or more", link, capacity, delay, len(a.perf)-1)
	}
	p := &a.perf[link]
	was := p.closed
	a.factor[link], a.delay[link] = capacity, delay
	*p = a.spec.perf[link]
	p.fixed += delay
	p.closed = capacity == 0
	if !p.closed {
		p.inverse /= capacity
	}
	if p.closed != was {
		a.unsettle(int32(link))
	}
	return nil
}

// unsettle marks the bushes that a closed link leaves with a hole, or that an opened one lets reach further.
func (a *Assignment) unsettle(link int32) {
	for z := range a.bushes {
		b := &a.bushes[z]
		if len(b.order) == 0 || a.stale[z] {
			continue
		}
		tail, head := false, false
		for _, v := range b.order {
			tail = tail || v == a.spec.tail[link]
			head = head || v == a.spec.head[link]
		}
		if !a.perf[link].closed {
			a.stale[z] = tail && !head
			continue
		}
		for _, l := range b.link {
			a.stale[z] = a.stale[z] || l == link
		}
	}
}

// Flow and Cost of a link, numbered from 0. The cost of a closed link is what it would be open.
func (a *Assignment) Flow(link int) float64 { return a.flow[link] }

// Cost is that of the link at its flow.
func (a *Assignment) Cost(link int) float64 { return a.cost[link] }

// Result is that of the last Solve.
func (a *Assignment) Result() Result { return a.last }

// Solve finds the user equilibrium (Wardrop 1952; Beckmann, McGuire and Winsten 1956) by Algorithm B (Dial 2006), starting
// from the flows of the last one. If the gap is not reached within the rounds the flows are those of the last round, which are
// feasible, and Converged is false. An error means that there are no flows: costs beyond all numbers, or ctx ended.
func (a *Assignment) Solve(ctx context.Context, opt Options) (Result, error) {
	if opt.Gap == 0 {
		opt.Gap = 1e-6
	}
	if opt.Rounds == 0 {
		opt.Rounds = 500
	}
	r := Result{Unserved: a.prepare()}
	a.goal = opt.Gap
	for {
		a.measure(&r)
		a.last = r
		if math.IsNaN(r.TotalTime) || math.IsInf(r.TotalTime, 0) {
			return r, fmt.Errorf("round %d: total cost is %g: flows far above capacity", r.Rounds, r.TotalTime)
		}
		r.Converged = r.Gap <= opt.Gap
		a.last = r
		if r.Converged || r.Rounds == opt.Rounds {
			return r, nil
		}
		if err := ctx.Err(); err != nil {
			return r, err
		}
		a.round()
		r.Rounds++
	}
}
