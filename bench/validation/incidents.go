package validation

import (
	"context"
	"fmt"
	"math"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/sim/batch"
)

// incident compares a figure of a shipped scenario, averaged over replications, with what an incident showed. Most of it is
// calibration, not validation: the scenario was made to look like the incident. The title says which.
type incident struct {
	id, title, source, scenario string
	unit                        string
	low, high                   float64 // what the incident allows
	why                         string
	figure                      func(*trace.Recording) (float64, error)
}

// incidentReplications is enough for the spread of a mean to be small against the ranges.
const incidentReplications = 30

// Incidents runs the shipped scenarios and holds them against the incidents they are modelled on.
func Incidents() ([]Row, error) {
	var rows []Row
	for _, c := range incidents() {
		mean, err := c.mean()
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", c.scenario, err)
		}
		rows = append(rows, Row{ID: c.id, Title: c.title, Source: c.source, Reference: (c.low + c.high) / 2, Computed: mean,
			Tolerance: (c.high - c.low) / 2, TolWhy: c.why, Unit: c.unit})
	}
	switching, err := loadSwitching()
	if err != nil {
		return nil, fmt.Errorf("scenario iot-load-switching: %w", err)
	}
	return append(rows, switching...), nil
}

func incidents() []incident {
	const empirical = "Empirical patterns of interdependencies in cascading disasters (c. 2023): 80.4 % of effects first-order, 17.9 % second-order"
	return []incident{
		{"C9a", "check: first-order share of lost services", empirical, "substation-switching", "share", 0.75, 1, "at least 75 % was called for", metric("cascade_first_order_share")},
		{"C9b", "check: share of third and higher order", empirical, "substation-switching", "share", 0, 0.05, "at most 5 % was called for", metric("cascade_third_order_share")},
		{"C10", "calibration: time to the last customer's return", "Ukraine, 23 December 2015: 1 to 6 h, ended by manual switching (E-ISAC/SANS coverage)",
			"substation-switching", "h", 1, 6, "range of the three utilities", metric("power_recover_100_h")},
		{"C11", "calibration: time without mobile voice of the operator", "Kyivstar, 12 December 2023: voice back after about 36 h", "mobile-core-wipe", "h", 24, 48,
			"from the morning of the first to the evening of the second day", without("telecom/mobile-mno-a-")},
		{"C12", "check: time of dispatch by hand", "CAD outages: Baltimore 17 h, Bucks County 9 d, Dallas 10 to 12 d", "cad-ransomware", "h", 17, 288,
			"range of the three incidents", metric("emergency_recover_100_h")},
		{"C17", "calibration: share of callers who fail at first and never get through", "Optus, 18 September 2025: some 480 of 600 to 631 (ACMA and AAP coverage)",
			"emergency-calls-fail", "share", 0.66, 0.88, "calls there, callers here", neverThrough},
	}
}

func (c *incident) mean() (float64, error) {
	s, err := scenarios.Load(c.scenario, nil, nil)
	if err != nil {
		return math.NaN(), err
	}
	slots, err := batch.Run(context.Background(), batch.Options{Replications: incidentReplications}, func(ctx context.Context, n int) (float64, error) {
		rec, err := s.Run(ctx, scenarios.RunOptions{Replication: n})
		if err != nil {
			return math.NaN(), err
		}
		return c.figure(rec)
	})
	if err != nil {
		return math.NaN(), err
	}
	sum, n := 0.0, 0.0
	for _, slot := range slots {
		if slot.Err != nil {
			return math.NaN(), slot.Err
		}
		if !math.IsNaN(slot.Value) { // a replication in which the attack failed has no outage to time
			sum, n = sum+slot.Value, n+1
		}
	}
	return sum / n, nil
}

// metric is a metric of the run; NaN where the run has none.
func metric(key string) func(*trace.Recording) (float64, error) {
	return func(rec *trace.Recording) (float64, error) {
		for _, v := range resilience.All(rec) {
			if v.Key() == key {
				if !v.OK {
					return math.NaN(), nil
				}
				return v.Number, nil
			}
		}
		return 0, fmt.Errorf("there is no metric %q", key)
	}
}

// neverThrough is the share of people who called more than once for whom no network was reached in the end.
func neverThrough(rec *trace.Recording) (float64, error) {
	failed, never := 0.0, 0.0
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if q.Sort != model.RequestVoice || q.Attempts < 2 {
			continue
		}
		failed++
		if q.Outcome == model.OutcomeLost {
			never++
		}
	}
	if failed == 0 {
		return math.NaN(), nil
	}
	return never / failed, nil
}
