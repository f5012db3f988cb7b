package water_test

import (
	"fmt"
	"testing"
	"time"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/model/water"
)

// afternoon begins at an hour of average demand, so that levels are shares of Demand.
var afternoon = model.Conditions{Start: 15 * time.Hour, Weekday: time.Wednesday, Horizon: 48 * time.Hour}

func maker(city *model.City, index int) (func() model.Solver, error) {
	p, err := water.City(city, index, afternoon)
	return p.New, err
}

// TestConformance: what is undone needs time, for tanks must fill again; levels are told in steps of 1/128; and a tank gives what its
// pipes carry.
func TestConformance(t *testing.T) {
	allow := modeltest.Allowances{Settles: 72 * time.Hour, Grain: 1.0 / 64, Storages: true}
	for seed := range uint64(40) {
		city, err := modeltest.Random(seed).City()
		if err != nil {
			t.Fatal(err)
		}
		for i := range city.Networks {
			t.Run(fmt.Sprintf("town=%d/network=%d", seed, i), func(t *testing.T) {
				modeltest.Solver(t, city, i, maker, seed, allow)
			})
		}
	}
}
