package water

import "slices"

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}

// addNode files a node under its name.
func (in *reader) addNode(r row, n Node) {
	id := r.tok[0].text
	if at, twice := in.nodes[id]; twice {
		in.fault(r.line, r.tok[0].col, "give it another name", "node %q stands in line %d already", id, in.net.Nodes[at].line)
		return
	}
	n.ID, n.line = id, r.line
	in.nodes[id] = len(in.net.Nodes)
	in.net.Nodes = append(in.net.Nodes, n)
}

func (in *reader) junctions() {
	for _, r := range in.rows[secJunctions] {
		n := Node{Kind: Junction, Pattern: None, VolumeCurve: None}
		if len(r.tok) > 1 { // a name alone lies at 0
			n.Elevation, _ = in.number(r, 1, "elevation")
		}
		if len(r.tok) > 2 {
			base, _ := in.number(r, 2, "demand")
			n.Demands = []Demand{{Base: base, Pattern: in.patternOr(r, 3)}}
		}
		in.surplus(r, 4)
		in.addNode(r, n)
	}
}

// patternOr is the pattern of a demand, or the default one.
func (in *reader) patternOr(r row, i int) int {
	if p := in.patternAt(r, i); p != None {
		return p
	}
	return in.defaultPattern
}

func (in *reader) tanks() {
	for _, r := range in.rows[secReservoirs] {
		in.reservoir(r)
	}
	for _, r := range in.rows[secTanks] {
		if len(r.tok) <= 3 {
			in.reservoir(r)
			continue
		}
		in.tank(r)
	}
}

func (in *reader) reservoir(r row) {
	n := Node{Kind: Reservoir, Pattern: None, VolumeCurve: None}
	n.Elevation, _ = in.number(r, 1, "head")
	if len(r.tok) > 2 {
		n.Pattern = in.patternAt(r, 2)
	}
	in.surplus(r, 3)
	in.addNode(r, n)
}

func (in *reader) tank(r row) {
	n := Node{Kind: Tank, Pattern: None, VolumeCurve: None}
	n.Elevation, _ = in.number(r, 1, "elevation")
	n.InitLevel, _ = in.atLeast(r, 2, 0, "initial level")
	n.MinLevel, _ = in.atLeast(r, 3, 0, "minimum level")
	n.MaxLevel, _ = in.atLeast(r, 4, 0, "maximum level")
	n.Diameter, _ = in.atLeast(r, 5, 0, "diameter")
	if len(r.tok) > 6 && r.tok[6].text != "*" {
		n.MinVolume, _ = in.atLeast(r, 6, 0, "minimum volume")
	}
	if len(r.tok) > 7 && r.tok[7].text != "*" {
		n.VolumeCurve, _ = in.find(r, 7, "curve", in.curves)
	}
	if len(r.tok) > 8 {
		switch t := r.tok[8]; {
		case t.is("Y"):
			n.Overflow = true
		case !t.is("N"):
			in.fault(r.line, t.col, "write YES or NO", "overflow %q is unknown", t.text)
		}
	}
	in.surplus(r, 9)
	if n.InitLevel < n.MinLevel || n.InitLevel > n.MaxLevel {
		in.fault(r.line, r.tok[2].col, "write minimum <= initial <= maximum", "levels of tank %q do not ascend", r.tok[0].text)
	}
	in.addNode(r, n)
}

// demands reads [DEMANDS]: the first line of a junction replaces what stands in [JUNCTIONS], further ones add.
func (in *reader) demands() {
	seen := map[int]bool{}
	for _, r := range in.rows[secDemands] {
		if r.tok[0].is("MULTIPLY") {
			if x, ok := in.positive(r, 1, "multiplier"); ok {
				in.net.Options.DemandMultiplier = x
			}
			continue
		}
		at, ok := in.find(r, 0, "junction", in.nodes)
		if !ok {
			continue
		}
		n := &in.net.Nodes[at]
		if n.Kind != Junction {
			in.fault(r.line, r.tok[0].col, "only junctions have demands", "%q is no junction", n.ID)
			continue
		}
		d := Demand{Pattern: in.defaultPattern}
		d.Base, _ = in.number(r, 1, "demand")
		if len(r.tok) > 2 {
			d.Pattern = in.patternOr(r, 2)
		}
		d.Category = category(r.text)
		if !seen[at] {
			seen[at], n.Demands = true, nil
		}
		n.Demands = append(n.Demands, d)
	}
}

// category is the comment of a line of [DEMANDS].
func category(text string) string {
	for i := range len(text) {
		if text[i] == ';' {
			return trim(text[i+1:])
		}
	}
	return ""
}

func (in *reader) emitters() {
	for _, r := range in.rows[secEmitters] {
		at, ok := in.find(r, 0, "junction", in.nodes)
		c, also := in.atLeast(r, 1, 0, "coefficient")
		if !ok || !also {
			continue
		}
		in.surplus(r, 2)
		if n := &in.net.Nodes[at]; n.Kind == Junction {
			n.Emitter = c
		} else {
			in.fault(r.line, r.tok[0].col, "only junctions have emitters", "%q is no junction", n.ID)
		}
	}
}
