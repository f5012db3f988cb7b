package resilience

import (
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// fleetPrefix begins the names of the entities that are devices of a fleet in a district.
const fleetPrefix = "fleet/"

// hasFleets reports whether devices were simulated: only such runs have their figures.
func hasFleets(r *trace.Recording) bool {
	for i := range r.Entities {
		if e := &r.Entities[i]; e.Sort == model.SortDevice && strings.HasPrefix(e.Name, fleetPrefix) {
			return true
		}
	}
	return false
}

// fleetRules are the figures of worms and of whoever takes fleets. They are read off the Changes, which say how many devices of a
// district are held whenever a step is passed (docs/worms.md): a peak is at most a step too low.
func fleetRules() []rule {
	of := func(name, title, unit, doc string, f func(s *study) result) rule {
		return rule{Metric{name, title, unit, Course, doc, -1, false}, func(s *study, _ int) result { return f(s) }}
	}
	half := of("devices_half_h", "Half of the devices held at the peak", "h", "from the first device until half as many are held as at the peak; no value when none was", func(s *study) result {
		return s.devices().half
	})
	half.Better = 1
	return []rule{
		of("devices_held_peak_count", "Devices held, peak", "count", "most devices of fleets that the attacker held at one time, by the latest step of each district",
			func(s *study) result { return some(s.devices().peak) }),
		half,
		of("devices_held_end_count", "Devices held in the end", "count", "devices of fleets that the attacker still holds at the end of the run, by the latest step of each district",
			func(s *study) result { return some(s.devices().last) }),
	}
}

// devices is how a run's fleets fell.
type devices struct {
	peak, last float64
	half       result
}

// devices goes through the Changes twice: the peak comes before half of it is known.
func (s *study) devices() devices {
	var d devices
	s.eachHeld(func(_ sim.Time, total int64) bool {
		d.peak, d.last = max(d.peak, float64(total)), float64(total)
		return true
	})
	begun := sim.Never
	s.eachHeld(func(at sim.Time, total int64) bool {
		begun = min(begun, at)
		if 2*float64(total) >= d.peak {
			d.half = some(hours(at.Sub(begun)))
			return false
		}
		return true
	})
	return d
}

// eachHeld hands out how many devices are held in all, after every Change of that number.
func (s *study) eachHeld(do func(at sim.Time, total int64) bool) {
	now, total := map[model.EntityID]int64{}, int64(0)
	for i := range s.r.Changes {
		c := &s.r.Changes[i]
		if c.Why.Code != model.WhyHeld {
			continue
		}
		total += c.Why.Amount - now[c.Entity]
		now[c.Entity] = c.Why.Amount
		if !do(c.At, total) {
			return
		}
	}
}
