package telecom

import (
	"slices"

	"cascata/model"
)

// tell says which levels have changed. Only those are looked at whose member or district was marked; what districts have depends on
// what operators have there, so these come first.
func (s *solver) tell(changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) {
	for _, i := range s.touched.list {
		x := &s.m.members[i]
		s.state[i].fresh = s.itself(i)
		switch x.part {
		case partCell:
			s.state[i].fresh = s.air(&s.m.cells[x.cell])
		case partMobile, partArea, partReach:
			s.district.add(int32(x.district))
		}
	}
	for _, k := range s.mobile.list {
		s.district.add(k / int32(len(s.operators)))
	}
	for _, d := range s.reach.list {
		s.district.add(d)
	}
	for _, d := range s.district.list {
		s.sum(d)
	}
	slices.Sort(s.touched.list)
	for _, i := range s.touched.list {
		t := &s.state[i]
		if t.fresh != t.level {
			w := s.reason(i)
			changed(s.m.members[i].asset, t.fresh, w.code, w.asset)
		}
	}
	for _, i := range s.touched.list {
		t := &s.state[i]
		t.level, t.own = t.fresh, s.itself(i)
	}
}

// sum finds the levels of a district.
func (s *solver) sum(k int32) {
	d := &s.m.districts[k]
	for o, i := range d.mobile {
		if i >= 0 {
			if s.mobile.in[int(k)*len(s.operators)+o] {
				s.state[i].service = inSteps(s.service(d, o) * s.operators[o].on() * s.registered(k*int32(len(s.operators))+int32(o)))
			}
			s.give(i, s.state[i].service)
		}
	}
	if d.area >= 0 {
		s.give(d.area, s.subscribed(d))
	}
	if d.reach >= 0 {
		if s.reach.in[k] {
			s.state[d.reach].service = inSteps(s.emergency(d))
		}
		s.give(d.reach, s.state[d.reach].service)
	}
}

// give is what a member delivers: what the networks give, and at most what it can by itself.
func (s *solver) give(i int32, level model.Level) {
	s.state[i].fresh = min(s.itself(i), level)
	s.touched.add(i)
}

// subscribed is the share of the people of a district who have service of their own operator.
func (s *solver) subscribed(d *district) model.Level {
	sum, total, n := 0.0, 0.0, int32(len(s.operators))
	for o, i := range d.mobile {
		if i >= 0 {
			share := s.m.spots[d.from*n+int32(o)].share
			sum += float64(share * s.state[i].fresh.Share())
			total += share
		}
	}
	if total == 0 {
		return model.Full
	}
	return model.LevelOf(sum / total)
}

// reason is why the level of a member changes.
func (s *solver) reason(i int32) why {
	x, t := &s.m.members[i], &s.state[i]
	self := why{model.WhyNetworkBack, x.asset}
	if t.fresh < t.level {
		self.code = model.WhyNetworkCut
	}
	switch {
	case s.itself(i) != t.own:
		return self
	case x.part == partCell:
		self.asset = s.operators[x.operator].asset
		return self
	case x.part == partMobile:
		return kept(s.cause[int(x.district)*len(s.operators)+int(x.operator)], self)
	case x.part == partArea:
		return s.areaReason(x, self)
	case x.part == partReach:
		return kept(s.access[x.district], self)
	}
	return self
}

// kept is a reason that was noted, in the direction of the change; without one it is the member's own.
func kept(w, self why) why {
	switch {
	case w.code == model.WhyUnknown || w.asset < 0:
		return self
	case self.code == model.WhyNetworkBack:
		w.code = self.code
	case w.code == model.WhyNetworkBack: // what came back for some burdens others
		w.code = model.WhyNetworkShort
	}
	return w
}

// areaReason is the operator whose service in the district has changed most.
func (s *solver) areaReason(x *member, self why) why {
	best, most := self, 0.0
	d, n := &s.m.districts[x.district], int32(len(s.operators))
	for o, i := range d.mobile {
		if i < 0 {
			continue
		}
		t := &s.state[i]
		moved := s.m.spots[d.from*n+int32(o)].share * (t.fresh.Share() - t.level.Share())
		if moved = max(moved, -moved); moved > most {
			best.asset, most = s.m.members[i].asset, moved
		}
	}
	return best
}
