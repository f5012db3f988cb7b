package emergency

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// centre is a PSAP in one replication.
type centre struct {
	psap      *PSAP
	positions int // that take calls now
	shift     shift
	lateness  sim.RecordID // the Change that says who is late
}

// The failover from the main PSAP to the second one: somebody has to notice and to switch.
const (
	// failoverChance is that switching works at the first try (0.5 to 0.99, an assumption): BT's failed by human error in 2023, Orange's six
	// redundant sites failed together in 2021.
	failoverChance = 0.8
	// manualBelow is the level of the dispatch system from which on people work on paper.
	manualBelow = 0.5
	// crowded is how many calls may wait for each position before a new one overflows to the neighbour (1 to 5, an assumption).
	crowded = 3
)

// failoverAfter is from the loss of the main PSAP to the first try, failoverAgain from one try to the next. BT needed 69 minutes, and 77
// more after the first try.
func failoverAfter() rng.Dist { return rng.LogNormal{Median: 600, Sigma: 0.7} }
func failoverAgain() rng.Dist { return rng.LogNormal{Median: 3600, Sigma: 0.5} }

// openCentres makes the PSAPs.
func (r *Region) openCentres() {
	r.centres = make([]centre, len(r.spec.centres))
	for i := range r.centres {
		x := &r.centres[i]
		x.psap = New(&r.spec.centres[i].spec, r.wiring.Root)
		x.positions = r.spec.centres[i].positions
		index := int8(i)
		x.psap.Observe = func(what What, at sim.Time, c *Call) { r.observe(index, what, at, c) }
	}
}

// home is the PSAP that takes the calls of the region: the main one, or the second one once calls have been switched over.
func (r *Region) home() int {
	if r.switched && r.centres[0].positions == 0 {
		for i := 1; i < len(r.centres)-1; i++ {
			if r.centres[i].positions > 0 {
				return i
			}
		}
		return len(r.centres) - 1
	}
	return 0
}

// route is the PSAP to which a new call goes: the neighbour's where the queue is long and the neighbour has room.
func (r *Region) route() int {
	i, last := r.home(), len(r.centres)-1
	if i == last || r.centres[i].positions == 0 {
		return i
	}
	d, n := r.centres[i].psap.Desk(), r.centres[last].psap.Desk()
	if d.Waiting() >= crowded*r.centres[i].positions && n.Waiting() < r.centres[last].positions {
		return last
	}
	return i
}

// staff sets the positions of all PSAPs by the hour and by what the region knows of them. lost cuts off calls at positions that are gone.
func (r *Region) staff(lost bool) {
	_, clock := r.spec.clock.Clock(r.now)
	for i := range r.centres {
		x, s := &r.centres[i], &r.spec.centres[i]
		staffed := manned(s.planned(clock, r.spec.options.Staffing.night()), r.level(s.asset).level, x.shift.absent(r.now))
		if staffed != x.positions {
			x.positions = staffed
			x.psap.Staff(r.now, staffed, lost, false)
		}
	}
}

// centreChanged follows the level of a PSAP.
func (r *Region) centreChanged(i int) {
	was := r.centres[i].positions
	r.staff(r.level(r.spec.centres[i].asset).level == model.None)
	if i != 0 {
		return
	}
	switch now := r.centres[0].positions; {
	case now == 0 && was > 0:
		r.outages++
		r.tries = 0
		r.tryFailover(r.spec.options.Staffing.Failover.after())
	case now > 0:
		r.switched = false
	}
}

// tryFailover sets the next try. Draws are those of the outage and of the try.
func (r *Region) tryFailover(after rng.Dist) {
	r.dice = r.switching.From(r.outages<<20 + r.tries<<1)
	r.agenda.push(task{at: r.now.Add(rng.Duration(after, &r.dice)), what: dutyFailover, mark: uint32(r.outages)})
}

// failover switches the calls over, or fails to.
func (r *Region) failover(ctx *model.Context, outage uint32) {
	if uint64(outage) != r.outages || r.centres[0].positions > 0 {
		return
	}
	r.dice = r.switching.From(r.outages<<20 + r.tries<<1 + 1)
	f := &r.spec.options.Staffing.Failover
	r.tries++
	if f.works(r.tries-1, r.dice.Float64()) {
		r.switched = true
		r.saySwitched(ctx)
		return
	}
	r.tryFailover(f.again())
}

// saySwitched records that somebody switched the calls over.
func (r *Region) saySwitched(ctx *model.Context) {
	main := r.spec.centres[0].asset
	c := model.Change{Kind: model.KindDecision, Entity: main.Entity(), From: model.None, To: model.Full,
		Why: model.Why{Code: model.WhySwitchedOver, Other: model.Absent, Need: model.Absent}}
	if to := r.spec.centres[r.home()].asset; to != model.Absent {
		c.Why.Other = to.Entity()
	}
	c.Add(r.level(main).cause, model.CauseAll)
	r.switchover = ctx.Emit(c)
}
