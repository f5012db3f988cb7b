package transport

import (
	"math"

	"cascata/model/transport"
	"cascata/sim/rng"
)

// Grid is a generated town of Side x Side junctions with gaps, slanted blocks and faster streets every eighth.
type Grid struct {
	Side int
	Seed uint64
}

// City is a street graph with travel times in ms.
type City struct {
	Points []transport.Point
	Arcs   []transport.Arc
	Times  []int32
}

// Streets is the grid as a street graph: one street in six is missing, which leaves junctions of about three arms as in a real
// city (Lisboa: 23,014 nodes, 31,127 streets).
func (g Grid) Streets() City {
	var c City
	draw := rng.NewRoot(g.Seed, 0).Stream("streets")
	for i := range g.Side * g.Side {
		x, y := float64(i%g.Side), float64(i/g.Side)
		c.Points = append(c.Points, transport.Point{X: 80 * (x + 0.6*draw.Float64()), Y: 80 * (y + 0.6*draw.Float64())})
		for _, j := range [2]int{i - 1, i - g.Side} {
			if j < 0 || j == i-1 && i%g.Side == 0 {
				continue
			}
			speed, missing := 8.0, 0.35 // [m/s]
			if j == i-1 && i/g.Side%8 == 0 || j != i-1 && i%g.Side%8 == 0 {
				speed, missing = 14, 0
			}
			if draw.Float64() >= missing {
				c.street(i, j, speed)
			}
		}
	}
	return c
}

func (c *City) street(i, j int, speed float64) {
	length := math.Hypot(c.Points[i].X-c.Points[j].X, c.Points[i].Y-c.Points[j].Y)
	c.Arcs = append(c.Arcs, transport.Arc{From: int32(i), To: int32(j)}, transport.Arc{From: int32(j), To: int32(i)})
	ms := int32(1000 * length / speed)
	c.Times = append(c.Times, ms, ms)
}

// Roads is the grid as a road network for an equilibrium: a zone at every sixth junction of every sixth street, congested.
func (g Grid) Roads() (*transport.Network, *transport.Trips) {
	n := &transport.Network{Nodes: g.Side * g.Side, FirstThru: 1}
	draw := rng.NewRoot(g.Seed, 0).Stream("roads")
	number := make([]int32, g.Side*g.Side) // zones come first
	zone := func(i int) bool { return i%g.Side%6 == 0 && i/g.Side%6 == 0 }
	for i := range number {
		if zone(i) {
			n.Zones++
			number[i] = int32(n.Zones)
		}
	}
	next := int32(n.Zones)
	for i := range number {
		if !zone(i) {
			next++
			number[i] = next
		}
	}
	for i := range number {
		for _, j := range [2]int{i - 1, i - g.Side} {
			if j < 0 || j == i-1 && i%g.Side == 0 {
				continue
			}
			l := transport.Link{From: number[i], To: number[j], Capacity: 600 + 1200*draw.Float64(), Length: 0.3, FreeFlow: 0.4 + 0.4*draw.Float64(), B: 0.15, Power: 4, Type: 1}
			back := l
			back.From, back.To = l.To, l.From
			n.Links = append(n.Links, l, back)
		}
	}
	trips := &transport.Trips{Zones: n.Zones}
	for o := range int32(n.Zones) {
		origin := transport.Origin{Zone: o + 1}
		for d := range int32(n.Zones) {
			if d != o {
				origin.To = append(origin.To, transport.Flow{Zone: d + 1, Trips: 2 * float64(g.Side) / float64(n.Zones) * 60 * draw.Float64()})
			}
		}
		trips.Origins = append(trips.Origins, origin)
	}
	return n, trips
}
