package water

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"cascata/model"
)

// section is a heading of an input file.
type section uint8

const (
	secNone section = iota
	secTitle
	secJunctions
	secReservoirs
	secTanks
	secPipes
	secPumps
	secValves
	secDemands
	secEmitters
	secStatus
	secPatterns
	secCurves
	secControls
	secRules
	secTimes
	secOptions
	secLeakage
	secQuality // from here on without effect on hydraulics
	secSources
	secReactions
	secMixing
	secEnergy
	secReport
	secTags
	secCoordinates
	secVertices
	secLabels
	secBackdrop
	secRoughness
	secEnd
)

var sectionNames = [...]string{"", "TITLE", "JUNCTIONS", "RESERVOIRS", "TANKS", "PIPES", "PUMPS", "VALVES", "DEMANDS", "EMITTERS", "STATUS",
	"PATTERNS", "CURVES", "CONTROLS", "RULES", "TIMES", "OPTIONS", "LEAKAGE", "QUALITY", "SOURCES", "REACTIONS", "MIXING", "ENERGY", "REPORT",
	"TAGS", "COORDINATES", "VERTICES", "LABELS", "BACKDROP", "ROUGHNESS", "END"}

// sectionOf finds a heading, which may be abbreviated to three letters or more.
func sectionOf(heading string) section {
	name := strings.ToUpper(strings.Trim(heading, "[]"))
	if len(name) < 3 {
		return secNone
	}
	for s := secTitle; s <= secEnd; s++ {
		if full := sectionNames[s]; strings.HasPrefix(full, name) || len(name) > 4 && strings.HasPrefix(name, full) {
			return s
		}
	}
	return secNone
}

// token is a word of a line with its column.
type token struct {
	text string
	col  int
}

// is reports whether the word begins with a keyword, in any case.
func (t token) is(keyword string) bool {
	return len(t.text) >= len(keyword) && strings.EqualFold(t.text[:len(keyword)], keyword)
}

// row is a line that says something.
type row struct {
	line int
	tok  []token
	text string // as it stood, without the end of line
}

const (
	longestLine = 1 << 16
	mostWords   = 40 // of a line count, as in EPANET
	mostFaults  = 500
)

// scanner cuts a file into rows by section.
type scanner struct {
	file   string
	faults model.Faults
	more   int // faults beyond the most that are kept
	rows   [secEnd + 1][]row
	last   int // number of the last line
	warns  model.Faults
}

// fault notes a fault, or only counts it when there are many.
func (s *scanner) fault(line, col int, want, format string, args ...any) {
	if len(s.faults) < mostFaults {
		s.faults.Add(s.file, line, col, want, format, args...)
	} else {
		s.more++
	}
}

func (s *scanner) scan(r io.Reader) error {
	in := bufio.NewReaderSize(r, longestLine)
	now := secNone
	for number := 1; ; number++ {
		bytes, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			s.fault(number, 1, "lines have at most 65,536 bytes", "line is too long")
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = in.ReadSlice('\n')
			}
			bytes = nil
		}
		if err != nil && err != io.EOF {
			return err
		}
		if number == 1 {
			bytes = []byte(strings.TrimPrefix(string(bytes), "\xef\xbb\xbf"))
		}
		s.last = number
		if now = s.line(number, bytes, now); now == secEnd {
			return nil
		}
		if err == io.EOF {
			s.warns.Add(s.file, number, 1, "check that nothing is missing, and end the file with [END]", "the file ends without [END], as one that was cut off does")
			return nil
		}
	}
}

// line files one line under its section and returns the section that the next one belongs to.
func (s *scanner) line(number int, bytes []byte, now section) section {
	if blank(bytes) {
		return now
	}
	text := strings.TrimRight(string(bytes), "\r\n")
	tokens := tokens(text)
	switch {
	case len(tokens) > 0 && tokens[0].text[0] == '[':
		next := sectionOf(tokens[0].text)
		if next == secNone {
			s.fault(number, tokens[0].col, model.DidYouMean(strings.ToUpper(strings.Trim(tokens[0].text, "[]")), sectionNames[1:]),
				"unknown section %s", tokens[0].text)
		}
		return next
	case now == secTitle || now >= secQuality:
		s.rows[now] = append(s.rows[now], row{line: number, text: text})
	case len(tokens) == 0: // a comment
	case now == secNone:
		if len(s.faults) == 0 { // what follows an unknown section is not a second fault
			s.fault(number, tokens[0].col, "begin with a section such as [JUNCTIONS]", "data before the first section")
		}
	default:
		if len(tokens) > mostWords {
			if len(s.warns) < mostFaults {
				s.warns.Add(s.file, number, tokens[mostWords].col, "continue on another line", "only the first 40 words of a line count, as in EPANET; %d follow", len(tokens)-mostWords)
			}
			tokens = tokens[:mostWords]
		}
		s.rows[now] = append(s.rows[now], row{line: number, tok: tokens, text: text})
	}
	return now
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

// tokens cuts a line into words. A semicolon begins a comment; quotes hold a word with blanks together.
func tokens(text string) []token {
	var out []token
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ';':
			return out
		case c == ' ' || c == '\t' || c == ',' || c == '\r' || c == '\f' || c == '\v' || c == 0:
			i++
		case c == '"':
			end := strings.IndexByte(text[i+1:], '"')
			if end < 0 {
				end = len(text) - i - 1
			}
			if end > 0 {
				out = append(out, token{text[i+1 : i+1+end], i + 2})
			}
			i += end + 2
		default:
			start := i
			for i < len(text) && !strings.ContainsRune(" \t,;\r\f\v\"\x00", rune(text[i])) {
				i++
			}
			out = append(out, token{text[start:i], start + 1})
		}
	}
	return out
}
