package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// The parameters of the telecom networks (docs/city-build.md).
const (
	cellSpacing = 700.0 // between sites of the hexagonal cover [m]
	cellJitter  = 60.0  // [m]
	hubEvery    = 12    // every 12th site is a hub with a larger battery
	exchanges   = 12
	radioSites  = 10
	coreSites   = 2   // of each core, any of which carries the network
	coreMargin  = 1.2 // telephones that the site of a core can sign on, per customer: general knowledge, uncertain
)

func (d *draft) telecom() {
	people := d.residents()
	d.fixedLines(people)
	d.cores()
	d.sites()
	centres, _ := clusters(d.load, people, d.in.scale(radioSites, 1), d.stream("radio"))
	for i, n := range d.snap(centres) {
		at := d.in.streets[n].at
		name := d.place(asset{name: numbered("telecom/radio-site", i, 0), operator: "emergency-radio", at: at, district: d.in.streets[n].district})
		d.need(name, "power", d.powerAt(at))
		d.need(name, "backhaul", d.exchangesAt(at, 1))
		d.need(name, "core", one("telecom/radio-core-01"))
		d.radio = append(d.radio, name)
	}
	d.radios = newFinder(d.at(d.radio...))
}

func (d *draft) fixedLines(people []float64) {
	centres, _ := clusters(d.load, people, d.in.scale(exchanges, 2), d.stream("exchanges"))
	for i, n := range d.snap(centres) {
		at := d.in.streets[n].at
		name := d.place(asset{name: numbered("telecom/exchange", i, 0), operator: "fixed-telecom", at: at, district: d.in.streets[n].district})
		d.need(name, "power", d.powerAt(at))
		d.exchange = append(d.exchange, name)
	}
	d.exchanges = newFinder(d.at(d.exchange...))
	for i, p := range d.in.districts {
		served, loads := make([]float64, len(d.exchange)), d.loadsIn(i)
		for k, w := range d.weights(loads) {
			served[d.exchanges.nearest(d.load[loads[k]], nil)] += w
		}
		lines := d.place(asset{name: "telecom/lines-" + p.name, operator: "fixed-telecom", at: d.centre(i), district: i})
		d.need(lines, "exchange", shares(d.exchange, served))
		d.need(lines, "core", coresOf("fixed"))
	}
}

// coresOf are the sites of a network's core.
func coresOf(network string) []string {
	var names []string
	for i := range coreSites {
		names = append(names, numbered("telecom/core-"+network, i, 0))
	}
	return names
}

// cores puts the sites of each core beside exchanges far apart.
func (d *draft) cores() {
	d.coresAt("fixed", "fixed-telecom", 0, 0)
	for n, c := range carriers() {
		d.coresAt(c.name, c.name, n+1, c.share*float64(d.in.people())*coreMargin)
	}
	d.core("telecom/radio-core-01", "telecom/radio-core", "emergency-radio", d.exchange[0], 0)
}

// coresAt puts the sites of the core of network number n.
func (d *draft) coresAt(network, operator string, n int, capacity float64) {
	for i, name := range coresOf(network) {
		d.core(name, "telecom/core", operator, d.exchange[(n+i*len(d.exchange)/coreSites+len(d.exchange)/4)%len(d.exchange)], capacity)
		d.need(name, "vendor", one("supply/core-supplier-01"))
	}
}

func (d *draft) core(name, kind, operator, exchange string, capacity float64) {
	at := d.placed(exchange).At
	d.place(asset{name: name, kind: kind, operator: operator, at: model.Point{X: at.X + 50, Y: at.Y - 50}, district: d.home(exchange), capacity: capacity})
	d.need(name, "power", d.powerAt(at))
}

// sites covers the city with hexagons, a mast in each.
func (d *draft) sites() {
	var at []model.Point
	for _, p := range d.hexagons() {
		if d.inCity(p) {
			at = append(at, p)
		}
	}
	s, hosts := d.stream("batteries"), d.tenants(len(at))
	for i, p := range at {
		home := d.in.districtAt(p)
		name := d.place(asset{name: numbered("telecom/site", i, len(at)), operator: carriers()[hosts[i][0]].name, at: p, district: home})
		battery := "buffer=4h" // a quarter 2 h, half 4 h, a quarter 6 h
		switch u := s.Float64(); {
		case i%hubEvery == 0:
			battery = "buffer=12h"
		case u < 0.25:
			battery = "buffer=2h"
		case u >= 0.75:
			battery = "buffer=6h"
		}
		d.need(name, "power", d.powerAt(p), battery)
		d.need(name, "backhaul", d.exchangesAt(p, 1))
		d.site = append(d.site, name)
	}
	d.mobile(at, hosts)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// hexagons are the centres of a hexagonal cover, jittered.
func (d *draft) hexagons() []model.Point {
	s := d.stream("cells")
	low, high := model.Point{X: math.Inf(1), Y: math.Inf(1)}, model.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, r := range d.in.boundary {
		for _, p := range r {
			low = model.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
			high = model.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
		}
	}
	var points []model.Point
	for row, y := 0, low.Y; y <= high.Y; row, y = row+1, y+cellSpacing*math.Sqrt(3)/2 {
		for x := low.X + float64(row%2)*cellSpacing/2; x <= high.X; x += cellSpacing {
			angle, far := 2*math.Pi*s.Float64(), cellJitter*math.Sqrt(s.Float64())
			points = append(points, round(model.Point{X: x + far*math.Cos(angle), Y: y + far*math.Sin(angle)}))
		}
	}
	return points
}

func (d *draft) inCity(p model.Point) bool { return d.in.districtOf(p) >= 0 }

// exchangesAt are the n exchanges nearest to a point.
func (d *draft) exchangesAt(p model.Point, n int) []string {
	return d.names(d.exchange, d.exchanges.nearestN(p, n))
}

// telephony is what a place can telephone through: the lines of its district, or the cells.
func (d *draft) telephony(district int) []string {
	name := d.in.districts[district].name
	return []string{"telecom/lines-" + name, "telecom/area-" + name}
}
