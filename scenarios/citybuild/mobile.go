package citybuild

import (
	"slices"

	"cascata/model"
)

// The parameters of the mobile operators (docs/city-build.md).
const (
	hostsOne   = 0.4   // share of the sites with the radio of one operator; general knowledge, uncertain: masts in Europe have 1.3 to 2.5 tenants
	hostsTwo   = 0.3   // and of two; the rest have all three
	cellMargin = 1.4   // people whom a cell can serve, per one of a quiet day: planned for 70 % at the busy hour; general knowledge, uncertain
	cellLeast  = 500.0 // people whom the smallest cell can serve; an assumption
)

// carrier is a mobile operator.
type carrier struct {
	name  string
	share float64 // of all customers
}

// carriers are the mobile operators. Portugal has three large ones with about 40, 30 and 27 % of the customers: general knowledge, uncertain.
func carriers() []carrier { return []carrier{{"mno-a", 0.40}, {"mno-b", 0.35}, {"mno-c", 0.25}} }

// ofCarriers is one name for each mobile operator.
func ofCarriers(before string, after ...string) []string {
	var names []string
	for _, c := range carriers() {
		name := before + c.name
		for _, s := range after {
			name += s
		}
		names = append(names, name)
	}
	return names
}

// marketShares are those of the mobile operators.
func marketShares() []float64 {
	var list []float64
	for _, c := range carriers() {
		list = append(list, c.share)
	}
	return list
}

// tenants draws which mobile operators have their radio on each site, by number; the first owns it. Each is somewhere.
func (d *draft) tenants(sites int) [][]int {
	s, hosts, all := d.stream("tenants"), make([][]int, sites), carriers()
	for i := range hosts {
		owner, u := 0, s.Float64()
		for ; owner < len(all)-1 && u >= all[owner].share; owner++ {
			u -= all[owner].share
		}
		other, u := (owner+1+s.IntN(len(all)-1))%len(all), s.Float64()
		switch {
		case u < hostsOne:
			hosts[i] = []int{owner}
		case u < hostsOne+hostsTwo:
			hosts[i] = []int{owner, other}
		default:
			hosts[i] = []int{owner, other, len(all) - owner - other} // of 0, 1 and 2
		}
	}
	for c := range all {
		if sites > 0 && !slices.ContainsFunc(hosts, func(h []int) bool { return slices.Contains(h, c) }) {
			hosts[0] = append(hosts[0], c)
		}
	}
	return hosts
}

// mobile makes the networks of the mobile operators on the sites, and what they are to each district.
func (d *draft) mobile(at []model.Point, hosts [][]int) {
	d.network("telecom")
	for _, mast := range d.site {
		d.member(mast)
	}
	s := d.stream("mobile")
	for c, o := range carriers() {
		if c > 0 { // that of the first is made with those of the others
			d.office("telecom/control-centre-"+o.name, "telecom/control-centre", o.name, d.load[s.IntN(len(d.load))])
		}
		d.head(o.name)
		d.cells(c, at, hosts)
	}
	for i, p := range d.in.districts {
		people := float64(p.residents)
		area := d.place(asset{name: "telecom/area-" + p.name, operator: carriers()[0].name, at: d.centre(i), district: i, capacity: people})
		reach := d.place(asset{name: "telecom/reach-" + p.name, operator: carriers()[0].name, at: d.centre(i), district: i, capacity: people})
		d.member(area)
		d.member(reach)
		d.need(area, "networks", shares(ofCarriers("telecom/mobile-", "-"+p.name), marketShares()))
		d.need(reach, "networks", ofCarriers("telecom/mobile-", "-"+p.name))
		d.need(reach, "route", shares(ofCarriers("telecom/emergency-route-"), marketShares()))
		d.need(reach, "legacy", ofCarriers("telecom/legacy-"))
		d.common[i] = append(d.common[i], int32(d.id(area)))
	}
}

// head makes what a mobile operator has besides its core: the register of its customers, the routing of emergency calls, the second
// and third generation.
func (d *draft) head(operator string) {
	cores := coresOf(operator)
	for _, name := range cores {
		d.member(name)
	}
	for k, kind := range []string{"telecom/register", "telecom/emergency-route", "telecom/legacy"} {
		at := d.placed(cores[k%len(cores)])
		name := d.place(asset{name: kind + "-" + operator, kind: kind, operator: operator, at: model.Point{X: at.At.X + 30, Y: at.At.Y - 30*float64(k)}, district: int(at.District)})
		d.member(name)
		if kind == "telecom/legacy" {
			d.need(name, "core", cores)
		} else {
			d.need(name, "power", d.powerAt(at.At))
		}
	}
}

// cells puts the radio of mobile operator number c on its sites; its customers belong to the nearest one.
func (d *draft) cells(c int, at []model.Point, hosts [][]int) {
	o := carriers()[c]
	var sites []int
	var points []model.Point
	for i := range at {
		if slices.Contains(hosts[i], c) {
			sites, points = append(sites, i), append(points, at[i])
		}
	}
	near := newFinder(points)
	own, people := make([]int, len(d.load)), make([]float64, len(sites))
	for l := range d.load {
		own[l] = near.nearest(d.load[l], nil)
		people[own[l]] += o.share * float64(d.in.streets[d.loadNode[l]].residents)
	}
	cells := make([]string, len(sites))
	for k, i := range sites {
		cells[k] = d.place(asset{name: numbered("telecom/cell-"+o.name, i, len(at)), operator: o.name, at: at[i], district: d.home(d.site[i]), capacity: max(cellLeast, people[k]*cellMargin)})
		d.member(cells[k])
		d.need(cells[k], "site", one(d.site[i]))
		d.need(cells[k], "core", coresOf(o.name))
	}
	for i, p := range d.in.districts {
		name := d.place(asset{name: "telecom/mobile-" + o.name + "-" + p.name, operator: o.name, at: d.centre(i), district: i, capacity: o.share * float64(p.residents)})
		d.member(name)
		d.need(name, "cells", d.weighed(i, own, cells, near))
		d.need(name, "register", one("telecom/register-"+o.name))
		d.need(name, "legacy", one("telecom/legacy-"+o.name))
	}
}

// weighed are the cells of a district by the people in it.
func (d *draft) weighed(district int, own []int, cells []string, near *finder) []string {
	people := map[int]float64{}
	for _, l := range d.homes[district] {
		people[own[l]] += float64(d.in.streets[d.loadNode[l]].residents)
	}
	list := sortedKeys(people)
	if list == nil {
		return one(cells[near.nearest(d.centre(district), nil)] + "*1")
	}
	weights := make([]float64, len(list))
	for k, c := range list {
		weights[k] = people[c]
	}
	return shares(d.names(cells, list), weights)
}
