package transport

import (
	"container/heap"
	"math"

	"cascata/model/transport"
)

// Paths is the user equilibrium by path-based gradient projection (Jayakrishnan et al. 1994; Florian, Constantin and Florian
// 2009): for each pair of zones a set of paths; flow moves from each to the cheapest by a Newton step.
type Paths struct {
	net   *transport.Network
	out   [][]int32
	flow  []float64
	cost  []float64
	rise  []float64
	pairs [][]pair // by origin
	trips *transport.Trips
	dist  []float64
	via   []int32
	mark  []int8
	heap  reach
}

type pair struct {
	to    int32
	trips float64
	paths []path
}

type path struct {
	links []int32
	flow  float64
}

type step struct {
	cost float64
	node int32
}

type reach []step

func (r reach) Len() int           { return len(r) }
func (r reach) Less(i, j int) bool { return r[i].cost < r[j].cost }
func (r reach) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *reach) Push(x any)        { *r = append(*r, x.(step)) }
func (r *reach) Pop() any {
	old := *r
	x := old[len(old)-1]
	*r = old[:len(old)-1]
	return x
}

// NewPaths has no flow yet.
func NewPaths(n *transport.Network, trips *transport.Trips) *Paths {
	reals := func(k int) []float64 { return make([]float64, k) }
	p := &Paths{net: n, out: make([][]int32, n.Nodes+1), flow: reals(len(n.Links)), cost: reals(len(n.Links)), rise: reals(len(n.Links)),
		trips: trips, dist: reals(n.Nodes + 1), via: make([]int32, n.Nodes+1), mark: make([]int8, len(n.Links))}
	for i, l := range n.Links {
		p.out[l.From] = append(p.out[l.From], int32(i))
		p.update(int32(i), 0)
	}
	for _, o := range trips.Origins {
		var pairs []pair
		for _, f := range o.To {
			if f.Trips > 0 && f.Zone != o.Zone {
				pairs = append(pairs, pair{to: f.Zone, trips: f.Trips})
			}
		}
		p.pairs = append(p.pairs, pairs)
	}
	return p
}

func (p *Paths) update(link int32, change float64) {
	l := &p.net.Links[link]
	x := max(0, p.flow[link]+change)
	p.flow[link] = x
	var below float64
	switch y := x / l.Capacity; {
	case l.Power == 4:
		below = y * y * y
	case l.Power > 0 && l.B > 0:
		below = math.Pow(y, l.Power-1)
	}
	p.rise[link] = l.FreeFlow * l.B * l.Power * below / l.Capacity
	p.cost[link] = l.FreeFlow*(1+l.B*below*x/l.Capacity) + p.net.TollFactor*l.Toll + p.net.DistanceFactor*l.Length
}

// tree finds the cheapest paths from an origin.
func (p *Paths) tree(origin int32) {
	for v := range p.dist {
		p.dist[v] = math.Inf(1)
	}
	p.dist[origin] = 0
	p.heap = append(p.heap[:0], step{0, origin})
	for len(p.heap) > 0 {
		s := heap.Pop(&p.heap).(step)
		if s.cost > p.dist[s.node] || int(s.node) < p.net.FirstThru && s.node != origin {
			continue
		}
		for _, a := range p.out[s.node] {
			w := p.net.Links[a].To
			if c := s.cost + p.cost[a]; c < p.dist[w] {
				p.dist[w], p.via[w] = c, a
				heap.Push(&p.heap, step{c, w})
			}
		}
	}
}

// Round moves the flow of every pair once and returns the relative gap found on the way, which is an estimate from above.
func (p *Paths) Round() float64 {
	excess, total := 0.0, 0.0
	for i, o := range p.trips.Origins {
		p.tree(o.Zone)
		for k := range p.pairs[i] {
			q := &p.pairs[i][k]
			for j := range q.paths {
				c := 0.0
				for _, a := range q.paths[j].links {
					c += p.cost[a]
				}
				total += q.paths[j].flow * c
				excess += q.paths[j].flow * max(0, c-p.dist[q.to])
			}
			p.move(q, o.Zone)
		}
	}
	if total == 0 {
		return 1
	}
	return excess / total
}

// move adds the cheapest path to the pair and shifts flow to it.
func (p *Paths) move(q *pair, origin int32) {
	var links []int32
	for v := q.to; v != origin; v = p.net.Links[p.via[v]].From {
		links = append(links, p.via[v])
	}
	if len(q.paths) == 0 {
		q.paths = []path{{links, q.trips}}
		for _, a := range links {
			p.update(a, q.trips)
		}
		return
	}
	best := p.find(q, links)
	kept := q.paths[:0]
	for j := range q.paths {
		if j != best {
			p.shift(&q.paths[j], &q.paths[best])
		}
	}
	for j := range q.paths {
		if q.paths[j].flow > 0 || j == best {
			kept = append(kept, q.paths[j])
		}
	}
	q.paths = kept
}

// find is the number of a path in the pair; it is added if it is not there.
func (p *Paths) find(q *pair, links []int32) int {
search:
	for j := range q.paths {
		if len(q.paths[j].links) != len(links) {
			continue
		}
		for k, a := range q.paths[j].links {
			if links[k] != a {
				continue search
			}
		}
		return j
	}
	q.paths = append(q.paths, path{links: links})
	return len(q.paths) - 1
}

// shift moves flow from one path to another by a Newton step over the links they do not share.
func (p *Paths) shift(from, to *path) {
	difference, rise := 0.0, 0.0
	for _, a := range to.links {
		p.mark[a] = 1
		difference -= p.cost[a]
	}
	for _, a := range from.links {
		difference += p.cost[a]
		if p.mark[a] == 1 {
			p.mark[a] = 2
		} else {
			rise += p.rise[a]
		}
	}
	for _, a := range to.links {
		if p.mark[a] == 1 {
			rise += p.rise[a]
		}
	}
	if difference > 0 {
		x := from.flow
		if rise > 0 {
			x = min(x, difference/rise)
		}
		for _, a := range from.links {
			if p.mark[a] != 2 {
				p.update(a, -x)
			}
		}
		for _, a := range to.links {
			if p.mark[a] == 1 {
				p.update(a, x)
			}
		}
		from.flow -= x
		to.flow += x
	}
	for _, a := range to.links {
		p.mark[a] = 0
	}
}
