package cyber

import "math"

// plan is the attacker's reckoning: what each node costs from where the attacker stands, and which steps are worth doing. It
// is scratch space, used again for every reckoning.
type plan struct {
	cost    []float64 // least expected time to the node [s]; +Inf if there is no way
	rank    []int32   // position in the order in which costs were settled
	wanted  []bool    // on the cheapest way to a goal
	useful  []bool    // on some way to a goal
	waiting []int32   // unsettled parents of an AND node
	parents []float64 // cost of an AND node's settled parents together [s]
	heap    []offer
	stack   []int32
	settled int32
}

func newPlan(n int) plan {
	return plan{
		cost: make([]float64, n), rank: make([]int32, n), wanted: make([]bool, n), useful: make([]bool, n),
		waiting: make([]int32, n), parents: make([]float64, n),
	}
}

// reckon computes the least cost of every node by Knuth's generalisation of Dijkstra's algorithm: O((nodes + links) log nodes).
// held nodes cost nothing, barred ones cannot be had. With parallel hands the parents of an AND node cost as much as the
// dearest, else as much as their sum (which counts shared steps twice: the exact sum is a Steiner problem).
func (p *plan) reckon(g *Graph, held, barred []bool, parallel bool) {
	p.heap, p.settled = p.heap[:0], 0
	for i := range g.Nodes {
		n := &g.Nodes[i]
		p.cost[i], p.rank[i], p.wanted[i], p.useful[i] = math.Inf(1), -1, false, false
		p.waiting[i], p.parents[i] = int32(len(n.Parents)), 0
		switch {
		case held[i]:
			p.push(int32(i), 0)
		case n.All && len(n.Parents) == 0 && !barred[i]:
			p.push(int32(i), n.mean())
		}
	}
	for len(p.heap) > 0 {
		i := p.pop()
		if p.rank[i] >= 0 {
			continue
		}
		p.rank[i] = p.settled
		p.settled++
		for _, c := range g.children[i] {
			p.relax(g, i, c, held, barred, parallel)
		}
	}
}

// relax tells child c that its parent i is settled.
func (p *plan) relax(g *Graph, i, c int32, held, barred []bool, parallel bool) {
	if held[c] || barred[c] || p.rank[c] >= 0 {
		return
	}
	n := &g.Nodes[c]
	if !n.All {
		if cost := p.cost[i] + n.mean(); cost < p.cost[c] {
			p.push(c, cost)
		}
		return
	}
	if parallel {
		p.parents[c] = max(p.parents[c], p.cost[i])
	} else {
		p.parents[c] += p.cost[i]
	}
	if p.waiting[c]--; p.waiting[c] == 0 {
		p.push(c, p.parents[c]+n.mean())
	}
}

// want marks the cheapest way to node i that is still to be gone, and reports whether there is one.
func (p *plan) want(g *Graph, i int32, held []bool) bool {
	if math.IsInf(p.cost[i], 1) {
		return false
	}
	p.stack = append(p.stack[:0], i)
	for len(p.stack) > 0 {
		i := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		if p.wanted[i] || held[i] {
			continue
		}
		p.wanted[i] = true
		n := &g.Nodes[i]
		if n.All {
			p.stack = append(p.stack, n.Parents...)
		} else {
			p.stack = append(p.stack, p.cheapest(n))
		}
	}
	return true
}

// cheapest is the parent of an OR node through which its cost came: least cost, settled first.
func (p *plan) cheapest(n *Node) int32 {
	best := n.Parents[0]
	for _, q := range n.Parents[1:] {
		if p.rank[q] >= 0 && (p.rank[best] < 0 || p.rank[q] < p.rank[best]) {
			best = q
		}
	}
	return best
}

// reach marks every node on some way to node i that can still be gone.
func (p *plan) reach(g *Graph, i int32, held []bool) {
	p.stack = append(p.stack[:0], i)
	for len(p.stack) > 0 {
		i := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		if p.useful[i] || held[i] || math.IsInf(p.cost[i], 1) {
			continue
		}
		p.useful[i] = true
		p.stack = append(p.stack, g.Nodes[i].Parents...)
	}
}

// offer is a way to a node at a price.
type offer struct {
	cost float64
	node int32
}

// before orders the heap: cheaper first, then by position.
func (o offer) before(q offer) bool { return o.cost < q.cost || o.cost == q.cost && o.node < q.node }

func (p *plan) push(i int32, cost float64) {
	p.cost[i] = cost
	p.heap = append(p.heap, offer{cost, i})
	for k := len(p.heap) - 1; k > 0; {
		up := (k - 1) / 2
		if !p.heap[k].before(p.heap[up]) {
			return
		}
		p.heap[k], p.heap[up] = p.heap[up], p.heap[k]
		k = up
	}
}

func (p *plan) pop() int32 {
	top, last := p.heap[0], len(p.heap)-1
	p.heap[0] = p.heap[last]
	p.heap = p.heap[:last]
	for k := 0; ; {
		least := k
		for _, c := range [2]int{2*k + 1, 2*k + 2} {
			if c < last && p.heap[c].before(p.heap[least]) {
				least = c
			}
		}
		if least == k {
			return top.node
		}
		p.heap[k], p.heap[least] = p.heap[least], p.heap[k]
		k = least
	}
}
