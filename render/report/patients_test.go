package report

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// TestPatientsByHospital: two at one hospital, of whom one is seen after 30 minutes and one left; the hospital diverts in the last hour.
func TestPatientsByHospital(t *testing.T) {
	rec := trace.Example()
	require.False(t, strings.Contains(pageOf(t, rec, Options{}), `id="patients"`))
	minute := sim.Time(time.Minute)
	for _, outcome := range []model.Outcome{model.OutcomeTreated, model.OutcomeLeft} {
		q := trace.Request{Request: model.Request{Sort: model.RequestPatient, Outcome: outcome, Attempts: 1, Asset: 1}}
		for i := range q.Steps {
			q.Steps[i] = sim.Never
		}
		q.Steps[model.StepTrigger], q.Steps[model.StepArrived], q.Steps[model.StepLeft] = 0, 0, 90*minute
		if outcome == model.OutcomeTreated {
			q.Steps[model.StepSeen] = 30 * minute
		}
		rec.Requests = append(rec.Requests, q)
	}
	rec.Changes = append(rec.Changes, trace.Change{At: rec.Header.End - 60*minute, Kind: model.KindDecision, Entity: 1,
		Why: model.Why{Code: model.WhyDiverts, Other: model.Absent, Need: model.Absent}})
	page := pageOf(t, rec, Options{})
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
	row := ""
	for _, n := range []string{"2", "1", "1", "0", "0", "30", "30", "1.0"} {
		row += `<td class="n">` + n + `</td>`
	}
	_, section, found := strings.Cut(page, `<h2 id="patients">`)
	require.True(t, found)
	section, _, _ = strings.Cut(section, "</section>")
	require.Contains(t, section, "</th>"+row)
	require.True(t, strings.Contains(page, `<a href="#patients">`))
}
