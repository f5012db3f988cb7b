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
	settled bool // its rate is known before the split
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

// splitStores gives every storage of a pool its rate: deficits by what they hold, surpluses by their room, none more than its
// capacity; what one cannot take goes to the others.
func (v *Solver) splitStores(root int32) sim.Time {
	p := v.pool(root)
	v.mine = v.mine[:0]
	for k, i := range v.storages {
		if v.poolOf(i) == root {
			v.mine = append(v.mine, int32(k))
			v.stores[k].settled = p.endless && p.missing <= 0
			if v.stores[k].settled {
				v.stores[k].rate = v.fill(k)
			}
		}
	}
	for again := true; again; {
		p.weight = 0
		for _, k := range v.mine {
			if !v.stores[k].settled {
				p.weight += v.weight(int(k), p)
			}
		}
		again = v.settleLimited(p)
	}
	next, covered := sim.Never, 0.0
	for _, k := range v.mine {
		s := &v.stores[k]
		if !s.settled {
			s.rate = v.part(int(k), p)
			covered += s.rate
		}
		if s.rate < 0 {
			if wait := math.Ceil(s.held / -s.rate * hour); wait < float64(sim.Never-v.now) {
				s.emptyAt = v.now + max(1, sim.Time(wait))
			}
			next = min(next, s.emptyAt)
		}
	}
	p.missing += covered
	return next
}

// fill is the rate at which storage k fills where a source has no limit: its capacity, or full in an hour.
func (v *Solver) fill(k int) float64 {
	i := v.storages[k]
	e := &v.elements[i]
	switch {
	case v.stores[k].held >= e.stored:
		return 0
	case e.capacity > 0:
		return v.limit(i, 0)
	}
	return float64(e.stored * v.state[i].available.Share())
}

// weight is what storage k holds for the pool's deficit, or its room for the surplus.
func (v *Solver) weight(k int, p *pool) float64 {
	if p.missing > 0 {
		return v.stores[k].held
	}
	return v.elements[v.storages[k]].stored - v.stores[k].held
}

// part is the rate at which storage k would cover its part of the pool's deficit (negative) or surplus (positive).
func (v *Solver) part(k int, p *pool) float64 {
	if w := v.weight(k, p); w > 0 {
		return -float64(p.missing * (w / p.weight))
	}
	return 0
}

// settleLimited settles the pool's storages whose part exceeds their capacity at that, and reports whether there were any.
func (v *Solver) settleLimited(p *pool) bool {
	taken, found := 0.0, false
	for _, k := range v.mine {
		s, i := &v.stores[k], v.storages[k]
		if s.settled || v.elements[i].capacity == 0 && v.state[i].available == model.Full {
			continue
		}
		limit := v.limit(i, p.demand)
		if rate := v.part(int(k), p); math.Abs(rate) > float64(limit*(1+slack)) {
			s.rate, s.settled, found = math.Copysign(limit, rate), true, true
			taken += s.rate
		}
	}
	p.missing += taken
	return found
}
