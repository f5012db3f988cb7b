package citybuild

import (
	"cmp"
	"math"
	"slices"
)

// cutFeeders walks the street tree of each substation from its leaves and packs neighbouring branches until they would pass the cap.
func (d *draft) cutFeeders(tree forest, substations int) []feeder {
	loadAt := make([]int, len(d.in.streets))
	for i := range loadAt {
		loadAt[i] = -1
	}
	for i, n := range d.loadNode {
		loadAt[n] = i
	}
	open := make([][]feeder, len(d.in.streets)) // branches that arrive at a node and are not cut yet
	var cut []feeder
	for k := len(tree.order) - 1; k >= 0; k-- {
		n := tree.order[k]
		branches := open[n]
		if l := loadAt[n]; l >= 0 {
			branches = append(branches, feeder{tree.root[n], []int{l}, peakMW(d.in.streets[n].residents)})
		}
		packed := pack(branches)
		if parent := tree.parent[n]; parent >= 0 && len(packed) > 0 {
			cut = append(cut, packed[:len(packed)-1]...)
			open[parent] = append(open[parent], packed[len(packed)-1])
			continue
		}
		cut = append(cut, packed...)
	}
	rank := make([]float64, len(d.load)) // loads in the order of distance from their substation
	for i, n := range d.loadNode {
		rank[i] = tree.far[n]
	}
	for i := range cut {
		slices.SortFunc(cut[i].loads, func(a, b int) int { return cmp.Or(cmp.Compare(rank[a], rank[b]), cmp.Compare(a, b)) })
	}
	slices.SortFunc(cut, func(a, b feeder) int {
		return cmp.Or(cmp.Compare(a.subst, b.subst), cmp.Compare(a.loads[0], b.loads[0]))
	})
	d.feederOf, d.substOf = make([]int, len(d.load)), make([]int, len(d.load))
	for i, f := range cut {
		for _, l := range f.loads {
			d.feederOf[l], d.substOf[l] = i, f.subst
		}
	}
	return cut
}

// pack joins branches, smallest first, into groups under the cap; the smallest group comes last.
func pack(branches []feeder) []feeder {
	slices.SortStableFunc(branches, func(a, b feeder) int { return cmp.Compare(a.mw, b.mw) })
	var groups []feeder
	for _, b := range branches {
		if n := len(groups); n > 0 && groups[n-1].mw+b.mw <= feederCap {
			groups[n-1].loads = append(groups[n-1].loads, b.loads...)
			groups[n-1].mw += b.mw
			continue
		}
		groups = append(groups, b)
	}
	slices.SortStableFunc(groups, func(a, b feeder) int { return cmp.Compare(b.mw, a.mw) })
	return groups
}

// feeders makes the breaker of each feeder, the cables along the street tree, and the loads.
func (d *draft) feeders(tree forest, nodes []int, feeders []feeder) {
	loadAt := map[int]int{}
	for l, n := range d.loadNode {
		loadAt[n] = l
		d.place(asset{name: d.loadOf[l], operator: "dso", at: d.load[l], district: d.in.streets[n].district, demand: peakMW(d.in.streets[n].residents)})
		d.serve(l, d.loadOf[l])
	}
	for i, f := range feeders {
		s := d.in.streets[nodes[f.subst]]
		name, trunk := numbered("power/feeder", i, len(feeders)), numbered("power/trunk", i, len(feeders))
		limit := max(feederLimit, math.Ceil(f.mw)+feederCap)
		head := between(s.at, d.load[f.loads[0]], 0.5)
		d.place(asset{name: name, operator: "dso", at: head, district: s.district, capacity: limit})
		d.place(asset{name: trunk, operator: "dso", at: middle(s.at, head), district: s.district, capacity: limit})
		root := tree.far[nodes[f.subst]] // the handicap of its race
		half := (tree.far[d.loadNode[f.loads[0]]] - root) / 2
		d.edge(trunk, substation(f.subst), name).Length = cable(half)
		for _, l := range f.loads {
			up, from, far := name, head, root+half
			for n := tree.parent[d.loadNode[l]]; n >= 0; n = tree.parent[n] {
				if p, found := loadAt[n]; found && d.feederOf[p] == i {
					up, from, far = d.loadOf[p], d.load[p], tree.far[n]
					break
				}
			}
			section := numbered("power/section", l, len(d.load))
			d.place(asset{name: section, operator: "dso", at: middle(from, d.load[l]), district: d.in.streets[d.loadNode[l]].district, capacity: limit})
			d.edge(section, up, d.loadOf[l]).Length = cable(tree.far[d.loadNode[l]] - far)
		}
	}
}

// cable is the length of a cable along the streets.
func cable(far float64) float64 { return tenth(max(leastCable, far)) }

// ties joins feeders by the shortest streets between them, normally open.
func (d *draft) ties(feeders []feeder) {
	arcs := d.in.arcsOf()
	cells := grow(arcs, d.loadNode, nil) // each street node belongs to its nearest load
	var candidates []link
	for _, i := range d.in.simpleEdges() {
		e := d.in.edges[i]
		a, b := cells.root[e.u], cells.root[e.v]
		if a >= 0 && b >= 0 && d.feederOf[a] != d.feederOf[b] {
			candidates = append(candidates, link{min(a, b), max(a, b), cells.far[e.u] + e.length + cells.far[e.v]})
		}
	}
	slices.SortFunc(candidates, byLength)
	used, pairs, chosen := make([]int, len(feeders)), map[[2]int]bool{}, []link(nil)
	for _, c := range candidates {
		f, g := d.feederOf[c.a], d.feederOf[c.b]
		if pair := [2]int{min(f, g), max(f, g)}; used[f] < tiesPer && used[g] < tiesPer && !pairs[pair] {
			pairs[pair] = true
			used[f]++
			used[g]++
			chosen = append(chosen, c)
		}
	}
	for i, c := range chosen {
		name := numbered("power/tie", i, len(chosen))
		d.place(asset{name: name, operator: "dso", at: middle(d.load[c.a], d.load[c.b]), district: d.in.streets[d.loadNode[c.a]].district, capacity: feederLimit})
		tie := d.edge(name, d.loadOf[c.a], d.loadOf[c.b])
		tie.Open, tie.Length = true, cable(c.length)
	}
}
