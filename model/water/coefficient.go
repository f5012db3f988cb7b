package water

import "math"

const (
	bigCoefficient   = 1e8
	smallCoefficient = 1e-6
	noFlow           = 1e-6 // [cfs]
)

// linearise sets, for every link, p = 1/(dh/dq) and y = h p at the present flow, h being the head loss: the linear equation
// that a step of Newton's method takes for it.
func (r *Run) linearise() {
	s := r.spec
	for k := range s.links {
		c := &s.links[k]
		switch c.kind {
		case Pipe, CheckPipe:
			r.pipe(int32(k), c)
		case Pump:
			r.pump(int32(k), c)
		case PRV, PSV, FCV:
			if r.setting[k] == missing {
				r.valve(int32(k), c.minor)
			} else {
				r.p[k] = 0 // fixValves decides
			}
		default:
			r.looseValve(int32(k), c)
		}
	}
}

// shut makes a link a very large resistance, which keeps the matrix whole.
func (r *Run) shut(k int32) {
	r.p[k], r.y[k] = 1/bigCoefficient, r.flow[k]
}

func (r *Run) pipe(k int32, c *linkSpec) {
	if r.status[k] <= closedStatus {
		r.shut(k)
		return
	}
	flow := r.flow[k]
	q := math.Abs(flow)
	e := r.spec.exponent
	if c.viscous != 0 {
		r.darcyWeisbach(k, c, q)
		return
	}
	var g float64
	if e == 2 {
		g = 2 * c.r * q
	} else {
		g = e * c.r * pow(q, e-1)
	}
	if least := r.spec.net.Options.SmallestGradient; g < least {
		g = least / e
		if c.minor == 0 {
			r.p[k], r.y[k] = 1/g, flow
			return
		}
		loss := g*q + c.minor*q*q
		g += 2 * c.minor * q
		r.p[k], r.y[k] = 1/g, math.Copysign(loss/g, flow)
		return
	}
	if c.minor == 0 {
		r.p[k], r.y[k] = 1/g, flow/e
		return
	}
	loss := g*q/e + c.minor*q*q
	g += 2 * c.minor * q
	r.p[k], r.y[k] = 1/g, math.Copysign(loss/g, flow)
}

// darcyWeisbach sets a pipe's coefficients: laminar flow to a Reynolds number of 2000, Dunlop's polynomial to 4000, Swamee and
// Jain's formula above.
func (r *Run) darcyWeisbach(k int32, c *linkSpec, q float64) {
	flow := r.flow[k]
	var loss, g float64
	if q <= 500*math.Pi*c.viscous {
		laminar := 16 * math.Pi * c.viscous * c.r
		loss = flow * (laminar + c.minor*q)
		g = laminar + 2*c.minor*q
	} else {
		f, slope := frictionFactor(q, c.rough, c.viscous)
		all := f*c.r + c.minor
		loss = all * q * flow
		g = 2*all*q + slope*c.r*q*q
	}
	r.p[k], r.y[k] = 1/g, loss/g
}

const (
	swamee = 4.61841319859066668690      // 5.74 (pi/4)^0.9
	twoLn  = -8.68588963806503655300e-01 // -2/ln 10
)

// frictionFactor is the Darcy-Weisbach factor above a Reynolds number of 2000 and its derivative by the flow; e is the relative
// roughness, s viscosity times diameter.
func frictionFactor(q, e, s float64) (f, slope float64) {
	w := q / s // Reynolds number times pi/4
	if w >= 1000*math.Pi {
		y1 := swamee / pow(w, 0.9)
		y2 := e/3.7 + y1
		y3 := twoLn * math.Log(y2)
		f = 1 / (y3 * y3)
		return f, 1.8 * f * y1 * twoLn / y2 / y3 / q
	}
	const ab = 3.28895476345399058690e-03  // 5.74/4000^0.9
	const ac = -5.14214965799093883760e-03 // -2 0.9 (2/ln 10) ab
	y2 := e/3.7 + ab
	y3 := twoLn * math.Log(y2)
	fa := 1 / (y3 * y3)
	fb := (2 + ac/(y2*y3)) * fa
	x := w / (500 * math.Pi)
	x1 := 7*fa - fb
	x2 := 0.128 - 17*fa + 2.5*fb
	x3 := -0.128 + 13*fa - 2*fb
	x4 := 0.032 - 3*fa + 0.5*fb
	return x1 + x*(x2+x*(x3+x*x4)), (x2 + x*(2*x3+3*x*x4)) / s / (500 * math.Pi)
}
