package water

import "slices"

// check finds what no single line shows.
func (in *reader) check() {
	n := in.net
	source, junction := false, false
	for i := range n.Nodes {
		source = source || n.Nodes[i].Kind != Junction
		junction = junction || n.Nodes[i].Kind == Junction
		in.checkTank(&n.Nodes[i])
	}
	if !junction {
		in.fault(0, 0, "add [JUNCTIONS]", "network has no junction")
	}
	if !source {
		in.fault(0, 0, "add [RESERVOIRS] or [TANKS]", "network has no reservoir and no tank")
	}
	for i := range n.Links {
		if l := &n.Links[i]; l.Kind == Pump {
			in.checkPump(l)
		} else if l.Kind == GPV && l.Curve != None && len(n.Curves[l.Curve].X) < 2 {
			in.fault(l.line, 0, "give it two points or more", "curve %q of valve %q is too short", n.Curves[l.Curve].ID, l.ID)
		}
	}
	in.checkValves()
	n.Links = slices.Clip(n.Links)
}

func (in *reader) checkTank(n *Node) {
	if n.Kind != Tank {
		return
	}
	if n.VolumeCurve == None {
		if n.Diameter == 0 {
			in.fault(n.line, 0, "give the diameter or a volume curve", "tank %q has no area", n.ID)
		}
		return
	}
	c := in.net.Curves[n.VolumeCurve]
	switch last := len(c.X) - 1; {
	case last < 1:
		in.fault(n.line, 0, "give it two points or more", "volume curve %q of tank %q is too short", c.ID, n.ID)
	case !ascending(c.Y):
		in.fault(c.line, 0, "volumes must grow with the level", "volume curve %q does not ascend", c.ID)
	case n.MinLevel < c.X[0] || n.MaxLevel > c.X[last]:
		in.fault(n.line, 0, "extend the curve", "levels %g to %g of tank %q lie outside its volume curve %q", n.MinLevel, n.MaxLevel, n.ID, c.ID)
	}
}

func ascending(y []float64) bool {
	for i := 1; i < len(y); i++ {
		if y[i] <= y[i-1] {
			return false
		}
	}
	return true
}

func (in *reader) checkPump(l *Link) {
	if l.Curve == None {
		if l.Power == 0 {
			in.fault(l.line, 0, "give HEAD and a curve, or POWER", "pump %q has neither curve nor power", l.ID)
		}
		return
	}
	c := in.net.Curves[l.Curve]
	if _, ok := pumpCurve(c); !ok {
		in.fault(c.line, 0, "one point, three points that bend down from a shut-off head, or points whose head falls", "curve %q of pump %q is no pump curve", c.ID, l.ID)
	}
}

// checkValves finds valves that leave the equations without a solution: next to a node of fixed head, or two that fix the
// same head.
func (in *reader) checkValves() {
	n := in.net
	fixes := map[int]*Link{} // node whose head a valve fixes
	for i := range n.Links {
		l := &n.Links[i]
		if l.Kind != PRV && l.Kind != PSV && l.Kind != FCV {
			continue
		}
		if l.From == None || l.To == None {
			continue
		}
		for _, end := range []int{l.From, l.To} {
			if n.Nodes[end].Kind != Junction {
				in.fault(l.line, 0, "put a pipe between them", "%s %q touches %q, whose head is fixed", l.Kind, l.ID, n.Nodes[end].ID)
			}
		}
		at := l.To
		if l.Kind == PSV {
			at = l.From
		}
		if l.Kind == FCV {
			continue
		}
		if other := fixes[at]; other != nil {
			in.fault(l.line, 0, "put a pipe between them", "%s %q and %s %q fix the same head", l.Kind, l.ID, other.Kind, other.ID)
		}
		fixes[at] = l
	}
	for i := range n.Links {
		l := &n.Links[i]
		if l.Kind == PRV && l.From != None && fixes[l.From] != nil && fixes[l.From].Kind == PRV {
			in.fault(l.line, 0, "put a pipe between them", "PRV %q follows PRV %q without a pipe", l.ID, fixes[l.From].ID)
		}
	}
}
