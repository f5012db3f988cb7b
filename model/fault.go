package model

import (
	"fmt"
	"sort"
	"strings"
)

// Fault is one thing wrong with a file: where, what is wrong, what would be right.
type Fault struct {
	File      string
	Line, Col int    // from 1; 0 when the fault has no place
	What      string // what is wrong: "unknown key \"hrizon\""
	Want      string // what would be right: "did you mean \"horizon\"?"; may be empty
}

// String is the fault as file:line:column: what; what would be right.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
		if f.Col > 0 {
			fmt.Fprintf(&b, ":%d", f.Col)
		}
	}
	b.WriteString(": " + f.What)
	if f.Want != "" {
		b.WriteString("; " + f.Want)
	}
	return b.String()
}

// Problem is one thing wrong with what a room compiles, which knows no files. Path leads to it as TOML writes keys:
// "campaign[0].goals[1].technique", "fleet.meters.kind"; whoever read the file finds the place.
type Problem struct {
	Path, What, Want string
}

// String is the problem as one line.
func (p Problem) String() string {
	if p.Want == "" {
		return p.Path + ": " + p.What
	}
	return p.Path + ": " + p.What + "; " + p.Want
}

// Faults is every fault of a loading, as one error.
type Faults []Fault

// Error lists the faults, one a line, in the order of the files.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].String()
	}
	return strings.Join(lines, "\n")
}

// Add notes a fault.
func (f *Faults) Add(file string, line, col int, want, format string, args ...any) {
	*f = append(*f, Fault{File: file, Line: line, Col: col, What: fmt.Sprintf(format, args...), Want: want})
}

// Err is the faults sorted by place, or nil when there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	sort.SliceStable(f, func(i, j int) bool {
		a, b := f[i], f[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Col < b.Col
	})
	return f
}

// Nearest is the known name most like name (Levenshtein distance at most a third of its length, at least 2), or "".
func Nearest(name string, known []string) string {
	best, limit := "", max(2, len(name)/3)+1
	for _, k := range known {
		if d := distance(name, k, limit); d < limit {
			best, limit = k, d
		}
	}
	return best
}

// DidYouMean is the sentence that goes with an unknown name: the nearest known one, or the whole list when it is short.
func DidYouMean(name string, known []string) string {
	if n := Nearest(name, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	if len(known) == 0 {
		return ""
	}
	sorted := append([]string(nil), known...)
	sort.Strings(sorted)
	if len(sorted) > 12 {
		sorted = append(sorted[:12], "...")
	}
	return "known: " + strings.Join(sorted, ", ")
}

// distance is the Levenshtein distance of a and b in bytes, or limit when it is at least that.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return min(row[len(b)], limit)
}
