package trace

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

func at(hours float64) sim.Time { return sim.Time(hours * float64(time.Hour)) }

func TestStatesOfTheExample(t *testing.T) {
	r := Example()
	id := func(name string) model.EntityID {
		e, ok := r.Entity(name)
		require.True(t, ok, name)
		return e
	}
	scada, sub, site, hospital := id("dso/control/scada"), id("power/substation-01"), id("telecom/site-01"), id("health/hospital-01")
	second := sim.Time(time.Second)
	for _, c := range []struct {
		name   string
		at     sim.Time
		entity model.EntityID
		want   State
	}{
		{"a campaign is not held by itself", at(1), id("campaign/grid"), State{Level: model.Full, Change: 1, Until: sim.Never}},
		{"before everything", 0, sub, State{Level: model.Full, Until: sim.Never}},
		{"held", at(5), scada, State{Level: model.Full, Flags: Compromised, Change: 4, Until: sim.Never}},
		{"an attempt before that", at(4), scada, State{Level: model.Full, Change: 3, Until: sim.Never}},
		{"still held after the strike", at(6), scada, State{Level: model.Full, Flags: Compromised, Change: 6, Until: sim.Never}},
		{"opened", at(6), sub, State{Level: 0, Flags: Opened, Change: 8, Since: at(6), Until: sim.Never}},
		{"without view, crew on the way", at(7), sub, State{Flags: Opened | NoControl | Restoring, Change: 17, Since: at(6), Until: sim.Never}},
		{"closed, still without view", at(11), sub, State{Level: model.Full, Flags: NoControl, Change: 24, Since: at(11), Until: sim.Never}},
		{"on its battery", at(8), site, State{Level: model.Full, Flags: OnBuffer, Change: 11, Until: at(10) + second}},
		{"battery empty", at(10.5), site, State{Level: 0, Change: 21, Since: at(10) + second, Until: sim.Never}},
		{"on diesel to the end", at(10.5), hospital, State{Level: model.Full, Flags: OnBuffer, Change: 12, Until: at(30) + second}},
		{"fed again", at(20), hospital, State{Level: model.Full, Change: 29, Until: sim.Never}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, r.StatesAt(c.at)[c.entity]) })
	}
}

// Seeking must give what playing from the start gives, whatever was asked before, across keyframes too.
func TestSeekingDependsOnTimeOnly(t *testing.T) {
	stage := NewStage(exampleRoster())
	rapid.Check(t, func(t *rapid.T) {
		r := longRecording(stage, rapid.IntRange(0, 1500).Draw(t, "n"), rapid.Uint64().Draw(t, "seed"))
		for range 5 {
			at := sim.Time(rapid.IntRange(-1, 1600).Draw(t, "at"))
			f := newFrame(r.Stage)
			f.replay(r, r.Until(at))
			require.Equal(t, f.states, r.StatesAt(at))
			for a, l := range r.LevelsAt(at, nil) {
				require.Equal(t, f.states[a].Level, l)
			}
		}
	})
}

// What the rooms of the model emit beyond the example: work on an asset told by its crews, a normally open tie, orders that
// overlap.
func TestFlags(t *testing.T) {
	roster := exampleRoster()
	roster.City.Networks[0].Edges[1].Open = true
	stage := NewStage(roster)
	crews, _ := stage.Entity("dso/crews")
	change := func(kind model.ChangeKind, e model.EntityID, code model.WhyCode, other model.EntityID, to model.Level) model.Change {
		return model.Change{Kind: kind, Entity: e, To: to, Why: model.Why{Code: code, Other: other, Need: model.Absent}}
	}
	const none = model.Absent
	for _, c := range []struct {
		name    string
		changes []model.Change
		want    Flags
	}{
		{"opened and damaged, closed again", []model.Change{change(model.KindCommand, assetLine1, model.WhyOpened, none, 0),
			change(model.KindCommand, assetLine1, model.WhyDamaged, none, 0),
			change(model.KindCommand, assetLine1, model.WhyClosed, none, 0)}, Damaged},
		{"stopped, set-point moved", []model.Change{change(model.KindCommand, assetLine1, model.WhyStopped, none, 0),
			change(model.KindCommand, assetLine1, model.WhySetPoint, none, model.Full/2)}, Stopped | Limited},
		{"set-point back", []model.Change{change(model.KindCommand, assetLine1, model.WhySetPoint, none, model.Full/2),
			change(model.KindCommand, assetLine1, model.WhySetPoint, none, model.Full)}, 0},
		{"crew on its way", []model.Change{change(model.KindRepair, crews, model.WhyCrewSent, assetLine1, model.Full)}, Restoring},
		{"crew done", []model.Change{change(model.KindRepair, crews, model.WhyCrewSent, assetLine1, model.Full),
			change(model.KindRepair, crews, model.WhyCrewDone, assetLine1, 0)}, 0},
		{"rebuilt without a backup", []model.Change{change(model.KindRepair, assetLine1, model.WhyBackupLost, none, model.Full)}, Restoring},
		{"started after that", []model.Change{change(model.KindRepair, assetLine1, model.WhyBackupLost, none, model.Full),
			change(model.KindRepair, assetLine1, model.WhyRestored, none, model.Full)}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := stage.Recorder()
			for i, v := range c.changes {
				require.NoError(t, rec.Observe([]model.Record{{At: 1, ID: sim.RecordID{N: uint32(i + 1)}, Value: v}}))
			}
			states := rec.Finish(2).StatesAt(1)
			require.Equal(t, c.want, states[assetLine1].Flags)
			require.Zero(t, states[crews].Flags)
		})
	}
	rec := stage.Recorder()
	require.NoError(t, rec.Observe([]model.Record{
		{At: 1, ID: sim.RecordID{N: 1}, Value: change(model.KindCommand, assetLine2, model.WhyClosed, none, model.Full)},
		{At: 2, ID: sim.RecordID{N: 2}, Value: change(model.KindCommand, assetLine2, model.WhyOpened, none, 0)}}))
	require.Zero(t, rec.Finish(3).StatesAt(2)[assetLine2].Flags, "a tie that is open again is as planned")
}
