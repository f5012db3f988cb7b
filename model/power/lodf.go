package power

import (
	"context"
	"math"
)

// bridge is how near to 1 a branch's own transfer may come before its outage counts as separating its ends.
const bridge = 1e-9

// LODF fills dst, by branch row, with line outage distribution factors: the share of the flow of the branch that each other
// branch takes when it goes out (its own is -1; Wood and Wollenberg, Power Generation, Operation and Control, chapter 11). The
// state must be settled. False means that the branch is out, dead, or the only way between its ends: dst is then undefined. It
// costs one solution.
func (s *State) LODF(row int, dst []float64) bool {
	slot := s.g.slotOf[row]
	i, j := s.g.from[slot], s.g.to[slot]
	if s.sus[slot] == 0 {
		return false
	}
	x := s.miss // zero in a settled state, and again at the end
	x[i], x[j] = 1, -1
	if s.lu != nil {
		s.lu.solve(x, s.f.work)
		clear(s.f.work)
	} else {
		s.f.forward(x, min(i, j))
		s.f.backward(x)
	}
	stays := 1 - s.sus[slot]*(x[i]-x[j])
	whole := math.Abs(stays) > bridge
	for k, r := range s.g.branch {
		dst[r] = s.sus[k] * (x[s.g.from[k]] - x[s.g.to[k]]) / stays
	}
	dst[row] = -1
	clear(x)
	return whole
}

// Loading is the worst of a contingency found by screening: the branch row that is loaded most, as a share of its RateA.
type Loading struct {
	First, Second int // branch rows out; Second is none for a single outage
	Row           int // most loaded; none when the outage separates buses, or when no branch has a rating
	Share         float64
}

// Screen estimates every single outage and every pair of the branch rows given by distribution factors, and calls do for those
// whose worst loading is above the share, or that separate buses (Row is none then). It is exact in the DC model as long as the
// network stays whole and needs one solution a row and one sweep of the branches a pair; its memory is rows times branches.
func (s *State) Screen(ctx context.Context, rows []int, above float64, do func(Loading)) error {
	m := len(s.g.branch)
	factors := make([]float64, len(rows)*m)
	whole := make([]bool, len(rows))
	of := func(k int) []float64 { return factors[k*m : (k+1)*m] }
	for k, row := range rows {
		whole[k] = s.LODF(row, of(k))
	}
	for a, l := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.report(Loading{l, none, none, 0}, whole[a], of(a), s.Flow(l), nil, 0, above, do)
		for b := a + 1; b < len(rows); b++ {
			n := rows[b]
			if !whole[a] || !whole[b] { // one alone separates: it is told once, not with every other
				continue
			}
			lb, nb := of(b)[l], of(a)[n] // what l takes of n, and n of l
			det := 1 - lb*nb
			fl, fn := s.Flow(l), s.Flow(n)
			s.report(Loading{l, n, none, 0}, math.Abs(det) > bridge, of(a), (fl+lb*fn)/det, of(b), (fn+nb*fl)/det, above, do)
		}
	}
	return nil
}

// report finds the worst loading when flows x and y are spread by factors.
func (s *State) report(o Loading, whole bool, a []float64, x float64, b []float64, y float64, above float64, do func(Loading)) {
	if !whole {
		do(o)
		return
	}
	for slot, rate := range s.g.rate {
		row := int(s.g.branch[slot])
		if row == o.First || row == o.Second || math.IsInf(rate, 1) {
			continue
		}
		flow := s.flow[slot]*s.g.c.BaseMVA + a[row]*x
		if b != nil {
			flow += b[row] * y
		}
		if share := math.Abs(flow) / (rate * s.g.c.BaseMVA); share > o.Share {
			o.Share, o.Row = share, row
		}
	}
	if o.Share > above {
		do(o)
	}
}
