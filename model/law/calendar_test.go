package law

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim"
)

const layout = "2006-01-02T15:04:05"

func date(t testing.TB, text string) time.Time {
	t.Helper()
	x, err := time.Parse(layout, text)
	require.NoError(t, err)
	return x
}

// Months: Regulation (EEC, Euratom) 1182/71, Art. 3(2)(c): a period in months ends on the day that "falls on the same date", or with the
// last day of the month if that date "does not occur in the last month". Days of months and leap years: Gregorian calendar.
func TestPeriodsOnTheCalendar(t *testing.T) {
	for _, c := range []struct{ name, period, from, want string }{
		{"24 hours", "24h", "2026-03-05T16:20:00", "2026-03-06T16:20:00"},
		{"72 hours over the end of a month", "72h", "2026-02-27T08:00:00", "2026-03-02T08:00:00"},
		{"72 hours over 29 February", "72h", "2028-02-27T08:00:00", "2028-03-01T08:00:00"},
		{"24 hours over the start of summer time: the clock has none", "24h", "2026-03-28T12:00:00", "2026-03-29T12:00:00"},
		{"24 hours over its end", "24h", "2026-10-24T12:00:00", "2026-10-25T12:00:00"},
		{"a month of 31 days", "1 month", "2026-03-08T09:30:15", "2026-04-08T09:30:15"},
		{"a month of 28 days", "1 month", "2026-02-08T00:00:00", "2026-03-08T00:00:00"},
		{"31 January, no leap year", "1 month", "2026-01-31T10:00:00", "2026-02-28T10:00:00"},
		{"31 January, leap year", "1 month", "2028-01-31T10:00:00", "2028-02-29T10:00:00"},
		{"30 January", "1 month", "2026-01-30T10:00:00", "2026-02-28T10:00:00"},
		{"29 January, no leap year", "1 month", "2027-01-29T10:00:00", "2027-02-28T10:00:00"},
		{"28 February is no last day of March", "1 month", "2026-02-28T10:00:00", "2026-03-28T10:00:00"},
		{"31 March", "1 month", "2026-03-31T23:59:59", "2026-04-30T23:59:59"},
		{"over the end of a year", "1 month", "2025-12-25T12:15:00", "2026-01-25T12:15:00"},
		{"2100 is no leap year", "1 month", "2100-01-30T10:00:00", "2100-02-28T10:00:00"},
		{"several months", "3 months", "2025-11-30T10:00:00", "2026-02-28T10:00:00"},
		{"14 days", "14d", "2026-02-20T10:00:00", "2026-03-06T10:00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ParsePeriod(c.period)
			require.NoError(t, err)
			assert.Equal(t, c.want, p.After(date(t, c.from)).Format(layout))
		})
	}
}

func TestDueKeepsFractions(t *testing.T) {
	start := date(t, "2026-01-31T08:00:00")
	at := sim.Time(90*time.Minute + 123)
	assert.Equal(t, at.Add(28*24*time.Hour), Period{Months: 1}.due(start, at), "31 January to 28 February")
	assert.Equal(t, at.Add(24*time.Hour), Period{Span: 24 * time.Hour}.due(start, at))
}

func TestMonthsNeverRunBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(0, 6e9).Draw(t, "from"), 0).UTC()
		later := from.Add(time.Duration(rapid.Int64Range(0, 4e15).Draw(t, "later")))
		n := rapid.IntRange(1, 120).Draw(t, "months")
		p := Period{Months: n}
		end := p.After(from)
		days := end.Sub(from).Hours() / 24
		if days < 28*float64(n) || days > 31*float64(n) {
			t.Fatalf("%d months from %v last %v days", n, from, days)
		}
		if later.Day() >= from.Day() && later.Month() == from.Month() && later.Year() == from.Year() && later.Day() <= 28 && p.After(later).Before(end) {
			t.Fatalf("%v is due before %v", later, from)
		}
	})
}

func TestPeriodsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "0", "0h", "-1h", "1 moon", "0 months", "121 months", "one month", "1.5 months", "1month"} {
		_, err := ParsePeriod(text)
		assert.Error(t, err, text)
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"24h", "1 month", "120 months", "14d", "x months"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text)
		if err == nil && (p.Months > 0) == (p.Span > 0) {
			t.Errorf("%q is %v", text, p)
		}
	})
}
