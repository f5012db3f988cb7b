package strict

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"cascata/model"
)

// Set changes the tree before it is decoded. An assignment is path=value, such as seed=7, campaign[0].skill=expert or
// needs."telecom/site.power".buffer=2h. The value is TOML; what is no TOML is taken as text, so quotes may be left out. A
// list of one table may go without its [0], and [] stands for a new element behind the last, as in event[]={at="1h", ...}. Faults of the value found later name the assignment, as the error does.
func (d *Doc) Set(assignment string) error {
	file := "--set " + assignment
	path, value, ok := cutAssignment(assignment)
	if !ok {
		return d.refuse(file, "write --set key=value", "%q has no \"=\"", assignment)
	}
	steps, err := parseSteps(path)
	if err != nil {
		return d.refuse(file, "write a path such as campaign[0].skill", "%v", err)
	}
	return d.assign(file, steps, literal(value))
}

func (d *Doc) refuse(file, want, format string, args ...any) error {
	var f model.Faults
	f.Add(file, 0, 0, want, format, args...)
	return f
}

// cutAssignment cuts at the first = outside quotes.
func cutAssignment(text string) (path, value string, ok bool) {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case '=':
			if !quoted {
				return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:]), true
			}
		}
	}
	return text, "", false
}

// literal reads a value of TOML, else takes it as text. Dates and times stay text, which is how scenario files have them.
func literal(text string) any {
	tree := map[string]any{}
	if strings.ContainsAny(text, "\n\r") {
		return text
	}
	if _, err := toml.Decode("v = "+text, &tree); err != nil {
		return text
	}
	v := plain(tree).(map[string]any)["v"]
	if _, date := v.(time.Time); date {
		return text
	}
	return v
}

// behind is the position after the last one of a list, written [].
const behind = -1

// parseSteps reads a path into keys (strings) and positions (ints).
func parseSteps(path string) ([]any, error) {
	s := newScanner([]byte(path))
	var steps []any
	for s.pos < len(s.src) {
		if s.src[s.pos] == '[' && len(steps) > 0 {
			end := strings.IndexByte(path[s.pos:], ']')
			inside := path[s.pos+1 : s.pos+max(end, 1)]
			n, err := strconv.Atoi(inside)
			if end == 1 {
				n, err = behind, nil
			}
			if err != nil || n < 0 && end != 1 {
				return nil, fmt.Errorf("%q has a position that is no number from 0 up", path)
			}
			steps = append(steps, n)
			if s.pos += end + 1; s.pos < len(s.src) && s.src[s.pos] == '.' {
				s.pos++
			}
			continue
		}
		before := s.pos
		for _, k := range s.keys() {
			steps = append(steps, k.text)
		}
		if s.pos == before || s.pos > before && s.pos < len(s.src) && s.src[s.pos] != '[' {
			return nil, fmt.Errorf("%q is not a path", path)
		}
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("the path is empty")
	}
	return steps, nil
}

// assign walks the tree along steps, makes tables that are missing, and puts v at the end.
func (d *Doc) assign(file string, steps []any, v any) error {
	var here any = d.tree
	path := ""
	put := func(any) {}
	for _, step := range steps {
		var err error
		if here, path, put, err = d.into(here, path, put, step); err != nil {
			return d.refuse(file, "", "%v", err)
		}
		if _, known := d.at[path]; !known {
			d.at[path] = mark{set: file}
		}
	}
	put(v)
	d.forget(path)
	d.at[path] = mark{set: file}
	return nil
}

// into goes one step down from here; put replaces the value that it returns.
func (d *Doc) into(here any, path string, put func(any), step any) (any, string, func(any), error) {
	if n, ok := step.(int); ok {
		list, _ := here.([]any)
		if n == behind && (here == nil || list != nil) {
			n = len(list)
			list = append(list, nil)
			put(list)
		}
		if n >= len(list) || n < 0 {
			return nil, "", nil, fmt.Errorf("%s has %d elements, the first is [0]", path, len(list))
		}
		return list[n], item(path, n), func(v any) { list[n] = v }, nil
	}
	key := step.(string)
	if list, ok := here.([]any); ok {
		if len(list) != 1 {
			return nil, "", nil, fmt.Errorf("%s has %d elements: say which, as in %s", path, len(list), join(item(path, 0), key))
		}
		here, path = list[0], item(path, 0)
	}
	table, ok := here.(map[string]any)
	if here == nil {
		table, ok = map[string]any{}, true
		put(table)
	}
	if !ok {
		return nil, "", nil, fmt.Errorf("%s is %s and has no key %q", path, describe(here), key)
	}
	return table[key], join(path, key), func(v any) { table[key] = v }, nil
}

// forget drops the places of what an assignment replaced.
func (d *Doc) forget(path string) {
	for p := range d.at {
		if rest, below := strings.CutPrefix(p, path); below && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			delete(d.at, p)
		}
	}
}
