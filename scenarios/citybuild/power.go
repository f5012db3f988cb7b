package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// The parameters of the power grid (docs/city-build.md).
const (
	peakKW       = 1.1   // peak demand of a resident with the trade around, so that the city comes to 600 MW [kW]
	perSubst     = 43.0  // demand that calls for a substation [MW]
	feederCap    = 6.0   // a feeder is cut at this demand [MW]
	feederLimit  = 12.0  // what its cables carry, so that it can feed a neighbour as well [MW]
	tiesPer      = 2     // normally open ties per feeder, at most
	infeeds      = 3     // at least; one more than carry the city
	infeedLimit  = 320.0 // [MW]
	infeedFull   = 0.95  // of that on a quiet day, with one out
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
	d.loads, d.homes = newFinder(d.load), make([][]int, len(d.in.districts))
	for l, n := range d.loadNode {
		d.loadOf = append(d.loadOf, numbered("power/load", l, len(d.load)))
		home := d.in.streets[n].district
		d.homes[home] = append(d.homes[home], l)
	}
	for i := range d.in.districts {
		d.middles = append(d.middles, d.findCentre(i))
	}
	d.serving, d.common = make([][]int32, len(d.load)), make([][]int32, len(d.in.districts))
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

// snap moves centres to the nearest street nodes, each to its own, and orders them from west to east.
func (d *draft) snap(centres []model.Point) []int {
	nodes := d.nodesNear(centres)
	slices.SortFunc(nodes, func(a, b int) int { return cmp.Compare(d.in.streets[a].at.X, d.in.streets[b].at.X) })
	return nodes
}

func substation(i int) string { return numbered("power/substation", i, 0) }

func (d *draft) substations(nodes []int) {
	d.network("power")
	for i, n := range nodes { // no limit: its busbar passes on what others need, its transformers are sized to spare
		d.place(asset{name: substation(i), operator: "dso", at: d.in.streets[n].at, district: d.in.streets[n].district})
	}
}

// localPower makes what hangs on the grid besides the loads: generation, storage, meters, and the supply of each district.
func (d *draft) localPower(nodes []int, feeders []feeder) {
	demand := make([]float64, len(nodes))
	for _, f := range feeders {
		demand[f.subst] += f.mw
	}
	for i, s := range largest(demand, d.in.scale(storages, 1)) {
		name, line := numbered("power/storage", i, 0), numbered("power/connection", i, 0)
		at := d.placed(substation(s)).At
		home := d.home(substation(s))
		d.place(asset{name: name, operator: "dso", at: model.Point{X: at.X + 80, Y: at.Y + 80}, district: home, capacity: 10, stored: 40})
		d.place(asset{name: line, operator: "dso", at: model.Point{X: at.X + 40, Y: at.Y + 40}, district: home, capacity: 10})
		d.edge(line, name, substation(s))
		d.need(name, "grid", one(substation(s)))
	}
	for i, p := range d.in.districts {
		loads := d.loadsIn(i)
		at := d.centre(i)
		area := d.place(asset{name: "power/area-" + p.name, operator: "dso", at: at, district: i})
		d.need(area, "loads", shares(d.names(d.loadOf, loads), d.weights(loads)))
		sun := d.place(asset{name: "power/generator-" + p.name, operator: "dso", at: at, district: i, capacity: float64(p.residents) * solarKW / 1000})
		d.member(sun)
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
func (d *draft) loadNear(p model.Point) int { return d.loads.nearest(p, nil) }

// powerAt is the asset that supplies a point with power.
func (d *draft) powerAt(p model.Point) []string { return one(d.loadOf[d.loadNear(p)]) }

// loadsIn are the loads whose street lies in a district; the nearest one when there is none.
func (d *draft) loadsIn(district int) []int {
	if list := d.homes[district]; list != nil {
		return list
	}
	return []int{d.loadNear(mean(d.in.districts[district].rings[0]))}
}

// centre is the load nearest to where the people of a district are.
func (d *draft) centre(district int) model.Point { return d.middles[district] }

func (d *draft) findCentre(district int) model.Point {
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
