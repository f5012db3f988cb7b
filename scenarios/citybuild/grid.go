package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// balance evens out the substations: in each round a substation with more than its share of people gets a handicap in the race along the
// streets, and every one moves to the middle of its people. The most even round wins.
func (d *draft) balance(nodes []int) ([]int, forest) {
	const step = 250.0 // [m] of handicap for twice the mean
	rounds := 60
	if len(d.load) > manyPoints {
		rounds = 12
	}
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
	taken := make(map[int]bool, len(centres))
	for _, c := range centres {
		l := d.loads.nearest(c, func(i int) bool { return !taken[i] })
		taken[l] = true
		nodes = append(nodes, d.loadNode[l])
	}
	return nodes
}

// highVoltage rings the substations and feeds the ring from three sides.
func (d *draft) highVoltage(nodes []int, feeders []feeder) {
	points := make([]model.Point, len(nodes))
	for i, n := range nodes {
		points[i] = d.in.streets[n].at
	}
	total := 0.0
	for _, f := range feeders {
		total += f.mw
	}
	edge := rim(points, max(infeeds, 1+int(math.Ceil(total/infeedLimit/infeedFull))))
	demand := make([]float64, len(nodes)+len(edge))
	for _, f := range feeders {
		demand[f.subst] += f.mw
	}
	links := ringed(points)
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for i, s := range edge {
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
		d.place(asset{name: name, operator: operator, at: middle(points[l.a], points[l.b]), district: d.home(substation(l.b)), capacity: limits[i]})
		d.edge(name, from, substation(l.b)).Length = tenth(lineDetour * l.length)
	}
}

// rim picks points far out in different directions from the middle.
func rim(points []model.Point, n int) []int {
	score := make([]float64, len(points)) // distance to the middle and to all chosen ones, -1 for chosen
	centre := mean(points)
	for i, p := range points {
		score[i] = dist(p, centre)
	}
	chosen := []int{}
	for len(chosen) < min(n, len(points)) {
		best := 0
		for i := range score {
			if score[i] > score[best] {
				best = i
			}
		}
		chosen = append(chosen, best)
		for i, p := range points {
			score[i] = min(score[i], dist(p, points[best]))
		}
		score[best] = -1
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
