package health

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// shift is how long a shift lasts; one begins at midnight, at 8 and at 16 o'clock: general knowledge.
const shift = 8 * time.Hour

// staying is the share of those who do not come for whom somebody of the shift before stays on: an assumption, 0.3 to 0.8.
const staying = 0.5

// shifts sends word of the next change of shifts.
func (d *Departments) shifts(ctx *model.Context) {
	_, clock := d.spec.clock.Clock(ctx.Now())
	after := shift - clock%shift
	if ctx.Now().Add(after).Sub(0) <= d.spec.clock.Horizon {
		ctx.After(&d.self, after, model.Msg{Kind: msgShift, To: d.spec.entity, From: d.spec.entity})
	}
}

// change is a change of shifts: who cannot come is missing until the next one, or until the ways are better.
func (d *Departments) change(ctx *model.Context) {
	for i := range d.houses {
		x := &d.houses[i]
		if now := d.manned(int32(i)); now != x.staff {
			x.staff = now
			d.crew(ctx, int32(i), x.stores[travel].cause)
		}
	}
	d.shifts(ctx)
}

// latecomers are those who come after all when the ways get better during a shift; who is there stays when they get worse.
func (d *Departments) latecomers(ctx *model.Context, h int32, cause sim.RecordID) {
	x := &d.houses[h]
	if now := d.manned(h); now > x.staff {
		x.staff = now
		d.crew(ctx, h, cause)
	}
}

// crew is told by a change of the staff: services, and how many patients can be treated.
func (d *Departments) crew(ctx *model.Context, h int32, cause sim.RecordID) {
	d.refit(ctx, h, cause)
	d.turn(ctx, h, cause)
}

// manned is the share of a shift that is there if it begins now.
func (d *Departments) manned(h int32) model.Level {
	return lessened(1-staying, d.houses[h].stores[travel].level)
}
