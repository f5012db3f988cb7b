package trace

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cascata/sim"
	"cascata/sim/rng"
)

func asSpan(ns int64) time.Duration { return time.Duration(ns) }

// Clock is the scenario's clock: day 0 is the day on which the scenario starts, and no day is longer or shorter than 24 h.
// The zero Clock starts at midnight.
type Clock struct {
	into time.Duration // how far into day 0 the scenario starts
}

// NewClock reads the clock's reading at time 0: "2026-01-14 08:00", the same with a T, with seconds or as RFC 3339, "08:00"
// alone, or "" for midnight.
func NewClock(start string) (Clock, error) {
	if start == "" {
		return Clock{}, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
		time.RFC3339, "15:04", "15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, start); err == nil {
			return Clock{sinceMidnight(t)}, nil
		}
	}
	return Clock{}, fmt.Errorf("%q is not the start of a clock: write 2026-01-14 08:00 or 08:00", start)
}

// Clock is the scenario's clock of the recording; midnight if its start cannot be read.
func (r *Recording) Clock() Clock {
	c, _ := NewClock(r.Header.Start)
	return c
}

// Text is the reading of the clock at t, "1d 14:32", with seconds and their fraction only where there are any.
func (c Clock) Text(t sim.Time) string {
	if t == sim.Never {
		return "never"
	}
	const day = 24 * time.Hour
	d := time.Duration(t.Add(c.into))
	n := d / day
	if d%day < 0 {
		n--
	}
	d -= n * day
	text := fmt.Sprintf("%dd %02d:%02d", n, d/time.Hour, d/time.Minute%60)
	if rest := d % time.Minute; rest != 0 {
		text += fmt.Sprintf(":%02d", rest/time.Second)
		if ns := rest % time.Second; ns != 0 {
			text += strings.TrimRight(fmt.Sprintf(".%09d", ns), "0")
		}
	}
	return text
}

// Second is the reading of the clock at t to the second, "1d 14:32:00", rounded up: what happened at t has happened by then, so
// that the reading can be given back as an instant to look at.
func (c Clock) Second(t sim.Time) string {
	if part := t % sim.Time(time.Second); part > 0 && t != sim.Never {
		t += sim.Time(time.Second) - part
	}
	text := c.Text(t)
	if strings.Count(text, ":") == 1 {
		text += ":00"
	}
	return text
}

// Parse reads an instant: a span from the start such as "6h21m", or a reading of the clock such as "1d 14:32", "1d 14:32:10"
// (day 0 is the day on which the scenario starts).
func (c Clock) Parse(text string) (sim.Time, error) {
	fields := strings.Fields(text)
	if len(fields) == 2 && strings.HasSuffix(fields[0], "d") && strings.Contains(fields[1], ":") {
		return c.reading(text, fields[0], fields[1])
	}
	if strings.Contains(text, ":") {
		return 0, fmt.Errorf("%q is not an instant: say the day too, such as 0d 14:32, or the span from the start, such as 6h21m", text)
	}
	d, err := rng.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not an instant: write 6h21m from the start, or 1d 14:32 on the scenario's clock (%w)", text, err)
	}
	return sim.Time(d), nil
}

// reading reads the two halves of "1d 14:32:10".
func (c Clock) reading(text, day, hours string) (sim.Time, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(day, "d"))
	if err != nil || n < 0 || n > 36500 {
		return 0, fmt.Errorf("%q is not an instant: the day %q is not a number from 0 to 36500", text, day)
	}
	layout := "15:04"
	if strings.Count(hours, ":") == 2 {
		layout = "15:04:05"
	}
	clock, err := time.Parse(layout, hours)
	if err != nil {
		return 0, fmt.Errorf("%q is not an instant: %q is not a time of day such as 14:32 or 14:32:10", text, hours)
	}
	at := sim.Time(0).Add(time.Duration(n)*24*time.Hour + sinceMidnight(clock) - c.into)
	if at < 0 {
		return 0, fmt.Errorf("%q lies before the scenario starts, at %s", text, c.Text(0))
	}
	return at, nil
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}
