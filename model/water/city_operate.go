package water

import "cascata/model"

// operate sets the link of a part to what its condition and the controls make of it.
func (r *cityRun) operate(i int32) {
	x := &r.parts[i]
	if x.link == None {
		r.take(x, &r.cond[i], r.out(i))
		return
	}
	if r.blocked(i) {
		r.turn(i, 0)
		return
	}
	share := r.cond[i].available.Share()
	switch x.kind {
	case isPlant:
		r.turn(i, x.capacity*share/r.spec.unit.flow)
	case isPump:
		if !r.wanted(i) {
			share = 0
		}
		r.turn(i, share)
	case isReducer:
		head := r.calm(x)
		if r.wanted(i) {
			head = r.calledHead(x)
		}
		r.turn(i, (head-r.parts[x.to].z)/r.spec.unit.head)
	default:
		r.turn(i, share)
	}
}

// wanted reports whether the controls want a pump to run or a valve to feed its zone. Normally open ones that somebody closed do.
func (r *cityRun) wanted(i int32) bool {
	x := &r.parts[i]
	z := &r.zones[x.zone]
	switch {
	case x.open:
		return true
	case has(z.duty, i):
		return r.called[x.zone] && r.allowed(x)
	case has(z.standby, i):
		return r.helped[x.zone] && r.allowed(x)
	}
	return false
}

// allowed reports whether the zone that a pump draws from can give: one without tanks always does, and what feeds no tank goes on.
func (r *cityRun) allowed(x *cityPart) bool {
	if x.kind != isPump || !r.saving[r.parts[x.from].zone] {
		return true
	}
	_, full, _, _ := r.holding(&r.zones[x.zone])
	return full == 0
}

func has(list []int32, i int32) bool {
	for _, x := range list {
		if x == i {
			return true
		}
	}
	return false
}

// take sets what a junction asks for: what it can use of its plan, and what is asked beyond.
func (r *cityRun) take(x *cityPart, c *condition, out bool) {
	if x.kind != isNode {
		return
	}
	n := r.spec.place[x.node]
	r.run.factor[n] = c.available.Share()
	r.run.extra[n] = c.ask / r.spec.unit.flow
	if out {
		r.run.factor[n], r.run.extra[n] = 0, 0
	}
}

// turn sets a link: 0 shuts it; else it is the speed of a pump, the pressure behind a reducing valve [ft], the largest flow of a
// plant [cfs], or the share of its flow that a pipe still passes at the same loss of head.
func (r *cityRun) turn(i int32, x float64) {
	if r.on[i] == x {
		return
	}
	was := r.on[i]
	r.on[i] = x
	run, p := r.run, &r.parts[i]
	k := int32(p.link)
	if x == 0 {
		run.open(k, false)
		run.held[k] = true
		return
	}
	if p.kind != isReducer {
		run.held[k] = false
	}
	switch p.kind {
	case isPump:
		run.setting[k] = x
		if run.status[k] <= closedStatus {
			run.status[k], run.flow[k] = openStatus, primed*x*r.spec.pumps[r.spec.links[k].own].q0
		}
	case isReducer: // it begins shut; regulate opens it
		if run.setting[k] == missing || was != was {
			run.status[k], run.held[k] = closedStatus, true
		}
		run.setting[k] = x
	case isPlant:
		run.setting[k] = x
		if run.status[k] <= closedStatus {
			run.status[k] = freeFlow
		}
	default:
		run.status[k] = openStatus
		run.throttle[k] = pow(x, -hazenExponent)
	}
}

const hazenExponent = 1.852

// load takes over the conditions that were told, in the order of parts. What is asked of an edge is drawn at its ends.
func (r *cityRun) load(told []condition) {
	copy(r.cond, told)
	for i := range told {
		if ask := told[i].ask; ask != 0 && r.parts[i].kind.edge() {
			r.cond[r.parts[i].from].ask += ask / 2
			r.cond[r.parts[i].to].ask += ask / 2
		}
	}
}

// differs reports whether a condition is not that of a quiet day.
func (s *Supply) differs(i int32, c condition) bool {
	return c.available < model.Full || c.closed == s.parts[i].open || c.ask != 0
}
