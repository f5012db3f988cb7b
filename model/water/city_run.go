package water

import (
	"math"

	"cascata/model"
)

// How a zone's feeders follow its tanks, as shares of what these hold when full: a pump on duty starts at the first and stops at
// the second, the others help between the next two. Usual practice, general knowledge.
const (
	firstShare = 0.85 // at the beginning of the warm-up
	startShare = 0.70
	stopShare  = 0.95
	helpShare  = 0.40
	enoughHelp = 0.60
	saveShare  = 0.25 // a zone whose tanks hold less sends nothing to the tanks of others
	spareShare = 0.40 // until they hold so much again
)

// condition is what an asset can give and whether its switch or valve is closed, with what is asked of it beyond its plan.
type condition struct {
	available model.Level
	closed    bool
	ask       float64 // [m3/h]
}

// cityRun is a run of a city's network with its controls.
type cityRun struct {
	*Supply
	run       *Run
	cond      []condition // by part, as the hydraulics have them
	called    []bool      // by zone: its feeders are to fill the tanks
	helped    []bool      // and the pumps that stand by, too
	saving    []bool      // its tanks are too low to fill those of others
	on        []float64   // by part with a link: what it is set to, see turn
	unsettled bool        // the last instant was not solved
	spare     *Run        // the last accepted state, while another beginning is tried
}

func (s *Supply) newRun() *cityRun {
	r := &cityRun{Supply: s, run: s.spec.NewRun(), cond: make([]condition, len(s.parts)), called: make([]bool, len(s.zones)), helped: make([]bool, len(s.zones)),
		saving: make([]bool, len(s.zones)), on: make([]float64, len(s.parts))}
	r.run.dry = make([]bool, len(s.spec.tanks))
	r.run.extra = make([]float64, s.spec.junctions)
	r.run.throttle = make([]float64, len(s.spec.links))
	for k := range r.run.throttle {
		r.run.throttle[k] = 1
	}
	for i := range s.parts {
		r.cond[i] = quiet(&s.parts[i])
		if s.parts[i].link != None {
			r.on[i] = math.NaN() // not set yet
		}
	}
	for i := range r.called {
		r.called[i] = true
	}
	return r
}

// instant finds the hydraulics of this instant: controls decide, links follow, heads and flows settle.
func (r *cityRun) instant() {
	for i := range r.zones {
		r.decide(int32(i))
	}
	for i := range r.parts {
		r.operate(int32(i))
	}
	r.settle()
}

// out reports whether a part passes nothing.
func (r *cityRun) out(i int32) bool { return !r.cond[i].closed || r.cond[i].available == model.None }

// blocked reports whether an edge passes nothing, be it by itself or by an end.
func (r *cityRun) blocked(i int32) bool {
	x := &r.parts[i]
	return r.out(i) || x.from >= 0 && (r.out(x.from) || r.out(x.to))
}

// holding is what the tanks in service of a zone hold and can hold, what they are told to hold of that [ft3], and what flows
// into them [cfs].
func (r *cityRun) holding(z *pressureZone) (held, full, goal, inflow float64) {
	for _, t := range z.tanks {
		if r.out(t) {
			continue
		}
		k := &r.spec.tanks[r.parts[t].tank]
		held += r.run.volume[r.parts[t].tank] - k.vmin
		full += k.vmax - k.vmin
		goal += float64((k.vmax - k.vmin) * r.cond[t].available.Share())
		inflow += r.run.inflow[k.node]
	}
	return held, full, goal, inflow
}

// decide lets a zone's controls look at its tanks.
func (r *cityRun) decide(zone int32) {
	z := &r.zones[zone]
	held, full, goal, _ := r.holding(z)
	if full == 0 {
		r.called[zone], r.helped[zone], r.saving[zone] = true, r.feederOut(z), false
		return
	}
	r.called[zone] = hysteresis(r.called[zone], held, goal*startShare, goal*stopShare)
	r.helped[zone] = hysteresis(r.helped[zone], held, goal*helpShare, goal*enoughHelp)
	r.saving[zone] = hysteresis(r.saving[zone], held, full*saveShare, full*spareShare)
}

func hysteresis(on bool, x, low, high float64) bool {
	if on {
		return x < high
	}
	return x <= low
}

// feederOut reports whether a plant or a feeder on duty of a zone is out.
func (r *cityRun) feederOut(z *pressureZone) bool {
	for _, i := range z.plants {
		if r.out(i) {
			return true
		}
	}
	for _, e := range z.duty {
		if r.blocked(e) {
			return true
		}
	}
	return false
}

// coarse is the share of what a zone's tanks can hold that may flow in one step: then its controls act at steps only.
const coarse = 0.10

// untilDecided is in how many seconds a zone's controls will act; 0: not in sight, or soon enough at the next step.
func (r *cityRun) untilDecided(zone int32) int64 {
	z := &r.zones[zone]
	held, full, goal, inflow := r.holding(z)
	if full == 0 || math.Abs(inflow)*cityStep <= full*coarse {
		return 0
	}
	wait := math.Inf(1)
	look := func(on bool, low, high float64) {
		level := low
		if on {
			level = high
		}
		if t := (level - held) / inflow; t > 0 && on == (inflow > 0) {
			wait = min(wait, t)
		}
	}
	if len(z.duty) > 0 {
		look(r.called[zone], goal*startShare, goal*stopShare)
	}
	if len(z.standby) > 0 {
		look(r.helped[zone], goal*helpShare, goal*enoughHelp)
	}
	if len(z.exits) > 0 {
		look(r.saving[zone], full*saveShare, full*spareShare)
	}
	if wait > warmUp {
		return 0
	}
	return int64(wait) + 1
}

// step is how long until something changes [s], at most some time.
func (r *cityRun) step(most int64) int64 {
	step := min(r.run.nextStep(), most)
	for i := range r.zones {
		if t := r.untilDecided(int32(i)); t > 0 {
			step = min(step, t)
		}
	}
	return step
}

// advance lets the tanks fill and drain for a time [s] in which nothing else changes. What is left for less than a second counts as
// nothing left: times are whole seconds, and a tank that holds a drop would deliver all through the next step.
func (r *cityRun) advance(step int64) {
	w := r.run
	w.advance(step)
	for i := range r.spec.tanks {
		t := &r.spec.tanks[i]
		switch q := w.inflow[t.node]; {
		case q < -noFlow && w.volume[i]+q <= t.vmin:
			w.volume[i], w.head[t.node] = t.vmin, t.hmin
		case q > noFlow && w.volume[i]+q >= t.vmax:
			w.volume[i], w.head[t.node] = t.vmax, t.hmax
		}
		switch v := w.volume[i] - t.vmin; {
		case v <= 0:
			w.dry[i] = true
		case v >= hasWater*(t.vmax-t.vmin):
			w.dry[i] = false
		}
	}
}

// rounds is how often an instant is solved at most, because pressure reducing valves move.
const rounds = 5

// settle solves the instant, with the valves where they then hold their pressure.
func (r *cityRun) settle() {
	for n := 0; ; n++ {
		r.solve()
		if r.unsettled || n == rounds || !r.regulate() {
			return
		}
	}
}

// oftener is how many iterations lie between two looks at statuses in a second try.
const oftener = 2

// solve solves once. When that fails it tries again with statuses that follow sooner, then from flows of a foot a second; when all
// fail, the last accepted state stands.
func (r *cityRun) solve() {
	w := r.run
	if r.unsettled = w.Solve() != nil; !r.unsettled {
		return
	}
	w.back()
	if r.spare == nil {
		r.spare = r.spec.NewRun()
	}
	r.spare.CopyFrom(w)
	w.every = oftener
	if r.unsettled = w.Solve() != nil; r.unsettled {
		w.CopyFrom(r.spare)
		for k := range r.spec.links {
			w.flow[k] = r.spec.firstFlow(&r.spec.links[k], w.status[k])
		}
		for i := range r.spec.junctions {
			w.head[i], w.low[i] = r.spec.elevation[i], 0
		}
		r.unsettled = w.Solve() != nil
	}
	w.every = 0
	if r.unsettled {
		w.CopyFrom(r.spare)
		w.collect()
	}
}

// quiet is the condition of a part on a quiet day.
func quiet(x *cityPart) condition { return condition{available: model.Full, closed: !x.open} }
