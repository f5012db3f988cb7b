package health

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// none is the end of a list, and a patient who is not in the log.
const none = -1

// patient is somebody between arrival and leaving.
type patient struct {
	number     uint64 // in its origin
	arrival    sim.Time
	call       int64 // that brought it; 0 if none
	caller     model.EntityID
	brought    model.EntityID // hospital that the ambulance came to
	timer      sim.Timer      // patience
	cause      sim.RecordID
	log        int32 // place in the log, or none
	house      int32
	origin     int32
	next, prev int32 // in the queue
	category   uint8 // from 0
	carried    bool  // came by ambulance
	held       bool  // the ambulance of a call waits with it
	corridor   bool  // waits for a bed of the hospital without keeping a place
	attempts   uint8 // hospitals tried
}

// queue is a list of waiting patients, first come first.
type queue struct{ first, last int32 }

// new takes a slot for a patient.
func (d *Departments) new(p patient) int32 {
	if n := len(d.free); n > 0 {
		slot := d.free[n-1]
		d.free = d.free[:n-1]
		d.patients[slot] = p
		return slot
	}
	d.patients = append(d.patients, p)
	return int32(len(d.patients) - 1)
}

// enter notes a new patient of a hospital, who triggered now.
func (d *Departments) enter(ctx *model.Context, p patient, parent sim.RecordID) int32 {
	d.tally.Arrived++
	d.tally.Inside++
	p.log = none
	if len(d.log) < maxLog {
		p.log = int32(len(d.log))
		r := model.Request{Sort: model.RequestPatient, Category: p.category + 1, Attempts: p.attempts, District: d.district(&p), Unit: model.Absent,
			Asset: d.spec.houses[p.house].asset, Cause: p.cause, Parent: parent}
		for i := range r.Steps {
			r.Steps[i] = sim.Never
		}
		r.Steps[model.StepTrigger] = ctx.Now()
		if p.carried { // the way to the scene is the business of whoever sends the ambulance: here it is what tells the patient from one on foot
			r.Steps[model.StepOnScene] = ctx.Now()
		}
		d.log = append(d.log, r)
	}
	return d.new(p)
}

// district is where a patient comes from; of one whose call does not say so it is where the hospital stands.
func (d *Departments) district(p *patient) model.DistrictID {
	if at := d.spec.origins[p.origin].district; at != model.Absent {
		return at
	}
	return d.spec.city.Assets[d.spec.houses[p.house].asset].District
}

// step notes that a patient reached a step.
func (d *Departments) step(ctx *model.Context, p *patient, s model.Step) {
	if p.log != none {
		d.log[p.log].Steps[s] = ctx.Now()
	}
}

// end closes a patient's entry and frees its slot.
func (d *Departments) end(ctx *model.Context, slot int32, outcome model.Outcome, cause sim.RecordID) {
	p := &d.patients[slot]
	d.step(ctx, p, model.StepLeft)
	if p.log != none {
		r := &d.log[p.log]
		r.Outcome, r.Attempts, r.Asset = outcome, p.attempts, d.spec.houses[p.house].asset
		if r.Cause == (sim.RecordID{}) {
			r.Cause = cause
		}
	}
	d.tally.Inside--
	switch outcome {
	case model.OutcomeTreated:
		d.tally.Treated++
	case model.OutcomeLeft:
		d.tally.Left++
	case model.OutcomeTransfer:
		d.tally.Transferred++
	}
	if p.attempts > 1 && outcome != model.OutcomeTransfer {
		d.tally.Diverted++
	}
	d.release(ctx, p)
	d.free = append(d.free, slot)
}

// push puts a patient at the end of its category's queue.
func (d *Departments) push(slot int32) {
	p := &d.patients[slot]
	h := &d.houses[p.house]
	q := &h.queues[p.category]
	p.next, p.prev = none, q.last
	if q.last == none {
		q.first = slot
	} else {
		d.patients[q.last].next = slot
	}
	q.last = slot
	h.waiting++
}

// remove takes a patient out of its queue.
func (d *Departments) remove(slot int32) {
	p := &d.patients[slot]
	h := &d.houses[p.house]
	q := &h.queues[p.category]
	if p.prev == none {
		q.first = p.next
	} else {
		d.patients[p.prev].next = p.next
	}
	if p.next == none {
		q.last = p.prev
	} else {
		d.patients[p.next].prev = p.prev
	}
	h.waiting--
}

// first is the patient to be seen next, or none.
func (h *department) first() int32 {
	for c := range h.queues {
		if h.queues[c].first != none {
			return h.queues[c].first
		}
	}
	return none
}

// draw puts the dice at a patient's draw for a purpose.
func (d *Departments) draw(p *patient, purpose int) *rng.Stream {
	d.dice = d.coming[p.origin].luck[purpose].From(p.number)
	return &d.dice
}
