package trace

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// asked is a request with these steps; the rest are not reached.
func asked(sort model.RequestSort, outcome model.Outcome, steps ...sim.Time) model.Request {
	q := model.Request{Sort: sort, Outcome: outcome, Asset: model.Absent, Unit: model.Absent}
	for i := range q.Steps {
		q.Steps[i] = sim.Never
	}
	copy(q.Steps[:], steps)
	return q
}

// kept is the example's run with two logs.
func kept(t *testing.T) *Recording {
	rec := NewRecorder(exampleRoster())
	r := Example()
	var changes []model.Record
	for i := range r.Changes {
		c := &r.Changes[i]
		changes = append(changes, model.Record{At: c.At, ID: sim.RecordID{N: uint32(i + 1)},
			Value: model.Change{Kind: c.Kind, Entity: c.Entity, From: c.From, To: c.To, Why: c.Why}})
	}
	require.NoError(t, rec.Observe(changes))
	voice := asked(model.RequestVoice, model.OutcomeAnswered, 5, 6, 9, 20)
	voice.Cause = sim.RecordID{N: 2}
	lost := asked(model.RequestECall, model.OutcomeLost, 3)
	lost.Data = model.DataMissing
	lost.Wanted, lost.Units, lost.Marks, lost.Steps[model.StepComplete] = 3, 2, model.MarkStoodDown, 90
	patient := asked(model.RequestPatient, model.OutcomeTreated, 5)
	patient.Parent = sim.RecordID{Process: 7, N: 1}
	require.NoError(t, rec.Keep(map[sim.ProcessID][]model.Request{7: {voice, lost}, 8: {patient}}))
	return rec.Finish(r.Header.End)
}

// TestRequestsAreNumbered: by trigger, then by process; causes and parents are numbers.
func TestRequestsAreNumbered(t *testing.T) {
	r := kept(t)
	require.Len(t, r.Requests, 3)
	require.Equal(t, model.RequestECall, r.Requests[0].Sort)
	require.Equal(t, model.RequestVoice, r.Requests[1].Sort)
	require.EqualValues(t, 2, r.Requests[1].Cause)
	require.EqualValues(t, 2, r.Requests[2].Parent)
	require.Equal(t, sim.Time(9), r.Requests[1].Steps[model.StepAnswered])
	require.Equal(t, sim.Never, r.Requests[0].Steps[model.StepAnswered])
}

// TestRequestsAreReadBack: bit by bit, and they count in the hash.
func TestRequestsAreReadBack(t *testing.T) {
	r := kept(t)
	back, err := readBack(written(t, r))
	require.NoError(t, err)
	require.Equal(t, r.Requests, back.Requests)
	require.Equal(t, r.HashText(), back.HashText())
	back.Requests[1].Outcome = model.OutcomeAbandoned
	require.NotEqual(t, r.HashText(), back.HashText())
}

// TestKeepRefusesUnknownCauses: a cause that never happened is our own bug, and is said.
func TestKeepRefusesUnknownCauses(t *testing.T) {
	rec := NewRecorder(exampleRoster())
	q := asked(model.RequestVoice, model.OutcomeLost, 1)
	q.Cause = sim.RecordID{Process: 3, N: 1}
	require.ErrorContains(t, rec.Keep(map[sim.ProcessID][]model.Request{1: {q}}), "has not happened yet")
}
