package scenarios

import (
	"cascata/model"
	"cascata/model/emergency"
	"cascata/sim"
	"cascata/sim/rng"
)

// callsSector is the sector whose physics are single 112 calls.
const callsSector = "emergency"

// hasCalls reports whether a city has where 112 calls are answered.
func hasCalls(city *model.City) bool {
	for i := range city.Assets {
		if city.Kinds[city.Assets[i].Kind].Name == "emergency/psap" {
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
	w := &emergency.RegionWiring{Root: root, Self: s.world.layout.calls}
	if s.world.roads != nil {
		ways := s.world.roads.Ways()
		w.Travel, w.Hear = ways.Time, ways.Hear
	}
	return w
}

// callsListeners are the assets whose level the calls feel.
func (s *Scenario) callsListeners() []model.Listener {
	if s.world.calls == nil {
		return nil
	}
	w := &emergency.RegionWiring{Self: s.world.layout.calls}
	list := s.world.calls.Listeners(w)
	if s.world.roads != nil {
		list = append(list, s.world.roads.Listeners(s.world.calls.Address(w))...)
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

// checker is a keeper that knows whether its books are in order.
type checker interface{ Check() error }

var _ checker = (*emergency.Region)(nil)

// check asks every keeper that can be asked.
func (k keepers) check(first, last sim.ProcessID) error {
	for p := first; p <= last; p++ {
		if c, ok := k[p].(checker); ok {
			if err := c.Check(); err != nil {
				return err
			}
		}
	}
	return nil
}
