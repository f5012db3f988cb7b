package scenarios

import (
	"maps"
	"slices"

	"cascata/model"
	"cascata/model/health"
	"cascata/sim/rng"
)

// healthSector is the sector whose physics are single patients.
const healthSector = "health"

// healthFidelity decides whether patients are simulated one by one: yes, where there is a hospital and the scenario does not ask for connectivity.
func (l *loader) healthFidelity() {
	if !health.Has(l.s.City) {
		return
	}
	use := usePhysics
	if l.file.Sectors[healthSector].Fidelity == useConnectivity {
		use = useConnectivity
	}
	l.s.Fidelity = append(l.s.Fidelity, healthSector+"="+use)
}

// compileHealth compiles the emergency departments of the scenario, if it has any.
func (s *Scenario) compileHealth(roster *model.Roster) error {
	if !s.uses(healthSector) {
		return nil
	}
	var err error
	s.world.health, err = health.Compile(roster, s.Conditions, health.Options{Messages: s.world.calls != nil})
	return err
}

func (s *Scenario) healthWiring(root rng.Root) *health.Wiring {
	w := &health.Wiring{Root: root, Self: s.world.layout.health}
	if s.world.calls != nil {
		w.Calls = s.callsAddress()
	}
	return w
}

// healthListeners are the assets whose level the departments hear.
func (s *Scenario) healthListeners() []model.Listener {
	if s.world.health == nil {
		return nil
	}
	return s.world.health.Listeners(s.healthWiring(rng.Root{}))
}

// addHealth adds the process of the departments, and its log to the keepers.
func (s *Scenario) addHealth(engine *model.Engine, root rng.Root, k keepers) {
	if s.world.health == nil {
		return
	}
	w := s.healthWiring(root)
	departments := s.world.health.Live(w)
	engine.Add("emergency departments", departments)
	departments.Start(engine)
	k[w.Self] = departments
}

// check asks every keeper that can be asked whether its books are in order.
func (k keepers) check() error {
	for _, p := range slices.Sorted(maps.Keys(k)) {
		if c, can := k[p].(interface{ Check() error }); can {
			if err := c.Check(); err != nil {
				return err
			}
		}
	}
	return nil
}
