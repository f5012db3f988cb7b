package validation

import (
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Diversion holds the scenario of hospitals on paper against the study of their neighbours.
func Diversion() ([]Row, error) { return compareAll(recordedReplications, diversion()) }

func diversion() recorded {
	const (
		week  = "Conference abstract on the same two departments: 71 ambulances a day in the four weeks before, 116 in the first week"
		study = spillSource + ", four weeks against the four before"
	)
	return recorded{scenario: "hospital-diversion", without: "campaign=[]", figures: diversionFigures, rows: []recordedRow{
		{"HD1", "calibration: time until the records are back, set", "Dameff et al.: a month", "d", around(28), ""},
		{"HD2", "calibration: ambulances at untouched hospitals, rise", study, "share", around(0.35), ""},
		{"HD3", "calibration: visits there, rise", study, "share", around(0.15), ""},
		{"HD4", "calibration: left without being seen before, share of visits", study + ": 158 of 6,114", "share", aroundShare(158.0 / 6114), ""},
		{"HD5", "calibration: left without being seen, rise of the number", study, "share", around(1.28), ""},
		{"HD6", "validation: median wait from arrival, rise", study, "share", around(0.48),
			"one patient in nine comes by ambulance here, two in seven there, so that fewer more come; and departments are less busy before"},
		{"HD7", "check: median stay of admitted patients, rise; the wards were fitted to it in V7", study, "share", around(0.34), ""},
		{"HD8", "validation: ambulances there in the first week, rise", week, "share", around(116.0/71 - 1),
			"a diversion is the same from its first day to its last; nobody learns"},
	}}
}

// month is how long the hospitals are watched from the loss of their service on.
const month = 28 * 24 * time.Hour

// diversionFigures are in the order of the rows.
func diversionFigures(run, without *trace.Recording) ([]float64, error) {
	figures := slices.Repeat([]float64{math.NaN()}, 8)
	hurt, from := diverting(run)
	if from == sim.Never {
		return figures, nil
	}
	before, with := visits(without, hurt, from, from.Add(month)), visits(run, hurt, from, from.Add(month))
	rise := func(of func(*spilled) float64) float64 { return of(&with)/of(&before) - 1 }
	first, usual := visits(run, hurt, from, from.Add(month/4)), visits(without, hurt, from, from.Add(month/4))
	days, err := without28(run)
	return []float64{days, rise(func(s *spilled) float64 { return s.carried }), rise(func(s *spilled) float64 { return s.all }), before.left / before.all,
		rise(func(s *spilled) float64 { return s.left }), rise(func(s *spilled) float64 { return s.wait }), rise(func(s *spilled) float64 { return s.stay }),
		first.carried/usual.carried - 1}, err
}

// without28 is how long records were lost [d].
func without28(run *trace.Recording) (float64, error) {
	hours, err := without("health/records-")(run)
	return hours / 24, err
}

// diverting are the hospitals that fall below half of their service, and when the first one does.
func diverting(rec *trace.Recording) (hurt map[model.EntityID]bool, from sim.Time) {
	hospitals := newWatch(rec, "health/hospital")
	hurt, from = map[model.EntityID]bool{}, sim.Never
	for i := range rec.Changes {
		if c := &rec.Changes[i]; hospitals.hear(c) && c.To < model.Full/2 {
			hurt[c.Entity], from = true, min(from, c.At)
		}
	}
	return hurt, from
}

// visits are those of a span to hospitals that are not hurt.
func visits(rec *trace.Recording, hurt map[model.EntityID]bool, from, until sim.Time) spilled {
	var log []model.Request
	for i := range rec.Requests {
		q := &rec.Requests[i].Request
		at := q.Steps[model.StepArrived]
		if q.Sort == model.RequestPatient && at >= from && at < until && !hurt[q.Asset.Entity()] { // an instant not reached lies beyond all
			log = append(log, *q)
		}
	}
	return spill(log)
}
