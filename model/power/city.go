package power

import (
	"fmt"
	"math"
	"slices"

	"cascata/model"
)

var _ model.Physics = City

// The rules and constants of the grid under a city (docs/power.md, "In the city", with their sources).
const (
	cityBase     = 100.0 // [MVA]
	highVoltage  = 60.0  // of edges that carry highFrom or more [kV]
	mediumVolt   = 15.0  // of all others [kV]
	highFrom     = 40.0  // [MW]
	overhead     = 0.4   // reactance of a high-voltage line [ohm/km]
	cable        = 0.1   // and of a medium-voltage cable [ohm/km]
	shortest     = 10.0  // length below which an edge counts as this long [m]
	plentiful    = 2.0   // what a source without a limit can give [times all demand]
	thermalDial  = 10.0  // time multiplier of the thermal relays: 1.2 times the rating lasts half an hour
	sheddable    = 0.45  // of the load of an island that batteries hold; more missing at once and it is black
	steps        = 100   // load is shed in steps of one of so many parts
	leastEffect  = 0.05  // flow that a megawatt must take off an overloaded edge to be worth moving [MW]
	tolerance    = 1e-6  // relative overload that counts as none
	rounding     = 1e-9  // relative shortage that counts as none
	chargingRate = 0.5   // of its capacity at which a storage fills from the grid
)

// City is the Physics of an electric network: DC power flow on the city's grid, islands, thermal relays, shedding, storage, local
// generation, cold-load pick-up and the wishes for ties. Errors: an edge that stands twice, joins a thing to itself or ends at an
// edge. Compiling costs two solutions; a Solve some sweeps of the network and one or two solutions.
func City(city *model.City, index int, c model.Conditions) (model.Prepared, error) {
	s := &citySpec{conditions: c, plan: planOf(c), sun: sunOf(c)}
	if err := s.collect(city, &city.Networks[index]); err != nil {
		return model.Prepared{}, fmt.Errorf("network %q: %w", city.Networks[index].Name, err)
	}
	s.link()
	s.reach()
	s.placeLocal(city)
	if err := s.size(); err != nil {
		return model.Prepared{}, fmt.Errorf("network %q: %w", city.Networks[index].Name, err)
	}
	return model.Prepared{New: func() model.Solver { return s.life() }, Plan: s.plan}, nil
}

// citySpec is a city's grid, compiled: read-only and shared by all replications.
type citySpec struct {
	conditions model.Conditions
	plan       model.Plan
	sun        []float64 // what local generation gives by step of the plan [share of its capacity]
	grid       *Grid

	elements   []element     // ascending by asset
	lowest     model.AssetID // of those that take part
	place      []int32       // element of asset lowest+i, none if it takes no part
	vertex     []int32       // element of a bus row
	edge       []int32       // element of a branch row
	first      []int32       // arcs of element i are arcs[first[i]:first[i+1]]
	arcs       []arc
	sources    []int32 // elements, in the order of generator rows
	storages   []int32 // elements, whose generator rows follow
	standby    []int32 // normally open edges
	generation []int32 // elements that are local generation, in the order of locals
	locals     []local
	feeds      []feed
	start      []link     // how the plan feeds each element
	rank       []int32    // order in which the plan reaches it
	bays       [][2]int32 // by bus row: the bay that a load hangs on and the vertex above it
}

// element is the immutable half of an asset of the network.
type element struct {
	asset    model.AssetID
	role     model.NetworkRole // RoleNone: a member that is no part of the flow
	open     bool              // normally open
	planned  bool              // the plan reaches it
	from, to int32             // ends of an edge, as elements
	row      int32             // bus row of a vertex, branch row of an edge, none of a member
	local    int32             // position in locals, or none
	capacity float64           // [MW]; +Inf when none
	demand   float64           // [MW] at a multiple of 1
	stored   float64           // [MWh]
	length   float64           // [m]
}

// arc leaves a vertex through an edge.
type arc struct{ edge, to int32 }

// link is how an element is fed: from element up (none at a root), in the tree of root (none if it is not fed).
type link struct{ up, root int32 }

// local is generation without a place in the grid, spread over the loads of its district: feeds[from:to].
type local struct {
	from, to int32
	capacity float64 // [MW]
}

// feed is the part of a local generation at a bus.
type feed struct {
	bus   int32
	share float64
}

// collect lists the assets that take part.
func (s *citySpec) collect(city *model.City, n *model.Network) error {
	edges := slices.Clone(n.Edges)
	slices.SortFunc(edges, func(a, b model.Edge) int { return int(a.Asset) - int(b.Asset) })
	if err := checkEdges(city, edges); err != nil {
		return err
	}
	var all []model.AssetID
	for _, e := range edges {
		all = append(all, e.Asset, e.From, e.To)
	}
	all = append(all, n.Members...)
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) == 0 {
		return nil
	}
	s.lowest = all[0]
	s.place = make([]int32, all[len(all)-1]-s.lowest+1)
	for i := range s.place {
		s.place[i] = none
	}
	for i, id := range all {
		a := &city.Assets[id]
		s.place[id-s.lowest] = int32(i)
		s.elements = append(s.elements, element{asset: id, from: none, to: none, row: none, local: none,
			capacity: a.Capacity, demand: a.Demand, stored: a.Stored})
	}
	for _, e := range edges {
		s.addEdge(city, e)
	}
	s.number(city)
	return nil
}

func checkEdges(city *model.City, edges []model.Edge) error {
	var f model.Faults
	is := map[model.AssetID]bool{}
	for _, e := range edges {
		if is[e.Asset] {
			f.Add(city.Name, 0, 0, "one asset for each edge", "edge %q stands twice", city.Assets[e.Asset].Name)
		}
		is[e.Asset] = true
	}
	for _, e := range edges {
		for _, end := range [2]model.AssetID{e.From, e.To} {
			if is[end] {
				f.Add(city.Name, 0, 0, "a source, storage or node", "edge %q ends at edge %q", city.Assets[e.Asset].Name, city.Assets[end].Name)
			}
		}
		if e.From == e.To {
			f.Add(city.Name, 0, 0, "two ends", "edge %q joins %q to itself", city.Assets[e.Asset].Name, city.Assets[e.From].Name)
		}
	}
	return f.Err()
}

// addEdge makes an edge of its element and vertices of its ends.
func (s *citySpec) addEdge(city *model.City, e model.Edge) {
	x := &s.elements[s.of(e.Asset)]
	x.role, x.open, x.from, x.to, x.demand = model.RoleEdge, e.Open, s.of(e.From), s.of(e.To), 0
	x.length = e.Length
	if x.length == 0 {
		a, b := city.Assets[e.From].At, city.Assets[e.To].At
		x.length = math.Hypot(a.X-b.X, a.Y-b.Y)
	}
	x.length = max(x.length, shortest)
	for _, end := range [2]int32{x.from, x.to} {
		v := &s.elements[end]
		v.role = city.Kinds[city.Assets[v.asset].Kind].Network
		if v.role != model.RoleSource && v.role != model.RoleStorage {
			v.role = model.RoleNode
		}
	}
}

// number gives vertices their bus rows and edges their branch rows, and turns a capacity of 0 into what it means.
func (s *citySpec) number(city *model.City) {
	for i := range s.elements {
		x := &s.elements[i]
		switch x.role {
		case model.RoleNone:
			s.member(city, int32(i))
			continue
		case model.RoleEdge:
			x.row = int32(len(s.edge))
			s.edge = append(s.edge, int32(i))
			if x.open {
				s.standby = append(s.standby, int32(i))
			}
		default:
			x.row = int32(len(s.vertex))
			s.vertex = append(s.vertex, int32(i))
		}
		switch x.role {
		case model.RoleSource:
			s.sources = append(s.sources, int32(i))
		case model.RoleStorage:
			s.storages = append(s.storages, int32(i))
			if x.capacity == 0 {
				x.capacity = x.stored // empty after an hour
			}
		default:
			if x.capacity == 0 {
				x.capacity = math.Inf(1)
			}
		}
		if x.role != model.RoleNode {
			x.demand = 0
		}
	}
}

// member is an asset beside the grid; one with a capacity and no demand is local generation.
func (s *citySpec) member(city *model.City, i int32) {
	x := &s.elements[i]
	if x.capacity > 0 && x.demand == 0 && x.stored == 0 {
		x.local = int32(len(s.locals))
		s.generation = append(s.generation, i)
		s.locals = append(s.locals, local{capacity: x.capacity})
	}
	x.demand = 0
}

// of is the element of an asset, none if it takes no part.
func (s *citySpec) of(a model.AssetID) int32 {
	if i := int(a) - int(s.lowest); i >= 0 && i < len(s.place) {
		return s.place[i]
	}
	return none
}
