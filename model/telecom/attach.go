package telecom

import "cascata/model"

// disturb marks who is near a cell that changed.
func (s *solver) disturb(c int32) {
	s.loaded.add(c)
	x := &s.m.cells[c]
	w := s.news(x)
	for _, k := range s.m.users[x.from:x.to] {
		i := s.m.choice[k].spot
		s.moving.add(i)
		s.blame(i, w)
		d := s.m.spots[i].district
		s.reach.add(int32(d))
		if s.access[d].code == model.WhyUnknown {
			s.access[d] = w
		}
	}
}

// news is what happened to a cell: to itself, or to the core of its operator.
func (s *solver) news(x *cell) why {
	t, w := &s.state[x.member], why{model.WhyNetworkBack, s.m.members[x.member].asset}
	if s.itself(x.member) == t.own && t.asked == 0 {
		w.asset = s.operators[x.operator].asset
	}
	switch {
	case s.air(x) < t.level:
		w.code = model.WhyNetworkCut
	case t.asked != 0:
		w.code = model.WhyNetworkShort
	}
	return w
}

// air is how far a cell is on the air: it switches itself off without a core.
func (s *solver) air(x *cell) model.Level {
	if alive := s.operators[x.operator].alive; alive < 1 {
		return model.LevelOf(s.itself(x.member).Share() * alive)
	}
	return s.itself(x.member)
}

// blame says that the service of a spot may have changed, and why; the first reason stays.
func (s *solver) blame(i int32, w why) {
	s.served.add(i)
	k := int32(s.m.spots[i].district)*int32(len(s.operators)) + i%int32(len(s.operators))
	s.mobile.add(k)
	if s.cause[k].code == model.WhyUnknown {
		s.cause[k] = w
	}
}

// attach lets the people of a spot use the nearest cell as far as it is there, and so on with those left.
func (s *solver) attach(i int32) {
	p, left := &s.m.spots[i], 1.0
	for k := p.from; k < p.to; k++ {
		c := s.m.choice[k].cell
		a := s.air(&s.m.cells[c]).Share()
		if part := left * a; part != s.part[k] {
			s.part[k] = part
			s.loaded.add(c)
		}
		left *= 1 - a
	}
	s.spots[i].cover = 1 - left
}

// carry finds how many of those who use a cell it can serve.
func (s *solver) carry(c int32) {
	x := &s.m.cells[c]
	load := 0.0
	for _, k := range s.m.users[x.from:x.to] {
		load += float64(s.m.spots[s.m.choice[k].spot].people * s.part[k])
	}
	load = max(0, float64(load*s.operators[x.operator].burden)+s.state[x.member].asked)
	share := 1.0
	if can := x.capacity * s.air(x).Share(); load > can {
		share = can / load
	}
	if share == s.cells[c].share {
		s.cells[c].load = load
		return
	}
	w := why{model.WhyNetworkBack, s.m.members[x.member].asset}
	if share < s.cells[c].share {
		w.code = model.WhyNetworkShort
	}
	s.cells[c] = carrying{load, share}
	for _, k := range s.m.users[x.from:x.to] {
		if s.part[k] > 0 {
			s.blame(s.m.choice[k].spot, w)
		}
	}
}

// serve finds the share of the people of a spot who have service.
func (s *solver) serve(i int32) {
	p, level := &s.m.spots[i], 0.0
	for k := p.from; k < p.to; k++ {
		level += float64(s.part[k] * s.cells[s.m.choice[k].cell].share)
	}
	s.spots[i].level = level
}

// service is the share of the customers of an operator in a district whom its cells serve.
func (s *solver) service(d *district, o int) float64 {
	sum, total, n := 0.0, 0.0, int32(len(s.operators))
	for p := d.from; p < d.to; p++ {
		sum += float64(s.m.sites[p].weight * s.spots[p*n+int32(o)].level)
		total += s.m.sites[p].weight
	}
	return sum / total
}

// emergency is the share of the people of a district whose call for help leaves it: a telephone calls over its own operator where that
// has a cell, whether the call then gets through or not, and over the best of the others elsewhere.
func (s *solver) emergency(d *district) float64 {
	sum, total, n := 0.0, 0.0, int32(len(s.operators))
	for p := d.from; p < d.to; p++ {
		here, shares := 0.0, 0.0
		for o := range n {
			i := p*n + o
			own, share := &s.spots[i], s.m.spots[i].share
			reached := float64(own.cover*s.operators[o].routed) + float64((1-own.cover)*s.others(p*n, o))
			here, shares = here+float64(share*reached), shares+share
		}
		if shares == 0 { // nobody's customers
			here, shares = s.others(p*n, -1), 1
		}
		sum += float64(s.m.sites[p].weight * here / shares)
		total += s.m.sites[p].weight
	}
	return sum / total
}

// others is the best chance of a call over another network than number o, at the place whose first spot is given.
func (s *solver) others(first, o int32) float64 {
	best := 0.0
	for x := range int32(len(s.operators)) {
		if x != o {
			best = max(best, s.spots[first+x].cover*s.operators[x].routed)
		}
	}
	return best
}
