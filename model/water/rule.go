package water

import "math"

// ruleAction is an action that won so far, with the rule it belongs to.
type ruleAction struct {
	rule   int
	action Action
}

// ruleTol is how far from a value a premise still takes it for equal.
const ruleTol = 1e-3

// applyRules evaluates all rules after dt seconds of constant flow, carries out what they say and reports whether anything
// changed. For each link the highest priority wins, among equals the first rule and in it the last action.
func (r *Run) applyRules(dt int64) bool {
	r.actions = r.actions[:0]
	for i := range r.spec.rules {
		rule := &r.spec.rules[i]
		actions := rule.Else
		if r.holds(rule, dt) {
			actions = rule.Then
		}
		for k := len(actions) - 1; k >= 0; k-- {
			r.propose(i, actions[k])
		}
	}
	changed := false
	for i := len(r.actions) - 1; i >= 0; i-- {
		if a := &r.actions[i].action; !r.held[a.Link] && r.act(a) {
			changed = true
		}
	}
	return changed
}

func (r *Run) propose(rule int, a Action) {
	for i := range r.actions {
		if old := &r.actions[i]; old.action.Link == a.Link {
			if r.spec.rules[rule].Priority > r.spec.rules[old.rule].Priority {
				*old = ruleAction{rule, a}
			}
			return
		}
	}
	r.actions = append(r.actions, ruleAction{rule, a})
}

// act carries out an action and reports whether it changed anything.
func (r *Run) act(a *Action) bool {
	k := int32(a.Link)
	closed := r.status[k] <= closedStatus
	switch {
	case a.ByStatus && a.Status == Opened && closed:
		r.open(k, true)
	case a.ByStatus && a.Status == Closed && !closed:
		r.open(k, false)
	case !a.ByStatus:
		x := r.spec.valveSetting(r.spec.links[k].kind, a.Setting)
		if math.Abs(x-r.setting[k]) <= ruleTol {
			return false
		}
		r.set(k, x)
	default:
		return false
	}
	return true
}

// holds reports whether the premises of a rule are true, taken strictly from left to right.
func (r *Run) holds(rule *Rule, dt int64) bool {
	result := true
	for i := range rule.Premises {
		p := &rule.Premises[i]
		if p.Or {
			result = result || r.premise(p, dt)
			continue
		}
		if !result {
			return false
		}
		result = r.premise(p, dt)
	}
	return result
}

func (r *Run) premise(p *Premise, dt int64) bool {
	switch {
	case p.Variable == VarTime:
		return timeHolds(p, r.now-dt+1, r.now)
	case p.Variable == VarClockTime:
		start := r.spec.times.StartClock
		return timeHolds(p, (r.now-dt+1+start)%day, (r.now+start)%day)
	case p.ByStatus:
		is := Opened
		if s := r.status[p.Index]; s <= closedStatus {
			is = Closed
		} else if s == activeStatus {
			is = Active
		}
		return p.Op == Equal && is == p.Status || p.Op == NotEqual && is != p.Status
	}
	x, ok := r.variable(p)
	return ok && valueHolds(p, x)
}

// timeHolds compares a time with the interval that a rule step covers.
func timeHolds(p *Premise, from, to int64) bool {
	at := int64(p.Value)
	within := at >= from && at <= to
	if to < from { // over midnight
		within = at >= from || at <= to
	}
	switch p.Op {
	case Below:
		return to < at
	case AtMost:
		return to <= at
	case Above:
		return to > at
	case AtLeast:
		return to >= at
	case Equal:
		return within
	}
	return !within
}

// valueHolds compares a number with a tolerance that, as EPANET has it, widens < and > and narrows <= and >=.
func valueHolds(p *Premise, x float64) bool {
	switch v := p.Value; p.Op {
	case Equal:
		return math.Abs(x-v) <= ruleTol
	case NotEqual:
		return math.Abs(x-v) >= ruleTol
	case Below:
		return x <= v+ruleTol
	case AtMost:
		return x <= v-ruleTol
	case Above:
		return x >= v-ruleTol
	default:
		return x >= v+ruleTol
	}
}

// variable is the value of what a premise looks at, in the file's units.
func (r *Run) variable(p *Premise) (float64, bool) {
	s, u := r.spec, r.spec.unit
	switch p.Object {
	case OfSystem:
		return r.total * u.flow, true
	case OfLink:
		if p.Variable == VarFlow {
			return math.Abs(r.flow[p.Index]) * u.flow, true
		}
		return r.shownSetting(p.Index), p.Variable == VarSetting && r.setting[p.Index] != missing
	}
	n := s.place[p.Index]
	switch p.Variable {
	case VarDemand:
		return r.outflow(n) * u.flow, true
	case VarHead, VarGrade:
		return r.head[n] * u.head, true
	case VarPressure:
		return (r.head[n] - s.elevation[n]) * u.pressure, true
	case VarLevel:
		return (r.head[n] - s.elevation[n]) * u.head, true
	}
	t := s.tankAt[int(n)-s.junctions]
	q := r.inflow[n]
	const tiny = 1e-6
	if p.Variable == VarFillTime {
		return (s.tanks[t].vmax - r.volume[t]) / q, q > tiny
	}
	return (s.tanks[t].vmin - r.volume[t]) / q, q < -tiny
}
