package transport

import (
	"fmt"
	"slices"
	"sync"

	"cascata/model"
)

var _ model.Physics = City

// City is the road traffic of network number index of a city as physics. Members of the network are streets, signals and the
// traffic of districts (kind "traffic/flow"); what else there is answers with its availability. Errors: no street, an edge, or
// trips that cannot be distributed.
func City(city *model.City, index int, c model.Conditions) (model.Prepared, error) {
	r, err := NewRoads(city, index, c)
	if err != nil {
		return model.Prepared{}, err
	}
	return r.Prepared(), nil
}

// Roads is the road traffic of a city under some conditions, shared by all replications: streets, zones and trips, and the
// equilibrium of each hour of a quiet day, which is solved from nothing when it is first needed. A quiet replication needs none.
type Roads struct {
	city    *model.City
	clock   model.Conditions
	members []member // ascending by asset
	place   []int32  // by asset: its member, -1 for none
	roads   []road   // by link of the spec, as many as there are directions of streets; connectors follow
	zones   []zone
	pairs   pairs
	spec    *Spec
	plan    []perf // by link: costs on a quiet day
	quiet   [2 * hours]quiet
	gap     float64 // of an equilibrium
	rounds  int     // at most so many

	found  finder // corners that every other one can be reached from
	corner []int32
	once   sync.Once
	ways   *Streets
}

// hours of a day. The hours of Saturdays and Sundays follow those of other days.
const hours = 24

// part is what an asset is to the traffic.
type part uint8

const (
	partOther part = iota
	partStreet
	partSignal
	partFlow
)

// member is an asset of the network.
type member struct {
	asset    model.AssetID
	part     part
	at       model.Point
	links    []int32 // of a street: its directions; of a signal: the approaches to it
	district model.DistrictID
}

// NewRoads prepares the traffic of network number index of a finished city. See City.
func NewRoads(city *model.City, index int, c model.Conditions) (*Roads, error) {
	n := &city.Networks[index]
	r := &Roads{city: city, clock: c, place: make([]int32, len(city.Assets)), gap: cityGap, rounds: cityRounds}
	if len(n.Edges) > 0 {
		return nil, fmt.Errorf("network %q has edges: roads are the streets of the city", n.Name)
	}
	r.enrol(n)
	streets := r.ordered()
	if len(streets) == 0 {
		return nil, fmt.Errorf("network %q has no street", n.Name)
	}
	r.pave(streets)
	r.zone(streets)
	if err := r.compile(streets); err != nil {
		return nil, fmt.Errorf("network %q: %w", n.Name, err)
	}
	if err := r.distribute(); err != nil {
		return nil, fmt.Errorf("network %q: trips: %w", n.Name, err)
	}
	return r, nil
}

// Prepared is what a cascade takes.
func (r *Roads) Prepared() model.Prepared {
	return model.Prepared{New: func() model.Solver { return newSolver(r) }}
}

// enrol lists the members.
func (r *Roads) enrol(n *model.Network) {
	for i := range r.place {
		r.place[i] = -1
	}
	list := slices.Clone(n.Members)
	slices.Sort(list)
	for _, a := range slices.Compact(list) {
		x := &r.city.Assets[a]
		m := member{asset: a, at: x.At, district: x.District}
		if r.city.Kinds[x.Kind].Name == "traffic/flow" {
			m.part = partFlow
		}
		r.place[a] = int32(len(r.members))
		r.members = append(r.members, m)
	}
}

// of is the member of an asset, -1 for none.
func (r *Roads) of(a model.AssetID) int32 {
	if a < 0 || int(a) >= len(r.place) {
		return -1
	}
	return r.place[a]
}
