package power_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/model/power"
	"cascata/sim"
)

// winter is three days from a Tuesday at midnight, 6 to 14 degrees.
var winter = model.Conditions{Weekday: time.Tuesday, Horizon: 72 * time.Hour, Low: 6, High: 14}

func maker(c model.Conditions) modeltest.Maker {
	return func(city *model.City, index int) (func() model.Solver, error) {
		p, err := power.City(city, index, c)
		return p.New, err
	}
}

// conform holds a network to the suite with what physics is allowed: at most 60 days for what was tripped, cold or empty.
func conform(t modeltest.T, city *model.City, index int, seed uint64) {
	p, err := power.City(city, index, winter)
	if err != nil {
		t.Fatalf("%v", err)
	}
	modeltest.Solver(t, city, index, maker(winter), seed, modeltest.Allowances{Plan: p.Plan, Settles: 60 * 24 * time.Hour, Audit: power.Audit})
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

// TestChain: of three lines to a town two are broken, the third carries three times its rating at the plan's peak, a little less now, and
// trips before anybody sheds; the chain runs back from the hospital to the command.
func TestChain(t *testing.T) {
	town := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/in", Role: model.RoleSource, Capacity: 1000}, {Name: "p/town", Role: model.RoleNode, Demand: 100}, {Name: "x/hospital"}},
		Wires: []modeltest.Wire{{Name: "p/line-1", From: "p/in", To: "p/town", Capacity: 10}, {Name: "p/line-2", From: "p/in", To: "p/town", Capacity: 10},
			{Name: "p/line-3", From: "p/in", To: "p/town", Capacity: 10}},
		Wants: []modeltest.Want{{Of: "x/hospital", From: []string{"p/town"}, Need: model.Need{Name: "power"}}},
	}
	city, err := town.City()
	require.NoError(t, err)
	records, err := modeltest.Trial{City: city, Options: cascade.Options{Solvers: physics}, Horizon: sim.Time(18*time.Hour + 10*time.Minute), Workers: 1,
		Orders: []modeltest.Order{{At: 18 * time.Hour, Op: model.OpDamage, Asset: "p/line-1"}, {At: 18 * time.Hour, Op: model.OpDamage, Asset: "p/line-2"}}}.Run()
	require.NoError(t, err)
	lines := modeltest.Lines(city, records)
	require.Len(t, lines, 7)
	after := lines[4:]
	at := strings.Fields(after[0])[0]
	require.Equal(t, []string{
		fmt.Sprintf("%s p/line-3 kind 4 1048576->0 why %d p/line-2 <- 5 18h0m0s p/line-2 0", at, model.WhyTripped),
		at + " p/town kind 4 1048576->0 why 7 p/line-3 <- 1 " + at + " p/line-3 0",
	}, after[:2])
	require.Contains(t, after[2], "x/hospital kind 4 1048576->0 why 1 p/town power <- 1 "+at+" p/town 0")
}
