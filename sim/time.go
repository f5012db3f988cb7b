package sim

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Time is an instant of the run [ns since the scenario began]. Spans are
// time.Duration. There is no float time: windows and buckets are cut exactly.
type Time int64

// Never is later than every instant that can be reached; an event at Never does
// not run.
const Never Time = math.MaxInt64

// Add returns t+d, saturated: what would pass Never is Never, and Never plus
// anything is Never.
func (t Time) Add(d time.Duration) Time {
	sum := t + Time(d)
	switch {
	case t == Never, d > 0 && sum < t:
		return Never
	case d < 0 && sum > t:
		return math.MinInt64
	}
	return sum
}

// Sub returns t-u, saturated at the longest duration either way (292 years).
func (t Time) Sub(u Time) time.Duration {
	d := t - u
	switch {
	case u < 0 && d < t:
		return math.MaxInt64
	case u > 0 && d > t:
		return math.MinInt64
	}
	return time.Duration(d)
}

// String writes the instant as a person would: 6h21m0s within the first day,
// "1d 06:21:00" (with the fraction of a second where there is one) after it,
// and "never".
func (t Time) String() string {
	const day = 24 * time.Hour
	d := time.Duration(t)
	switch {
	case t == Never:
		return "never"
	case d < day:
		return d.String()
	}
	rest := d % day
	s := fmt.Sprintf("%dd %02d:%02d:%02d", d/day, rest/time.Hour, rest/time.Minute%60, rest/time.Second%60)
	if frac := rest % time.Second; frac != 0 {
		s += strings.TrimRight(fmt.Sprintf(".%09d", frac), "0")
	}
	return s
}
