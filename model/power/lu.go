package power

import (
	"math"
	"sort"
)

// sparse is a square matrix by columns.
type sparse struct {
	n      int
	ptr    []int32
	row    []int32
	values []float64
}

// triplets collect entries of a matrix; equal places add up.
type triplets struct {
	n      int
	i, j   []int32
	values []float64
}

func newTriplets(n int) *triplets { return &triplets{n: n} }

func (t *triplets) add(i, j int32, x float64) {
	t.i, t.j, t.values = append(t.i, i), append(t.j, j), append(t.values, x)
}

// compress sorts the entries by column and row.
func (t *triplets) compress() *sparse {
	m, _ := t.compressed()
	return m
}

// compressed also says where each entry went.
func (t *triplets) compressed() (*sparse, []int32) {
	order, at := make([]int32, len(t.i)), make([]int32, len(t.i))
	for k := range order {
		order[k] = int32(k)
	}
	sort.Slice(order, func(a, b int) bool {
		x, y := order[a], order[b]
		if t.j[x] != t.j[y] {
			return t.j[x] < t.j[y]
		}
		return t.i[x] < t.i[y]
	})
	m := &sparse{n: t.n, ptr: make([]int32, t.n+1)}
	for k, e := range order {
		if k == 0 || t.i[e] != t.i[order[k-1]] || t.j[e] != t.j[order[k-1]] {
			m.row = append(m.row, t.i[e])
			m.values = append(m.values, 0)
			m.ptr[t.j[e]+1]++
		}
		at[e] = int32(len(m.row) - 1)
		m.values[at[e]] += t.values[e]
	}
	for j := range t.n {
		m.ptr[j+1] += m.ptr[j]
	}
	return m, at
}

// lu is a factorisation of a matrix whose columns stand in a good order already: left-looking by columns (Gilbert and Peierls
// 1988), with the diagonal as pivot unless it is much smaller than the largest of its column. A second matrix of the same shape
// is factorised with the same pivots.
type lu struct {
	n          int
	lPtr, lRow []int32 // strictly below the diagonal, unit diagonal left out; rows are pivot places after the first factorisation
	l          []float64
	uPtr, uRow []int32 // strictly above the diagonal, in an order that eliminates
	u          []float64
	pivot      []float64 // diagonal of U
	place      []int32   // pivot place of a row
	work       []float64 // zero between calls
	shaped     bool
	share      float64 // see diagonalShare
	keep       bool    // rather fail than look for new pivots
	depth      luSearch
}

// luSearch is the scratch of the searches that find a column's shape.
type luSearch struct {
	seen  []int32
	stack []int32
	at    []int32
	found []int32
}

const (
	diagonalShare = 1e-3 // of the largest of its column: a diagonal above it is the pivot
	pivotShare    = 1e-8 // a kept pivot below it asks for new pivots
)

func newLU(m *sparse) *lu {
	n := m.n
	return &lu{n: n, share: diagonalShare, lPtr: make([]int32, n+1), uPtr: make([]int32, n+1), pivot: make([]float64, n), place: make([]int32, n), work: make([]float64, n),
		depth: luSearch{seen: make([]int32, n), at: make([]int32, n)}}
}

// factorise factorises m; false when it is singular.
func (f *lu) factorise(m *sparse) bool {
	if f.shaped && f.again(m) {
		return true
	}
	return !f.keep && f.first(m)
}

// first finds pivots and shape.
func (f *lu) first(m *sparse) bool {
	f.lRow, f.l, f.uRow, f.u, f.shaped = f.lRow[:0], f.l[:0], f.uRow[:0], f.u[:0], false
	for i := range f.place {
		f.place[i] = none
	}
	clear(f.depth.seen)
	x := f.work
	for k := range int32(f.n) {
		f.reach(m, k)
		found := f.depth.found
		for e := m.ptr[k]; e < m.ptr[k+1]; e++ {
			x[m.row[e]] = m.values[e]
		}
		for q := len(found) - 1; q >= 0; q-- { // the search ends with what must come first
			j := f.place[found[q]]
			if j == none {
				continue
			}
			xj := x[found[q]]
			f.uRow, f.u = append(f.uRow, j), append(f.u, xj)
			for e := f.lPtr[j]; e < f.lPtr[j+1]; e++ {
				x[f.lRow[e]] -= f.l[e] * xj
			}
		}
		if !f.choose(k, found) {
			clear(x)
			return false
		}
	}
	for e, row := range f.lRow {
		f.lRow[e] = f.place[row]
	}
	f.shaped = true
	return true
}

// choose picks the pivot of column k among the rows found and stores the column.
func (f *lu) choose(k int32, found []int32) bool {
	x := f.work
	best, largest := int32(none), 0.0
	for _, i := range found {
		if a := math.Abs(x[i]); f.place[i] == none && a > largest {
			best, largest = i, a
		}
	}
	if best == none || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return false
	}
	if f.place[k] == none && math.Abs(x[k]) >= f.share*largest {
		best = k
	}
	pivot := x[best]
	f.pivot[k], f.place[best] = pivot, k
	for _, i := range found {
		if f.place[i] == none {
			f.lRow, f.l = append(f.lRow, i), append(f.l, x[i]/pivot)
		}
		x[i] = 0
	}
	f.lPtr[k+1], f.uPtr[k+1] = int32(len(f.lRow)), int32(len(f.uRow))
	return true
}

// reach finds the rows column k can have, by depth-first search through L; in reverse they are in an order that eliminates.
func (f *lu) reach(m *sparse, k int32) {
	d := &f.depth
	d.found = d.found[:0]
	for _, root := range m.row[m.ptr[k]:m.ptr[k+1]] {
		if d.seen[root] == k+1 {
			continue
		}
		d.seen[root] = k + 1
		d.stack = append(d.stack[:0], root)
		d.at[root] = f.begin(root)
		for len(d.stack) > 0 {
			i := d.stack[len(d.stack)-1]
			j := f.place[i]
			deeper := false
			for j != none && d.at[i] < f.lPtr[j+1] {
				next := f.lRow[d.at[i]]
				d.at[i]++
				if d.seen[next] != k+1 {
					d.seen[next] = k + 1
					d.at[next] = f.begin(next)
					d.stack = append(d.stack, next)
					deeper = true
					break
				}
			}
			if !deeper {
				d.stack = d.stack[:len(d.stack)-1]
				d.found = append(d.found, i)
			}
		}
	}
}

func (f *lu) begin(row int32) int32 {
	if j := f.place[row]; j != none {
		return f.lPtr[j]
	}
	return 0
}

// again factorises with the pivots and the shape of before; false when a pivot has become too small.
func (f *lu) again(m *sparse) bool {
	x := f.work
	for k := range int32(f.n) {
		for e := m.ptr[k]; e < m.ptr[k+1]; e++ {
			x[f.place[m.row[e]]] = m.values[e]
		}
		for e := f.uPtr[k]; e < f.uPtr[k+1]; e++ {
			j := f.uRow[e]
			xj := x[j]
			x[j] = 0
			f.u[e] = xj
			if xj == 0 {
				continue
			}
			a, b := f.lPtr[j], f.lPtr[j+1]
			rows, values := f.lRow[a:b], f.l[a:b]
			values = values[:len(rows)]
			for q, i := range rows {
				x[i] -= values[q] * xj
			}
		}
		p := x[k]
		x[k] = 0
		largest := math.Abs(p)
		for e := f.lPtr[k]; e < f.lPtr[k+1]; e++ {
			i := f.lRow[e]
			largest = max(largest, math.Abs(x[i]))
			f.l[e] = x[i] / p
			x[i] = 0
		}
		if !(math.Abs(p) > min(pivotShare, f.share)*largest) || math.IsInf(largest, 0) {
			clear(x)
			return false
		}
		f.pivot[k] = p
	}
	return true
}

// solve overwrites b with the solution, using as much scratch as b is long.
func (f *lu) solve(b, scratch []float64) {
	x := scratch[:f.n]
	for i, k := range f.place {
		x[k] = b[i]
	}
	for j := range f.n {
		xj := x[j]
		if xj == 0 {
			continue
		}
		for e := f.lPtr[j]; e < f.lPtr[j+1]; e++ {
			x[f.lRow[e]] -= f.l[e] * xj
		}
	}
	for j := f.n - 1; j >= 0; j-- {
		xj := x[j] / f.pivot[j]
		x[j] = xj
		if xj == 0 {
			continue
		}
		for e := f.uPtr[j]; e < f.uPtr[j+1]; e++ {
			x[f.uRow[e]] -= f.u[e] * xj
		}
	}
	copy(b, x)
}
