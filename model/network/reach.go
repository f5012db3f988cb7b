package network

// slack is the relative overload that counts as rounding, not as overload.
const slack = 1e-9

// reach grows the trees: breadth first from the live sources together, then from storages for what is not yet fed.
func (v *Solver) reach(storages bool) {
	for i := range v.at {
		v.at[i] = place{-1, -1}
	}
	v.order, v.trees = v.order[:0], v.trees[:0]
	for _, i := range v.sources {
		v.sprout(i, !v.out(i))
	}
	v.grow(0)
	if !storages {
		return
	}
	from := len(v.order)
	for k, i := range v.storages {
		v.sprout(i, !v.out(i) && !v.stores[k].empty && v.at[i].root < 0)
	}
	v.grow(from)
}

// sprout makes a vertex the root of a tree of its own.
func (v *Solver) sprout(i int32, live bool) {
	if live {
		v.at[i] = place{-1, i}
		v.order, v.trees = append(v.order, i), append(v.trees, i)
		v.roots.Alone(i)
		v.pools[i] = pool{}
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

// deliver walks down the trees: the share of what is asked for that reaches each element. Edges beside the trees take the
// share of their better-fed end.
func (v *Solver) deliver() {
	clear(v.raw)
	for _, i := range v.order {
		switch up := v.at[i].up; {
		case !v.isRoot(i):
			v.raw[i] = float64(v.raw[up] * v.factor[i])
		case up < 0:
			v.raw[i] = float64(v.pools[v.roots.Find(i)].ratio * v.factor[i])
		default:
			v.raw[i] = v.cutRatio(i)
		}
	}
	for _, i := range v.edges {
		if v.at[i].root < 0 && !v.out(i) {
			v.hang(i)
		}
	}
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
