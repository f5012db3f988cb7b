package citybuild

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cascata/model"
)

// The parameters of public transport (docs/city-build.md).
const (
	tractions    = 3     // traction substations per line
	tractionNeed = 2     // of which so many must work
	busDepots    = 3     //
	stationReach = 800.0 // a district has a mode when a station lies inside or within this of its centre [m]
	metroPart    = 0.45  // share of a mode in a district's transport, where it exists
	railPart     = 0.15
	busPart      = 0.40
)

func (d *draft) transit() {
	depot := d.office2("supply/fuel-depot-01", "supply/fuel-depot", "fuel", d.load[d.loadNear(d.waterfront(1)[0])])
	metro := d.metro()
	rail := d.rail()
	if len(d.in.ferry) > 0 {
		d.ferries(depot)
	}
	operator := "metro"
	if len(metro) == 0 {
		operator = "bus"
	}
	var depots []string
	s := d.stream("depots")
	for i := range d.in.scale(busDepots, 1) {
		name := d.office2(numbered("transit/bus-depot", i, 0), "transit/bus-depot", "bus", d.load[s.IntN(len(d.load))])
		d.need(name, "fuel", one(depot))
		depots = append(depots, name)
	}
	stops := make([]float64, len(d.in.districts))
	for _, f := range d.in.stops {
		stops[f.district] += f.weight
	}
	for i, p := range d.in.districts {
		c := d.centre(i)
		bus := d.place(asset{name: "transit/bus-service-" + p.name, operator: "bus", at: c, district: i, capacity: stops[i]})
		d.need(bus, "depot", depots)
		d.need(bus, "control", one("transit/control-centre-bus"))
		d.need(bus, "traffic", one("traffic/flow-"+p.name))
		name := d.place(asset{name: "transit/service-" + p.name, operator: operator, at: c, district: i})
		modes, weights := one(bus), []float64{busPart}
		for _, m := range []struct {
			names []string
			list  []facility
			part  float64
		}{{metro, d.in.metro, metroPart}, {rail, d.in.rail, railPart}} {
			here := d.reachable(i, m.names, m.list)
			for _, station := range here {
				modes, weights = append(modes, station), append(weights, m.part/float64(len(here)))
			}
		}
		d.need(name, "modes", shares(modes, weights))
	}
}

// reachable are the stations of a district or near its centre.
func (d *draft) reachable(district int, names []string, list []facility) []string {
	var here []string
	for i, f := range list {
		if f.district == district || dist(f.at, d.centre(district)) < stationReach {
			here = append(here, names[i])
		}
	}
	return here
}

// office2 makes a place that needs power only.
func (d *draft) office2(name, kind, operator string, at model.Point) string {
	d.place(asset{name: name, kind: kind, operator: operator, at: at, district: d.in.districtAt(at)})
	d.need(name, "power", d.powerAt(at))
	return name
}

func (d *draft) metro() []string {
	var lines []string // in the order in which the links name them
	for _, l := range d.in.links {
		if !slices.Contains(lines, l.line) {
			lines = append(lines, l.line)
		}
	}
	names := make([]string, len(d.in.metro))
	for i := range d.in.metro {
		names[i] = numbered("transit/metro-station", i, len(names))
	}
	for i, line := range lines {
		var at []model.Point
		for _, f := range d.in.metro {
			if slices.Contains(splitLines(f.kind), line) {
				at = append(at, f.at)
			}
		}
		d.line(numbered("transit/metro-line", i, 0), "metro", line, at)
	}
	for i, f := range d.in.metro {
		d.place(asset{name: names[i], operator: "metro", label: f.name, at: f.at, district: f.district, real: true})
		var on []string
		for _, line := range splitLines(f.kind) {
			on = append(on, numbered("transit/metro-line", slices.Index(lines, line), 0))
		}
		d.need(names[i], "line", on)
		d.need(names[i], "power", d.powerAt(f.at))
	}
	return names
}

// line makes a line with its traction substations, which hang directly on the nearest high-voltage substations.
func (d *draft) line(name, operator, label string, stations []model.Point) {
	centre := mean(stations)
	at := stations[nearest(centre, stations)]
	home := d.in.districtAt(at)
	d.place(asset{name: name, operator: operator, label: label, at: at, district: home, real: true})
	var traction []string
	for i, k := range rim(stations, tractions) {
		t := d.place(asset{name: strings.Replace(name, "/", "/traction-", 1) + "-" + number(float64(i+1)), kind: "transit/traction", operator: operator, at: stations[k], district: d.in.districtAt(stations[k])})
		d.need(t, "power", one(d.substationAt(stations[k])))
		traction = append(traction, t)
	}
	d.need(name, "traction", traction, "k="+number(float64(min(tractionNeed, len(traction)))))
	d.need(name, "control", one("transit/control-centre-"+operator))
	d.need(name, "telecom", d.telephony(d.in.districtAt(at)))
}

// substationAt is the substation of the load nearest to a point.
func (d *draft) substationAt(p model.Point) string { return substation(d.substOf[d.loadNear(p)]) }

func (d *draft) rail() []string {
	d.line("transit/rail-line-01", "rail", "", positions(d.in.rail))
	names := make([]string, len(d.in.rail))
	for i, f := range d.in.rail {
		names[i] = d.place(asset{name: numbered("transit/rail-station", i, len(names)), operator: "rail", label: f.name, at: f.at, district: f.district, real: true})
		d.need(names[i], "line", one("transit/rail-line-01"))
		d.need(names[i], "power", d.powerAt(f.at))
	}
	return names
}

func (d *draft) ferries(fuel string) {
	at := d.in.ferry[0].at
	line := d.place(asset{name: "transit/ferry-line-01", operator: "ferry", at: at, district: d.in.ferry[0].district})
	d.need(line, "control", one("transit/control-centre-ferry"))
	d.need(line, "traffic-service", one("port/control-centre-port"))
	d.need(line, "fuel", one(fuel))
	for i, f := range d.in.ferry {
		name := d.place(asset{name: numbered("transit/ferry-terminal", i, 0), operator: "ferry", label: f.name, at: f.at, district: f.district, real: true})
		d.need(name, "line", one(line))
		d.need(name, "power", d.powerAt(f.at))
	}
}

// waterfront are street nodes at the water's edge, far apart: those lowest above the sea.
func (d *draft) waterfront(count int) []model.Point {
	const shore = 6.0 // [m]
	var low []model.Point
	least := math.Inf(1)
	for _, s := range d.in.streets {
		least = min(least, s.elev)
	}
	for _, s := range d.in.streets {
		if s.elev <= least+shore {
			low = append(low, s.at)
		}
	}
	if len(low) < count { // a steep bank: the lowest there are
		nodes := slices.Clone(d.in.streets)
		slices.SortStableFunc(nodes, func(a, b street) int { return cmp.Compare(a.elev, b.elev) })
		low = nil
		for _, s := range nodes[:count] {
			low = append(low, s.at)
		}
	}
	var points []model.Point
	for _, i := range rim(low, count) {
		points = append(points, low[i])
	}
	return points
}

// port puts terminals at the water's edge.
func (d *draft) port() {
	for i, p := range d.waterfront(4)[1:] {
		home := d.in.districtAt(p)
		name := d.office2(numbered("port/terminal", i, 0), "port/terminal", "port", p)
		d.need(name, "traffic-service", one("port/control-centre-port"))
		d.need(name, "telecom", d.telephony(home))
	}
}

// splitLines are the lines of a metro station: "verde|vermelha".
func splitLines(text string) []string { return strings.Split(text, "|") }
