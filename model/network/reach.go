package network

import "cascata/model"

// slack is the relative overload that counts as rounding, not as overload.
const slack = 1e-9

// reach grows the trees: breadth first from the live sources together, then from storages for what is not yet fed.
func (v *Solver) reach(storages bool) {
	for i := range v.at {
		v.at[i] = place{-1, -1}
	}
	v.order, v.trees, v.pools = v.order[:0], v.trees[:0], v.pools[:0]
	for _, i := range v.sources {
		v.sprout(i, !v.out(i))
	}
	v.grow(0)
	if storages {
		from := len(v.order)
		for k, i := range v.storages {
			v.sprout(i, !v.out(i) && !v.stores[k].empty && v.at[i].root < 0)
		}
		v.grow(from)
	}
	v.joinTrees()
}

// sprout makes a vertex the root of a tree of its own.
func (v *Solver) sprout(i int32, live bool) {
	if live {
		v.at[i] = place{-1, i}
		v.order, v.trees = append(v.order, i), append(v.trees, i)
		v.roots.Alone(i)
		v.open(i, pool{})
	}
}

// grow extends the trees whose elements stand in order from a position on.
func (v *Solver) grow(from int) {
	for k := from; k < len(v.order); k++ {
		i := v.order[k]
		root := v.at[i].root
		for _, a := range v.arcs[v.first[i]:v.first[i+1]] { // an edge has no arcs
			if v.at[a.to].root >= 0 || v.out(a.edge) || v.out(a.to) {
				continue
			}
			v.at[a.edge], v.at[a.to] = place{i, root}, place{a.edge, root}
			v.order = append(v.order, a.edge, a.to)
		}
	}
}

// joinTrees makes one pool of trees of one kind (source-fed or storage-fed) that a closed edge joins.
func (v *Solver) joinTrees() {
	for _, i := range v.edges {
		e := &v.elements[i]
		a, b := v.at[e.from].root, v.at[e.to].root
		if a == b || a < 0 || b < 0 || v.out(i) {
			continue
		}
		if (v.elements[a].role == model.RoleSource) == (v.elements[b].role == model.RoleSource) {
			v.roots.Join(a, b)
		}
	}
}
