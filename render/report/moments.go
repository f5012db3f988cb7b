package report

import (
	"slices"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// Moment is an instant worth a picture.
type Moment struct {
	At    sim.Time
	Title string
	Entry int // number of the Change that makes it one; 0 if there is none
}

// Moments are the instants that tell a run: the first foothold, the first effect on a service, the first operator who
// understands, the moment with most people without service, half of them served again, and the end. Moments that fall on the same
// instant are one.
func Moments(rec *trace.Recording) []Moment {
	var list []Moment
	add := func(m Moment, ok bool) {
		if ok {
			list = append(list, m)
		}
	}
	add(first(rec, "First foothold of the attacker", func(c *trace.Change) bool {
		return c.Kind == model.KindFoothold && c.To > c.From && rec.Entities[c.Entity].Sort != model.SortCampaign
	}))
	add(first(rec, "First loss of service at any asset", func(c *trace.Change) bool {
		return c.Kind == model.KindService && c.To < c.From && int(c.Entity) < rec.Assets
	}))
	add(first(rec, "First operator aware of the attack", func(c *trace.Change) bool { return c.Kind == model.KindAwareness }))
	l := lossOf(rec)
	worst, half, ok := l.recovery()
	add(Moment{worst, l.peak(), 0}, ok)
	add(Moment{half, "Half of them served again", 0}, ok && half != sim.Never)
	add(Moment{rec.Header.End, "End of the run", 0}, true)
	return merge(list)
}

func first(rec *trace.Recording, title string, is func(*trace.Change) bool) (Moment, bool) {
	for i := range rec.Changes {
		if is(&rec.Changes[i]) {
			return Moment{rec.Changes[i].At, title, i + 1}, true
		}
	}
	return Moment{}, false
}

// merge sorts the moments and joins those of one instant.
func merge(list []Moment) []Moment {
	slices.SortStableFunc(list, func(a, b Moment) int { return int(max(-1, min(1, a.At-b.At))) })
	var out []Moment
	for _, m := range list {
		if n := len(out); n > 0 && out[n-1].At == m.At {
			out[n-1].Title += "; " + scene.Lower(m.Title)
			continue
		}
		out = append(out, m)
	}
	return out
}
