package trace

import (
	"fmt"
	"math"
	"slices"

	"cascata/model"
	"cascata/sim"
)

// Request is a call or a patient of a recorded run. Its number is its place in Recording.Requests plus one.
type Request struct {
	model.Request
	Cause  int32 // the Change that made it, or that made it fail; 0 if none
	Parent int32 // the request it follows from; 0 if none
}

// Keep takes the logs of a run's processes, by process number. Requests are numbered in the order of their triggers, then of
// processes and of their places in the logs. Call it once, after the run and before Finish.
func (r *Recorder) Keep(logs map[sim.ProcessID][]model.Request) error {
	type place struct {
		at      sim.Time
		process sim.ProcessID
		n       int
	}
	var places []place
	for p, log := range logs {
		for n := range log {
			places = append(places, place{log[n].Steps[model.StepTrigger], p, n})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case a.at != b.at:
			return int(min(1, max(-1, a.at-b.at)))
		case a.process != b.process:
			return int(a.process) - int(b.process)
		}
		return a.n - b.n
	})
	numbers := make(map[sim.RecordID]int32, len(places))
	for i, p := range places {
		numbers[sim.RecordID{Process: p.process, N: uint32(p.n + 1)}] = int32(i + 1)
	}
	r.out.Requests = make([]Request, len(places))
	for i, p := range places {
		q := &r.out.Requests[i]
		q.Request = logs[p.process][p.n]
		q.Parent = numbers[q.Request.Parent]
		if q.Request.Cause != (sim.RecordID{}) {
			var err error
			if q.Cause, err = r.numberOf(q.Request.Cause); err != nil {
				return fmt.Errorf("trace: request %d of process %d: %w", p.n+1, p.process, err)
			}
		}
		q.Request.Cause, q.Request.Parent = sim.RecordID{}, sim.RecordID{}
	}
	return nil
}

// numberOf is the number of a record that was observed.
func (r *Recorder) numberOf(ref sim.RecordID) (int32, error) {
	p, n := int(ref.Process), int(ref.N)
	if p < 0 || p >= len(r.numbers) || n < 1 || n > len(r.numbers[p]) {
		return 0, fmt.Errorf("cause %d of process %d has not happened yet", n, p)
	}
	return r.numbers[p][n-1], nil
}

// requests codes the log. Steps are distances from the trigger, one more; 0 is a step that was not reached.
func (c *coder) requests(list *[]Request, s *Stage, changes int) {
	listOf(c, list, 12)
	q := *list
	column(q, func(v *Request) { natural(c, &v.Sort, int64(model.RequestSorts)-1) })
	column(q, func(v *Request) { natural(c, &v.Outcome, int64(model.Outcomes)-1) })
	column(q, func(v *Request) { natural(c, &v.Data, int64(model.DataMissing)) })
	column(q, func(v *Request) { natural(c, &v.Category, 9) })
	column(q, func(v *Request) { natural(c, &v.Attempts, math.MaxUint8) })
	column(q, func(v *Request) { number(c, &v.District, len(s.Districts)) })
	column(q, func(v *Request) { number(c, &v.Asset, s.Assets) })
	column(q, func(v *Request) { number(c, &v.Unit, s.Assets) })
	column(q, func(v *Request) { natural(c, &v.Cause, int64(changes)) })
	column(q, func(v *Request) { natural(c, &v.Parent, int64(len(q))) })
	c.times(len(q), func(i int) *sim.Time { return &q[i].Steps[model.StepTrigger] })
	for step := model.StepFirst; step < model.RequestSteps && c.reading; step++ {
		column(q, func(v *Request) { v.Steps[step] = sim.Never }) // readResponses has them
	}
	for step := model.StepTrigger + 1; step < model.StepFirst; step++ {
		column(q, func(v *Request) { c.step(v.Steps[model.StepTrigger], &v.Steps[step]) })
	}
}

func (c *coder) step(trigger sim.Time, at *sim.Time) {
	after := int64(0)
	if *at != sim.Never {
		after = int64(*at-trigger) + 1
	}
	natural(c, &after, int64(sim.Never-trigger))
	*at = sim.Never
	if after > 0 {
		*at = trigger + sim.Time(after-1)
	}
}

// responses reports whether any request has what the chunk of that name holds.
func (r *Recording) responses() bool {
	for i := range r.Requests {
		q := &r.Requests[i]
		if q.Wanted > 0 || q.Units > 0 || q.Marks > 0 {
			return true
		}
		for _, at := range q.Steps[model.StepFirst:] {
			if at != sim.Never {
				return true
			}
		}
	}
	return false
}

// responses codes what became of requests beyond one unit.
func (c *coder) responses(q []Request) {
	column(q, func(v *Request) { natural(c, &v.Wanted, math.MaxUint8) })
	column(q, func(v *Request) { natural(c, &v.Units, math.MaxUint8) })
	column(q, func(v *Request) { natural(c, &v.Marks, int64(model.MarksAll)) })
	for step := model.StepFirst; step < model.RequestSteps; step++ {
		column(q, func(v *Request) { c.step(v.Steps[model.StepTrigger], &v.Steps[step]) })
	}
}

// readResponses takes over what became of the requests, which stand before.
func (r *Recording) readResponses(c *coder) {
	if r.responses() {
		c.fail("there are two lists of responses")
		return
	}
	c.responses(r.Requests)
	if !r.responses() {
		c.fail("no request has a response")
	}
}
