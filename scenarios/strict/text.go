package strict

import (
	"bytes"
	"strconv"
	"strings"
)

// keyPart is one element of a dotted key.
type keyPart struct {
	text   string
	offset int
}

// keys reads a dotted key. Each element is bare or in quotes.
func (s *scanner) keys() []keyPart {
	var parts []keyPart
	for {
		s.skip(" \t")
		from := s.pos
		text := s.key()
		if s.pos == from {
			return parts
		}
		parts = append(parts, keyPart{text, from})
		s.skip(" \t")
		if s.pos >= len(s.src) || s.src[s.pos] != '.' {
			return parts
		}
		s.pos++
	}
}

func (s *scanner) key() string {
	from := s.pos
	if s.pos < len(s.src) && (s.src[s.pos] == '"' || s.src[s.pos] == '\'') {
		return s.quoted()
	}
	for s.pos < len(s.src) && bareByte(s.src[s.pos]) {
		s.pos++
	}
	return string(s.src[from:s.pos])
}

// quoted passes over a text in quotes, of one line or of several, and returns what a key of one line means.
func (s *scanner) quoted() string {
	quote := s.src[s.pos]
	if fence := bytes.Repeat([]byte{quote}, 3); bytes.HasPrefix(s.src[s.pos:], fence) {
		s.pos += 3
		s.fenced(quote, fence)
		return ""
	}
	from := s.pos + 1
	for s.pos++; s.pos < len(s.src) && s.src[s.pos] != quote && s.src[s.pos] != '\n'; s.pos++ {
		if quote == '"' && s.src[s.pos] == '\\' && s.pos+1 < len(s.src) {
			s.pos++
		}
	}
	text := string(s.src[from:min(s.pos, len(s.src))])
	if s.pos < len(s.src) && s.src[s.pos] == quote {
		s.pos++
	}
	s.pos = min(s.pos, len(s.src))
	if quote == '"' {
		return unescape(text)
	}
	return text
}

// fenced passes over the rest of a text in three quotes, which may end in up to two quotes of its own.
func (s *scanner) fenced(quote byte, fence []byte) {
	for s.pos < len(s.src) {
		switch {
		case quote == '"' && s.src[s.pos] == '\\':
			s.pos = min(s.pos+2, len(s.src))
		case bytes.HasPrefix(s.src[s.pos:], fence):
			s.pos += 3
			for i := 0; i < 2 && s.pos < len(s.src) && s.src[s.pos] == quote; i++ {
				s.pos++
			}
			return
		default:
			s.pos++
		}
	}
}

// unescape resolves the escapes of a TOML basic string; what it does not know it leaves as it stands.
func unescape(text string) string {
	if !strings.ContainsRune(text, '\\') {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		r, digits := escape(text[i])
		if digits > 0 && i+digits < len(text) {
			n, err := strconv.ParseUint(text[i+1:i+1+digits], 16, 32)
			if err == nil {
				r = rune(n)
				i += digits
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escape is the character of a short escape, or the number of hexadecimal digits that follow.
func escape(c byte) (r rune, digits int) {
	switch c {
	case 'b':
		return '\b', 0
	case 't':
		return '\t', 0
	case 'n':
		return '\n', 0
	case 'f':
		return '\f', 0
	case 'r':
		return '\r', 0
	case 'e':
		return '\x1b', 0
	case 'x':
		return 'x', 2
	case 'u':
		return 'u', 4
	case 'U':
		return 'U', 8
	}
	return rune(c), 0
}
