package validation

import (
	"context"
	"fmt"
	"math"

	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/sim/batch"
)

// recorded is a recorded incident as a shipped scenario: all its figures come from the same replications.
type recorded struct {
	scenario string
	without  string // assignment that takes the incident out of the scenario, for a run to compare with under the same random numbers; "" = none
	rows     []recordedRow
	figures  func(run, without *trace.Recording) ([]float64, error) // one for each row; NaN where a run has none
}

// recordedRow is a figure that somebody recorded.
type recordedRow struct {
	id, title, source, unit string
	accepts                 span
	miss                    string // why the model is known to lie outside
}

// span is what a figure may be, and by which rule. The rule was written down before the scenarios were run, and is the same for all:
// a range or bound that the source gives is taken as it is; of a single figure half of it is accepted either way; of a single share half of the
// share or of the rest, whichever is less.
type span struct {
	low, high float64
	why       string
}

func between(low, high float64) span {
	return span{low, high, "the range or bound that the source gives"}
}
func around(x float64) span { return span{x / 2, x * 3 / 2, "half of it"} }
func aroundShare(x float64) span {
	half := min(x, 1-x) / 2
	return span{x - half, x + half, "half of the share, or of the rest"}
}

// Means over so many replications.
const recordedReplications = 30

// compare runs an incident and makes its rows.
func (in *recorded) compare(replications int) ([]Row, error) {
	means, err := in.means(replications)
	if err != nil {
		return nil, fmt.Errorf("scenario %s: %w", in.scenario, err)
	}
	var rows []Row
	for i, r := range in.rows {
		a := r.accepts
		rows = append(rows, Row{ID: r.id, Title: r.title, Source: r.source, Reference: (a.low + a.high) / 2, Computed: means[i],
			Tolerance: (a.high - a.low) / 2, TolWhy: a.why, Unit: r.unit, Miss: r.miss})
	}
	return rows, nil
}

// means are the figures, averaged over the replications that have them.
func (in *recorded) means(replications int) ([]float64, error) {
	s, err := scenarios.Load(in.scenario, nil, nil)
	if err != nil {
		return nil, err
	}
	quiet := s
	if in.without != "" {
		if quiet, err = scenarios.Load(in.scenario, []string{in.without}, nil); err != nil {
			return nil, err
		}
	}
	slots, err := batch.Run(context.Background(), batch.Options{Replications: replications}, func(ctx context.Context, n int) ([]float64, error) {
		run, err := s.Run(ctx, scenarios.RunOptions{Replication: n})
		if err != nil {
			return nil, err
		}
		without := run
		if quiet != s {
			if without, err = quiet.Run(ctx, scenarios.RunOptions{Replication: n}); err != nil {
				return nil, err
			}
		}
		return in.figures(run, without)
	})
	if err != nil {
		return nil, err
	}
	return in.average(slots)
}

func (in *recorded) average(slots []batch.Slot[[]float64]) ([]float64, error) {
	sums, counts := make([]float64, len(in.rows)), make([]float64, len(in.rows))
	for _, slot := range slots {
		if slot.Err != nil {
			return nil, slot.Err
		}
		if len(slot.Value) != len(in.rows) {
			return nil, fmt.Errorf("%d figures for %d rows", len(slot.Value), len(in.rows))
		}
		for i, x := range slot.Value {
			if !math.IsNaN(x) { // a replication in which the attack failed
				sums[i], counts[i] = sums[i]+x, counts[i]+1
			}
		}
	}
	for i := range sums {
		sums[i] /= counts[i]
	}
	return sums, nil
}

// compareAll are the rows of several incidents.
func compareAll(replications int, incidents ...recorded) ([]Row, error) {
	var rows []Row
	for i := range incidents {
		more, err := incidents[i].compare(replications)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}
