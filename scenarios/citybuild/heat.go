package citybuild

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"cascata/model"
)

// The parameters of heat and waste water (docs/city-build.md).
const (
	heatPart      = 1.0 / 6 // of the districts: the one farthest east and its nearest neighbours
	heatKW        = 1.5     // peak heat per resident [kW]
	heatPlants    = 2       //
	heatPlantPart = 0.75    // of the demand, per plant
	inertiaLeast  = 24      // time constant of buildings [h]; uniform between the two
	inertiaMost   = 96
	catchments    = 40
	lowGround     = 10.0 // a catchment that reaches down to this ground level has to be pumped [m]
	sewagePlants  = 3
	sewageShare   = 0.85 // of the drinking water comes back
	plantMargin   = 1.5
)

// heat builds the only networks of heat: a spanning tree of pipes between the streets of a few districts.
func (d *draft) heat() {
	var loads []int
	for _, i := range d.heated() {
		loads = append(loads, d.loadsIn(i)...)
	}
	slices.Sort(loads)
	d.network("heat")
	s := d.stream("heat")
	points, total := make([]model.Point, len(loads)), 0.0
	for i, l := range loads {
		points[i] = d.load[l]
		node := d.in.streets[d.loadNode[l]]
		mw := float64(node.residents) * heatKW / 1000
		total += mw
		station := d.place(asset{name: numbered("heat/substation", i, len(loads)), operator: "heat", at: node.at, district: node.district, demand: mw})
		controller := d.place(asset{name: numbered("heat/controller", i, len(loads)), operator: "heat", at: node.at, district: node.district})
		hours := inertiaLeast + s.IntN(inertiaMost-inertiaLeast+1)
		homes := d.place(asset{name: numbered("heat/buildings", i, len(loads)), operator: "heat", at: node.at, district: node.district,
			capacity: float64(node.residents), inertia: time.Duration(hours) * time.Hour})
		d.need(controller, "power", one(d.loadOf[l]))
		d.need(station, "controller", one(controller))
		d.need(station, "power", one(d.loadOf[l]))
		d.need(homes, "heat", one(station+"*1"))
		d.serve(l, homes)
	}
	for i, l := range spanning(points) {
		name := numbered("heat/pipe", i, len(points))
		d.place(asset{name: name, operator: "heat", at: middle(points[l.a], points[l.b]), district: d.in.streets[d.loadNode[loads[l.a]]].district})
		d.edge(name, numbered("heat/substation", l.a, len(loads)), numbered("heat/substation", l.b, len(loads)))
	}
	for i, k := range rim(points, heatPlants) {
		at := outward(points, k, 300)
		name := d.office2(numbered("heat/plant", i, 0), "heat/plant", "heat", at)
		d.placed(name).Capacity = digits(total * heatPlantPart)
		d.need(name, "water", d.waterAt(at))
		pipe := numbered("heat/pipe-plant", i, 0)
		d.place(asset{name: pipe, kind: "heat/pipe", operator: "heat", at: middle(at, points[k]), district: d.home(name)})
		d.edge(pipe, name, numbered("heat/substation", k, len(loads)))
	}
}

// heatedOf is how many districts of so many are heated.
func heatedOf(districts int) int { return max(1, int(math.Round(heatPart*float64(districts)))) }

// heated are the district farthest east and its nearest neighbours.
func (d *draft) heated() []int {
	at := make([]model.Point, len(d.in.districts))
	east := 0
	for i := range at {
		if at[i] = d.centre(i); at[i].X > at[east].X {
			east = i
		}
	}
	return newFinder(at).nearestN(at[east], heatedOf(len(at)))
}

// spanning is the minimum spanning tree of points. Only links up to a reach are looked at; when they join all points, no longer one can
// be in the tree, and when they do not, the reach doubles.
func spanning(points []model.Point) []link {
	find := newFinder(points)
	for reach := 2 * find.cell; ; reach *= 2 {
		var all, tree []link
		for i, p := range points {
			find.within(p, reach, func(j int) {
				if j > i {
					all = append(all, link{i, j, dist(p, points[j])})
				}
			})
		}
		slices.SortFunc(all, byLength)
		apart := newSets(len(points))
		for _, l := range all {
			if apart.join(l.a, l.b) {
				tree = append(tree, l)
			}
		}
		if len(tree) >= len(points)-1 {
			return tree
		}
	}
}

// wastewater drains the city in catchments: by gravity from high ground, through a lift station from low ground.
func (d *draft) wastewater() {
	people := d.residents()
	centres, of := clusters(d.load, people, d.in.scale(catchments, 2), d.stream("catchments"))
	order := make([]int, len(centres))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(centres[a].X, centres[b].X) })
	plants := d.sewagePlants(people)
	plantsAt := d.at(plants...)
	lifts, mains := 0, 0
	basins := make([][]int, len(centres))
	for l, c := range of {
		basins[c] = append(basins[c], l)
	}
	for _, c := range order {
		flow, lowest := 0.0, -1
		members := basins[c]
		for _, l := range members {
			flow += people[l] * litresPerDay / 1000 / 24 * sewageShare
			if lowest < 0 || d.in.streets[d.loadNode[l]].elev < d.in.streets[d.loadNode[lowest]].elev {
				lowest = l
			}
		}
		if members == nil {
			continue
		}
		at := d.load[lowest]
		name := numbered("wastewater/collector", mains, 0)
		pumped := d.in.streets[d.loadNode[lowest]].elev < lowGround
		if pumped {
			name = numbered("wastewater/lift-station", lifts, 0)
			lifts++
		} else {
			mains++
		}
		d.place(asset{name: name, operator: "wastewater", at: at, district: d.in.streets[d.loadNode[lowest]].district, capacity: flow * plantMargin, demand: flow})
		d.need(name, "outlet", one(plants[nearest(at, plantsAt)]))
		if pumped {
			d.need(name, "power", d.powerAt(at))
			name = d.basin(name, at, flow)
		}
		for _, l := range members {
			d.serve(l, name)
		}
	}
}

// basin is the low sewers and the wet well before a lift station: they go on filling for a while whatever stops it.
func (d *draft) basin(lift string, at model.Point, flow float64) string {
	name := d.place(asset{name: "wastewater/basin" + strings.TrimPrefix(lift, "wastewater/lift-station"), operator: "wastewater", at: at, district: d.home(lift), demand: flow})
	d.need(name, "lift", one(lift))
	return name
}

func (d *draft) sewagePlants(people []float64) []string {
	var plants []string
	total := 0.0
	for _, p := range people {
		total += p * litresPerDay / 1000 / 24 * sewageShare
	}
	for i, p := range d.waterfront(sewagePlants) {
		name := d.place(asset{name: numbered("wastewater/plant", i, 0), operator: "wastewater", at: p, district: d.in.districtAt(p), capacity: total / sewagePlants * plantMargin})
		d.need(name, "power", one(d.substationAt(p)))
		d.need(name, "water", d.waterAt(p))
		plants = append(plants, name)
	}
	return plants
}
