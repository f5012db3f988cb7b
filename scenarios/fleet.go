package scenarios

import (
	"cascata/model"
	"cascata/model/fleet"
	"cascata/sim"
	"cascata/sim/rng"
)

// wards is how many processes the fleets have.
func (s *Scenario) wards() int {
	if s.world.fleet == nil {
		return 0
	}
	return s.world.fleet.Wards()
}

// fleetAddresses are where orders to the devices of each fleet go, district by district.
func (s *Scenario) fleetAddresses() [][]model.Address {
	list := make([][]model.Address, len(s.world.fleetNames))
	for i, name := range s.world.fleetNames {
		for _, cell := range s.world.fleet.Cells(name) {
			list[i] = append(list[i], model.Address{Process: s.world.layout.fleet + sim.ProcessID(s.world.fleet.WardOf(cell)), Entity: cell})
		}
	}
	return list
}

// addFleets adds the processes of the fleets' devices.
func (s *Scenario) addFleets(engine *model.Engine, root rng.Root) {
	w := &fleet.Wiring{Root: root, First: s.world.layout.fleet, Asset: s.world.layout.owner}
	for i := range s.wards() {
		ward := s.world.fleet.Ward(i, w)
		ward.Start(engine, engine.Add(s.world.fleet.WardName(i), ward))
	}
}
