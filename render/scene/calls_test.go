package scene

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// TestStripTellsOfCalls: at 5 h one caller waits, one was answered at once and has had an ambulance of category 1 after 6 minutes, one has given up without a network, and
// one has yet to call.
func TestStripTellsOfCalls(t *testing.T) {
	rec := trace.Example()
	require.NotContains(t, dumpOf(t, picture(t, rec)), "112 WAITING", "a run without single calls")
	kind := model.KindID(len(rec.Kinds))
	rec.Kinds = append(rec.Kinds, trace.Kind{Name: "emergency/ambulance-station"})
	rec.Entities[1].Kind = kind
	call := func(o model.Outcome, at time.Duration, steps map[model.Step]time.Duration) trace.Request {
		q := trace.Request{Request: model.Request{Sort: model.RequestVoice, Outcome: o, Asset: model.Absent, Unit: 1, Category: 1}}
		for i := range q.Steps {
			q.Steps[i] = sim.Never
		}
		q.Steps[model.StepTrigger] = sim.Time(at)
		for step, after := range steps {
			q.Steps[step] = sim.Time(at + after)
		}
		return q
	}
	rec.Requests = []trace.Request{
		call(model.OutcomeAnswered, 4*time.Hour, map[model.Step]time.Duration{model.StepConnected: 0, model.StepAnswered: 0, model.StepEnded: time.Minute, model.StepOnScene: 6 * time.Minute}),
		call(model.OutcomeLost, 4*time.Hour, map[model.Step]time.Duration{model.StepEnded: time.Minute}),
		call(model.OutcomeAnswered, 5*time.Hour-time.Minute, map[model.Step]time.Duration{model.StepConnected: 0, model.StepAnswered: 2 * time.Minute, model.StepEnded: 3 * time.Minute}),
		call(model.OutcomeAbandoned, 6*time.Hour, map[model.Step]time.Duration{model.StepConnected: 0, model.StepEnded: time.Minute}),
	}
	dump := dumpOf(t, picture(t, rec))
	for _, want := range []string{`"112 WAITING"`, `"text":"1"`, `"100 % in 10 s; 1 lost"`, `"AMBULANCE 1 / 2"`, `"6.0 / - min"`, `"90 % in 6.0 / - min"`} {
		require.Contains(t, dump, want)
	}
}

func picture(t *testing.T, rec *trace.Recording) *Picture {
	t.Helper()
	p, err := Draw(rec, sim.Time(5*time.Hour), Options{})
	require.NoError(t, err)
	return p
}
