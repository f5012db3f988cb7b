package telecom

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// signed is the live half of an operator.
type signed struct {
	alive   float64       // what is left of the better of its cores
	core    float64       // share of the customers that cores and register let on
	routed  float64       // share of emergency calls that it passes to the 112 centres
	burden  float64       // people on its cells, per customer there
	waiting float64       // share of the customers who have not signed on
	asset   model.AssetID // the core, register or route that was told anything last
	asked   bool          // it was asked for more
	woke    bool          // its core came back in this solve, and with it the cells that had switched themselves off
}

// on is the share of an operator's customers who are signed on.
func (x *signed) on() float64 { return 1 - x.waiting }

// sign brings the operators up to date: who is signed on at now, what they are let, and who changes over. It returns when to look again.
func (s *solver) sign(now sim.Time) sim.Time {
	since := now.Sub(s.now)
	s.now = now
	next := sim.Never
	for o := range s.operators {
		x := &s.operators[o]
		before := x.waiting
		x.waiting = max(1-x.core, x.waiting-float64(since)/float64(SignOn))
		if s.heads {
			s.head(o)
		}
		x.waiting = max(x.waiting, 1-x.core)
		if x.waiting != before {
			s.operatorWide(o, why{s.signCode(x, before), x.asset})
		}
		if left := x.waiting - (1 - x.core); left > 0 {
			next = min(next, now.Add(min(signing, 1+time.Duration(math.Ceil(left*float64(SignOn))))))
		}
	}
	if s.heads {
		s.changeOver()
	}
	return next
}

// signCode is why fewer or more are signed on than before.
func (s *solver) signCode(x *signed, before float64) model.WhyCode {
	switch {
	case x.waiting < before:
		return model.WhyNetworkBack
	case x.asked:
		return model.WhyNetworkShort
	}
	return model.WhyNetworkCut
}

// head looks at the core, the register and the routes of an operator.
func (s *solver) head(o int) {
	m, x := &s.m.operators[o], &s.operators[o]
	core := s.best(m.cores)
	if core != x.alive {
		x.alive, x.woke = core, core > x.alive
		for _, c := range m.cells {
			s.changed.add(c)
			s.touched.add(s.m.cells[c].member)
		}
	}
	x.core = min(core, s.best(m.registers))
	x.core = min(x.core, s.flooded(m))
	routed := min(core, s.best(m.routes))
	if routed == x.routed {
		return
	}
	code := model.WhyNetworkBack
	if routed < x.routed {
		code = model.WhyNetworkCut
	}
	x.routed = routed
	for d := range s.access {
		s.reach.add(int32(d))
		s.access[d] = why{code, x.asset}
	}
}

// flooded is the share of those who try to sign on whom the cores of an operator let on, 1 when nobody tries beyond the plan.
func (s *solver) flooded(m *operator) float64 {
	can, asked := 0.0, m.customers
	for _, i := range m.cores {
		can += float64(s.m.city.Assets[s.m.members[i].asset].Capacity * s.itself(i).Share())
		asked += s.state[i].asked
	}
	if m.built == 0 || asked <= m.customers {
		return 1
	}
	return min(1, can/m.built*m.signs/asked)
}

// best is the best of some members, 1 of none.
func (s *solver) best(list []int32) float64 {
	if len(list) == 0 {
		return 1
	}
	best := model.None
	for _, i := range list {
		best = max(best, s.itself(i))
	}
	return best.Share()
}

// changeOver burdens the operators that work with customers of those that do not, in proportion to their own.
func (s *solver) changeOver() {
	for o := range s.operators {
		x := &s.operators[o]
		burden, from := 1.0, model.AssetID(model.Absent)
		for g := range s.operators {
			if gone := 1 - s.operators[g].core; g != o && gone > 0 && x.core > 0 {
				burden += float64(float64(ChangeOver*gone)*s.m.operators[g].customers) * x.core / s.left(g)
				from = s.operators[g].asset
			}
		}
		if burden == x.burden {
			continue
		}
		w := why{model.WhyNetworkBack, from}
		if burden > x.burden {
			w.code = model.WhyNetworkShort
		}
		x.burden = burden
		s.operatorWide(o, w)
		for _, c := range s.m.operators[o].cells {
			s.loaded.add(c)
		}
	}
}

// left is the customers of all operators but number g, as far as these work.
func (s *solver) left(g int) float64 {
	sum := 0.0
	for o := range s.operators {
		if o != g {
			sum += float64(s.m.operators[o].customers * s.operators[o].core)
		}
	}
	return sum
}

// operatorWide says that an operator's service may have changed in all districts, and why.
func (s *solver) operatorWide(o int, w why) {
	for d := range s.m.districts {
		k := int32(d*len(s.operators) + o)
		s.mobile.add(k)
		if s.cause[k].code == model.WhyUnknown {
			s.cause[k] = w
		}
	}
}
