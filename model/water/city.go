package water

import (
	"sync"

	"cascata/model"
)

// Supply is the water network of a city as hydraulics: compiled once, immutable, shared by all replications.
type Supply struct {
	*cityPlan
	net   *Network
	spec  *Spec
	plan  model.Plan
	once  sync.Once
	quiet quietRun
}

// NewSupply lays out network number index of a finished city: pressure zones, tanks, pumps and valves with their set-points, and
// pipes with their diameters (docs/water.md, "In the city"). The quiet run that solvers start from is computed when the first
// one needs it. Errors: a network that is none.
func NewSupply(city *model.City, index int, c model.Conditions) (*Supply, error) {
	p, err := collectParts(city, &city.Networks[index])
	if err != nil {
		return nil, err
	}
	p.findZones()
	p.spread()
	p.setHeads()
	p.size()
	s := &Supply{cityPlan: p, net: p.network(city, c), plan: planOf(c)}
	if s.spec, err = newSpec(s.net, Settings{Accuracy: cityAccuracy, Trials: cityTrials}, true); err != nil {
		return nil, err
	}
	s.spec.ridge = cityRidge
	s.spec.settleTanks(cityStep)
	for i := range p.parts {
		if x := &p.parts[i]; x.kind == isStore {
			x.tank = s.spec.tankAt[int(s.spec.place[x.node])-s.spec.junctions]
		}
	}
	return s, nil
}

// How well an instant of a city is solved: sum of flow changes over sum of flows, and iterations before it counts as unsettled.
const (
	cityAccuracy = 1e-6
	cityTrials   = 100
	cityRidge    = 1e-8 // [cfs/ft]
)

var _ model.Physics = City

// City is the hydraulics of a city's water network as a solver of the cascade: see [NewSupply].
func City(city *model.City, index int, c model.Conditions) (model.Prepared, error) {
	s, err := NewSupply(city, index, c)
	if err != nil {
		return model.Prepared{}, err
	}
	return s.Prepared(), nil
}

// settleTanks lets the pipes at tanks see the level that their flow makes within a step [s]: a loss in proportion to the flow,
// step/area. For a tank with one pipe that is the implicit Euler method; tanks joined by wide pipes then come to rest instead of
// pouring into each other in turn.
func (s *Spec) settleTanks(step float64) {
	for i := range s.pipes {
		c := &s.pipes[i]
		for _, n := range [2]int32{c.a, c.b} {
			if int(n) < s.junctions {
				continue
			}
			if at := s.tankAt[int(n)-s.junctions]; at >= 0 {
				c.straight += step / s.tanks[at].area
			}
		}
	}
}

// Prepared is what all replications share.
func (s *Supply) Prepared() model.Prepared { return model.Prepared{New: s.New, Plan: s.plan} }

// Network is the hydraulic network, for writing it as an EPANET file. Set-points of pumps and valves are not in it.
func (s *Supply) Network() *Network { return s.net }
