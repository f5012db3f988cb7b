package export

import (
	"time"

	"cascata/model/trace"
	"cascata/sim"
)

// calendar turns instants of a run into dates. The scenario's clock knows no time zone: its reading is written as if it were UTC.
type calendar struct {
	start time.Time // at time 0
	dated bool      // the scenario says a date
}

// dateless is the day 0 of a scenario that says none.
const dateless = "2000-01-01 "

// calendarOf is the calendar of a recording; it reads what trace.NewClock reads.
func calendarOf(rec *trace.Recording) calendar {
	text := rec.Header.Start
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339, "2006-01-02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return calendar{time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), true}
		}
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse("2006-01-02 "+layout, dateless+text); err == nil {
			return calendar{t, false}
		}
	}
	return calendar{time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), false}
}

// stamp is an instant as STIX writes it, to the millisecond: smaller parts are cut off. Its form ends with the year 9999.
func (c calendar) stamp(t sim.Time) string {
	at := c.start.Add(t.Sub(0))
	if at.Year() > 9999 {
		return "9999-12-31T23:59:59.999Z"
	}
	return at.Format("2006-01-02T15:04:05.000Z")
}
