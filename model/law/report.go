package law

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// clock is a duty of one incident.
type clock struct {
	duty, incident int32
	due            sim.Time
	started        sim.RecordID // its first Change; empty while nobody knows whether it will be owed
	left           time.Duration
	speed          float64  // at which it is being written; 0 = it is not
	since          sim.Time // from when
	written, sent  bool
	alarm, pen     sim.Timer
}

// begin starts the clocks of a trigger, once an incident.
func (k *desk) begin(ctx *model.Context, trigger string) {
	n := int32(len(k.incidents) - 1)
	x := &k.incidents[n]
	if x.begun[rank(trigger)] {
		return
	}
	x.begun[rank(trigger)] = true
	switch trigger {
	case significant:
		x.tip = k.tip
	case breach, risk:
		x.data = k.data.latest
	}
	base := ctx.Now()
	if next := k.tipping(trigger, x); next == x.cause { // true already when they became aware
		base = x.aware
	}
	for i := range k.duties {
		if d := &k.duties[i]; d.Trigger == trigger && d.from == none {
			k.start(ctx, int32(i), n, base, k.tipping(trigger, x))
		}
	}
}

// tipping is the Change that starts the clocks of a trigger: the awareness, or what was learned after it.
func (k *desk) tipping(trigger string, x *incident) sim.RecordID {
	switch trigger {
	case significant:
		if k.lateLoss(x) {
			return k.tip
		}
	case breach, risk:
		if k.data.told != (sim.RecordID{}) {
			return k.data.told
		}
		return k.data.latest
	case processed:
		if r, through := k.served(); through {
			return r
		}
	}
	return x.cause
}

// lateLoss reports whether the loss lasted long enough only after awareness.
func (k *desk) lateLoss(x *incident) bool {
	for i, t := range k.thresholds {
		if k.since[i] != sim.Never && k.since[i].Add(t.held) <= x.aware {
			return false
		}
	}
	return k.tip != (sim.RecordID{})
}

// start starts a clock that runs from base, which lies no further back than the people's news took to arrive.
func (k *desk) start(ctx *model.Context, duty, n int32, base sim.Time, trigger sim.RecordID) {
	d := &k.duties[duty]
	luck := k.luckOf(d, n)
	i := int32(len(k.clocks))
	k.clocks = append(k.clocks, clock{duty: duty, incident: n, due: d.within.due(k.spec.start, base), left: rng.Duration(d.prepare, &luck)})
	if !d.Running {
		k.clocks[i].started = k.emit(ctx, i, model.WhyClockStarted, k.clocks[i].due.Sub(ctx.Now()), trigger, model.CauseBehaviour)
	}
	k.clocks[i].alarm = k.own(ctx, k.clocks[i].due, msgDue, i)
	k.pace(ctx, i)
}

// luckOf is the luck of a report: of the operator, the duty and the incident.
func (k *desk) luckOf(d *duty, n int32) rng.Stream {
	luck := k.luck[1].Sub(uint64(d.luck)) // the hash of its name
	return luck.Sub(uint64(n))
}

// pace writes on at the speed that the people have now.
func (k *desk) pace(ctx *model.Context, i int32) {
	c := &k.clocks[i]
	if c.written {
		return
	}
	if c.speed > 0 {
		c.left -= scaled(ctx.Now().Sub(c.since), c.speed)
		ctx.Cancel(c.pen)
	}
	k.late(ctx, c, i)
	d, x := &k.duties[c.duty], &k.incidents[c.incident]
	c.speed, c.since = k.spec.speed(x.stage), ctx.Now()
	if d.Final && x.stage != over || !k.done(d.follows, c.incident) {
		c.speed = 0
		return
	}
	c.pen = k.own(ctx, ctx.Now().Add(scaled(max(0, c.left), 1/c.speed)), msgReady, i)
}

// late gives a final report that was put off its date once the incident is over.
func (k *desk) late(ctx *model.Context, c *clock, i int32) {
	if c.due != sim.Never || k.incidents[c.incident].stage != over {
		return
	}
	c.due = k.duties[c.duty].within.due(k.spec.start, ctx.Now())
	k.emit(ctx, i, model.WhyClockStarted, c.due.Sub(ctx.Now()), c.started, model.CauseBehaviour)
	c.alarm = k.own(ctx, c.due, msgDue, i)
}

// done reports whether a duty of an incident was fulfilled, or none is named.
func (k *desk) done(duty, n int32) bool {
	if duty == none {
		return true
	}
	for i := range k.clocks {
		if c := &k.clocks[i]; c.duty == duty && c.incident == n {
			return c.sent
		}
	}
	return false
}

// fallDue is the end of the period.
func (k *desk) fallDue(ctx *model.Context, i int32) {
	c := &k.clocks[i]
	d, running := &k.duties[c.duty], k.incidents[c.incident].stage != over
	switch {
	case c.sent:
	case d.Running && !running: // nobody has to say how it is going
		ctx.Cancel(c.pen)
		c.written, c.sent = true, true
	case d.Running:
		c.started = k.emit(ctx, i, model.WhyClockStarted, 0, k.incidents[c.incident].cause, model.CauseBehaviour)
		if c.written {
			k.send(ctx, i)
		} else {
			k.emit(ctx, i, model.WhyDeadlinePassed, 0, c.started, model.CauseBehaviour)
		}
	case d.Final && running:
		c.due = sim.Never
		k.emit(ctx, i, model.WhyStillRunning, 0, c.started, model.CauseBehaviour)
	default:
		k.emit(ctx, i, model.WhyDeadlinePassed, 0, c.started, model.CauseBehaviour)
	}
}

// ready is a report that is written: it leaves, unless it is not known yet whether anybody wants it.
func (k *desk) ready(ctx *model.Context, i int32) {
	c := &k.clocks[i]
	c.written, c.speed = true, 0
	if c.started != (sim.RecordID{}) {
		k.send(ctx, i)
	}
}

// send lets a report leave, and with it those that wait for it.
func (k *desk) send(ctx *model.Context, i int32) {
	c := &k.clocks[i]
	c.sent = true
	code, margin := model.WhyReportSent, c.due.Sub(ctx.Now())
	if margin < 0 {
		code, margin = model.WhyReportLate, -margin
	} else {
		ctx.Cancel(c.alarm)
	}
	ref := k.emit(ctx, i, code, margin, c.started, model.CauseBehaviour)
	duty, n := c.duty, c.incident
	for j := range k.duties {
		if d := &k.duties[j]; d.from == duty {
			k.start(ctx, int32(j), n, ctx.Now(), ref)
		}
	}
	for j := range k.clocks {
		if w := &k.clocks[j]; w.incident == n && k.duties[w.duty].follows == duty {
			k.pace(ctx, int32(j))
		}
	}
	if k.duties[duty].Hands {
		for _, other := range k.customers {
			k.all.list[other].handed(ctx, ref)
		}
	}
}

// emit records what became of a clock, with the evidence: what tipped it, then awareness, loss of service, data.
func (k *desk) emit(ctx *model.Context, i int32, code model.WhyCode, span time.Duration, first sim.RecordID, kind model.CauseKind) sim.RecordID {
	c := &k.clocks[i]
	d := &k.duties[c.duty]
	change := model.Change{Kind: model.KindDeadline, Entity: d.entity, Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent, Amount: int64(span)}}
	if code == model.WhyReportSent || code == model.WhyReportLate {
		change.To = model.Full
	}
	change.Add(first, kind)
	x := &k.incidents[c.incident]
	change.Add(x.cause, model.CauseAll)
	switch d.Trigger {
	case significant:
		change.Add(x.tip, model.CauseAll)
	case breach, risk:
		change.Add(x.data, model.CauseAll)
	}
	return ctx.Emit(change)
}
