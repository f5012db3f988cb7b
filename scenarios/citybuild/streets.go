package citybuild

import (
	"math"
	"slices"
	"strings"

	"cascata/model"
)

// The parameters of streets (docs/city-build.md). The data set has lost directions, lanes and speeds: every street goes both ways, and what
// follows is assumed by class.
const (
	perFastLane = 2000.0             // capacity of a lane of a fast road: MATSim's defaults for OpenStreetMap's motorway and trunk [vehicles/h]
	perLane     = saturation * green // of a lane that ends at signals: saturation flow (HCM 2000) times the share of green [vehicles/h]
	perSmall    = 600.0              // of a lane of a small street: MATSim's defaults for tertiary and residential [vehicles/h]
	saturation  = 1900.0             // [vehicles/h]
	green       = 0.45               // of the cycle, with two phases and lost time: general knowledge, uncertain
	leastStreet = 10.0               // length of a street [m]
	leastCable  = 20.0               // length of a cable: inside a substation and up to the street [m]
	lineDetour  = 1.2                // of a high-voltage line over the straight line: general knowledge, uncertain
)

// class is what streets of one class have in common, in each direction.
type class struct {
	speed   float64 // without traffic [km/h]
	lanes   int
	perLane float64 // [vehicles/h]
}

// classOf is the class of a street by its OpenStreetMap name. Speeds are limits: 50 km/h in towns (Portuguese road code, article 27), 80 km/h on
// most of Lisbon's fast roads, 30 km/h in residential zones; these two and the lanes are general knowledge, uncertain.
func classOf(name string) class {
	switch {
	case strings.HasSuffix(name, "_link"):
		return class{50, 1, perLane}
	case name == "motorway":
		return class{80, 3, perFastLane}
	case name == "trunk":
		return class{80, 2, perFastLane}
	case name == "primary":
		return class{50, 2, perLane}
	case name == "secondary":
		return class{50, 1, perLane}
	case name == "tertiary":
		return class{50, 1, perSmall}
	}
	return class{30, 1, perSmall}
}

func (c class) capacity() float64 { return float64(c.lanes) * c.perLane }

// streets makes an asset of each street, unless it is a bridge that there is already, and the corners with their signals.
func (d *draft) streets(signals []int, bridges map[int]string) {
	c := d.city
	c.Corners = make([]model.Corner, len(d.in.streets))
	for i, s := range d.in.streets {
		c.Corners[i] = model.Corner{At: s.at, Z: tenth(s.elev), Signal: model.Absent}
	}
	for i, n := range signals {
		c.Corners[n].Signal = d.id(numbered("traffic/signal", i, len(signals)))
	}
	c.Streets = make([]model.Street, len(d.in.edges))
	for i, e := range d.in.edges {
		name, bridge := bridges[i]
		class := classOf(e.class)
		if !bridge {
			name = d.place(asset{name: numbered("traffic/street", i, len(d.in.edges)), operator: "traffic-control", label: e.name, at: halfway(e.line),
				district: d.in.streets[e.u].district, capacity: class.capacity(), real: true})
			d.member(name)
		}
		c.Streets[i] = model.Street{Asset: d.id(name), From: int32(e.u), To: int32(e.v), Length: max(leastStreet, e.length), Speed: class.speed, Lanes: class.lanes}
	}
}

// halfway is the point in the middle of a line, as it is travelled.
func halfway(line []model.Point) model.Point {
	left := 0.0
	for i := 1; i < len(line); i++ {
		left += dist(line[i-1], line[i]) / 2
	}
	for i := 1; i < len(line); i++ {
		step := dist(line[i-1], line[i])
		if step >= left && step > 0 {
			return between(line[i-1], line[i], left/step)
		}
		left -= step
	}
	return line[0]
}

// level gives every asset the ground level of its corner, or else of the nearest one.
func (d *draft) level() {
	at := make([]model.Point, len(d.in.streets))
	for i, s := range d.in.streets {
		at[i] = s.at
	}
	find, last, z := newFinder(at), model.Point{X: math.Inf(1)}, 0.0
	for i := range d.city.Assets {
		a := &d.city.Assets[i]
		if a.At != last { // what was made together often stands together
			last, z = a.At, tenth(d.in.streets[find.nearest(a.At, nil)].elev)
		}
		a.Z = z
	}
}

// sortStreets puts the streets in the order of their assets, and the members of networks in theirs.
func (d *draft) sortStreets() {
	c := d.city
	slices.SortStableFunc(c.Streets, func(x, y model.Street) int { return int(x.Asset) - int(y.Asset) })
	for i := range c.Networks {
		slices.Sort(c.Networks[i].Members)
	}
}
