package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// TestNobodyMovesWhereThereIsNowhereToGo: with one station, or on paper, relocation changes nothing, not a byte of the log.
func TestNobodyMovesWhereThereIsNowhereToGo(t *testing.T) {
	for name, leave := range map[string][]string{"one station": {"ambulance-2"}, "no station": {"ambulance-1", "ambulance-2"}} {
		off := live(t, townOf(t, 100_000, leave...), RegionOptions{}, 48*time.Hour)
		on := live(t, townOf(t, 100_000, leave...), RegionOptions{Relocation: true}, 48*time.Hour)
		assert.Equal(t, off.log, on.log, name)
	}
	off := live(t, townOf(t, 100_000), RegionOptions{}, 48*time.Hour, news{0, "cad", 0})
	on := live(t, townOf(t, 100_000), RegionOptions{Relocation: true}, 48*time.Hour, news{0, "cad", 0})
	assert.Equal(t, off.log, on.log, "on paper")
}

// TestMovingUpHelps: callers, triage and what they need are the same with and without; the ambulance is there sooner on average, since it comes from
// a station of the district where it would have come from the other side of the town; the mark says who had moved up.
func TestMovingUpHelps(t *testing.T) {
	const horizon = 60 * 24 * time.Hour
	off := live(t, townOf(t, 60_000), RegionOptions{}, horizon)
	on := live(t, townOf(t, 60_000), RegionOptions{Relocation: true}, horizon)
	require.Len(t, on.log, len(off.log))
	mean := func(r *Region) (sum time.Duration, n, moved int) {
		for i := range r.log {
			q := &r.log[i]
			require.Equal(t, []any{off.log[i].Steps[model.StepTrigger], off.log[i].Wanted, off.log[i].Category}, []any{q.Steps[model.StepTrigger], q.Wanted, q.Category})
			if q.Marks&model.MarkMovedUp > 0 {
				moved++
			}
			both := off.log[i].Steps[model.StepOnScene] != sim.Never && on.log[i].Steps[model.StepOnScene] != sim.Never
			if kind := q.Unit; both && kind != model.Absent && r.spec.city.Assets[kind].Name[:4] == "ambu" {
				sum, n = sum+q.Steps[model.StepOnScene].Sub(q.Steps[model.StepDispatched]), n+1
			}
		}
		return sum, n, moved
	}
	before, n, none := mean(off)
	after, m, moved := mean(on)
	assert.Equal(t, n, m)
	assert.Zero(t, none)
	assert.Greater(t, moved, 10)
	t.Logf("%d of %d ambulances had moved up; %v to the scene on average, %v without", moved, n, after/time.Duration(n), before/time.Duration(n))
	assert.Less(t, after, before)
}

// TestWhereItMoves: the ambulance stands at a station within reach of the district without one, and goes home when one of that station is back.
func TestWhereItMoves(t *testing.T) {
	r := live(t, townOf(t, 100_000), RegionOptions{Relocation: true}, time.Second)
	f := &r.fleet
	require.Len(t, f.units[ambulance], 10)
	for k := 5; k < 10; k++ { // all of ambulance-2
		f.units[ambulance][k].phase, f.units[ambulance][k].incident = phaseScene, f.keep(incident{service: ambulance, refs: 1})
	}
	f.moveUp(r)
	f.moveUp(r) // once is enough
	moved := 0
	for k := range 5 {
		if u := &f.units[ambulance][k]; u.post != u.base {
			moved++
			assert.Equal(t, "ambulance-2", r.spec.city.Assets[r.spec.bases[u.post].asset].Name)
			assert.Greater(t, u.home, r.now)
		}
	}
	assert.Equal(t, 1, moved)
	u := &f.units[ambulance][5]
	u.at = model.Point{X: 4000}
	f.release(r, ambulance, 5)
	for k := range 5 {
		assert.Equal(t, f.units[ambulance][k].base, f.units[ambulance][k].post)
	}
	assert.Greater(t, reachOf(), 3000.0) // 8 minutes at 30 km/h, streets 1.3 times the straight line: 3,077 m
	assert.Less(t, reachOf(), 3100.0)
}
