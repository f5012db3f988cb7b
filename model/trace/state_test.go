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
		{"before everything", 0, sub, State{Level: model.Full, Until: sim.Never}},
		{"held", at(5), scada, State{Level: model.Full, Flags: Compromised, Change: 4, Until: sim.Never}},
		{"an attempt before that", at(4), scada, State{Level: model.Full, Change: 3, Until: sim.Never}},
		{"still held after the strike", at(6), scada, State{Level: model.Full, Flags: Compromised, Change: 6, Until: sim.Never}},
		{"opened", at(6), sub, State{Level: 0, Flags: Opened, Change: 8, Since: at(6), Until: sim.Never}},
		{"without view, crew on the way", at(7), sub, State{Flags: Opened | NoControl | Restoring, Change: 18, Since: at(6), Until: sim.Never}},
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
