package citybuild

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"cascata/model"
)

// The parameters of the spread of people; docs/city-build.md says how well it fits.
const (
	gridStep     = 50.0  // distance of the sample points inside a parish [m]
	streetReach  = 500.0 // a sample point farther from every street than this is uninhabited (airport, forest) [m]
	stopReach    = 400.0 // bus stops within this distance speak for people [m]
	schoolReach  = 600.0 // schools within this distance speak for people [m]
	stopOffset   = 1.0   // weight of a point without stops, in stops
	fewPeople    = 150   // a node that would get fewer leaves them to its neighbours
	schoolOffset = 0.5   // weight of a point without schools, in schools
)

// spread gives the residents of each parish to those of its street nodes nearest to sample points on a grid inside it. A point weighs more
// where bus stops and schools are near. Nodes of motorways and their ramps only get nobody.
func (in *input) spread() {
	spread := &spreader{in: in, stops: positions(in.stops), schools: positions(in.schools)}
	for i := range in.streets {
		if inhabited(&in.streets[i]) {
			spread.nodes, spread.points = append(spread.nodes, i), append(spread.points, in.streets[i].at)
		}
	}
	spread.run()
	nodes := spread.nodes // once more, without the nodes that would have a handful of people
	spread.nodes, spread.points = nil, nil
	for _, i := range nodes {
		if in.streets[i].residents >= fewPeople {
			spread.nodes, spread.points = append(spread.nodes, i), append(spread.points, in.streets[i].at)
		}
	}
	spread.run()
}

func (s *spreader) run() {
	for i := range s.in.streets {
		s.in.streets[i].residents = 0
	}
	for d := range s.in.districts {
		for i, n := range apportion(s.shares(d), s.in.districts[d].residents) {
			s.in.streets[s.nodes[i]].residents += n
		}
	}
}

// inhabited says whether people live along a node: some street there is not a fast road.
func inhabited(s *street) bool {
	return slices.ContainsFunc(s.classes, func(class string) bool { return class != "motorway" && class != "trunk" && class != "primary_link" })
}

func positions(list []facility) []model.Point {
	points := make([]model.Point, len(list))
	for i := range list {
		points[i] = list[i].at
	}
	return points
}

type spreader struct {
	in             *input
	nodes          []int
	points         []model.Point // of the nodes
	stops, schools []model.Point
}

// shares is the weight of each inhabited node in a district.
func (s *spreader) shares(d int) []float64 {
	shares := make([]float64, len(s.nodes))
	bound := s.in.districts[d].shape.Bound()
	own := func(i int) bool { return s.in.streets[s.nodes[i]].district == d }
	total := 0.0
	for x := math.Ceil(bound.Min[0]/gridStep) * gridStep; x <= bound.Max[0]; x += gridStep {
		for y := math.Ceil(bound.Min[1]/gridStep) * gridStep; y <= bound.Max[1]; y += gridStep {
			p := model.Point{X: x, Y: y}
			if !planar.MultiPolygonContains(s.in.districts[d].shape, orb.Point{x, y}) {
				continue
			}
			if n := nearest(p, s.points, own); n >= 0 && dist(p, s.points[n]) <= streetReach {
				w := s.weight(p)
				shares[n] += w
				total += w
			}
		}
	}
	if total == 0 { // a parish without a street node of its own
		shares[nearest(s.in.districts[d].rings[0][0], s.points, nil)] = 1
	}
	return shares
}

func (s *spreader) weight(p model.Point) float64 {
	return (within(p, s.stops, stopReach) + stopOffset) * (within(p, s.schools, schoolReach) + schoolOffset)
}

func within(p model.Point, points []model.Point, reach float64) float64 {
	n := 0.0
	for _, q := range points {
		if dx, dy := q.X-p.X, q.Y-p.Y; dx*dx+dy*dy <= reach*reach {
			n++
		}
	}
	return n
}

// apportion splits a whole number in proportion to shares: rounded down, the rest to the largest remainders.
func apportion(shares []float64, total int) []int {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	counts, order, left := make([]int, len(shares)), make([]int, len(shares)), total
	rest := make([]float64, len(shares))
	for i, s := range shares {
		exact := float64(total) * s / sum
		counts[i] = int(exact)
		rest[i], order[i] = exact-float64(counts[i]), i
		left -= counts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		counts[i]++
	}
	return counts
}
