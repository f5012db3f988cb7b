package power

import "math"

// tiny is the share of its row's size below which a pivot counts as lost.
const tiny = 1e-9

// factor is L D L' of a symmetric matrix with a pattern's shape. D may be negative: series capacitors make the matrix indefinite.
type factor struct {
	*pattern
	diagonal []float64 // the matrix: diagonal, by place
	upper    []float64 // and entries above it, as upRow
	l        []float64
	inverse  []float64 // of D
	work     []float64 // zero between calls
}

func newFactor(p *pattern) *factor {
	return &factor{pattern: p, diagonal: make([]float64, p.n), upper: make([]float64, len(p.upRow)),
		l: make([]float64, len(p.rowOf)), inverse: make([]float64, p.n), work: make([]float64, p.n)}
}

// factorise computes L and D from the matrix, row by row (up-looking; Davis 2006, chapter 4). False means that a pivot
// vanished: the matrix is singular, or needs an order that this method does not look for.
func (f *factor) factorise() bool {
	y := f.work
	for k := range f.n {
		for e := f.upPtr[k]; e < f.upPtr[k+1]; e++ {
			y[f.upRow[e]] += f.upper[e]
		}
		d := f.diagonal[k]
		cols, entries := f.colOf[f.rowPtr[k]:f.rowPtr[k+1]], f.entry[f.rowPtr[k]:f.rowPtr[k+1]]
		entries = entries[:len(cols)]
		for m, j := range cols {
			yj := y[j]
			y[j] = 0
			from, to := f.colPtr[j], entries[m]
			rows, values := f.rowOf[from:to], f.l[from:to]
			values = values[:len(rows)]
			for q, i := range rows {
				y[i] -= values[q] * yj
			}
			lkj := yj * f.inverse[j]
			d -= lkj * yj
			f.l[to] = lkj
		}
		f.inverse[k] = 1 / d
		if !(math.Abs(d) > tiny*math.Abs(f.diagonal[k])) || math.IsInf(d, 0) {
			clear(y)
			return false
		}
	}
	return true
}

// solve overwrites x, by place, with the solution.
func (f *factor) solve(x []float64) {
	f.forward(x, 0)
	f.backward(x)
}

// forward solves L D y = x when x is zero before the place from.
func (f *factor) forward(x []float64, from int32) {
	for j := int(from); j < f.n; j++ {
		xj := x[j]
		if xj == 0 {
			continue
		}
		a, b := f.colPtr[j], f.colPtr[j+1]
		rows, values := f.rowOf[a:b], f.l[a:b]
		values = values[:len(rows)]
		for q, i := range rows {
			x[i] -= values[q] * xj
		}
		x[j] = xj * f.inverse[j]
	}
}

// backward solves L' x = y in place.
func (f *factor) backward(x []float64) {
	for j := f.n - 1; j >= 0; j-- {
		a, b := f.colPtr[j], f.colPtr[j+1]
		rows, values := f.rowOf[a:b], f.l[a:b]
		values = values[:len(rows)]
		sum := x[j]
		for q, i := range rows {
			sum -= values[q] * x[i]
		}
		x[j] = sum
	}
}

// modify adds alpha w w' to the matrix, w = 1 at place i and -1 at place j (or nothing when j < 0), along the path of the
// elimination tree from the lower of the two (Gill, Golub, Murray and Saunders 1974, method C1). The pattern must hold the
// entry (i, j). False means that a pivot came too near to zero and the factor must be made anew.
func (f *factor) modify(i, j int32, alpha float64) bool {
	w := f.work
	w[i] = 1
	low := i
	if j >= 0 {
		w[j] = -1
		low = min(i, j)
	}
	for k := low; k >= 0; k = f.parent[k] {
		p := w[k]
		w[k] = 0
		if p == 0 {
			continue
		}
		d := 1 / f.inverse[k]
		changed := d + alpha*p*p
		if !(math.Abs(changed) > tiny*math.Abs(f.diagonal[k])) {
			clear(w)
			return false
		}
		beta := alpha * p / changed
		alpha *= d / changed
		f.inverse[k] = 1 / changed
		a, b := f.colPtr[k], f.colPtr[k+1]
		rows, values := f.rowOf[a:b], f.l[a:b]
		values = values[:len(rows)]
		for q, r := range rows {
			x := w[r] - p*values[q]
			w[r] = x
			values[q] += beta * x
		}
	}
	return true
}
