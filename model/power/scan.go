package power

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"cascata/model"
)

const (
	longestLine = 1 << 24 // [bytes]
	maxFaults   = 200
)

// kind of token.
type kind byte

const (
	endOfFile kind = iota
	endOfLine
	word   // a name, with its dots: mpc.bus
	number // without sign
	text   // a string, in its quotes
	mark   // one other character
)

// token is the smallest thing that means something.
type token struct {
	kind      kind
	s         string
	line, col int
	gap       bool // a blank or a line's beginning stands before it
}

func (t token) is(s string) bool { return t.kind == mark && t.s == s }

// scanner cuts a file into tokens. It holds one line at a time; comments and continuations end here.
type scanner struct {
	in     *bufio.Scanner
	name   string
	faults model.Faults
	number int    // of the line
	line   string // without its comment
	at     int    // bytes of line taken
	joins  bool   // the line goes on in the next
	open   bool   // a line has been read and its end not yet handed out
	held   *token
	kept   *strings.Builder // what next takes is written here when set
}

func newScanner(name string, r io.Reader) *scanner {
	s := &scanner{in: bufio.NewScanner(r), name: name}
	s.in.Buffer(make([]byte, 1<<16), longestLine)
	return s
}

func (s *scanner) full() bool { return len(s.faults) >= maxFaults }

func (s *scanner) fault(t token, want, format string, args ...any) {
	if !s.full() {
		s.faults.Add(s.name, t.line, t.col, want, format, args...)
	}
}

// fetch reads the next line and cuts its comment off; false at the end of the file.
func (s *scanner) fetch() bool {
	depth := 0
	for s.in.Scan() {
		s.number++
		line := strings.TrimSuffix(s.in.Text(), "\r")
		switch strings.TrimSpace(line) {
		case "%{", "#{":
			depth++
			line = ""
		case "%}", "#}":
			depth = max(0, depth-1)
			line = ""
		}
		if depth > 0 {
			continue
		}
		s.line, s.joins = meaning(line)
		s.at, s.open = 0, true
		return true
	}
	s.line, s.at = "", 0
	return false
}

// meaning is a line without its comment, and whether it goes on.
func meaning(line string) (string, bool) {
	if !strings.ContainsAny(line, "%#.'\"") {
		return line, false
	}
	var quote byte
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '%' || c == '#':
			return line[:i], false
		case c == '.' && strings.HasPrefix(line[i:], "..."):
			return line[:i], true
		}
	}
	return line, false
}

// next is the next token; the end of the file comes again and again.
func (s *scanner) next() token {
	if s.held != nil {
		t := *s.held
		s.held = nil
		return t
	}
	gap := s.at == 0
	for {
		for s.at < len(s.line) && blank(s.line[s.at]) {
			s.at++
			gap = true
		}
		if s.at < len(s.line) {
			return s.cut(gap)
		}
		if s.open && !s.joins {
			s.open = false
			return s.keep(token{endOfLine, "\n", s.number, len(s.line) + 1, true})
		}
		s.open, gap = false, true
		if !s.fetch() {
			return token{kind: endOfFile, line: max(1, s.number), col: 1}
		}
	}
}

func (s *scanner) back(t token) { s.held = &t }

// keep copies what is taken.
func (s *scanner) keep(t token) token {
	if s.kept != nil {
		if t.gap && t.kind != endOfLine {
			s.kept.WriteByte(' ')
		}
		s.kept.WriteString(t.s)
	}
	return t
}

// cut takes one token out of the line.
func (s *scanner) cut(gap bool) token {
	rest := s.line[s.at:]
	k, n := mark, 1
	switch c := rest[0]; {
	case letter(c):
		k, n = word, wordLength(rest)
	case digit(c), c == '.' && len(rest) > 1 && digit(rest[1]):
		k, n = number, numberLength(rest)
	case c == '\'' || c == '"':
		k, n = text, textLength(rest)
	}
	t := token{k, rest[:n], s.number, s.at + 1, gap}
	s.at += n
	return s.keep(t)
}

// readFailed notes what kept the file from being read to its end.
func (s *scanner) readFailed() {
	err := s.in.Err()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		s.faults.Add(s.name, s.number+1, 0, "break the line", "a line is longer than %d bytes", longestLine)
	case err != nil:
		s.faults.Add(s.name, s.number+1, 0, "", "cannot be read further: %v", err)
	}
}

func blank(c byte) bool  { return c == ' ' || c == '\t' || c == '\r' || c == 0 }
func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

func wordLength(s string) int {
	n := 1
	for n < len(s) && (letter(s[n]) || digit(s[n]) || s[n] == '.' && n+1 < len(s) && letter(s[n+1])) {
		n++
	}
	return n
}

// numberLength takes letters that follow too, so that 12x or 3i is one wrong number and not two tokens.
func numberLength(s string) int {
	n := 1
	for n < len(s) {
		c := s[n]
		sign := (c == '+' || c == '-') && strings.IndexByte("eEdD", s[n-1]) >= 0
		if !digit(c) && !letter(c) && c != '.' && !sign {
			break
		}
		n++
	}
	return n
}

// textLength ends with the closing quote, or with the line when there is none.
func textLength(s string) int {
	for n := 1; n < len(s); n++ {
		if s[n] == s[0] {
			if n+1 < len(s) && s[n+1] == s[0] {
				n++
				continue
			}
			return n + 1
		}
	}
	return len(s)
}
