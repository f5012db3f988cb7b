package water

import (
	"strings"

	"cascata/model"
)

func (in *reader) controls() {
	for _, r := range in.rows[secControls] {
		if c, ok := in.control(r); ok {
			in.net.Controls = append(in.net.Controls, c)
		}
	}
}

// control reads LINK x status IF NODE y ABOVE|BELOW z, or LINK x status AT TIME|CLOCKTIME t.
func (in *reader) control(r row) (c Control, ok bool) {
	if last := len(r.tok) - 1; r.tok[last].is("DISABLED") {
		c.Disabled, r.tok = true, r.tok[:last]
	}
	if len(r.tok) < 6 {
		in.fault(r.line, r.tok[0].col, "write LINK x OPEN IF NODE y BELOW z, or LINK x OPEN AT TIME t", "control has %d words, at least 6 are needed", len(r.tok))
		return c, false
	}
	link, ok := in.find(r, 1, "link", in.links)
	if ok {
		c.Link = link
		ok = in.controlled(r, &c)
	}
	what := r.tok[4]
	c.Node = None
	switch {
	case what.is("TIME"):
		c.Kind = AtTime
	case what.is("CLOCK"):
		c.Kind = AtClock
	case r.tok[3].is("IF") && len(r.tok) == 8:
		return c, in.levelControl(r, &c) && ok
	default:
		in.fault(r.line, r.tok[3].col, "write IF NODE y ABOVE z, AT TIME t or AT CLOCKTIME t", "condition of the control is unknown")
		return c, false
	}
	t, known := in.time(r, 5)
	if c.Time = t; c.Kind == AtClock {
		c.Time %= day
	}
	return c, ok && known
}

// levelControl reads the condition on a node.
func (in *reader) levelControl(r row, c *Control) bool {
	node, ok := in.find(r, 5, "node", in.nodes)
	switch t := r.tok[6]; {
	case t.is("BELOW"):
		c.Kind = IfBelow
	case t.is("ABOVE"):
		c.Kind = IfAbove
	default:
		in.fault(r.line, t.col, "write ABOVE or BELOW", "comparison %q is unknown", t.text)
		ok = false
	}
	level, number := in.number(r, 7, "level")
	c.Level, c.Node = level, node
	return ok && number
}

// controlled reads what a control does to its link.
func (in *reader) controlled(r row, c *Control) bool {
	l, t := in.net.Links[c.Link], r.tok[2]
	switch {
	case l.Kind == CheckPipe:
		in.fault(r.line, t.col, "a check valve decides by itself", "pipe %q has a check valve", l.ID)
		return false
	case t.is("OPEN"):
		c.Status = Opened
	case t.is("CLOSED"):
		c.Status = Closed
	case t.is("ACTIVE"):
		c.Status = Active
	case l.Kind == GPV:
		in.fault(r.line, t.col, "write OPEN or CLOSED", "the setting of valve %q is a curve", l.ID)
		return false
	default:
		x, ok := in.number(r, 2, "status or setting")
		if !ok || (l.Kind == Pipe || l.Kind == Pump) && x < 0 {
			return false
		}
		c.Setting, c.HasSetting, c.Status = x, true, Active
	}
	return true
}

func (in *reader) rules() {
	state, bad := byRule(0), false
	for _, r := range in.rows[secRules] {
		var now *Rule
		if n := len(in.net.Rules); n > 0 {
			now = &in.net.Rules[n-1]
		}
		if r.tok[0].is("RULE") {
			id := ""
			if len(r.tok) > 1 {
				id = r.tok[1].text
			} else {
				in.missing(r, "name of the rule")
			}
			in.net.Rules = append(in.net.Rules, Rule{ID: id})
			state, bad = afterRule, false
			continue
		}
		if bad { // one fault a rule
			continue
		}
		if now == nil {
			in.fault(r.line, r.tok[0].col, "begin with RULE and a name", "clause outside a rule")
			bad = true
			continue
		}
		var ok bool
		state, ok = in.clause(r, now, state)
		bad = !ok
	}
}

// byRule is where in a rule the reader is.
type byRule uint8

const (
	afterRule byRule = iota + 1
	inIf
	inThen
	inElse
	afterPriority
)

// clause reads a line of a rule.
func (in *reader) clause(r row, rule *Rule, state byRule) (next byRule, ok bool) {
	t := r.tok[0]
	switch {
	case t.is("IF") && state == afterRule:
		return inIf, in.premise(r, rule, false)
	case t.is("AND") && state == inIf:
		return inIf, in.premise(r, rule, false)
	case t.is("OR") && state == inIf:
		return inIf, in.premise(r, rule, true)
	case t.is("THEN") && state == inIf:
		return inThen, in.action(r, &rule.Then)
	case t.is("AND") && state == inThen:
		return inThen, in.action(r, &rule.Then)
	case t.is("ELSE") && state == inThen:
		return inElse, in.action(r, &rule.Else)
	case t.is("AND") && state == inElse:
		return inElse, in.action(r, &rule.Else)
	case t.is("PRIORITY") && (state == inThen || state == inElse):
		x, ok := in.number(r, 1, "priority")
		rule.Priority = x
		return afterPriority, ok
	case t.is("DISABLED"):
		rule.Disabled = true
		return state, true
	case t.is("ENABLED"):
		return state, true
	}
	want := model.DidYouMean(strings.ToUpper(t.text), []string{"IF", "AND", "OR", "THEN", "ELSE", "PRIORITY", "RULE"})
	in.fault(r.line, t.col, want, "clause %q does not belong here", t.text)
	return state, false
}

// premise reads IF object id variable relation value, or IF SYSTEM variable relation value.
func (in *reader) premise(r row, rule *Rule, or bool) bool {
	if len(r.tok) != 5 && len(r.tok) != 6 {
		in.fault(r.line, r.tok[0].col, "write such as IF TANK t LEVEL BELOW 3", "premise has %d words, 5 or 6 are needed", len(r.tok))
		return false
	}
	p := Premise{Or: or}
	at, ok := 2, true
	switch t := r.tok[1]; {
	case t.is("SYST"):
		p.Object = OfSystem
	case t.is("NODE"), t.is("JUNC"), t.is("RESE"), t.is("TANK"):
		p.Index, ok = in.find(r, 2, "node", in.nodes)
		p.Object, at = OfNode, 3
	case t.is("LINK"), t.is("PIPE"), t.is("PUMP"), t.is("VALV"):
		p.Index, ok = in.find(r, 2, "link", in.links)
		p.Object, at = OfLink, 3
	default:
		in.fault(r.line, t.col, "write NODE, LINK or SYSTEM", "object %q is unknown", t.text)
		return false
	}
	if !ok || !in.variable(r, at, &p) || !in.relation(r, at+1, &p) || !in.value(r, at+2, &p) {
		return false
	}
	rule.Premises = append(rule.Premises, p)
	return true
}

// variables by object, in the order that abbreviations are tried.
var variablesOf = map[Object][]Variable{
	OfNode:   {VarDemand, VarHead, VarGrade, VarLevel, VarPressure, VarFillTime, VarDrainTime},
	OfLink:   {VarFlow, VarStatus, VarSetting},
	OfSystem: {VarDemand, VarTime, VarClockTime},
}

func (in *reader) variable(r row, i int, p *Premise) bool {
	var known []string
	for _, v := range variablesOf[p.Object] {
		word := v.String()
		known = append(known, word)
		if r.tok[i].is(word[:4]) {
			p.Variable = v
			if (v == VarFillTime || v == VarDrainTime) && in.net.Nodes[p.Index].Kind != Tank {
				in.fault(r.line, r.tok[i].col, "only tanks fill and drain", "%q is no tank", in.net.Nodes[p.Index].ID)
				return false
			}
			return true
		}
	}
	in.fault(r.line, r.tok[i].col, model.DidYouMean(strings.ToUpper(r.tok[i].text), known), "variable %q is unknown here", r.tok[i].text)
	return false
}

// relation reads a comparison. The longer signs come first.
func (in *reader) relation(r row, i int, p *Premise) bool {
	words := []string{"=", "<>", "<=", ">=", "<", ">", "IS", "NOT", "BELOW", "ABOVE"}
	ops := []Op{Equal, NotEqual, AtMost, AtLeast, Below, Above, Equal, NotEqual, Below, Above}
	if i < len(r.tok) {
		for k, w := range words {
			if strings.EqualFold(r.tok[i].text, w) {
				p.Op = ops[k]
				return true
			}
		}
		in.fault(r.line, r.tok[i].col, "write =, <>, <=, >=, <, >, IS, NOT, BELOW or ABOVE", "comparison %q is unknown", r.tok[i].text)
		return false
	}
	in.missing(r, "comparison")
	return false
}

func (in *reader) value(r row, i int, p *Premise) bool {
	if i >= len(r.tok) {
		in.missing(r, "value")
		return false
	}
	if p.Variable == VarTime || p.Variable == VarClockTime {
		s, ok := in.time(r, i)
		p.Value = float64(s)
		return ok
	}
	last := len(r.tok) - 1
	if status, is := statusWord(r.tok[last]); is {
		p.ByStatus, p.Status = true, status
		return true
	}
	x, ok := in.number(r, last, "value")
	if p.Value = x; p.Variable == VarFillTime || p.Variable == VarDrainTime {
		p.Value *= 3600
	}
	return ok
}

func statusWord(t token) (InitStatus, bool) {
	switch {
	case t.is("OPEN"):
		return Opened, true
	case t.is("CLOSED"):
		return Closed, true
	case t.is("ACTIVE"):
		return Active, true
	}
	return Opened, false
}

// action reads THEN LINK x STATUS IS OPEN, or THEN PUMP x SETTING IS 0.9.
func (in *reader) action(r row, to *[]Action) bool {
	if len(r.tok) != 6 {
		in.fault(r.line, r.tok[0].col, "write such as THEN PUMP p STATUS IS OPEN", "action has %d words, 6 are needed", len(r.tok))
		return false
	}
	link, ok := in.find(r, 2, "link", in.links)
	if !ok {
		return false
	}
	a := Action{Link: link}
	l := in.net.Links[link]
	if l.Kind == CheckPipe {
		in.fault(r.line, r.tok[2].col, "a check valve decides by itself", "pipe %q has a check valve", l.ID)
		return false
	}
	if a.Status, a.ByStatus = statusWord(r.tok[5]); !a.ByStatus {
		if a.Setting, ok = in.atLeast(r, 5, 0, "setting"); !ok {
			return false
		}
		if l.Kind == GPV {
			in.fault(r.line, r.tok[5].col, "write OPEN or CLOSED", "the setting of valve %q is a curve", l.ID)
			return false
		}
		if l.Kind == Pipe {
			a.ByStatus = true
			if a.Setting == 0 {
				a.Status = Closed
			}
		}
	}
	*to = append(*to, a)
	return true
}
