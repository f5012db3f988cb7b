package power

import (
	"math"
	"math/cmplx"
)

// admittance is the bus admittance matrix by columns: row graph.adj[e] of column j has y[e], the diagonal is self[j].
type admittance struct {
	graph
	y    []complex128
	self []complex128
}

// admittances of a branch: current entering at from is ff Vf + ft Vt, at to tf Vf + tt Vt.
func (b *Branch) admittances() (ff, ft, tf, tt complex128) {
	series := 1 / complex(b.R, b.X)
	tap := cmplx.Rect(b.tap(), b.Shift*math.Pi/180)
	tt = series + complex(0, b.B/2)
	ff = tt / complex(real(tap)*real(tap)+imag(tap)*imag(tap), 0)
	return ff, -series / cmplx.Conj(tap), -series / tap, tt
}

func newAdmittance(c *Case, t *topology) admittance {
	var from, to []int32
	for k, on := range t.on {
		if on {
			from, to = append(from, t.from[k]), append(to, t.to[k])
		}
	}
	y := admittance{graph: *newGraph(len(c.Buses), from, to), self: make([]complex128, len(c.Buses))}
	y.y = make([]complex128, len(y.adj))
	for i := range c.Buses {
		y.self[i] = complex(c.Buses[i].Gs, c.Buses[i].Bs) / complex(c.BaseMVA, 0)
	}
	for k, on := range t.on {
		if !on {
			continue
		}
		f, o := t.from[k], t.to[k]
		ff, ft, tf, tt := c.Branches[k].admittances()
		y.self[f] += ff
		y.self[o] += tt
		y.add(f, o, ft)
		y.add(o, f, tf)
	}
	return y
}

func (y *admittance) add(row, column int32, x complex128) {
	for e := y.ptr[column]; e < y.ptr[column+1]; e++ {
		if y.adj[e] == row {
			y.y[e] += x
		}
	}
}

// newton is the linear system of Newton's method: unknowns are the angle of every bus but the slacks' and the magnitude of every
// load bus, in elimination order; the equations are the mismatches of active and reactive power at the same buses.
type newton struct {
	angle, size []int32 // unknown of a bus, or none
	jacobian    sparse
	lu          *lu
	right       []float64
	scratch     []float64
	current     []complex128
}

// number numbers the unknowns and lays out the Jacobian.
func (w *newton) number(a *acSolver) {
	n := len(a.c.Buses)
	w.angle, w.size, w.current = make([]int32, n), make([]int32, n), make([]complex128, n)
	unknowns := int32(0)
	for i := range n {
		w.angle[i], w.size[i] = none, none
	}
	for _, i := range a.order {
		if k := a.kind[i]; k == acLoad || k == acHeld {
			w.angle[i] = unknowns
			unknowns++
			if k == acLoad {
				w.size[i] = unknowns
				unknowns++
			}
		}
	}
	m := &w.jacobian
	m.n, m.ptr, m.row = int(unknowns), make([]int32, unknowns+1), nil
	column := func(j, unknown int32) {
		if unknown == none {
			return
		}
		for e := a.y.ptr[j]; e <= a.y.ptr[j+1]; e++ {
			i := j
			if e < a.y.ptr[j+1] {
				i = a.y.adj[e]
			}
			if w.angle[i] != none {
				m.row = append(m.row, w.angle[i])
			}
			if w.size[i] != none {
				m.row = append(m.row, w.size[i])
			}
		}
		m.ptr[unknown+1] = int32(len(m.row))
	}
	for _, j := range a.order {
		column(j, w.angle[j])
		column(j, w.size[j])
	}
	m.values = make([]float64, len(m.row))
	w.lu = newLU(m)
	w.right, w.scratch = make([]float64, unknowns), make([]float64, unknowns)
}

// run iterates until the mismatch is small; careful halves steps that make it larger.
func (w *newton) run(a *acSolver, careful bool) bool {
	f := a.flow
	a.polar()
	f.Residual = w.mismatch(a)
	vm, va := make([]float64, len(a.vm)), make([]float64, len(a.va))
	for turn := 0; turn < a.opt.Iterations && !(f.Residual < a.opt.Tolerance); turn++ {
		f.Iterations++
		w.fill(a)
		if !w.lu.factorise(&w.jacobian) {
			return false
		}
		w.lu.solve(w.right, w.scratch)
		copy(vm, a.vm)
		copy(va, a.va)
		step, before := 1.0, f.Residual
		for {
			for i := range vm {
				if k := w.angle[i]; k != none {
					a.va[i] = va[i] + step*w.right[k]
				}
				if k := w.size[i]; k != none {
					a.vm[i] = vm[i] + step*w.right[k]
				}
			}
			a.polar()
			full := append(w.scratch[:0], w.right...)
			f.Residual = w.mismatch(a)
			if !careful || f.Residual < before || step < 1e-3 {
				break
			}
			copy(w.right, full)
			step /= 2
		}
		if math.IsNaN(f.Residual) || f.Residual > 1e12 {
			return false
		}
	}
	return f.Residual < a.opt.Tolerance
}

// polar makes complex voltages of sizes and angles.
func (a *acSolver) polar() {
	for i := range a.v {
		a.v[i] = cmplx.Rect(a.vm[i], a.va[i])
	}
}

// mismatch puts what is missing on the right side and returns its largest magnitude.
func (w *newton) mismatch(a *acSolver) float64 {
	for i := range w.current {
		w.current[i] = a.y.self[i] * a.v[i]
	}
	for j, v := range a.v {
		for e := a.y.ptr[j]; e < a.y.ptr[j+1]; e++ {
			w.current[a.y.adj[e]] += a.y.y[e] * v
		}
	}
	var largest float64
	for i, v := range a.v {
		if w.angle[i] == none {
			continue
		}
		miss := a.want[i] - v*cmplx.Conj(w.current[i])
		w.right[w.angle[i]] = real(miss)
		largest = max(largest, math.Abs(real(miss)))
		if k := w.size[i]; k != none {
			w.right[k] = imag(miss)
			largest = max(largest, math.Abs(imag(miss)))
		}
	}
	return largest
}

// fill computes the Jacobian's values in the order number laid them out.
func (w *newton) fill(a *acSolver) {
	out := w.jacobian.values
	at := 0
	for _, j := range a.order {
		if w.angle[j] == none {
			continue
		}
		second := at // where the column of the magnitude begins
		if w.size[j] != none {
			second = int(w.jacobian.ptr[w.size[j]])
		}
		vj := a.v[j]
		size := 1 / cmplx.Abs(vj)
		for e := a.y.ptr[j]; e <= a.y.ptr[j+1]; e++ {
			i, turn, grow := j, complex128(0), complex128(0) // derivatives of bus i's power by angle and size of bus j
			if e < a.y.ptr[j+1] {
				i = a.y.adj[e]
				x := a.v[i] * cmplx.Conj(a.y.y[e]*vj)
				turn, grow = complex(imag(x), -real(x)), x*complex(size, 0)
			} else {
				s, x := vj*cmplx.Conj(w.current[j]), vj*cmplx.Conj(a.y.self[j]*vj)
				turn, grow = complex(imag(x)-imag(s), real(s)-real(x)), (x+s)*complex(size, 0)
			}
			for q, k := range [2]int32{w.angle[i], w.size[i]} {
				if k == none {
					continue
				}
				if q == 1 {
					turn, grow = complex(imag(turn), 0), complex(imag(grow), 0)
				}
				out[at] = real(turn)
				at++
				if w.size[j] != none {
					out[second] = real(grow)
					second++
				}
			}
		}
		if w.size[j] != none {
			at = second
		}
	}
}
