package scenarios

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
)

// winterEvening has everything that physics understands and connectivity does not: load switched on in the cold, relays disabled,
// a cut cable that a neighbour could feed around.
const winterEvening = `
title = "Winter evening"
start = "2025-01-20T18:00"
horizon = "12h"
[weather]
low_c = -2
high_c = 4
[[event]]
at = "30m"
command = "disarm"
targets = ["power/hv-line"]
why = "relays disabled"
[[event]]
at = "1h"
until = "3h"
command = "draw"
level = 1.0
targets = ["charging/points", "power/meters"]
why = "captured chargers and boilers"
[[event]]
at = "5h"
until = "8h"
command = "damage"
targets = ["=power/feeder-040", "=power/trunk-041"]
why = "cable cut"
`

func ran(t *testing.T, text string, sets ...string) *trace.Recording {
	t.Helper()
	s, err := loadText(text, sets...)
	require.NoError(t, err)
	rec, err := s.Run(context.Background(), RunOptions{})
	require.NoError(t, err)
	return rec
}

// sentences are what the Changes of assets whose name begins so say.
func sentences(rec *trace.Recording, prefix string, kind model.ChangeKind) []string {
	var list []string
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Kind == kind && strings.HasPrefix(rec.Name(c.Entity), prefix) {
			list = append(list, rec.Sentence(i+1))
		}
	}
	return list
}

// TestPhysicsUnderTheCity: switched load and disabled relays are obeyed, the crews close ties around the cut and open them again, and
// in the end everything is as planned; connectivity knows nothing of load and ties.
func TestPhysicsUnderTheCity(t *testing.T) {
	rec := ran(t, winterEvening)
	assert.Equal(t, []string{"emergency=physics", "health=physics", "power=physics", "telecom=physics", "traffic=physics", "water=physics"}, rec.Header.Fidelity)
	assert.Len(t, sentences(rec, "power/hv-line", model.KindCommand), 18, "Lisboa has 18 lines")
	assert.Len(t, sentences(rec, "charging/points", model.KindCommand), 2*24, "24 districts, on and off")
	ties := sentences(rec, "power/tie", model.KindCommand)
	closed := slices.DeleteFunc(slices.Clone(ties), func(s string) bool { return !strings.HasPrefix(s, "closed") })
	assert.NotEmpty(t, closed)
	assert.Len(t, ties, 2*len(closed), "each is opened again")
	states := rec.StatesAt(rec.Header.End)
	for a := range rec.Assets {
		if level := states[a].Level; level < model.Full {
			assert.Equal(t, "heat", rec.SectorName(model.EntityID(a)), "%s has %v", rec.Entities[a].Name, level)
		}
	}

	var sets, want []string
	for _, sector := range []string{"emergency", "health", "power", "telecom", "traffic", "water"} {
		sets, want = append(sets, "sector."+sector+".fidelity=connectivity"), append(want, sector+"=connectivity")
	}
	plain := ran(t, winterEvening, sets...)
	assert.Equal(t, want, plain.Header.Fidelity)
	assert.Empty(t, sentences(plain, "power/tie", model.KindCommand))
	assert.Empty(t, plain.Header.Plans)
}

// TestPlansFollowTheDay: power and water take least in the night and power takes more in the cold.
func TestPlansFollowTheDay(t *testing.T) {
	plan := func(sets ...string) map[string]model.Plan {
		s, err := loadText(winterEvening, append(sets, "event=[]")...)
		require.NoError(t, err)
		plans := map[string]model.Plan{}
		for _, p := range s.world.plans {
			plans[p.Sector] = p.Plan
		}
		return plans
	}
	const night, evening = 9, 2 // hours after 18:00
	cold, mild := plan(), plan("weather={low_c=16, high_c=20}")
	for _, sector := range []string{"power", "water"} {
		p := cold[sector]
		require.NotEmpty(t, p.Share, sector)
		assert.Less(t, p.Share[night], p.Share[evening], sector)
	}
	assert.Greater(t, cold["power"].Share[evening], mild["power"].Share[evening])
	assert.Equal(t, cold["water"], mild["water"], "water does not feel the weather")
}
