package report

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
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

// TestUnansweredByCause: two callers without a network for the same cause, one of them an eCall, one who hung up for none; floods and pocket calls do not count.
func TestUnansweredByCause(t *testing.T) {
	rec := trace.Example()
	call := func(sort model.RequestSort, o model.Outcome, cause int32) trace.Request {
		q := trace.Request{Request: model.Request{Sort: sort, Outcome: o}, Cause: cause}
		for i := range q.Steps {
			q.Steps[i] = sim.Never
		}
		q.Steps[model.StepTrigger] = sim.Time(4 * time.Hour)
		return q
	}
	silent := call(model.RequestECall, model.OutcomeLost, 20)
	silent.Data = model.DataMissing
	rec.Requests = []trace.Request{call(model.RequestVoice, model.OutcomeAbandoned, 0), call(model.RequestVoice, model.OutcomeLost, 20), silent,
		call(model.RequestPocket, model.OutcomeLost, 20), call(model.RequestFlood, model.OutcomeBlocked, 0), call(model.RequestVoice, model.OutcomeAnswered, 0)}
	rows := unanswered(rec, scene.NewNames(rec, false))
	require.Len(t, rows, 2)
	require.Equal(t, unansweredRow{What: "no network", Where: rec.Kinds[rec.Entities[rec.Change(20).Entity].Kind].Title, Root: "Attack on the grid", Callers: 2, ECalls: 1,
		Example: "call/2"}, rows[0])
	require.Equal(t, unansweredRow{What: "hung up while waiting", Where: "-", Root: "none: as on a day like any other", Callers: 1, Example: "call/1"}, rows[1])
	page := pageOf(t, rec, Options{})
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
	require.Contains(t, page, "by cause</h3>")
	require.NotContains(t, page, "log of calls is full")
}
