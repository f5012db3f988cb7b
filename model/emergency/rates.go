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

// rate sets the rate of inlet i as it is now.
func (r *Region) rate(i int32) {
	f := &r.inlets.list[i]
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
	r.inlets.fix(i)
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
	if r.now < x.At || r.now >= x.Until || !r.flooded(x, f.district) {
		return 0
	}
	return x.PerHour * r.spec.shares[f.flood][f.district]
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
	first := r.first[originFlood] + int32(i*len(r.spec.districts))
	for d := range r.spec.districts {
		r.rate(first + int32(d))
	}
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
	for o := originLift; o <= originWorry; o++ {
		r.rate(r.first[o] + int32(d))
	}
}
