package transport

import (
	"context"
	"sync"
)

// How well an equilibrium of the city is solved. Levels are told in steps far coarser than what this gap leaves open.
const (
	cityGap    = 1e-4
	cityRounds = 200
)

// quiet is the equilibrium of an hour of a quiet day. It is read only once it is there.
type quiet struct {
	once   sync.Once
	a      *Assignment
	time   []float64 // by pair: mean time of a trip [s]
	demand *Demand
}

// at is the equilibrium of an hour of a quiet day, solved from nothing so that it does not matter who asks first.
func (r *Roads) at(slot int) *quiet {
	q := &r.quiet[slot]
	q.once.Do(func() {
		q.demand = r.pairs.demand(r.pairs.hourly(slot))
		q.a = NewAssignment(r.spec, q.demand)
		copy(q.a.perf, r.plan)
		// An error would need flows beyond all numbers, which residents do not make; not converged, the flows are feasible.
		_, _ = q.a.Solve(context.Background(), Options{Gap: r.gap, Rounds: r.rounds})
		t := newTrips(r)
		t.measure(q.a, q.a.cost)
		q.time = t.time
		q.a.work, q.a.tree = nil, nil // it will not be solved again
	})
	return q
}

// put gives a link another cost.
func (a *Assignment) put(link int, p perf) {
	was := a.perf[link].closed
	a.perf[link] = p
	if p.closed != was {
		a.unsettle(int32(link))
	}
}

// copyFrom takes over the equilibrium of another assignment of the same Spec. It allocates nothing once its memory has grown.
func (a *Assignment) copyFrom(b *Assignment) {
	copy(a.number, b.number)
	copy(a.perf, b.perf)
	copy(a.flow, b.flow)
	copy(a.cost, b.cost)
	copy(a.rise, b.rise)
	copy(a.stale, b.stale)
	a.demand, a.last = b.demand, b.last
	for z := range a.bushes {
		x, y := &a.bushes[z], &b.bushes[z]
		x.order, x.first, x.link = append(x.order[:0], y.order...), append(x.first[:0], y.first...), append(x.link[:0], y.link...)
		x.tailAt, x.flow, x.excess = append(x.tailAt[:0], y.tailAt...), append(x.flow[:0], y.flow...), y.excess
	}
}
