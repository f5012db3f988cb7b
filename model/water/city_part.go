package water

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"cascata/model"
)

// partKind is what an asset is to the hydraulics of a city.
type partKind uint8

const (
	isNode    partKind = iota // takes its demand
	isPlant                   // a treatment plant: feeds in at most its capacity
	isStore                   // a tank
	isPipe                    // both ways
	isCheck                   // a pipe with a check valve: directed, inside a zone
	isPump                    // directed, between zones, with a capacity
	isReducer                 // a pressure reducing valve: directed, between zones, without capacity
)

func (k partKind) edge() bool { return k >= isPipe }

// cityPart is an asset of the network.
type cityPart struct {
	asset    model.AssetID
	kind     partKind
	open     bool  // normally open
	planned  bool  // its zone is fed on a quiet day
	from, to int32 // parts at the ends of an edge; -1 for a vertex
	zone     int32 // of an edge: the one it leads to
	capacity float64
	demand   float64 // [m3/h]
	stored   float64 // [m3]
	z        float64 // ground [m]
	length   float64 // [m]
	bore     float64 // [mm]
	flow     float64 // that the spanning tree gives it on an average day [m3/h]
	node     int     // of the network, of a vertex
	link     int     // of the network: what is operated; of a plant its valve
	tank     int32   // of the spec, of a tank
	leaving  []way   // of a vertex: pipes inside its zone
}

// way leads along an edge to a vertex.
type way struct{ edge, to int32 }

// cityPlan is the topology of a city's water network and what it is designed for.
type cityPlan struct {
	parts  []cityPart // ascending by asset
	lowest model.AssetID
	place  []int32 // part of asset lowest+i, or -1
	zones  []pressureZone
	order  []int32 // zones in the order in which water reaches them
	near   []way   // by vertex: one step towards its tank, else towards what feeds its zone; edge -1 at the end
	feed   []way   // by vertex: one step towards what feeds its zone
	total  float64 // of demands [m3/h]

	reducers []int32
}

// collectParts lists the assets that take part. Errors: an edge that stands twice, is also an end of an edge, or ends at one.
func collectParts(city *model.City, n *model.Network) (*cityPlan, error) {
	const absent, vertex, edge = 0, 1, 2
	part := make([]uint8, len(city.Assets))
	var f model.Faults
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
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("network %q: %w", n.Name, err)
	}
	for _, a := range n.Members {
		part[a] = max(part[a], vertex)
	}
	p := &cityPlan{lowest: model.AssetID(max(0, slices.IndexFunc(part, func(x uint8) bool { return x != absent }))), place: make([]int32, len(part))}
	for i := range p.place {
		p.place[i] = -1
		if part[i] != absent {
			p.place[i] = int32(len(p.parts))
			p.parts = append(p.parts, vertexOf(city, model.AssetID(i)))
		}
	}
	p.place = p.place[p.lowest:]
	for _, e := range n.Edges {
		p.addEdge(city, e)
	}
	return p, nil
}

// vertexOf is an asset as a vertex; addEdge makes edges of those that are.
func vertexOf(city *model.City, id model.AssetID) cityPart {
	a := &city.Assets[id]
	x := cityPart{asset: id, from: -1, to: -1, capacity: max(0, a.Capacity), demand: max(0, a.Demand), z: a.Z, tank: -1, link: None}
	switch role := city.Kinds[a.Kind].Network; {
	case role == model.RoleSource:
		x.kind, x.demand = isPlant, 0
	case role == model.RoleStorage && a.Stored > 0:
		x.kind, x.demand, x.stored = isStore, 0, a.Stored
	case role == model.RoleStorage:
		x.demand = 0
	}
	return x
}

// shortest is the least length of a pipe [m]: streets of a few steps.
const shortest = 10.0

func (p *cityPlan) addEdge(city *model.City, e model.Edge) {
	x := &p.parts[p.of(e.Asset)]
	a, b := &city.Assets[e.From], &city.Assets[e.To]
	*x = cityPart{asset: e.Asset, kind: isPipe, open: e.Open, from: p.of(e.From), to: p.of(e.To), capacity: x.capacity, bore: max(0, e.Bore), tank: -1, link: None}
	x.length = e.Length
	if !(x.length > 0) {
		x.length = math.Hypot(a.At.X-b.At.X, a.At.Y-b.At.Y)
	}
	x.length = max(shortest, x.length)
	switch {
	case !e.Directed:
	case x.capacity > 0 || strings.HasSuffix(city.Kinds[city.Assets[e.Asset].Kind].Name, "/pump"):
		x.kind = isPump
	default:
		x.kind = isReducer
	}
}

// of is the part of an asset, -1 if it takes no part.
func (p *cityPlan) of(a model.AssetID) int32 {
	if i := int(a - p.lowest); i >= 0 && i < len(p.place) {
		return p.place[i]
	}
	return -1
}
