package health

import (
	"cascata/model"
	"cascata/sim"
)

// closed reports whether a hospital takes nobody in.
func (h *department) closed() bool { return h.level < closedBelow }

// trouble is the Change that a patient of a hospital can blame: by which it diverts, else which lowered its level, else by which a
// neighbour diverts. It is zero on an ordinary day.
func (d *Departments) trouble(house int32) sim.RecordID {
	h := &d.houses[house]
	switch {
	case h.diverting:
		return h.decision
	case h.level < model.Full:
		return h.cause
	}
	for i := range d.houses {
		if x := &d.houses[i]; x.diverting && !x.crowded {
			return x.decision
		}
	}
	return sim.RecordID{}
}

// turn lets a hospital decide whether it diverts ambulances, after a change of its level (cause) or of its patients. It diverts below a level of
// service; or when it is crowded and there is something to blame: ordinary crowds are ordinary business.
func (d *Departments) turn(ctx *model.Context, house int32, cause sim.RecordID) {
	h, o := &d.houses[house], &d.spec.options
	if d.spec.houses[house].places == 0 {
		return
	}
	low := h.level < model.LevelOf(o.Level)
	inside, places := float64(h.waiting+h.busy+h.corridor), float64(d.working(house))
	switch {
	case !h.diverting && low:
		d.divert(ctx, house, cause, false)
	case !h.diverting && inside > o.Crowded*places:
		if blame := d.trouble(house); blame != (sim.RecordID{}) {
			d.divert(ctx, house, blame, true)
		}
	case h.diverting && !low && inside <= o.Relieved*places:
		h.diverting = false
		if cause == (sim.RecordID{}) {
			cause = h.decision
		}
		id := d.say(ctx, house, model.WhyAccepts, model.None, model.Full, cause, model.CauseBehaviour)
		d.tell(ctx, house, model.Full, id)
	}
	if cause != (sim.RecordID{}) {
		if h.closed() {
			d.empty(ctx, house)
		}
		d.serve(ctx, house)
	}
}

// divert begins a diversion.
func (d *Departments) divert(ctx *model.Context, house int32, cause sim.RecordID, crowded bool) {
	h := &d.houses[house]
	h.diverting, h.crowded = true, crowded
	code, kind := model.WhyDiverts, model.CauseAll
	if crowded {
		code, kind = model.WhyDivertsCrowd, model.CauseOverload
	}
	h.decision = d.say(ctx, house, code, model.Full, model.None, cause, kind)
	d.tell(ctx, house, model.None, h.decision)
}

// tell lets those who send ambulances know.
func (d *Departments) tell(ctx *model.Context, house int32, level model.Level, cause sim.RecordID) {
	if !d.spec.options.Messages {
		return
	}
	to := d.wiring.Calls
	ctx.Send(&d.self, to.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgReading, To: to.Entity, From: d.spec.houses[house].asset.Entity(),
		Level: level, Need: model.Absent, Cause: cause})
}

// empty moves everybody who waits out of a closed hospital, the most urgent first.
func (d *Departments) empty(ctx *model.Context, house int32) {
	h := &d.houses[house]
	for slot := h.first(); slot != none; slot = h.first() {
		ctx.Cancel(d.patients[slot].timer)
		d.remove(slot)
		d.transfer(ctx, slot)
	}
}

// transfer takes a patient of a closed hospital to the nearest one that is open; where none is, they leave.
func (d *Departments) transfer(ctx *model.Context, slot int32) {
	p := d.patients[slot]
	to := d.nearest(p.house)
	blame := d.trouble(p.house)
	if to == none {
		d.end(ctx, slot, model.OutcomeLeft, blame)
		return
	}
	d.patients[slot].held = false // an ambulance that waits with the patient takes them on
	d.end(ctx, slot, model.OutcomeTransfer, blame)
	after := d.spec.travel(p.house, to)
	parent := sim.RecordID{}
	if p.log != none {
		parent = sim.RecordID{Process: d.wiring.Self, N: uint32(p.log) + 1}
	}
	p.house, p.carried, p.timer, p.cause = to, true, sim.Timer{}, blame
	if p.attempts < 255 {
		p.attempts++
	}
	d.later(ctx, after, msgArrive, d.enter(ctx, p, parent))
}

// nearest is the nearest other hospital with a department that is open, one that does not divert before one that does; none if there is none.
func (d *Departments) nearest(from int32) int32 {
	best, least := int32(none), 0.0
	at := d.spec.city.Assets[d.spec.houses[from].asset].At
	for i := range d.spec.houses {
		h := &d.houses[i]
		if int32(i) == from || d.spec.houses[i].places == 0 || h.closed() {
			continue
		}
		away := distance(at, d.spec.city.Assets[d.spec.houses[i].asset].At)
		if h.diverting {
			away += 1e6 // a thousand kilometres further: only if nobody else does
		}
		if best == none || away < least {
			best, least = int32(i), away
		}
	}
	return best
}
