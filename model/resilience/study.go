package resilience

import (
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// whole stands for the whole city where a sector could stand.
const whole = -1

// study is a recording on the desk, with what several metrics share.
type study struct {
	r        *trace.Recording
	end      sim.Time
	curves   []curve // of the whole city, then of every sector
	served   []int64 // by sector
	attacked []bool  // by Change: it goes back to a foothold along first causes
	spread   *spread
	account  *ledger
	called   *calls
	care     *patients
	legal    []trace.LegalClock
	judged   bool // legal is filled
}

func newStudy(r *trace.Recording) *study {
	s := &study{r: r, end: r.Header.End}
	s.served = make([]int64, len(r.Sectors))
	for sector := range r.Sectors {
		for d := range r.Districts {
			s.served[sector] += r.Served[r.Cell(model.SectorID(sector), model.DistrictID(d))]
		}
	}
	s.curves = append(s.curves, curve{points: r.Affected.Points(r.AllDistricts()), end: s.end})
	for sector := range r.Sectors {
		s.curves = append(s.curves, curve{points: r.City.Points(int32(sector)), end: s.end})
	}
	s.attacked = make([]bool, len(r.Changes))
	for i := range r.Changes {
		s.attacked[i] = r.Changes[i].Kind == model.KindFoothold
		if causes := r.Causes(i + 1); len(causes) > 0 && s.attacked[causes[0].Number-1] {
			s.attacked[i] = true
		}
	}
	return s
}

func (s *study) curve(sector int) *curve { return &s.curves[sector+1] }

func hours(d time.Duration) float64 { return d.Hours() }

// since0 is an instant in hours from the start.
func since0(t sim.Time) result { return some(hours(t.Sub(0))) }

// curve is a performance Q(t) as steps, the first at 0.
type curve struct {
	points []trace.Point
	end    sim.Time
}

// each hands out the steps with the time they last [h].
func (c *curve) each(do func(p *trace.Point, h float64)) {
	for i := range c.points {
		until := c.end
		if i+1 < len(c.points) {
			until = min(until, c.points[i+1].At)
		}
		if until > c.points[i].At {
			do(&c.points[i], hours(until.Sub(c.points[i].At)))
		}
	}
}

// loss is the area between 1 and Q [h].
func (c *curve) loss() float64 {
	area := 0.0
	c.each(func(p *trace.Point, h float64) { area += (1 - p.Level.Share()) * h })
	return area
}

// lowest is the lowest Q.
func (c *curve) lowest() float64 { return c.floor().Share() }

func (c *curve) floor() model.Level {
	low := model.Full
	for i := range c.points {
		low = min(low, c.points[i].Level)
	}
	return low
}

func (c *curve) peak() float64 {
	most := int64(0)
	for i := range c.points {
		most = max(most, c.points[i].People)
	}
	return float64(most)
}

// personHours is the integral of the people without service.
func (c *curve) personHours() float64 {
	area := 0.0
	c.each(func(p *trace.Point, h float64) { area += float64(p.People) * h })
	return area
}

// recovery is the time [h] from the first loss until the given share of the deepest loss is back and stays back.
func (c *curve) recovery(share float64) result {
	low := c.floor()
	if low == model.Full {
		return some(0)
	}
	want := low + model.LevelOf(share*(1-low.Share()))
	begin, back, held := sim.Never, sim.Time(0), false
	for i := range c.points {
		p := &c.points[i]
		if p.Level < model.Full && begin == sim.Never {
			begin = p.At
		}
		switch {
		case p.Level < want:
			held = false
		case !held:
			held, back = true, p.At
		}
	}
	if !held {
		return none()
	}
	return some(hours(back.Sub(begin)))
}

// unserved is the planned take-off of a sector's network nodes that was not delivered [unit x h]; no value when the city has
// no such node.
func (s *study) unserved(sector, unit string) result {
	r := s.r
	since := make([]sim.Time, r.Assets) // the instant up to which an asset is accounted for
	level := make([]model.Level, r.Assets)
	sum, any := 0.0, false
	counts := func(a int) bool { return s.takes(a, sector, unit) }
	for a := range level {
		level[a] = model.Full
		any = any || counts(a)
	}
	plan := s.plan(sector)
	account := func(a int, t sim.Time) {
		if t > since[a] {
			sum += r.Entities[a].Demand * (1 - level[a].Share()) * plan.Over(since[a], t)
		}
		since[a] = t
	}
	for i := range r.Changes {
		c := &r.Changes[i]
		if a := int(c.Entity); c.Kind == model.KindService && a < r.Assets && counts(a) {
			account(a, min(c.At, s.end))
			level[a] = c.To
		}
	}
	for a := range level {
		if level[a] < model.Full && counts(a) {
			account(a, s.end)
		}
	}
	if !any {
		return none()
	}
	return some(sum)
}

// plan is what a sector's nodes take on a quiet day.
func (s *study) plan(sector string) model.Plan {
	for _, p := range s.r.Header.Plans {
		if p.Sector == sector {
			return p.Plan
		}
	}
	return model.Plan{}
}

// safety adds up the person-hours without the services that save lives.
func (s *study) safety() result {
	sum, any := 0.0, false
	for i := range s.r.Sectors {
		if name := s.r.Sectors[i].Name; (name == "health" || name == "emergency") && s.served[i] > 0 {
			sum, any = sum+s.curve(i).personHours(), true
		}
	}
	if !any {
		return none()
	}
	return some(sum)
}
