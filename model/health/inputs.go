package health

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// The inputs of a hospital that decide how it works.
const (
	power = iota
	water
	records
	inputs
)

func inputNames() [inputs]string { return [inputs]string{"power", "water", "records"} }

// input is a need of a hospital, by its suppliers.
type input struct {
	suppliers []model.AssetID
	quorum    int // how many must deliver
	threshold model.Level
}

// need reads the inputs of a hospital from the city's needs. A weighted need counts as one of its suppliers.
func (s *Spec) need(h *house) {
	from, to := s.city.NeedsOf(h.asset)
	for n := from; n < to; n++ {
		need := &s.city.Needs[n]
		i := slices.Index(nameList(), need.Name)
		if i < 0 {
			continue
		}
		in := input{quorum: 1, threshold: need.Threshold}
		switch need.Rule {
		case model.All:
			in.quorum = len(need.Suppliers)
		case model.KOfN:
			in.quorum = need.K
		}
		for _, x := range need.Suppliers {
			in.suppliers = append(in.suppliers, x.Asset)
			s.touches[x.Asset] = append(s.touches[x.Asset], int32(len(s.houses)))
		}
		h.inputs[i] = in
	}
}

func nameList() []string {
	names := inputNames()
	return names[:]
}

// has reports whether an input delivers: enough suppliers stand at half or more, or at its threshold.
func (in *input) has(levels []model.Level) bool {
	n := 0
	for _, a := range in.suppliers {
		if levels[a] >= max(in.threshold, model.Full/2) {
			n++
		}
	}
	return n >= in.quorum
}

// The services that degrade on their own.
const (
	oxygen = iota
	dialysis
	theatres
	services
)

func serviceReasons() [services]model.WhyCode {
	return [services]model.WhyCode{model.WhyOxygen, model.WhyDialysis, model.WhyTheatres}
}

// Shares of services under trouble: general knowledge, uncertain (docs/health.md).
const (
	oxygenFromCylinders = model.Full * 3 / 10 // without any power the medical gas plant's alarms and compressors stop
	onGenerator         = model.Full / 2      // of dialysis and theatres: essential loads only, nothing planned
	onPaper             = model.Full / 2      // of theatres: no images, no laboratory results in time
	withoutWater        = model.Full / 2      // of theatres: instruments cannot be sterilised
)

// serve is the share of each service with what delivers, at a level of the hospital.
func serve(has [inputs]bool, level model.Level) [services]model.Level {
	full := [services]model.Level{model.Full, model.Full, model.Full}
	if !has[power] {
		if level == model.None {
			return [services]model.Level{oxygen: oxygenFromCylinders}
		}
		full[dialysis], full[theatres] = onGenerator, onGenerator
	}
	if !has[records] {
		full[theatres] = full[theatres].Times(onPaper)
	}
	if !has[water] { // a treatment takes more than a hundred litres: dialysis stops first, to save the tank
		full[dialysis], full[theatres] = model.None, full[theatres].Times(withoutWater)
	}
	return full
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
		d.refit(ctx, h, m.Cause)
	}
}

// refit works out the services of a hospital anew and says what changed.
func (d *Departments) refit(ctx *model.Context, h int32, cause sim.RecordID) {
	x, of := &d.houses[h], &d.spec.houses[h]
	var has [inputs]bool
	for i := range has {
		has[i] = of.inputs[i].has(d.levels)
	}
	now := serve(has, x.level)
	for i, code := range serviceReasons() {
		if now[i] != x.services[i] {
			d.say(ctx, h, code, x.services[i], now[i], cause, model.CauseAll)
			x.services[i] = now[i]
		}
	}
}

// say records a decision of a hospital.
func (d *Departments) say(ctx *model.Context, h int32, code model.WhyCode, from, to model.Level, cause sim.RecordID, kind model.CauseKind) sim.RecordID {
	c := model.Change{Kind: model.KindDecision, Entity: d.spec.houses[h].asset.Entity(), From: from, To: to,
		Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent}}
	c.Add(cause, kind)
	return ctx.Emit(c)
}
