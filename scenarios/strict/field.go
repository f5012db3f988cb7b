package strict

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"cascata/sim/rng"
)

// field is one field of a struct as its tags describe it.
type field struct {
	name     string
	index    []int
	required bool
	in       *interval
	one      []string
}

// fieldsOf reads the tags of a struct. Embedded structs without a name of their own lend their fields.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := strings.Split(sf.Tag.Get("toml"), ",")
		if sf.Anonymous && tag[0] == "" && sf.Type.Kind() == reflect.Struct {
			for _, f := range fieldsOf(sf.Type) {
				f.index = append([]int{i}, f.index...)
				fields = append(fields, f)
			}
			continue
		}
		if !sf.IsExported() || tag[0] == "-" {
			continue
		}
		f := field{name: tag[0], index: []int{i}, one: strings.Fields(sf.Tag.Get("one"))}
		if f.name == "" {
			f.name = strings.ToLower(sf.Name)
		}
		f.required = has(tag[1:], "required")
		if text := sf.Tag.Get("in"); text != "" {
			f.in = parseInterval(text)
		}
		fields = append(fields, f)
	}
	return fields
}

func find(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// interval is a range of numbers or durations, written [0,1], (0,1], [0,) or (0s,30d].
type interval struct {
	text             string
	low, high        float64
	lowOpen, highOpn bool
}

// want says which values are right.
func (r *interval) want() string {
	if math.IsInf(r.high, 1) && !r.lowOpen {
		return "write " + strings.Trim(r.text, "[,)]") + " or more"
	}
	return "write a value in " + r.text
}

func (r *interval) contains(x float64) bool {
	return (x > r.low || x == r.low && !r.lowOpen) && (x < r.high || x == r.high && !r.highOpn)
}

func parseInterval(text string) *interval {
	low, high, ok := strings.Cut(strings.Trim(text, "[]()"), ",")
	if !ok {
		panic(fmt.Sprintf("strict: tag in:%q is not an interval", text))
	}
	r := &interval{text: text, lowOpen: text[0] == '(', highOpn: strings.HasSuffix(text, ")")}
	r.low, r.high = bound(low, math.Inf(-1)), bound(high, math.Inf(1))
	return r
}

// bound reads one end of an interval: a number, a duration [ns], or nothing.
func bound(text string, none float64) float64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return none
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return x
	}
	d, err := rng.ParseDuration(text)
	if err != nil {
		panic(fmt.Sprintf("strict: bound %q of an interval: %v", text, err))
	}
	return float64(d)
}
