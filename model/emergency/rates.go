package emergency

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// yearHours is the hours of a year.
const yearHours = 8766

// darkBelow is the level of power from which on a district counts as dark.
const darkBelow = 0.95

// rate sets the rate of an inlet as it is now.
func (r *Region) rate(f *inlet) {
	d := &r.spec.districts[f.district]
	x := r.spec.sources[f.origin]
	_, clock := r.spec.clock.Clock(r.now)
	shape := hourly(int(clock.Hours()))
	perHour := 0.0
	switch f.origin {
	case originECall, originHand:
		perHour = x.perYear * d.vehicles / yearHours * shape
	case originAlarm:
		if d.alarms != model.Absent {
			perHour = x.perYear * d.residents / 1e5 / yearHours * shape
		}
	case originFlood:
		perHour = r.flooding(f)
	case originLift, originCrash, originDevice, originGas, originWorry:
		perHour = r.darkCalls(f, shape)
	default:
		perHour = x.perYear * d.residents / 1e5 / yearHours * shape
	}
	f.set(r.now, perHour)
}

// darkCalls is the calls that the lack of power makes [calls/h].
func (r *Region) darkCalls(f *inlet, shape float64) float64 {
	d, since := &r.spec.districts[f.district], r.dark[f.district].since
	if since == sim.Never || d.power == model.Absent {
		return 0
	}
	missing := (1 - r.level(d.power).level.Share()) * d.residents / 1e5
	h := r.now.Sub(since).Hours()
	switch f.origin {
	case originLift:
		return missing * liftCalls / liftMean * math.Exp(-h/liftMean)
	case originCrash:
		return missing * crashCalls * shape
	case originDevice:
		if h >= deviceAfter {
			return missing * deviceCalls
		}
	case originGas:
		if h >= gasAfter {
			return missing * gasCalls
		}
	case originWorry:
		usual := r.spec.sources[originOther].perYear / yearHours * shape * missing
		if h < worryHours {
			return worryFirst * usual
		}
		return worryLater * usual
	}
	return 0
}

// flooding is the calls of a flood in a district [calls/h].
func (r *Region) flooding(f *inlet) float64 {
	x := &r.spec.options.Floods[f.flood]
	if r.now < x.At || r.now >= x.Until {
		return 0
	}
	sum, mine := 0.0, false
	for _, d := range x.Districts {
		sum += r.spec.districts[d].residents
		mine = mine || d == f.district
	}
	if len(x.Districts) == 0 {
		mine = true
		for d := range r.spec.districts {
			sum += r.spec.districts[d].residents
		}
	}
	if !mine || sum == 0 {
		return 0
	}
	return x.PerHour * r.spec.districts[f.district].residents / sum
}

// flood begins or ends a flood.
func (r *Region) flood(ctx *model.Context, i int, begins bool) {
	from, to := model.Full, model.None
	if begins {
		from, to = to, from
	}
	c := model.Change{Kind: model.KindCommand, Entity: r.spec.floods[i], From: from, To: to,
		Why: model.Why{Code: model.WhyEvent, Other: model.Absent, Need: model.Absent, Amount: int64(i + 1)}}
	c.Add(r.floods[i], model.CauseCommand)
	id := ctx.Emit(c)
	if begins {
		r.floods[i] = id
	}
	for k := range r.inlets.list {
		if f := &r.inlets.list[k]; f.origin == originFlood && f.flood == int32(i) {
			r.rate(f)
		}
	}
	r.inlets.build()
}

// power takes note of the power of a district.
func (r *Region) power(d model.DistrictID, m *model.Msg) {
	switch x := &r.dark[d]; {
	case m.Level.Share() < darkBelow && x.since == sim.Never:
		*x = dark{r.now, m.Cause}
	case m.Level.Share() < darkBelow:
		x.cause = m.Cause
	default:
		*x = dark{since: sim.Never}
	}
	for k := range r.inlets.list {
		if f := &r.inlets.list[k]; f.district == d && f.origin >= originLift && f.origin <= originWorry {
			r.rate(f)
		}
	}
	r.inlets.build()
}
