package validation

import (
	"context"
	"fmt"
	"math"
	"slices"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/sim"
	"cascata/sim/batch"
)

// replays is how many replications of a recorded incident are run: enough for quantiles of 2.5 % and 97.5 % to lie within them.
const replays = 100

// replayed makes an area's rows of so many replications.
func replayed(rows func(replications int) ([]Row, error)) func() ([]Row, error) {
	return func() ([]Row, error) { return rows(replays) }
}

// replay runs a shipped scenario, with assignments on top, and returns what read reads, by replication.
func replay[T any](name string, sets []string, replications int, read func(*trace.Recording) T) ([]T, error) {
	s, err := scenarios.Load(name, sets, nil)
	if err != nil {
		return nil, err
	}
	slots, err := batch.Run(context.Background(), batch.Options{Replications: replications}, func(ctx context.Context, n int) (out T, err error) {
		rec, err := s.Run(ctx, scenarios.RunOptions{Replication: n})
		if err == nil {
			out = read(rec)
		}
		return out, err
	})
	if err != nil {
		return nil, err
	}
	list := make([]T, len(slots))
	for i, slot := range slots {
		if slot.Err != nil {
			return nil, slot.Err
		}
		list[i] = slot.Value
	}
	return list, nil
}

func each[T any](list []T, figure func(T) float64) []float64 {
	out := make([]float64, len(list))
	for i := range list {
		out[i] = figure(list[i])
	}
	return out
}

// central is a row by the rule of docs/emergency.md: the recorded value must lie within the central 95 % of the replications. The tolerance is
// the distance from their mean to the end of that interval on the side of the recorded value.
func central(r Row, values []float64) Row {
	slices.Sort(values)
	low, high := resilience.Quantile(values, 0.025), resilience.Quantile(values, 0.975)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	r.Computed = sum / float64(len(values))
	r.Tolerance = max(0, high-r.Computed)
	if r.Reference < r.Computed {
		r.Tolerance = max(0, r.Computed-low)
	}
	r.TolWhy = fmt.Sprintf("central 95 %% of %d days: %.4g to %.4g", len(values), low, high)
	return r
}

// calling is what became of the calls of a run that began within a part of it. Pocket calls, which end by themselves before anybody can
// answer, count as attempts and are otherwise left out.
type calling struct {
	attempts, pockets int
	failed, failing   int       // attempts that were not answered, and the callers who made them
	waits             []float64 // of those who were answered, in their last attempt [s]
	longest           float64   // wait of anybody in the last attempt [s]
}

// listen reads the calls that began from one instant until another.
func listen(rec *trace.Recording, from, until sim.Time) calling {
	var c calling
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if begun := q.Steps[model.StepTrigger]; begun >= from && begun < until {
			c.add(q)
		}
	}
	return c
}

func (c *calling) add(q *trace.Request) {
	c.attempts += int(q.Attempts)
	if q.Sort == model.RequestPocket {
		c.pockets++
		return
	}
	failed, connected := int(q.Attempts), q.Steps[model.StepConnected]
	switch q.Outcome {
	case model.OutcomeAnswered:
		failed--
		c.waits = append(c.waits, q.Steps[model.StepAnswered].Sub(connected).Seconds())
		c.longest = max(c.longest, c.waits[len(c.waits)-1])
	case model.OutcomeAbandoned:
		c.longest = max(c.longest, q.Steps[model.StepEnded].Sub(connected).Seconds())
	case model.OutcomeElsewhere, model.OutcomeOpen:
		failed--
	}
	c.failed += failed
	if failed > 0 {
		c.failing++
	}
}

// within is the share of those answered whose wait was so long at most [s].
func (c *calling) within(s float64) float64 {
	n := 0
	for _, w := range c.waits {
		if w <= s {
			n++
		}
	}
	return float64(n) / float64(len(c.waits))
}

// mean is the mean wait of those answered [s].
func (c *calling) mean() float64 {
	sum := 0.0
	for _, w := range c.waits {
		sum += w
	}
	return sum / float64(len(c.waits))
}

// longestGap is the longest time between an instant and the next one [s]; NaN if there are not two.
func longestGap(at []sim.Time) float64 {
	if len(at) < 2 {
		return math.NaN()
	}
	slices.Sort(at)
	gap := 0.0
	for i := range at[1:] {
		gap = max(gap, at[i+1].Sub(at[i]).Seconds())
	}
	return gap
}
