package emergency

import (
	"fmt"

	"cascata/model"
	"cascata/sim/rng"
)

// Staffing says how the PSAPs of a region differ from what is assumed. The zero value changes nothing.
type Staffing struct {
	Positions int     // of the main PSAP by day [1 to MaxPositions; 0 = as the city says]
	Backup    int     // of each further PSAP by day [the same]
	Neighbour *int    // positions that the neighbouring PSAP has to spare [0 to MaxPositions]; nil = 3
	Night     float64 // share of the positions that is staffed from 0 to 7 h [above 0 to 1; 0 = 0.6]
	Failover  Failover
}

// Failover is how calls are switched from the main PSAP to the second one. The zero value is what is assumed; with figures of its own it
// repeats a recorded one.
type Failover struct {
	After  rng.Dist // from the loss of the main PSAP to the first try; nil = some ten minutes
	Again  rng.Dist // from a try that failed to the next one; nil = about an hour
	Fails  int      // so many tries fail for certain [0 or more]
	Chance *float64 // that one of the others works [0 to 1]; nil = 0.8
}

// MaxReceived is the most calls that residents can be said to make [calls per 100,000 residents and year]: ten a resident.
const MaxReceived = 1_000_000

func (s *RegionSpec) checkStaffing(f *model.Faults) {
	x := &s.options.Staffing
	count := func(what string, n int) {
		if n < 0 || n > MaxPositions {
			f.Add("region: "+what, 0, 0, fmt.Sprintf("write 0 to %d", MaxPositions), "%d positions", n)
		}
	}
	count("positions", x.Positions)
	count("backup", x.Backup)
	if x.Neighbour != nil {
		count("neighbour", *x.Neighbour)
	}
	if !(x.Night >= 0 && x.Night <= 1) {
		f.Add("region: night", 0, 0, "a share above 0, up to 1", "%v", x.Night)
	}
	if c := x.Failover.Chance; c != nil && !(*c >= 0 && *c <= 1) {
		f.Add("region: failover", 0, 0, "a chance lies between 0 and 1", "chance %v", *c)
	}
	if x.Failover.Fails < 0 {
		f.Add("region: failover", 0, 0, "write 0 or more", "%d tries fail", x.Failover.Fails)
	}
	if c := s.options.Redial; c != nil && !(*c >= 0 && *c <= 1) {
		f.Add("region: redial", 0, 0, "a chance lies between 0 and 1", "chance %v", *c)
	}
	if r := s.options.Received; !(r >= 0 && r <= MaxReceived) {
		f.Add("region: received", 0, 0, fmt.Sprintf("write 0 to %d", MaxReceived), "%v calls per 100,000 residents and year", r)
	}
}

// received is the calls received per 100,000 residents and year.
func (o *RegionOptions) received() float64 {
	if o.Received > 0 {
		return o.Received
	}
	return received
}

func (o *RegionOptions) redial() float64 {
	if o.Redial != nil {
		return *o.Redial
	}
	return redialChance
}

// scale brings what residents call about to what is received in all.
func (s *RegionSpec) scale() {
	for _, o := range []origin{originEmergency, originOther, originPocket} {
		s.sources[o].perYear *= s.options.received() / received
	}
}

// positions is how many positions a PSAP has by day; main is the first one. n is what the city says.
func (x *Staffing) positions(main bool, n int) int {
	switch {
	case main && x.Positions > 0:
		return x.Positions
	case !main && x.Backup > 0:
		return x.Backup
	}
	return n
}

func (x *Staffing) neighbour() int {
	if x.Neighbour != nil {
		return *x.Neighbour
	}
	return neighbourPositions
}

func (x *Staffing) night() float64 {
	if x.Night > 0 {
		return x.Night
	}
	return nightShare
}

func (x *Failover) after() rng.Dist {
	if x.After != nil {
		return x.After
	}
	return failoverAfter()
}

func (x *Failover) again() rng.Dist {
	if x.Again != nil {
		return x.Again
	}
	return failoverAgain()
}

// works is whether a try, the first one being 0, works; u is its draw.
func (x *Failover) works(try uint64, u float64) bool {
	if try < uint64(x.Fails) {
		return false
	}
	if x.Chance != nil {
		return u < *x.Chance
	}
	return u < failoverChance
}
