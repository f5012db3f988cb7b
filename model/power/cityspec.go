package power

import (
	"math"

	"cascata/model"
)

// link lists the arcs that leave each vertex, in the order of the edges' assets.
func (s *citySpec) link() {
	leaving := make([][]arc, len(s.elements))
	for _, i := range s.edge {
		x := &s.elements[i]
		leaving[x.from] = append(leaving[x.from], arc{i, x.to})
		leaving[x.to] = append(leaving[x.to], arc{i, x.from})
	}
	for _, l := range leaving {
		s.first = append(s.first, int32(len(s.arcs)))
		s.arcs = append(s.arcs, l...)
	}
	s.first = append(s.first, int32(len(s.arcs)))
}

// grow extends breadth-first trees, whose vertices stand in queue from a position on, over the edges that pass allows.
func (s *citySpec) grow(tree []link, queue []int32, from int, pass func(edge int32) bool) []int32 {
	for k := from; k < len(queue); k++ {
		i := queue[k]
		for _, a := range s.arcs[s.first[i]:s.first[i+1]] {
			if !pass(a.edge) {
				continue
			}
			if tree[a.edge].root == none {
				tree[a.edge] = link{i, tree[i].root}
			}
			if tree[a.to].root == none {
				tree[a.to] = link{a.edge, tree[i].root}
				queue = append(queue, a.to)
			}
		}
	}
	return queue
}

// reach finds what the plan feeds, and the bay of each load. What it does not reach has no demand.
func (s *citySpec) reach() {
	s.start = make([]link, len(s.elements))
	for i := range s.start {
		s.start[i] = link{none, none}
	}
	var queue []int32
	for _, i := range s.sources {
		s.start[i].root = i
		queue = append(queue, i)
	}
	queue = s.grow(s.start, queue, 0, func(e int32) bool { return !s.elements[e].open })
	s.rank = make([]int32, len(s.elements))
	for n, i := range queue {
		s.rank[i] = int32(n)
	}
	s.bays = make([][2]int32, len(s.vertex))
	for i := range s.elements {
		x := &s.elements[i]
		x.planned = s.start[i].root != none
		if !x.planned {
			x.demand = 0
		}
	}
	for row, i := range s.vertex {
		s.bays[row] = [2]int32{none, none}
		if s.elements[i].demand == 0 {
			continue
		}
		bay := s.above(i)
		for bay != none && s.elements[bay].demand > 0 {
			bay = s.above(bay)
		}
		s.bays[row][0] = bay
		if bay != none {
			s.bays[row][1] = s.above(bay)
		}
	}
}

// above is the vertex that feeds a vertex in the plan, or none.
func (s *citySpec) above(i int32) int32 {
	if edge := s.start[i].up; edge != none {
		return s.start[edge].up
	}
	return none
}

// placeLocal spreads local generation over the loads of its district by their demand; if it has none, the nearest load takes it.
func (s *citySpec) placeLocal(city *model.City) {
	for i := range s.elements {
		if s.elements[i].local == none {
			continue
		}
		g, a := &s.locals[s.elements[i].local], &city.Assets[s.elements[i].asset]
		g.from = int32(len(s.feeds))
		total, nearest, far := 0.0, int32(none), math.Inf(1)
		for row, v := range s.vertex {
			b := &city.Assets[s.elements[v].asset]
			d := s.elements[v].demand
			if d == 0 {
				continue
			}
			if away := math.Hypot(a.At.X-b.At.X, a.At.Y-b.At.Y); away < far {
				nearest, far = int32(row), away
			}
			if b.District == a.District {
				s.feeds = append(s.feeds, feed{int32(row), d})
				total += d
			}
		}
		if total == 0 && nearest != none {
			s.feeds = append(s.feeds, feed{nearest, 1})
			total = 1
		}
		g.to = int32(len(s.feeds))
		for k := g.from; k < g.to; k++ {
			s.feeds[k].share /= total
		}
	}
}

// size makes the grid, and sizes what the plan would overload to what the plan asks of it: what is planned can be carried.
func (s *citySpec) size() error {
	var demand float64
	for i := range s.elements {
		demand += s.elements[i].demand
	}
	for _, i := range s.sources {
		if x := &s.elements[i]; x.capacity == 0 {
			x.capacity = max(1, plentiful*demand)
		}
	}
	var err error
	if s.grid, err = NewGrid(s.grids()); err != nil {
		return err
	}
	s.sizeSources()
	load, sun := make([]float64, len(s.edge)), make([]float64, len(s.edge))
	if err := s.planned(load, 1, 0); err != nil {
		return err
	}
	if err := s.planned(sun, 0, 1); err != nil {
		return err
	}
	for k, i := range s.edge {
		x, most := &s.elements[i], 0.0
		for h, m := range s.plan.Share {
			most = max(most, math.Abs(float64(m*load[k])+float64(s.sun[h]*sun[k])))
		}
		for _, end := range [2]int32{x.from, x.to} {
			if v := &s.elements[end]; v.role == model.RoleNode {
				x.capacity = min(x.capacity, v.capacity)
			}
		}
		x.capacity = max(x.capacity, most)
	}
	return nil
}

// grids is the grid as a case, everything in its normal position and nothing asked for.
func (s *citySpec) grids() *Case {
	c := &Case{BaseMVA: cityBase}
	for row := range s.vertex {
		c.Buses = append(c.Buses, Bus{ID: row + 1, Type: PQ})
	}
	for _, list := range [2][]int32{s.sources, s.storages} {
		for _, i := range list {
			row := s.elements[i].row
			c.Buses[row].Type = PV
			c.Gens = append(c.Gens, Gen{Bus: int(row) + 1, Status: 1})
		}
	}
	for _, i := range s.edge {
		x := &s.elements[i]
		b := Branch{From: int(s.elements[x.from].row) + 1, To: int(s.elements[x.to].row) + 1, X: x.reactance(), Status: 1}
		if x.open {
			b.Status = 0
		}
		c.Branches = append(c.Branches, b)
	}
	return c
}

// reactance of an edge [per unit].
func (x *element) reactance() float64 {
	kv, ohm := mediumVolt, cable
	if x.capacity >= highFrom && !math.IsInf(x.capacity, 1) {
		kv, ohm = highVoltage, overhead
	}
	return ohm * x.length / 1000 * cityBase / (kv * kv)
}

// sizeSources raises the limits of sources of a part of the grid that the plan asks more of than they have.
func (s *citySpec) sizeSources() {
	base := s.grid.base
	n := len(base.isles)
	supply, demand, local := make([]float64, n), make([]float64, n), make([]float64, n)
	isle := func(i int32) int32 { return base.of[s.grid.placeOf[s.elements[i].row]] }
	for _, i := range s.sources {
		supply[isle(i)] += s.elements[i].capacity
	}
	for _, i := range s.vertex {
		demand[isle(i)] += s.elements[i].demand
	}
	for _, g := range s.locals {
		for _, f := range s.feeds[g.from:g.to] {
			local[isle(s.vertex[f.bus])] += float64(f.share * g.capacity)
		}
	}
	for _, i := range s.sources {
		id, most := isle(i), 0.0
		for h, m := range s.plan.Share {
			most = max(most, float64(m*demand[id])-float64(s.sun[h]*local[id]))
		}
		if most > supply[id] {
			s.elements[i].capacity *= most / supply[id]
		}
	}
}

// planned fills flow, by branch row [MW], for a multiple of the demand and a share of local generation, sources sharing by capacity.
func (s *citySpec) planned(flow []float64, multiple, sun float64) error {
	v := s.grid.NewState()
	n := len(v.isles)
	net, supply := make([]float64, n), make([]float64, n)
	load := make([]float64, len(s.vertex))
	for row, i := range s.vertex {
		load[row] = float64(multiple * s.elements[i].demand)
	}
	for _, g := range s.locals {
		for _, f := range s.feeds[g.from:g.to] {
			load[f.bus] -= float64(f.share * g.capacity * sun)
		}
	}
	for row, mw := range load {
		net[v.of[s.grid.placeOf[row]]] += mw
		v.SetLoad(row, mw)
	}
	for _, i := range s.sources {
		supply[v.of[s.grid.placeOf[s.elements[i].row]]] += s.elements[i].capacity
	}
	for gen, i := range s.sources {
		id := v.of[s.grid.placeOf[s.elements[i].row]]
		v.SetGen(gen, net[id]*(s.elements[i].capacity/supply[id]))
	}
	if err := v.Settle(); err != nil {
		return err
	}
	for row := range s.edge {
		flow[row] = v.Flow(row)
	}
	return nil
}
