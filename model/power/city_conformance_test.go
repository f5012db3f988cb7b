package power_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/model/power"
)

// winter is three days from a Tuesday at midnight, 6 to 14 degrees.
var winter = model.Conditions{Weekday: time.Tuesday, Horizon: 72 * time.Hour, Low: 6, High: 14}

func maker(c model.Conditions) modeltest.Maker {
	return func(city *model.City, index int) (func() model.Solver, error) {
		p, err := power.City(city, index, c)
		return p.New, err
	}
}

// conform holds a network to the suite on the terms of physics: at most 60 days for what was tripped, cold or empty.
func conform(t modeltest.T, city *model.City, index int, seed uint64) {
	p, err := power.City(city, index, winter)
	if err != nil {
		t.Fatalf("%v", err)
	}
	modeltest.SolverOn(t, city, index, maker(winter), seed, modeltest.Terms{Plan: p.Plan, Settle: 60 * 24 * time.Hour, Audit: power.Audit})
}

func TestCityConforms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		city, err := modeltest.Random(seed).City()
		if err != nil {
			t.Fatal(err)
		}
		for i := range city.Networks {
			conform(t, city, i, seed)
		}
	})
}

func TestLisboaConforms(t *testing.T) {
	city := lisboa(t)
	conform(t, city, network(city), 1)
	conform(t, city, network(city), 2)
}

func network(city *model.City) int {
	for i := range city.Networks {
		if city.Networks[i].Name == "power" {
			return i
		}
	}
	return -1
}

func lisboa(t testing.TB) *model.City {
	t.Helper()
	city, err := loadLisboa()
	require.NoError(t, err)
	return city
}
