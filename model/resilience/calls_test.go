package resilience

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// placed is a call with an outcome whose steps lie so many seconds after its trigger; below 0: not reached.
func placed(sort model.RequestSort, o model.Outcome, connected, answered, ended, scene float64) trace.Request {
	q := trace.Request{Request: model.Request{Sort: sort, Outcome: o, Asset: model.Absent, Unit: model.Absent}}
	for i := range q.Steps {
		q.Steps[i] = sim.Never
	}
	q.Steps[model.StepTrigger] = 0
	for step, s := range map[model.Step]float64{model.StepConnected: connected, model.StepAnswered: answered, model.StepEnded: ended, model.StepOnScene: scene} {
		if s >= 0 {
			q.Steps[step] = sim.Time(s * float64(time.Second))
		}
	}
	return q
}

// TestCallsByHand: nine calls. Four people and an eCall reach the PSAP and are not pocket calls: waits 0, 10, 30 s answered and 50 s given up, of
// the eCall 5 s; three of five within 10 s.
func TestCallsByHand(t *testing.T) {
	r := trace.Example()
	kind := model.KindID(len(r.Kinds))
	r.Kinds = append(r.Kinds, trace.Kind{Name: "emergency/ambulance-station"})
	r.Entities[1].Kind = kind
	ambulance := placed(model.RequestVoice, model.OutcomeAnswered, 5, 5, 65, 5+6*60)
	ambulance.Unit, ambulance.Category = 1, 2
	police := placed(model.RequestVoice, model.OutcomeAnswered, 5, 15, 65, 5+60)
	police.Unit, police.Category = 0, 2
	ambulance.Wanted, ambulance.Units = 3, 3
	ambulance.Steps[model.StepFirst], ambulance.Steps[model.StepComplete] = sim.Time(65*time.Second), sim.Time(605*time.Second) // answered after 5 s
	silent := placed(model.RequestECall, model.OutcomeLost, -1, -1, 120, -1)
	silent.Data = model.DataMissing
	blind := placed(model.RequestECallHand, model.OutcomeAnswered, 5, 10, 65, -1)
	blind.Data = model.DataNoLocation
	r.Requests = []trace.Request{ambulance, police, placed(model.RequestVoice, model.OutcomeElsewhere, 5, 35, 65, -1),
		placed(model.RequestVoice, model.OutcomeAbandoned, 5, -1, 55, -1), placed(model.RequestPocket, model.OutcomeAbandoned, 5, -1, 9, -1),
		placed(model.RequestVoice, model.OutcomeLost, -1, -1, 200, -1), silent, blind, placed(model.RequestFlood, model.OutcomeBlocked, 5, -1, 5, -1)}
	got := map[string]float64{}
	for _, v := range All(r) {
		if v.OK {
			got[v.Key()] = v.Number
		}
	}
	for name, want := range map[string]float64{"calls_count": 9, "calls_answered_10s_share": 3.0 / 5, "calls_wait_p90_s": 10 + 0.7*20, "calls_wait_max_s": 50, "calls_waiting_peak_count": 4,
		"calls_lost_count": 2, "calls_blocked_count": 1, "calls_abandoned_count": 1, "calls_elsewhere_count": 1, "ecalls_undelivered_count": 1,
		"msd_without_location_count": 1, "ambulance_category_2_p50_min": 6, "ambulance_category_2_p90_min": 6,
		"incident_first_p90_min": 1, "incident_complete_p90_min": 10} {
		require.InDelta(t, want, got[name], 1e-9, name)
	}
	require.NotContains(t, got, "ambulance_category_1_p50_min")
}

func TestRunsWithoutCallsHaveNoSuchFigures(t *testing.T) {
	for _, v := range All(trace.Example()) {
		if v.Name == "calls_count" || v.Name == "calls_lost_count" {
			require.False(t, v.OK)
		}
	}
}

// TestPeopleWithoutANetwork: two districts of which half and all are without, at times that overlap for an hour.
func TestPeopleWithoutANetwork(t *testing.T) {
	r := trace.Example()
	for _, e := range r.Entities[:r.Assets] {
		require.NotEqual(t, "telecom/reach", r.Kinds[e.Kind].Name)
	}
	kind := model.KindID(len(r.Kinds))
	r.Kinds = append(r.Kinds, trace.Kind{Name: "telecom/reach"})
	r.Entities[0].Kind, r.Entities[0].District = kind, 0
	r.Entities[1].Kind, r.Entities[1].District = kind, 1
	r.Residents[0], r.Residents[1] = 1000, 300
	r.Changes = nil
	level := func(h float64, e model.EntityID, to float64) {
		c := trace.Change{At: sim.Time(h * float64(time.Hour)), Kind: model.KindService, Entity: e, To: model.LevelOf(to)}
		r.Changes = append(r.Changes, c)
	}
	level(1, 0, 0.5) // 500 people
	level(2, 1, 0)   // 800
	level(3, 0, 1)   // 300
	level(5, 1, 1)
	n := (&study{r: r, end: r.Header.End}).silence()
	require.InDelta(t, 800, n.most, 1e-9)
	require.InDelta(t, 500+800+2*300, n.area, 1e-9)
	r.Assets = 0
	require.Nil(t, (&study{r: r, end: r.Header.End}).silence())
}
