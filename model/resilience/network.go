package resilience

import (
	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// networkRules are the figures of people whom no network carries, not even to 112.
func networkRules() []rule {
	of := func(name, title, unit, doc string, f func(n *silence) float64) rule {
		return rule{Metric{name, title, unit, Functions, doc, -1, false}, func(s *study, _ int) result {
			n := s.silence()
			if n == nil {
				return none()
			}
			return some(f(n))
		}}
	}
	return []rule{
		of("no_network_peak_people", "People without any mobile network, peak", "people", "whom no operator's network carries, not even for an emergency call", func(n *silence) float64 { return n.most }),
		of("no_network_person_h", "People without any mobile network", "people h", "the same over time", func(n *silence) float64 { return n.area }),
	}
}

// silence is how many people no network carries.
type silence struct {
	most, area float64
}

// silence follows the reach of each district, or its mobile service where a city has no reach; nil without either.
func (s *study) silence() *silence {
	reach := Reach(s.r)
	if len(reach) == 0 {
		return nil
	}
	n, now, since := &silence{}, 0.0, sim.Time(0)
	level := make(map[model.EntityID]model.Level, len(reach))
	for _, e := range reach {
		level[e] = model.Full
	}
	pass := func(at sim.Time) {
		n.area += float64(now * hours(at.Sub(since)))
		n.most, since = max(n.most, now), at
	}
	for i := range s.r.Changes {
		c := &s.r.Changes[i]
		was, ok := level[c.Entity]
		if !ok || c.Kind != model.KindService || c.At >= s.end {
			continue
		}
		if c.At > since {
			pass(c.At)
		}
		now += float64(float64(s.r.Residents[s.r.Entities[c.Entity].District]) * (was.Share() - c.To.Share()))
		level[c.Entity] = c.To
	}
	pass(s.end)
	return n
}

// Reach lists the assets whose levels are the share of residents of a district whom some network carries to 112: telecom/reach, or telecom/area in a
// city that has none.
func Reach(r *trace.Recording) []model.EntityID {
	for _, kind := range []string{"telecom/reach", "telecom/area"} {
		var list []model.EntityID
		for e := range r.Entities[:r.Assets] {
			if kindOf(r, model.AssetID(e)) == kind && r.Entities[e].District >= 0 {
				list = append(list, model.EntityID(e))
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}
