package transport

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"cascata/model"
)

// What a file may hold at most. The largest public network has some 40,000 links in lines of 120 characters.
const (
	longestLine = 1 << 20
	mostFaults  = 100
	largest     = 1e30 // of any number: its fourth power still fits a float64
	mostNodes   = 10_000_000
)

// field is a word of a line and the column it begins in, from 1.
type field struct {
	text string
	col  int
}

// scanner reads the lines of a TNTP file and collects faults.
type scanner struct {
	name   string
	lines  *bufio.Scanner
	line   int
	text   string // the line without its comment
	faults model.Faults
	full   bool // no more faults are noted
}

func newScanner(name string, r io.Reader) *scanner {
	s := &scanner{name: name, lines: bufio.NewScanner(r)}
	s.lines.Buffer(make([]byte, 0, 1<<16), longestLine)
	return s
}

// next goes to the next line that holds more than white space and a comment.
func (s *scanner) next() bool {
	for !s.full && s.lines.Scan() {
		s.line++
		text := s.lines.Bytes()
		if s.line == 1 {
			text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
		}
		if i := bytes.IndexByte(text, '~'); i >= 0 && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
			text = text[:i]
		}
		if len(bytes.TrimSpace(text)) > 0 {
			s.text = string(text)
			return true
		}
	}
	return false
}

func (s *scanner) fault(col int, want, format string, args ...any) {
	s.faultAt(s.line, col, want, format, args...)
}

func (s *scanner) faultAt(line, col int, want, format string, args ...any) {
	if s.full {
		return
	}
	s.faults.Add(s.name, line, col, want, format, args...)
	if len(s.faults) == mostFaults {
		s.full = true
		s.faults.Add(s.name, line, col, "", "%d faults; the rest of the file was not read", mostFaults)
	}
}

// end is all faults, a failure to read included.
func (s *scanner) end() error {
	if err := s.lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		s.faultAt(s.line+1, 0, "one row a line", "line longer than %d characters", longestLine)
	} else if err != nil {
		return err
	}
	return s.faults.Err()
}

// fields splits the line at white space; each of the marks is a word of its own.
func (s *scanner) fields(marks string) []field {
	var out []field
	from := -1
	for i := 0; i <= len(s.text); i++ {
		if i < len(s.text) && s.text[i] > ' ' && !strings.Contains(marks, s.text[i:i+1]) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 {
			out = append(out, field{s.text[from:i], from + 1})
			from = -1
		}
		if i < len(s.text) && s.text[i] > ' ' {
			out = append(out, field{s.text[i : i+1], i + 1})
		}
	}
	return out
}

// number reads a plain decimal number.
func (s *scanner) number(f field, what string) (float64, bool) {
	x, err := strconv.ParseFloat(f.text, 64)
	if err != nil || math.IsNaN(x) || math.Abs(x) > largest || strings.ContainsAny(f.text, "xXpP_") {
		s.fault(f.col, "write a number such as 1800 or 2.5e-3", "%s is %q", what, clip(f.text))
		return 0, false
	}
	return x, true
}

// index reads a whole number from 1 to most.
func (s *scanner) index(f field, what string, most int) (int32, bool) {
	n, err := strconv.Atoi(f.text)
	if err != nil || n < 1 || n > most {
		s.fault(f.col, "1 to "+strconv.Itoa(most), "%s is %q", what, clip(f.text))
		return 0, false
	}
	return int32(n), true
}

func clip(text string) string {
	if len(text) > 40 {
		return text[:40] + "..."
	}
	return text
}
