package strict

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// place is a line and a column [characters], both from 1.
type place struct{ line, col int }

// mark says where a key and its value stand; set names the assignment when the value did not come from the file.
type mark struct {
	key, value place
	set        string
}

// scanner walks over a TOML text and notes the place of every key and value under its path. It does not judge: on a text
// that is not TOML it notes what it can and always comes to an end.
type scanner struct {
	src    []byte
	pos    int
	lines  []int // offset at which each line begins
	at     map[string]mark
	tables map[string]int // array of tables -> how many it has so far
	depth  int
	deep   bool
}

func newScanner(src []byte) *scanner {
	s := &scanner{src: src, lines: []int{0}, at: map[string]mark{}, tables: map[string]int{}}
	for i, c := range src {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

func (s *scanner) place(offset int) place {
	offset = min(max(offset, 0), len(s.src))
	for offset > 0 && offset < len(s.src) && !utf8.RuneStart(s.src[offset]) {
		offset--
	}
	line := sort.SearchInts(s.lines, offset+1)
	return place{line, utf8.RuneCount(s.src[s.lines[line-1]:offset]) + 1}
}

func (s *scanner) scan() {
	table := ""
	for s.skip(" \t\r\n"); s.pos < len(s.src) && !s.deep; s.skip(" \t\r\n") {
		if s.src[s.pos] == '[' {
			table = s.header()
		} else {
			s.assignment(table)
		}
		s.restOfLine()
	}
}

// header reads [a.b] or [[a.b]] and returns the path under which the following keys stand.
func (s *scanner) header() string {
	array := bytes.HasPrefix(s.src[s.pos:], []byte("[["))
	s.pos++
	if array {
		s.pos++
	}
	path := ""
	keys := s.keys()
	for i, k := range keys {
		path = join(path, k.text)
		at := s.place(k.offset)
		s.note(path, mark{key: at, value: at})
		last := i == len(keys)-1
		if last && array {
			s.tables[path]++
		}
		if n := s.tables[path]; n > 0 {
			path = item(path, n-1)
			s.note(path, mark{key: at, value: at})
		}
	}
	return path
}

// assignment reads key = value, where the key may have dots.
func (s *scanner) assignment(table string) {
	path := table
	keys := s.keys()
	for _, k := range keys {
		path = join(path, k.text)
		at := s.place(k.offset)
		s.note(path, mark{key: at, value: at})
	}
	s.skip(" \t")
	if len(keys) == 0 || s.pos >= len(s.src) || s.src[s.pos] != '=' {
		return
	}
	s.pos++
	s.skip(" \t")
	s.value(path)
}

// value reads the value of path, which has its key noted unless it is an element of a list.
func (s *scanner) value(path string) {
	at := s.place(s.pos)
	m, keyed := s.at[path]
	if m.value = at; !keyed {
		m.key = at
	}
	s.at[path] = m
	if s.pos >= len(s.src) {
		return
	}
	if s.depth++; s.depth > maxDepth {
		s.deep = true
	}
	switch c := s.src[s.pos]; {
	case s.deep:
	case c == '"', c == '\'':
		s.quoted()
	case c == '[':
		s.list(path)
	case c == '{':
		s.inline(path)
	default:
		s.until(",]}#\n")
	}
	s.depth--
}

func (s *scanner) list(path string) {
	s.pos++
	for i := 0; s.more(']'); i++ {
		before := s.pos
		s.value(item(path, i))
		if s.pos == before {
			s.pos++
		}
	}
}

func (s *scanner) inline(path string) {
	s.pos++
	for s.more('}') {
		before := s.pos
		s.assignment(path)
		if s.pos == before {
			s.pos++
		}
	}
}

// more skips to the next element of a list or an inline table; it is false, and behind the end, when there is none.
func (s *scanner) more(end byte) bool {
	s.skip(" \t\r\n,")
	if s.pos >= len(s.src) || s.deep {
		return false
	}
	if s.src[s.pos] == end {
		s.pos++
		return false
	}
	return true
}

// note keeps the first place of a path: where a table begins.
func (s *scanner) note(path string, m mark) {
	if _, known := s.at[path]; !known {
		s.at[path] = m
	}
}

// skip passes over the bytes of set and, when set has the end of a line, over comments.
func (s *scanner) skip(set string) {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '#' && bytes.IndexByte([]byte(set), '\n') >= 0:
			s.restOfLine()
		case bytes.IndexByte([]byte(set), c) >= 0:
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) until(set string) {
	if n := bytes.IndexAny(s.src[s.pos:], set); n >= 0 {
		s.pos += n
	} else {
		s.pos = len(s.src)
	}
}

func (s *scanner) restOfLine() {
	s.until("\n")
	s.pos = min(s.pos+1, len(s.src))
}
