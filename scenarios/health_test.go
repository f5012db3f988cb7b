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

// TestOneLaboratoryForAllHospitals: each hospital loses its laboratory at one instant and theatres with it, never oxygen, dialysis or staff; health
// centres lose a tenth. After five weeks the laboratory has about half of its capacity (Synnovis 2024: 54 %).
func TestOneLaboratoryForAllHospitals(t *testing.T) {
	rec := run(t, shipped(t, "pathology-supplier", `horizon="36d"`), RunOptions{})
	lost := map[model.WhyCode]map[model.EntityID]bool{}
	laboratory := 1.0
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Kind == model.KindDecision && c.To < c.From {
			if lost[c.Why.Code] == nil {
				lost[c.Why.Code] = map[model.EntityID]bool{}
			}
			lost[c.Why.Code][c.Entity] = true
		}
		if rec.Entities[c.Entity].Name == "supply/pathology-01" && c.Kind == model.KindService {
			laboratory = c.To.Share()
		}
	}
	hospitals := len(lost[model.WhyLaboratory])
	require.Equal(t, 26, hospitals, "hospitals of the data set")
	require.Len(t, lost[model.WhyTheatres], hospitals)
	require.Len(t, lost[model.WhyClinics], hospitals)
	for _, whole := range []model.WhyCode{model.WhyOxygen, model.WhyDialysis, model.WhyStaff, model.WhySystems} {
		require.Empty(t, lost[whole])
	}
	require.InDelta(t, 0.54, laboratory, 0.05)
	least, most := lowest(rec, "health/health-centre-")
	require.InDelta(t, 0.9, least, 0.001)
	require.InDelta(t, 0.9, most, 0.001)
}
