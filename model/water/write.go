package water

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Write writes the network as an EPANET 2.2 input file. What is read back is the same network; comments are kept only in
// sections without effect on hydraulics.
func (n *Network) Write(w io.Writer) error {
	out := &writer{Writer: bufio.NewWriter(w), net: n}
	out.section("TITLE")
	for _, t := range n.Title {
		out.line(t)
	}
	out.nodes()
	out.links()
	out.statuses()
	out.section("PATTERNS")
	for _, p := range n.Patterns {
		for i := 0; i < len(p.Factors); i += 6 {
			fmt.Fprintf(out, " %s %s\n", quoted(p.ID), figures(p.Factors[i:min(i+6, len(p.Factors))]))
		}
	}
	out.section("CURVES")
	for _, c := range n.Curves {
		if len(c.X) == 0 {
			fmt.Fprintf(out, " %s PUMP\n", quoted(c.ID)) // a name without points
		}
		for i := range c.X {
			fmt.Fprintf(out, " %s %s\n", quoted(c.ID), figures([]float64{c.X[i], c.Y[i]}))
		}
	}
	out.controls()
	out.rules()
	out.times()
	out.options()
	for _, k := range n.Kept {
		out.section(k.Name)
		for _, l := range k.Lines {
			out.line(l)
		}
	}
	out.section("END")
	return out.Flush()
}

// writer writes sections.
type writer struct {
	*bufio.Writer
	net *Network
}

func (w *writer) section(name string) { fmt.Fprintf(w, "\n[%s]\n", name) }
func (w *writer) line(text string)    { fmt.Fprintln(w, text) }

// figure is a number with all its digits.
func figure(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func figures(x []float64) string {
	words := make([]string, len(x))
	for i := range x {
		words[i] = figure(x[i])
	}
	return strings.Join(words, " ")
}

// quoted puts a name that a reader would cut into quotes.
func quoted(id string) string {
	if strings.ContainsAny(id, " \t,;\f\v") {
		return `"` + id + `"`
	}
	return id
}

func (w *writer) node(i int) string { return quoted(w.net.Nodes[i].ID) }
func (w *writer) link(i int) string { return quoted(w.net.Links[i].ID) }

func (w *writer) pattern(i int) string {
	if i == None {
		return ""
	}
	return quoted(w.net.Patterns[i].ID)
}

func (w *writer) curve(i int) string {
	if i == None {
		return ""
	}
	return quoted(w.net.Curves[i].ID)
}

func (w *writer) nodes() {
	w.section("JUNCTIONS")
	w.each(Junction, func(i int, n *Node) { fmt.Fprintf(w, " %s %s\n", w.node(i), figure(n.Elevation)) })
	w.section("RESERVOIRS")
	w.each(Reservoir, func(i int, n *Node) {
		fmt.Fprintf(w, " %s %s %s\n", w.node(i), figure(n.Elevation), w.pattern(n.Pattern))
	})
	w.section("TANKS")
	w.each(Tank, func(i int, n *Node) {
		curve := "*"
		if n.VolumeCurve != None {
			curve = w.curve(n.VolumeCurve)
		}
		overflow := ""
		if n.Overflow {
			overflow = "YES"
		}
		fmt.Fprintf(w, " %s %s %s %s\n", w.node(i), figures([]float64{n.Elevation, n.InitLevel, n.MinLevel, n.MaxLevel, n.Diameter, n.MinVolume}), curve, overflow)
	})
	w.section("DEMANDS")
	w.each(Junction, func(i int, n *Node) {
		for _, d := range n.Demands {
			note := ""
			if d.Category != "" {
				note = " ;" + d.Category
			}
			fmt.Fprintf(w, " %s %s %s%s\n", w.node(i), figure(d.Base), w.pattern(d.Pattern), note)
		}
	})
	w.section("EMITTERS")
	w.each(Junction, func(i int, n *Node) {
		if n.Emitter > 0 {
			fmt.Fprintf(w, " %s %s\n", w.node(i), figure(n.Emitter))
		}
	})
}

func (w *writer) each(kind NodeKind, do func(int, *Node)) {
	for i := range w.net.Nodes {
		if n := &w.net.Nodes[i]; n.Kind == kind {
			do(i, n)
		}
	}
}

func (w *writer) links() {
	w.section("PIPES")
	for i := range w.net.Links {
		l := &w.net.Links[i]
		status := strings.ToUpper(l.Status.String())
		switch l.Kind {
		case CheckPipe:
			status = "CV"
			fallthrough
		case Pipe:
			fmt.Fprintf(w, " %s %s %s %s %s\n", w.link(i), w.node(l.From), w.node(l.To), figures([]float64{l.Length, l.Diameter, l.Roughness, l.MinorLoss}), status)
		}
	}
	w.section("PUMPS")
	for i := range w.net.Links {
		if l := &w.net.Links[i]; l.Kind == Pump {
			fmt.Fprintf(w, " %s %s %s", w.link(i), w.node(l.From), w.node(l.To))
			if l.Power > 0 {
				fmt.Fprintf(w, " POWER %s", figure(l.Power))
			}
			if l.Curve != None {
				fmt.Fprintf(w, " HEAD %s", w.curve(l.Curve))
			}
			if l.Pattern != None {
				fmt.Fprintf(w, " PATTERN %s", w.pattern(l.Pattern))
			}
			if l.Setting != 1 {
				fmt.Fprintf(w, " SPEED %s", figure(l.Setting))
			}
			w.line("")
		}
	}
	w.section("VALVES")
	for i := range w.net.Links {
		if l := &w.net.Links[i]; l.Kind > Pump {
			setting, curve := figure(l.Setting), w.curve(l.Curve)
			if l.Kind == GPV {
				setting, curve = curve, ""
			}
			fmt.Fprintf(w, " %s %s %s %s %s %s %s %s\n", w.link(i), w.node(l.From), w.node(l.To), figure(l.Diameter), l.Kind, setting, figure(l.MinorLoss), curve)
		}
	}
}

// statuses writes what pumps and valves begin with, where the other sections cannot say it.
func (w *writer) statuses() {
	w.section("STATUS")
	for i := range w.net.Links {
		l := &w.net.Links[i]
		if l.Kind == Pump && l.Status == Closed && l.Setting != 0 || l.Kind > Pump && l.Status != Active {
			fmt.Fprintf(w, " %s %s\n", w.link(i), l.Status)
		}
	}
}
