package strict

import (
	"fmt"
	"time"

	"cascata/sim/rng"
)

// Duration is a span written as text, such as "4h" or "1d6h": 0 or more, at most 100 years.
type Duration time.Duration

// UnmarshalText reads the span with rng.ParseDuration.
func (d *Duration) UnmarshalText(text []byte) error {
	span, err := rng.ParseDuration(string(text))
	*d = Duration(span)
	return err
}

// String is the span as Go writes it.
func (d Duration) String() string { return time.Duration(d).String() }

// Dist is a distribution of spans written as text, such as "lognormal(4h, 0.5)".
type Dist struct {
	Text string // as written; empty when none was given
	rng.Dist
}

// UnmarshalText reads the distribution with rng.Parse.
func (d *Dist) UnmarshalText(text []byte) error {
	parsed, err := rng.Parse(string(text))
	if err != nil {
		return err
	}
	d.Text, d.Dist = string(text), parsed
	return nil
}

// Clock is an instant on a scenario's clock, such as "2025-12-23T15:30". It has no time zone: a scenario has one clock.
type Clock struct{ time.Time }

// UnmarshalText reads year-month-dayThour:minute, with seconds or without, in the years 1900 to 2200.
func (c *Clock) UnmarshalText(text []byte) error {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		t, err := time.Parse(layout, string(text))
		if err == nil && t.Year() >= 1900 && t.Year() <= 2200 {
			c.Time = t
			return nil
		}
	}
	return fmt.Errorf("%q is not an instant of the clock: write it as 2025-12-23T15:30", text)
}
