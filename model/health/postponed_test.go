package health

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// TestPostponed by hand: a hospital of 70 beds works its theatres at half for the first half of two weeks, and its clinics at three quarters
// from the middle on.
func TestPostponed(t *testing.T) {
	const week = sim.Time(7 * 24 * time.Hour)
	rec := &trace.Recording{Header: trace.Header{End: 2 * week}, Stage: &trace.Stage{Assets: 1, Kinds: []trace.Kind{{Name: kindHospital}},
		Entities: []trace.Entity{{Name: "health/hospital-1", Capacity: 70}}}}
	for _, c := range []struct {
		at       sim.Time
		code     model.WhyCode
		from, to model.Level
	}{{0, model.WhyTheatres, model.Full, model.Full / 2}, {week, model.WhyTheatres, model.Full / 2, model.Full}, {week, model.WhyClinics, model.Full, model.Full * 3 / 4}} {
		rec.Changes = append(rec.Changes, trace.Change{At: c.at, Kind: model.KindDecision, From: c.from, To: c.to, Why: model.Why{Code: c.code}})
	}
	operations, appointments := Postponed(rec)
	require.InDelta(t, 70*0.5*operationsPerBed, operations, 1e-9)
	require.InDelta(t, 70*0.25*appointmentsPerBed, appointments, 1e-9)
	require.EqualValues(t, 70, Beds(rec))
}
