package water

import "strings"

func trim(text string) string { return strings.TrimSpace(text) }

// addLink files a link whose ends are words 1 and 2.
func (in *reader) addLink(r row, l Link) {
	id := r.tok[0].text
	var ok, also bool
	l.From, ok = in.find(r, 1, "node", in.nodes)
	l.To, also = in.find(r, 2, "node", in.nodes)
	if at, twice := in.links[id]; twice {
		in.fault(r.line, r.tok[0].col, "give it another name", "link %q stands in line %d already", id, in.net.Links[at].line)
		return
	}
	if ok && also && l.From == l.To {
		in.fault(r.line, r.tok[2].col, "a link joins two nodes", "link %q begins and ends at %q", id, r.tok[1].text)
	}
	l.ID, l.line = id, r.line
	in.links[id] = len(in.net.Links)
	in.net.Links = append(in.net.Links, l)
}

func (in *reader) pipes() {
	for _, r := range in.rows[secPipes] {
		l := Link{Kind: Pipe, Curve: None, Pattern: None}
		l.Length, _ = in.positive(r, 3, "length")
		l.Diameter, _ = in.positive(r, 4, "diameter")
		l.Roughness, _ = in.positive(r, 5, "roughness")
		for i := 6; i < len(r.tok) && i < 8; i++ {
			switch t := r.tok[i]; {
			case t.is("CV"):
				l.Kind = CheckPipe
			case t.is("CLOSED"):
				l.Status = Closed
			case t.is("OPEN"):
				l.Status = Opened
			case i == 6:
				l.MinorLoss, _ = in.atLeast(r, i, 0, "minor loss coefficient")
			default:
				in.fault(r.line, t.col, "write OPEN, CLOSED or CV", "status %q is unknown", t.text)
			}
		}
		in.surplus(r, 8)
		in.addLink(r, l)
	}
}

func (in *reader) pumps() {
	for _, r := range in.rows[secPumps] {
		l := Link{Kind: Pump, Curve: None, Pattern: None, Setting: 1}
		for i := 3; i < len(r.tok); i += 2 {
			switch t := r.tok[i]; {
			case t.is("POWER"):
				l.Power, _ = in.positive(r, i+1, "power")
			case t.is("HEAD"):
				l.Curve, _ = in.find(r, i+1, "curve", in.curves)
			case t.is("PATT"):
				l.Pattern, _ = in.find(r, i+1, "pattern", in.patterns)
			case t.is("SPEED"):
				l.Setting, _ = in.atLeast(r, i+1, 0, "speed")
			default:
				in.fault(r.line, t.col, "write HEAD, POWER, SPEED or PATTERN", "property %q of a pump is unknown", t.text)
			}
		}
		if len(r.tok) == 3 {
			in.missing(r, "HEAD or POWER of the pump")
		}
		if l.Setting == 0 {
			l.Status = Closed
		}
		in.addLink(r, l)
	}
}

var valveKinds = map[string]LinkKind{"PRV": PRV, "PSV": PSV, "PBV": PBV, "FCV": FCV, "TCV": TCV, "GPV": GPV, "PCV": PCV}

func (in *reader) valves() {
	for _, r := range in.rows[secValves] {
		l := Link{Status: Active, Curve: None, Pattern: None}
		l.Diameter, _ = in.positive(r, 3, "diameter")
		if len(r.tok) < 5 {
			in.missing(r, "type of the valve")
			continue
		}
		kind, ok := valveKinds[strings.ToUpper(r.tok[4].text)]
		if !ok {
			in.fault(r.line, r.tok[4].col, "write PRV, PSV, PBV, FCV, TCV, GPV or PCV", "type %q of a valve is unknown", r.tok[4].text)
			continue
		}
		l.Kind = kind
		switch {
		case kind == GPV:
			l.Curve, _ = in.find(r, 5, "curve", in.curves)
		case len(r.tok) > 5:
			l.Setting, _ = in.number(r, 5, "setting")
		case kind != TCV:
			in.missing(r, "setting of the valve")
		}
		if len(r.tok) > 6 {
			l.MinorLoss, _ = in.atLeast(r, 6, 0, "minor loss coefficient")
		}
		if kind == PCV && len(r.tok) > 7 {
			l.Curve, _ = in.find(r, 7, "curve", in.curves)
			in.surplus(r, 8)
		} else {
			in.surplus(r, 7)
		}
		in.addLink(r, l)
	}
}

// statuses reads [STATUS]: one link and its status or setting.
func (in *reader) statuses() {
	for _, r := range in.rows[secStatus] {
		at, ok := in.find(r, 0, "link", in.links)
		if len(r.tok) < 2 {
			in.missing(r, "status")
			continue
		}
		status, setting, has := Opened, 0.0, false
		switch t := r.tok[1]; {
		case t.is("OPEN"):
		case t.is("CLOSED"):
			status = Closed
		case t.is("ACTIVE"):
			status = Active
		default:
			if setting, has = in.number(r, 1, "status or setting"); !has {
				continue
			}
			status = Active
		}
		in.surplus(r, 2)
		if ok {
			in.setStatus(r, &in.net.Links[at], status, setting, has)
		}
	}
}

// setStatus is what [STATUS] does to a link.
func (in *reader) setStatus(r row, l *Link, status InitStatus, setting float64, has bool) {
	switch {
	case l.Kind == CheckPipe:
		in.fault(r.line, r.tok[1].col, "a check valve decides by itself", "pipe %q has a check valve", l.ID)
	case l.Kind == Pipe || l.Kind == GPV:
		if status != Active {
			l.Status = status
		} else if has && l.Kind == GPV {
			in.fault(r.line, r.tok[1].col, "write OPEN or CLOSED", "the setting of valve %q is a curve", l.ID)
		}
	case l.Kind == Pump && has:
		if setting < 0 {
			in.fault(r.line, r.tok[1].col, "write 0 or more", "speed %g is negative", setting)
			return
		}
		l.Setting, l.Status = setting, Opened
		if setting == 0 {
			l.Status = Closed
		}
	case l.Kind == Pump:
		if status == Active {
			status = Opened
		}
		if status == Opened {
			l.Setting = 1
		}
		l.Status = status
	default:
		l.Status = status
		if has {
			l.Setting = setting
		}
	}
}
