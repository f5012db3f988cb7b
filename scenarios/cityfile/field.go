package cityfile

import (
	"math"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

// fields reads the cells of rows and notes what is wrong with them.
type fields struct {
	file   string
	faults *model.Faults
	schema [sections]section
}

func (f *fields) fault(r row, c cell, want, format string, args ...any) {
	if !f.full() {
		f.faults.Add(f.file, r.line, c.col, want, format, args...)
	}
}

// full says that there are faults enough: further ones are not looked into.
func (f *fields) full() bool { return len(*f.faults) >= maxFaults }

// filled checks that the required cells of a row have a text.
func (f *fields) filled(sec int, r row) bool {
	ok := true
	for k := range f.schema[sec].required {
		if r.cells[k].text == "" {
			f.fault(r, r.cells[k], "", "%s is empty", f.schema[sec].columns[k])
			ok = false
		}
	}
	return ok
}

// number reads a finite number in [low, high]; an empty cell is 0.
func (f *fields) number(r row, c cell, what string, low, high float64) float64 {
	if c.text == "" {
		return 0
	}
	x, err := strconv.ParseFloat(c.text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		f.fault(r, c, "write a finite number, such as 12.5", "%s %q is not a number", what, c.text)
		return 0
	}
	if x < low || x > high {
		f.fault(r, c, "", "%s %s lies outside %s to %s", what, c.text, numberText(low), numberText(high))
		return 0
	}
	return x + 0 // a negative zero becomes zero, so that the text is the same the second time
}

// count reads a whole number in [0, high]; an empty cell is 0.
func (f *fields) count(r row, c cell, what string, high int64) int64 {
	if c.text == "" {
		return 0
	}
	n, err := strconv.ParseInt(c.text, 10, 64)
	if err != nil || n < 0 || n > high {
		f.fault(r, c, "write a whole number from 0 to "+strconv.FormatInt(high, 10), "%s %q is not possible", what, c.text)
		return 0
	}
	return n
}

// span reads a duration; an empty cell is 0.
func (f *fields) span(r row, c cell) time.Duration {
	if c.text == "" {
		return 0
	}
	d, err := rng.ParseDuration(c.text)
	if err != nil {
		f.fault(r, c, "", "%v", err)
	}
	return d
}

// flag reads "yes" or "no"; an empty cell is no.
func (f *fields) flag(r row, c cell, what string) bool {
	switch c.text {
	case "yes":
		return true
	case "no", "":
		return false
	}
	f.fault(r, c, "write yes or no", "%s %q is neither", what, c.text)
	return false
}

// name checks a path name: parts of small letters, digits, '-', '_' and '.', separated by '/'.
func (f *fields) name(r row, c cell, what string) string {
	if !validName(c.text) {
		f.fault(r, c, "write small letters, digits, '-', '_' and '.', in parts separated by '/', at most 120 in all", "%s %q is not a name", what, c.text)
	}
	return c.text
}

func validName(text string) bool {
	part := 0 // length of the part so far
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '/' && part > 0:
			part = -1
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		case (c == '-' || c == '_' || c == '.') && part > 0:
		default:
			return false
		}
		part++
	}
	return part > 0 && len(text) <= maxName
}

// extent is how far from its origin a city may reach [m].
const extent = 1e6

// point reads two coordinates.
func (f *fields) point(r row, x, y cell) model.Point {
	return model.Point{X: f.number(r, x, "x", -extent, extent), Y: f.number(r, y, "y", -extent, extent)}
}

// ground reads a level above the sea: the shore of the Dead Sea lies at -430 m, the highest summit at 8,849 m.
func (f *fields) ground(r row, c cell) float64 { return f.number(r, c, "z", -500, 9000) }

// positive reads a number that must be there, more than 0 and at most high.
func (f *fields) positive(r row, c cell, what string, high float64) float64 {
	x := f.number(r, c, what, 0, high)
	if x == 0 && c.text != "" && f.zero(c) {
		f.fault(r, c, "write a number above 0", "%s %s is none", what, c.text)
	}
	return x
}

// zero says whether a cell holds the number 0, which is not a fault of the cell itself.
func (f *fields) zero(c cell) bool {
	x, err := strconv.ParseFloat(c.text, 64)
	return err == nil && x == 0
}

// points reads "x y;x y;...".
func (f *fields) points(r row, c cell, least int) []model.Point {
	list := make([]model.Point, 0, 1+strings.Count(c.text, ";"))
	for rest, more := c.text, true; more; {
		var pair string
		pair, rest, more = strings.Cut(rest, ";")
		left, right, found := strings.Cut(pair, " ")
		x, errX := strconv.ParseFloat(left, 64)
		y, errY := strconv.ParseFloat(right, 64)
		if !found || errX != nil || errY != nil || !(math.Abs(x) <= extent && math.Abs(y) <= extent) {
			f.fault(r, c, "write points as x y;x y;... in metres", "point %d (%q) is not a pair of coordinates within 1,000 km", len(list)+1, pair)
			return nil
		}
		list = append(list, model.Point{X: x + 0, Y: y + 0})
	}
	if len(list) < least {
		f.fault(r, c, "", "%d points are too few: at least %d", len(list), least)
	}
	return list
}

func numberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
