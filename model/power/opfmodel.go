package power

import (
	"math"
	"sort"
)

// piece is a stretch of a generator's output with one smooth price: a polynomial cost is one piece, a piecewise linear one has
// as many as straight lines. The generator gives the sum of its pieces.
type piece struct {
	gen, bus int32
	lo, hi   float64   // [MW]
	poly     []float64 // cost [money/h] of x MW, highest order first
}

// slope is the derivative of the cost at x MW, and how fast it grows; a cost that bends the wrong way counts as straight.
func (p *piece) slope(x float64) (first, second float64) {
	n := len(p.poly) - 1
	for k, c := range p.poly[:max(0, n)] {
		order := float64(n - k)
		first = first*x + c*order
		if n-k >= 2 {
			second = second*x + c*order*(order-1)
		}
	}
	return first, max(0, second)
}

// bound is one inequality: c x - limit <= 0, where x is a piece [per unit] or the difference of two angles [rad].
type bound struct {
	piece    int32 // or none
	from, to int32 // bus rows, when it is an angle difference
	c, limit float64
	branch   int32 // of a flow limit, else none
}

// opfModel is the optimisation problem of a case.
type opfModel struct {
	c      *Case
	t      *topology
	pieces []piece
	bounds []bound
	sus    []float64 // [per unit] by branch row
	phi    []float64
	draw   []float64 // what the network draws at a bus that no piece gives [per unit]
	given  []float64 // fixed part of a generator's output [MW]
	held   []bool    // buses whose angle is given
	scale  float64   // of the objective
}

func newOPFModel(c *Case) (*opfModel, error) {
	if err := c.reactances(); err != nil {
		return nil, err
	}
	m := &opfModel{c: c, t: newTopology(c), draw: make([]float64, len(c.Buses)), given: make([]float64, len(c.Gens)), held: make([]bool, len(c.Buses))}
	m.sus, m.phi = make([]float64, len(c.Branches)), make([]float64, len(c.Branches))
	for i := range c.Buses {
		b := &c.Buses[i]
		m.draw[i] = (b.Pd + b.Gs) / c.BaseMVA
		id := m.t.of[i]
		m.held[i] = m.t.served(int32(i)) && (m.t.slack[id] == int32(i) || b.Type == Ref && m.t.first[i] != none)
	}
	m.limits()
	for k := range c.Gens {
		if m.t.genOn[k] {
			m.divide(int32(k))
		}
	}
	for i := range m.pieces {
		p := &m.pieces[i]
		if !unlimited(p.hi) {
			m.bounds = append(m.bounds, bound{piece: int32(i), c: 1, limit: p.hi / c.BaseMVA, branch: none})
		}
		if !unlimited(p.lo) {
			m.bounds = append(m.bounds, bound{piece: int32(i), c: -1, limit: -p.lo / c.BaseMVA, branch: none})
		}
		x := min(max(0, p.lo), p.hi)
		first, _ := p.slope(x)
		m.scale = max(m.scale, math.Abs(first)*c.BaseMVA)
	}
	if m.scale == 0 {
		m.scale = 1
	}
	return m, nil
}

// limits are those of flows and angle differences.
func (m *opfModel) limits() {
	for k := range m.c.Branches {
		b := &m.c.Branches[k]
		from, to := m.t.from[k], m.t.to[k]
		if !m.t.on[k] || !m.t.served(from) {
			continue
		}
		m.sus[k] = 1 / (b.X * b.tap())
		m.phi[k] = m.sus[k] * b.Shift * math.Pi / 180
		m.draw[from] -= m.phi[k]
		m.draw[to] += m.phi[k]
		if b.RateA > 0 && !unlimited(b.RateA) {
			rate := b.RateA / m.c.BaseMVA
			m.bounds = append(m.bounds, bound{none, from, to, m.sus[k], rate + m.phi[k], int32(k)}, bound{none, from, to, -m.sus[k], rate - m.phi[k], int32(k)})
		}
		if b.AngMax != 0 && b.AngMax < 360 {
			m.bounds = append(m.bounds, bound{none, from, to, 1, b.AngMax * math.Pi / 180, none})
		}
		if b.AngMin != 0 && b.AngMin > -360 {
			m.bounds = append(m.bounds, bound{none, from, to, -1, -b.AngMin * math.Pi / 180, none})
		}
	}
}

// divide makes a generator's pieces.
func (m *opfModel) divide(k int32) {
	g := &m.c.Gens[k]
	bus := m.t.genAt[k]
	if !m.t.served(bus) {
		return
	}
	add := func(lo, hi float64, poly []float64) {
		if !unlimited(hi) && hi-lo <= 1e-9*(1+math.Abs(hi)) { // nothing to choose
			x := (lo + hi) / 2
			m.given[k] += x
			m.draw[bus] -= x / m.c.BaseMVA
			return
		}
		m.pieces = append(m.pieces, piece{k, bus, lo, hi, poly})
	}
	cost := m.c.costOf(int(k))
	if cost == nil || cost.Model == Polynomial {
		var poly []float64
		if cost != nil {
			poly = cost.Values
		}
		add(g.Pmin, g.Pmax, poly)
		return
	}
	lines := cost.envelope()
	if len(lines) == 0 {
		add(g.Pmin, g.Pmax, nil)
		return
	}
	base := min(max(lines[0].to, g.Pmin), g.Pmax) // pieces count from here: the first down and up, the others up
	if unlimited(base) {
		base = min(max(lines[0].from, g.Pmin), g.Pmax)
	}
	m.given[k] += base
	m.draw[bus] -= base / m.c.BaseMVA
	for i, s := range lines {
		lo, hi := max(s.from, g.Pmin)-base, min(s.to, g.Pmax)-base
		if i == 0 {
			lo = g.Pmin - base
		}
		if i == len(lines)-1 {
			hi = g.Pmax - base
		}
		if i > 0 && lo > 0 {
			lo, hi = 0, hi-lo
		}
		if hi > lo {
			add(lo, hi, []float64{s.slope, 0})
		}
	}
}

// costOf is the active-power cost of a generator row, or nil.
func (c *Case) costOf(row int) *Cost {
	if row < len(c.Costs) {
		return &c.Costs[row]
	}
	return nil
}

// envelope is the cost as the highest of its lines, in order of their slopes: the cost itself when it is convex, else what a
// program that constrains a cost variable by every line minimises. Lines reach to where the next takes over.
func (c *Cost) envelope() []segment {
	lines := c.segments()
	sort.SliceStable(lines, func(a, b int) bool { return lines[a].slope < lines[b].slope })
	at := func(s segment, x float64) float64 { return s.at + s.slope*(x-s.from) }
	cross := func(a, b segment) float64 { return (at(b, 0) - at(a, 0)) / (a.slope - b.slope) }
	var hull []segment
	for _, s := range lines {
		for len(hull) > 0 {
			top := hull[len(hull)-1]
			if s.slope-top.slope <= 1e-12*(1+math.Abs(s.slope)) {
				if at(s, 0) <= at(top, 0) {
					s = top
				}
			} else if len(hull) < 2 || cross(top, s) > cross(hull[len(hull)-2], top) {
				break
			}
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, s)
	}
	for i := range hull {
		if i > 0 {
			x := cross(hull[i-1], hull[i])
			hull[i-1].to = x
			hull[i].at, hull[i].from = at(hull[i], x), x
		}
	}
	return hull
}
