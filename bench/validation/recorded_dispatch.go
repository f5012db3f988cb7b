package validation

import (
	"math"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Dispatch holds the scenarios of dispatch on paper against Bucks County and Baltimore.
func Dispatch() ([]Row, error) {
	return compareAll(recordedReplications, onPaper("cad-nine-days", "CB", "Bucks County, 21 to 30 January 2024 (county statements; sauconsource): 9 days, calls answered throughout", 9*24),
		onPaper("cad-seventeen-hours", "CM", "Baltimore, 25 March 2018 (AP, Tripwire, Technical.ly): 17 h, call answering never lost", 17))
}

func onPaper(scenario, id, source string, hours float64) recorded {
	const floor = "; about 10 % hang up also where answers are prompt (Memphis, since 2017)"
	return recorded{scenario: scenario, figures: paperFigures, rows: []recordedRow{
		{id + "1", "calibration: time of dispatch on paper, set", source, "h", around(hours), ""},
		{id + "2", "validation: people's calls answered meanwhile", source + floor, "share", between(0.9, 1), ""},
	}}
}

// paperFigures are how long the dispatch system was out, and the share of people's calls answered in that time.
func paperFigures(run, _ *trace.Recording) ([]float64, error) {
	cad, from, until := newWatch(run, "emergency/cad"), sim.Never, run.Header.End
	for i := range run.Changes {
		switch c := &run.Changes[i]; {
		case !cad.hear(c):
		case from == sim.Never && c.To == model.None:
			from = c.At
		case from != sim.Never && c.To == model.Full:
			until = min(until, c.At)
		}
	}
	if from == sim.Never {
		return []float64{math.NaN(), math.NaN()}, nil
	}
	return []float64{until.Sub(from).Hours(), answeredShare(run, from, until)}, nil
}

// answeredShare is the share of people's calls of a span that somebody answered, pocket calls left out.
func answeredShare(rec *trace.Recording, from, until sim.Time) float64 {
	calls, answered := 0.0, 0.0
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if t := q.Steps[model.StepTrigger]; q.Sort != model.RequestVoice || t < from || t >= until || q.Outcome == model.OutcomeOpen {
			continue
		}
		calls++
		if q.Outcome == model.OutcomeAnswered || q.Outcome == model.OutcomeElsewhere {
			answered++
		}
	}
	return answered / calls
}
