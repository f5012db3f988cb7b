package water

import (
	"fmt"
	"math"
)

// NotBalanced says that the equations of an instant were not solved to the accuracy asked for. The run keeps the best state it
// found and may go on; what it shows for that instant is as far off as the residual says.
type NotBalanced struct {
	At         int64   // [s]
	Iterations int     // tried
	Residual   float64 // sum of flow changes over sum of flows of the last iteration
}

// Error says when and by how much.
func (e *NotBalanced) Error() string {
	return fmt.Sprintf("hydraulics at %d s are not balanced after %d iterations: flows still change by %.2g of their sum", e.At, e.Iterations, e.Residual)
}

// solve finds heads and flows for the present demands, tank levels and statuses. It starts from the flows it finds, so a small
// change takes few iterations. The method is the global gradient algorithm: Newton's method on heads and flows at once, with
// the flows eliminated (Todini and Pilati 1988). Statuses of valves follow every iteration, those of pumps, check valves and
// links at tanks every second one at first and whenever it converged.
func (r *Run) solve() error {
	s := r.spec
	r.mark()
	accuracy := s.set.Accuracy
	for {
		done, finite := r.iterate(accuracy)
		if done {
			return nil
		}
		err := &NotBalanced{At: r.now, Iterations: r.Iterations, Residual: r.Residual}
		if !finite {
			r.back()
			return err
		}
		if accuracy *= 10; accuracy > max(s.set.Accuracy, s.net.Options.Accuracy) {
			return err
		}
		r.back()
	}
}

// mark keeps the state that a solution starts from, back returns to it.
func (r *Run) mark() {
	copy(r.kept.flow, r.flow)
	copy(r.kept.head, r.head)
	copy(r.kept.low, r.low)
	copy(r.kept.setting, r.setting)
	copy(r.kept.status, r.status)
	copy(r.kept.emitted, r.emitted)
	copy(r.kept.delivered, r.delivered)
	copy(r.kept.inflow, r.inflow)
}

func (r *Run) back() {
	copy(r.flow, r.kept.flow)
	copy(r.head, r.kept.head)
	copy(r.low, r.kept.low)
	copy(r.setting, r.kept.setting)
	copy(r.status, r.kept.status)
	copy(r.emitted, r.kept.emitted)
	copy(r.delivered, r.kept.delivered)
	copy(r.inflow, r.kept.inflow)
}

// iterate tries to converge to an accuracy. When statuses go on changing, some last iterations are made with all but the
// pressure valves frozen.
func (r *Run) iterate(accuracy float64) (done, finite bool) {
	o := &r.spec.net.Options
	trials := r.spec.set.Trials
	every := o.CheckFreq
	if r.every > 0 {
		every = r.every
	}
	check := every
	r.relax = 1
	clear(r.flips)
	for n := 1; n <= trials+o.ExtraTrials; n++ {
		r.Iterations = n
		r.linearise()
		r.assemble()
		if at := r.spec.matrix.solve(r.diagonal, r.lower, r.x); at >= 0 {
			if !r.releaseValve(int32(at)) {
				return false, false
			}
			continue
		}
		r.Residual = r.newFlows()
		r.moveHeads()
		if math.IsNaN(r.Residual) || math.IsInf(r.Residual, 0) {
			return false, false
		}
		r.relax = 1
		changed := false
		if o.DampLimit <= 0 {
			changed = r.setValves()
		} else if r.Residual <= o.DampLimit {
			r.relax = 0.6
			changed = r.setValves()
		}
		if r.converged(accuracy) {
			if n > trials {
				return true, true
			}
			moved := r.setLinks()
			acted := r.pressureControls()
			if !changed && !moved && !acted {
				return true, true
			}
			check = n + every
		} else if n <= o.MaxCheck && n == check {
			r.setLinks()
			check += every
		}
	}
	return false, true
}

// releaseValve gives up a valve at a node whose equation has no solution: it cannot hold its setting.
func (r *Run) releaseValve(node int32) bool {
	s := r.spec
	for i := range s.valves {
		k := s.valves[i].link
		if e := s.ends[k]; e[0] != node && e[1] != node {
			continue
		}
		if r.status[k] != activeStatus || r.setting[k] == missing {
			return false
		}
		r.status[k] = freePressure
		if s.links[k].kind == FCV {
			r.status[k] = freeFlow
		}
		return true
	}
	return false
}

// newFlows moves all flows to what the new heads ask for and returns the sum of their changes over the sum of the flows.
func (r *Run) newFlows() float64 {
	s := r.spec
	var sum, change float64
	r.spareWatts()
	biggest := 0.0
	flow, base, p, x, relax := r.flow, r.base, r.p, r.x, r.relax
	for k, e := range s.ends {
		q := flow[k]
		dq := (q - base[k] - p[k]*(x[e[0]]-x[e[1]])) * relax
		q -= dq
		flow[k] = q
		dq = math.Abs(dq)
		sum += math.Abs(q)
		change += dq
		if dq > biggest {
			biggest = dq
		}
	}
	r.largest = biggest
	for i := range s.emitters {
		n := s.emitters[i].node
		loss, g := r.emitterLoss(i)
		dq := (loss - r.above(n, s.elevation[n]) - r.x[n]) / g * r.relax
		r.emitted[i] -= dq
		sum += math.Abs(r.emitted[i])
		change += math.Abs(dq)
		r.largest = max(r.largest, math.Abs(dq))
	}
	if s.net.Options.PressureDriven {
		a, b := r.newDemands()
		sum += a
		change += b
	}
	if sum > s.set.Accuracy {
		return change / sum
	}
	return change
}

// spareWatts halves the flow of pumps of constant power that would fall below none: there is no way through zero for them.
func (r *Run) spareWatts() {
	for i := range r.spec.pumps {
		u := &r.spec.pumps[i]
		if k := u.link; u.shape == pumpWatts && r.status[k] > closedStatus {
			e := r.spec.ends[k]
			dq := (r.flow[k] - r.base[k] - r.p[k]*(r.x[e[0]]-r.x[e[1]])) * r.relax
			if dq > r.flow[k] {
				r.base[k], r.p[k] = r.flow[k]-r.flow[k]/2/r.relax, 0
			}
		}
	}
}

// moveHeads adds the changes of heads, keeping what is too small for the last digit.
func (r *Run) moveHeads() {
	for i := range r.spec.junctions {
		h, d := r.head[i], r.x[i]+r.low[i]
		sum := h + d
		r.head[i], r.low[i] = sum, d-(sum-h)
	}
}

// newDemands moves what pressure-driven demands get, by at most 0.4 of the full demand at a time.
func (r *Run) newDemands() (sum, change float64) {
	s := r.spec
	w := s.wagner()
	for i := range s.junctions {
		full := r.demand[i]
		if full <= 0 {
			continue
		}
		is := &r.wants[i] // as leave found it for this iteration
		dq := (is.loss - r.above(int32(i), s.elevation[i]+w.least) - r.x[i]) / is.g * r.relax
		dq = min(max(dq, -0.4*full), 0.4*full)
		r.delivered[i] -= dq
		sum += math.Abs(r.delivered[i])
		change += math.Abs(dq)
		r.largest = max(r.largest, math.Abs(dq))
	}
	return sum, change
}

// converged applies every criterion of the options.
func (r *Run) converged(accuracy float64) bool {
	o := &r.spec.net.Options
	switch {
	case r.Residual > accuracy:
		return false
	case o.HeadError > 0 && r.headError() > o.HeadError/r.spec.unit.head:
		return false
	case o.FlowChange > 0 && r.largest > o.FlowChange/r.spec.unit.flow:
		return false
	}
	return !o.PressureDriven || r.demandsAgree()
}

// headError is the largest difference of a link's head loss and what its formula says at its flow [ft].
func (r *Run) headError() float64 {
	r.linearise()
	r.assemble()
	worst := 0.0
	for k := range r.spec.ends {
		if r.status[k] > closedStatus && r.p[k] != 0 {
			worst = max(worst, math.Abs((r.base[k]-r.flow[k])/r.p[k]))
		}
	}
	return worst
}

// demandsAgree reports whether what pressure-driven demands get is what the pressures give, within 0.0001 cfs.
func (r *Run) demandsAgree() bool {
	const tol = 1e-4
	s := r.spec
	w := s.wagner()
	for i := range s.junctions {
		if full := r.demand[i]; full > 0 && math.Abs(full*w.at(r.head[i]-s.elevation[i])-r.delivered[i]) > tol {
			return false
		}
	}
	return true
}
