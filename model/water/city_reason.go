package water

import "cascata/model"

// cause is why something in a zone lacks pressure: an asset, and how it comes to be the reason.
type cause struct {
	code  model.WhyCode
	part  int32 // -1: nothing in particular
	round uint32
}

// zoneReason is what a zone lacks in a round: with its tanks looked at first, and without them.
type zoneReason struct{ all, fed cause }

// reason says why the level of part i changes, and which asset's change or emptiness is the nearest reason. hour says that nothing
// else has happened than another hour's demand.
func (v *citySolver) reason(i int32, rises, hour bool) (model.WhyCode, model.AssetID) {
	var c cause
	switch x := &v.parts[i]; {
	case rises:
		c = v.whyBack(i, hour)
	case v.out(i):
		c = cause{code: model.WhyNetworkCut, part: i}
	case x.kind == isStore && v.empty[i]:
		c = cause{code: model.WhyStorageEmpty, part: v.feedCause(x.zone).part}
	case v.cond[i].available < model.Full && v.touched[i] == v.round:
		c = cause{code: model.WhyNetworkShort, part: i}
	default:
		c = v.whyLow(i, hour)
	}
	if c.part < 0 {
		return c.code, model.Absent
	}
	return c.code, v.parts[c.part].asset
}

// whyLow is why a part lacks pressure: what is broken or empty on its way to the next tank, else what its zone lacks.
func (v *citySolver) whyLow(i int32, hour bool) cause {
	at := v.vertex(i)
	fed := v.share(at) > 0
	c := cause{code: model.WhyPressure, part: v.brokenOn(at)}
	switch {
	case c.part >= 0 && v.parts[c.part].kind == isStore && v.empty[c.part]:
		c.code = model.WhyStorageEmpty
	case c.part < 0:
		c = v.zoneCause(v.parts[at].zone)
	}
	switch {
	case v.unsettled:
		c.code = model.WhyUnsettled
	case c.code != model.WhyPressure:
	case !fed:
		c.code = model.WhyNetworkCut
	case hour:
		c.code = model.WhyHour
	}
	return c
}

// whyBack is why a level rises: what was told, or has water again, on the way or among what feeds the zone; else the hour; else what of these
// moved last, whose return has been filling the pipes and tanks since.
func (v *citySolver) whyBack(i int32, hour bool) cause {
	if v.moved(i) {
		return cause{code: model.WhyNetworkBack, part: i}
	}
	last := mover{part: -1}
	at := v.vertex(i)
	for _, tree := range [2][]way{v.near, v.feed} {
		for w := (way{-1, at}); w.to >= 0; w = tree[w.to] {
			if w.edge >= 0 {
				v.later(&last, w.edge)
			}
			if w.to != i {
				v.later(&last, w.to)
			}
		}
	}
	z := &v.zones[v.parts[at].zone]
	for _, list := range [4][]int32{z.tanks, z.duty, z.plants, z.standby} {
		for _, k := range list {
			if k != i {
				v.later(&last, k)
			}
		}
	}
	if last.round != v.round && hour { // nothing that could have helped has moved, not even a tank that has water again just then
		return cause{code: model.WhyHour, part: -1}
	}
	return cause{code: model.WhyNetworkBack, part: last.part}
}

// mover is a part that was told something, or ran empty or filled, and the round in which it was.
type mover struct {
	part  int32
	round uint32
}

// later keeps the part that moved last; of those of one round, the first. What moved before this round helps only where it gives water now.
func (v *citySolver) later(last *mover, i int32) {
	round := max(v.touched[i], v.emptied[i])
	if round < v.round && (v.empty[i] || v.out(i)) {
		return
	}
	if round > last.round {
		*last = mover{i, round}
	}
}

// moved reports whether a part was told anything in this round, or is a tank that ran empty or has water again.
func (v *citySolver) moved(i int32) bool { return v.touched[i] == v.round || v.emptied[i] == v.round }

// vertex is the vertex that a part draws from: itself, or the end of an edge.
func (v *citySolver) vertex(i int32) int32 {
	if x := &v.parts[i]; x.kind.edge() {
		return x.from
	}
	return i
}

// brokenOn is the first on the way of a vertex to the next tank of its zone, else to what feeds the zone, that passes nothing or is
// empty; -1 if there is none.
func (v *citySolver) brokenOn(at int32) int32 {
	for w := (way{-1, at}); w.to >= 0; w = v.near[w.to] {
		if w.edge >= 0 && v.out(w.edge) {
			return w.edge
		}
		if v.out(w.to) || v.empty[w.to] {
			return w.to
		}
	}
	return -1
}

// zoneCause is what a zone lacks: a tank that is empty, else what feeds it.
func (v *citySolver) zoneCause(zone int32) cause {
	c := &v.reasons[zone].all
	if c.round == v.round {
		return *c
	}
	*c = cause{code: model.WhyPressure, part: -1, round: v.round} // a zone that feeds itself stops here
	for _, t := range v.zones[zone].tanks {
		if v.empty[t] && !v.out(t) {
			*c = cause{code: model.WhyStorageEmpty, part: t, round: v.round}
			return *c
		}
	}
	*c = v.feedCause(zone)
	return *c
}

// feedCause is what is wrong with what feeds a zone, else with what feeds that, else with the zone's pipes, else what is asked for.
func (v *citySolver) feedCause(zone int32) cause {
	c := &v.reasons[zone].fed
	if c.round == v.round {
		return *c
	}
	*c = cause{code: model.WhyPressure, part: -1, round: v.round}
	z := &v.zones[zone]
	for _, list := range [3][]int32{z.plants, z.duty, z.tanks} {
		for _, i := range list {
			if bad := v.culprit(i); bad >= 0 {
				c.part = bad
				if v.parts[bad].kind == isPlant {
					c.code = model.WhyNetworkShort
				}
				return *c
			}
		}
	}
	for _, e := range z.duty {
		if up := v.zoneCause(v.parts[v.parts[e].from].zone); up.part >= 0 {
			*c = up
			return *c
		}
	}
	c.part = v.worstIn(zone)
	return *c
}

// culprit is what makes a part give less than it could: itself, or what it hangs on; -1 if nothing does.
func (v *citySolver) culprit(i int32) int32 {
	x := &v.parts[i]
	switch {
	case v.cond[i].available < model.Full || v.out(i):
		return i
	case x.from >= 0 && v.out(x.from):
		return x.from
	case x.to >= 0 && v.out(x.to):
		return x.to
	}
	return -1
}

// worstIn is the first part of a zone that is not as planned, else the part of the city from which most is asked beyond its plan, else -1.
func (v *citySolver) worstIn(zone int32) int32 {
	worst, most := int32(-1), 0.0
	for i := range v.parts {
		x := &v.parts[i]
		if x.zone == zone && (v.cond[i].closed == x.open || v.cond[i].available < model.Full) {
			return int32(i)
		}
		if ask := v.told[i].ask; ask > most {
			worst, most = int32(i), ask
		}
	}
	return worst
}
