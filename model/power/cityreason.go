package power

import (
	"cascata/model"
)

// refeed finds how everything is fed now: breadth first from the sources, then from the storages that give.
func (v *cityLife) refeed() {
	if !v.stale {
		return
	}
	v.stale = false
	if v.still {
		copy(v.at, v.start)
		return
	}
	for i := range v.at {
		v.at[i] = link{none, none}
	}
	v.queue = v.queue[:0]
	root := func(i int32, live bool) {
		if live && v.at[i].root == none {
			v.at[i].root = i
			v.queue = append(v.queue, i)
		}
	}
	pass := func(e int32) bool { return v.branch[v.elements[e].row].on }
	for _, i := range v.sources {
		root(i, v.limit(i) > 0)
	}
	v.queue = v.grow(v.at, v.queue, 0, pass)
	from := len(v.queue)
	for k, i := range v.storages {
		root(i, v.gives(k) > 0)
	}
	v.queue = v.grow(v.at, v.queue, from, pass)
}

// answer tells every level that differs from the last answer. A network that did not settle keeps its levels, but for what is
// switched off.
func (v *cityLife) answer(hourly bool, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) {
	v.short = false
	for i := range int32(len(v.elements)) {
		x := &v.state[i]
		level := x.level
		switch {
		case v.fault == nil:
			level = v.levelOf(i)
		case v.out(i) && !(v.elements[i].open && !x.closed):
			level = model.None
		}
		v.short = v.short || level < model.Full && v.elements[i].demand > 0
		if level == x.level {
			continue
		}
		code, because := v.reason(i, level > x.level, hourly && v.state[max(0, v.last)].touched != v.round)
		x.level = level
		changed(v.elements[i].asset, level, code, because)
	}
}

// reason says why the level of an element changes, and which asset is the nearest reason. By the hour says that only the clock
// has moved.
func (v *cityLife) reason(i int32, rises, byHour bool) (model.WhyCode, model.AssetID) {
	e := &v.elements[i]
	switch {
	case v.fault != nil:
		return model.WhyUnsettled, e.asset
	case e.local != none:
		i = v.unfed(i)
	}
	if rises {
		return v.rose(i, byHour)
	}
	return v.fell(i, byHour)
}

// unfed is the first dark load of a local generation; itself if there is none.
func (v *cityLife) unfed(i int32) int32 {
	g := &v.locals[v.elements[i].local]
	for _, f := range v.feeds[g.from:g.to] {
		if load := v.vertex[f.bus]; !v.out(i) && !v.alive(load) {
			return load
		}
	}
	return i
}

// rose names what was closed or came back on the way that feeds an element.
func (v *cityLife) rose(i int32, byHour bool) (model.WhyCode, model.AssetID) {
	for x := i; x != none; x = v.at[x].up {
		e := &v.elements[x]
		if v.state[x].touched == v.round {
			return model.WhyNetworkBack, e.asset
		}
		if e.role == model.RoleEdge && v.branch[e.row].turned == v.round {
			if x == i {
				return model.WhyClosed, model.Absent // tried again after a trip
			}
			return model.WhyNetworkBack, e.asset
		}
	}
	if byHour {
		return model.WhyHour, model.Absent
	}
	if r := v.at[i].root; r != none && v.elements[r].role == model.RoleStorage {
		return model.WhyNetworkBack, v.elements[r].asset
	}
	return model.WhyNetworkBack, model.Absent
}

// fell names what is broken, dry or too narrow on the way that fed an element.
func (v *cityLife) fell(i int32, byHour bool) (model.WhyCode, model.AssetID) {
	e := &v.elements[i]
	switch {
	case e.role == model.RoleEdge && v.branch[e.row].tripped:
		return model.WhyTripped, v.assetOf(v.branch[e.row].blame)
	case v.out(i):
		return model.WhyNetworkCut, e.asset
	case e.role == model.RoleNone || v.state[i].touched == v.round && v.state[i].available < model.Full:
		return model.WhyNetworkShort, e.asset
	}
	if b := v.broken(i); b != none {
		if v.dry(b) {
			return model.WhyStorageEmpty, v.elements[b].asset
		}
		return model.WhyNetworkCut, v.elements[b].asset
	}
	row := e.row
	if e.role == model.RoleEdge {
		row = v.elements[e.from].row
	} else if b := v.shedBy[row]; b != none && v.relief[row] < 1 {
		return v.branch[b].why, v.assetOf(v.branch[b].because)
	}
	return v.scarce(i, v.isle(row), byHour)
}

func (v *cityLife) assetOf(i int32) model.AssetID {
	if i == none {
		return model.Absent
	}
	return v.elements[i].asset
}

// broken is the nearest element on the way that fed i before, else on the way the plan has, which passes nothing now or is a
// storage run dry; none if i is fed. What is merely cut off is passed over: what cut it off stands further up.
func (v *cityLife) broken(i int32) int32 {
	if v.at[i].root != none {
		return none
	}
	if e := &v.elements[i]; e.role == model.RoleEdge {
		for _, end := range [2]int32{e.from, e.to} {
			if v.out(end) {
				return end
			}
		}
	}
	for _, tree := range [2][]link{v.was, v.start} {
		for x := i; x != none; x = tree[x].up {
			e := &v.elements[x]
			if v.out(x) || e.role == model.RoleEdge && v.branch[e.row].tripped || x != i && v.dry(x) {
				return x
			}
		}
	}
	if v.dry(i) {
		return i
	}
	return none
}

// dry says whether an element is a storage that holds nothing.
func (v *cityLife) dry(i int32) bool {
	for k, s := range v.storages {
		if s == i {
			return v.store[k].held <= 0
		}
	}
	return false
}

// scarce is why an island cannot give all that is asked for, or broke down.
func (v *cityLife) scarce(i, id int32, byHour bool) (model.WhyCode, model.AssetID) {
	p := &v.parts[id]
	for k, s := range v.storages {
		if v.store[k].dried == v.round && v.isle(v.elements[s].row) == id {
			return model.WhyStorageEmpty, v.elements[s].asset
		}
	}
	if byHour {
		return model.WhyHour, model.Absent
	}
	missing := p.asked - p.local - p.supply - p.power
	switch {
	case p.supply == 0:
		return model.WhyShed, v.assetOf(v.lost(i))
	case p.cold >= missing:
		return model.WhyColdLoad, v.assetOf(v.at[i].root)
	case p.extra >= missing:
		return model.WhyAsked, v.assetOf(v.asker(id))
	}
	return model.WhyNetworkShort, v.assetOf(v.weak(id))
}

// lost is the nearest element on the plan's way that passes nothing.
func (v *cityLife) lost(i int32) int32 {
	for x := i; x != none; x = v.start[x].up {
		if e := &v.elements[x]; v.out(x) || e.role == model.RoleEdge && v.branch[e.row].tripped {
			return x
		}
	}
	return none
}

// asker is the element of an island that is asked for most beyond its plan.
func (v *cityLife) asker(id int32) int32 {
	best, most := int32(none), 0.0
	for row, i := range v.vertex {
		if x := v.state[i].extra; x > most && v.isle(int32(row)) == id {
			best, most = i, x
		}
	}
	return best
}

// weak is the source that leaves an island short: one told just now, else one that is not fully available, else one that is in no
// island with others.
func (v *cityLife) weak(id int32) int32 {
	found := int32(none)
	for _, i := range v.sources {
		switch x := &v.state[i]; {
		case x.touched == v.round && x.available < model.Full || x.touched == v.round && !x.closed:
			return i
		case found != none:
		case x.available < model.Full || !x.closed || v.isle(v.elements[i].row) != id:
			found = i
		}
	}
	return found
}
