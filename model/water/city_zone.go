package water

import (
	"container/heap"
	"slices"
)

// pressureZone is a connected part of the network without pumps and pressure reducing valves in it.
type pressureZone struct {
	nodes, tanks, plants []int32 // vertices; tanks and plants are among the nodes
	duty                 []int32 // pumps, or valves, that feed it on a quiet day
	standby              []int32 // the other pumps into it
	valves               []int32 // the other pressure reducing valves into it: they open when its pressure falls
	exits                []int32 // pumps and valves that draw from it
	ground               float64 // highest [m]
	head                 float64 // of its full tanks, or of what feeds it [m]
	demand               float64 // [m3/h]
	stored               float64 // [m3]
	reached              bool    // by water on a quiet day
}

// findZones labels the connected parts, with what joins them.
func (p *cityPlan) findZones() {
	root := make([]int32, len(p.parts))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for i := range p.parts {
		if x := &p.parts[i]; x.kind == isPipe && !x.open {
			a, b := find(x.from), find(x.to)
			root[max(a, b)] = min(a, b)
		}
	}
	number := make([]int32, len(p.parts))
	for i := range p.parts {
		x := &p.parts[i]
		if x.kind.edge() {
			continue
		}
		r := find(int32(i))
		if int(r) == i {
			number[i] = int32(len(p.zones))
			p.zones = append(p.zones, pressureZone{ground: x.z})
		}
		x.zone = number[r]
		p.enter(int32(i))
	}
	for i := range p.parts {
		p.joinZones(int32(i))
	}
}

// enter adds a vertex to its zone.
func (p *cityPlan) enter(i int32) {
	x := &p.parts[i]
	z := &p.zones[x.zone]
	z.nodes = append(z.nodes, i)
	z.ground, z.demand, z.stored = max(z.ground, x.z), z.demand+x.demand, z.stored+x.stored
	switch x.kind {
	case isStore:
		z.tanks = append(z.tanks, i)
	case isPlant:
		z.plants = append(z.plants, i)
	}
}

// joinZones notes an edge at its ends. A directed edge whose ends lie in one zone is a pipe with a check valve.
func (p *cityPlan) joinZones(i int32) {
	x := &p.parts[i]
	if !x.kind.edge() {
		return
	}
	x.zone = p.parts[x.to].zone
	same := p.parts[x.from].zone == x.zone
	if same && x.kind != isPipe {
		x.kind = isCheck
	}
	if x.kind == isReducer {
		p.reducers = append(p.reducers, i)
	}
	if x.open {
		return
	}
	if same {
		p.parts[x.from].leaving = append(p.parts[x.from].leaving, way{i, x.to})
		if x.kind == isPipe {
			p.parts[x.to].leaving = append(p.parts[x.to].leaving, way{i, x.from})
		}
		return
	}
	p.zones[p.parts[x.from].zone].exits = append(p.zones[p.parts[x.from].zone].exits, i)
}

// spread lets water run from the plants along the fewest edges, sums what that tree carries on an average day, and decides what
// feeds each zone: pumps that the tree uses, and if there is neither a pump nor a plant the valves that it uses.
func (p *cityPlan) spread() {
	up := make([]way, len(p.parts))
	seen := make([]bool, len(p.parts))
	var order []int32
	reach := func(i int32, from way) {
		seen[i], up[i] = true, from
		order = append(order, i)
		if z := &p.zones[p.parts[i].zone]; !z.reached {
			z.reached = true
			p.order = append(p.order, p.parts[i].zone)
			if from.edge >= 0 {
				p.parts[from.edge].planned = true // the first into its zone
			}
		}
	}
	for i := range p.parts {
		if p.parts[i].kind == isPlant {
			reach(int32(i), way{-1, -1})
		}
	}
	out := p.outgoing()
	for k := 0; k < len(order); k++ {
		for _, w := range out[order[k]] {
			if !seen[w.to] {
				reach(w.to, way{w.edge, order[k]})
			}
		}
	}
	for k := len(order) - 1; k >= 0; k-- {
		x := &p.parts[order[k]]
		x.flow += x.demand
		if w := up[order[k]]; w.edge >= 0 {
			p.parts[w.edge].flow += x.flow
			p.parts[w.to].flow += x.flow
		}
	}
	p.total = 0
	for i := range p.parts {
		p.total += p.parts[i].demand
	}
	p.chooseFeeders()
}

// outgoing are the ways that leave each vertex, in the order of edges.
func (p *cityPlan) outgoing() [][]way {
	out := make([][]way, len(p.parts))
	for i := range p.parts {
		x := &p.parts[i]
		if !x.kind.edge() || x.open {
			continue
		}
		out[x.from] = append(out[x.from], way{int32(i), x.to})
		if x.kind == isPipe {
			out[x.to] = append(out[x.to], way{int32(i), x.from})
		}
	}
	return out
}

func (p *cityPlan) chooseFeeders() {
	var pumps, valves = make([][]int32, len(p.zones)), make([][]int32, len(p.zones))
	for i := range p.parts {
		x := &p.parts[i]
		if x.open || x.kind != isPump && x.kind != isReducer || !p.zones[p.parts[x.from].zone].reached {
			continue
		}
		z := &p.zones[x.zone]
		switch used := x.planned || x.flow > 0; {
		case x.kind == isPump && used:
			pumps[x.zone] = append(pumps[x.zone], int32(i))
		case x.kind == isPump:
			z.standby = append(z.standby, int32(i))
		case used:
			valves[x.zone] = append(valves[x.zone], int32(i))
		default:
			z.valves = append(z.valves, int32(i))
		}
	}
	for i := range p.zones {
		z := &p.zones[i]
		z.duty = pumps[i]
		if len(pumps[i])+len(z.plants) == 0 {
			z.duty = valves[i]
		} else {
			z.valves = append(z.valves, valves[i]...)
			slices.Sort(z.valves)
		}
	}
	for i := range p.parts {
		x := &p.parts[i]
		x.planned = p.zones[x.zone].reached
		if x.kind.edge() {
			x.planned = x.planned && p.zones[p.parts[x.from].zone].reached
		}
	}
}

// tree finds the shortest way of every vertex to the nearest of some roots inside its zone, and the vertices from the roots
// outwards.
func (p *cityPlan) tree(roots []int32) (up []way, order []int32, far []float64) {
	up, far = make([]way, len(p.parts)), make([]float64, len(p.parts))
	q := &vertexHeap{}
	for i := range up {
		up[i], far[i] = way{-1, -1}, -1
	}
	for _, r := range roots {
		heap.Push(q, reachAt{0, r, way{-1, -1}})
	}
	for q.Len() > 0 {
		r := heap.Pop(q).(reachAt)
		if far[r.at] >= 0 {
			continue
		}
		far[r.at], up[r.at] = r.length, r.from
		order = append(order, r.at)
		for _, w := range p.parts[r.at].leaving {
			if far[w.to] < 0 {
				heap.Push(q, reachAt{r.length + p.parts[w.edge].length, w.to, way{w.edge, r.at}})
			}
		}
	}
	return up, order, far
}

// reachAt is a vertex that a way of some length leads to.
type reachAt struct {
	length float64
	at     int32
	from   way
}

// vertexHeap has the nearest vertex first; ties go by number.
type vertexHeap []reachAt

func (h vertexHeap) Len() int      { return len(h) }
func (h vertexHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h vertexHeap) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	switch {
	case a.length != b.length:
		return a.length < b.length
	case a.at != b.at:
		return a.at < b.at
	}
	return a.from.edge < b.from.edge
}
func (h *vertexHeap) Push(x any) { *h = append(*h, x.(reachAt)) }
func (h *vertexHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
