package trace

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// calling is the example's run with two calls and a patient: an emergency that is answered, and an eCall without a network.
func calling(t *testing.T) *Recording {
	t.Helper()
	r := Example()
	second := func(s float64) sim.Time { return sim.Time(s * float64(time.Second)) }
	answered := Request{Request: asked(model.RequestVoice, model.OutcomeAnswered, second(10), second(14.5), second(20), second(100), second(70), second(400), second(1400), second(2600))}
	answered.Category, answered.Attempts, answered.Asset, answered.Unit = 1, 1, 0, 1
	answered.Wanted, answered.Units, answered.Marks = 3, 3, model.MarkMovedUp
	answered.Steps[model.StepFirst], answered.Steps[model.StepComplete] = second(390), second(500)
	lost := Request{Request: asked(model.RequestECall, model.OutcomeLost, second(36000)), Cause: 20}
	lost.Category = 2
	lost.Data, lost.Attempts, lost.Steps[model.StepEnded] = model.DataMissing, 7, second(36120)
	lost.Steps[model.StepRungBack], lost.Marks = second(36150), model.MarkCallBack
	patient := Request{Request: asked(model.RequestPatient, model.OutcomeTreated, second(40000))}
	r.Requests = []Request{answered, lost, patient}
	return r
}

func TestCallsAsCSV(t *testing.T) {
	r := calling(t)
	var b bytes.Buffer
	require.NoError(t, r.WriteCalls(&b))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 3, "patients are no calls")
	require.Equal(t, "1,10,voice,"+r.Districts[0].Name+",answered,,1,1,"+r.Name(0)+","+r.Name(1)+",14.5,20,100,70,400,1400,2600,,3,3,390,500,,yes", lines[1])
	require.Equal(t, "2,36000,ecall,"+r.Districts[0].Name+",lost,missing,2,7,,,,,36120,,,,,20,,,,,36150,", lines[2])
	require.Equal(t, strings.Count(lines[0], ","), strings.Count(lines[2], ","))
}

func textOf(t *testing.T, r *Recording, name string) string {
	t.Helper()
	x, err := Explain(r, name, Worst)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, x.WriteText(&b))
	return b.String()
}

func TestStoryOfACall(t *testing.T) {
	r := calling(t)
	text := textOf(t, r, "call/1")
	at := 0
	for _, want := range []string{"answered", "What happened", "begins: Call from", "put through at attempt 1 (5s later)", "answered by", "category 1",
		"unit sent from", "which had moved up, of 3 wanted", "call ends (30s later)",
		"another unit at the scene first (4m50s later)", "unit at the scene (10s later)", "all 3 units at the scene (1m40s later)", "at the hospital", "handed over (20m later)"} {
		i := strings.Index(text[at:], want)
		require.GreaterOrEqual(t, i, 0, "%q after what came before in\n%s", want, text)
		at += i
	}
	require.NotContains(t, text, "Why\n", "nothing made it but chance")

	text = textOf(t, r, "call/2")
	require.Contains(t, text, "no network was reached after 7 attempts, because of #20 (2m later)")
	require.Contains(t, text, "the PSAP rings back; category 2 (30s later)")
	require.Contains(t, text, "Why\n  #20 ")
	require.Contains(t, text, "campaign began", "down to the attack")

	// The patient was brought by the unit of call 1, and Change 20 made somebody call.
	r.Requests[0].Cause, r.Requests[2].Parent, r.Requests[2].Asset = 20, 1, 0
	text = textOf(t, r, "call/1")
	require.Contains(t, text, "; brought about by #20\n")
	require.Contains(t, text, "at "+r.Title(0)+" with patient/3 (")
}

func TestNoSuchCall(t *testing.T) {
	_, err := Explain(calling(t), "call/4", Worst)
	require.ErrorContains(t, err, "this run has call/1 to call/3")
	_, err = Explain(Example(), "call/1", Worst)
	require.ErrorContains(t, err, "no calls")
	_, err = Explain(calling(t), "call/3", Worst)
	require.EqualError(t, err, "call/3 is no call but a patient: write patient/3")
	_, err = Explain(calling(t), "call/x", Worst)
	require.Error(t, err)
}

// TestOnPaper: after Change 9 has taken the dispatch system, calls are handled on paper, and before it they are not.
func TestOnPaper(t *testing.T) {
	r := calling(t)
	require.Empty(t, r.paper(sim.Time(7*time.Hour)), "a town without a dispatch system")
	r.Kinds = append(r.Kinds, Kind{Name: "emergency/cad"})
	require.Equal(t, model.KindService, r.Change(9).Kind)
	r.Entities[r.Change(9).Entity].Kind = model.KindID(len(r.Kinds) - 1)
	require.Equal(t, "; on paper, because of #9", r.paper(sim.Time(7*time.Hour)))
	require.Empty(t, r.paper(sim.Time(time.Hour)))
	require.Empty(t, r.paper(r.Header.End), "it is back")
}
