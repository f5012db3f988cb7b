package power

import (
	"math"
	"sort"
)

const (
	even      = 1e-9 // an imbalance below it is none [per unit]
	halvings  = 60
	slowest   = 0.9 // frequencies looked at [relative to nominal]
	fastest   = 1.1
	steadyGap = 1e-9 // a deviation of frequency below it is none
)

// balance finds every island's frequency at which governors, load and shedding meet, and sets generation and load to it.
func (c *Cascade) balance() {
	c.unrest = false
	s := c.s
	for id := 0; id < len(s.isles); id++ {
		isle := &s.isles[id]
		if isle.gone || isle.slack == none || math.Abs(isle.sum) < even && !c.strained(int32(id)) {
			continue
		}
		c.island(int32(id))
	}
}

// strained says whether an island's units are off their set points, as after an event whose frequency is not yet restored.
func (c *Cascade) strained(id int32) bool {
	for row, at := range c.s.g.genAt {
		if c.s.of[at] == id && c.s.genOn[row] && math.Abs(c.s.gen[row]-c.set[row]) > even {
			return true
		}
	}
	return false
}

// members lists an island's units in service and its places.
func (c *Cascade) members(id int32) {
	c.units, c.homes = c.units[:0], c.homes[:0]
	for row, at := range c.s.g.genAt {
		if c.s.of[at] == id && c.s.genOn[row] {
			c.units = append(c.units, int32(row))
		}
	}
	for _, place := range c.s.g.placeOf {
		if c.s.of[place] == id {
			c.homes = append(c.homes, place)
		}
	}
}

// island balances one island. Stages shed until the frequency stays above them; a frequency beyond the units' limits trips
// units: all when it is too low, one after the other when it is too high.
func (c *Cascade) island(id int32) {
	s := c.s
	c.members(id)
	leader := c.homes[0]
	stage, shed := &c.stage[leader], 0.0
	for _, place := range c.homes { // a part of an island has shed what the island has shed
		*stage = max(*stage, c.stage[place])
	}
	before := c.demand()
	for {
		f := c.frequency()
		for *stage < len(c.opt.Stages) && f <= c.opt.Stages[*stage].Below {
			shed += c.shed(c.opt.Stages[*stage].Share * before)
			*stage++
			f = c.frequency()
		}
		for _, place := range c.homes {
			c.stage[place] = *stage
		}
		switch {
		case f < c.opt.Collapse:
			c.report(leader, &shed)
			for _, row := range c.units {
				s.SwitchGen(int(row), false)
				c.note(GenTrip, int(row), 0)
			}
			return
		case f > c.opt.Surge && c.trip():
			continue
		}
		c.report(leader, &shed)
		c.apply(f)
		c.unrest = c.unrest || math.Abs(f-1) > steadyGap && c.canMove(f)
		return
	}
}

func (c *Cascade) report(leader int32, shed *float64) {
	if *shed > 0 {
		c.note(Shed, int(c.s.g.rowAt[leader]), *shed)
		*shed = 0
	}
}

// demand is the island's load at nominal frequency; what draws nothing or feeds in counts as it is.
func (c *Cascade) demand() float64 {
	var sum float64
	for _, place := range c.homes {
		sum += c.planned[place] * c.kept[place]
	}
	return sum
}

// reach is how far a unit's governor can go down and up from its set point [per unit].
func (c *Cascade) reach(row int32) (down, up float64) {
	g, base := &c.s.g.c.Gens[row], c.s.g.c.BaseMVA
	reserve := c.opt.Reserve * c.size(row)
	return max(0, c.set[row]-g.Pmin/base), min(reserve, max(0, g.Pmax/base-c.set[row]))
}

// size is a unit's range [per unit]: Pmax, or its output when the file gives no limit.
func (c *Cascade) size(row int32) float64 {
	g := &c.s.g.c.Gens[row]
	if unlimited(g.Pmax) {
		return math.Abs(c.set[row])
	}
	return math.Max(g.Pmax, 0) / c.s.g.c.BaseMVA
}

// output is what a unit gives at a frequency.
func (c *Cascade) output(row int32, f float64) float64 {
	down, up := c.reach(row)
	return c.set[row] + min(up, max(-down, (1-f)/c.opt.Droop*c.size(row)))
}

// frequency is where generation meets load, by halving: generation falls and load grows with frequency. Beyond the range looked
// at, its end.
func (c *Cascade) frequency() float64 {
	demand := c.demand()
	surplus := func(f float64) float64 {
		x := -demand * (1 + c.opt.Damping*(f-1))
		for _, row := range c.units {
			x += c.output(row, f)
		}
		return x
	}
	if math.Abs(surplus(1)) < even {
		return 1
	}
	low, high := slowest, fastest
	for range halvings {
		if middle := (low + high) / 2; surplus(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// apply sets outputs and loads to what they are at a frequency; a last rounding goes to the slack.
func (c *Cascade) apply(f float64) {
	s, base := c.s, c.s.g.c.BaseMVA
	for _, row := range c.units {
		s.SetGen(int(row), c.output(row, f)*base)
	}
	for _, place := range c.homes {
		if c.planned[place] != 0 {
			s.SetLoad(int(s.g.rowAt[place]), c.planned[place]*c.kept[place]*(1+c.opt.Damping*(f-1))*base)
		}
	}
}

// shed takes load off, in proportion or by priority, and returns how much.
func (c *Cascade) shed(amount float64) float64 {
	var total, done float64
	for _, place := range c.homes {
		total += max(0, c.planned[place]*c.kept[place])
	}
	if total <= 0 || amount <= 0 {
		return 0
	}
	if c.opt.Priority == nil {
		share := min(1, amount/total)
		for _, place := range c.homes {
			if c.planned[place] > 0 {
				c.kept[place] *= 1 - share
			}
		}
		return share * total
	}
	priority := func(i int) float64 { return c.opt.Priority[c.s.g.rowAt[c.homes[i]]] }
	sort.SliceStable(c.homes, func(a, b int) bool { return priority(a) < priority(b) })
	for _, place := range c.homes {
		if x := c.planned[place] * c.kept[place]; x > 0 && done < amount {
			c.kept[place] = 0
			done += x
		}
	}
	return done
}

// trip disconnects the largest unit, when there is another; one alone runs down as far as it can and is cut off with its island.
func (c *Cascade) trip() bool {
	best := none
	for i, row := range c.units {
		if c.set[row] > 0 && (best == none || c.set[row] > c.set[c.units[best]]) {
			best = i
		}
	}
	if best == none {
		return false
	}
	row := c.units[best]
	c.units = append(c.units[:best], c.units[best+1:]...)
	c.s.SwitchGen(int(row), false)
	c.note(GenTrip, int(row), 0)
	return len(c.units) > 0
}

// rate is how fast a unit can be re-dispatched [per unit a second]: the file's ramp rates, else a share of its size.
func (c *Cascade) rate(row int32) float64 {
	g := &c.s.g.c.Gens[row]
	switch {
	case len(g.More) > moreRampAGC && g.More[moreRampAGC] > 0:
		return g.More[moreRampAGC] / 60 / c.s.g.c.BaseMVA
	case len(g.More) > moreRamp10 && g.More[moreRamp10] > 0:
		return g.More[moreRamp10] / 600 / c.s.g.c.BaseMVA
	}
	return c.opt.Ramp * c.size(row) / 60
}

// room is how far a unit's set point can move towards restoring the frequency.
func (c *Cascade) room(row int32, f float64) float64 {
	g, base := &c.s.g.c.Gens[row], c.s.g.c.BaseMVA
	if f < 1 {
		return max(0, g.Pmax/base-c.set[row])
	}
	return max(0, c.set[row]-g.Pmin/base)
}

func (c *Cascade) canMove(f float64) bool {
	for _, row := range c.units {
		if c.room(row, f) > even {
			return true
		}
	}
	return false
}

// redispatch moves set points towards nominal frequency, no unit faster than its ramp (secondary control).
func (c *Cascade) redispatch(dt float64) {
	for id := range c.s.isles {
		isle := &c.s.isles[id]
		if isle.gone || isle.slack == none || c.s.stale {
			continue
		}
		c.members(int32(id))
		missing := c.demand()
		for _, row := range c.units {
			missing -= c.set[row]
		}
		if math.Abs(missing) < even {
			continue
		}
		f := 1 - math.Copysign(1, missing)
		var able float64
		for _, row := range c.units {
			able += min(c.room(row, f), c.rate(row)*dt)
		}
		if able == 0 {
			continue
		}
		share := math.Copysign(min(1, math.Abs(missing)/able), missing)
		for _, row := range c.units {
			c.set[row] += share * min(c.room(row, f), c.rate(row)*dt)
		}
	}
}
