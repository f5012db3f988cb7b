package cyber

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// alarmDesk is the people who look at alarms: a queue with exponential times between false alarms and of looking at one, M/M/c, first come
// first served (Erlang, 1917). Of a step that was seen the alarm waits among them.
type alarmDesk struct {
	busy float64 // chance that an alarm has to wait (Erlang's second formula) [0 to 1]
	mean float64 // mean wait of those that wait [s]
}

// newAlarmDesk is the queue for so many false alarms an hour, analysts and mean time to look at one. ok is false when alarms come faster
// than they can be looked at: the queue would grow for ever.
func newAlarmDesk(perHour float64, analysts int, triage time.Duration) (d alarmDesk, ok bool) {
	load := perHour * triage.Hours()
	c := float64(analysts)
	if load <= 0 {
		return alarmDesk{}, true
	}
	if load >= c {
		return alarmDesk{}, false
	}
	blocked := 1.0 // Erlang's first formula, by its recursion
	for k := 1; k <= analysts; k++ {
		blocked = load * blocked / (float64(k) + float64(load*blocked))
	}
	rho := load / c
	return alarmDesk{busy: blocked / (1 - float64(rho*(1-blocked))), mean: triage.Seconds() / (c - load)}, true
}

// wait is how long an alarm waits.
func (d *alarmDesk) wait(s *rng.Stream) time.Duration {
	if d.busy == 0 || s.Float64() >= d.busy {
		return 0
	}
	return rng.Duration(rng.Exponential{Avg: d.mean}, s)
}

// look is a step of the attacker in a zone of this operator: somebody may see it.
func (x *SOC) look(ctx *model.Context, m *model.Msg) {
	z := x.spec.place[model.EntityID(m.Slot)]
	chance := x.sight(z, int32(m.Need))
	roll := x.luck.detect.Sub(uint64(m.Amount))
	if roll.Float64() >= chance || ctx.Now() < x.out {
		return
	}
	delay, queue := x.luck.notice.Sub(uint64(m.Amount)), x.luck.queue.Sub(uint64(m.Amount))
	x.alarm(ctx, draw(x.how().notice, &delay)+x.how().alarms.wait(&queue), m.Slot, m.Need, m.Cause)
}

// sight is the chance that a step is seen in a zone: more while people are on guard, none where they are blind.
func (x *SOC) sight(id ZoneID, technique int32) float64 {
	z, detection := &x.spec.zones[id], x.spec.techniques[technique].Detection
	if x.blind && (z.kind == "control" || z.kind == "field") {
		return 0
	}
	if x.watching == 1 {
		return z.visible(technique, detection)
	}
	closer := *z
	closer.monitoring = 1 - float64((1-z.monitoring)*x.watching)
	return closer.visible(technique, detection)
}

// sense is how long it takes until calls and screens make sense of an effect: longer where screens show nothing.
func (x *SOC) sense() time.Duration {
	d := draw(x.how().calls, &x.luck.calls)
	if x.blind {
		return scale(d, x.how().blind)
	}
	return d
}

// called is a visible effect: unless something is known already, people call, and in a while somebody makes sense of it.
func (x *SOC) called(ctx *model.Context, asset model.EntityID, cause sim.RecordID) {
	if x.unaware() && x.noticing == 0 {
		x.alarm(ctx, x.sense(), int32(asset), model.NeedID(x.last), cause)
	}
}
