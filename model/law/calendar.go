package law

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cascata/sim"
	"cascata/sim/rng"
)

// Period is a time limit as law writes it: hours and days, or calendar months.
type Period struct {
	Months int // [0 to 120]
	Span   time.Duration
}

// ParsePeriod reads "24h", "14d", "1 month" or "3 months".
func ParsePeriod(text string) (Period, error) {
	for _, unit := range []string{" months", " month"} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.Atoi(number)
			if err != nil || n < 1 || n > 120 {
				return Period{}, fmt.Errorf("%q is not a period: write 1 to 120 months", text)
			}
			return Period{Months: n}, nil
		}
	}
	d, err := rng.ParseDuration(text)
	switch {
	case err != nil:
		return Period{}, fmt.Errorf("%q is not a period: write hours or days such as 72h or 14d, or 1 month (%w)", text, err)
	case d == 0:
		return Period{}, fmt.Errorf("%q is not a period: nobody can report at once", text)
	}
	return Period{Span: d}, nil
}

// After is the end of the period that begins at t. A month ends on the same date and at the same time of day of a later month, or on
// that month's last day when it has no such date (Reg. 1182/71, Art. 3(2)(c)). The clock has neither a time zone nor summer time.
// What that article adds in favour of whoever reports, to the end of the hour, of the day and of the next working day, is left
// out: what is in time here is in time there.
func (p Period) After(t time.Time) time.Time {
	if p.Months == 0 {
		return t.Add(p.Span)
	}
	first := time.Date(t.Year(), t.Month()+time.Month(p.Months), 1, 0, 0, 0, 0, time.UTC)
	day := min(t.Day(), first.AddDate(0, 1, -1).Day())
	hour, minute, second := t.Clock()
	return time.Date(first.Year(), first.Month(), day, hour, minute, second, t.Nanosecond(), time.UTC)
}

// due is After on the clock of a run that begins at start.
func (p Period) due(start time.Time, t sim.Time) sim.Time {
	return sim.Time(0).Add(p.After(start.Add(time.Duration(t))).Sub(start))
}
