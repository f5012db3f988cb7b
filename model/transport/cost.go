package transport

import "math"

// perf is what a link costs at a flow: fixed + slope*(flow*inverse)^power.
type perf struct {
	fixed, slope, inverse, power float64
	whole                        int32 // the power where it is whole and small, else -1
	closed                       bool
}

func newPerf(l *Link, n *Network) perf {
	p := perf{fixed: l.fixed(n), whole: -1}
	if !l.congestible() {
		p.whole = 0
		return p
	}
	p.slope, p.inverse, p.power = l.FreeFlow*l.B, 1/l.Capacity, l.Power
	if l.Power == math.Trunc(l.Power) && l.Power <= 16 {
		p.whole = int32(l.Power)
	}
	return p
}

// raise is y^n by squaring.
func raise(y float64, n int32) float64 {
	r := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r *= y
		}
		y *= y
	}
	return r
}

// at is the cost at a flow and its derivative.
func (p *perf) at(flow float64) (cost, derivative float64) {
	if p.slope == 0 || p.whole == 0 {
		return p.fixed, 0
	}
	y := flow * p.inverse
	var below float64 // y^(power-1)
	switch {
	case p.whole == 4:
		below = y * y * y
	case p.whole > 0:
		below = raise(y, p.whole-1)
	case p.power < 1 && y < 1e-12: // the derivative is infinite at 0
		below = math.Pow(1e-12, p.power-1)
	default:
		below = math.Pow(y, p.power-1)
	}
	return p.fixed + p.slope*below*y, p.slope * p.power * below * p.inverse
}

// integral is the link's part of Beckmann's objective: the integral of the cost from 0 to the flow.
func (p *perf) integral(flow float64) float64 {
	c, _ := p.at(flow)
	power := p.power
	if p.slope == 0 {
		return p.fixed * flow
	}
	return flow * (p.fixed + (c-p.fixed)/(power+1))
}
