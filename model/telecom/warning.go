package telecom

import (
	"cmp"
	"slices"
	"time"

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

// Warning is a public warning by SMS whose messages leave evenly from one instant to a later one. One that finds no telephone is sent again until
// it is delivered or expires.
type Warning struct {
	From, Until sim.Time
	Again       time.Duration // from one try to the next; 0 = every message is sent once
	Valid       time.Duration // after which a message expires, from its first try
}

// Delivered is the share of a city's people who have the warning at an instant of a recorded run: of each message the best level of the
// telecom/area asset at its tries so far, by residents, times WarningNormal. People who have service at a lower level have it at a higher one
// too, as those do who live near cells with long batteries. 0 where a city has no such asset, or the span is empty.
func (w Warning) Delivered(rec *trace.Recording, at sim.Time) float64 {
	if w.Until <= w.From {
		return 0
	}
	sum, total := 0.0, 0.0
	for e := range rec.Entities[:rec.Assets] {
		a := &rec.Entities[e]
		if rec.Kinds[a.Kind].Name != "telecom/area" {
			continue
		}
		people := float64(rec.Districts[a.District].Residents)
		sum, total = sum+float64(people*w.reached(history(rec, model.EntityID(e)), at)), total+people
	}
	if total == 0 {
		return 0
	}
	return WarningNormal * sum / total
}

// sendings is how many messages stand for all of a district.
const sendings = 200

// reached is the mean over messages of the best level at their tries until an instant.
func (w Warning) reached(levels []past, at sim.Time) float64 {
	sum := 0.0
	for i := range sendings {
		first := w.From + sim.Time((float64(i)+0.5)/sendings*float64(w.Until-w.From))
		best, last := 0.0, min(at, first.Add(w.Valid))
		if first <= at {
			best = levelAt(levels, first)
		}
		for t := first; w.Again > 0 && t.Add(w.Again) <= last; {
			t = t.Add(w.Again)
			best = max(best, levelAt(levels, t))
		}
		sum += best
	}
	return sum / sendings
}

// past is a level of an asset from an instant on.
type past struct {
	at    sim.Time
	level float64
}

// history is the levels of an asset in a run, oldest first.
func history(rec *trace.Recording, e model.EntityID) []past {
	list := []past{{0, 1}}
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Entity == e && c.Kind == model.KindService {
			list = append(list, past{c.At, c.To.Share()})
		}
	}
	return list
}

// levelAt is the latest level at an instant.
func levelAt(list []past, at sim.Time) float64 {
	i, _ := slices.BinarySearchFunc(list, at+1, func(p past, t sim.Time) int { return cmp.Compare(p.at, t) })
	return list[max(i-1, 0)].level
}
