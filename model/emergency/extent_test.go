package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

// TestExtent: who goes to what.
func TestExtent(t *testing.T) {
	r := live(t, townOf(t, 1000), RegionOptions{}, time.Minute)
	share := func(o origin, s service, category uint8, hoax bool, want [services]uint8) float64 {
		n := 0
		const all = 4000
		for k := range uint64(all) {
			in := incident{number: k, origin: o, service: s, category: category, hoax: hoax}
			if r.extent(&in) == want {
				n++
			}
		}
		return float64(n) / all
	}
	for name, c := range map[string]struct {
		o        origin
		s        service
		category uint8
		hoax     bool
		want     [services]uint8 // ambulances, engines, patrols
		share    float64
	}{
		"an illness":            {originEmergency, ambulance, 1, false, [services]uint8{1, 0, 0}, 1},
		"a crime under way":     {originEmergency, police, 1, false, [services]uint8{0, 0, urgentPatrols}, 1},
		"a noise":               {originEmergency, police, 3, false, [services]uint8{0, 0, 1}, 1},
		"a building on fire":    {originEmergency, fire, 2, false, [services]uint8{1, buildingEngines, 1}, shareBuildingFire},
		"another fire":          {originEmergency, fire, 2, false, [services]uint8{0, 1, 0}, 1 - shareBuildingFire},
		"an alarm":              {originAlarm, fire, 2, false, [services]uint8{0, 1, 0}, 1 - alarmIsFire},
		"a crash":               {originECall, ambulance, 1, false, [services]uint8{1, 0, 1}, 1 - shareTrapped},
		"a crash, trapped":      {originCrash, ambulance, 2, false, [services]uint8{1, 1, 1}, shareTrapped},
		"a crash that was none": {originECall, ambulance, 1, true, [services]uint8{1, 0, 0}, 1},
		"by hand":               {originHand, ambulance, 2, false, [services]uint8{1, 0, 0}, 1},
		"carbon monoxide":       {originGas, ambulance, 1, false, [services]uint8{1, 1, 0}, 1},
	} {
		got := share(c.o, c.s, c.category, c.hoax, c.want)
		assert.InDelta(t, c.share, got, 0.03, name) // four standard errors of 4,000
		if c.share == 1 {
			assert.InDelta(t, 1, got, 0, name)
		}
	}
}

// checkUnitsOf: as many units went as are wanted, or the rest was stood down; the first is there before the last, and the last only if all are.
func checkUnitsOf(t require.TestingT, q *model.Request) {
	require.LessOrEqual(t, q.Units, q.Wanted)
	first, scene, complete := q.Steps[model.StepFirst], q.Steps[model.StepOnScene], q.Steps[model.StepComplete]
	if q.Wanted <= 1 {
		require.Equal(t, []sim.Time{sim.Never, sim.Never}, []sim.Time{first, complete})
		return
	}
	if scene != sim.Never {
		require.LessOrEqual(t, first, scene)
	}
	if complete != sim.Never {
		require.Equal(t, q.Wanted, q.Units)
		require.Zero(t, q.Marks&model.MarkStoodDown)
		require.LessOrEqual(t, scene, complete)
	}
}

// TestUnitsAreConserved at any instant, whatever fails: live checks the books, each unit belongs to one incident.
func TestUnitsAreConserved(t *testing.T) {
	complete, down := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		roster := townOf(t, 200_000)
		at := time.Duration(rapid.IntRange(60, 6*3600).Draw(t, "end")) * time.Second
		flood := Flood{At: 0, Until: sim.Time(4 * time.Hour), PerHour: float64(rapid.SampledFrom([]int{1, 30}).Draw(t, "alarms")), Sort: model.RequestAlarm}
		r := live(t, roster, RegionOptions{Floods: []Flood{flood}}, at,
			news{time.Hour, "power-east", 0}, news{90 * time.Minute, "fire-1", rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "station")})
		for i := range r.log {
			q := &r.log[i]
			checkUnitsOf(t, q)
			if q.Steps[model.StepComplete] != sim.Never {
				complete++
			}
			if q.Marks&model.MarkStoodDown > 0 {
				down++
			}
		}
	})
	assert.Positive(t, complete)
	assert.Positive(t, down)
}

// TestATownHasNoMoreThanItHas: what does not exist is not waited for.
func TestATownHasNoMoreThanItHas(t *testing.T) {
	r := live(t, townOf(t, 200_000, "police-1"), RegionOptions{}, 48*time.Hour)
	seen := 0
	for i := range r.log {
		if q := &r.log[i]; q.Wanted > 1 {
			seen++
			require.LessOrEqual(t, q.Wanted, uint8(fireUnits+1))
		}
	}
	assert.Positive(t, seen)
}
