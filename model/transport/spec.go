package transport

import (
	"fmt"
	"sort"

	"cascata/model"
)

// Spec is a network ready to be solved: immutable, shared by all assignments of it. Links keep the order of the network.
type Spec struct {
	nodes, zones, firstThru int // firstThru counts from 0
	tail, head              []int32
	perf                    []perf  // at full capacity, without delay
	out                     []int32 // links by tail
	outFrom                 []int32 // nodes+1
}

// Compile checks the network and makes it ready.
func Compile(n *Network) (*Spec, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	s := &Spec{nodes: n.Nodes, zones: n.Zones, firstThru: n.FirstThru - 1, outFrom: make([]int32, n.Nodes+1)}
	for i := range n.Links {
		l := &n.Links[i]
		s.tail, s.head = append(s.tail, l.From-1), append(s.head, l.To-1)
		s.perf = append(s.perf, newPerf(l, n))
		s.outFrom[l.From]++
	}
	for v := range s.nodes {
		s.outFrom[v+1] += s.outFrom[v]
	}
	s.out = make([]int32, len(s.tail))
	at := append([]int32(nil), s.outFrom...)
	for a, v := range s.tail {
		s.out[at[v]] = int32(a)
		at[v]++
	}
	return s, nil
}

// check refuses networks that were not read but made, and made wrong.
func (n *Network) check() error {
	var f model.Faults
	if n.Nodes < 1 || n.Nodes > mostNodes || n.Zones < 1 || n.Zones > n.Nodes || n.FirstThru < 1 {
		f.Add("network", 0, 0, "1 <= zones <= nodes, first through node from 1", "%d zones, %d nodes, first through node %d", n.Zones, n.Nodes, n.FirstThru)
	}
	for i := range n.Links {
		l := &n.Links[i]
		ends := l.From >= 1 && l.To >= 1 && int(l.From) <= n.Nodes && int(l.To) <= n.Nodes
		numbers := within(l.Capacity) && within(l.FreeFlow) && within(l.B) && within(l.Power) && within(l.fixed(n)) && (l.Capacity > 0 || !l.congestible())
		if (!ends || !numbers) && len(f) < mostFaults {
			f.Add("network", i+1, 0, "nodes of the network, numbers of 0 or more, capacity more than 0", "link %d from %d to %d", i+1, l.From, l.To)
		}
	}
	return f.Err()
}

func within(x float64) bool { return x >= 0 && x <= largest }

// Links is how many links there are.
func (s *Spec) Links() int { return len(s.tail) }

// through says whether a path from origin may go on at node v.
func (s *Spec) through(origin, v int32) bool { return int(v) >= s.firstThru || v == origin }

// Demand is trips ready to be assigned: immutable, shared.
type Demand struct {
	origins []int32 // nodes from 0, ascending
	from    []int32 // origins+1
	to      []int32
	trips   []float64
	total   float64
	intra   float64
}

// NewDemand takes the trips between zones; trips within a zone are counted, not assigned.
func NewDemand(s *Spec, t *Trips) (*Demand, error) {
	d := &Demand{from: []int32{0}}
	origins := append([]Origin(nil), t.Origins...)
	sort.SliceStable(origins, func(i, j int) bool { return origins[i].Zone < origins[j].Zone })
	for i, o := range origins {
		if o.Zone < 1 || int(o.Zone) > s.zones || i > 0 && o.Zone == origins[i-1].Zone {
			return nil, fmt.Errorf("origin %d: the network has zones 1 to %d, each origin may stand once", o.Zone, s.zones)
		}
		for _, f := range o.To {
			if f.Zone < 1 || int(f.Zone) > s.zones || !within(f.Trips) {
				return nil, fmt.Errorf("%g trips from %d to %d: the network has zones 1 to %d", f.Trips, o.Zone, f.Zone, s.zones)
			}
			if f.Zone == o.Zone {
				d.intra += f.Trips
			} else if f.Trips > 0 {
				d.to, d.trips = append(d.to, f.Zone-1), append(d.trips, f.Trips)
				d.total += f.Trips
			}
		}
		if int(d.from[len(d.from)-1]) < len(d.to) {
			d.origins, d.from = append(d.origins, o.Zone-1), append(d.from, int32(len(d.to)))
		}
	}
	return d, nil
}

// Total is the trips between zones and those within.
func (d *Demand) Total() (between, within float64) { return d.total, d.intra }

// of is what origin number i sends.
func (d *Demand) of(i int) (to []int32, trips []float64) {
	return d.to[d.from[i]:d.from[i+1]], d.trips[d.from[i]:d.from[i+1]]
}
