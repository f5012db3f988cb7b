package emergency

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// idle is the number of an unused place in the slab of calls: no call has it.
const idle = ^uint64(0)

// The purposes of a call's draws. Those of a caller are drawn once, those of an attempt anew in each.
const (
	drawPhone uint64 = iota // of the caller
	drawCovered
	drawWired
	drawNeed
	drawCategory
	drawHoax
	drawProcess
	drawBorrow // of the attempt
	drawSetup
	drawAgain
	drawDelay
	drawBand
	drawRing // from here on each purpose has a row of draws
	drawCrowd
	drawPrivate
	drawData
)

// What callers do: assumptions but for what comes with a source.
const (
	shareMobile   = 0.73 // of calls (Commission report of 2019: 72 to 73 %)
	shareAlive    = 0.1  // of fixed telephones that work in a home without power, on copper or a battery (0 to 0.3; general knowledge, uncertain)
	borrowChance  = 0.08 // that somebody without a network tries another telephone next (0.05 to 0.5): 480 of about 615 calls that failed at Optus in 2025 never got through
	mostTries     = 5    // attempts without a network, of which the last is given up
	redialChance  = 0.5  // after hanging up or an engaged tone (0.15 to 0.6); 0.23 gives the failed attempts of BT's callers of 2023, see docs/emergency.md
	mostAttempts  = 8    // of a caller in all
	crowdChance   = crowdMean / (1 + crowdMean)
	mostCrowd     = 7
	crowdDelay    = 60.0 // between callers about one emergency, mean [s]
	hoaxECall     = 1.0 / 3
	hoaxHand      = 3.0 / 4 // UK, 2018 to 2025
	hoaxFiltered  = 0.8     // of false calls that a private call centre keeps to itself (0.5 to 0.95)
	privateCentre = 90.0    // that a private call centre takes before it passes a call on, median [s]; 60 to 300
)

// Redials is what callers of a region do who hang up or find no line.
func Redials() Redial { return Redial{Chance: redialChance, Delay: tryAgainAfter()} }

func tryAgainAfter() rng.Dist { return rng.LogNormal{Median: 60, Sigma: 0.8} }
func pocketRings() rng.Dist   { return rng.Exponential{Avg: 5} }
func setupTime() rng.Dist     { return rng.Uniform{Low: 2, High: 8} }

// chance is a uniform draw of a caller for a purpose.
func (r *Region) chance(c *call, purpose uint64) float64 {
	r.roll(c, purpose)
	return r.dice.Float64()
}

// anew is a draw of the caller's present attempt.
func (r *Region) anew(c *call, purpose uint64) float64 {
	r.reroll(c, purpose, uint64(c.attempt))
	return r.dice.Float64()
}

func (r *Region) roll(c *call, purpose uint64) { r.reroll(c, purpose, 0) }

// reroll puts the dice at a caller's draws for a purpose; the rows of different k have nothing to do with each other.
func (r *Region) reroll(c *call, purpose, k uint64) {
	s := &r.luck[c.origin]
	if k > 0 {
		r.sub = s.Sub(k)
		s = &r.sub
	}
	r.dice = s.From(c.number<<4 | purpose)
	if purpose >= drawRing {
		r.sub = r.dice.Sub(r.dice.Uint64())
		r.dice = r.sub.From(0)
	}
}

// span draws a duration for the caller's present attempt.
func (r *Region) span(c *call, purpose uint64, d rng.Dist) time.Duration {
	r.reroll(c, purpose, uint64(c.attempt))
	return rng.Duration(d, &r.dice)
}

// trigger makes a call of an inlet, and those of others about the same emergency.
func (r *Region) trigger(f *inlet, n uint64) {
	c := call{number: r.spec.districts[f.district].key<<32 | n&(1<<32-1), origin: f.origin, district: f.district, sort: r.spec.sources[f.origin].sort}
	switch f.origin {
	case originFlood:
		c.sort = r.spec.options.Floods[f.flood].Sort
		c.cause, _ = r.askedFor(int(f.flood), f.district)
		c.number = (c.number ^ uint64(f.flood)<<52) & (1<<60 - 1)
	case originLift, originCrash, originDevice, originGas, originWorry:
		c.cause = r.dark[f.district].cause
	case originECall, originHand:
		share := hoaxECall
		if f.origin == originHand {
			share = hoaxHand
		}
		c.hoax = r.chance(&c, drawHoax) < share
		if r.chance(&c, drawPrivate) < shareTPS {
			if r.dice.Float64() < hoaxFiltered && c.hoax {
				return // the private call centre keeps it
			}
			c.sort = model.RequestTPS
		}
	}
	slot := r.begin(&c, sim.RecordID{})
	if f.origin == originEmergency {
		r.crowd(slot)
	}
	if c.sort == model.RequestTPS {
		r.roll(&c, drawPrivate)
		r.dice.Float64() // two were used
		r.dice.Float64()
		r.after(rng.Duration(rng.LogNormal{Median: privateCentre, Sigma: 0.4}, &r.dice), dutyTry, slot)
		return
	}
	r.try(slot)
}

// begin puts a call into the slab and the log.
func (r *Region) begin(c *call, parent sim.RecordID) int32 {
	c.mobile = c.sort != model.RequestAlarm && r.chance(c, drawPhone) < shareMobile || c.origin == originECall || c.origin == originHand
	c.since, c.log = r.now, none
	if c.sort == model.RequestECall || c.sort == model.RequestECallHand || c.sort == model.RequestTPS {
		c.data = model.DataMissing
	}
	r.made++
	if len(r.log) < LogLimit {
		c.log = int32(len(r.log))
		q := model.Request{Sort: c.sort, Data: c.data, Attempts: 1, District: c.district, Asset: model.Absent, Unit: model.Absent, Cause: c.cause, Parent: parent}
		for i := range q.Steps {
			q.Steps[i] = sim.Never
		}
		q.Steps[model.StepTrigger] = r.now
		r.log = append(r.log, q)
	}
	return r.keepCall(c)
}

// keepCall puts a call into the slab.
func (r *Region) keepCall(c *call) int32 {
	if n := len(r.free); n > 0 {
		slot := r.free[n-1]
		r.free = r.free[:n-1]
		r.calls[slot] = *c
		return slot
	}
	r.calls = append(r.calls, *c)
	return int32(len(r.calls) - 1)
}

// crowd lets more people call about an emergency.
func (r *Region) crowd(slot int32) {
	c := &r.calls[slot]
	at := r.now
	r.roll(c, drawCrowd)
	for k := uint64(0); k < mostCrowd && r.dice.Float64() < crowdChance; k++ {
		at = at.Add(rng.Duration(rng.Exponential{Avg: crowdDelay}, &r.dice))
		r.agenda.push(task{at: at, what: dutyCrowd, id: c.log, mark: uint32(c.district), number: c.number<<3 | (k + 1)})
	}
}

// join is one more caller about an emergency.
func (r *Region) join(t *task) {
	c := call{number: t.number & (1<<60 - 1), origin: originCrowd, district: model.DistrictID(t.mark), sort: model.RequestVoice}
	var parent sim.RecordID
	if t.id != none {
		parent = sim.RecordID{Process: r.wiring.Self, N: uint32(t.id + 1)}
	}
	r.try(r.begin(&c, parent))
}

// entry is the call in the log; what is written for one beyond LogLimit is thrown away.
func (r *Region) entry(c *call) *model.Request {
	if c.log == none {
		return &r.scratch
	}
	return &r.log[c.log]
}

// try lets a caller dial.
func (r *Region) try(slot int32) {
	c := &r.calls[slot]
	r.entry(c).Attempts = c.attempt + 1
	asset, ok := r.reach(c)
	if ok {
		r.after(r.span(c, drawSetup, setupTime()), dutyConnect, slot)
		return
	}
	if c.isECall() {
		if next := r.now.Add(redialEvery); next <= c.since.Add(RedialWindow) && c.attempt < mostAttempts {
			c.attempt++
			r.after(redialEvery, dutyTry, slot)
			return
		}
	} else if c.attempt+1 < mostTries && c.sort != model.RequestFlood && c.sort != model.RequestPocket {
		delay := r.span(c, drawDelay, tryAgainAfter())
		c.attempt++
		r.after(delay, dutyTry, slot)
		return
	}
	r.entry(c).Steps[model.StepEnded] = r.now
	r.finish(slot, model.OutcomeLost, r.level(asset).cause)
}

func (c *call) isECall() bool { return c.data != model.DataNone }

// reach reports whether the call finds a network, and what it depends on.
func (r *Region) reach(c *call) (model.AssetID, bool) {
	d := &r.spec.districts[c.district]
	covered := r.chance(c, drawCovered) < r.level(d.area).level.Share()
	wired := r.chance(c, drawWired) < r.level(d.lines).level.Share()
	switch {
	case c.sort == model.RequestAlarm:
		powered := r.level(d.alarms).level > model.None
		return d.lines, (wired || covered) && powered
	case c.isECall():
		if a, stranded := r.stranded(c); stranded {
			return a, false
		}
		return d.area, covered
	}
	mobile := c.mobile || r.deadLine(c, d)
	if c.attempt > 0 && r.anew(c, drawBorrow) < borrowChance {
		mobile = !mobile
	}
	if mobile {
		return d.area, covered
	}
	return d.lines, wired
}

// deadLine reports whether a caller's fixed telephone has no power. Of the draw that chose it the rest is as good as a new one.
func (r *Region) deadLine(c *call, d *district) bool {
	return (r.chance(c, drawPhone)-shareMobile)/(1-shareMobile) >= FixedTelephones(r.level(d.power).level)
}

// FixedTelephones is the share of a district's fixed telephones that have power, its supply given: a telephone behind a fibre modem is dead
// in a dark home. Who finds it dead takes a mobile one, as nearly everybody has one (assumption).
func FixedTelephones(supply model.Level) float64 {
	return shareAlive + float64((1-shareAlive)*supply.Share())
}

// connect puts a call through to a PSAP.
func (r *Region) connect(slot int32) {
	c := &r.calls[slot]
	i := r.route()
	c.centre = int8(i)
	q := r.entry(c)
	q.Steps[model.StepConnected] = r.now
	if c.origin == originPocket { // ends before anybody can pick it up
		r.after(r.span(c, drawDelay, pocketRings()), dutyDrop, slot)
		return
	}
	if c.isECall() {
		r.send(c, i)
		q.Data = c.data
	}
	r.centres[i].psap.Bring(r.now, &Call{Number: c.number | uint64(c.attempt)<<60, Class: r.class(c), Attempt: uint32(c.attempt), Tag: slot})
}

// drop is the end of a pocket call.
func (r *Region) drop(slot int32) {
	c := &r.calls[slot]
	r.entry(c).Steps[model.StepEnded] = r.now
	r.finish(slot, model.OutcomeAbandoned, c.cause)
}

// class is how a call is handled: one of a flood as calls of its sort.
func (r *Region) class(c *call) uint8 {
	if c.origin != originFlood {
		return r.spec.sources[c.origin].class
	}
	switch c.sort {
	case model.RequestVoice:
		return classVoice
	case model.RequestPocket:
		return classPocket
	case model.RequestAlarm:
		return classAlarm
	}
	return classFlood
}

// observe takes note of what becomes of a call at a PSAP.
func (r *Region) observe(centre int8, what What, at sim.Time, p *Call) {
	c := &r.calls[p.Tag]
	if c.ringing {
		r.rung(what, c, p.Tag)
		return
	}
	switch what {
	case Answered:
		q := r.entry(c)
		q.Steps[model.StepAnswered], q.Asset = at, r.spec.centres[centre].asset
		c.answered = true
		r.answers.count(c.sort, at.Sub(p.Offered) > prompt)
		r.fleet.ask(r, c, at)
	case Handled, Cut:
		if what == Cut {
			c.cause = r.level(r.spec.centres[centre].asset).cause
			r.miss(c, true)
		}
		r.end(p.Tag, at)
	case Abandoned:
		c.last = model.OutcomeAbandoned
		r.answers.count(c.sort, true)
	case Blocked:
		c.last = model.OutcomeBlocked
		r.answers.count(c.sort, true)
	case GaveUp:
		if !c.answered {
			r.again(p.Tag, at)
		}
	}
}

// end is the end of a call that was answered.
func (r *Region) end(slot int32, at sim.Time) {
	c := &r.calls[slot]
	r.entry(c).Steps[model.StepEnded] = at
	outcome := model.OutcomeAnswered
	if r.spec.centres[c.centre].asset == model.Absent {
		outcome = model.OutcomeElsewhere
	}
	r.finish(slot, outcome, c.cause)
}

// again decides whether somebody calls again who was not answered.
func (r *Region) again(slot int32, at sim.Time) {
	c := &r.calls[slot]
	r.entry(c).Steps[model.StepEnded] = at
	patient := c.sort == model.RequestAlarm || c.isECall() || c.sort == model.RequestVoice && r.anew(c, drawAgain) < r.spec.options.redial()
	if patient && c.attempt+1 < mostAttempts {
		delay := r.span(c, drawDelay, tryAgainAfter())
		c.attempt++
		r.agenda.push(task{at: at.Add(max(leastDelay, delay)), what: dutyTry, id: slot})
		return
	}
	if c.last == model.OutcomeAbandoned {
		r.miss(c, false)
	}
	r.finish(slot, c.last, r.reason(c))
}

// reason is why nobody answered a call in time, as far as something happened.
func (r *Region) reason(c *call) sim.RecordID {
	asset := r.spec.centres[c.centre].asset
	switch x := r.level(asset); {
	case x.level < model.Full:
		return x.cause
	case asset == model.Absent && r.centres[0].positions == 0:
		return r.level(r.spec.centres[0].asset).cause
	}
	for i := range r.spec.options.Floods {
		f := &r.spec.options.Floods[i]
		if cause, calls := r.askedFor(i, c.district); calls && r.now >= f.At && r.now < f.Until {
			return cause
		}
	}
	if r.manual {
		return r.level(r.spec.cad).cause
	}
	return c.cause
}

// finish closes the books of a call.
func (r *Region) finish(slot int32, outcome model.Outcome, cause sim.RecordID) {
	c := &r.calls[slot]
	q := r.entry(c)
	q.Outcome, q.Cause, q.Data = outcome, cause, c.data
	if c.log == none {
		r.scratch = model.Request{}
	}
	r.counts[c.sort][outcome]++
	c.number = idle
	r.free = append(r.free, slot)
}
