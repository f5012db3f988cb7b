package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
)

func main() {
	rows, head, err := read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
	fmt.Print(render(rows, head))
}

// row is one benchmark with the figures of its repeats.
type row struct {
	bench   string            // "PHOLD"
	parts   []string          // "entities=1024", "workers=1"
	keys    map[string]string // the parts that are key=value
	figures map[string][]float64
}

// read collects the results of a benchmark run by name, in the order of first appearance, and the lines that describe the
// machine. A benchmark that failed makes the run worthless and is an error.
func read(in io.Reader) (rows []*row, head []string, err error) {
	byName := map[string]*row{}
	r := benchfmt.NewReader(in, "standard input")
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.SyntaxError:
			return nil, nil, rec
		case *benchfmt.Result:
			if len(rows) == 0 {
				head = describe(rec)
			}
			name := string(rec.Name)
			if byName[name] == nil {
				byName[name] = newRow(rec.Name)
				rows = append(rows, byName[name])
			}
			for _, v := range rec.Values {
				value, unit := v.Value, v.Unit
				if v.OrigUnit != "" {
					value, unit = v.OrigValue, v.OrigUnit
				}
				byName[name].figures[unit] = append(byName[name].figures[unit], value)
			}
		}
	}
	return rows, head, r.Err()
}

func describe(r *benchfmt.Result) (head []string) {
	for _, key := range []string{"goos", "goarch", "cpu"} {
		head = append(head, key+" "+r.GetConfig(key))
	}
	return head
}

func newRow(name benchfmt.Name) *row {
	base, parts := name.Parts()
	r := &row{bench: string(base), keys: map[string]string{}, figures: map[string][]float64{}}
	for _, p := range parts {
		text := strings.TrimPrefix(string(p), "/")
		if strings.HasPrefix(text, "-") { // the number of processors
			continue
		}
		r.parts = append(r.parts, text)
		if k, v, ok := strings.Cut(text, "="); ok {
			r.keys[k] = v
		}
	}
	return r
}

// render is the tables of all families that have rows.
func render(rows []*row, head []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Machine: %s. Median [smallest..largest] of the repeats; ratios above 1 are better than the baseline.\n", strings.Join(head, ", "))
	for _, f := range families {
		mine := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.bench != f.bench || len(r.figures[f.unit]) == 0 })
		if len(mine) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n| case | %s | ratio | allocations | n |\n|---|--:|--:|--:|--:|\n", f.title, f.unitShown())
		for _, r := range mine {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %d |\n", label(r), spread(f.figures(r)), f.ratio(r, rows),
				allocations(r), len(r.figures[f.unit]))
		}
	}
	return b.String()
}

func label(r *row) string {
	if len(r.parts) == 0 {
		return r.bench
	}
	return strings.Join(r.parts, ", ")
}

// ratio is how much better a row is than its baseline.
func (f *family) ratio(r *row, rows []*row) string {
	for _, base := range rows {
		if f.baseline == "" || base.bench != f.baseline || base == r || !f.fits(base, r) {
			continue
		}
		mine, theirs := median(r.figures[f.unit]), median(base.figures[f.unit])
		if f.more {
			mine, theirs = theirs, mine
		}
		return strconv.FormatFloat(theirs/mine, 'f', 2, 64)
	}
	return ""
}

func (f *family) fits(base, r *row) bool {
	for _, part := range f.where {
		if !slices.Contains(base.parts, part) {
			return false
		}
	}
	for _, key := range f.share {
		if base.keys[key] != r.keys[key] {
			return false
		}
	}
	return len(base.figures[f.unit]) > 0
}

func allocations(r *row) string {
	if len(r.figures["allocs/op"]) == 0 {
		return ""
	}
	return figure(median(r.figures["allocs/op"]))
}

func median(xs []float64) float64 {
	s := slices.Sorted(slices.Values(xs))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}

func spread(xs []float64) string {
	if len(xs) == 1 {
		return figure(xs[0])
	}
	return fmt.Sprintf("%s [%s..%s]", figure(median(xs)), figure(slices.Min(xs)), figure(slices.Max(xs)))
}

// figure shows three significant digits without an exponent.
func figure(x float64) string {
	digits := 2
	for y := x; y >= 10 && digits > 0; y /= 10 {
		digits--
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}
