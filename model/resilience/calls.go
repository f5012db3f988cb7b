package resilience

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// calls sums up the 112 calls of a run.
type calls struct {
	all        int
	outcomes   [model.Outcomes]int // without pocket calls
	reached    int                 // callers who reached a PSAP, without pocket calls and floods
	prompt     int                 // of these, answered within 10 s
	waits      []float64           // from connection to answer [s], ascending, of those answered
	longest    float64             // anybody waited [s]
	silent     int                 // eCalls that no PSAP answered
	nowhere    int                 // eCalls connected without a position to go by
	ecalls     int
	first      []float64    // of incidents with several units: from answer to the first at the scene [min], ascending
	complete   []float64    // and to the last that was wanted
	ambulances [5][]float64 // by category: from answer to arrival at the scene [min], ascending
	queue      []moment     // somebody begins or ceases to wait
}

// promptly is the standard of NFPA 1225 (2022): answered within 10 s in 90 % of cases.
const promptly = 10 * time.Second

func (s *study) calls() *calls {
	if s.called != nil {
		return s.called
	}
	c := &calls{}
	for i := range s.r.Requests {
		if q := &s.r.Requests[i]; q.IsCall() {
			c.add(s.r, q)
		}
	}
	slices.Sort(c.waits)
	slices.Sort(c.first)
	slices.Sort(c.complete)
	slices.SortFunc(c.queue, func(a, b moment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.step, b.step)) })
	for i := range c.ambulances {
		slices.Sort(c.ambulances[i])
	}
	s.called = c
	return c
}

func (c *calls) add(r *trace.Recording, q *trace.Request) {
	c.all++
	if q.Sort == model.RequestPocket {
		return // nobody needs help, whatever becomes of it
	}
	c.outcomes[q.Outcome]++
	connected, answered := q.Steps[model.StepConnected], q.Steps[model.StepAnswered]
	if q.Data != model.DataNone {
		c.ecalls++
		if answered == sim.Never && q.Outcome != model.OutcomeOpen {
			c.silent++
		}
		if connected != sim.Never && q.Data != model.DataDelivered {
			c.nowhere++
		}
	}
	if connected != sim.Never {
		c.line(connected, min(answered, q.Steps[model.StepEnded]))
	}
	if q.Sort != model.RequestFlood && connected != sim.Never {
		c.wait(q, connected, answered)
	}
	c.units(q, answered)
	scene := q.Steps[model.StepOnScene]
	if scene != sim.Never && answered != sim.Never && int(q.Category) < len(c.ambulances) && kindOf(r, q.Unit) == "emergency/ambulance-station" {
		c.ambulances[q.Category] = append(c.ambulances[q.Category], scene.Sub(answered).Minutes())
	}
}

// units adds an incident with several units.
func (c *calls) units(q *trace.Request, answered sim.Time) {
	if first := q.Steps[model.StepFirst]; first != sim.Never && answered != sim.Never {
		c.first = append(c.first, first.Sub(answered).Minutes())
		if all := q.Steps[model.StepComplete]; all != sim.Never {
			c.complete = append(c.complete, all.Sub(answered).Minutes())
		}
	}
}

// moment is when so many more people wait, or fewer.
type moment struct {
	at   sim.Time
	step int
}

// line adds somebody who waits for a while.
func (c *calls) line(from, to sim.Time) {
	if to > from {
		c.queue = append(c.queue, moment{from, 1}, moment{to, -1})
	}
}

// waiting is the most people who waited at one time.
func (c *calls) waiting() int {
	now, most := 0, 0
	for _, m := range c.queue { // who leaves at an instant leaves before those who come then
		now += m.step
		most = max(most, now)
	}
	return most
}

func kindOf(r *trace.Recording, a model.AssetID) string {
	if a == model.Absent {
		return ""
	}
	return r.Kinds[r.Entities[a].Kind].Name
}

// wait adds a caller who reached a PSAP, unless he still waits when the run ends.
func (c *calls) wait(q *trace.Request, connected, answered sim.Time) {
	switch {
	case answered != sim.Never:
		w := answered.Sub(connected)
		c.waits = append(c.waits, w.Seconds())
		c.longest = max(c.longest, w.Seconds())
		if w <= promptly {
			c.prompt++
		}
	case q.Outcome == model.OutcomeOpen:
		return
	default:
		c.longest = max(c.longest, q.Steps[model.StepEnded].Sub(connected).Seconds())
	}
	c.reached++
}

// quantile is Quantile of ascending values, if there are any.
func quantile(ascending []float64, p float64) result {
	x := Quantile(ascending, p)
	return result{x, !math.IsNaN(x)}
}

func callRules() []rule {
	var rules []rule
	add := func(name, title, unit, doc string, better int, of func(c *calls) result) {
		rules = append(rules, rule{Metric{name, title, unit, Functions, doc, better, false}, func(s *study, _ int) result {
			c := s.calls()
			if c.all == 0 {
				return none()
			}
			return of(c)
		}})
	}
	count := func(name, title, doc string, of func(c *calls) int) {
		add(name, title, "count", doc, -1, func(c *calls) result { return some(float64(of(c))) })
	}
	ended := func(name, title, doc string, o model.Outcome) {
		count(name, title, doc, func(c *calls) int { return c.outcomes[o] })
	}
	add("calls_count", "112 calls", "count", "callers, vehicles and alarms that called 112, each once however often it redialled", 0, func(c *calls) result {
		return some(float64(c.all))
	})
	add("calls_answered_10s_share", "112 calls answered in 10 s", "share",
		"of the callers who reached a PSAP, without pocket calls and floods, those answered within 10 s of being put through", 1, func(c *calls) result {
			if c.reached == 0 {
				return none()
			}
			return some(float64(c.prompt) / float64(c.reached))
		})
	add("calls_wait_p90_s", "112 answer time, 90th percentile", "s", "from being put through to the answer, of those answered", -1,
		func(c *calls) result { return quantile(c.waits, 0.9) })
	add("calls_wait_max_s", "112 longest wait", "s", "from being put through until answered or given up", -1,
		func(c *calls) result { return some(c.longest) })
	count("calls_waiting_peak_count", "112 calls waiting, peak", "most callers who waited for an answer at one time, each by the last attempt, floods included, without pocket calls",
		func(c *calls) int { return c.waiting() })
	ended("calls_lost_count", "112 calls lost, no network", "callers who gave up without a network, without pocket calls", model.OutcomeLost)
	ended("calls_blocked_count", "112 calls lost, no free line", "callers who gave up after no line was free", model.OutcomeBlocked)
	ended("calls_abandoned_count", "112 calls lost, caller hung up", "callers who hung up while waiting and gave up, without pocket calls, which do so anyway", model.OutcomeAbandoned)
	ended("calls_elsewhere_count", "112 calls answered elsewhere", "callers whom the neighbouring PSAP answered", model.OutcomeElsewhere)
	count("ecalls_undelivered_count", "eCalls undelivered", "eCalls that no PSAP answered", func(c *calls) int { return c.silent })
	count("msd_without_location_count", "eCalls, data (MSD) without location", "eCalls put through whose data were missing or without a position to trust",
		func(c *calls) int { return c.nowhere })
	response := func(name, title string, category int, p float64) {
		add(name, title, "min", "from the answer to the ambulance at the scene", -1, func(c *calls) result { return quantile(c.ambulances[category], p) })
	}
	response("ambulance_category_1_p50_min", "Ambulance, category 1, median", 1, 0.5)
	response("ambulance_category_1_p90_min", "Ambulance, category 1, 90th percentile", 1, 0.9)
	response("ambulance_category_2_p50_min", "Ambulance, category 2, median", 2, 0.5)
	response("ambulance_category_2_p90_min", "Ambulance, category 2, 90th percentile", 2, 0.9)
	add("incident_first_p90_min", "First of several units, 90th percentile", "min", "from the answer to the first unit at an incident that needs several", -1,
		func(c *calls) result { return quantile(c.first, 0.9) })
	add("incident_complete_p90_min", "All of several units, 90th percentile", "min",
		"from the answer to the last unit at an incident that needs several, of those where all came", -1, func(c *calls) result { return quantile(c.complete, 0.9) })
	return rules
}
