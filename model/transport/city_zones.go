package transport

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// How a city is divided.
const (
	zonesWanted = 48 // of people and what draws them, about
	gates       = 12 // zones outside at most, by direction
	doors       = 6  // corners through which the people of a zone enter the streets, at most
	gateSeconds = 60 // from outside to the first corner
)

// zone is where trips begin and end.
type zone struct {
	district   model.DistrictID // Absent outside the city
	residents  float64
	pull       float64 // share of the trips of the city's people that end here
	outside    float64 // share of the cars from outside that come from here
	connectors []connector
}

// connector joins a zone to a corner.
type connector struct {
	corner  int32
	seconds float64
}

// item is a place or a facility at its corner.
type item struct {
	district        model.DistrictID
	corner          int32
	at              model.Point
	residents, pull float64
}

// zone divides the city: people and what draws them are cut in halves within each district until the parts are of equal size.
func (r *Roads) zone(streets []model.Street) {
	r.settle(streets)
	items := r.items()
	total := 0.0
	byDistrict := make([][]item, len(r.city.Districts))
	size := make([]float64, len(r.city.Districts))
	for _, x := range items {
		byDistrict[x.district] = append(byDistrict[x.district], x)
		size[x.district] += x.size()
		total += x.size()
	}
	for d, list := range byDistrict {
		if size[d] > 0 {
			r.cut(list, size[d], max(1, int(math.Round(size[d]/total*zonesWanted))))
		}
	}
	r.open(streets)
	if len(r.zones) == 0 { // a town without people
		r.zones = append(r.zones, zone{district: model.Absent})
	}
}

func (x *item) size() float64 { return x.residents + x.pull }

// settle finds the largest set of corners with a way from each to each: where trips can begin and end. Corners of fast roads only
// take no people.
func (r *Roads) settle(streets []model.Street) {
	slow := make([]bool, len(r.city.Corners))
	for i := range streets {
		if s := &streets[i]; s.Speed < fastStreet {
			slow[s.From], slow[s.To] = true, true
		}
	}
	whole := r.strong()
	var points []model.Point
	for pass := 0; pass < 2 && len(points) == 0; pass++ { // a town of fast roads only takes its people there
		for c := range r.city.Corners {
			if whole[c] && (slow[c] || pass == 1) {
				r.corner = append(r.corner, int32(c))
				points = append(points, r.city.Corners[c].At)
			}
		}
	}
	r.found = newFinder(points)
}

// near is the corner nearest to a point.
func (r *Roads) near(p model.Point) int32 { return r.corner[r.found.nearest(p)] }

// cut halves the items across their longer side until there are as many parts as wanted.
func (r *Roads) cut(list []item, size float64, parts int) {
	if parts == 1 || len(list) < 2 {
		r.addZone(list)
		return
	}
	low, high := list[0].at, list[0].at
	for _, x := range list {
		low.X, low.Y, high.X, high.Y = min(low.X, x.at.X), min(low.Y, x.at.Y), max(high.X, x.at.X), max(high.Y, x.at.Y)
	}
	wide := high.X-low.X > high.Y-low.Y
	slices.SortStableFunc(list, func(a, b item) int {
		if wide {
			return cmp.Compare(a.at.X, b.at.X)
		}
		return cmp.Compare(a.at.Y, b.at.Y)
	})
	goal, sum, k := size*float64(parts/2)/float64(parts), 0.0, 0
	for k < len(list)-1 && (k == 0 || sum+list[k].size()/2 < goal) {
		sum += list[k].size()
		k++
	}
	r.cut(list[:k], sum, parts/2)
	r.cut(list[k:], size-sum, parts-parts/2)
}

// addZone makes a zone of items. Its doors are the corners where most of it is.
func (r *Roads) addZone(list []item) {
	z := zone{district: list[0].district}
	var middle model.Point
	size := 0.0
	for _, x := range list {
		z.residents, z.pull, size = z.residents+x.residents, z.pull+x.pull, size+x.size()
		middle.X, middle.Y = middle.X+x.size()*x.at.X, middle.Y+x.size()*x.at.Y
	}
	if size == 0 {
		return
	}
	middle.X, middle.Y = middle.X/size, middle.Y/size
	slices.SortStableFunc(list, func(a, b item) int { return cmp.Compare(a.corner, b.corner) })
	var at []item // by corner
	for _, x := range list {
		if len(at) == 0 || at[len(at)-1].corner != x.corner {
			at = append(at, item{corner: x.corner})
		}
		at[len(at)-1].residents += x.size()
	}
	slices.SortStableFunc(at, func(a, b item) int { return cmp.Compare(b.residents, a.residents) })
	for _, x := range at[:min(doors, len(at))] {
		z.connectors = append(z.connectors, connector{x.corner, between(middle, r.city.Corners[x.corner].At) / (access / 3.6)})
	}
	r.zones = append(r.zones, z)
}

func between(a, b model.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// open adds the zones outside: where fast roads end in the outer half of the corners, gathered by direction from the middle.
func (r *Roads) open(streets []model.Street) {
	if len(r.zones) == 0 {
		return
	}
	middle, far := r.middle()
	arms, lanes, fast := make([]int, len(r.city.Corners)), make([]float64, len(r.city.Corners)), make([]bool, len(r.city.Corners))
	for i := range streets {
		for _, c := range [2]int32{streets[i].From, streets[i].To} {
			arms[c]++
			lanes[c] += float64(streets[i].Lanes)
			fast[c] = fast[c] || streets[i].Speed >= fastStreet
		}
	}
	whole := r.strong()
	zones, total := [gates]zone{}, 0.0
	for c := range r.city.Corners {
		at := r.city.Corners[c].At
		if !whole[c] || arms[c] != 1 || !fast[c] || between(at, middle) < far {
			continue
		}
		z := &zones[min(int((math.Atan2(at.Y-middle.Y, at.X-middle.X)/math.Pi+1)/2*gates), gates-1)]
		z.district = model.Absent
		z.connectors = append(z.connectors, connector{int32(c), gateSeconds})
		z.outside += lanes[c]
		total += lanes[c]
	}
	for _, z := range zones {
		if z.outside > 0 {
			z.outside /= total
			r.zones = append(r.zones, z)
		}
	}
}

// middle is the mean of the corners and the median distance from it.
func (r *Roads) middle() (model.Point, float64) {
	var m model.Point
	n := float64(len(r.city.Corners))
	for i := range r.city.Corners {
		m.X, m.Y = m.X+r.city.Corners[i].At.X/n, m.Y+r.city.Corners[i].At.Y/n
	}
	var far []float64
	for i := range r.city.Corners {
		far = append(far, between(r.city.Corners[i].At, m))
	}
	slices.Sort(far)
	return m, far[len(far)/2]
}
