package telecom

import (
	"math"
	"slices"

	"cascata/model"
)

// settle finds where people stand: the places of the city, by district. A district without people is looked at from its middle.
func (m *Mobile) settle() {
	byDistrict := make([][]site, len(m.districts))
	for i := range m.city.Places {
		if p := &m.city.Places[i]; p.Residents > 0 {
			byDistrict[p.District] = append(byDistrict[p.District], site{p.At, float64(p.Residents)})
		}
	}
	for d := range m.districts {
		x := &m.districts[d]
		if len(byDistrict[d]) == 0 {
			byDistrict[d] = m.emptyDistrict(x)
		}
		x.from = int32(len(m.sites))
		m.sites = append(m.sites, byDistrict[d]...)
		x.to = int32(len(m.sites))
	}
}

// emptyDistrict is the site from which a district without people is looked at, none if nobody asks.
func (m *Mobile) emptyDistrict(d *district) []site {
	for _, i := range append(slices.Clone(d.mobile), d.area, d.reach) {
		if i >= 0 {
			return []site{{m.city.Assets[m.members[i].asset].At, 1}}
		}
	}
	return nil
}

// cover finds which cells the customers at each site can use.
func (m *Mobile) cover() {
	finders, found := make([]grid, len(m.operators)), nearest{}
	for o := range m.operators {
		finders[o] = m.grid(m.operators[o].cells)
	}
	for d := range m.districts {
		x := &m.districts[d]
		shares := m.shares(x)
		for s := x.from; s < x.to; s++ {
			for o := range m.operators {
				p := spot{district: model.DistrictID(d), share: shares[o], from: int32(len(m.choice))}
				if shares[o] > 0 {
					p.people = m.sites[s].weight * shares[o]
				}
				for _, c := range finders[o].near(m.sites[s].at, &found) {
					m.choice = append(m.choice, choice{int32(len(m.spots)), c})
				}
				p.to = int32(len(m.choice))
				m.spots = append(m.spots, p)
			}
		}
	}
	m.index()
}

// shares are those of the operators among the people of a district: by customers, equal if nobody has any.
func (m *Mobile) shares(d *district) []float64 {
	list, sum, there := make([]float64, len(m.operators)), 0.0, 0.0
	for o, i := range d.mobile {
		if i >= 0 {
			list[o] = m.city.Assets[m.members[i].asset].Capacity
			sum += list[o]
			there++
		}
	}
	for o, i := range d.mobile {
		switch {
		case sum > 0:
			list[o] /= sum
		case i >= 0:
			list[o] = 1 / there
		}
	}
	return list
}

// index lists who uses each cell.
func (m *Mobile) index() {
	for _, c := range m.choice {
		m.cells[c.cell].to++
	}
	from := int32(0)
	for c := range m.cells {
		n := m.cells[c].to
		m.cells[c].from, m.cells[c].to = from, from
		from += n
	}
	m.users = make([]int32, len(m.choice))
	for k, c := range m.choice {
		x := &m.cells[c.cell]
		m.users[x.to] = int32(k)
		x.to++
	}
}

// dimension gives each cell its capacity, at least what it serves on a quiet day, when everybody uses the nearest one; and each core.
func (m *Mobile) dimension() {
	for c := range m.cells {
		x := &m.cells[c]
		quiet := 0.0
		for _, k := range m.users[x.from:x.to] {
			if p := &m.spots[m.choice[k].spot]; p.from == k {
				quiet += p.people
			}
		}
		x.capacity = max(m.city.Assets[m.members[x.member].asset].Capacity, quiet)
	}
	for i := range m.operators {
		o := &m.operators[i]
		o.signs = max(o.built, o.customers)
	}
}

// grid finds the cells of an operator near a point: they lie in squares of Range.
type grid struct {
	low    model.Point
	nx, ny int
	square [][]int32
	cells  []int32
	at     func(cell int32) model.Point
}

// mostSquares bounds the squares of a grid along one side, for cities with something far away.
const mostSquares = 512

func (m *Mobile) grid(cells []int32) grid {
	g := grid{cells: cells, low: model.Point{X: math.Inf(1), Y: math.Inf(1)}}
	g.at = func(c int32) model.Point { return m.city.Assets[m.members[m.cells[c].member].asset].At }
	high := model.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, c := range cells {
		p := g.at(c)
		g.low = model.Point{X: min(g.low.X, p.X), Y: min(g.low.Y, p.Y)}
		high = model.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	g.nx = 1 + int(min((high.X-g.low.X)/Range, mostSquares-1))
	g.ny = 1 + int(min((high.Y-g.low.Y)/Range, mostSquares-1))
	g.square = make([][]int32, g.nx*g.ny)
	for _, c := range cells {
		x, y := g.column(g.at(c))
		s := y*g.nx + x
		g.square[s] = append(g.square[s], c)
	}
	return g
}

func (g *grid) column(p model.Point) (x, y int) {
	return int(min(float64(g.nx-1), max(0, (p.X-g.low.X)/Range))), int(min(float64(g.ny-1), max(0, (p.Y-g.low.Y)/Range)))
}

// nearest are the cells that a telephone tries, nearest first.
type nearest struct {
	cell [choices]int32
	m    [choices]float64
	n    int
}

// add keeps a cell if it is among the nearest; of equal ones the first.
func (l *nearest) add(cell int32, m float64) {
	i := l.n
	if i == choices {
		if i--; m >= l.m[i] {
			return
		}
	} else {
		l.n++
	}
	for ; i > 0 && m < l.m[i-1]; i-- {
		l.cell[i], l.m[i] = l.cell[i-1], l.m[i-1]
	}
	l.cell[i], l.m[i] = cell, m
}

// near finds the cells within Range; the nearest one if none is.
func (g *grid) near(p model.Point, l *nearest) []int32 {
	l.n = 0
	px, py := g.column(p)
	for y := max(0, py-1); y <= min(g.ny-1, py+1); y++ {
		for x := max(0, px-1); x <= min(g.nx-1, px+1); x++ {
			for _, c := range g.square[y*g.nx+x] {
				if d := between(p, g.at(c)); d <= Range {
					l.add(c, d)
				}
			}
		}
	}
	if l.n == 0 {
		for _, c := range g.cells {
			l.add(c, between(p, g.at(c)))
		}
		l.n = 1
	}
	return l.cell[:l.n]
}

func between(a, b model.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
