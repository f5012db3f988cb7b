package water

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"cascata/model"
)

// Read reads an EPANET 2.2 or 2.3 input file. name is what faults call it. The error is [model.Faults] with everything that is
// wrong, each with line and column, or the reader's own error.
func Read(r io.Reader, name string) (*Network, error) {
	in := reader{scanner: scanner{file: name}, net: &Network{Options: defaultOptions(), Times: defaultTimes()},
		nodes: map[string]int{}, links: map[string]int{}, patterns: map[string]int{}, curves: map[string]int{}}
	if err := in.scan(r); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, read := range []func(){in.options, in.times, in.readPatterns, in.readCurves, in.junctions, in.tanks, in.pipes, in.pumps, in.valves,
		in.demands, in.emitters, in.statuses, in.controls, in.rules, in.keep} {
		read()
	}
	in.check()
	if in.more > 0 {
		in.faults.Add(name, in.last, 1, "", "%d more faults", in.more)
	}
	if err := in.faults.Err(); err != nil {
		return nil, err
	}
	in.net.Warnings = in.warns
	return in.net, nil
}

// reader fills a network from rows.
type reader struct {
	scanner
	net                            *Network
	nodes, links, patterns, curves map[string]int
	defaultPattern                 int
}

// largest is the largest number a file may hold: enough for every quantity, and far from overflow.
const largest = 1e12

// number reads a finite number. what names it in faults.
func (in *reader) number(r row, i int, what string) (x float64, ok bool) {
	if i >= len(r.tok) {
		in.missing(r, what)
		return 0, false
	}
	t := r.tok[i]
	x, err := strconv.ParseFloat(t.text, 64)
	switch {
	case err != nil && !strings.Contains(err.Error(), "range") || strings.ContainsAny(t.text, "xX_"):
		in.fault(r.line, t.col, "write a number", "%s %q is not a number", what, t.text)
		return 0, false
	case math.IsNaN(x) || math.Abs(x) > largest:
		in.fault(r.line, t.col, "write a number of at most 1e12", "%s %q is out of range", what, t.text)
		return 0, false
	}
	return x, true
}

// atLeast is a number that has a least value.
func (in *reader) atLeast(r row, i int, least float64, what string) (float64, bool) {
	x, ok := in.number(r, i, what)
	if ok && x < least {
		in.fault(r.line, r.tok[i].col, fmt.Sprintf("write %g or more", least), "%s %g is too small", what, x)
		return 0, false
	}
	return x, ok
}

// positive is a number above 0.
func (in *reader) positive(r row, i int, what string) (float64, bool) {
	x, ok := in.number(r, i, what)
	if ok && x <= 0 {
		in.fault(r.line, r.tok[i].col, "write a number above 0", "%s is %g", what, x)
		return 0, false
	}
	return x, ok
}

func (in *reader) missing(r row, what string) {
	col := len(r.text) + 1
	in.fault(r.line, col, "add it to the line", "%s is missing", what)
}

// surplus faults words beyond the first n.
func (in *reader) surplus(r row, n int) {
	if len(r.tok) > n {
		in.fault(r.line, r.tok[n].col, "", "nothing belongs after the first %d words of this line, but there is %q", n, r.tok[n].text)
	}
}

// find looks a name up.
func (in *reader) find(r row, i int, what string, known map[string]int) (int, bool) {
	if i >= len(r.tok) {
		in.missing(r, what)
		return None, false
	}
	t := r.tok[i]
	if at, ok := known[t.text]; ok {
		return at, true
	}
	want := ""
	if len(in.faults) < mostFaults && len(known) <= 20_000 { // the search for a similar name is slow
		names := make([]string, 0, len(known))
		for name := range known {
			names = append(names, name)
		}
		want = model.DidYouMean(t.text, sorted(names))
	}
	in.fault(r.line, t.col, want, "%s %q does not exist", what, t.text)
	return None, false
}

// patternAt is an optional pattern.
func (in *reader) patternAt(r row, i int) int {
	if i >= len(r.tok) {
		return None
	}
	at, _ := in.find(r, i, "pattern", in.patterns)
	return at
}

func (in *reader) readPatterns() {
	for _, r := range in.rows[secPatterns] {
		at, known := in.patterns[r.tok[0].text]
		if !known {
			at = len(in.net.Patterns)
			in.patterns[r.tok[0].text] = at
			in.net.Patterns = append(in.net.Patterns, Pattern{ID: r.tok[0].text})
		}
		if len(r.tok) < 2 {
			in.missing(r, "multiplier")
		}
		for i := 1; i < len(r.tok); i++ {
			if x, ok := in.number(r, i, "multiplier"); ok {
				in.net.Patterns[at].Factors = append(in.net.Patterns[at].Factors, x)
			}
		}
	}
	in.defaultPattern = None
	if at, ok := in.patterns[in.net.Options.Pattern]; ok {
		in.defaultPattern = at
	} else if at, ok := in.patterns["1"]; ok {
		in.defaultPattern = at
	}
}

func (in *reader) readCurves() {
	for _, r := range in.rows[secCurves] {
		at, known := in.curves[r.tok[0].text]
		if !known {
			at = len(in.net.Curves)
			in.curves[r.tok[0].text] = at
			in.net.Curves = append(in.net.Curves, Curve{ID: r.tok[0].text, line: r.line})
		}
		c := &in.net.Curves[at]
		first := 1
		if len(r.tok) == 4 || len(r.tok) == 2 { // the kind of curve may stand before the point, or alone
			if _, err := strconv.ParseFloat(r.tok[1].text, 64); err != nil {
				first = 2
			}
		}
		if len(r.tok) == first {
			continue
		}
		x, ok := in.number(r, first, "x value")
		y, also := in.number(r, first+1, "y value")
		if !ok || !also {
			continue
		}
		if n := len(c.X); n > 0 && x <= c.X[n-1] {
			in.fault(r.line, r.tok[first].col, fmt.Sprintf("write more than %g", c.X[n-1]), "x values of curve %q do not ascend", c.ID)
			continue
		}
		c.X, c.Y = append(c.X, x), append(c.Y, y)
	}
}

// keep files the sections that hydraulics does not need.
func (in *reader) keep() {
	for _, r := range in.rows[secTitle] {
		in.net.Title = append(in.net.Title, r.text)
	}
	for s := secQuality; s < secEnd; s++ {
		if len(in.rows[s]) == 0 {
			continue
		}
		kept := Section{Name: sectionNames[s]}
		for _, r := range in.rows[s] {
			kept.Lines = append(kept.Lines, r.text)
		}
		in.net.Kept = append(in.net.Kept, kept)
	}
	for _, r := range in.rows[secLeakage] {
		in.fault(r.line, r.tok[0].col, "remove the section, or model the leak as an emitter", "leakage of pipes is not modelled")
	}
}
