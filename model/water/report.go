package water

import (
	"errors"
	"math"
)

// Summary is what a whole run was like.
type Summary struct {
	Steps      int     // hydraulic steps
	Iterations int     // of all steps
	Unbalanced int     // instants that missed the accuracy
	Residual   float64 // the worst that was accepted: sum of flow changes over sum of flows
	Imbalance  float64 // the worst at a junction [file's unit of flow]
	CutOff     int     // most junctions with demand that no source reached, at any instant
	Asked      float64 // volume of positive demands [file's unit of flow times seconds]
	Delivered  float64 // of it
}

// Report runs a spec to its end and calls each at every reporting time: start, start + step and so on [s]. Reporting does not
// change the run: a reporting time between two hydraulic steps is solved on a copy. A step of 0 is the file's; then start is
// the file's, too. An error of each ends the run; instants that are not balanced do not, the summary counts them.
func (s *Spec) Report(start, step int64, each func(*Run) error) (Summary, error) {
	if step <= 0 {
		start, step = s.times.ReportStart, s.times.ReportStep
	}
	p := reporter{run: s.NewRun(), due: start, step: step, each: each}
	if start%s.times.ReportStep != 0 || step%s.times.ReportStep != 0 {
		p.before, p.view = s.NewRun(), s.NewRun()
	}
	for {
		if err := p.instant(); err != nil {
			return p.sum, err
		}
		if p.before != nil {
			p.before.CopyFrom(p.run)
		}
		length := p.run.Advance()
		if length == 0 {
			return p.sum, nil
		}
		p.volumes(length)
		for p.before != nil && p.due < p.run.now {
			if err := p.between(); err != nil {
				return p.sum, err
			}
		}
	}
}

// reporter is a run with what is said about it.
type reporter struct {
	run, before, view *Run // before: where the step began; view: a copy to look at
	due, step         int64
	each              func(*Run) error
	sum               Summary
}

// instant solves and reports the present instant.
func (p *reporter) instant() error {
	if err := p.solved(p.run.Solve()); err != nil {
		return err
	}
	p.sum.Steps++
	p.sum.Iterations += p.run.Iterations
	p.sum.Residual = max(p.sum.Residual, p.run.Residual)
	p.sum.Imbalance = max(p.sum.Imbalance, p.run.Imbalance())
	p.sum.CutOff = max(p.sum.CutOff, p.run.CutOff())
	if p.run.now != p.due {
		return nil
	}
	p.due += p.step
	return p.each(p.run)
}

// between reports an instant inside a step: tanks moved, hydraulics solved, no controls.
func (p *reporter) between() error {
	p.view.CopyFrom(p.before)
	for p.view.now < p.due && p.view.AdvanceTo(p.due) > 0 {
	}
	p.view.follow()
	if err := p.solved(p.view.Settle()); err != nil {
		return err
	}
	p.due += p.step
	return p.each(p.view)
}

// solved counts what is not balanced and passes on every other error.
func (p *reporter) solved(err error) error {
	var residual *NotBalanced
	if errors.As(err, &residual) {
		p.sum.Unbalanced++
		return nil
	}
	return err
}

// volumes adds up demands over a step that has passed. Demands and deliveries still are those of its beginning.
func (p *reporter) volumes(length int64) {
	asked, delivered := p.run.Totals()
	p.sum.Asked += asked * float64(length)
	p.sum.Delivered += delivered * float64(length)
}

// Totals is the sum of the positive demands and what of it is delivered [file's unit of flow].
func (r *Run) Totals() (asked, delivered float64) {
	for i, q := range r.demand {
		if q > 0 {
			asked += q
			delivered += min(q, max(0, r.delivered[i]))
		}
	}
	return asked * r.spec.unit.flow, delivered * r.spec.unit.flow
}

// CutOff is how many junctions with demand no source reaches.
func (r *Run) CutOff() int {
	r.update()
	if !r.zones.cut {
		return 0
	}
	n := 0
	for i := range r.spec.junctions {
		if r.demand[i] > 0 && int(r.zones.find(int32(i))) < r.spec.junctions {
			n++
		}
	}
	return n
}

// finite reports whether every number of the state is one.
func (r *Run) finite() bool {
	for _, list := range [][]float64{r.head, r.flow, r.emitted, r.delivered, r.volume} {
		for _, x := range list {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return false
			}
		}
	}
	return true
}
