package network

import "cascata/model"

// collectFlow sums what is asked for up the trees, each bottleneck passing on no more than it can carry. With storages, a
// bottleneck that has some beyond it is cut: what lies beyond becomes a pool of its own, which the bottleneck supplies with
// all it can carry and the storages with the rest.
func (v *Solver) collectFlow(storages bool) {
	for i := range v.elements {
		v.flow[i] = v.elements[i].demand
	}
	v.markLoops()
	v.markStores(storages)
	for k := len(v.order) - 1; k >= 0; k-- {
		i := v.order[k]
		pass := v.pass(i)
		up := v.at[i].up
		if up < 0 {
			v.pools[i].demand += pass
			continue
		}
		v.flow[up] += pass
		v.loops[up] ^= v.loops[i]
		if !v.behind[i] || pass == v.flow[i] {
			v.behind[up] = v.behind[up] || v.behind[i]
			continue
		}
		v.at[i].root = i
		v.roots.Alone(i)
		v.trees = append(v.trees, i)
		v.pools[i] = pool{demand: v.flow[i], supply: pass}
	}
	for _, i := range v.order {
		if up := v.at[i].up; up >= 0 && v.at[i].root != i {
			v.at[i].root = v.at[up].root
		}
	}
}

// isRoot reports whether a pool begins at a fed element: at the root of a tree or at a cut.
func (v *Solver) isRoot(i int32) bool { return v.at[i].root == i }

// cutRatio is the delivered share beyond a cut. Its pool counted on all that the bottleneck can carry; what does not arrive
// there is missing.
func (v *Solver) cutRatio(i int32) float64 {
	lost := float64(v.flow[i] * v.factor[i] * (1 - v.raw[v.at[i].up]))
	return max(0, v.pools[v.roots.Find(i)].ratio-lost/v.flow[i])
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

// mix scatters the numbers of edges over 64 bits (the finaliser of Stafford's variant 13 of MurmurHash3).
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
