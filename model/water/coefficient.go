package water

import "math"

const (
	bigCoefficient   = 1e8
	smallCoefficient = 1e-6
	noFlow           = 1e-6 // [cfs]
)

// linearise sets, for every link that is no pipe, p = 1/(dh/dq) and y = h p at the present flow, h being the head loss: the linear
// equation that a step of Newton's method takes for it.
func (r *Run) linearise() {
	s := r.spec
	for _, k := range s.others {
		c := &s.links[k]
		switch c.kind {
		case Pump:
			r.pump(k, c)
		case PRV, PSV, FCV:
			if s.city && c.kind == PRV {
				r.valve(k, float64(c.minor*r.throttle[k]))
			} else if r.setting[k] == missing {
				r.valve(k, c.minor)
			} else {
				r.p[k] = 0 // fixValves decides
			}
		default:
			r.looseValve(k, c)
		}
	}
}

// shut makes a link a very large resistance, which keeps the matrix whole.
func (r *Run) shut(k int32) {
	r.p[k], r.y[k] = 1/bigCoefficient, r.flow[k]
}

// pipeSpec is a pipe with what its equation needs, close together.
type pipeSpec struct {
	link, a, b, entry int32
	k                 float64 // of the gradient k q^(e-1); of the head loss over the friction factor with Darcy-Weisbach
	minor             float64
	straight          float64 // loss in proportion to the flow; of a city's pipes at tanks, see settleTanks
}

// enterPipes linearises the pipes and enters them into the matrix and the right side.
func (r *Run) enterPipes() {
	s := r.spec
	e, least := s.exponent, s.net.Options.SmallestGradient
	darcy := s.net.Options.Headloss == DarcyWeisbach
	x, diagonal, lower, head, low := r.x, r.diagonal, r.lower, r.head, r.low
	conductance, base, flows, status := r.p, r.base, r.flow, r.status // the compiler cannot know that these do not move
	throttle := r.throttle
	for i := range s.pipes {
		c := &s.pipes[i]
		flow := flows[c.link]
		var p, y float64
		switch {
		case status[c.link] <= closedStatus:
			p, y = 1/bigCoefficient, flow
		case darcy:
			p, y = s.darcyWeisbach(&s.links[c.link], flow)
		default:
			q := math.Abs(flow)
			g := q
			if e != 2 {
				g = pow(q, e-1)
			}
			g *= c.k
			if throttle != nil {
				g *= throttle[c.link]
			}
			share := e
			if g < least {
				g, share = least/e, 1
			}
			if c.minor == 0 && c.straight == 0 {
				p, y = 1/g, flow/share
				break
			}
			loss := g*q/share + c.minor*q*q + c.straight*q
			g += 2*c.minor*q + c.straight
			p, y = 1/g, math.Copysign(loss/g, flow)
		}
		f := flow - y + p*((head[c.a]-head[c.b])+(low[c.a]-low[c.b]))
		conductance[c.link], base[c.link] = p, f
		x[c.a] -= f
		x[c.b] += f
		diagonal[c.a] += p
		diagonal[c.b] += p
		if c.entry >= 0 {
			lower[c.entry] -= p
		}
	}
}

// darcyWeisbach is a pipe's coefficients: laminar flow to a Reynolds number of 2000, Dunlop's polynomial to 4000, Swamee and
// Jain's formula above.
func (s *Spec) darcyWeisbach(c *linkSpec, flow float64) (p, y float64) {
	q := math.Abs(flow)
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
	return 1 / g, loss / g
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
