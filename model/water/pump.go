package water

import "math"

// pumpSpec is a pump in feet and cubic feet a second.
type pumpSpec struct {
	link    int32
	shape   pumpShape
	h0      float64 // shut-off head
	r, n    float64 // head = h0 - r q^n; of constant power: head = r/q
	q0      float64 // where iterations begin
	hmax    float64
	qmax    float64
	pattern int32
	q, h    []float64 // points of a custom curve
}

func (s *Spec) compilePump(i int, l *Link) pumpSpec {
	p := pumpSpec{link: int32(i), pattern: int32(l.Pattern)}
	if l.Curve == None {
		p.shape, p.r, p.n, p.q0, p.hmax, p.qmax = pumpWatts, 8.814*l.Power/s.unit.power, -1, 1, math.Inf(1), math.Inf(1)
		return p
	}
	c := s.net.Curves[l.Curve]
	f, ok := pumpCurve(c)
	if !ok { // the reader lets no such curve pass; a network made by hand may
		f = headCurve{shape: pumpCustom}
	}
	flow, head := s.unit.flow, s.unit.head
	p.shape, p.h0, p.n, p.r = f.shape, f.h0/head, f.b, f.a*math.Pow(flow, f.b)/head
	p.q0, p.hmax, p.qmax = f.q0/flow, f.hmax/head, f.qmax/flow
	if math.Abs(p.n-1) < 1e-6 {
		p.n = 1
	}
	if p.shape == pumpCustom {
		for k := range c.X {
			p.q, p.h = append(p.q, c.X[k]/flow), append(p.h, c.Y[k]/head)
		}
	}
	return p
}

// segment is intercept and slope of a piecewise linear curve where it holds x; the outer pieces go on.
func segment(x, y []float64, at float64) (intercept, slope float64) {
	i := 1
	for i < len(x)-1 && x[i] < at {
		i++
	}
	slope = (y[i] - y[i-1]) / (x[i] - x[i-1])
	return y[i-1] - slope*x[i-1], slope
}

// pump sets the coefficients of a pump.
func (r *Run) pump(k int32, c *linkSpec) {
	speed, q := r.setting[k], r.flow[k]
	if r.status[k] <= closedStatus || speed == 0 {
		r.shut(k)
		return
	}
	p := &r.spec.pumps[c.own]
	var loss, gradient float64
	switch a := math.Abs(q); p.shape {
	case pumpCustom:
		h0, slope := segment(p.q, p.h, a/speed)
		gradient = -slope * speed
		loss = -h0*speed*speed + gradient*q
	case pumpWatts:
		h := p.r * speed * speed * speed
		gradient = h / (a * a)
		loss = -h / q
	default:
		h0 := -speed * speed * p.h0
		coefficient := p.r * math.Pow(speed, 2-p.n)
		if p.n == 1 {
			gradient = coefficient
			loss = h0 + gradient*q
			break
		}
		if r.spec.city { // nothing has flowed yet, or far too much: Newton's method would run away
			a = min(a, 2*p.qmax*speed)
			q = math.Copysign(a, q)
			r.flow[k] = q
		}
		gradient = p.n * coefficient * pow(a, p.n-1)
		if flat := 0.02 * p.h0 * speed / p.qmax; r.spec.city && gradient < flat {
			loss = h0 + gradient*q/p.n
			gradient = flat
		} else if gradient < r.spec.net.Options.SmallestGradient {
			gradient = r.spec.net.Options.SmallestGradient
			loss = h0 + gradient*q
		} else {
			loss = h0 + gradient*q/p.n
		}
	}
	r.p[k], r.y[k] = 1/gradient, loss/gradient
}
