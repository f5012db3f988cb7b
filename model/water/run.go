package water

import "math"

// Run is the state of one simulation of a [Spec]. Use it from one goroutine. After [Spec.NewRun] it allocates nothing.
type Run struct {
	spec *Spec
	now  int64
	next int64 // the next multiple of the file's report step
	over bool  // the last instant was solved

	head, low []float64 // by number inside [ft]; low is what is too small for the last digit
	demand    []float64 // asked for [cfs]
	delivered []float64 // to demands [cfs]
	inflow    []float64 // of nodes of fixed head [cfs]
	factor    []float64 // of demands, set from outside
	extra     []float64 // asked for beyond demands [cfs]; nil: nothing
	dry       []bool    // by tank: ran empty and lets nothing out until it has filled a little; nil: such tanks let out what comes in
	throttle  []float64 // of the resistance of pipes; nil: 1
	every     int       // iterations between looks at statuses; 0: the file's
	flips     []uint8   // by link: changes of status in this solution; see tire
	reached   []bool    // nodes that a source reaches
	queue     []int32   // of rest
	flow      []float64 // by link [cfs]
	setting   []float64
	status    []Status
	held      []bool    // shut for good from outside
	wants     []want    // by junction, of demands that depend on pressure
	emitted   []float64 // by emitter [cfs]
	volume    []float64 // by tank [ft3]
	total     float64   // of positive demands [cfs]
	factors   []float64 // of the patterns now, by number from 1; 0: no pattern

	p, y               []float64 // by link: what linearise finds
	diagonal, lower, x []float64
	base               []float64 // by link: the flow that the present heads ask for
	relax, largest     float64
	kept               keptState
	actions            []ruleAction
	zones              zones
	Iterations         int     // of the last solution
	Residual           float64 // of the last solution: sum of flow changes over sum of flows
}

// keptState is where a solution began.
type keptState struct {
	flow, head, low, setting, emitted, delivered, inflow []float64
	status                                               []Status
}

// NewRun is a run at its beginning.
func (s *Spec) NewRun() *Run {
	nodes, links := len(s.elevation), len(s.links)
	floats := func(n int) []float64 { return make([]float64, n) }
	r := &Run{spec: s, head: floats(nodes), demand: floats(s.junctions), delivered: floats(s.junctions), inflow: floats(nodes),
		factor: floats(s.junctions), flips: make([]uint8, links), reached: make([]bool, nodes), wants: make([]want, s.junctions), queue: make([]int32, 0, nodes), factors: floats(len(s.net.Patterns) + 1), flow: floats(links), setting: floats(links), status: make([]Status, links), held: make([]bool, links),
		emitted: floats(len(s.emitters)), volume: floats(len(s.tanks)), p: floats(links), y: floats(links),
		diagonal: floats(nodes), lower: floats(len(s.matrix.row)), x: floats(nodes), base: floats(links), low: floats(nodes),
		zones: zones{root: make([]int32, nodes), open: make([]bool, links)},
		kept: keptState{flow: floats(links), head: floats(nodes), low: floats(nodes), setting: floats(links), emitted: floats(len(s.emitters)),
			delivered: floats(s.junctions), inflow: floats(nodes), status: make([]Status, links)}}
	r.factors[0] = 1
	actions := 0
	for i := range s.rules {
		actions += max(len(s.rules[i].Then), len(s.rules[i].Else))
	}
	r.actions = make([]ruleAction, 0, actions)
	r.Reset()
	return r
}

// Reset puts a run back to its beginning, with the file's statuses and tank levels.
func (r *Run) Reset() {
	s := r.spec
	r.now, r.next, r.over, r.zones.known = 0, s.times.ReportStep, false, false
	for i := range s.junctions {
		r.head[i], r.factor[i] = s.elevation[i], 1
	}
	for i := s.junctions; i < len(r.head); i++ {
		r.head[i] = s.elevation[i]
	}
	for i := range s.tanks {
		r.head[s.tanks[i].node], r.volume[i] = s.tanks[i].hstart, s.tanks[i].vstart
	}
	clear(r.inflow)
	clear(r.low)
	clear(r.held)
	for i := range r.emitted {
		r.emitted[i] = 1
	}
	for k := range s.links {
		c := &s.links[k]
		r.status[k], r.setting[k] = c.status, c.setting
		if (c.kind == PRV || c.kind == PSV || c.kind == FCV) && c.setting != missing {
			r.status[k] = activeStatus
		}
		r.flow[k] = s.firstFlow(c, r.status[k])
	}
}

// firstFlow is where iterations begin: a foot a second, or a pump's design flow.
func (s *Spec) firstFlow(c *linkSpec, status Status) float64 {
	switch {
	case status <= closedStatus:
		return noFlow
	case c.kind == Pump:
		return c.setting * s.pumps[c.own].q0
	}
	return math.Pi * c.diameter * c.diameter / 4
}

// CopyFrom makes r equal to another run of the same spec.
func (r *Run) CopyFrom(o *Run) {
	r.now, r.next, r.over, r.total, r.zones.known = o.now, o.next, o.over, o.total, false
	r.Iterations, r.Residual = o.Iterations, o.Residual
	copy(r.head, o.head)
	copy(r.low, o.low)
	copy(r.demand, o.demand)
	copy(r.delivered, o.delivered)
	copy(r.inflow, o.inflow)
	copy(r.factor, o.factor)
	copy(r.flow, o.flow)
	copy(r.setting, o.setting)
	copy(r.status, o.status)
	copy(r.held, o.held)
	copy(r.emitted, o.emitted)
	copy(r.volume, o.volume)
	copy(r.dry, o.dry)
}

// Solve finds the hydraulics of this instant: demands and speeds from patterns, controls, heads and flows. Solving twice gives
// the same as once, within the accuracy. The error is a [NotBalanced]; the run may go on after it.
func (r *Run) Solve() error {
	r.follow()
	r.applyControls()
	r.applyClosings()
	return r.Settle()
}

// Settle finds heads and flows again after a change from outside, starting from the present flows: it applies no controls and
// no patterns. Junctions that no source reaches get nothing.
func (r *Run) Settle() error {
	if r.spec.net.Options.PressureDriven {
		if r.spec.city {
			r.rest()
		}
		err := r.solve()
		r.collect()
		return err
	}
	copy(r.delivered, r.demand)
	err := r.solve()
	for tries := 0; err == nil && tries < 3 && r.starve(); tries++ {
		err = r.solve()
	}
	r.collect()
	return err
}

// follow sets what patterns say: demands, heads of reservoirs, speeds of pumps.
func (r *Run) follow() {
	s := r.spec
	period := int((r.now + s.times.PatternStart) / s.times.PatternStep)
	factors := r.factors
	for i := range s.net.Patterns {
		factors[i+1] = 1
		if f := s.net.Patterns[i].Factors; len(f) > 0 {
			factors[i+1] = f[period%len(f)]
		}
	}
	r.total = 0
	for i := range s.junctions {
		sum, factor := 0.0, r.factor[i]
		for _, d := range s.demands[s.firstTerm[i]:s.firstTerm[i+1]] {
			q := d.base * factors[d.pattern+1] * factor
			if q > 0 {
				r.total += q
			}
			sum += q
		}
		if r.extra != nil {
			q := max(r.extra[i], -sum)
			sum += q
			r.total += q
		}
		r.demand[i], r.delivered[i] = sum, sum
	}
	for _, f := range s.sources {
		r.head[f.node] = s.elevation[f.node] * factors[f.pattern+1]
	}
	for i := range s.pumps {
		if p := &s.pumps[i]; p.pattern >= 0 && !r.held[p.link] {
			r.set(p.link, factors[p.pattern+1])
		}
	}
}

// set gives a link a setting, inside units.
func (r *Run) set(k int32, x float64) {
	switch r.spec.links[k].kind {
	case Pump:
		r.setting[k] = x
		if x > 0 && r.status[k] <= closedStatus {
			r.prime(k)
			r.status[k] = openStatus
		}
		if x == 0 && r.status[k] > closedStatus {
			r.status[k] = closedStatus
		}
	case FCV:
		r.setting[k], r.status[k] = x, activeStatus
	default:
		if r.setting[k] == missing && r.status[k] <= closedStatus {
			r.status[k] = openStatus
		}
		r.setting[k] = x
	}
}

// open opens or closes a link as rules do.
func (r *Run) open(k int32, open bool) {
	kind := r.spec.links[k].kind
	if open && kind == Pump {
		r.prime(k)
	}
	r.status[k] = closedStatus
	if open {
		r.status[k] = openStatus
	}
	switch {
	case kind == Pump && open:
		r.setting[k] = 1
	case kind == Pump:
		r.setting[k] = 0
	case kind > Pump && kind != GPV:
		r.setting[k] = missing
	}
}

// prime gives a pump of constant power a flow to begin with when it opens: from no flow it would find no way up.
func (r *Run) prime(k int32) {
	if p := &r.spec.pumps[r.spec.links[k].own]; p.shape == pumpWatts && r.status[k] <= closedStatus {
		r.flow[k] = p.q0
	}
}

// applyClosings shuts what the settings shut by now.
func (r *Run) applyClosings() {
	for _, c := range r.spec.set.Close {
		if r.now >= c.At && !r.held[c.Link] {
			r.Shut(c.Link)
		}
	}
}

// collect sums up what enters and leaves the nodes of fixed head.
func (r *Run) collect() {
	s := r.spec
	for i := s.junctions; i < len(r.inflow); i++ {
		r.inflow[i] = 0
	}
	for _, k := range s.atSource {
		if r.status[k] > closedStatus {
			r.inflow[s.ends[k][0]] -= r.flow[k]
			r.inflow[s.ends[k][1]] += r.flow[k]
		}
	}
}

// isDry reports whether a tank ran empty and has not filled a little since.
func (r *Run) isDry(tank int32) bool { return r.dry != nil && r.dry[tank] }
