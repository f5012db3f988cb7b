package power

import (
	"fmt"
	"math"
)

// Dispatch is the optimum of a DC optimal power flow: NaN at dead buses.
type Dispatch struct {
	Va, Lambda []float64 // [degrees], nodal price [money/MWh] by bus row
	Pf         []float64 // [MW] by branch row
	MuF, MuT   []float64 // price of the flow limit forwards and backwards [money/MWh]
	Pg         []float64 // [MW] by generator row
	Objective  float64   // [money/h], constant terms included
	Islands    int
	Iterations int
	Residual   float64 // largest of infeasibility, stationarity and complementarity, relative
}

// Unsolved says that the interior point method found no optimum: limits contradict one another, or the cost falls without end.
type Unsolved struct {
	Iterations             int
	Primal, Dual, Distance float64 // relative residuals
}

// Error says how far it came.
func (u Unsolved) Error() string {
	return fmt.Sprintf("the optimal power flow has no solution or none was found: after %d iterations the constraints are off by %.3g, the prices by %.3g, the gap is %.3g (relative)",
		u.Iterations, u.Primal, u.Dual, u.Distance)
}

const (
	opfIterations = 150
	opfTolerance  = 1e-8  // an optimum
	fewBuses      = 1000  // new pivots cost little below
	opfWanted     = 1e-12 // goes on down to here while an iteration at least halves what is left
)

// interior is a primal-dual interior point method with predictor and corrector (Mehrotra 1992) on the problem
// min f(p) subject to B theta - p + d = 0 and bounds, with slacks z and prices mu. Each iteration solves one sparse system in the
// angles and nodal prices.
type interior struct {
	*opfModel
	x, dx          []float64 // pieces [per unit]
	theta, dtheta  []float64 // by bus row
	lambda, dl     []float64
	z, mu, dz, dmu []float64
	curve          []float64 // curvature of a piece and its bounds' barrier
	dualX          []float64 // stationarity by piece
	dualT          []float64 // and by bus
	balance        []float64 // by bus
	off            []float64 // bound + slack
	good           bool      // an optimum is reached
	k              kkt
}

// SolveOPF minimises the cost of generation subject to DC power flow, limits of generators, flows and angle differences. The
// commitment is the file's. Costs that are not convex are taken as the highest of their lines, or as straight where they bend
// down.
func (c *Case) SolveOPF() (*Dispatch, error) {
	m, err := newOPFModel(c)
	if err != nil {
		return nil, err
	}
	p := newInterior(m)
	p.start()
	d := &Dispatch{Islands: len(m.t.size), Residual: math.Inf(1)}
	var got Unsolved // as long as there are numbers
	for {
		before := d.Residual
		primal, dual, distance := p.residuals()
		d.Residual = max(primal, dual, distance)
		if !math.IsNaN(d.Residual) {
			got = Unsolved{d.Iterations, primal, dual, distance}
		}
		p.good = d.Residual < opfTolerance
		if d.Residual < opfWanted || d.Residual < opfTolerance && d.Residual > before/2 {
			break
		}
		p.k.lu.keep = p.good && len(p.theta) > fewBuses
		if d.Iterations == opfIterations || math.IsNaN(d.Residual) || !p.step() {
			if p.good {
				break
			}
			return nil, got
		}
		d.Iterations++
	}
	p.report(d)
	return d, nil
}

func newInterior(m *opfModel) *interior {
	n, v, b := len(m.c.Buses), len(m.pieces), len(m.bounds)
	vec := func(n int) []float64 { return make([]float64, n) }
	p := &interior{opfModel: m, x: vec(v), dx: vec(v), theta: vec(n), dtheta: vec(n), lambda: vec(n), dl: vec(n), z: vec(b), mu: vec(b), dz: vec(b), dmu: vec(b),
		curve: vec(v), dualX: vec(v), dualT: vec(n), balance: vec(n), off: vec(b)}
	p.k.lay(m)
	return p
}

// value of a bound's left side.
func (p *interior) value(b *bound, x, theta []float64) float64 {
	if b.piece != none {
		return b.c * x[b.piece]
	}
	return b.c * (theta[b.from] - theta[b.to])
}

// start begins in the middle of the generators' ranges and at flat angles.
func (p *interior) start() {
	for i := range p.pieces {
		q := &p.pieces[i]
		switch {
		case !unlimited(q.lo) && !unlimited(q.hi):
			p.x[i] = (q.lo + q.hi) / 2
		default:
			p.x[i] = min(max(0, q.lo), q.hi)
		}
		p.x[i] /= p.c.BaseMVA
	}
	for i := range p.theta {
		if id := p.t.of[i]; p.t.served(int32(i)) {
			p.theta[i] = p.c.Buses[p.t.slack[id]].Va * math.Pi / 180
		}
		if p.held[i] {
			p.theta[i] = p.c.Buses[i].Va * math.Pi / 180
		}
	}
	for i := range p.bounds {
		b := &p.bounds[i]
		p.z[i] = max(1, b.limit-p.value(b, p.x, p.theta))
		p.mu[i] = min(1, 1/p.z[i])
	}
}

// residuals fills the residual vectors and returns their relative sizes.
func (p *interior) residuals() (primal, dual, distance float64) {
	base := p.c.BaseMVA
	copy(p.balance, p.draw)
	clear(p.dualT)
	for k, b := range p.sus {
		if b != 0 {
			f, t := p.t.from[k], p.t.to[k]
			flow, price := b*(p.theta[f]-p.theta[t]), b*(p.lambda[f]-p.lambda[t])
			p.balance[f] += flow
			p.balance[t] -= flow
			p.dualT[f] += price
			p.dualT[t] -= price
		}
	}
	sizeX, sizeMu := 1.0, 1.0
	for i := range p.pieces {
		q := &p.pieces[i]
		first, second := q.slope(p.x[i] * base)
		p.dualX[i] = first*base/p.scale - p.lambda[q.bus]
		p.curve[i] = second*base*base/p.scale + 1e-11
		p.balance[q.bus] -= p.x[i]
		sizeX = max(sizeX, math.Abs(p.x[i]))
	}
	for i := range p.bounds {
		b := &p.bounds[i]
		p.off[i] = p.value(b, p.x, p.theta) - b.limit + p.z[i]
		p.toDual(b, p.mu[i], p.dualX, p.dualT)
		primal = max(primal, math.Abs(p.off[i]))
		distance += p.z[i] * p.mu[i]
		sizeMu = max(sizeMu, p.mu[i])
	}
	for i, x := range p.balance {
		if !p.t.served(int32(i)) {
			continue
		}
		primal = max(primal, math.Abs(x))
		sizeMu = max(sizeMu, math.Abs(p.lambda[i]))
		if !p.held[i] {
			dual = max(dual, math.Abs(p.dualT[i]))
		}
	}
	for _, x := range p.dualX {
		dual = max(dual, math.Abs(x))
	}
	return primal / sizeX, dual / sizeMu, distance / (1 + math.Abs(p.cost()/p.scale))
}

// toDual adds a bound's price to the stationarity of what it bounds.
func (p *interior) toDual(b *bound, price float64, x, theta []float64) {
	if b.piece != none {
		x[b.piece] += b.c * price
		return
	}
	theta[b.from] += b.c * price
	theta[b.to] -= b.c * price
}

// step makes one predictor-corrector step; false when the system is singular.
func (p *interior) step() bool {
	if !p.k.factorise(p) {
		return false
	}
	gap := 0.0
	for i := range p.z {
		gap += p.z[i] * p.mu[i]
		p.dz[i], p.dmu[i] = 0, 0
	}
	p.k.solve(p, 0, false)
	primal, dual := p.lengths()
	after := 0.0
	for i := range p.z {
		after += (p.z[i] + primal*p.dz[i]) * (p.mu[i] + dual*p.dmu[i])
	}
	if len(p.z) > 0 {
		share := after / gap
		p.k.solve(p, share*share*share*gap/float64(len(p.z)), true)
		primal, dual = p.lengths()
	}
	const back = 0.9995
	p.walk(min(1, back*primal), min(1, back*dual))
	return true
}

func (p *interior) walk(primal, dual float64) {
	for i := range p.x {
		p.x[i] += primal * p.dx[i]
	}
	for i := range p.theta {
		p.theta[i] += primal * p.dtheta[i]
		p.lambda[i] += dual * p.dl[i]
	}
	for i := range p.z {
		p.z[i] = max(p.z[i]+primal*p.dz[i], 1e-300)
		p.mu[i] = max(p.mu[i]+dual*p.dmu[i], 1e-300)
	}
}

// lengths are the longest steps that keep slacks and prices positive.
func (p *interior) lengths() (primal, dual float64) {
	primal, dual = 1/0.9995, 1/0.9995
	for i := range p.z {
		if p.dz[i] < 0 {
			primal = min(primal, -p.z[i]/p.dz[i])
		}
		if p.dmu[i] < 0 {
			dual = min(dual, -p.mu[i]/p.dmu[i])
		}
	}
	return primal, dual
}

// outputs are the generators' [MW].
func (p *interior) outputs() []float64 {
	pg := append([]float64(nil), p.given...)
	for i := range p.pieces {
		pg[p.pieces[i].gen] += p.x[i] * p.c.BaseMVA
	}
	return pg
}

func (p *interior) cost() float64 {
	var sum float64
	for k, x := range p.outputs() {
		if cost := p.c.costOf(k); cost != nil && p.t.genOn[k] && p.t.served(p.t.genAt[k]) {
			sum += cost.At(x)
		}
	}
	return sum
}

func (p *interior) report(d *Dispatch) {
	n, m := len(p.c.Buses), len(p.c.Branches)
	d.Objective, d.Pg = p.cost(), p.outputs()
	d.Va, d.Lambda, d.Pf, d.MuF, d.MuT = make([]float64, n), make([]float64, n), make([]float64, m), make([]float64, m), make([]float64, m)
	price := p.scale / p.c.BaseMVA
	for i := range d.Va {
		d.Va[i], d.Lambda[i] = p.theta[i]*180/math.Pi, p.lambda[i]*price
		if !p.t.served(int32(i)) {
			d.Va[i], d.Lambda[i] = math.NaN(), math.NaN()
		}
	}
	for k, b := range p.sus {
		if b != 0 {
			d.Pf[k] = (b*(p.theta[p.t.from[k]]-p.theta[p.t.to[k]]) - p.phi[k]) * p.c.BaseMVA
		}
	}
	for i := range p.bounds {
		b := &p.bounds[i]
		if b.branch == none {
			continue
		}
		if (b.c > 0) == (p.sus[b.branch] > 0) {
			d.MuF[b.branch] = p.mu[i] * price
		} else {
			d.MuT[b.branch] = p.mu[i] * price
		}
	}
}
