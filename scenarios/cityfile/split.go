package cityfile

import (
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

// splitter cuts lines into cells, always in the same memory: cells last until the next line.
type splitter struct {
	file   string
	faults *model.Faults
	cells  []cell
}

func (s *splitter) fault(line, col int, want, format string, args ...any) {
	s.faults.Add(s.file, line, col, want, format, args...)
}

// split cuts a line into cells at its commas, into little more than most; a cell in double quotes may hold commas, and quotes
// written twice.
func (s *splitter) split(number int, line string, most int) []cell {
	s.cells = s.cells[:0]
	col, ascii := 1, len(line) == utf8.RuneCountInString(line)
	for at := 0; ; {
		text, end := s.cell(number, line, at, col)
		s.cells = append(s.cells, cell{text, col})
		if end >= len(line) || len(s.cells) > most {
			return s.cells
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
func (s *splitter) cell(number int, line string, at, col int) (text string, end int) {
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
			s.fault(number, col, "write a quote inside a quoted cell twice", "a quoted cell goes on after its closing quote")
			return b.String(), len(line)
		}
	}
	s.fault(number, col, "close it with \"", "a quoted cell has no end")
	return b.String(), len(line)
}
