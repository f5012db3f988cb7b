package health

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// boarded are how long patients of a run kept their place after treatment, of those who were admitted [h].
func boarded(p *played) (list []float64) {
	for i := range p.log {
		q := &p.log[i]
		if ended, left := q.Steps[model.StepEnded], q.Steps[model.StepLeft]; left != sim.Never && ended != sim.Never && left > ended {
			list = append(list, left.Sub(ended).Hours())
		}
	}
	return list
}

func mean(list []float64) (sum float64) {
	for _, x := range list {
		sum += x / float64(len(list))
	}
	return sum
}

// TestFullWardsKeepPatientsInTheDepartment: the longer people stay on the wards than these were planned for, the longer others board.
func TestFullWardsKeepPatientsInTheDepartment(t *testing.T) {
	city := town(t, 150_000, 400)
	s, err := Compile(&model.Roster{City: city}, model.Conditions{Horizon: 240 * time.Hour}, Options{})
	require.NoError(t, err)
	of := func(days string) *played {
		p := play(t, city, 240*time.Hour, 5, Options{Ward: days})
		accounted(t, p)
		return p
	}
	short, usual := of("lognormal(2h, 0.5)"), of("")
	require.Zero(t, short.Tally().Postponed, "beds turn over in hours")
	assert.Greater(t, mean(boarded(usual)), mean(boarded(short)), "some wait for a bed")
	assert.Less(t, float64(s.houses[0].settled)/float64(s.houses[0].beds), occupancy+0.01)
	require.Positive(t, usual.Tally().Discharged)
}

// TestBedsGivenUp: when twice as many come as are planned for, planned admissions give way after four hours, as long as there are any.
func TestBedsGivenUp(t *testing.T) {
	city := town(t, 40_000, 400)
	o := Options{Walk: 0.5, Surge: 0.1, Messages: true}
	var list []news
	for i := range 400 {
		list = append(list, ambulance(time.Duration(i)*30*time.Minute, 0, 1, int64(i+1)))
	}
	p := play(t, city, 220*time.Hour, 1, o, list...)
	accounted(t, p)
	house := &p.spec.houses[0]
	require.Positive(t, p.Tally().Postponed)
	require.LessOrEqual(t, p.houses[0].onWard, house.beds+house.surge)
	require.Equal(t, house.beds+house.surge, p.houses[0].onWard, "all beds are taken")
	require.Positive(t, p.Tally().Boarding)
	require.Positive(t, house.surge)
}

// TestRest: the rest of a stay has the mean square of stays over twice their mean: 4 d exp(1.5 x 0.64) / 2 of lognormal(4d, 0.8).
func TestRest(t *testing.T) {
	stay, err := rng.Parse(DefaultWard)
	require.NoError(t, err)
	dice, sum := rng.NewRoot(1, 1).StreamOf(rng.NameOf("rest")), 0.0
	const n = 20_000
	for range n {
		sum += rest(stay, &dice) / 86_400 / n
	}
	require.InDelta(t, 4*math.Exp(1.5*0.64)/2, sum, 0.2)
}
