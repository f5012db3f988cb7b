package network

import "cascata/model"

// collectFlow sums what is asked for up the trees, each bottleneck passing on no more than it can carry. With storages, a
// bridge that is too narrow and has some beyond it is cut: what lies beyond becomes a pool of its own, which the bridge
// supplies with what arrives and the storages with the rest.
func (v *Solver) collectFlow(storages bool) {
	for i := range v.elements {
		v.flow[i] = max(0, v.elements[i].demand+v.state[i].extra)
	}
	v.markLoops()
	v.markStores(storages)
	v.cuts = v.cuts[:0]
	for k := len(v.order) - 1; k >= 0; k-- {
		i := v.order[k]
		pass := v.pass(i)
		up := v.at[i].up
		if up < 0 {
			v.pool(i).demand += pass
			continue
		}
		v.flow[up] += pass
		v.loops[up] ^= v.loops[i]
		switch {
		case !v.behind[i]:
		case pass < v.flow[i] && v.loops[i] == 0:
			v.cut(i)
		default:
			v.behind[up] = true
		}
	}
	if len(v.cuts) > 0 {
		v.spreadCuts()
	}
}

// cut makes a pool of what lies beyond element i.
func (v *Solver) cut(i int32) {
	v.cuts = append(v.cuts, i)
	v.at[i].root = i
	v.roots.Alone(i)
	v.open(i, pool{demand: v.flow[i]})
}

// spreadCuts tells all beyond a cut that this is where their pool begins.
func (v *Solver) spreadCuts() {
	for _, i := range v.order {
		if up := v.at[i].up; up >= 0 && v.at[i].root != i {
			v.at[i].root = v.at[up].root
		}
	}
}

// markLoops prepares the finding of bridges: every closed edge beside the trees closes a loop, and its mark, noted at both
// ends and summed up the tree by exclusive or, vanishes exactly where the loop closes. An element on no loop ends with no
// mark (but for a chance of 2^-64). All live sources count as one place.
func (v *Solver) markLoops() {
	clear(v.loops)
	for _, i := range v.edges {
		e := &v.elements[i]
		if v.at[i].root >= 0 || v.out(i) {
			continue
		}
		a, b := v.at[e.from].root, v.at[e.to].root
		if a < 0 || b < 0 || (v.elements[a].role == model.RoleSource) != (v.elements[b].role == model.RoleSource) {
			continue
		}
		mark := mix(uint64(i))
		v.loops[e.from] ^= mark
		v.loops[e.to] ^= mark
	}
}

// mix scatters the numbers of edges over 64 bits (the finaliser of Steele, Lea and Flood's SplitMix, OOPSLA 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// markStores notes which storages can help.
func (v *Solver) markStores(storages bool) {
	clear(v.behind)
	if !storages {
		return
	}
	for k, i := range v.storages {
		v.behind[i] = !v.stores[k].empty && !v.out(i)
	}
}

// pass sets the factor of an element and returns what it asks of the one it is fed from. Sources and storages pass on
// whatever comes through: their capacity limits what they add. On a loop the way of the flow is a matter of physics, which
// this stand-in does not have, so that only bridges are limited by their capacity.
func (v *Solver) pass(i int32) float64 {
	e := &v.elements[i]
	share := v.state[i].available.Share()
	switch {
	case e.role == model.RoleSource || e.role == model.RoleStorage:
		share = 1
	case e.capacity > 0:
		limit := float64(e.capacity * share)
		share = 1
		if v.loops[i] == 0 && v.flow[i] > limit*(1+slack) {
			share = limit / v.flow[i]
		}
	}
	v.factor[i] = share
	return float64(v.flow[i] * share)
}

// deliver walks down the trees: the share of what is asked for that reaches each element. Edges beside the trees take the
// share of their better-fed end.
func (v *Solver) deliver() {
	clear(v.raw)
	for _, i := range v.order {
		v.raw[i] = v.share(i)
	}
	for _, i := range v.edges {
		if v.at[i].root < 0 && !v.out(i) {
			v.hang(i)
		}
	}
}

// share is what reaches element i of a tree, given what reaches the one above. A vertex where a cut begins has its own demand
// beyond the cut; a cut edge delivers what it carries.
func (v *Solver) share(i int32) float64 {
	up := v.at[i].up
	cut := v.at[i].root == i
	switch {
	case cut && (up < 0 || v.elements[i].role != model.RoleEdge):
		return v.pool(v.roots.Find(i)).ratio
	case !cut && v.at[up].root == up && v.at[up].up >= 0:
		return float64(v.pool(up).ratio * v.factor[i])
	}
	return float64(v.raw[up] * v.factor[i])
}

// hang places an edge beside the trees on the better-fed of the ends it may draw from.
func (v *Solver) hang(i int32) {
	e := &v.elements[i]
	end := e.from
	if !e.directed && v.raw[e.to] > v.raw[e.from] {
		end = e.to
	}
	if v.at[end].root < 0 {
		return
	}
	v.at[i] = place{end, v.at[end].root}
	v.raw[i] = v.raw[end]
	if e.capacity == 0 {
		v.raw[i] = float64(v.raw[i] * v.state[i].available.Share())
	}
}
