package rng

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// unitOf is one unit of time as texts write it.
type unitOf struct {
	name string
	span time.Duration
}

// units lists the units from the longest to the shortest.
func units() []unitOf {
	return []unitOf{
		{"w", 7 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second},
		{"ms", time.Millisecond}, {"us", time.Microsecond}, {"µs", time.Microsecond}, {"ns", time.Nanosecond},
	}
}

// ParseDuration reads a span such as "90s", "1.5h", "1d6h" or "2w": numbers with units (w, d, h, m, s, ms, us, ns), longest
// unit first, each unit at most once; "0" may go without. A day has 24 hours, a week 7 days. It refuses what is negative, not finite,
// longer than 100 years, or between 0 and 1 ns, and rounds to the nanosecond.
func ParseDuration(text string) (time.Duration, error) {
	ns, err := parseSpan(text)
	if err != nil {
		return 0, err
	}
	whole := new(big.Int)
	double := new(big.Int).Lsh(ns.Num(), 1) // round half up: floor((2p + q) / 2q)
	whole.Div(double.Add(double, ns.Denom()), new(big.Int).Lsh(ns.Denom(), 1))
	return time.Duration(whole.Int64()), nil
}

// parseSeconds is ParseDuration without the rounding: the float64 nearest to the text, in seconds.
func parseSeconds(text string) (float64, error) {
	ns, err := parseSpan(text)
	if err != nil {
		return 0, err
	}
	seconds, _ := ns.Quo(ns, big.NewRat(int64(time.Second), 1)).Float64()
	return seconds, nil
}

// parseSpan reads a span exactly, in nanoseconds, and checks its bounds.
func parseSpan(text string) (*big.Rat, error) {
	rest, total := strings.TrimSpace(text), new(big.Rat)
	if rest == "0" {
		return total, nil
	}
	if strings.HasPrefix(rest, "-") {
		return nil, fmt.Errorf("duration %q is negative: a duration is 0 or more", text)
	}
	last := time.Duration(math.MaxInt64)
	for first := true; first || rest != ""; first = false {
		number, unit, tail := splitTerm(rest)
		amount, err := parseNumber(number)
		if err != nil {
			return nil, fmt.Errorf("%q is not a duration: write a number and a unit, such as 90s, 1.5h or 1d6h", text)
		}
		span, err := unitNamed(unit, text)
		if err != nil {
			return nil, err
		}
		if span >= last {
			return nil, fmt.Errorf("duration %q: %s must stand before the shorter units and only once, as in 1d6h", text, unit)
		}
		total.Add(total, amount.Mul(amount, big.NewRat(int64(span), 1)))
		rest, last = tail, span
	}
	return total, checkSpan(total, text)
}

func checkSpan(ns *big.Rat, text string) error {
	if ns.Cmp(big.NewRat(int64(MaxDuration), 1)) > 0 {
		return fmt.Errorf("duration %q is longer than 100 years", text)
	}
	if ns.Sign() > 0 && ns.Cmp(big.NewRat(1, 1)) < 0 {
		return fmt.Errorf("duration %q is shorter than 1ns but not 0", text)
	}
	return nil
}

// splitTerm cuts the first number and its unit off a span.
func splitTerm(text string) (number, unit, rest string) {
	n := 0
	for n < len(text) && isNumeral(text[n]) {
		n++
	}
	u := n
	for u < len(text) && !isNumeral(text[u]) {
		u++
	}
	return text[:n], text[n:u], text[u:]
}

func isNumeral(c byte) bool { return c == '.' || c >= '0' && c <= '9' }

func unitNamed(name, text string) (time.Duration, error) {
	for _, u := range units() {
		if u.name == name {
			return u.span, nil
		}
	}
	if name == "" {
		return 0, fmt.Errorf("duration %q lacks a unit: write w, d, h, m, s, ms, us or ns behind each number", text)
	}
	return 0, fmt.Errorf("duration %q has an unknown unit %q: use w, d, h, m, s, ms, us or ns", text, name)
}

// parseNumber reads a plain decimal, such as "12", "0.5" or ".5", exactly. No sign, no exponent, at most 40 characters
// (a float64 of the sizes allowed here never needs more).
func parseNumber(text string) (*big.Rat, error) {
	const longest = 40
	for i := range len(text) {
		if !isNumeral(text[i]) {
			return nil, strconv.ErrSyntax
		}
	}
	if len(text) > longest {
		return nil, strconv.ErrRange
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, strconv.ErrSyntax
	}
	return number, nil
}

// timeText writes seconds so that parseSeconds reads the same float64: in the longest unit that needs few
// digits, else in seconds with all digits.
func timeText(seconds float64) string {
	const few = 6
	if seconds == 0 {
		return "0s"
	}
	for _, u := range units() {
		number := numberText(seconds / u.span.Seconds())
		if len(number) > few || strings.HasPrefix(number, "0") {
			continue
		}
		if back, err := parseSeconds(number + u.name); err == nil && back == seconds {
			return number + u.name
		}
	}
	return numberText(seconds) + "s"
}

// numberText writes a plain decimal that reads back as the same float64.
func numberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
