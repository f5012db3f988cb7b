package transport

import (
	"math"
	"slices"
	"sort"
	"strings"

	"cascata/model"
)

// metadata is the head of a TNTP file: <KEY> value lines up to <END OF METADATA>.
type metadata struct {
	s      *scanner
	values map[string]field
	lines  map[string]int
	end    int // line of its end
}

// allKeys are those of all files of the format: one in the wrong kind of file is no slip.
var allKeys = []string{keyZones, keyNodes, keyFirst, keyLinks, keyToll, keyDistance, keyTotal}

const endOfMetadata = "END OF METADATA"

// readMetadata reads up to the end of the head. Keys it does not know are passed over, as TNTP files carry notes in them, but
// for those that look like a slip of a known one.
func (s *scanner) readMetadata(known ...string) *metadata {
	m := &metadata{s: s, values: map[string]field{}, lines: map[string]int{}}
	known = append(known, endOfMetadata)
	sort.Strings(known)
	for s.next() {
		text := strings.TrimSpace(s.text)
		col := strings.Index(s.text, text) + 1
		close := strings.IndexByte(text, '>')
		if text[0] != '<' || close < 0 {
			s.fault(col, "<END OF METADATA> comes before the first row", "%q within the head", clip(text))
			return m
		}
		key := strings.ToUpper(strings.Join(strings.Fields(text[1:close]), " "))
		if key == endOfMetadata {
			m.end = s.line
			return m
		}
		value := text[close+1:]
		m.add(known, key, field{strings.TrimSpace(value), col + close + 1 + len(value) - len(strings.TrimLeft(value, " \t"))}, col)
	}
	if !s.full {
		s.fault(0, "<END OF METADATA> on a line of its own", "the head has no end")
	}
	return m
}

func (m *metadata) add(known []string, key string, value field, col int) {
	i := sort.SearchStrings(known, key)
	if i == len(known) || known[i] != key {
		if near := model.Nearest(key, known); near != "" && !slices.Contains(allKeys, key) && !strings.HasPrefix(key, "ORIGINAL") {
			m.s.fault(col, "did you mean <"+near+">?", "unknown key <%s>", clip(key))
		}
		return
	}
	if at, twice := m.lines[key]; twice {
		m.s.fault(col, "once", "<%s> again, as in line %d", key, at)
		return
	}
	m.values[key], m.lines[key] = value, m.s.line
}

// whole is a whole number of the head from 1 to most. Without it the value is missing; 0 then is a fault.
func (m *metadata) whole(key string, missing, most int) int {
	x, ok := m.real(key, float64(missing))
	if !ok {
		return 0
	}
	if _, given := m.lines[key]; !given && missing == 0 {
		m.s.faultAt(m.end, 0, "<"+key+"> and a number", "the head has no <%s>", key)
		return 0
	}
	if x != math.Trunc(x) || x < 1 || x > float64(most) {
		m.s.faultAt(m.lines[key], m.values[key].col, "a whole number from 1", "<%s> is %q", key, clip(m.values[key].text))
		return 0
	}
	return int(x)
}

// real is a number of the head, or missing.
func (m *metadata) real(key string, missing float64) (float64, bool) {
	value, given := m.values[key]
	if !given {
		return missing, true
	}
	at := m.s.line
	m.s.line = m.lines[key]
	defer func() { m.s.line = at }()
	if words := strings.Fields(value.text); len(words) > 0 {
		value.text = words[0]
	}
	return m.s.number(value, "<"+key+">")
}
