package water

import "slices"

// eliminate orders the unknowns of a symmetric matrix by minimum degree (George and Liu 1989, without their shortcuts) and
// returns, for each place in that order, the unknown eliminated there and the unknowns its elimination joins, which is the
// pattern of its column of the factor. The order depends on nothing else than the edges. Time grows with the
// entries of the factor; water networks are nearly planar and fill in little.
func eliminate(n int, edges [][2]int32) (order []int32, columns [][]int32) {
	adjacent := make([][]int32, n)
	for _, e := range edges {
		adjacent[e[0]] = append(adjacent[e[0]], e[1])
		adjacent[e[1]] = append(adjacent[e[1]], e[0])
	}
	queue := newDegrees(n)
	for i := range adjacent {
		slices.Sort(adjacent[i])
		adjacent[i] = slices.Compact(adjacent[i])
		queue.add(int32(i), len(adjacent[i]))
	}
	var merged []int32
	for range n {
		v := queue.take()
		order = append(order, v)
		clique := adjacent[v]
		columns = append(columns, clique)
		adjacent[v] = nil
		for _, w := range clique {
			merged = union(merged[:0], adjacent[w], clique, v, w)
			queue.add(w, len(merged))
			adjacent[w] = append(adjacent[w][:0:0], merged...)
		}
	}
	return order, columns
}

// union merges two sorted lists without two of their members.
func union(to, a, b []int32, v, w int32) []int32 {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		var x int32
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			x = a[i]
			i++
		case i == len(a) || b[j] < a[i]:
			x = b[j]
			j++
		default:
			x = a[i]
			i++
			j++
		}
		if x != v && x != w {
			to = append(to, x)
		}
	}
	return to
}

// degrees is a queue of unknowns by degree, among equals by how long ago the degree changed, then by number. Those touched
// last come last, so that unknowns eliminated one after the other seldom wait for each other: a processor works on several at
// once. It is a heap with one live entry an unknown; the others are skipped.
type degrees struct {
	heap  []candidate
	live  []int32 // number of the live entry of each unknown; -1 when taken
	count int32
}

type candidate struct{ degree, entry, unknown int32 }

func (a candidate) before(b candidate) bool {
	return a.degree < b.degree || a.degree == b.degree && a.entry < b.entry
}

func newDegrees(n int) *degrees { return &degrees{live: make([]int32, n)} }

func (d *degrees) add(v int32, degree int) {
	d.count++
	d.live[v] = d.count
	d.heap = append(d.heap, candidate{int32(degree), d.count, v})
	for i := len(d.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !d.heap[i].before(d.heap[up]) {
			return
		}
		d.heap[up], d.heap[i] = d.heap[i], d.heap[up]
		i = up
	}
}

// take removes the live entry with the least degree.
func (d *degrees) take() int32 {
	for {
		top := d.heap[0]
		last := len(d.heap) - 1
		d.heap[0] = d.heap[last]
		d.heap = d.heap[:last]
		d.sink()
		if d.live[top.unknown] == top.entry {
			d.live[top.unknown] = -1
			return top.unknown
		}
	}
}

func (d *degrees) sink() {
	for i := 0; ; {
		down := 2*i + 1
		if down+1 < len(d.heap) && d.heap[down+1].before(d.heap[down]) {
			down++
		}
		if down >= len(d.heap) || !d.heap[down].before(d.heap[i]) {
			return
		}
		d.heap[i], d.heap[down] = d.heap[down], d.heap[i]
		i = down
	}
}
