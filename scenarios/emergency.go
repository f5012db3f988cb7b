package scenarios

import (
	"time"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/model/health"
	"cascata/model/transport"
	"cascata/sim"
	"cascata/sim/rng"
)

// callsSector is the sector whose physics are single 112 calls.
const callsSector = "emergency"

// hasCalls reports whether a city has where 112 calls are answered.
func hasCalls(city *model.City) bool { return hasKind(city, "emergency/psap") }

func hasKind(city *model.City, kind string) bool {
	for i := range city.Assets {
		if city.Kinds[city.Assets[i].Kind].Name == kind {
			return true
		}
	}
	return false
}

// callsFidelity decides whether calls are simulated one by one: yes, where there is a PSAP and the scenario does not ask for connectivity.
func (l *loader) callsFidelity() {
	if !hasCalls(l.s.City) {
		return
	}
	use := usePhysics
	if l.file.Sectors[callsSector].Fidelity == useConnectivity {
		use = useConnectivity
	}
	l.s.Fidelity = append(l.s.Fidelity, callsSector+"="+use)
	// A city without hospitals, such as a platform that only passes calls on, carries nobody.
	if use == usePhysics && hasKind(l.s.City, "health/hospital") && !hasKind(l.s.City, "emergency/ambulance-station") {
		l.fault("city", `add an emergency/ambulance-station, or write fidelity = "connectivity" in [sector.emergency]`,
			"the city %s answers 112 calls, has hospitals and no ambulance station: ambulances have no base", l.s.City.Name)
	}
}

// compileCalls compiles the calls of the scenario, if it has any.
func (s *Scenario) compileCalls(roster *model.Roster) error {
	if !s.uses(callsSector) {
		return nil
	}
	var err error
	s.world.calls, err = emergency.CompileRegion(roster, s.Conditions, s.Calls)
	return err
}

// callsWiring tells the calls of one replication where the others are, and how units travel: by the ways of the roads where they have
// physics.
func (s *Scenario) callsWiring(root rng.Root) *emergency.RegionWiring {
	w := &emergency.RegionWiring{Root: root, Self: s.world.layout.calls, Asset: s.world.layout.owner}
	if s.world.health != nil {
		w.Hospital = s.department
	}
	if s.world.roads != nil {
		ways := s.world.roads.Ways()
		w.Travel, w.Hear = ways.Time, ways.Hear
		w.Usual = s.calm()
	}
	return w
}

// calm tells the times on the roads of a quiet day. It is seldom asked, and makes its view of the roads when it is.
func (s *Scenario) calm() func(sim.Time, model.Point, model.Point) (time.Duration, bool) {
	var ways *transport.Ways
	return func(now sim.Time, from, to model.Point) (time.Duration, bool) {
		if ways == nil {
			ways = s.world.roads.Ways()
		}
		return ways.Time(now, from, to, false)
	}
}

// callsAddress is where messages to the calls go.
func (s *Scenario) callsAddress() model.Address {
	return s.world.calls.Address(&emergency.RegionWiring{Self: s.world.layout.calls})
}

// department is where the patients of a hospital go, if it has an emergency department.
func (s *Scenario) department(hospital model.AssetID) (model.Address, bool) {
	w := &health.Wiring{Self: s.world.layout.health}
	return s.world.health.Address(w, hospital), s.world.health.Takes(hospital)
}

// callsListeners are the assets whose level the calls feel.
func (s *Scenario) callsListeners() []model.Listener {
	if s.world.calls == nil {
		return nil
	}
	list := s.world.calls.Listeners(&emergency.RegionWiring{Self: s.world.layout.calls})
	if s.world.roads != nil {
		list = append(list, s.world.roads.Listeners(s.callsAddress())...)
	}
	return list
}

// addCalls adds the process of the calls, and its log to the keepers.
func (s *Scenario) addCalls(engine *model.Engine, root rng.Root, k keepers) {
	if s.world.calls == nil {
		return
	}
	w := s.callsWiring(root)
	region := s.world.calls.Live(w)
	engine.Add("112 calls and dispatch", region)
	region.Start(engine, w.Self)
	k[w.Self] = region
}
