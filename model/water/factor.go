package water

import "slices"

// symbolic is the pattern of the factor L of a symmetric matrix A = L D L', found once per network. Row and column numbers are
// places in the order of elimination.
type symbolic struct {
	n       int
	start   []int32 // column k holds the entries start[k] to start[k+1]-1
	row     []int32 // ascending in each column
	targets []int32 // for every pair of entries of every column, the entry of L that their product changes; nil when too many
}

// mostTargets bounds the memory for targets. Beyond it the place of every product is looked up while factorising.
const mostTargets = 1 << 25

// newSymbolic finds the order and the pattern. place says where each unknown stands in the order.
func newSymbolic(n int, edges [][2]int32) (s *symbolic, place []int32) {
	order, columns := eliminate(n, edges)
	place = make([]int32, n)
	for k, v := range order {
		place[v] = int32(k)
	}
	s = &symbolic{n: n, start: make([]int32, n+1)}
	pairs := 0
	for k, column := range columns {
		first := len(s.row)
		for _, v := range column {
			s.row = append(s.row, place[v])
		}
		slices.Sort(s.row[first:])
		s.start[k+1] = int32(len(s.row))
		pairs += len(column) * (len(column) - 1) / 2
	}
	if pairs <= mostTargets {
		s.targets = make([]int32, 0, pairs)
		for k := range n {
			column := s.row[s.start[k]:s.start[k+1]]
			for i, j := range column {
				at := s.start[j]
				for _, r := range column[i+1:] {
					for s.row[at] != r {
						at++
					}
					s.targets = append(s.targets, at)
				}
			}
		}
	}
	return s, place
}

// entry is where L keeps the element of two different unknowns, given as places.
func (s *symbolic) entry(a, b int32) int32 {
	if a > b {
		a, b = b, a
	}
	at, _ := slices.BinarySearch(s.row[s.start[a]:s.start[a+1]], b)
	return s.start[a] + int32(at)
}

// solve factorises the matrix with diagonal d and lower part l in place and turns the right side x into the solution. It
// returns -1, or the place of a pivot that is not positive. Elimination and forward substitution go together, column by
// column, so that every entry is touched once.
func (s *symbolic) solve(d, l, x []float64) int {
	n := s.n
	d, x = d[:n], x[:n]
	next := 0
	for k := range n {
		pivot := d[k]
		if !(pivot > 0) {
			return k
		}
		rows := s.row[s.start[k]:s.start[k+1]]
		values := l[s.start[k]:s.start[k+1]]
		values = values[:len(rows)]
		xk, inverse := x[k], 1/pivot
		x[k] = xk * inverse
		if len(rows) == 1 { // a leaf
			v, r := values[0], rows[0]
			f := v * inverse
			values[0] = f
			d[r] -= f * v
			x[r] -= f * xk
			continue
		}
		if len(rows) == 2 && s.targets != nil { // a node of a chain
			v, w := values[0], values[1]
			a, b := rows[0], rows[1]
			f, g := v*inverse, w*inverse
			values[0], values[1] = f, g
			d[a] -= f * v
			d[b] -= g * w
			x[a] -= f * xk
			x[b] -= g * xk
			l[s.targets[next]] -= f * w
			next++
			continue
		}
		for i, r := range rows {
			v := values[i]
			f := v * inverse
			values[i] = f
			d[r] -= f * v
			x[r] -= f * xk
			rest := values[i+1:]
			if s.targets == nil {
				s.spread(l, f, r, rows[i+1:], rest)
				continue
			}
			targets := s.targets[next : next+len(rest)]
			next += len(rest)
			for j, t := range targets {
				l[t] -= f * rest[j]
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		xk := x[k]
		first, end := s.start[k], s.start[k+1]
		values := l[first:end]
		for i, r := range s.row[first:end] {
			xk -= values[i] * x[r]
		}
		x[k] = xk
	}
	return -1
}

// spread subtracts f times the rest of a column from column r, finding the places as it goes.
func (s *symbolic) spread(l []float64, f float64, r int32, rows []int32, rest []float64) {
	at := s.start[r]
	for j, row := range rows {
		for s.row[at] != row {
			at++
		}
		l[at] -= f * rest[j]
	}
}
