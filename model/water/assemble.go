package water

import "math"

// assemble enters links, emitters and demands into the matrix and the right side. The unknowns are changes of heads, not heads:
// where hardly anything flows a conductance of 1e7 turns the last digit of a head of 1,000 ft into a false flow of 1e-6 cfs,
// and heads are kept in two parts for the same reason.
func (r *Run) assemble() {
	s := r.spec
	clear(r.diagonal)
	clear(r.lower)
	for i, q := range r.delivered {
		r.x[i] = -q
	}
	r.enterPipes()
	for _, k := range s.others {
		if r.p[k] != 0 {
			r.join(k, s.ends[k][0], s.ends[k][1])
		}
	}
	r.leave()
	r.fixValves()
	clear(r.x[s.junctions:]) // fixed heads do not change
	for i := range s.junctions {
		r.diagonal[i] += s.ridge
		if r.diagonal[i] == 0 { // nothing touches it
			r.diagonal[i], r.x[i] = 1, 0
		}
	}
}

// drop is the difference of two heads [ft].
func (r *Run) drop(a, b int32) float64 { return (r.head[a] - r.head[b]) + (r.low[a] - r.low[b]) }

// above is how far the head of a node lies above a height [ft].
func (r *Run) above(n int32, height float64) float64 { return (r.head[n] - height) + r.low[n] }

// leave enters what leaves the junctions by pressure: emitters, and demands that depend on it.
func (r *Run) leave() {
	s := r.spec
	for i := range s.emitters {
		n := s.emitters[i].node
		loss, g := r.emitterLoss(i)
		r.diagonal[n] += 1 / g
		r.x[n] -= r.emitted[i] + (r.above(n, s.elevation[n])-loss)/g
	}
	if !s.net.Options.PressureDriven {
		return
	}
	w := s.wagner()
	for i := range s.junctions {
		if r.demand[i] <= 0 {
			continue
		}
		loss, g := w.loss(r.delivered[i], r.demand[i])
		r.wants[i] = want{loss, g}
		r.diagonal[i] += 1 / g
		r.x[i] -= (r.above(int32(i), s.elevation[i]+w.least) - loss) / g
	}
}

// emitterLoss is the head that drives an emitter's flow and its gradient.
func (r *Run) emitterLoss(i int) (loss, g float64) {
	o := &r.spec.net.Options
	n, q := 1/o.EmitterExponent, r.emitted[i]
	a := math.Abs(q)
	if n < 1 {
		a = max(a, noFlow)
	}
	g = n * r.spec.emitters[i].k * pow(a, n-1)
	if g < o.SmallestGradient {
		g = o.SmallestGradient / n
		loss = g * q
	} else {
		loss = g * q / n
	}
	if o.NoBackflow {
		loss, g = barrier(q, -1, loss, g)
	}
	return loss, g
}

// barrier adds a smooth wall: a head that keeps dq above 0 (side -1) or below 0 (side 1).
func barrier(dq, side, loss, g float64) (float64, float64) {
	const steep = 1e9
	a := steep * dq
	b := math.Sqrt(a*a + 1e-6)
	return loss + (a+side*b)/2, g + steep/2*(1+side*a/b)
}

// wagner is the demand that depends on pressure (Wagner et al. 1988): none at the least pressure, all of it at the required
// one, a power between, turned around into the head that a delivered flow needs.
type wagner struct{ least, span, n float64 }

func (s *Spec) wagner() wagner {
	o := &s.net.Options
	least := o.MinPressure / s.unit.pressure
	return wagner{least, max(o.ReqPressure/s.unit.pressure-least, 1e-3), 1 / o.PressureExponent}
}

// want is the head that a demand's flow needs, and its gradient.
type want struct{ loss, g float64 }

func (w wagner) loss(q, full float64) (loss, g float64) {
	share := math.Abs(q) / full
	if w.n < 1 {
		share = max(share, noFlow)
	}
	if w.n == 2 { // the usual exponent 0.5
		g = 2 * w.span * share / full
	} else {
		g = w.n * w.span * pow(share, w.n-1) / full
	}
	loss = g * q / w.n
	loss, g = barrier(q, -1, loss, g)
	return barrier(q-full, 1, loss, g)
}

// at is the share of a demand that a pressure [ft] delivers.
func (w wagner) at(pressure float64) float64 {
	switch x := (pressure - w.least) / w.span; {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case w.n == 2:
		return math.Sqrt(x)
	default:
		return pow(x, 1/w.n)
	}
}
