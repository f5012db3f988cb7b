package water

import "math"

// valve sets the coefficients of a valve that is fully open with a loss, or closed.
func (r *Run) valve(k int32, minor float64) {
	q := r.flow[k]
	switch {
	case r.status[k] <= closedStatus:
		r.shut(k)
	case minor > 0:
		g := 2 * minor * math.Abs(q)
		y := q / 2
		if least := r.spec.net.Options.SmallestGradient; g < least {
			g, y = least/2, q
		}
		r.p[k], r.y[k] = 1/g, y
	default:
		r.p[k], r.y[k] = 1/smallCoefficient, q
	}
}

// looseValve sets the coefficients of a valve that fixes neither head nor flow.
func (r *Run) looseValve(k int32, c *linkSpec) {
	x := r.setting[k]
	switch c.kind {
	case TCV:
		if x != missing {
			r.valve(k, minorLoss(x, c.diameter))
			return
		}
	case PCV:
		if x != missing {
			r.valve(k, r.spec.openingLoss(c, x))
			return
		}
	case PBV:
		if q := r.flow[k]; x != missing && x != 0 && c.minor*q*q <= x {
			r.p[k], r.y[k] = bigCoefficient, x*bigCoefficient
			return
		}
	case GPV:
		if r.status[k] > closedStatus {
			r.curveValve(k, c)
			return
		}
	}
	r.valve(k, c.minor)
}

// curveValve follows the curve of head loss of a GPV.
func (r *Run) curveValve(k int32, c *linkSpec) {
	const tiny = 1e-6
	u, curve := r.spec.unit, r.spec.net.Curves[c.own]
	q := max(math.Abs(r.flow[k]), tiny)
	h0, slope := segment(curve.X, curve.Y, q*u.flow)
	h0, slope = h0/u.head, max(slope*u.flow/u.head, tiny)
	r.p[k] = 1 / slope
	r.y[k] = math.Copysign(h0/slope+q, r.flow[k])
}

// openingLoss is the loss coefficient [ft/cfs2] of a PCV opened by a percentage: its curve gives flow capacity over opening, both
// in percent; without one they are equal.
func (s *Spec) openingLoss(c *linkSpec, open float64) float64 {
	switch {
	case open >= 100:
		return c.minor
	case open <= 0:
		return bigCoefficient
	}
	capacity := open
	if c.own != None && len(s.net.Curves[c.own].X) > 0 {
		x, y := s.net.Curves[c.own].X, s.net.Curves[c.own].Y
		last := len(x) - 1
		switch {
		case open < x[0]:
			capacity = open / x[0] * y[0]
		case open > x[last]:
			capacity = (open-x[last])/(100-x[last])*(100-y[last]) + y[last]
		default:
			capacity = between(x, y, open)
		}
	}
	ratio := min(max(capacity/100, smallCoefficient), 1)
	return min(c.minor/(ratio*ratio), bigCoefficient)
}

// fixValves enters the valves that fix a head or a flow. A valve that fixes a head takes whatever flow its node lacks.
func (r *Run) fixValves() {
	s := r.spec
	for i := range s.valves {
		v := &s.valves[i]
		k := v.link
		if r.setting[k] == missing {
			continue
		}
		a, b := s.ends[k][0], s.ends[k][1]
		c := &s.links[k]
		active := r.status[k] == activeStatus
		switch {
		case active && c.kind == PRV:
			lack := r.excess(b, v.others)
			r.p[k], r.y[k] = 0, r.flow[k]+lack
			r.base[k] = -lack
			r.x[b] += (s.elevation[b] + r.setting[k] - r.head[b] - r.low[b]) * bigCoefficient
			r.diagonal[b] += bigCoefficient
			if lack < 0 {
				r.x[a] += lack
			}
		case active && c.kind == PSV:
			surplus := r.excess(a, v.others)
			r.p[k], r.y[k] = 0, r.flow[k]-surplus
			r.base[k] = surplus
			r.x[a] += (s.elevation[a] + r.setting[k] - r.head[a] - r.low[a]) * bigCoefficient
			r.diagonal[a] += bigCoefficient
			if surplus > 0 {
				r.x[b] += surplus
			}
			r.lower[s.entry[k]] -= 1 / bigCoefficient // keeps the matrix connected
			r.diagonal[b] += 1 / bigCoefficient
		case active:
			r.p[k], r.y[k] = 1/bigCoefficient, r.flow[k]-r.setting[k]
			r.join(k, a, b)
		default:
			r.valve(k, c.minor)
			r.join(k, a, b)
		}
	}
}

// join enters a link into the matrix and the right side.
func (r *Run) join(k, a, b int32) {
	p := r.p[k]
	f := r.flow[k] - r.y[k] + p*r.drop(a, b)
	r.base[k] = f
	r.x[a] -= f
	r.x[b] += f
	if at := r.spec.entry[k]; at >= 0 {
		r.lower[at] -= p
	}
	r.diagonal[a] += p
	r.diagonal[b] += p
}

// excess is what the other links bring to a node less what leaves it [cfs].
func (r *Run) excess(n int32, others []int32) float64 {
	q := -r.delivered[n]
	if e := r.spec.emitterAt[n]; e >= 0 {
		q -= r.emitted[e]
	}
	for _, k := range others {
		if r.spec.ends[k][0] == n {
			q -= r.flow[k]
		} else {
			q += r.flow[k]
		}
	}
	return q
}
