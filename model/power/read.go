package power

import (
	"io"
	"math"
	"strconv"
	"strings"
)

const widest = 1000 // columns of a matrix

// matrix is a literal of the file with the place of every entry.
type matrix struct {
	at     token // its name
	cols   int
	values []float64
	lines  []int32 // of each row
	places []int32 // column of each entry in its line
}

func (m *matrix) rows() int {
	if m == nil || m.cols == 0 {
		return 0
	}
	return len(m.values) / m.cols
}

// parser reads the statements of a file. What is no literal and would change the case is a fault; it executes nothing.
type parser struct {
	*scanner
	c        *Case
	prefix   string            // of the struct's fields: "mpc."; empty in version 1
	tables   map[string]matrix // the fields that solvers use
	base     token             // where baseMVA stands
	versions bool              // the file says its version
}

// used are the fields that solvers use.
var used = []string{"bus", "gen", "branch", "gencost"}

// Read reads a case of MATPOWER's format, version 1 or 2. Name is the file's, for messages. Faults come as model.Faults, all at
// once; remarks that do not forbid to go on are in Warnings.
func Read(name string, r io.Reader) (*Case, error) {
	p := &parser{scanner: newScanner(name, r), c: &Case{Version: 2, BaseMVA: math.NaN()}, prefix: "mpc.", tables: map[string]matrix{}}
	for !p.full() && p.statement() {
	}
	p.readFailed()
	p.finish()
	if p.full() {
		p.faults.Add(name, p.number+1, 0, "mend these first", "there are %d faults or more: the others are not listed", maxFaults)
	}
	if err := p.faults.Err(); err != nil {
		return nil, err
	}
	return p.c, nil
}

// statement reads one statement; false at the end of the file.
func (p *parser) statement() bool {
	t := p.next()
	switch {
	case t.kind == endOfFile:
		return false
	case t.kind == endOfLine, t.is(";"), t.is(","):
	case t.kind == word && t.s == "function":
		p.function()
	case t.kind == word && (t.s == "end" || t.s == "endfunction" || t.s == "return" || t.s == "define_constants"):
	case t.kind == word:
		p.assignment(t)
	case t.is("["):
		p.names(t)
	default:
		p.fault(t, "a case is a list of assignments such as mpc.baseMVA = 100;", "%q is no statement", clip(t.s))
		p.skip()
	}
	return true
}

// function reads the head: a struct's name is version 2, a list of names version 1.
func (p *parser) function() {
	var before, after []token
	equals := false
	for t := p.next(); t.kind != endOfLine && t.kind != endOfFile; t = p.next() {
		switch {
		case t.is("="):
			equals = true
		case t.kind == word && equals:
			after = append(after, t)
		case t.kind == word || t.is("["):
			before = append(before, t)
		}
	}
	if len(after) > 0 {
		p.c.Name = after[0].s
	}
	if equals && len(before) > 0 {
		p.prefix = before[0].s + "."
		if before[0].is("[") {
			p.prefix = ""
		}
	}
	if p.prefix == "" && !p.versions {
		p.c.Version = 1
	}
}

// names reads [A, B] = idx_bus, which only names columns.
func (p *parser) names(at token) {
	last := at
	for t := p.next(); t.kind != endOfLine && t.kind != endOfFile && !t.is(";"); t = p.next() {
		last = t
	}
	if last.kind != word || !strings.HasPrefix(last.s, "idx_") {
		p.fault(at, "write the numbers out (savecase does)", "an assignment to a list is not a number or a table")
	}
}

// skip passes over the rest of a statement, brackets and all.
func (p *parser) skip() {
	depth := 0
	for {
		t := p.next()
		switch {
		case t.kind == endOfFile, depth <= 0 && (t.kind == endOfLine || t.is(";")):
			return
		case t.is("["), t.is("{"), t.is("("):
			depth++
		case t.is("]"), t.is("}"), t.is(")"):
			depth--
		}
	}
}

func (p *parser) assignment(at token) {
	field, ours := strings.CutPrefix(at.s, p.prefix)
	t := p.next()
	if !t.is("=") {
		if ours || at.s+"." == p.prefix || !t.is("(") {
			p.fault(at, "write the numbers out (savecase does): statements are not executed", "%s is not assigned a number or a table", clip(at.s))
		}
		p.back(t)
		p.skip()
		return
	}
	t = p.next()
	switch {
	case !ours && at.s+"." == p.prefix:
		p.fault(at, "write the fields out (savecase does)", "the whole struct %s is assigned", clip(at.s))
		p.back(t)
		p.skip()
	case !ours:
		p.back(t)
		p.skip() // a variable of the file's own; where it is used, that is the fault
	case isUsed(field):
		p.table(field, at, t)
	case field == "baseMVA":
		p.scalar(at, t)
	case field == "version":
		p.version(t)
	default:
		p.extra(field, t)
	}
}

func isUsed(field string) bool {
	for _, u := range used {
		if u == field {
			return true
		}
	}
	return false
}

func (p *parser) scalar(at, t token) {
	x, ok := p.signed(t)
	end := p.next()
	if !ok || end.kind != endOfLine && end.kind != endOfFile && !end.is(";") && !end.is(",") {
		p.fault(t, "such as 100", "%s is not a number", at.s)
		p.back(end)
		p.skip()
		return
	}
	if p.base.line > 0 {
		p.fault(at, "keep one", "baseMVA is given before, in line %d", p.base.line)
	}
	p.c.BaseMVA, p.base = x, at
}

func (p *parser) version(t token) {
	switch strings.Trim(t.s, "'\"") {
	case "1":
		p.c.Version = 1
	case "2":
		p.c.Version = 2
	default:
		p.fault(t, "'1' or '2'", "version %s of the format is unknown", clip(t.s))
	}
	p.versions = true
	p.skip()
}

// extra keeps a field that no solver uses as it is written.
func (p *parser) extra(field string, t token) {
	var b strings.Builder
	b.WriteString(t.s)
	depth := 0
	p.kept = &b
	for u := t; ; u = p.next() {
		switch {
		case u.is("["), u.is("{"), u.is("("):
			depth++
		case u.is("]"), u.is("}"), u.is(")"):
			depth--
		}
		if u.kind == endOfFile && depth > 0 {
			p.fault(t, "close its bracket", "the file ends inside %s", clip(field))
		}
		if u.kind == endOfFile || depth <= 0 && (u.is(";") || u.kind == endOfLine) {
			break
		}
	}
	p.kept = nil
	s := strings.TrimRight(b.String(), " \n;")
	p.c.Extras = append(p.c.Extras, Extra{field, s})
	if field == "dcline" && strings.ContainsAny(s, "0123456789") {
		p.c.Warnings = append(p.c.Warnings, "dc lines are ignored, as MATPOWER's power flow does")
	}
}

// table reads the matrix of a field.
func (p *parser) table(field string, at, t token) {
	if !t.is("[") {
		p.fault(t, "write the numbers out (savecase does): expressions are not executed", "%s is not a table of numbers", field)
		p.back(t)
		p.skip()
		return
	}
	if first, twice := p.tables[field]; twice {
		p.fault(at, "keep one", "%s is given before, in line %d", field, first.at.line)
	}
	m := matrix{at: at}
	p.matrix(field, &m)
	p.tables[field] = m
	p.skip()
}

// matrix reads up to the closing bracket.
func (p *parser) matrix(field string, m *matrix) {
	width, wrong := 0, false
	var first token
	row := func() {
		switch {
		case width == 0:
			return
		case m.cols == 0 && !wrong:
			m.cols = width
		case width != m.cols && !wrong:
			p.fault(first, "every row of a table has as many columns", "row of %s with %d columns; the rows above have %d", field, width, m.cols)
			wrong = true
		}
		if wrong {
			keep := m.rows() * m.cols
			if m.cols > 0 {
				keep = len(m.lines) * m.cols
			}
			m.values, m.places = m.values[:min(keep, len(m.values))], m.places[:min(keep, len(m.places))]
		} else {
			m.lines = append(m.lines, int32(first.line))
		}
		width, wrong = 0, false
	}
	for !p.full() {
		t := p.next()
		switch {
		case t.kind == endOfFile:
			p.fault(t, "close it with ];", "the file ends inside the table %s, which begins in line %d", field, m.at.line)
			return
		case t.is("]"):
			row()
			return
		case t.kind == endOfLine, t.is(";"):
			row()
		case t.is(","):
		default:
			if width == 0 {
				first = t
			}
			x, ok := p.signed(t)
			if !ok && !wrong {
				p.fault(t, "expressions are not executed", "%q is not a number", clip(t.s))
			}
			wrong = wrong || !ok
			if width++; width > widest {
				p.fault(t, "end the row with ; or a new line", "row of %s with more than %d columns", field, widest)
				wrong, width = true, 1
				p.line, p.at = "", 0
			}
			m.values, m.places = append(m.values, x), append(m.places, int32(t.col))
		}
	}
}

// signed is the number that begins with t.
func (p *parser) signed(t token) (float64, bool) {
	sign := 1.0
	if t.is("-") || t.is("+") {
		if t.is("-") {
			sign = -1
		}
		u := p.next()
		if u.gap || u.kind != number && u.kind != word {
			p.back(u)
			return 0, false
		}
		t = u
	}
	switch {
	case t.kind == word && (t.s == "Inf" || t.s == "inf"):
		return sign * math.Inf(1), true
	case t.kind == word && (t.s == "NaN" || t.s == "nan" || t.s == "NA"):
		return math.NaN(), true
	case t.kind != number || strings.ContainsAny(t.s, "xXpP_"):
		return 0, false
	}
	x, err := strconv.ParseFloat(t.s, 64)
	if err != nil && strings.ContainsAny(t.s, "dD") {
		x, err = strconv.ParseFloat(strings.NewReplacer("d", "e", "D", "e").Replace(t.s), 64)
	}
	if err != nil && !math.IsInf(x, 0) {
		return 0, false
	}
	return sign * x, true
}

// clip is the beginning of what a hostile file may make very long.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
