package cityfile

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"cascata/model"
)

// row is one line of a table, its cells in the order of the schema's columns.
type row struct {
	line  int
	cells []cell
}

// cell is one value and where it stands; an absent column is an empty cell.
type cell struct {
	text string
	col  int
}

// scanner splits a text into the rows of its sections.
type scanner struct {
	file   string
	faults *model.Faults
	schema [sections]section
	rows   [sections][]row
	seen   [sections]int // line of the section's title, 0 if not seen

	line    int
	count   int    // rows so far
	section int    // the one we are in, or
	header  []int  // column of the schema for each cell of a row, -1 for an unknown one; nil before the header
	cells   []cell // cells of the line at hand
	arena   []cell
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
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		s.fault(s.line+1, 0, "a line has at most 1 MiB", "the line is too long")
	case err != nil:
		s.fault(s.line+1, 0, "", "cannot read on: %v", err)
	case s.line == 0:
		s.fault(1, 0, "write \""+magic+" "+version+"\" in the first line", "the file is empty")
	}
	for i, sec := range s.schema {
		if sec.needed && s.seen[i] == 0 && s.line > 0 {
			s.faults.Add(s.file, 0, 0, "add a section ["+sec.name+"]", "section [%s] is missing", sec.name)
		}
	}
}

func (s *scanner) fault(line, col int, want, format string, args ...any) {
	s.faults.Add(s.file, line, col, want, format, args...)
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
	case s.header == nil:
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
	case number != version:
		s.fault(1, len(magic)+2, "this program reads version "+version, "unknown version %q of the city format", number)
		return false
	}
	return true
}

func (s *scanner) title(line string) {
	name, found := strings.CutSuffix(strings.TrimSpace(line[1:]), "]")
	s.header, s.skip, s.section = nil, true, -1
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
func (s *scanner) columns(line string) {
	sec := s.schema[s.section]
	s.split(line)
	s.header = make([]int, len(s.cells))
	seen := make([]bool, len(sec.columns))
	for i, c := range s.cells {
		s.header[i] = -1
		for k, name := range sec.columns {
			if name == c.text {
				s.header[i] = k
			}
		}
		switch k := s.header[i]; {
		case k < 0:
			s.fault(s.line, c.col, model.DidYouMean(c.text, sec.columns), "unknown column %q in section [%s]", c.text, sec.name)
		case seen[k]:
			s.fault(s.line, c.col, "name each column once", "column %q stands twice", c.text)
			s.header[i] = -1
		default:
			seen[k] = true
		}
	}
	for k := range sec.required {
		if !seen[k] {
			s.fault(s.line, 0, "", "section [%s] lacks the column %q", sec.name, sec.columns[k])
		}
	}
}

// row reads one row of a section and says whether there may be more.
func (s *scanner) row(line string) bool {
	if s.count++; s.count > maxRows {
		s.fault(s.line, 0, "a file has at most 500,000 rows", "too many rows")
		return false
	}
	s.split(line)
	if len(s.cells) != len(s.header) {
		s.fault(s.line, 0, "", "the row has %d cells, the header of [%s] names %d", len(s.cells), s.schema[s.section].name, len(s.header))
		return true
	}
	width := len(s.schema[s.section].columns)
	if len(s.arena) < width {
		s.arena = make([]cell, 4096)
	}
	r := row{s.line, s.arena[:width:width]}
	s.arena = s.arena[width:]
	for i, k := range s.header {
		if k >= 0 {
			r.cells[k] = s.cells[i]
		}
	}
	s.rows[s.section] = append(s.rows[s.section], r)
	return true
}

// split cuts a line into cells at its commas; a cell in double quotes may hold commas, and quotes written twice.
func (s *scanner) split(line string) {
	s.cells = s.cells[:0]
	col, ascii := 1, len(line) == utf8.RuneCountInString(line)
	for at := 0; ; {
		text, end := s.cell(line, at, col)
		s.cells = append(s.cells, cell{text, col})
		if end >= len(line) || len(s.cells) > 4*needFields+len(s.header) {
			return
		}
		if ascii {
			col += end + 1 - at
		} else {
			col += utf8.RuneCountInString(line[at : end+1])
		}
		at = end + 1
	}
}

// cell reads the cell that begins at byte at and returns where it ends: at a comma or the end of the line.
func (s *scanner) cell(line string, at, col int) (text string, end int) {
	if at >= len(line) || line[at] != '"' {
		end = len(line)
		if i := strings.IndexByte(line[at:], ','); i >= 0 {
			end = at + i
		}
		return strings.TrimSpace(line[at:end]), end
	}
	var b strings.Builder
	for i := at + 1; i < len(line); i++ {
		switch {
		case line[i] != '"':
			b.WriteByte(line[i])
		case i+1 < len(line) && line[i+1] == '"':
			b.WriteByte('"')
			i++
		case i+1 == len(line) || line[i+1] == ',':
			return b.String(), i + 1
		default:
			s.fault(s.line, col, "write a quote inside a quoted cell twice", "a quoted cell goes on after its closing quote")
			return b.String(), len(line)
		}
	}
	s.fault(s.line, col, "close it with \"", "a quoted cell has no end")
	return b.String(), len(line)
}
