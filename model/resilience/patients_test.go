package resilience

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// ward is a run with two hospitals whose need 0 is power, and these patients.
func ward(t *testing.T, changes []trace.Change, patients ...trace.Request) map[string]Value {
	t.Helper()
	c := &model.City{Name: "w", Sectors: []model.Sector{{Name: "health"}}, Kinds: []model.Kind{{Name: hospital}}, Districts: []model.District{{Name: "d"}},
		Operators: []model.Operator{{Name: "o", Control: model.Absent}}, Assets: []model.Asset{{Name: "a"}, {Name: "b"}},
		Needs: []model.Need{{Asset: 0, Name: "power", Suppliers: []model.Supplier{{Asset: 1}}}, {Asset: 1, Name: "power", Suppliers: []model.Supplier{{Asset: 0}}}}}
	require.NoError(t, c.Finish())
	r := trace.NewRecorder(&model.Roster{City: c}).Finish(sim.Time(10 * time.Hour))
	r.Changes, r.Requests = changes, patients
	values := map[string]Value{}
	for _, v := range All(r) {
		values[v.Key()] = v
	}
	return values
}

func at(h float64) sim.Time { return sim.Time(h * float64(time.Hour)) }

func patient(outcome model.Outcome, attempts uint8, arrived, seen, left float64) trace.Request {
	q := trace.Request{Request: model.Request{Sort: model.RequestPatient, Outcome: outcome, Attempts: attempts}}
	for i := range q.Steps {
		q.Steps[i] = sim.Never
	}
	for s, h := range map[model.Step]float64{model.StepTrigger: arrived, model.StepArrived: arrived, model.StepSeen: seen, model.StepLeft: left} {
		if h > 0 {
			q.Steps[s] = at(h)
		}
	}
	return q
}

// TestFiguresOfPatients: ten are seen after 0.1 to 1 h, one left, one was taken elsewhere and is there still.
func TestFiguresOfPatients(t *testing.T) {
	list := []trace.Request{patient(model.OutcomeLeft, 1, 1, 0, 3), patient(model.OutcomeTransfer, 1, 1, 0, 2), patient(model.OutcomeOpen, 2, 2, 0, 0)}
	for i := 10; i > 0; i-- {
		list = append(list, patient(model.OutcomeTreated, 1, 1, 1+0.1*float64(i), 4))
	}
	v := ward(t, nil, list...)
	for name, want := range map[string]float64{"patients_count": 12, "patients_left_share": 1.0 / 11, "patient_wait_median_h": 0.5, "patient_wait_p90_h": 0.9,
		"patient_stay_median_h": 3, "patients_diverted_count": 1, "hospital_diversion_h": 0} {
		require.InDelta(t, want, v[name].Number, 1e-9, name)
		require.True(t, v[name].OK, name)
	}
	none := ward(t, nil)
	for _, name := range []string{"patients_count", "patients_left_share", "patient_wait_median_h", "patients_diverted_count", "hospital_fuel_lowest_h"} {
		require.False(t, none[name].OK, name)
	}
}

// TestFiguresOfHospitals: a diverts from 2 h to 5 h and b from 9 h to the end at 10 h; a is on its generator of 4 h from 1 h to 3 h, b of 2 h from 2 h until it is dry.
func TestFiguresOfHospitals(t *testing.T) {
	decision := func(h float64, e model.EntityID, code model.WhyCode, from, to model.Level) trace.Change {
		return trace.Change{At: at(h), Kind: model.KindDecision, Entity: e, From: from, To: to, Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent}}
	}
	supply := func(h float64, e model.EntityID, code model.WhyCode, lasts float64) trace.Change {
		return trace.Change{At: at(h), Kind: model.KindSupply, Entity: e, Why: model.Why{Code: code, Other: model.Absent, Need: model.NeedID(e), Amount: int64(at(lasts))}}
	}
	v := ward(t, []trace.Change{
		supply(1, 0, model.WhyOnBuffer, 4), decision(1, 0, model.WhyDialysis, model.Full, model.Full/2), decision(2, 0, model.WhyDiverts, model.Full, 0),
		supply(2, 1, model.WhyOnBuffer, 2), supply(3, 0, model.WhySupplyBack, 0), supply(4, 1, model.WhyBufferEmpty, 2),
		decision(5, 0, model.WhyAccepts, 0, model.Full), decision(9, 1, model.WhyDivertsCrowd, model.Full, 0),
	})
	for name, want := range map[string]float64{"hospital_diversion_h": 4, "dialysis_loss_h": 4.5, "oxygen_loss_h": 0, "hospitals_generator_peak_count": 2,
		"hospital_fuel_lowest_h": 0} {
		require.InDelta(t, want, v[name].Number, 1e-9, name)
		require.True(t, v[name].OK, name)
	}
	v = ward(t, []trace.Change{supply(1, 0, model.WhyOnBuffer, 4), supply(3, 0, model.WhySupplyBack, 0), supply(9, 1, model.WhyOnBuffer, 9)})
	require.Equal(t, 2.0, v["hospital_fuel_lowest_h"].Number)
	require.Equal(t, 1.0, v["hospitals_generator_peak_count"].Number)
}
