package telecom

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// The timers of a telephone that finds its network again: it tries five times, ten seconds apart, and then waits longer (T3411 and T3402 of 3GPP
// TS 24.301, from memory).
const (
	retry   = 10 * time.Second
	backOff = 12 * time.Minute
	settled = 0.001 // share of the customers below which a storm is over
)

// crowd is the telephones of an operator in a district: those with a cell, and of them those that are registered. The others try.
type crowd struct{ covered, registered float64 }

// storm is the live half of an operator whose telephones register all at once, after cells were dark.
type storm struct {
	pending float64  // people who try to register
	fresh   float64  // of them, those who have just found their network again
	tick    sim.Time // of the latest step
}

// open is the first state: everybody with a cell is registered.
func (s *solver) open() {
	for i := range s.m.spots {
		c := &s.crowds[s.key(int32(i))]
		c.covered += float64(s.m.spots[i].people * s.spots[i].cover)
		c.registered = c.covered
	}
}

// key is the number of a spot's operator in its district.
func (s *solver) key(i int32) int32 {
	n := int32(len(s.operators))
	return int32(s.m.spots[i].district)*n + i%n
}

// find notes that more or fewer people of a spot have a cell than before. What an operator lets on again bit by bit (sign) does not storm.
func (s *solver) find(i int32, before float64) {
	moved := float64(s.m.spots[i].people * (s.spots[i].cover - before))
	if moved == 0 {
		return
	}
	c, o := &s.crowds[s.key(i)], i%int32(len(s.operators))
	x := &s.storms[o]
	if moved < 0 {
		lost := -moved
		if c.registered < c.covered && c.covered > 0 {
			lost = math.Min(c.registered, lost*c.registered/c.covered)
			x.pending = math.Max(0, x.pending+moved+lost)
			x.fresh = math.Min(x.fresh, x.pending)
		}
		c.covered, c.registered = math.Max(0, c.covered+moved), math.Max(0, c.registered-lost)
		return
	}
	c.covered += moved
	if s.operators[o].woke || s.m.operators[o].built == 0 {
		c.registered += moved
		return
	}
	if x.pending == 0 {
		x.tick = s.now
	}
	x.pending, x.fresh = x.pending+moved, x.fresh+moved
}

// calm brings the storms up to now, in steps, and ends those that are over.
func (s *solver) calm(now sim.Time) {
	for o := range s.storms {
		x := &s.storms[o]
		for x.pending > 0 && now.Sub(x.tick) >= signing {
			x.tick = x.tick.Add(signing)
			s.register(o)
		}
	}
}

// brewing is when storms have to be looked at next.
func (s *solver) brewing() sim.Time {
	next := sim.Never
	for o := range s.storms {
		if x := &s.storms[o]; x.pending > 0 {
			next = min(next, x.tick.Add(signing))
		}
	}
	return next
}

// burst registers those at once who are few enough for the first minute, in which each tries five times.
func (s *solver) burst() {
	for o := range s.storms {
		x := &s.storms[o]
		if x.pending > 0 && x.pending == x.fresh && x.pending <= s.registers(o)*float64(time.Minute)/float64(SignOn) {
			s.admit(o, 1)
			x.pending, x.fresh = 0, 0
		}
	}
}

// register is one step of a storm. As long as fewer try than core and register can take, all who try get on. Of more, those get on whom they can
// take; the others find no answer and wait before they try again.
func (s *solver) register(o int) {
	x := &s.storms[o]
	tries := x.fresh*float64(signing)/float64(retry) + (x.pending-x.fresh)*float64(signing)/float64(backOff)
	can := s.registers(o) * float64(signing) / float64(SignOn)
	through := 1.0
	if tries > can {
		through = can / tries
	}
	done := math.Min(x.fresh, float64(x.fresh*float64(signing)/float64(retry)*through))
	done += math.Min(x.pending-x.fresh, float64((x.pending-x.fresh)*(1-math.Exp(-float64(signing)/float64(backOff)))*through))
	x.fresh = 0
	if x.pending-done <= settled*s.m.operators[o].customers {
		done = x.pending
	}
	s.admit(o, done/x.pending)
	x.pending -= done
}

// registers is how many telephones an operator can register in the time SignOn: what its cores can, as far as the register works, less what
// others ask of it.
func (s *solver) registers(o int) float64 {
	m, can, asked := &s.m.operators[o], 0.0, 0.0
	for _, i := range m.cores {
		can += float64(s.m.city.Assets[s.m.members[i].asset].Capacity * s.itself(i).Share())
		asked += s.state[i].asked
	}
	can = can / m.built * m.signs * s.best(m.registers)
	if asked > 0 {
		can *= can / (can + asked)
	}
	return can
}

// admit registers a share of those who try, in every district alike.
func (s *solver) admit(o int, share float64) {
	n := int32(len(s.operators))
	at := model.AssetID(model.Absent)
	if m := &s.m.operators[o]; len(m.registers) > 0 {
		at = s.m.members[m.registers[0]].asset
	}
	for k := int32(o); k < int32(len(s.crowds)); k += n {
		c := &s.crowds[k]
		if c.registered == c.covered {
			continue
		}
		if share == 1 {
			c.registered = c.covered
		} else {
			c.registered += float64((c.covered - c.registered) * share)
		}
		s.mobile.add(k)
		if s.cause[k].code == model.WhyUnknown {
			s.cause[k] = why{model.WhyNetworkBack, at}
		}
	}
}

// registered is the share of an operator's customers with a cell, in a district, who are registered.
func (s *solver) registered(k int32) float64 {
	if c := &s.crowds[k]; c.registered < c.covered {
		return c.registered / c.covered
	}
	return 1
}
