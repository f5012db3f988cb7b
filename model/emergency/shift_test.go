package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// TestAbsent: who is late is stood in for by one of the shift before, four hours at most.
func TestAbsent(t *testing.T) {
	h := func(hours float64) time.Duration { return time.Duration(hours * float64(time.Hour)) }
	s := shift{began: sim.Time(h(7)), before: 2, late: []time.Duration{h(0.5), h(1), h(3), h(6)}}
	for name, c := range map[string]struct {
		at   float64
		want int
	}{
		"four late, two stay":       {7, 2},
		"three late":                {7.5, 1},
		"two late, both stood in":   {8, 0},
		"one late":                  {10, 0},
		"and nobody stays any more": {11, 1},
		"there at last":             {13, 0},
	} {
		assert.Equal(t, c.want, s.absent(sim.Time(h(c.at))), name)
	}
	assert.Zero(t, (&shift{}).absent(0))
}

func TestShifts(t *testing.T) {
	for clock, want := range map[time.Duration]int{0: 2, 7*time.Hour - 1: 2, 7 * time.Hour: 0, 15 * time.Hour: 1, 23*time.Hour - 1: 1, 23 * time.Hour: 2} {
		assert.Equal(t, want, shiftOf(clock), clock)
	}
	for name, c := range map[string]struct {
		planned float64
		level   float64
		absent  int
		want    int
	}{
		"all": {7, 1, 0, 7}, "half works": {7, 0.5, 0, 3}, "two late": {7, 1, 2, 5}, "somebody is always there": {7, 1, 9, 1}, "down": {7, 0, 0, 0},
	} {
		assert.Equal(t, c.want, manned(c.planned, model.LevelOf(c.level), c.absent), name)
	}
}

// positionsAt is the positions of the main PSAP of a large town at a time of day, with what it heard before.
func positionsAt(t *testing.T, at time.Duration, list ...news) (*Region, int) {
	roster := townOf(t, 5_000_000)
	roster.City.Places[0].At.X = 6000 // 23 minutes from the PSAP by car on a quiet day
	require.NoError(t, roster.City.Finish())
	r := live(t, roster, RegionOptions{}, at+time.Second, list...)
	return r, r.centres[0].positions
}

// TestLateShift: 80 positions by day and 48 by night. With the roads of a district at a tenth of their speed most of those who drive from there come late in the
// morning; those of the night stay, the rest is missing until they are there. Nobody is late on open roads, and a quiet day is as it was.
func TestLateShift(t *testing.T) {
	jam := news{6 * time.Hour, "flow-east", 0.1}
	_, usual := positionsAt(t, 7*time.Hour+20*time.Minute)
	require.Equal(t, 80, usual)
	_, night := positionsAt(t, 6*time.Hour+50*time.Minute)
	require.Equal(t, 48, night)
	r, now := positionsAt(t, 7*time.Hour+20*time.Minute, jam)
	late := len(r.centres[0].shift.late)
	assert.Less(t, late, 80)
	assert.Greater(t, late, 10)
	assert.Equal(t, 80-max(0, late-48), now)
	assert.NotZero(t, r.centres[0].lateness)
	_, mended := positionsAt(t, 7*time.Hour+20*time.Minute, jam, news{6*time.Hour + time.Minute, "flow-east", 1})
	assert.Equal(t, 80, mended)
	_, noon := positionsAt(t, 12*time.Hour, jam)
	assert.Equal(t, 80, noon, "all are there")
}

// TestLateWithoutPublicTransport: who rides walks or finds a lift; the others are in time, as the roads are open.
func TestLateWithoutPublicTransport(t *testing.T) {
	roster := townOf(t, 5_000_000)
	c := roster.City
	c.Places[0].At.X = 6000
	id, _ := c.Asset("alarms-east")
	c.Assets[id].Kind = model.KindID(len(c.Kinds))
	c.Kinds = append(c.Kinds, model.Kind{Name: "transit/service"})
	require.NoError(t, c.Finish())
	late := func(level float64) int {
		r := live(t, roster, RegionOptions{}, 7*time.Hour+time.Second, news{6 * time.Hour, "alarms-east", level})
		for _, d := range r.centres[0].shift.late {
			// 6 km on foot are 94 minutes with detours, a lift 45 + 23; public transport takes 35 on a quiet day, and they plan 10 ahead
			require.InDelta(t, (45*time.Minute + 1404*time.Second - 2106*time.Second - 10*time.Minute).Seconds(), d.Seconds(), 1)
		}
		return len(r.centres[0].shift.late)
	}
	all, half := late(0), late(0.5)
	assert.InDelta(t, 80*ridesShare/2, all, 12) // three standard deviations
	assert.Less(t, half, all)
	assert.Positive(t, half)
	assert.Zero(t, late(1))
}
