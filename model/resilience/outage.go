package resilience

import (
	"cascata/model"
	"cascata/sim"
)

// outageRules are equivalent outage hours of the consumers of a network, in the two ways InfraRisk counts them (Balakrishnan and
// Cassottana, Sustainable Cities and Society 83, 2022): weighed by what they take, or each the same.
func outageRules() []rule {
	of := func(sector, unit, title string) []rule {
		entry := func(name, how, doc string, weigh func(demand float64) float64) rule {
			return rule{Metric{sector + name, title + ", equivalent outage of " + how, "h", Functions, doc, -1, false},
				func(s *study, _ int) result { return s.outage(sector, unit, weigh) }}
		}
		return []rule{
			entry("_demand_outage_h", "its demand", "area between 1 and PCS, the delivered share of all planned demand of the network's nodes",
				func(demand float64) float64 { return demand }),
			entry("_consumers_outage_h", "its mean consumer", "area between 1 and ECS, the delivered share of its planned demand averaged over the network's nodes that have any",
				func(float64) float64 { return 1 }),
		}
	}
	return append(of("power", "MW", "Power"), of("water", "m3/h", "Water")...)
}

// takes reports whether an asset is a node of the sector's network that takes something off.
func (s *study) takes(a int, sector, unit string) bool {
	e := &s.r.Entities[a]
	k := &s.r.Kinds[e.Kind]
	return e.Demand > 0 && k.Network == model.RoleNode && k.Unit == unit && s.r.Sectors[k.Sector].Name == sector
}

// outage is how long [h] the weighed mean node would have had nothing; no value when the city has no such node. The plan over the day
// scales the demand of all nodes alike and so cancels.
func (s *study) outage(sector, unit string, weigh func(demand float64) float64) result {
	r := s.r
	area, all := 0.0, 0.0
	weight, level, since := make([]float64, r.Assets), make([]model.Level, r.Assets), make([]sim.Time, r.Assets)
	for a := range level {
		level[a] = model.Full
		if s.takes(a, sector, unit) {
			weight[a] = weigh(r.Entities[a].Demand)
			all += weight[a]
		}
	}
	if all == 0 {
		return none()
	}
	pass := func(a int, until sim.Time) {
		area += float64(weight[a] * (1 - level[a].Share()) * hours(until.Sub(since[a])))
		since[a] = until
	}
	for i := range r.Changes {
		c := &r.Changes[i]
		if a := int(c.Entity); c.Kind == model.KindService && a < r.Assets && weight[a] > 0 {
			pass(a, min(c.At, s.end))
			level[a] = c.To
		}
	}
	for a := range level {
		pass(a, s.end)
	}
	return some(area / all)
}
