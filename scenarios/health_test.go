package scenarios

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
)

// patients counts those in the log of a run.
func patients(rec *trace.Recording) (n int) {
	for i := range rec.Requests {
		if rec.Requests[i].Sort == model.RequestPatient {
			n++
		}
	}
	return n
}

// TestNoHospitalDivertsOnAQuietDay whatever the dice say, though patients come.
func TestNoHospitalDivertsOnAQuietDay(t *testing.T) {
	s := shipped(t, "quiet-day")
	for n := range 10 {
		rec := run(t, s, RunOptions{Replication: n})
		require.Greater(t, patients(rec), 2000, "0.58 visits a year of 545,796 residents are 2,600 in 72 h")
		for i := range rec.Changes {
			require.NotEqual(t, model.KindDecision, rec.Changes[i].Kind, rec.Line(i+1))
		}
	}
}

// TestPatientsChangeNoService: without single patients the same services fall at the same instants; nobody is in the log.
func TestPatientsChangeNoService(t *testing.T) {
	with := run(t, shipped(t, "cad-ransomware"), RunOptions{})
	without := run(t, shipped(t, "cad-ransomware", `sector.health.fidelity="connectivity"`), RunOptions{})
	require.Equal(t, services(t, without), services(t, with))
	require.Positive(t, patients(with))
	require.Zero(t, patients(without))
	require.Contains(t, with.Header.Fidelity, "health=physics")
	require.Contains(t, without.Header.Fidelity, "health=connectivity")
}
