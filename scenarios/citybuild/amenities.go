package citybuild

import (
	"fmt"
	"math"
	"slices"

	"cascata/model"
)

// The facilities of Lisbon (scenarios/cities/lisboa), by which an invented city has its own per resident.
const (
	lisbonHospitals = 26
	lisbonEmergency = 8 // of these with an emergency department
	lisbonFire      = 19
	lisbonPolice    = 84
	lisbonCentres   = 60
	lisbonSchools   = 478
	lisbonMetro     = 50 // stations
	lisbonLines     = 4  // of the metro
	lisbonRail      = 22
	lisbonFerries   = 3
	lisbonStops     = 135_557.0 // departures of buses per day at all stops
	metroFrom       = 300_000   // a smaller city has no metro
	ferryFrom       = 100_000
	longestLine     = 40 // stations of a metro line; and of the railway
)

// facilities are what a data set would list.
func (g *inventor) facilities() {
	in := g.in
	in.hospitals = g.spots(in.scale(lisbonHospitals, 1), "hospitals")
	kinds := []string{"general", "private", "general", "paediatric", "private", "general", "obstetric", "private"} // Lisbon: 3 general, 3 private, 1, 1
	emergency := min(len(in.hospitals), in.scale(lisbonEmergency, 1))
	for i := range emergency { // spread over the list, which runs through the city
		in.hospitals[i*len(in.hospitals)/emergency].kind = kinds[i%len(kinds)]
	}
	in.fire = g.spots(in.scale(lisbonFire, 1), "fire")
	in.police = g.spots(in.scale(lisbonPolice, 1), "police")
	in.centres = g.spots(in.scale(lisbonCentres, 1), "centres")
	in.schools = g.spots(in.scale(lisbonSchools, 1), "schools")
	for i := range in.districts {
		share := float64(in.districts[i].residents) / lisbon
		in.stops = append(in.stops, facility{district: i, weight: math.Round(lisbonStops * share)})
	}
	g.rail()
	if g.plan.Residents >= metroFrom {
		g.metro()
	}
	if g.plan.Residents >= ferryFrom {
		g.ferries()
	}
}

// spots are places spread evenly over the people: every so many residents along the order of the street nodes, which keeps neighbours
// together.
func (g *inventor) spots(n int, purpose string) []facility {
	s := g.root.Stream("citygenerate/" + purpose)
	gap := float64(g.plan.Residents) / float64(n)
	next, seen := gap*s.Float64(), 0.0
	var list []facility
	for i := range g.in.streets {
		node := &g.in.streets[i]
		for seen += float64(node.residents); next < seen; next += gap {
			at := model.Point{X: node.at.X + 40*(s.Float64()-0.5), Y: node.at.Y + 40*(s.Float64()-0.5)}
			list = append(list, facility{at: round(at), district: node.district})
		}
	}
	return list
}

// chain are stations on a straight line through a point, at most so many, where people live.
func (g *inventor) chain(find *finder, through model.Point, angle float64, most int) []facility {
	direction := model.Point{X: math.Cos(angle), Y: math.Sin(angle)}
	var list []facility
	taken := map[int]bool{}
	gap := max(700, 1.8*g.land.radius/float64(most)) // [m]; Lisbon's metro: 800 m in the mean
	for far := -g.land.radius; far <= g.land.radius; far += gap {
		p := model.Point{X: through.X + far*direction.X, Y: through.Y + far*direction.Y}
		n := find.nearest(p, nil)
		at := g.in.streets[n].at
		if taken[n] || !g.land.inside(p) || dist(at, p) > gap/2 || len(list) == most {
			continue
		}
		taken[n] = true
		list = append(list, facility{id: fmt.Sprint(n), at: at, district: g.in.streets[n].district})
	}
	if len(list) == 0 {
		n := find.nearest(through, nil)
		list = []facility{{id: fmt.Sprint(n), at: g.in.streets[n].at, district: g.in.streets[n].district}}
	}
	return list
}

// nodes finds street nodes.
func (g *inventor) nodes() *finder {
	points := make([]model.Point, len(g.in.streets))
	for i := range points {
		points[i] = g.in.streets[i].at
	}
	return newFinder(points)
}

// rail is one line along the river on the side of the old town.
func (g *inventor) rail() {
	angle := math.Atan2(g.land.along.Y, g.land.along.X)
	g.in.rail = g.chain(g.nodes(), g.land.centres[0].at, angle, min(longestLine, g.in.scale(lisbonRail, 1)))
}

// metro is lines through the centres, more of them with the root of the residents.
func (g *inventor) metro() {
	s, find := g.root.Stream("citygenerate/metro"), g.nodes()
	size := float64(g.plan.Residents) / lisbon
	lines := max(1, int(math.Round(lisbonLines*math.Sqrt(size))))
	most := min(longestLine, max(2, int(math.Round(lisbonMetro*size/float64(lines)))))
	at := map[string]int{} // station of an id
	first := math.Pi * s.Float64()
	for l := range lines {
		name := fmt.Sprintf("m%d", l+1)
		through := g.land.centres[l%len(g.land.centres)].at
		stations := g.chain(find, through, first+math.Pi*float64(l)/float64(lines), most)
		if len(stations) < 2 {
			continue
		}
		for i, f := range stations {
			if k, shared := at[f.id]; shared {
				g.in.metro[k].kind += "|" + name
			} else {
				f.kind, at[f.id] = name, len(g.in.metro)
				g.in.metro = append(g.in.metro, f)
			}
			if i > 0 {
				g.in.links = append(g.in.links, metroLink{name, stations[i-1].id, f.id})
			}
		}
	}
}

// ferries have landings on both banks near the middle.
func (g *inventor) ferries() {
	find := g.nodes()
	u, _ := g.land.onRiver(g.land.centres[0].at)
	for i := range lisbonFerries {
		side := float64(1 - 2*(i%2))
		n := find.nearest(g.land.beside(u+float64(i)*0.15*g.land.radius, side*g.land.width/2), nil)
		f := facility{at: g.in.streets[n].at, district: g.in.streets[n].district}
		if !slices.ContainsFunc(g.in.ferry, func(o facility) bool { return o.at == f.at }) {
			g.in.ferry = append(g.in.ferry, f)
		}
	}
}
