package power

import "math"

// kkt is the linear system of an interior point iteration, in the angles and nodal prices only: pieces and bounds are eliminated
// by hand. Bus i, eliminated as number k, has the columns 2k (angle) and 2k+1 (price) and the rows 2k (balance) and 2k+1
// (stationarity of its angle), so that the diagonal holds the network's susceptances and pivots stay where they are.
type kkt struct {
	place   []int32
	m       *sparse
	fixed   []float64  // what does not change from iteration to iteration
	price   []int32    // entry (2k, 2k+1) of every bus
	weight  [][4]int32 // entries (ff, ft, tf, tt) of every angle bound
	lu      *lu
	right   []float64
	scratch []float64
	want    []float64 // the right side given to refine
	rest    []float64 // what is not solved yet
	step    []float64
	corr    []float64 // right side of each bound
	piece   []float64 // right side of each piece
}

// lay fixes the shape.
func (k *kkt) lay(m *opfModel) {
	n := len(m.c.Buses)
	var from, to []int32
	for e, on := range m.t.on {
		if on {
			from, to = append(from, m.t.from[e]), append(to, m.t.to[e])
		}
	}
	k.place = make([]int32, n)
	for p, i := range minimumDegree(newGraph(n, from, to)) {
		k.place[i] = int32(p)
	}
	t := newTriplets(2 * n)
	both := func(i, j int32, b float64) { // B in balance and stationarity
		t.add(2*k.place[i], 2*k.place[j], b)
		if !m.held[i] {
			t.add(2*k.place[i]+1, 2*k.place[j]+1, b)
		}
	}
	for i := range int32(n) {
		switch {
		case !m.t.served(i):
			t.add(2*k.place[i], 2*k.place[i], 1)
			t.add(2*k.place[i]+1, 2*k.place[i]+1, 1)
		case m.held[i]:
			t.add(2*k.place[i]+1, 2*k.place[i], 1)
		}
	}
	for e, b := range m.sus {
		if b != 0 {
			f, o := m.t.from[e], m.t.to[e]
			both(f, f, b)
			both(o, o, b)
			both(f, o, -b)
			both(o, f, -b)
		}
	}
	k.shape(m, t)
}

// shape adds the places of what changes and compresses.
func (k *kkt) shape(m *opfModel, t *triplets) {
	n := len(m.c.Buses)
	mark := len(t.i)
	for i := range n {
		t.add(2*k.place[i], 2*k.place[i]+1, 0)
	}
	for i := range m.bounds {
		b := &m.bounds[i]
		if b.piece != none {
			continue
		}
		f, o := k.place[b.from], k.place[b.to]
		t.add(2*f+1, 2*f, 0)
		t.add(2*f+1, 2*o, 0)
		t.add(2*o+1, 2*f, 0)
		t.add(2*o+1, 2*o, 0)
	}
	var at []int32
	k.m, at = t.compressed()
	k.fixed = append([]float64(nil), k.m.values...)
	k.price = at[mark : mark+n]
	k.weight = make([][4]int32, len(m.bounds))
	next := mark + n
	for i := range m.bounds {
		b := &m.bounds[i]
		if b.piece != none {
			continue
		}
		copy(k.weight[i][:], at[next:next+4])
		next += 4
		if m.held[b.from] {
			k.weight[i][0], k.weight[i][1] = none, none
		}
		if m.held[b.to] {
			k.weight[i][2], k.weight[i][3] = none, none
		}
	}
	k.lu = newLU(k.m)
	k.lu.share = looseShare
	for _, v := range []*[]float64{&k.right, &k.scratch, &k.want, &k.rest, &k.step} {
		*v = make([]float64, 2*n)
	}
	k.corr, k.piece = make([]float64, len(m.bounds)), make([]float64, len(m.pieces))
}

// factorise fills the matrix at the present point and factorises it.
func (k *kkt) factorise(p *interior) bool {
	copy(k.m.values, k.fixed)
	for i := range p.bounds {
		b := &p.bounds[i]
		w := b.c * b.c * p.mu[i] / p.z[i]
		if b.piece != none {
			p.curve[b.piece] += w
			continue
		}
		for q, e := range k.weight[i] {
			switch {
			case e == none:
			case q == 0 || q == 3:
				k.m.values[e] += w
			default:
				k.m.values[e] -= w
			}
		}
	}
	for i := range p.pieces {
		k.m.values[k.price[p.pieces[i].bus]] -= 1 / p.curve[i]
	}
	return k.lu.factorise(k.m)
}

// solve finds the direction that makes complementarity equal to target; with second, the predictor's product is taken off it.
func (k *kkt) solve(p *interior, target float64, second bool) {
	n := len(p.theta)
	for i := range n {
		at := 2 * k.place[i]
		k.right[at], k.right[at+1] = 0, 0
		if p.t.served(int32(i)) {
			k.right[at] = -p.balance[i]
			if !p.held[i] {
				k.right[at+1] = -p.dualT[i]
			}
		}
	}
	for i := range p.pieces {
		k.piece[i] = -p.dualX[i]
	}
	for i := range p.bounds { // dmu = corr + (mu/z) (bound of the direction)
		b := &p.bounds[i]
		want := target - p.z[i]*p.mu[i]
		if second {
			want -= p.dz[i] * p.dmu[i]
		}
		k.corr[i] = (want + p.mu[i]*p.off[i]) / p.z[i]
		if b.piece != none {
			k.piece[b.piece] -= b.c * k.corr[i]
			continue
		}
		if !p.held[b.from] {
			k.right[2*k.place[b.from]+1] -= b.c * k.corr[i]
		}
		if !p.held[b.to] {
			k.right[2*k.place[b.to]+1] += b.c * k.corr[i]
		}
	}
	for i := range p.pieces {
		k.right[2*k.place[p.pieces[i].bus]] += k.piece[i] / p.curve[i]
	}
	k.refine(p.good)
	for i := range n {
		p.dtheta[i], p.dl[i] = k.right[2*k.place[i]], k.right[2*k.place[i]+1]
	}
	for i := range p.pieces {
		p.dx[i] = (p.dl[p.pieces[i].bus] + k.piece[i]) / p.curve[i]
	}
	for i := range p.bounds {
		move := p.value(&p.bounds[i], p.dx, p.dtheta)
		p.dz[i] = -p.off[i] - move
		p.dmu[i] = k.corr[i] + p.mu[i]/p.z[i]*move
	}
}

// looseShare keeps pivots on the diagonal, where they cause little fill, unless hopeless; what that costs in accuracy, refinement
// gives back, and where it does not the pivots are chosen with care.
const looseShare = 1e-8

// refine solves and corrects the solution for what it misses, at most three times. Patient, it takes what it gets: near an
// optimum the matrix is as bad as it gets and a better direction is not needed.
func (k *kkt) refine(patient bool) {
	copy(k.want, k.right)
	for careful := false; ; careful = true {
		before := k.miss(nil)
		clear(k.right)
		for range 3 {
			copy(k.step, k.rest)
			k.lu.solve(k.step, k.scratch)
			for i, x := range k.step {
				k.right[i] += x
			}
			if k.miss(k.right) <= 1e-12*before {
				return
			}
		}
		if careful || patient || k.miss(k.right) <= 1e-6*before || k.lu.share == diagonalShare {
			return
		}
		k.lu.share = diagonalShare
		if !k.lu.first(k.m) {
			return
		}
	}
}

// miss is the largest of what x does not yet give of the right side, which goes to rest.
func (k *kkt) miss(x []float64) float64 {
	copy(k.rest, k.want)
	for j, xj := range x {
		for e := k.m.ptr[j]; e < k.m.ptr[j+1]; e++ {
			k.rest[k.m.row[e]] -= k.m.values[e] * xj
		}
	}
	var largest float64
	for _, r := range k.rest {
		if !(math.Abs(r) <= largest) {
			largest = math.Abs(r)
		}
	}
	return largest
}
