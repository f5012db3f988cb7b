package network

import (
	"fmt"
	"slices"

	"cascata/model"
)

// Spec is a network of a city, compiled: read-only and shared by all replications.
type Spec struct {
	elements []element     // ascending by asset
	lowest   model.AssetID // of those that take part
	place    []int32       // element of asset lowest+i, -1 if it takes no part
	first    []int32       // arcs of element i are arcs[first[i]:first[i+1]]
	arcs     []arc
	sources  []int32
	storages []int32
	edges    []int32
	start    []place // as the plan has it: where every element is fed from
}

// element is the immutable half of an asset of the network.
type element struct {
	asset    model.AssetID
	role     model.NetworkRole // RoleNone: a member that nothing joins, whose level is its availability
	directed bool
	open     bool    // normally open
	planned  bool    // the plan reaches it
	from, to int32   // ends of an edge; -1 for a vertex
	capacity float64 // 0 = no limit
	demand   float64 // what the plan delivers of its Demand
	stored   float64
}

// arc leaves a vertex through an edge, in a direction the edge allows.
type arc struct{ edge, to int32 }

// Compile prepares network number index of a finished city. It costs one solve. Errors: an edge whose asset is also an end
// of an edge, stands twice, or has ends that are edges.
func Compile(city *model.City, index int) (*Spec, error) {
	n := &city.Networks[index]
	s := &Spec{}
	var f model.Faults
	s.collect(city, n, &f)
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("network %q: %w", n.Name, err)
	}
	s.link(n)
	s.plan()
	return s, nil
}

// collect lists the assets that take part.
func (s *Spec) collect(city *model.City, n *model.Network, f *model.Faults) {
	const absent, vertex, edge, member = 0, 1, 2, 3
	part := make([]uint8, len(city.Assets))
	for _, a := range n.Members {
		part[a] = member
	}
	for _, e := range n.Edges {
		if part[e.Asset] == edge {
			f.Add(city.Name, 0, 0, "one asset for each edge", "edge %q stands twice", city.Assets[e.Asset].Name)
		}
		part[e.Asset] = edge
	}
	for _, e := range n.Edges {
		for _, end := range [2]model.AssetID{e.From, e.To} {
			if part[end] == edge {
				f.Add(city.Name, 0, 0, "a source, storage or node", "edge %q ends at edge %q", city.Assets[e.Asset].Name, city.Assets[end].Name)
				continue
			}
			part[end] = vertex
		}
	}
	s.makeRoom(part)
	for i := range city.Assets {
		if part[i] == absent {
			continue
		}
		a := &city.Assets[i]
		s.place[i-int(s.lowest)] = int32(len(s.elements))
		role := city.Kinds[a.Kind].Network
		switch {
		case part[i] == edge:
			role = model.RoleEdge
		case part[i] == member:
			role = model.RoleNone
		case role != model.RoleSource && role != model.RoleStorage:
			role = model.RoleNode
		}
		s.elements = append(s.elements, element{asset: model.AssetID(i), role: role, from: -1, to: -1,
			capacity: a.Capacity, demand: a.Demand, stored: a.Stored})
	}
}

// makeRoom makes the lists as long as they will be. The assets of a network mostly have numbers close together.
func (s *Spec) makeRoom(part []uint8) {
	count, first, last := 0, 0, -1
	for i, p := range part {
		if p == 0 {
			continue
		}
		if count == 0 {
			first = i
		}
		count, last = count+1, i
	}
	s.lowest, s.elements, s.place = model.AssetID(first), make([]element, 0, count), make([]int32, last+1-first)
	for i := range s.place {
		s.place[i] = -1
	}
}

// of is the element of an asset, -1 if it takes no part.
func (s *Spec) of(a model.AssetID) int32 {
	if i := int(a - s.lowest); i >= 0 && i < len(s.place) {
		return s.place[i]
	}
	return -1
}

// link fills the ends of edges and the arcs that leave each vertex, in the order of the edges' assets.
func (s *Spec) link(n *model.Network) {
	for _, e := range n.Edges {
		x := &s.elements[s.of(e.Asset)]
		x.from, x.to, x.directed, x.open = s.of(e.From), s.of(e.To), e.Directed, e.Open
		x.demand = 0
	}
	leaving := make([][]arc, len(s.elements))
	for i := range s.elements {
		x := &s.elements[i]
		switch x.role {
		case model.RoleSource:
			s.sources = append(s.sources, int32(i))
		case model.RoleStorage:
			s.storages = append(s.storages, int32(i))
		case model.RoleEdge:
			s.edges = append(s.edges, int32(i))
			leaving[x.from] = append(leaving[x.from], arc{int32(i), x.to})
			if !x.directed {
				leaving[x.to] = append(leaving[x.to], arc{int32(i), x.from})
			}
		}
	}
	for _, l := range leaving {
		s.first = append(s.first, int32(len(s.arcs)))
		s.arcs = append(s.arcs, l...)
	}
	s.first = append(s.first, int32(len(s.arcs)))
}

// plan replaces each demand by what the network delivers of it when everything is available and storages do not help.
func (s *Spec) plan() {
	v := s.fresh()
	v.reach(false)
	v.collectFlow(false)
	v.balance(false)
	v.deliver()
	for i := range s.elements {
		x := &s.elements[i]
		x.planned = v.at[i].root >= 0
		x.demand = float64(x.demand * v.raw[i])
	}
	s.start = slices.Clone(v.at)
}

// New is the solver of one replication: everything available, switches as they normally are, storages full.
func (s *Spec) New() model.Solver {
	v := s.fresh()
	copy(v.at, s.start)
	v.changed = false
	return v
}
