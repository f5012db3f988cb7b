package resilience

import (
	"fmt"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// spread is how far losses of service went.
type spread struct {
	assets, sectors int
	orders          [4]int // losses by order: 0 in the sector where the chain began, 1, 2, 3 and more
}

// fell reports whether Change number n is a fall of an asset's service.
func fell(r *trace.Recording, n int) bool {
	c := r.Change(n)
	return c.Kind == model.KindService && int(c.Entity) < r.Assets && c.To < c.From
}

// cascade counts each asset once, at its first fall. The order of a loss is how many times its chain of first causes passes
// from a loss in one sector to a loss in another.
func (s *study) cascade() *spread {
	if s.spread != nil {
		return s.spread
	}
	r := s.r
	out := &spread{}
	order := make([]int32, len(r.Changes))           // of the latest loss in the chain, itself included
	sector := make([]model.SectorID, len(r.Changes)) // of that loss; Absent before the first
	seen := make([]bool, r.Assets)
	in := make([]bool, len(r.Sectors))
	for i := range r.Changes {
		sector[i] = model.Absent
		if causes := r.Causes(i + 1); len(causes) > 0 {
			order[i], sector[i] = order[causes[0].Number-1], sector[causes[0].Number-1]
		}
		if !fell(r, i+1) {
			continue
		}
		e := r.Changes[i].Entity
		mine := r.Entities[e].Sector
		if sector[i] != model.Absent && sector[i] != mine {
			order[i]++
		}
		sector[i] = mine
		if !seen[e] {
			seen[e] = true
			out.assets++
			out.orders[min(order[i], 3)]++
			if !in[mine] {
				in[mine] = true
				out.sectors++
			}
		}
	}
	s.spread = out
	return out
}

// share is the part of the losses outside the first sector that has the order; 3 stands for 3 and more. No value when no
// loss left the sector in which it began.
func (c *spread) share(order int) result {
	all := c.orders[1] + c.orders[2] + c.orders[3]
	if all == 0 {
		return none()
	}
	return some(float64(c.orders[order]) / float64(all))
}

// longest is the longest chain from the attack to a loss that people feel; no value when the attack reached nobody.
func (s *study) longest() result {
	best := none()
	for i := range s.r.Changes {
		if s.attacked[i] && fell(s.r, i+1) && s.r.Entities[s.r.Changes[i].Entity].People > 0 {
			best = some(max(best.number, float64(s.r.Depth(i+1))))
		}
	}
	return best
}

// changesOf counts the Changes of a kind.
func changesOf(kind model.ChangeKind) rule {
	name := trace.KindName(kind)
	return rule{
		Metric{fmt.Sprintf("changes_%s_count", name), fmt.Sprintf("Changes of kind %s", name), "count", Course,
			"Changes of this kind", 0, false},
		func(s *study, _ int) result {
			n := 0
			for i := range s.r.Changes {
				if s.r.Changes[i].Kind == kind {
					n++
				}
			}
			return some(float64(n))
		},
	}
}

// firstThat is the instant of the first Change that satisfies the test.
func (s *study) firstThat(is func(i int, c *trace.Change) bool) (sim.Time, bool) {
	for i := range s.r.Changes {
		if c := &s.r.Changes[i]; is(i, c) {
			return c.At, true
		}
	}
	return 0, false
}

func (s *study) when(is func(i int, c *trace.Change) bool) result {
	if t, ok := s.firstThat(is); ok {
		return since0(t)
	}
	return none()
}

func (s *study) first(kind model.ChangeKind) result {
	return s.when(func(_ int, c *trace.Change) bool { return c.Kind == kind })
}

// held reports whether a Change gives the attacker something it did not have.
func held(_ int, c *trace.Change) bool {
	return c.Kind == model.KindFoothold && c.To > c.From && c.Why.Code != model.WhyCampaignStart
}

func (s *study) foothold() result { return s.when(held) }

func (s *study) dwell() result {
	from, ok := s.firstThat(held)
	if !ok {
		return none()
	}
	to, ok := s.firstThat(func(_ int, c *trace.Change) bool { return c.Kind == model.KindAwareness && c.At >= from })
	if !ok {
		return none()
	}
	return some(hours(to.Sub(from)))
}

// effect is the first Command of the attack that impaired an asset; what the defenders switch off themselves does not count.
func (s *study) effect() result {
	return s.when(func(i int, c *trace.Change) bool {
		if c.Kind != model.KindCommand || !s.attacked[i] || s.defends(c.Why.Other) {
			return false
		}
		switch c.Why.Code {
		case model.WhyOpened, model.WhyStopped, model.WhyDamaged, model.WhySetPoint:
			return true
		}
		return false
	})
}

// defends reports whether an entity is the operator's people.
func (s *study) defends(e model.EntityID) bool {
	if e < 0 {
		return false
	}
	sort := s.r.Entities[e].Sort
	return sort == model.SortOperator || sort == model.SortCrews
}

func (s *study) loss() result {
	return s.when(func(i int, _ *trace.Change) bool { return fell(s.r, i+1) })
}
