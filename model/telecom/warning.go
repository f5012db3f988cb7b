package telecom

import (
	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Warned is the share of a city's people whom a public warning by SMS reaches, in a recorded run, when the messages leave evenly from
// one instant to a later one and each is sent once: WarningNormal times the mean level of the telecom/area assets in between, weighted by
// the residents of their districts. 0 where a city has none, or the span is empty.
func Warned(rec *trace.Recording, from, until sim.Time) float64 {
	sum, total := 0.0, 0.0
	for e := range rec.Entities[:rec.Assets] {
		a := &rec.Entities[e]
		if rec.Kinds[a.Kind].Name != "telecom/area" {
			continue
		}
		people := float64(rec.Districts[a.District].Residents)
		sum, total = sum+float64(people*mean(rec, model.EntityID(e), from, until)), total+people
	}
	if total == 0 || until <= from {
		return 0
	}
	return WarningNormal * sum / total
}

// mean is the mean level of an asset in a span.
func mean(rec *trace.Recording, e model.EntityID, from, until sim.Time) float64 {
	level, at, area := 1.0, from, 0.0
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Entity != e || c.Kind != model.KindService {
			continue
		}
		if t := min(c.At, until); t > at {
			area += float64(level * float64(t.Sub(at)))
			at = t
		}
		level = c.To.Share()
	}
	if until > at {
		area += float64(level * float64(until.Sub(at)))
	}
	return area / float64(until.Sub(from))
}
