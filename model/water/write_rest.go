package water

import "fmt"

func (w *writer) controls() {
	w.section("CONTROLS")
	for i := range w.net.Controls {
		c := &w.net.Controls[i]
		does := c.Status.String()
		if c.HasSetting {
			does = figure(c.Setting)
		}
		fmt.Fprintf(w, " LINK %s %s ", w.link(c.Link), does)
		switch c.Kind {
		case IfBelow:
			fmt.Fprintf(w, "IF NODE %s BELOW %s", w.node(c.Node), figure(c.Level))
		case IfAbove:
			fmt.Fprintf(w, "IF NODE %s ABOVE %s", w.node(c.Node), figure(c.Level))
		case AtTime:
			fmt.Fprintf(w, "AT TIME %s", clock(c.Time))
		case AtClock:
			fmt.Fprintf(w, "AT CLOCKTIME %s", clock(c.Time))
		}
		if c.Disabled {
			fmt.Fprint(w, " DISABLED")
		}
		w.line("")
	}
}

// clock is a time as hours:minutes:seconds.
func clock(s int64) string { return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60) }

func (w *writer) rules() {
	w.section("RULES")
	for i := range w.net.Rules {
		r := &w.net.Rules[i]
		fmt.Fprintf(w, "RULE %s\n", quoted(r.ID))
		for k := range r.Premises {
			w.premise(k, &r.Premises[k])
		}
		w.actions("THEN", r.Then)
		w.actions("ELSE", r.Else)
		if r.Priority != 0 && len(r.Then) > 0 {
			fmt.Fprintf(w, "PRIORITY %s\n", figure(r.Priority))
		}
		if r.Disabled {
			w.line("DISABLED")
		}
		w.line("")
	}
}

func (w *writer) premise(k int, p *Premise) {
	word := "AND"
	if k == 0 {
		word = "IF"
	} else if p.Or {
		word = "OR"
	}
	object := "SYSTEM"
	switch p.Object {
	case OfNode:
		object = "NODE " + w.node(p.Index)
	case OfLink:
		object = "LINK " + w.link(p.Index)
	}
	value := figure(p.Value)
	switch {
	case p.Variable == VarTime, p.Variable == VarClockTime:
		value = clock(int64(p.Value))
	case p.ByStatus:
		value = p.Status.String()
	case p.Variable == VarFillTime, p.Variable == VarDrainTime:
		value = figure(p.Value / 3600)
	}
	fmt.Fprintf(w, "%s %s %s %s %s\n", word, object, p.Variable, p.Op, value)
}

func (w *writer) actions(word string, actions []Action) {
	for _, a := range actions {
		if a.ByStatus {
			fmt.Fprintf(w, "%s LINK %s STATUS IS %s\n", word, w.link(a.Link), a.Status)
		} else {
			fmt.Fprintf(w, "%s LINK %s SETTING IS %s\n", word, w.link(a.Link), figure(a.Setting))
		}
		word = "AND"
	}
}

func (w *writer) times() {
	t := &w.net.Times
	w.section("TIMES")
	for _, x := range []struct {
		word string
		s    int64
	}{{"DURATION", t.Duration}, {"HYDRAULIC TIMESTEP", t.HydraulicStep}, {"PATTERN TIMESTEP", t.PatternStep}, {"PATTERN START", t.PatternStart},
		{"REPORT TIMESTEP", t.ReportStep}, {"REPORT START", t.ReportStart}, {"RULE TIMESTEP", t.RuleStep}, {"START CLOCKTIME", t.StartClock}} {
		if x.s > 0 || x.word == "DURATION" {
			fmt.Fprintf(w, " %s %s\n", x.word, clock(x.s))
		}
	}
	for _, l := range t.Other {
		w.line(l)
	}
}

func (w *writer) options() {
	o := &w.net.Options
	w.section("OPTIONS")
	fmt.Fprintf(w, " UNITS %s\n HEADLOSS %s\n PATTERN %s\n", o.Units, o.Headloss, quoted(o.Pattern))
	if o.hasPressureUnit {
		fmt.Fprintf(w, " PRESSURE %s\n", o.Pressure)
	}
	if o.PressureDriven {
		fmt.Fprintf(w, " DEMAND MODEL PDA\n")
	}
	if o.NoBackflow {
		fmt.Fprintf(w, " EMITTER BACKFLOW NO\n")
	}
	if o.StopUnbalanced {
		fmt.Fprintf(w, " UNBALANCED STOP\n")
	} else {
		fmt.Fprintf(w, " UNBALANCED CONTINUE %d\n", o.ExtraTrials)
	}
	d := defaultOptions()
	for _, x := range []struct {
		word     string
		x, plain float64
	}{{"MINIMUM PRESSURE", o.MinPressure, d.MinPressure}, {"REQUIRED PRESSURE", o.ReqPressure, d.ReqPressure}, {"PRESSURE EXPONENT", o.PressureExponent, d.PressureExponent},
		{"EMITTER EXPONENT", o.EmitterExponent, d.EmitterExponent}, {"DEMAND MULTIPLIER", o.DemandMultiplier, d.DemandMultiplier},
		{"SPECIFIC GRAVITY", o.SpecificGravity, d.SpecificGravity}, {"VISCOSITY", o.Viscosity, d.Viscosity}, {"TRIALS", float64(o.Trials), float64(d.Trials)},
		{"ACCURACY", o.Accuracy, d.Accuracy}, {"HEADERROR", o.HeadError, 0}, {"FLOWCHANGE", o.FlowChange, 0}, {"CHECKFREQ", float64(o.CheckFreq), float64(d.CheckFreq)},
		{"MAXCHECK", float64(o.MaxCheck), float64(d.MaxCheck)}, {"DAMPLIMIT", o.DampLimit, 0}, {"HTOL", o.HeadTol, d.HeadTol}, {"QTOL", o.FlowTol, d.FlowTol},
		{"RQTOL", o.SmallestGradient, d.SmallestGradient}} {
		if x.x != x.plain {
			fmt.Fprintf(w, " %s %s\n", x.word, figure(x.x))
		}
	}
	for _, l := range o.Other {
		w.line(l)
	}
}
