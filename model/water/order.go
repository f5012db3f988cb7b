package water

import "slices"

// eliminate orders the unknowns of a symmetric matrix by minimum degree (George and Liu 1989, without their shortcuts) and
// returns, for each place in that order, the unknown eliminated there and the unknowns its elimination joins, which is the
// pattern of its column of the factor. Ties go to the lowest number, so the order depends on nothing else. Time grows with the
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
			queue.move(w, len(adjacent[w]), len(merged))
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

// degrees is a queue of unknowns by degree, then by number: a heap with one live entry an unknown; the others are skipped.
type degrees struct {
	heap   []int64 // degree << 32 | unknown
	degree []int32 // the live degree; -1 when taken
}

func newDegrees(n int) *degrees { return &degrees{degree: make([]int32, n)} }

func (d *degrees) add(v int32, degree int) {
	d.degree[v] = int32(degree)
	d.heap = append(d.heap, int64(degree)<<32|int64(v))
	for i := len(d.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if d.heap[up] <= d.heap[i] {
			return
		}
		d.heap[up], d.heap[i] = d.heap[i], d.heap[up]
		i = up
	}
}

func (d *degrees) move(v int32, from, to int) {
	if from != to {
		d.add(v, to)
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
		v := int32(top & 0xffffffff)
		if d.degree[v] == int32(top>>32) {
			d.degree[v] = -1
			return v
		}
	}
}

func (d *degrees) sink() {
	for i := 0; ; {
		down := 2*i + 1
		if down+1 < len(d.heap) && d.heap[down+1] < d.heap[down] {
			down++
		}
		if down >= len(d.heap) || d.heap[i] <= d.heap[down] {
			return
		}
		d.heap[i], d.heap[down] = d.heap[down], d.heap[i]
		i = down
	}
}
