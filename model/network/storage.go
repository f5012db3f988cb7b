package network

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// store is what a storage holds.
type store struct {
	held    float64 // [unit x h]
	rate    float64 // [unit], positive while filling
	emptyAt sim.Time
	dried   uint32 // round in which it ran empty
	empty   bool
	settled bool // its rate is known
}

const hour = float64(time.Hour)

// flowStores lets the storages run at their rates until now.
func (v *Solver) flowStores(now sim.Time) {
	dt := float64(now.Sub(v.now)) / hour
	v.now = now
	for k, i := range v.storages {
		s := &v.stores[k]
		stored := v.elements[i].stored
		s.held = min(stored, s.held+float64(s.rate*dt))
		switch {
		case s.rate < 0 && (s.emptyAt <= now || s.held <= float64(stored*slack)):
			s.held, s.empty, s.dried = 0, true, v.round
		case s.rate > 0 && dt > 0:
			s.empty = false
		}
		s.rate, s.emptyAt = 0, sim.Never
	}
}

// splitStores gives every storage its rate: deficits by what they hold, surpluses by their room, none more than its
// capacity; what one cannot take goes to the others.
func (v *Solver) splitStores() sim.Time {
	for k, i := range v.storages {
		p := v.poolOf(i)
		v.stores[k].settled = p == nil
		if p != nil && p.endless && p.missing <= 0 {
			v.stores[k].settled = true
			v.stores[k].rate = v.fill(k)
		}
	}
	for again := true; again; {
		v.weigh()
		again = v.settleLimited()
	}
	next := sim.Never
	for k, i := range v.storages {
		s := &v.stores[k]
		if !s.settled {
			p := v.poolOf(i)
			s.rate = v.share(k, p)
			p.taken += s.rate
		}
		if s.rate < 0 {
			if wait := math.Ceil(s.held / -s.rate * hour); wait < float64(sim.Never-v.now) {
				s.emptyAt = v.now + max(1, sim.Time(wait))
			}
			next = min(next, s.emptyAt)
		}
	}
	v.book()
	return next
}

// fill is the rate at which storage k fills where a source has no limit: its capacity, or full in an hour.
func (v *Solver) fill(k int) float64 {
	e := &v.elements[v.storages[k]]
	switch {
	case v.stores[k].held >= e.stored:
		return 0
	case e.capacity > 0:
		return v.limit(v.storages[k], 0)
	}
	return float64(e.stored * v.state[v.storages[k]].available.Share())
}

// weigh sums the weights of the storages that are still to be settled, pool by pool.
func (v *Solver) weigh() {
	for _, i := range v.storages {
		if p := v.poolOf(i); p != nil {
			p.weight = 0
		}
	}
	for k, i := range v.storages {
		if !v.stores[k].settled {
			p := v.poolOf(i)
			p.weight += v.weight(k, p)
		}
	}
}

// weight is what storage k holds for the pool's deficit, or its room for the surplus.
func (v *Solver) weight(k int, p *pool) float64 {
	if p.missing > 0 {
		return v.stores[k].held
	}
	return v.elements[v.storages[k]].stored - v.stores[k].held
}

// share is the rate at which storage k would cover its part of the pool's deficit (negative) or surplus (positive).
func (v *Solver) share(k int, p *pool) float64 {
	if w := v.weight(k, p); w > 0 {
		return -float64(p.missing * (w / p.weight))
	}
	return 0
}

// settleLimited settles the storages whose share exceeds their capacity at that, and reports whether there were any.
func (v *Solver) settleLimited() bool {
	found := false
	for k, i := range v.storages {
		s := &v.stores[k]
		if s.settled || v.elements[i].capacity == 0 && v.state[i].available == model.Full {
			continue
		}
		p := v.poolOf(i)
		limit := v.limit(i, p.demand)
		if rate := v.share(k, p); math.Abs(rate) > float64(limit*(1+slack)) {
			s.rate, s.settled, found = math.Copysign(limit, rate), true, true
			p.taken += s.rate
		}
	}
	v.book()
	return found
}

// book moves what was settled from what is missing.
func (v *Solver) book() {
	for _, i := range v.storages {
		if p := v.poolOf(i); p != nil {
			p.missing += p.taken
			p.taken = 0
		}
	}
}
