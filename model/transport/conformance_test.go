package transport

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
)

// TestConformance: drivers take their time to come back to the ways of a quiet day.
func TestConformance(t *testing.T) {
	c := town(t, 6)
	make := func(city *model.City, index int) (func() model.Solver, error) {
		p, err := City(city, index, morning())
		return p.New, err
	}
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			modeltest.Solver(t, c, 0, make, seed, modeltest.Allowances{Settles: Delay})
		})
	}
}

// TestCascade: the traffic under the cascade, with signals stopped and opened, a bridge damaged and a street limited, for any number
// of workers.
func TestCascade(t *testing.T) {
	make := func(city *model.City, index int) (func() model.Solver, error) {
		r := busy(t, city, 10)
		return r.Prepared().New, nil
	}
	trial := modeltest.Trial{City: town(t, 6), Options: cascade.Options{Solvers: make}, Horizon: sim.Time(8 * time.Hour), Orders: []modeltest.Order{
		{At: time.Hour, Op: model.OpStop, Asset: "traffic/signal-0007"}, {At: 7 * time.Hour, Op: model.OpStart, Asset: "traffic/signal-0007"},
		{At: 2 * time.Hour, Op: model.OpOpen, Asset: "traffic/signal-0014"}, {At: 3 * time.Hour, Op: model.OpDamage, Asset: street},
		{At: 3 * time.Hour, Op: model.OpSet, Asset: "traffic/street-00010", Level: model.Full / 4}, {At: 7 * time.Hour, Op: model.OpRepair, Asset: street},
	}}
	modeltest.City(t, trial)
	records, err := trial.Run()
	require.NoError(t, err)
	codes := map[model.WhyCode]int{}
	for _, r := range records {
		codes[r.Value.Why.Code]++
	}
	assert.Positive(t, codes[model.WhyCongested])
	assert.Positive(t, codes[model.WhyHour])
	assert.Zero(t, codes[model.WhyUnsettled])
}
