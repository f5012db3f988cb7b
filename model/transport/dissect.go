package transport

import (
	"cmp"
	"slices"
)

// dissection orders the nodes of a graph by nested dissection: cut it in two with few nodes, those last, and so on within the
// parts. Cuts are inertial flows: sort the nodes along a line, and find the smallest cut between the first and the last
// quarter of them (Schild and Sommer 2015).
type dissection struct {
	points []Point
	first  []int32 // adjacency, both directions of every street once
	head   []int32
	twin   []int32
	flow   []int8  // by entry of the adjacency: -1, 0, 1
	part   []int32 // by node: number of the part it is in now
	parts  int32
	key    []float64
	seen   []int32 // by node: last search that saw it
	search int32
	via    []int32
	side   []int8 // by node: 1 begins, 2 ends a flow
	queue  []int32
	order  []int32
}

// Parts below leaf nodes are not cut any further.
const leaf = 6

// directions of the lines: both axes and both diagonals.
var directions = [4][2]float64{{1, 0}, {0, 1}, {1, 1}, {1, -1}}

func dissect(points []Point, arcs []Arc) []int32 {
	n := len(points)
	d := &dissection{points: points, part: make([]int32, n), key: make([]float64, n), seen: make([]int32, n), via: make([]int32, n),
		side: make([]int8, n)}
	d.adjacency(arcs)
	nodes := make([]int32, n)
	for v := range nodes {
		nodes[v] = int32(v)
	}
	d.cut(nodes)
	return d.order
}

func (d *dissection) adjacency(arcs []Arc) {
	pairs := make([]Arc, 0, len(arcs))
	for _, a := range arcs {
		if a.From != a.To {
			pairs = append(pairs, Arc{min(a.From, a.To), max(a.From, a.To)})
		}
	}
	slices.SortFunc(pairs, func(a, b Arc) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	pairs = slices.Compact(pairs)
	d.first = make([]int32, len(d.points)+1)
	for _, p := range pairs {
		d.first[p.From+1]++
		d.first[p.To+1]++
	}
	for v := range d.points {
		d.first[v+1] += d.first[v]
	}
	d.head, d.twin, d.flow = make([]int32, 2*len(pairs)), make([]int32, 2*len(pairs)), make([]int8, 2*len(pairs))
	at := slices.Clone(d.first)
	for _, p := range pairs {
		i, j := at[p.From], at[p.To]
		at[p.From]++
		at[p.To]++
		d.head[i], d.head[j], d.twin[i], d.twin[j] = p.To, p.From, j, i
	}
}

// cut orders the nodes of a part behind those ordered so far. The recursion is as deep as the logarithm of the nodes, since a
// part has at most three quarters of what it was cut from.
func (d *dissection) cut(nodes []int32) {
	if len(nodes) <= leaf {
		d.order = append(d.order, nodes...)
		return
	}
	d.parts++
	for _, v := range nodes {
		d.part[v] = d.parts
	}
	best, bestSize := 0, len(nodes)
	for i := range directions {
		d.sortAlong(nodes, i)
		if size := d.maximum(nodes, bestSize); size < bestSize {
			best, bestSize = i, size
		}
	}
	d.sortAlong(nodes, best)
	d.maximum(nodes, len(nodes)*len(nodes))
	left, right, separator := d.split(nodes)
	d.cut(left)
	d.cut(right)
	d.order = append(d.order, separator...)
}

func (d *dissection) sortAlong(nodes []int32, direction int) {
	x, y := directions[direction][0], directions[direction][1]
	for _, v := range nodes {
		d.key[v] = x*d.points[v].X + y*d.points[v].Y
	}
	slices.SortFunc(nodes, func(a, b int32) int { return cmp.Or(cmp.Compare(d.key[a], d.key[b]), cmp.Compare(a, b)) })
}

// maximum sends as much flow as possible, one a street, from the first quarter to the last, by shortest augmenting paths. The
// nodes that the last search saw are the cut's side of the first. It gives up when the flow is as large as most.
func (d *dissection) maximum(nodes []int32, most int) (value int) {
	quarter := len(nodes) / 4
	for i, v := range nodes {
		d.side[v] = 0
		if i < quarter {
			d.side[v] = 1
		} else if i >= len(nodes)-quarter {
			d.side[v] = 2
		}
		for k := d.first[v]; k < d.first[v+1]; k++ {
			d.flow[k] = 0
		}
	}
	for value < most {
		end := d.augment(nodes[:quarter])
		if end < 0 {
			return value
		}
		value++
		for v := end; d.side[v] != 1 || d.via[v] >= 0; {
			k := d.via[v]
			d.flow[k]++
			d.flow[d.twin[k]]--
			v = d.head[d.twin[k]]
		}
	}
	return value
}

// augment finds a path with room from the beginnings to an end, or -1.
func (d *dissection) augment(from []int32) int32 {
	d.search++
	d.queue = append(d.queue[:0], from...)
	for _, v := range from {
		d.seen[v], d.via[v] = d.search, -1
	}
	for i := 0; i < len(d.queue); i++ {
		v := d.queue[i]
		for k := d.first[v]; k < d.first[v+1]; k++ {
			w := d.head[k]
			if d.flow[k] > 0 || d.seen[w] == d.search || d.part[w] != d.part[v] {
				continue
			}
			d.seen[w], d.via[w] = d.search, k
			if d.side[w] == 2 {
				return w
			}
			d.queue = append(d.queue, w)
		}
	}
	return -1
}

// split takes the ends of the cut streets on the side that has fewer of them as the separator.
func (d *dissection) split(nodes []int32) (left, right, separator []int32) {
	here := func(v int32) bool { return d.seen[v] == d.search }
	borders := func(v int32) bool {
		for k := d.first[v]; k < d.first[v+1]; k++ {
			if w := d.head[k]; d.part[w] == d.part[v] && here(w) != here(v) {
				return true
			}
		}
		return false
	}
	var count [2]int
	for _, v := range nodes {
		if borders(v) {
			if here(v) {
				count[0]++
			} else {
				count[1]++
			}
		}
	}
	for _, v := range nodes {
		switch {
		case here(v) == (count[0] <= count[1]) && borders(v):
			separator = append(separator, v)
		case here(v):
			left = append(left, v)
		default:
			right = append(right, v)
		}
	}
	return left, right, separator
}
