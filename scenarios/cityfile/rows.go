package cityfile

import (
	"iter"
	"slices"
	"sort"
)

// rows goes through the rows of a section. A row and its texts last until the next one: what is kept must be cloned, else it
// keeps its whole line in memory.
func (b *builder) rows(sec int) iter.Seq[row] {
	return func(yield func(row) bool) {
		for _, l := range b.lines[sec] {
			if !yield(b.cut(sec, l)) {
				return
			}
		}
	}
}

// take goes through the rows of a section for the last time and lets go of each line that is done.
func (b *builder) take(sec int) iter.Seq[row] {
	lines := b.lines[sec]
	b.lines[sec] = nil
	return func(yield func(row) bool) {
		for i, l := range lines {
			lines[i] = line{}
			if !yield(b.cut(sec, l)) {
				return
			}
		}
	}
}

// cut is a line as a row.
func (b *builder) cut(sec int, l line) row {
	width := len(b.schema[sec].columns)
	clear(b.wide[:])
	for i, c := range b.quiet.split(int(l.number), l.text, len(b.header[sec])) {
		if k := b.header[sec][i]; k >= 0 {
			b.wide[k] = c
		}
	}
	return row{int(l.number), b.wide[:width]}
}

// byName sorts the lines of a section by the names in them.
type byName struct {
	names []string
	lines []line
}

func (x byName) Len() int           { return len(x.names) }
func (x byName) Less(i, j int) bool { return x.names[i] < x.names[j] }
func (x byName) Swap(i, j int) {
	x.names[i], x.names[j] = x.names[j], x.names[i]
	x.lines[i], x.lines[j] = x.lines[j], x.lines[i]
}

var _ sort.Interface = byName{}

// names sorts the rows of a section by their name, which stands in the first column, and indexes them.
func (b *builder) names(sec int, what string) index {
	lines := b.lines[sec]
	names := make([]string, 0, len(lines))
	for r := range b.rows(sec) {
		names = append(names, cloned(b.name(r, r.cells[0], what)))
	}
	if !slices.IsSorted(names) {
		sort.Stable(byName{names, lines})
	}
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			r := b.cut(sec, lines[i])
			b.fault(r, r.cells[0], "give each its own name", "%s %q stands twice, first in line %d", what, names[i], lines[i-1].number)
		}
	}
	x := newIndex(what, names)
	x.missing = len(lines) == 0
	return x
}
