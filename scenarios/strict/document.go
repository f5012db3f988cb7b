package strict

import (
	"bytes"
	"errors"
	"strings"

	"github.com/BurntSushi/toml"

	"cascata/model"
)

// The largest text that is read. A scenario has some kilobytes; the limits keep a wrong file from stalling the program.
const (
	maxBytes = 8 << 20
	maxDepth = 64
)

// Doc is one parsed text with the place of every key in it.
type Doc struct {
	File   string // as faults name it
	tree   map[string]any
	at     map[string]mark
	broken model.Faults // faults of the syntax: what stands behind them may be missing from the tree
}

// Decode reads a TOML text into the struct that into points to. Keys that the text leaves out keep the value that into had.
// The error is a model.Faults with every fault of the text, sorted by place.
func Decode(file string, data []byte, into any) error {
	return Parse(file, data).Decode(into)
}

// Parse reads the syntax of a TOML text. Its faults are kept and reported by Decode, together with those of the content.
func Parse(file string, data []byte) *Doc {
	d := &Doc{File: file, tree: map[string]any{}, at: map[string]mark{}}
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(text) > maxBytes:
		d.syntax(place{1, 1}, "", "the file has %d bytes, more than %d", len(text), maxBytes)
		return d
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), bytes.IndexByte(text, 0) >= 0:
		d.syntax(place{1, 1}, "save it as UTF-8", "the file is not UTF-8 text")
		return d
	}
	s := newScanner(text)
	s.scan()
	d.at = s.at
	if s.deep {
		d.syntax(s.place(s.pos), "", "lists and tables stand more than %d deep in each other", maxDepth)
		return d
	}
	d.parse(text, s)
	return d
}

// parse lets the TOML reader build the tree. It stops at the first fault, so the line of the fault is blanked and the text
// read again, as long as the faults move down: that finds one fault a line.
func (d *Doc) parse(text []byte, s *scanner) {
	const most = 20
	last := 0
	for range most {
		tree, fault, ok := read(string(text))
		if ok {
			d.tree = tree
			return
		}
		at := s.place(fault.Position.Start)
		if at.line <= last {
			return
		}
		last = at.line
		d.syntax(at, "", "%s", fault.Message)
		text = blank(text, fault.Position.Start)
	}
}

func read(text string) (map[string]any, toml.ParseError, bool) {
	tree := map[string]any{}
	_, err := toml.Decode(text, &tree)
	var fault toml.ParseError
	switch {
	case err == nil:
		return plain(tree).(map[string]any), fault, true
	case !errors.As(err, &fault):
		fault.Message = err.Error()
	}
	return nil, fault, false
}

// blank replaces the line that holds offset by blanks, so that every other line keeps its place.
func blank(text []byte, offset int) []byte {
	offset = min(max(offset, 0), len(text))
	from := bytes.LastIndexByte(text[:offset], '\n') + 1
	to := len(text)
	if n := bytes.IndexByte(text[from:], '\n'); n >= 0 {
		to = from + n
	}
	out := bytes.Clone(text)
	for i := from; i < to; i++ {
		out[i] = ' '
	}
	return out
}

// plain rewrites arrays of tables as lists, so that the decoder meets one kind of list.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = plain(x)
		}
	case []map[string]any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = plain(x)
		}
		return list
	case []any:
		for i, x := range v {
			v[i] = plain(x)
		}
	}
	return v
}

func (d *Doc) syntax(at place, want, format string, args ...any) {
	d.broken.Add(d.File, at.line, at.col, want, format, args...)
}

// Decode reads the content into the struct that into points to; see the function Decode. Call it once for each Doc.
func (d *Doc) Decode(into any) error {
	w := walker{doc: d, faults: append(model.Faults(nil), d.broken...), partial: len(d.broken) > 0}
	w.root(into)
	return w.faults.Err()
}

// Broken reports whether the syntax had faults, so that keys may be missing which the text does have.
func (d *Doc) Broken() bool { return len(d.broken) > 0 }

// Pos is the line and column of the value at path, of its key where a table or a list begins, or of the nearest table
// around it. It is 0, 0 when the value did not come from the file but was set with Set.
func (d *Doc) Pos(path string) (line, col int) {
	m := d.mark(path)
	return m.value.line, m.value.col
}

// KeyPos is the line and column of the key at path; see Pos.
func (d *Doc) KeyPos(path string) (line, col int) {
	m := d.mark(path)
	return m.key.line, m.key.col
}

// Fault adds a fault of the value at path to f, naming the place in the file or the assignment that set the value.
func (d *Doc) Fault(f *model.Faults, path, want, format string, args ...any) {
	d.fault(f, d.mark(path), false, want, format, args...)
}

func (d *Doc) fault(f *model.Faults, m mark, atKey bool, want, format string, args ...any) {
	at := m.value
	if atKey {
		at = m.key
	}
	file := d.File
	if m.set != "" {
		file, at = m.set, place{}
	}
	f.Add(file, at.line, at.col, want, format, args...)
}

// mark is the mark of path or of the nearest path around it.
func (d *Doc) mark(path string) mark {
	for path != "" {
		if m, ok := d.at[path]; ok {
			return m
		}
		path = parent(path)
	}
	return mark{key: place{1, 1}, value: place{1, 1}}
}

// parent is the path without its last element; empty at the top.
func parent(path string) string {
	quoted := false
	last := 0
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '.' || c == '['):
			last = i
		}
	}
	return strings.TrimSuffix(path[:last], ".")
}
