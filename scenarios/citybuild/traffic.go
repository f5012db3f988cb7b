package citybuild

import (
	"slices"
	"strings"

	"cascata/model"
)

// The parameters of road traffic (docs/city-build.md).
const (
	signalPrimary   = 0.62 // chance of a signal at a junction of three or more arms, by the highest class that meets there
	signalSecondary = 0.55
	signalTertiary  = 0.18
	batteryEvery    = 5 // every fifth signal has a battery of 4 h
	messageSigns    = 24
	bridges         = 3
	bridgeApart     = 2000.0 // of invented bridges from others [m]
	bridgeReach     = 2      // districts whose traffic feels a closed bridge
)

func (d *draft) traffic() {
	d.network("traffic")
	signals, nodes := d.signals()
	signs := d.fastNodes()
	for i, s := range signs {
		name := d.place(asset{name: numbered("traffic/message-sign", i, len(signs)), operator: "traffic-control", at: d.in.streets[s].at, district: d.in.streets[s].district})
		d.need(name, "power", d.powerAt(d.placed(name).At))
		d.need(name, "control", one("traffic/control-centre-traffic-control"))
		d.need(name, "link", one("telecom/area-"+d.in.districts[d.in.streets[s].district].name))
	}
	middles := newFinder(d.middles)
	bridge, streets := make([]string, len(d.in.districts)), map[int]string{}
	for i, b := range d.bridges() {
		home := d.in.districtAt(b.at)
		name := d.place(asset{name: numbered("traffic/bridge", i, 0), operator: "traffic-control", label: b.name, at: b.at, district: home, real: b.name != "",
			capacity: classOf(d.in.edges[b.edge].class).capacity()})
		d.member(name)
		streets[b.edge] = name
		d.need(name, "power", d.powerAt(b.at))
		d.need(name, "control", one("traffic/control-centre-traffic-control"))
		for _, k := range middles.nearestN(b.at, bridgeReach) {
			if bridge[k] == "" {
				bridge[k] = name
			}
		}
	}
	d.streets(nodes, streets)
	inDistrict, signalsAt := make([][]string, len(d.in.districts)), newFinder(d.at(signals...))
	for _, s := range signals {
		inDistrict[d.home(s)] = append(inDistrict[d.home(s)], s)
	}
	for i, p := range d.in.districts {
		c := d.centre(i)
		name := d.place(asset{name: "traffic/flow-" + p.name, operator: "traffic-control", at: c, district: i})
		d.member(name)
		here := inDistrict[i]
		if here == nil {
			here = one(signals[signalsAt.nearest(c, nil)])
		}
		d.need(name, "signals", evenly(here))
		if bridge[i] != "" {
			d.need(name, "bridge", one(bridge[i]))
		}
	}
}

// signals draws which junctions have one, and returns the signals and their street nodes.
func (d *draft) signals() (names []string, nodes []int) {
	s := d.stream("signals")
	for i := range d.in.streets {
		if draw := s.Float64(); d.in.streets[i].arms >= 3 && draw < signalChance(d.in.streets[i].classes) {
			nodes = append(nodes, i)
		}
	}
	for i, n := range nodes {
		at := d.in.streets[n].at
		name := d.place(asset{name: numbered("traffic/signal", i, len(nodes)), operator: "traffic-control", at: at, district: d.in.streets[n].district})
		d.member(name)
		var battery []string
		if i%batteryEvery == 0 {
			battery = one("buffer=4h")
		}
		d.need(name, "power", d.powerAt(at), battery...)
		d.need(name, "control", one("traffic/control-centre-traffic-control"))
		names = append(names, name)
	}
	return names, nodes
}

func signalChance(classes []string) float64 {
	switch {
	case slices.Contains(classes, "primary"):
		return signalPrimary
	case slices.Contains(classes, "secondary"):
		return signalSecondary
	case slices.Contains(classes, "tertiary"):
		return signalTertiary
	}
	return 0
}

// fastNodes are nodes of fast roads far apart, for message signs.
func (d *draft) fastNodes() []int {
	var nodes []int
	var points []model.Point
	for i, s := range d.in.streets {
		if slices.Contains(s.classes, "trunk") || slices.Contains(s.classes, "motorway") {
			nodes, points = append(nodes, i), append(points, s.at)
		}
	}
	chosen := rim(points, d.in.scale(messageSigns, 1))
	for i := range chosen {
		chosen[i] = nodes[chosen[i]]
	}
	return chosen
}

// span is a bridge and the street that it carries.
type span struct {
	name string
	at   model.Point
	edge int
}

// bridges are the bridges that streets name, each at its outer end, and then the longest fast roads as invented ones.
func (d *draft) bridges() []span {
	var list []span
	var fast []link
	for i, e := range d.in.edges {
		at := strings.Index(e.name, "Ponte ")
		switch {
		case e.bridge:
			list = append(list, span{at: middle(d.in.streets[e.u].at, d.in.streets[e.v].at), edge: i})
		case at >= 0 && (at == 0 || strings.HasPrefix(e.name, "Acesso")):
			list = append(list, span{name: e.name[at:], at: d.outerEnd(e), edge: i})
		case e.class == "trunk" || e.class == "motorway":
			fast = append(fast, link{0, i, -e.length})
		}
	}
	slices.SortFunc(fast, byLength)
	for _, l := range fast {
		if len(list) >= d.in.scale(bridges, 1) {
			break
		}
		at := d.outerEnd(d.in.edges[l.b])
		if !slices.ContainsFunc(list, func(b span) bool { return dist(at, b.at) <= bridgeApart }) {
			list = append(list, span{at: at, edge: l.b})
		}
	}
	return list
}

// outerEnd is the end of an edge farther from the middle of the city.
func (d *draft) outerEnd(e streetEdge) model.Point {
	u, v, centre := d.in.streets[e.u].at, d.in.streets[e.v].at, mean(d.load)
	if dist(u, centre) > dist(v, centre) {
		return u
	}
	return v
}
