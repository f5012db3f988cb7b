package trace

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// ill is the example with four patients: one treated, who came by ambulance; one who left; one taken on; and the same person at the second hospital, on the way.
func ill() *Recording {
	r := Example()
	const m = sim.Time(60e9)
	add := func(outcome model.Outcome, cause, parent int32, steps map[model.Step]sim.Time) {
		q := Request{Request: asked(model.RequestPatient, outcome), Cause: cause, Parent: parent}
		q.Asset, q.Category, q.Attempts = model.AssetID(len(r.Requests)%2), 2, 1
		if parent > 0 {
			q.Attempts = 2
		}
		for s, at := range steps {
			q.Steps[s] = at
		}
		r.Requests = append(r.Requests, q)
	}
	add(model.OutcomeTreated, 0, 0, map[model.Step]sim.Time{model.StepTrigger: 1 * m, model.StepOnScene: 1 * m, model.StepArrived: 1 * m, model.StepSeen: 11 * m, model.StepLeft: 71 * m})
	add(model.OutcomeLeft, 2, 0, map[model.Step]sim.Time{model.StepTrigger: 2 * m, model.StepArrived: 2 * m, model.StepLeft: 92 * m})
	add(model.OutcomeTransfer, 2, 0, map[model.Step]sim.Time{model.StepTrigger: 3 * m, model.StepArrived: 3 * m, model.StepLeft: 4 * m})
	add(model.OutcomeOpen, 2, 3, map[model.Step]sim.Time{model.StepTrigger: 4 * m})
	return r
}

func TestPatientsAsCSV(t *testing.T) {
	r := ill()
	var b bytes.Buffer
	require.NoError(t, r.WritePatients(&b))
	a0, a1, d := r.Name(0), r.Name(1), r.Districts[0].Name
	require.Equal(t, strings.Join([]string{
		"patient,t_s,district,hospital,category,hospitals_tried,by,outcome,arrived_s,seen_s,left_s,from,change",
		"1,60," + d + "," + a0 + ",2,1,ambulance,treated,60,660,4260,,",
		"2,120," + d + "," + a1 + ",2,1,foot,left,120,,5520,,2",
		"3,180," + d + "," + a0 + ",2,1,foot,transferred,180,,240,,2",
		"4,240," + d + "," + a1 + ",2,2,foot,inside,,,,3,2", ""}, "\n"), b.String())
}

func TestAPatientsStory(t *testing.T) {
	r := ill()
	cases := []struct {
		name  string
		state string
		steps int
		chain bool
		story string
	}{
		{"patient/1", "treated at " + r.Title(0) + ", seen 10m after arrival", 4, false, "arrives at " + r.Title(0) + " by ambulance"},
		{"patient/2", "left " + r.Title(1) + " without being seen, 1h30m after arrival", 3, true, "arrives at " + r.Title(1) + " on foot"},
		{"patient/3", "taken from " + r.Title(0) + " to another hospital", 3, true, "category 2 (very urgent)"},
		{"patient/4", "on the way to " + r.Title(1), 1, true, "is hospital number 2, after patient/3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x, err := Explain(r, c.name, Worst)
			require.NoError(t, err)
			require.Equal(t, c.state, x.State)
			require.Len(t, x.Story, c.steps)
			require.Equal(t, c.chain, len(x.Chain) > 0)
			var b bytes.Buffer
			require.NoError(t, x.WriteText(&b))
			require.Contains(t, b.String(), c.story)
			require.Equal(t, c.chain, strings.Contains(b.String(), "\nWhy\n"))
		})
	}
	for _, bad := range []string{"patient/0", "patient/5", "patient/x", "patient/"} {
		_, err := Explain(r, bad, Worst)
		require.ErrorContains(t, err, "patients.csv has their numbers, the first is patient/1", bad)
	}
	_, err := Explain(Example(), "patient/1", Worst)
	require.ErrorContains(t, err, "this run has none")
}
