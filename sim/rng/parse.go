package rng

import (
	"errors"
	"fmt"
	"strings"
)

// kind says how one distribution is written.
type kind struct {
	name   string
	usage  string
	params string // one letter per parameter: t a time, n a plain number
	make   func(v []float64) Dist
}

func kinds() []kind {
	return []kind{
		{"exp", "exp(mean)", "t", func(v []float64) Dist { return Exponential{v[0]} }},
		{"lognormal", "lognormal(median, sigma)", "tn", func(v []float64) Dist { return LogNormal{v[0], v[1]} }},
		{"gamma", "gamma(shape, scale)", "nt", func(v []float64) Dist { return Gamma{v[0], v[1]} }},
		{"weibull", "weibull(shape, scale)", "nt", func(v []float64) Dist { return Weibull{v[0], v[1]} }},
		{"triangular", "triangular(low, mode, high)", "ttt", func(v []float64) Dist { return Triangular{v[0], v[1], v[2]} }},
		{"uniform", "uniform(low, high)", "tt", func(v []float64) Dist { return Uniform{v[0], v[1]} }},
		{"bernoulli", "bernoulli(chance)", "n", func(v []float64) Dist { return Bernoulli{v[0]} }},
	}
}

const empiricalUsage = "empirical(time: chance, ...)"

// Parse reads a distribution: a bare duration (constant), or exp(mean), lognormal(median, sigma), gamma(shape, scale),
// weibull(shape, scale), triangular(low, mode, high), uniform(low, high), bernoulli(chance), empirical(time: chance, ...). Times are
// written as for ParseDuration, kept in seconds and not rounded. The error says every fault of the arguments, or,
// once all can be read, what makes them impossible together.
func Parse(text string) (Dist, error) {
	name, inside, found := strings.Cut(strings.TrimSpace(text), "(")
	if !found {
		seconds, err := parseSeconds(text)
		if err != nil {
			return nil, err
		}
		return Constant{seconds}, nil
	}
	inside, closed := strings.CutSuffix(inside, ")")
	if !closed || strings.ContainsAny(inside, "()") {
		return nil, fmt.Errorf("distribution %q needs one pair of brackets around its parameters, as in exp(1h)", text)
	}
	d, err := parseKind(strings.TrimSpace(name), strings.Split(inside, ","))
	if err != nil {
		return nil, fmt.Errorf("distribution %q: %w", text, err)
	}
	return d, nil
}

func parseKind(name string, args []string) (Dist, error) {
	if name == "empirical" {
		return parseEmpirical(args)
	}
	var names, usages []string
	for _, k := range kinds() {
		if k.name == name {
			return k.parse(args)
		}
		names, usages = append(names, k.name), append(usages, k.usage)
	}
	return nil, fmt.Errorf("there is no %q%s: write a duration, %s or %s", name,
		suggestion(name, append(names, "empirical")), strings.Join(usages, ", "), empiricalUsage)
}

// suggestion asks whether the known name with the longest common beginning was meant, if three letters or more agree.
func suggestion(name string, known []string) string {
	best, longest := "", 2
	for _, k := range known {
		n, lower := 0, strings.ToLower(name)
		for n < len(k) && n < len(lower) && k[n] == lower[n] {
			n++
		}
		if n > longest {
			best, longest = k, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

func (k kind) parse(args []string) (Dist, error) {
	if len(args) != len(k.params) {
		return nil, fmt.Errorf("it has %d parameters where %s has %d", len(args), k.usage, len(k.params))
	}
	values, faults := make([]float64, len(args)), make([]error, len(args))
	for i, arg := range args {
		if k.params[i] == 't' {
			values[i], faults[i] = parseSeconds(strings.TrimSpace(arg))
		} else {
			values[i], faults[i] = parsePlain(arg)
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	d := k.make(values)
	if err := d.(interface{ Validate() error }).Validate(); err != nil {
		return nil, err
	}
	return d, nil
}

func parseEmpirical(points []string) (Dist, error) {
	var values, chances []float64
	var faults []error
	for _, point := range points {
		left, right, found := strings.Cut(point, ":")
		if !found {
			faults = append(faults, fmt.Errorf("point %q lacks its chance: %s", strings.TrimSpace(point), empiricalUsage))
			continue
		}
		value, errV := parseSeconds(strings.TrimSpace(left))
		chance, errC := parsePlain(right)
		values, chances = append(values, value), append(chances, chance)
		faults = append(faults, errV, errC)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	d, err := NewEmpirical(values, chances)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func parsePlain(text string) (float64, error) {
	text = strings.TrimSpace(text)
	number, err := parseNumber(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a plain number of 0 or more, such as 2 or 0.5", text)
	}
	value, _ := number.Float64()
	return value, nil
}
