package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// The parameters of the power grid (docs/city-build.md).
const (
	peakKW       = 1.1  // peak demand of a resident with the trade around, so that the city comes to 600 MW [kW]
	perSubst     = 43.0 // demand that calls for a substation [MW]
	feederCap    = 6.0  // a feeder is cut at this demand [MW]
	feederLimit  = 12.0 // what its cables carry, so that it can feed a neighbour as well [MW]
	tiesPer      = 2    // normally open ties per feeder, at most
	infeeds      = 3
	infeedLimit  = 320.0 // [MW]; any two carry the city
	infeedLength = 4000.0
	lineMargin   = 1.2  // spare capacity of a line over its worst outage of one other line
	lineStep     = 20.0 // lines come in these sizes [MW]
	lineLeast    = 80.0 // [MW]
	solarKW      = 0.15 // solar and small cogeneration per resident [kW]
	storages     = 3
)

// feeder is a group of loads that hang on one breaker.
type feeder struct {
	subst int
	loads []int // in the order of the street tree
	mw    float64
}

func peakMW(residents int) float64 { return float64(residents) * peakKW / 1000 }

// listLoads makes one power load per street node with people.
func (d *draft) listLoads() {
	for i, s := range d.in.streets {
		if s.residents > 0 {
			d.load, d.loadNode = append(d.load, s.at), append(d.loadNode, i)
		}
	}
	for i := range d.load {
		d.loadOf = append(d.loadOf, numbered("power/load", i, len(d.load)))
	}
	d.serving = make([][]string, len(d.load))
}

// residents are the people at each load.
func (d *draft) residents() []float64 {
	w := make([]float64, len(d.load))
	for i, n := range d.loadNode {
		w[i] = float64(d.in.streets[n].residents)
	}
	return w
}

func (d *draft) power() {
	people := d.residents()
	total := 0.0
	for _, p := range people {
		total += peakMW(int(p))
	}
	count := max(2, int(math.Round(total/perSubst)))
	centres, _ := clusters(d.load, people, count, d.stream("substations"))
	nodes, tree := d.balance(d.snap(centres))
	feeders := d.cutFeeders(tree, len(nodes))
	d.substations(nodes)
	d.highVoltage(nodes, feeders)
	d.feeders(tree, nodes, feeders)
	d.ties(feeders)
	d.localPower(nodes, feeders)
}

// balance evens out the substations: in each round a substation with more than its share of people gets a handicap in the race along the
// streets, and every one moves to the middle of its people. The most even round wins.
func (d *draft) balance(nodes []int) ([]int, forest) {
	const rounds, step = 60, 250.0 // [m] of handicap for twice the mean
	arcs, handicap, people := d.in.arcsOf(), make([]float64, len(nodes)), d.residents()
	var best forest
	bestNodes, least := nodes, math.Inf(1)
	for range rounds {
		tree := grow(arcs, nodes, handicap)
		load, sum, total := make([]float64, len(nodes)), make([]model.Point, len(nodes)), 0.0
		for l, n := range d.loadNode {
			r := tree.root[n]
			load[r] += people[l]
			total += people[l]
			sum[r].X += people[l] * d.load[l].X
			sum[r].Y += people[l] * d.load[l].Y
		}
		centres := make([]model.Point, len(nodes))
		for i := range nodes {
			handicap[i] += step * (load[i]*float64(len(nodes))/total - 1)
			centres[i] = d.in.streets[nodes[i]].at
			if load[i] > 0 {
				centres[i] = model.Point{X: sum[i].X / load[i], Y: sum[i].Y / load[i]}
			}
		}
		if worst := slices.Max(load); worst < least {
			least, best, bestNodes = worst, tree, nodes
		}
		lowest := slices.Min(handicap)
		for i := range handicap {
			handicap[i] -= lowest
		}
		nodes = d.nodesNear(centres)
	}
	return bestNodes, best
}

// nodesNear are the street nodes with people nearest to points, each its own, in the order of the points.
func (d *draft) nodesNear(centres []model.Point) []int {
	var nodes []int
	for _, c := range centres {
		nodes = append(nodes, d.loadNode[nearest(c, d.load, func(i int) bool { return !slices.Contains(nodes, d.loadNode[i]) })])
	}
	return nodes
}

// snap moves centres to the nearest street nodes, each to its own, and orders them from west to east.
func (d *draft) snap(centres []model.Point) []int {
	nodes := d.nodesNear(centres)
	slices.SortFunc(nodes, func(a, b int) int { return cmp.Compare(d.in.streets[a].at.X, d.in.streets[b].at.X) })
	return nodes
}

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

func substation(i int) string { return numbered("power/substation", i, 0) }

func (d *draft) substations(nodes []int) {
	d.row("networks", "power", "power")
	for i, n := range nodes { // no limit: its busbar passes on what others need, its transformers are sized to spare
		d.place(asset{name: substation(i), operator: "dso", at: d.in.streets[n].at, district: d.in.streets[n].district})
	}
}

// highVoltage rings the substations and feeds the ring from three sides.
func (d *draft) highVoltage(nodes []int, feeders []feeder) {
	points := make([]model.Point, len(nodes))
	demand := make([]float64, len(nodes)+infeeds)
	for i, n := range nodes {
		points[i] = d.in.streets[n].at
	}
	for _, f := range feeders {
		demand[f.subst] += f.mw
	}
	links := ringed(points)
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for i, s := range rim(points, infeeds) {
		links = append(links, link{len(nodes) + i, s, infeedLength})
		out := outward(points, s, infeedLength)
		d.place(asset{name: numbered("power/infeed", i, 0), operator: "tso", at: out, district: d.in.streets[nodes[s]].district, capacity: infeedLimit})
		points = append(points, out)
	}
	limits := lineLimits(demand, links, len(nodes))
	for i, l := range links {
		name, from := numbered("power/hv-line", i, len(links)), numbered("power/infeed", l.a-len(nodes), 0)
		operator := "tso"
		if l.a < len(nodes) {
			from, operator = substation(l.a), "dso"
		}
		d.place(asset{name: name, operator: operator, at: middle(points[l.a], points[l.b]), district: d.home[substation(l.b)], capacity: limits[i]})
		d.row("edges", "power", name, from, substation(l.b), "", "")
	}
}

// rim picks points far out in different directions from the middle.
func rim(points []model.Point, n int) []int {
	centre := mean(points)
	chosen := []int{}
	for len(chosen) < min(n, len(points)) {
		best, score := -1, -1.0
		for i, p := range points {
			if slices.Contains(chosen, i) {
				continue
			}
			s := dist(p, centre)
			for _, c := range chosen {
				s = min(s, dist(p, points[c]))
			}
			if s > score {
				best, score = i, s
			}
		}
		chosen = append(chosen, best)
	}
	return chosen
}

func mean(points []model.Point) model.Point {
	var m model.Point
	for _, p := range points {
		m.X += p.X / float64(len(points))
		m.Y += p.Y / float64(len(points))
	}
	return m
}

// outward is a point beyond a rim point, away from the middle.
func outward(points []model.Point, i int, length float64) model.Point {
	centre := mean(points)
	far := max(1, dist(points[i], centre))
	return round(model.Point{X: points[i].X + length*(points[i].X-centre.X)/far, Y: points[i].Y + length*(points[i].Y-centre.Y)/far})
}

// lineLimits sizes lines so that with any one of them out the others carry everything: the largest flow over all outages of one line
// and some margin. Flows follow the fewest lines from the nearest infeed, as in package network.
func lineLimits(demand []float64, links []link, substations int) []float64 {
	limits := make([]float64, len(links))
	for i := range limits {
		limits[i] = lineLeast
	}
	for out := -1; out < len(links); out++ {
		for i, flow := range treeFlows(demand, links, substations, out) {
			limits[i] = max(limits[i], math.Ceil(flow*lineMargin/lineStep)*lineStep)
		}
	}
	return limits
}

// treeFlows is the flow in each link when breadth-first trees grow from the vertices from first on, without one link.
func treeFlows(demand []float64, links []link, first, out int) []float64 {
	flows, via, order := make([]float64, len(links)), make([]int, len(demand)), []int{}
	for v := range demand {
		via[v] = -1
		if v >= first {
			order = append(order, v)
		}
	}
	for k := 0; k < len(order); k++ {
		for i, l := range links {
			for _, pair := range [2][2]int{{l.a, l.b}, {l.b, l.a}} {
				if to := pair[1]; i != out && pair[0] == order[k] && to < first && via[to] < 0 {
					via[to] = i
					order = append(order, to)
				}
			}
		}
	}
	sum := slices.Clone(demand)
	for k := len(order) - 1; k >= 0; k-- {
		if i := via[order[k]]; i >= 0 {
			flows[i] = sum[order[k]]
			sum[links[i].a+links[i].b-order[k]] += sum[order[k]]
		}
	}
	return flows
}

// feeders makes the breaker of each feeder, the cables along the street tree, and the loads.
func (d *draft) feeders(tree forest, nodes []int, feeders []feeder) {
	loadAt := map[int]int{}
	for l, n := range d.loadNode {
		loadAt[n] = l
		d.place(asset{name: d.loadOf[l], operator: "dso", at: d.load[l], district: d.in.streets[n].district, demand: peakMW(d.in.streets[n].residents)})
		d.serving[l] = append(d.serving[l], d.loadOf[l])
	}
	for i, f := range feeders {
		s := d.in.streets[nodes[f.subst]]
		name, trunk := numbered("power/feeder", i, len(feeders)), numbered("power/trunk", i, len(feeders))
		limit := max(feederLimit, math.Ceil(f.mw)+feederCap)
		head := between(s.at, d.load[f.loads[0]], 0.5)
		d.place(asset{name: name, operator: "dso", at: head, district: s.district, capacity: limit})
		d.place(asset{name: trunk, operator: "dso", at: middle(s.at, head), district: s.district, capacity: limit})
		d.row("edges", "power", trunk, substation(f.subst), name, "", "")
		for _, l := range f.loads {
			up, from := name, head
			for n := tree.parent[d.loadNode[l]]; n >= 0; n = tree.parent[n] {
				if p, found := loadAt[n]; found && d.feederOf[p] == i {
					up, from = d.loadOf[p], d.load[p]
					break
				}
			}
			section := numbered("power/section", l, len(d.load))
			d.place(asset{name: section, operator: "dso", at: middle(from, d.load[l]), district: d.in.streets[d.loadNode[l]].district, capacity: limit})
			d.row("edges", "power", section, up, d.loadOf[l], "", "")
		}
	}
}

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
		d.row("edges", "power", name, d.loadOf[c.a], d.loadOf[c.b], "", "yes")
	}
}

// localPower makes what hangs on the grid besides the loads: generation, storage, meters, and the supply of each district.
func (d *draft) localPower(nodes []int, feeders []feeder) {
	demand := make([]float64, len(nodes))
	for _, f := range feeders {
		demand[f.subst] += f.mw
	}
	for i, s := range largest(demand, storages) {
		name, line := numbered("power/storage", i, 0), numbered("power/connection", i, 0)
		at := d.at[substation(s)]
		home := d.home[substation(s)]
		d.place(asset{name: name, operator: "dso", at: model.Point{X: at.X + 80, Y: at.Y + 80}, district: home, capacity: 10, stored: 40})
		d.place(asset{name: line, operator: "dso", at: model.Point{X: at.X + 40, Y: at.Y + 40}, district: home, capacity: 10})
		d.row("edges", "power", line, name, substation(s), "", "")
		d.need(name, "grid", one(substation(s)))
	}
	for i, p := range d.in.districts {
		loads := d.loadsIn(i)
		at := d.centre(i)
		area := d.place(asset{name: "power/area-" + p.name, operator: "dso", at: at, district: i})
		d.need(area, "loads", shares(d.names(d.loadOf, loads), d.weights(loads)))
		sun := d.place(asset{name: "power/generator-" + p.name, operator: "dso", at: at, district: i, capacity: float64(p.residents) * solarKW / 1000})
		d.need(sun, "grid", one(substation(d.substOf[d.loadNear(at)])))
	}
}

// largest are the positions of the n largest values.
func largest(values []float64, n int) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return order[:min(n, len(order))]
}

// loadNear is the load nearest to a point.
func (d *draft) loadNear(p model.Point) int { return nearest(p, d.load, nil) }

// powerAt is the asset that supplies a point with power.
func (d *draft) powerAt(p model.Point) []string { return one(d.loadOf[d.loadNear(p)]) }

// loadsIn are the loads whose street lies in a district; the nearest one when there is none.
func (d *draft) loadsIn(district int) []int {
	var list []int
	for l, n := range d.loadNode {
		if d.in.streets[n].district == district {
			list = append(list, l)
		}
	}
	if list == nil {
		list = []int{d.loadNear(mean(d.in.districts[district].rings[0]))}
	}
	return list
}

// centre is the load nearest to where the people of a district are.
func (d *draft) centre(district int) model.Point {
	loads := d.loadsIn(district)
	var m model.Point
	total := 0.0
	for i, w := range d.weights(loads) {
		m.X += w * d.load[loads[i]].X
		m.Y += w * d.load[loads[i]].Y
		total += w
	}
	return d.load[d.loadNear(model.Point{X: m.X / total, Y: m.Y / total})]
}

func (d *draft) names(of []string, at []int) []string {
	list := make([]string, len(at))
	for i, k := range at {
		list[i] = of[k]
	}
	return list
}

// weights are the people at the given loads.
func (d *draft) weights(loads []int) []float64 {
	w := make([]float64, len(loads))
	for i, l := range loads {
		w[i] = float64(d.in.streets[d.loadNode[l]].residents)
	}
	return w
}
