package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/sim/rng"
)

// cross keeps a few of the streets that would cross the river, as bridges: the largest first, each at some distance from the others.
func (p *plan) cross() {
	type crossing struct {
		edge, rank int
		u          float64 // along the river [m]
	}
	ranks := []string{"trunk", "primary", "secondary", "tertiary", "residential"}
	var list []crossing
	keep := p.in.edges[:0]
	var wet []streetEdge
	for _, e := range p.in.edges {
		u, left := p.land.onRiver(p.in.streets[e.u].at)
		_, other := p.land.onRiver(p.in.streets[e.v].at)
		if (left < 0) == (other < 0) {
			keep = append(keep, e)
			continue
		}
		list = append(list, crossing{len(wet), slices.Index(ranks, e.class), u})
		wet = append(wet, e)
	}
	slices.SortStableFunc(list, func(a, b crossing) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.u, b.u)) })
	gap, chosen := max(min(bridgeGap, p.land.radius/4), 4*p.land.width), []crossing(nil)
	for _, c := range list {
		if !slices.ContainsFunc(chosen, func(o crossing) bool { return math.Abs(o.u-c.u) < gap }) {
			chosen = append(chosen, c)
			e := wet[c.edge]
			e.bridge = true
			keep = append(keep, e)
		}
	}
	p.in.edges = keep
}

// thin leaves out streets, small ones rather than large ones, as long as what hangs together stays together: most cities have blocks of
// several squares, and dead ends.
func (p *plan) thin(root rng.Root) {
	keep := map[string]float64{"trunk": 1, "primary": 0.85, "secondary": 0.7, "tertiary": 0.55, "residential": 0.42}
	s := root.Stream("citygenerate/thin")
	order := make([]int, len(p.in.edges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keep[p.in.edges[b].class], keep[p.in.edges[a].class]) })
	joined, stays := newSets(len(p.in.streets)), make([]bool, len(order))
	for _, i := range order {
		e := &p.in.edges[i]
		draw := s.Float64()
		stays[i] = joined.join(e.u, e.v) || draw < keep[e.class] || e.bridge
	}
	edges := p.in.edges[:0]
	for i, e := range p.in.edges {
		if stays[i] {
			edges = append(edges, e)
		}
	}
	p.in.edges = edges
}

// connected keeps the largest connected part of the streets and returns what its nodes weigh.
func (p *plan) connected() []float64 {
	in := p.in
	joined, size := newSets(len(in.streets)), make([]int, len(in.streets))
	for _, e := range in.edges {
		joined.join(e.u, e.v)
	}
	largest := 0
	for i := range in.streets {
		root := joined.find(i)
		if size[root]++; size[root] > size[largest] {
			largest = root
		}
	}
	number, weight, nodes := make([]int, len(in.streets)), []float64(nil), in.streets[:0]
	for i, s := range in.streets {
		number[i] = -1
		if joined.find(i) == largest {
			number[i] = len(nodes)
			nodes, weight = append(nodes, s), append(weight, p.weight[i])
		}
	}
	in.streets = nodes
	edges := in.edges[:0]
	for _, e := range in.edges {
		if e.u, e.v = number[e.u], number[e.v]; e.u < 0 {
			continue
		}
		edges = append(edges, e)
		for _, n := range [2]int{e.u, e.v} {
			s := &in.streets[n]
			s.arms++
			if !slices.Contains(s.classes, e.class) {
				s.classes = append(s.classes, e.class)
			}
		}
	}
	in.edges = edges
	return weight
}
