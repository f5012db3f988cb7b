package health

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// room is how many patients can wait for each treatment place; whoever finds more leaves at once, as does everybody once maxLog people
// are inside or on the way. It bounds what a flood of patients costs.
// General knowledge, uncertain.
const room = 20

// come is the next patient of an origin: which hospital do they go to?
func (d *Departments) come(ctx *model.Context, o int32) {
	c := &d.coming[o]
	of := &d.spec.origins[o]
	p := patient{origin: o, number: c.number, attempts: 1, carried: of.carried, caller: model.Absent, arrival: ctx.Now()}
	c.number++
	odds := &d.spec.walk
	if of.carried {
		odds = &d.spec.ambulance
	}
	for u := d.draw(&p, forCategory).Float64(); p.category < Categories-1 && u >= odds[p.category]; {
		p.category++
	}
	p.house = d.choose(of.weights, d.draw(&p, forHospital).Float64(), false)
	wanted := p.house
	if d.shunned(&p) {
		if p.house = d.choose(of.weights, d.draw(&p, forOther).Float64(), true); p.house == none {
			p.house = wanted
		}
	}
	if p.house != wanted {
		p.attempts, p.cause = 2, d.trouble(wanted)
	}
	slot := d.enter(ctx, p, sim.RecordID{})
	switch {
	case d.tally.Inside > maxLog:
		d.end(ctx, slot, model.OutcomeLeft, d.trouble(p.house))
		return
	case p.house == wanted:
		d.arrive(ctx, slot)
		return
	}
	after := time.Duration(0) // an ambulance is told before it sets off
	if !p.carried {
		after = d.spec.travel(wanted, p.house)
	}
	d.later(ctx, after, msgArrive, slot)
}

// shunned reports whether a patient goes elsewhere than to the hospital of their choice: ambulances do when it diverts, some people on foot do,
// and everybody does when it is closed.
func (d *Departments) shunned(p *patient) bool {
	h := &d.houses[p.house]
	return h.closed() || h.diverting && (p.carried || d.draw(p, forFollow).Float64() < d.spec.options.Follow)
}

// choose picks a hospital with an emergency department by its weight, where wanted only among those that are open and do not divert. It is none if
// there is no such hospital.
func (d *Departments) choose(weights []float64, u float64, open bool) int32 {
	fits := func(i int) bool { return weights[i] > 0 && (!open || !d.houses[i].diverting && !d.houses[i].closed()) }
	sum := 0.0
	for i, w := range weights {
		if fits(i) {
			sum += w
		}
	}
	chosen, rest := int32(none), sum*u
	for i, w := range weights {
		if !fits(i) {
			continue
		}
		if chosen = int32(i); rest < w {
			break
		}
		rest -= w
	}
	return chosen
}

// called is an ambulance at the door: the sender's call brings its patient.
func (d *Departments) called(ctx *model.Context, m *model.Msg) error {
	if m.To < 0 || int(m.To) >= len(d.spec.of) || d.spec.of[m.To] == none {
		return fmt.Errorf("health: call %d brings a patient to entity %d, which is no hospital", m.Amount, m.To)
	}
	p := patient{origin: int32(d.spec.calls), number: uint64(m.Amount), attempts: 1, call: m.Amount, caller: m.From, carried: true, held: true, arrival: ctx.Now(),
		brought: m.To, category: uint8(min(max(m.Slot, 1), Categories) - 1), house: d.spec.of[m.To], cause: m.Cause}
	parent := sim.RecordID{}
	if m.Amount > 0 && m.Amount <= math.MaxUint32 {
		parent = sim.RecordID{Process: d.wiring.Calls.Process, N: uint32(m.Amount)}
	}
	d.arrive(ctx, d.enter(ctx, p, parent))
	return nil
}

// arrive is a patient at the door of a hospital.
func (d *Departments) arrive(ctx *model.Context, slot int32) {
	p := &d.patients[slot]
	d.step(ctx, p, model.StepArrived)
	p.arrival = ctx.Now()
	h := &d.houses[p.house]
	if h.closed() || d.spec.houses[p.house].places == 0 {
		d.transfer(ctx, slot)
		return
	}
	if h.waiting+h.triage >= room*d.spec.houses[p.house].places {
		d.end(ctx, slot, model.OutcomeLeft, d.trouble(p.house))
		return
	}
	h.triage++
	d.later(ctx, rng.Duration(d.spec.triage, d.draw(p, forTriage)), msgTriaged, slot)
}

// triaged is a patient whose category is known and who waits for a place. The ambulance crew hands over while there is room for the patient: as
// many can wait lying as there are places.
func (d *Departments) triaged(ctx *model.Context, slot int32) {
	p := &d.patients[slot]
	h := &d.houses[p.house]
	h.triage--
	if h.closed() {
		d.transfer(ctx, slot)
		return
	}
	d.push(slot)
	if h.waiting <= d.spec.houses[p.house].places {
		d.release(ctx, p)
	}
	if patience := d.spec.categories[p.category].patience; patience != nil && !p.held {
		rest := rng.Duration(patience, d.draw(p, forPatience)) - ctx.Now().Sub(p.arrival)
		p.timer = d.later(ctx, max(0, rest), msgPatience, slot)
	}
	house := p.house
	d.serve(ctx, house)
	d.turn(ctx, house, sim.RecordID{})
}

// release lets the ambulance go that waits with a patient.
func (d *Departments) release(ctx *model.Context, p *patient) {
	if !p.held {
		return
	}
	p.held = false
	ctx.Send(&d.self, d.wiring.Calls.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgRequest, To: p.caller,
		From: p.brought, Need: model.Absent, Amount: p.call})
}

// impatient is a patient who leaves without being seen.
func (d *Departments) impatient(ctx *model.Context, slot int32) {
	house := d.patients[slot].house
	d.remove(slot)
	d.end(ctx, slot, model.OutcomeLeft, d.trouble(house))
	d.turn(ctx, house, sim.RecordID{})
}

// working is how many places a hospital can use at its level with the staff it has.
func (d *Departments) working(h int32) int {
	x := &d.houses[h]
	return int(int64(d.spec.houses[h].places) * int64(x.level.Times(x.staff)) / int64(model.Full))
}

// serve takes waiting patients into free places, the most urgent first and the longest waiting among them. Nobody is sent away from a place.
func (d *Departments) serve(ctx *model.Context, house int32) {
	h := &d.houses[house]
	for places := d.working(house); h.busy < places; {
		slot := h.first()
		if slot == none {
			return
		}
		p := &d.patients[slot]
		ctx.Cancel(p.timer)
		d.remove(slot)
		h.busy++
		d.step(ctx, p, model.StepSeen)
		d.release(ctx, p)
		d.later(ctx, rng.Duration(d.spec.categories[p.category].treatment, d.draw(p, forTreatment)), msgTreated, slot)
	}
}

// treated is the end of a treatment: who is admitted keeps the place until a bed is ready.
func (d *Departments) treated(ctx *model.Context, slot int32) {
	p := &d.patients[slot]
	d.step(ctx, p, model.StepEnded)
	if d.draw(p, forAdmission).Float64() >= d.spec.categories[p.category].admit {
		d.discharge(ctx, slot)
		return
	}
	d.admit(ctx, slot)
}

// discharge is a patient who leaves a place.
func (d *Departments) discharge(ctx *model.Context, slot int32) {
	house := d.patients[slot].house
	if d.patients[slot].corridor {
		d.houses[house].corridor--
	} else {
		d.houses[house].busy--
	}
	d.end(ctx, slot, model.OutcomeTreated, sim.RecordID{})
	d.serve(ctx, house)
	d.turn(ctx, house, sim.RecordID{})
}
