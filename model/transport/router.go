package transport

import (
	"fmt"
	"math"
)

// Closed is the travel time of an arc that nobody can pass.
const Closed int32 = math.MaxInt32 / 2

// Router finds fastest ways on Streets at the travel times of the moment. It is the state of one replication; its queries
// allocate nothing once their result slices have grown, and it must not be used by two goroutines at once.
type Router struct {
	streets  *Streets
	up, down []int32 // by edge: time to the upper end and from it
	midUp    []int32 // by edge: node (rank) below it that the way goes over, or -2 - arc
	midDown  []int32
	to, from []int32 // by rank: times of the query
	viaTo    []int32 // by rank: edge by which it was reached
	viaFrom  []int32
	stack    []leg
}

// leg is an edge to be unpacked in one direction.
type leg struct {
	edge int32
	low  int32 // rank of its lower end
	up   bool
}

// NewRouter has no travel times yet: everything is Closed.
func NewRouter(s *Streets) *Router {
	ints := func(n int) []int32 {
		x := make([]int32, n)
		for i := range x {
			x[i] = Closed
		}
		return x
	}
	edges, nodes := len(s.head), len(s.node)
	return &Router{streets: s, up: ints(edges), down: ints(edges), midUp: ints(edges), midDown: ints(edges),
		to: ints(nodes), from: ints(nodes), viaTo: ints(nodes), viaFrom: ints(nodes)}
}

// Customise takes the travel times [ms, 0 to Closed] of all arcs. Closed and more is closed. A way longer than Closed, twelve
// days, counts as none.
func (r *Router) Customise(times []int32) error {
	s := r.streets
	if len(times) != len(s.arcs) {
		return fmt.Errorf("%d travel times for %d arcs", len(times), len(s.arcs))
	}
	for i, t := range times {
		if t < 0 {
			return fmt.Errorf("arc %d takes %d ms: times are 0 or more", i, t)
		}
	}
	for e := range r.up {
		r.up[e], r.down[e] = Closed, Closed
	}
	for i, t := range times {
		e := s.edge[i]
		if e < 0 || t >= Closed {
			continue
		}
		if s.rank[s.arcs[i].From] < s.rank[s.arcs[i].To] {
			if t < r.up[e] {
				r.up[e], r.midUp[e] = t, int32(-2-i)
			}
		} else if t < r.down[e] {
			r.down[e], r.midDown[e] = t, int32(-2-i)
		}
	}
	for v := range s.node {
		r.triangles(int32(v))
	}
	return nil
}

// triangles improves the edges between the upper neighbours of v by the ways over v.
func (r *Router) triangles(v int32) {
	s := r.streets
	end := s.first[v+1]
	for e1 := s.first[v]; e1 < end; e1++ {
		x := s.head[e1]
		down, up := r.down[e1], r.up[e1]
		if down == Closed && up == Closed {
			continue
		}
		k := s.first[x]
		for e2 := e1 + 1; e2 < end; e2++ {
			for y := s.head[e2]; s.head[k] != y; { // every upper neighbour of v is one of x
				k++
			}
			if t := down + r.up[e2]; t < r.up[k] {
				r.up[k], r.midUp[k] = t, v
			}
			if t := r.down[e2] + up; t < r.down[k] {
				r.down[k], r.midDown[k] = t, v
			}
		}
	}
}

// Time is the fastest time [ms] between two nodes; not ok if there is no way.
func (r *Router) Time(from, to int32) (ms int32, ok bool) {
	s := r.streets
	a, b := s.rank[from], s.rank[to]
	best, _ := r.meet(a, b)
	r.clear(a, b)
	return best, best < Closed
}

// Path is the fastest time [ms] and the arcs of the way, appended to arcs.
func (r *Router) Path(from, to int32, arcs []int32) (ms int32, way []int32, ok bool) {
	s := r.streets
	a, b := s.rank[from], s.rank[to]
	best, top := r.meet(a, b)
	if best < Closed {
		r.stack = r.stack[:0]
		for v := top; v != b; { // the stack is emptied from its end: the way's last edges lie lowest
			e := r.viaFrom[v]
			r.stack = append(r.stack, leg{e, r.below(e), false})
			v = r.stack[len(r.stack)-1].low
		}
		reverse(r.stack)
		for v := top; v != a; {
			e := r.viaTo[v]
			r.stack = append(r.stack, leg{e, r.below(e), true})
			v = r.stack[len(r.stack)-1].low
		}
		arcs = r.unpack(arcs)
	}
	r.clear(a, b)
	return best, arcs, best < Closed
}

func reverse(legs []leg) {
	for i, j := 0, len(legs)-1; i < j; i, j = i+1, j-1 {
		legs[i], legs[j] = legs[j], legs[i]
	}
}

// below is the lower end of an edge.
func (r *Router) below(edge int32) int32 {
	s := r.streets
	low, high := 0, len(s.node)
	for high-low > 1 {
		if mid := (low + high) / 2; s.first[mid] <= edge {
			low = mid
		} else {
			high = mid
		}
	}
	return int32(low)
}

// unpack replaces the edges of the stack by the arcs they stand for.
func (r *Router) unpack(arcs []int32) []int32 {
	s := r.streets
	for len(r.stack) > 0 {
		l := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		mid := r.midDown[l.edge]
		if l.up {
			mid = r.midUp[l.edge]
		}
		if mid < 0 {
			arcs = append(arcs, -2-mid)
			continue
		}
		begin, end := l.low, s.head[l.edge]
		if !l.up {
			begin, end = end, begin
		}
		r.stack = append(r.stack, leg{s.between(mid, end), mid, true}, leg{s.between(mid, begin), mid, false})
	}
	return arcs
}

// meet searches upwards from both ends: all ancestors, in the order of their ranks. It returns the least time and the top of
// the way; clear must follow.
func (r *Router) meet(a, b int32) (best, top int32) {
	s := r.streets
	r.to[a], r.from[b] = 0, 0
	best, top = Closed, -1
	for v, w := a, b; v >= 0 || w >= 0; {
		switch {
		case w < 0 || v >= 0 && v < w:
			climb(s, v, r.to, r.up, r.viaTo, best)
			v = s.parent[v]
		case v < 0 || w < v:
			climb(s, w, r.from, r.down, r.viaFrom, best)
			w = s.parent[w]
		default: // from here on both have the same ancestors
			if t := r.to[v] + r.from[v]; t < best {
				best, top = t, v
			}
			climb(s, v, r.to, r.up, r.viaTo, best)
			climb(s, v, r.from, r.down, r.viaFrom, best)
			v = s.parent[v]
			w = v
		}
	}
	return best, top
}

func climb(s *Streets, v int32, time, edges, via []int32, best int32) {
	t := time[v]
	if t >= best {
		return
	}
	for e := s.first[v]; e < s.first[v+1]; e++ {
		if x := t + edges[e]; x < time[s.head[e]] {
			time[s.head[e]], via[s.head[e]] = x, e
		}
	}
}

// clear forgets a query.
func (r *Router) clear(a, b int32) {
	for v := a; v >= 0; v = r.streets.parent[v] {
		r.to[v] = Closed
	}
	for v := b; v >= 0; v = r.streets.parent[v] {
		r.from[v] = Closed
	}
}
