package report

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// TestCallsByTheHour: 100 hours make 34 rows of three hours; a call at 4 h stands in the second.
func TestCallsByTheHour(t *testing.T) {
	rec := trace.Example()
	rec.Header.End = sim.Time(100 * time.Hour)
	q := trace.Request{Request: model.Request{Sort: model.RequestVoice, Outcome: model.OutcomeAnswered, Category: 1}}
	for i := range q.Steps {
		q.Steps[i] = sim.Time(4*time.Hour) + sim.Time(i)*sim.Time(20*time.Second)
	}
	lost := q
	lost.Outcome = model.OutcomeLost
	lost.Steps[model.StepConnected], lost.Steps[model.StepAnswered], lost.Steps[model.StepOnScene] = sim.Never, sim.Never, sim.Never
	rec.Requests = []trace.Request{q, lost}
	rows := callRows(rec)
	require.Len(t, rows, 33) // the last hour has none
	require.Equal(t, callRow{Clock: rows[1].Clock, Calls: "2", Prompt: "0 %", P90: "20.0 s", Longest: "20.0 s", Lost: "1", Given: "0", Elsewhere: "0", Response: "1.0 min",
		Bar: 100}, rows[1])
	require.Equal(t, "-", rows[0].Prompt)
	page := pageOf(t, rec, Options{})
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
	require.Contains(t, page, `<h2 id="calls">Emergency calls</h2>`)
	for _, svg := range regexp.MustCompile(`<svg[^>]*>`).FindAllString(page, -1) {
		require.True(t, strings.Contains(svg, `aria-label="`) || strings.Contains(svg, `aria-hidden="true"`), svg)
	}
	require.NotContains(t, pageOf(t, trace.Example(), Options{}), "Emergency calls")
}
