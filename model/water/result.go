package water

import "math"

// Now is the instant of the run [s].
func (r *Run) Now() int64 { return r.now }

// Spec is what the run simulates.
func (r *Run) Spec() *Spec { return r.spec }

// Head is the hydraulic head of a node [file's unit].
func (r *Run) Head(node int) float64 { return r.head[r.spec.place[node]] * r.spec.unit.head }

// Pressure is the pressure at a node, of a tank at its bottom [file's unit].
func (r *Run) Pressure(node int) float64 {
	n := r.spec.place[node]
	if r.spec.net.Nodes[node].Kind == Reservoir {
		return 0
	}
	return (r.head[n] - r.spec.elevation[n]) * r.spec.unit.pressure
}

// Demand is what leaves the network at a junction, emitters included; of a tank or reservoir the net inflow [file's unit].
func (r *Run) Demand(node int) float64 { return r.outflow(r.spec.place[node]) * r.spec.unit.flow }

// outflow is Demand by number inside [cfs].
func (r *Run) outflow(n int32) float64 {
	if int(n) >= r.spec.junctions {
		return r.inflow[n]
	}
	q := r.delivered[n]
	if e := r.spec.emitterAt[n]; e >= 0 {
		q += r.emitted[e]
	}
	return q
}

// Deficit is what a junction asks for and does not get [file's unit].
func (r *Run) Deficit(node int) float64 {
	n := r.spec.place[node]
	if int(n) >= r.spec.junctions {
		return 0
	}
	return (r.demand[n] - r.delivered[n]) * r.spec.unit.flow
}

// Level is the water level of a tank above its bottom [file's unit].
func (r *Run) Level(node int) float64 {
	n := r.spec.place[node]
	return (r.head[n] - r.spec.elevation[n]) * r.spec.unit.head
}

// Flow is the flow of a link, positive from its first node to its second [file's unit].
func (r *Run) Flow(link int) float64 {
	if r.status[link] <= closedStatus {
		return 0
	}
	return r.flow[link] * r.spec.unit.flow
}

// Velocity is the speed of the water in a link [ft/s or m/s]; 0 in pumps.
func (r *Run) Velocity(link int) float64 {
	c := &r.spec.links[link]
	if c.kind == Pump || c.diameter == 0 || r.status[link] <= closedStatus {
		return 0
	}
	return math.Abs(r.flow[link]) / (math.Pi * c.diameter * c.diameter / 4) * r.spec.unit.head
}

// Status is 0 for a closed link, also when it closed by itself, 2 for a valve that follows its setting, else 1.
func (r *Run) Status(link int) int {
	switch k := r.spec.links[link].kind; {
	case r.status[link] <= closedStatus:
		return 0
	case k > Pump && r.status[link] == activeStatus:
		return 2
	}
	return 1
}

// Setting is the speed of a pump, 0 when it stands still, or the setting of a valve, 0 when its status is fixed; of a pipe 0
// [file's unit].
func (r *Run) Setting(link int) float64 {
	if r.spec.links[link].kind == Pump && r.status[link] == closedStatus {
		return 0
	}
	return r.shownSetting(link)
}

func (r *Run) shownSetting(link int) float64 {
	x, u := r.setting[link], r.spec.unit
	if x == missing {
		return 0
	}
	switch r.spec.links[link].kind {
	case PRV, PSV, PBV:
		return x * u.pressure
	case FCV:
		return x * u.flow
	}
	return x
}

// Shut closes a link for good: neither controls nor rules nor patterns open it until it is released.
func (r *Run) Shut(link int) {
	r.open(int32(link), false)
	r.held[link] = true
}

// Release lets a link that was shut follow its status in the file, controls, rules and patterns again.
func (r *Run) Release(link int) {
	c := &r.spec.links[link]
	r.held[link] = false
	r.status[link], r.setting[link] = c.status, c.setting
}

// Set gives a pump a speed or a valve a setting [file's unit], as a control would. It holds until a control, rule or pattern
// sets another.
func (r *Run) Set(link int, x float64) {
	r.set(int32(link), r.spec.valveSetting(r.spec.links[link].kind, x))
}

// Open opens or closes a link, as a control would. It holds until a control, rule or pattern says otherwise.
func (r *Run) Open(link int, open bool) { r.open(int32(link), open) }

// ScaleDemand multiplies the demands of a junction, from the next Solve on.
func (r *Run) ScaleDemand(node int, factor float64) {
	if n := r.spec.place[node]; int(n) < r.spec.junctions {
		r.factor[n] = factor
	}
}

// Imbalance is the largest difference, over all junctions, of what flows in and what flows and leaves [file's unit of flow]. It
// counts the few drops that pass closed links (heads over 1e8).
func (r *Run) Imbalance() float64 {
	worst := 0.0
	clear(r.x)
	for k, e := range r.spec.ends {
		r.x[e[0]] -= r.flow[k]
		r.x[e[1]] += r.flow[k]
	}
	for i := range r.spec.emitters {
		r.x[r.spec.emitters[i].node] -= r.emitted[i]
	}
	for i := range r.spec.junctions {
		worst = max(worst, math.Abs(r.x[i]-r.delivered[i]))
	}
	return worst * r.spec.unit.flow
}
