package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/network"
	"cascata/model/power"
	"cascata/model/telecom"
	"cascata/model/trace"
	"cascata/model/transport"
	"cascata/model/water"
	"cascata/scenarios/strict"
)

// The fidelities of a sector.
const (
	usePhysics      = "physics"
	useConnectivity = "connectivity"
)

// physics lists the sectors whose networks have physics of their own. All others have connectivity and capacity.
func physics() map[string]model.Physics {
	return map[string]model.Physics{"power": power.City, "telecom": telecom.City, "traffic": transport.City, "water": water.City}
}

// fidelity decides which model each sector uses: its physics, unless the scenario asks for connectivity or there is none.
func (l *loader) fidelity() {
	known, city := physics(), l.s.City
	for _, name := range slices.Sorted(maps.Keys(l.file.Sectors)) {
		wanted := l.file.Sectors[name].Fidelity
		at := strict.Path("sector", name)
		if city.Sector(name) == model.Absent {
			l.fault(at, model.DidYouMean(name, city.SectorNames()), "the city has no sector %q", name)
		} else if wanted == usePhysics && known[name] == nil && name != callsSector && name != healthSector {
			l.fault(strict.Path("sector", name, "fidelity"), fmt.Sprintf("physics is known of %v; leave it out", append(slices.Sorted(maps.Keys(known)), callsSector, healthSector)),
				"there is no physics of sector %s", name)
		}
	}
	var with []model.SectorID
	for i := range city.Networks {
		id := city.Networks[i].Sector
		name := city.Sectors[id].Name
		if _, has := known[name]; !has || slices.Contains(with, id) {
			continue
		}
		if !l.wantsPhysics(name, &city.Networks[i]) {
			l.s.Fidelity = append(l.s.Fidelity, name+"="+useConnectivity)
			continue
		}
		with = append(with, id)
		l.s.Fidelity = append(l.s.Fidelity, name+"="+usePhysics)
	}
	l.callsFidelity()
	l.healthFidelity()
	slices.Sort(l.s.Fidelity)
	l.join(city.UsePhysics(with...))
}

// mostForPhysics is how many edges and members a network has at most that uses physics without being asked to. Lisboa has about
// 2,000; a city of a million assets, whose equilibria and hydraulics would take hours, has 200,000.
const mostForPhysics = 20_000

// wantsPhysics decides for one network: as the scenario says, else by its size.
func (l *loader) wantsPhysics(sector string, n *model.Network) bool {
	switch l.file.Sectors[sector].Fidelity {
	case usePhysics:
		return true
	case useConnectivity:
		return false
	}
	return len(n.Edges)+len(n.Members) <= mostForPhysics
}

// uses reports whether a sector's networks have physics in this scenario.
func (s *Scenario) uses(sector string) bool {
	return slices.Contains(s.Fidelity, sector+"="+usePhysics)
}

// solvers makes the cascade's solvers of each network, and notes what its nodes take on a quiet day.
func (s *Scenario) solvers(city *model.City, index int) (func() model.Solver, error) {
	sector := city.Sectors[city.Networks[index].Sector].Name
	if !s.uses(sector) {
		n, err := network.Compile(city, index)
		if err != nil {
			return nil, err
		}
		return n.New, nil
	}
	if sector == "traffic" {
		return s.roads(city, index)
	}
	prepared, err := physics()[sector](city, index, s.Conditions)
	if err != nil {
		return nil, err
	}
	if len(prepared.Plan.Share) > 0 {
		s.world.plans = append(s.world.plans, trace.Plan{Sector: sector, Plan: prepared.Plan})
	}
	return prepared.New, nil
}

// roads makes the solvers of the traffic, and keeps the roads for those who ask for ways.
func (s *Scenario) roads(city *model.City, index int) (func() model.Solver, error) {
	r, err := transport.NewRoads(city, index, s.Conditions)
	if err != nil {
		return nil, err
	}
	s.world.roads = r
	return r.Prepared().New, nil
}

// conditions are the clock and the weather of a scenario.
func (l *loader) conditions() {
	start := l.file.Start.Time
	midnight := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, time.UTC)
	usual := temperatures()[start.Month()-1]
	c := model.Conditions{Start: start.Sub(midnight), Weekday: start.Weekday(), Horizon: l.s.Horizon, Low: usual.low, High: usual.high}
	w := l.file.Weather
	if w.LowC != nil {
		c.Low = *w.LowC
	}
	if w.HighC != nil {
		c.High = *w.HighC
	}
	if c.Low > c.High {
		l.fault("weather", "write a low_c that is not above high_c", "the night is warmer (%g C) than the day (%g C)", c.Low, c.High)
	}
	l.s.Conditions = c
}

// temperatures are the mean daily minimum and maximum of each month, January first [°C]: Lisboa, Geofisico, normals of 1981 to
// 2010 of the Portuguese weather service (IPMA), from general knowledge, within a degree.
func temperatures() [12]struct{ low, high float64 } {
	return [12]struct{ low, high float64 }{{8.3, 14.8}, {9.1, 16.2}, {11.0, 18.8}, {11.9, 19.8}, {13.9, 22.1}, {16.6, 25.7},
		{18.2, 27.9}, {18.6, 28.3}, {17.6, 26.5}, {15.1, 22.5}, {11.8, 18.2}, {9.4, 15.3}}
}
