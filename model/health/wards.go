package health

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// The rules of wards: general knowledge, uncertain (docs/health.md).
const (
	occupancy  = 0.92          // of the beds for emergency admissions on an ordinary day, where there are many: 0.85 to 0.95
	fewestBeds = 0.1           // of the hospital's beds, whoever is expected
	longest    = 4 * time.Hour // who has waited so long for a bed gets that of a planned admission: fitted (docs/health.md); the wait that England counts
)

// admissions plans the wards: beds for the mean number of emergency patients in them, with a margin (square-root staffing) and at most so
// full.
func (s *Spec) admissions() {
	loads := make([]float64, len(s.houses))
	days := s.ward.Mean() / 3600 // [h]
	s.spread(loads, func(o *origin) float64 { return float64(o.perHour*s.admitted(o.carried)) * days })
	for i, a := range loads {
		h := &s.houses[i]
		beds := s.city.Assets[h.asset].Capacity
		h.beds = max(1, int(math.Ceil(max(beds*fewestBeds, a/occupancy, a+math.Sqrt(a)))))
		h.surge = int(float64(h.beds) * s.options.Surge)
		h.settled = min(h.beds, int(math.Round(a)))
	}
}

// admitted is the share of patients who are admitted.
func (s *Spec) admitted(carried bool) float64 {
	sum := 0.0
	for _, c := range s.options.Categories {
		share := c.Walk
		if carried {
			share = c.Ambulance
		}
		sum += float64(share * c.Admit)
	}
	return sum
}

// rest is how long somebody still stays who is met at some instant: what is left of a stay at a late instant of many, one after another [s].
func rest(stay rng.Dist, dice *rng.Stream) float64 {
	late := stay.Mean() * (8 + dice.Float64())
	for late > 0 {
		late -= stay.Sample(dice)
	}
	return -late
}

// settle puts those into the wards who are there at the beginning.
func (d *Departments) settle(ctx *model.Context) {
	for h := range d.houses {
		luck := d.wiring.Root.StreamOf(d.spec.houses[h].wards)
		for bed := range d.spec.houses[h].settled {
			d.dice = luck.From(uint64(bed))
			d.occupy(ctx, int32(h), time.Duration(math.Round(rest(d.spec.ward, &d.dice)*1e9)))
			d.tally.Settled++
		}
	}
}

// occupy takes a bed of a ward for a while.
func (d *Departments) occupy(ctx *model.Context, h int32, stay time.Duration) {
	d.houses[h].onWard++
	d.tally.OnWard++
	d.later(ctx, stay, msgVacated, h)
}

// admit is a patient who needs a bed of the hospital: there is one, or they board in their place of the department.
func (d *Departments) admit(ctx *model.Context, slot int32) {
	p := &d.patients[slot]
	h := &d.houses[p.house]
	d.tally.Admitted++
	if h.onWard < d.spec.houses[p.house].beds+h.opened {
		d.move(ctx, slot)
		return
	}
	d.tally.Boarding++
	p.next, p.corridor = none, h.held >= d.spec.holds(p.house)
	house := p.house
	if h.boarding.last == none {
		h.boarding.first = slot
	} else {
		d.patients[h.boarding.last].next = slot
	}
	h.boarding.last = slot
	p.timer = d.later(ctx, longest, msgBoardsLong, house)
	if !p.corridor {
		h.held++
		return
	}
	h.busy--
	h.corridor++
	d.serve(ctx, house)
	d.turn(ctx, house, sim.RecordID{})
}

// holds is how many places those who wait for a bed keep at most: more of them lie in the corridor.
func (s *Spec) holds(house int32) int {
	return int(math.Ceil(float64(s.houses[house].places) * s.options.Held))
}

// move brings a patient to a bed that is free: it is made up, and somebody brings them.
func (d *Departments) move(ctx *model.Context, slot int32) {
	p := &d.patients[slot]
	p.timer = sim.Timer{}
	d.tally.Moved++
	d.occupy(ctx, p.house, rng.Duration(d.spec.ward, d.draw(p, forWard)))
	d.later(ctx, rng.Duration(d.spec.boarding, d.draw(p, forBoarding)), msgBoarded, slot)
}

// next brings the patient who has boarded longest to a free bed.
func (d *Departments) next(ctx *model.Context, house int32) {
	h := &d.houses[house]
	slot := h.boarding.first
	if slot == none {
		return
	}
	if h.boarding.first = d.patients[slot].next; h.boarding.first == none {
		h.boarding.last = none
	}
	d.tally.Boarding--
	if !d.patients[slot].corridor {
		h.held--
	}
	ctx.Cancel(d.patients[slot].timer)
	d.move(ctx, slot)
}

// vacated is a bed whose patient has gone home. One that a planned admission gave up goes back as soon as nobody needs it.
func (d *Departments) vacated(ctx *model.Context, house int32) {
	h := &d.houses[house]
	h.onWard--
	d.tally.OnWard--
	d.tally.Discharged++
	d.next(ctx, house)
	h.opened = max(0, min(h.opened, h.onWard-d.spec.houses[house].beds))
}

// boardsLong is a patient who has waited too long for a bed: a planned admission is postponed, as long as there are any.
func (d *Departments) boardsLong(ctx *model.Context, house int32) {
	if h := &d.houses[house]; h.opened < d.spec.houses[house].surge {
		h.opened++
		d.tally.Postponed++
		d.next(ctx, house)
	}
}
