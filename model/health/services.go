package health

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// The services that degrade on their own.
const (
	oxygen = iota
	dialysis
	theatres
	laboratory
	systems
	clinics
	staff
	services
)

func serviceReasons() [services]model.WhyCode {
	return [services]model.WhyCode{model.WhyOxygen, model.WhyDialysis, model.WhyTheatres, model.WhyLaboratory, model.WhySystems, model.WhyClinics, model.WhyStaff}
}

// Shares of services under trouble: general knowledge, uncertain (docs/health.md).
const (
	oxygenFromCylinders = model.Full * 3 / 10 // without any power the medical gas plant's alarms and compressors stop; without a tank
	onGenerator         = model.Full / 2      // of dialysis, theatres and clinics: essential loads only, nothing planned
	onPaper             = model.Full / 2      // of theatres and clinics: no images, no laboratory results in time
	withoutWater        = model.Full / 2      // of theatres: instruments cannot be sterilised
	withoutGas          = model.Full / 5      // of theatres: emergencies only, oxygen is kept for the wards
	// operationsNeedLab and appointmentsNeedLab are the shares of planned operations and of appointments that cannot go ahead without the
	// laboratory: those for which blood is kept ready, and those that are there for a test.
	operationsNeedLab   = 0.3
	appointmentsNeedLab = 0.05
)

// state is what the services of a hospital hang on.
type state struct {
	has   [inputs]bool
	level model.Level // of the hospital
	gas   model.Level // oxygen that can be used
	lab   model.Level
	staff model.Level
}

func whole() state {
	s := state{level: model.Full, gas: model.Full, lab: model.Full, staff: model.Full}
	for i := range s.has {
		s.has[i] = true
	}
	return s
}

// serve is the share of each service.
func serve(s state) [services]model.Level {
	x := [services]model.Level{oxygen: s.gas, dialysis: model.Full, theatres: s.staff, laboratory: s.lab, systems: model.Full, clinics: s.staff, staff: s.staff}
	if !s.has[power] {
		if s.level == model.None {
			return [services]model.Level{oxygen: min(s.gas, oxygenFromCylinders), staff: s.staff}
		}
		x[dialysis], x[theatres], x[clinics] = onGenerator, x[theatres].Times(onGenerator), x[clinics].Times(onGenerator)
	}
	if !s.has[records] {
		x[systems], x[theatres], x[clinics] = model.None, x[theatres].Times(onPaper), x[clinics].Times(onPaper)
	}
	if !s.has[water] { // a treatment takes more than a hundred litres: dialysis stops first, to save the tank
		x[dialysis], x[theatres] = model.None, x[theatres].Times(withoutWater)
	}
	if !s.has[quality] {
		x[dialysis] = model.None
	}
	if s.gas < model.Full {
		x[theatres] = x[theatres].Times(withoutGas)
	}
	x[theatres] = x[theatres].Times(lessened(operationsNeedLab, s.lab))
	x[clinics] = x[clinics].Times(lessened(appointmentsNeedLab, s.lab))
	return x
}

// lessened is what remains of a service a share of which needs another one, at the level of that.
func lessened(share float64, level model.Level) model.Level {
	return model.LevelOf(1 - float64(share*(1-level.Share())))
}

// steps of the laboratory's level: a supplier that comes back over weeks makes few Changes.
const labSteps = 20

func inSteps(l model.Level) model.Level {
	return model.LevelOf(math.Round(l.Share()*labSteps) / labSteps)
}

// hear takes a level in: of a hospital, or of what hospitals need.
func (d *Departments) hear(ctx *model.Context, m *model.Msg) {
	if m.From < 0 || int(m.From) >= len(d.levels) {
		return
	}
	a := model.AssetID(m.From)
	d.levels[a] = m.Level
	if h := d.spec.of[a]; h != model.Absent {
		d.houses[h].level, d.houses[h].cause = m.Level, m.Cause
		d.refit(ctx, h, m.Cause)
		d.turn(ctx, h, m.Cause)
	}
	for _, h := range d.spec.touches[a] {
		for i := range d.spec.houses[h].inputs {
			d.stock(ctx, h, i, d.spec.houses[h].inputs[i].supply(d.levels), m.Cause)
		}
		d.latecomers(ctx, h, m.Cause)
		d.refit(ctx, h, m.Cause)
	}
}

// refit works out the services of a hospital anew and says what changed.
func (d *Departments) refit(ctx *model.Context, h int32, cause sim.RecordID) {
	x, of := &d.houses[h], &d.spec.houses[h]
	s := state{level: x.level, gas: d.gas(ctx, h, cause), lab: inSteps(x.stores[pathology].gives()), staff: x.staff}
	for i := range s.has {
		s.has[i] = of.inputs[i].has(d.levels) || x.stores[i].left > 0
	}
	now := serve(s)
	for i, code := range serviceReasons() {
		if now[i] != x.services[i] {
			d.say(ctx, h, code, x.services[i], now[i], cause, model.CauseAll)
			x.services[i] = now[i]
		}
	}
}

// gas is the oxygen that a hospital can use: from its tank, then from what still comes and from cylinders until these are empty.
func (d *Departments) gas(ctx *model.Context, h int32, cause sim.RecordID) model.Level {
	x := &d.houses[h]
	comes := x.stores[gas].gives()
	d.stock(ctx, h, cylinders, comes, cause)
	if comes < oxygenFromCylinders && x.stores[cylinders].left > 0 {
		return oxygenFromCylinders
	}
	return comes
}

// say records a decision of a hospital.
func (d *Departments) say(ctx *model.Context, h int32, code model.WhyCode, from, to model.Level, cause sim.RecordID, kind model.CauseKind) sim.RecordID {
	c := model.Change{Kind: model.KindDecision, Entity: d.spec.houses[h].asset.Entity(), From: from, To: to,
		Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent}}
	c.Add(cause, kind)
	return ctx.Emit(c)
}
