package water

import "math"

// Advance moves tanks to the next instant at which hydraulics may change, and time with them: a hydraulic step, a new period of
// a pattern, a reporting time, a tank full or empty, a control, a rule. It returns the step [s], 0 at the end of the run.
func (r *Run) Advance() int64 {
	left := r.spec.times.Duration - r.now
	if left <= 0 {
		r.over = true
		return 0
	}
	return r.advance(left)
}

// AdvanceTo is Advance, but goes no further than an instant [s], whatever the duration.
func (r *Run) AdvanceTo(at int64) int64 {
	if at <= r.now {
		return 0
	}
	return r.advance(at - r.now)
}

func (r *Run) advance(most int64) int64 {
	step := min(r.nextStep(), most)
	if len(r.spec.rules) > 0 {
		step = r.ruleStep(step)
	} else {
		r.fill(step)
	}
	r.now += step
	for r.now >= r.next {
		r.next += r.spec.times.ReportStep
	}
	return step
}

// nextStep is how long nothing but tank levels changes, rules aside [s].
func (r *Run) nextStep() int64 {
	t := &r.spec.times
	step := t.HydraulicStep
	shorten := func(to int64) {
		if to > 0 && to < step {
			step = to
		}
	}
	shorten(((r.now+t.PatternStart)/t.PatternStep+1)*t.PatternStep - r.now)
	shorten(r.next - r.now)
	for i := range r.spec.tanks {
		shorten(r.untilFull(i))
	}
	step = r.untilControl(step)
	for _, c := range r.spec.set.Close {
		shorten(c.At - r.now)
	}
	return step
}

// untilFull is in how many seconds a tank is full or empty; 0: not in sight.
func (r *Run) untilFull(i int) int64 {
	t := &r.spec.tanks[i]
	h, q := r.head[t.node], r.inflow[t.node]
	switch {
	case math.Abs(q) <= noFlow:
		return 0
	case q > 0 && h < t.hmax:
		return wholeSeconds((t.vmax - r.volume[i]) / q)
	case q < 0 && h > t.hmin:
		return wholeSeconds((t.vmin - r.volume[i]) / q)
	}
	return 0
}

// fill moves the tanks by their present inflow. Within a second of full or empty they are.
func (r *Run) fill(step int64) {
	for i := range r.spec.tanks {
		t := &r.spec.tanks[i]
		q := r.inflow[t.node]
		v := r.volume[i] + q*float64(step)
		if v+q >= t.vmax {
			v = t.vmax
		} else if q < 0 && v-q <= t.vmin {
			v = t.vmin
		}
		r.volume[i], r.head[t.node] = v, t.headAt(v)
	}
}

// ruleStep moves tanks by rule steps until a rule acts or the step is over, and returns how far it came.
func (r *Run) ruleStep(step int64) int64 {
	every, begin := r.spec.times.RuleStep, r.now
	dt := min(every-begin%every, step)
	for end := begin + step; dt > 0; dt = min(every, end-r.now) {
		r.now += dt
		r.fill(dt)
		if r.applyRules(dt) {
			break
		}
	}
	step = r.now - begin
	r.now = begin
	return step
}
