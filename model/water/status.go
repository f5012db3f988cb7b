package water

// Status is what a link does now. Statuses up to closedStatus carry no flow.
type Status int8

const (
	tooHigh      Status = iota // a pump that cannot reach the head
	tankClosed                 // shut by a full or empty tank
	closedStatus               // by file, control, rule or check valve
	openStatus
	activeStatus // holds its setting
	_            // (a pump beyond its curve)
	freeFlow     // a flow control valve that cannot deliver its setting
	freePressure // a pressure valve that cannot hold its setting
)

var statusOf = [...]Status{Opened: openStatus, Closed: closedStatus, Active: activeStatus}

// setValves updates the valves that hold a pressure, and reports whether any changed.
func (r *Run) setValves() bool {
	s, changed := r.spec, false
	for i := range s.valves {
		k := s.valves[i].link
		x := r.setting[k]
		if x == missing {
			continue
		}
		a, b := s.ends[k][0], s.ends[k][1]
		was := r.status[k]
		loss := s.links[k].minor * r.flow[k] * r.flow[k]
		switch s.links[k].kind {
		case PRV:
			r.status[k] = r.reducing(k, was, s.elevation[b]+x, r.head[a], r.head[b], loss)
		case PSV:
			r.status[k] = r.sustaining(k, was, s.elevation[a]+x, r.head[a], r.head[b], loss)
		}
		changed = changed || was != r.status[k]
	}
	return changed
}

// reducing is the new status of a pressure reducing valve between heads h1 and h2.
func (r *Run) reducing(k int32, was Status, set, h1, h2, loss float64) Status {
	tol := r.spec.net.Options.HeadTol
	back := r.flow[k] < -r.spec.net.Options.FlowTol
	switch {
	case was == closedStatus && h1 >= set+tol && h2 < set-tol:
		return activeStatus
	case was == closedStatus && h1 < set-tol && h1 > h2+tol:
		return openStatus
	case was == closedStatus:
		return closedStatus
	case (was == activeStatus || was == openStatus || was == freePressure) && back:
		return closedStatus
	case was == activeStatus && h1-loss < set-tol:
		return openStatus
	case was == openStatus && h2 >= set+tol:
		return activeStatus
	}
	return was
}

// sustaining is the new status of a pressure sustaining valve between heads h1 and h2.
func (r *Run) sustaining(k int32, was Status, set, h1, h2, loss float64) Status {
	tol := r.spec.net.Options.HeadTol
	back := r.flow[k] < -r.spec.net.Options.FlowTol
	switch {
	case was == closedStatus && h2 > set+tol && h1 > h2+tol:
		return openStatus
	case was == closedStatus && h1 >= set+tol && h1 > h2+tol:
		return activeStatus
	case was == closedStatus:
		return closedStatus
	case (was == activeStatus || was == openStatus || was == freePressure) && back:
		return closedStatus
	case was == activeStatus && h2+loss > set+tol:
		return openStatus
	case was == openStatus && h1 < set-tol:
		return activeStatus
	}
	return was
}

// setLinks updates check valves, pumps, flow control valves and links at tanks, and reports whether any changed.
func (r *Run) setLinks() bool {
	changed := false
	for _, k := range r.spec.deciding {
		was := r.status[k]
		r.decide(k)
		r.tire(k, was)
		changed = changed || was != r.status[k]
	}
	return changed
}

// decide updates one link whose status follows heads and flow.
func (r *Run) decide(k int32) {
	s := r.spec
	a, b := s.ends[k][0], s.ends[k][1]
	drop, was := r.head[a]-r.head[b], r.status[k]
	if was == tooHigh || was == tankClosed {
		r.status[k] = openStatus
	}
	c := &s.links[k]
	switch {
	case (c.kind == CheckPipe || s.city && c.kind == PRV) && !r.held[k]:
		r.status[k] = r.checked(r.status[k], drop, r.flow[k])
	case c.kind == Pump && r.status[k] >= openStatus && r.setting[k] > 0:
		r.status[k] = r.pumpStatus(k, &s.pumps[c.own], -drop)
	case c.kind == FCV && r.setting[k] != missing:
		switch {
		case drop < -s.net.Options.HeadTol || r.flow[k] < -s.net.Options.FlowTol:
			r.status[k] = freeFlow
		case was == freeFlow && r.flow[k] >= r.setting[k]:
			r.status[k] = activeStatus
		case r.status[k] == activeStatus && drop < c.minor*r.flow[k]*r.flow[k]:
			r.status[k] = freeFlow // it cannot lose less than fully open
		}
	}
	if int(a) >= s.junctions {
		r.guardTank(k, a, r.flow[k])
	}
	if int(b) >= s.junctions {
		r.guardTank(k, b, -r.flow[k])
	}
}

// pumpStatus is the status of an open pump that lifts water by a head [ft]. A pump of constant power stops when hardly anything
// flows.
func (r *Run) pumpStatus(k int32, p *pumpSpec, lift float64) Status {
	x := r.setting[k]
	if r.spec.city && r.flow[k] < -r.spec.net.Options.FlowTol {
		return tooHigh
	}
	if p.shape == pumpWatts && r.flow[k] < 1e-4 || p.shape != pumpWatts && lift > x*x*p.hmax+r.spec.net.Options.HeadTol {
		return tooHigh
	}
	return openStatus
}

// checked is the status of a check valve at a head loss and a flow.
func (r *Run) checked(was Status, drop, q float64) Status {
	o := &r.spec.net.Options
	switch {
	case drop < -o.HeadTol || q < -o.FlowTol:
		return closedStatus
	case drop > o.HeadTol:
		return openStatus
	}
	return was
}

// guardTank closes a link that would fill a full tank or drain an empty one. q is the flow out of the tank.
func (r *Run) guardTank(k, node int32, q float64) {
	s := r.spec
	at := s.tankAt[int(node)-s.junctions]
	if at < 0 || r.status[k] <= closedStatus {
		return
	}
	t, h := &s.tanks[at], r.head[node]
	if h >= t.hmax && !t.overflow && q < 0 || (h <= t.hmin || r.isDry(at)) && q > 0 {
		r.status[k] = tankClosed
	}
}

// pressureControls applies the simple controls that watch junctions, after a solution was found, and reports whether any acted.
func (r *Run) pressureControls() bool {
	s, acted := r.spec, false
	tol := s.net.Options.HeadTol
	for i := range s.controls {
		c := &s.controls[i]
		if c.tank >= 0 || c.node < 0 || r.held[c.link] {
			continue
		}
		h := r.head[c.node]
		if !(c.kind == IfBelow && h <= c.level+tol) && !(c.kind == IfAbove && h >= c.level-tol) {
			continue
		}
		kind, k := s.links[c.link].kind, c.link
		var change bool
		switch kind {
		case Pipe, CheckPipe:
			change = r.status[k] != c.status
		case Pump:
			change = r.setting[k] != c.setting
		default:
			change = r.setting[k] != c.setting || r.setting[k] == missing && r.status[k] != c.status
		}
		if !change {
			continue
		}
		if kind == Pump && c.status == openStatus {
			r.prime(k)
		}
		r.status[k] = c.status
		if kind != Pipe {
			r.setting[k] = c.setting
		}
		acted = true
	}
	return acted
}
