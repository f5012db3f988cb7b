package cityfile

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"cascata/model"
)

// line is a row of a table as it stands in the file.
type line struct {
	text   string
	number int32
}

// scanner sorts the lines of a text by section and checks their form. It keeps lines and not cells, which would take three times
// the memory in a large city.
type scanner struct {
	splitter
	schema [sections]section
	lines  [sections][]line
	header [sections][]int // column of the schema for each cell of a row, -1 for an unknown one; nil before the header
	seen   [sections]int   // line of the section's title, 0 if not seen

	line    int
	count   int  // rows so far
	section int  // the one we are in, or -1
	skip    bool // in a section we do not know
}

// scan reads every line. It stops early only when there are too many faults.
func (s *scanner) scan(r io.Reader) {
	s.section, s.schema = -1, schema()
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	for lines.Scan() {
		s.line++
		if !s.accept(lines.Text()) {
			return
		}
	}
	switch { // what the reader says is its owner's business
	case errors.Is(lines.Err(), bufio.ErrTooLong):
		s.fault(s.line+1, 0, "a line has at most 1 MiB", "the line is too long")
	case s.line == 0:
		s.fault(1, 0, "write \""+magic+" "+version+"\" in the first line", "the file is empty")
	}
	for i, sec := range s.schema {
		if sec.needed && s.seen[i] == 0 && s.line > 0 {
			s.faults.Add(s.file, 0, 0, "add a section ["+sec.name+"]", "section [%s] is missing", sec.name)
		}
	}
}

// accept takes one line and says whether to go on.
func (s *scanner) accept(line string) bool {
	if at := strings.IndexFunc(line, unprintable); at >= 0 {
		s.fault(s.line, 1+utf8.RuneCountInString(line[:at]), "write the file in UTF-8, without control characters", "a character that no text holds")
		return len(*s.faults) < maxFaults
	}
	switch {
	case s.line == 1:
		return s.first(line)
	case strings.TrimSpace(line) == "" || line[0] == '#':
	case line[0] == '[':
		s.title(line)
	case s.skip:
	case s.section < 0:
		s.fault(s.line, 1, "begin with a section such as [city]", "a row stands before any section")
	case s.header[s.section] == nil:
		s.columns(line)
	default:
		return s.row(line) && len(*s.faults) < maxFaults
	}
	return len(*s.faults) < maxFaults
}

func unprintable(c rune) bool { return c < ' ' || c == 0x7f || c == utf8.RuneError }

func (s *scanner) first(line string) bool {
	name, number, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch {
	case name != magic:
		s.fault(1, 1, "a city file begins with \""+magic+" "+version+"\"", "this is not a city file")
		return false
	case number != version && number != before:
		s.fault(1, len(magic)+2, "this program reads versions "+before+" and "+version, "unknown version %q of the city format", number)
		return false
	}
	return true
}

func (s *scanner) title(line string) {
	name, found := strings.CutSuffix(strings.TrimSpace(line[1:]), "]")
	s.skip, s.section = true, -1
	if !found {
		s.fault(s.line, 1, "write [name]", "a section title lacks its closing bracket")
		return
	}
	var known []string
	for i, sec := range s.schema {
		known = append(known, sec.name)
		if sec.name != name {
			continue
		}
		if s.seen[i] > 0 {
			s.fault(s.line, 1, "put all rows under one title", "section [%s] stands twice, first in line %d", name, s.seen[i])
			return
		}
		s.seen[i], s.section, s.skip = s.line, i, false
		return
	}
	s.fault(s.line, 1, model.DidYouMean(name, known), "unknown section [%s]", name)
}

// columns reads the header row of a section.
func (s *scanner) columns(text string) {
	sec := s.schema[s.section]
	cells := s.split(s.line, text, 4*needFields)
	header, seen := make([]int, len(cells)), make([]bool, len(sec.columns))
	for i, c := range cells {
		header[i] = slices.Index(sec.columns, c.text)
		switch k := header[i]; {
		case k < 0:
			s.fault(s.line, c.col, model.DidYouMean(c.text, sec.columns), "unknown column %q in section [%s]", c.text, sec.name)
		case seen[k]:
			s.fault(s.line, c.col, "name each column once", "column %q stands twice", c.text)
			header[i] = -1
		default:
			seen[k] = true
		}
	}
	s.header[s.section] = header
	for k := range sec.required {
		if !seen[k] {
			s.fault(s.line, 0, "", "section [%s] lacks the column %q", sec.name, sec.columns[k])
		}
	}
}

// row keeps one row of a section if it has the form of one, and says whether there may be more.
func (s *scanner) row(text string) bool {
	if s.count++; s.count > maxRows {
		s.fault(s.line, 0, "a file has at most 8,000,000 rows", "too many rows")
		return false
	}
	want := len(s.header[s.section])
	n := strings.Count(text, ",") + 1
	if strings.IndexByte(text, '"') >= 0 {
		n = len(s.split(s.line, text, want))
	}
	if n != want {
		s.fault(s.line, 0, "", "the row has %d cells, the header of [%s] names %d", n, s.schema[s.section].name, want)
		return true
	}
	s.lines[s.section] = append(s.lines[s.section], line{text, int32(s.line)})
	return true
}
