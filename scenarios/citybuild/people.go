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
	s := &spreader{in: in, stops: positions(in.stops), schools: positions(in.schools), own: make([][]int, len(in.districts))}
	for d := range in.districts {
		s.samples = append(s.samples, s.sample(d))
	}
	s.run(func(i int) bool { return inhabited(&in.streets[i]) })
	before := make([]int, len(in.streets))
	for i := range in.streets {
		before[i] = in.streets[i].residents
	}
	s.run(func(i int) bool { return before[i] >= fewPeople }) // once more, without the nodes that would have a handful
}

// run gives the residents of each parish to those of its nodes that may have any.
func (s *spreader) run(may func(node int) bool) {
	for d := range s.own {
		s.own[d] = s.own[d][:0]
	}
	for i := range s.in.streets {
		s.in.streets[i].residents = 0
		if d := s.in.streets[i].district; may(i) {
			s.own[d] = append(s.own[d], i)
		}
	}
	for d := range s.in.districts {
		nodes := s.nodesOf(d)
		for i, n := range apportion(s.shares(d, nodes), s.in.districts[d].residents) {
			s.in.streets[nodes[i]].residents += n
		}
	}
}

// nodesOf are the nodes of a district that may have people; the node nearest to it when it has none.
func (s *spreader) nodesOf(d int) []int {
	if len(s.own[d]) > 0 {
		return s.own[d]
	}
	all := make([]model.Point, len(s.in.streets))
	for i := range all {
		all[i] = s.in.streets[i].at
	}
	return []int{nearest(s.in.districts[d].rings[0][0], all)}
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
	stops, schools []model.Point
	samples        [][]sample // by district
	own            [][]int    // nodes that may have people, by district
}

// sample is a point of a parish and what it weighs.
type sample struct {
	at     model.Point
	weight float64
}

// sample covers a district with points.
func (s *spreader) sample(d int) []sample {
	var list []sample
	bound := s.in.districts[d].shape.Bound()
	for x := math.Ceil(bound.Min[0]/gridStep) * gridStep; x <= bound.Max[0]; x += gridStep {
		for y := math.Ceil(bound.Min[1]/gridStep) * gridStep; y <= bound.Max[1]; y += gridStep {
			if p := (model.Point{X: x, Y: y}); planar.MultiPolygonContains(s.in.districts[d].shape, orb.Point{x, y}) {
				list = append(list, sample{p, s.weight(p)})
			}
		}
	}
	return list
}

// shares is the weight of each of the nodes of a district.
func (s *spreader) shares(d int, nodes []int) []float64 {
	shares, points, total := make([]float64, len(nodes)), make([]model.Point, len(nodes)), 0.0
	for i, n := range nodes {
		points[i] = s.in.streets[n].at
	}
	find := newFinder(points)
	for _, p := range s.samples[d] {
		if n := find.nearest(p.at, nil); dist(p.at, points[n]) <= streetReach {
			shares[n] += p.weight
			total += p.weight
		}
	}
	if total == 0 { // a parish far from every street
		shares[0] = 1
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
