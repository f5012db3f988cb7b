package defaults_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/measure"
	"cascata/model/modeltest"
	"cascata/scenarios/cities"
	"cascata/scenarios/defaults"
	"cascata/sim"
)

// Every measure of the catalogue passes the conformance suite on the mini city in a blackout of a day and a half.
func TestEveryMeasureConforms(t *testing.T) {
	list, err := defaults.Measures()
	require.NoError(t, err)
	catalog, err := defaults.Load() // nobody changes it
	require.NoError(t, err)
	for i := range list {
		m := &list[i]
		t.Run(m.ID, func(t *testing.T) {
			trial := func() modeltest.Trial {
				city, err := cities.LoadWith("mini", catalog)
				require.NoError(t, err)
				return modeltest.Trial{City: city, Horizon: sim.Time(48 * time.Hour), Orders: blackout(city)}
			}
			modeltest.Measure(t, trial, func(city *model.City, strength float64) {
				var all []model.OperatorID
				for o := range city.Operators {
					all = append(all, model.OperatorID(o))
				}
				measure.NewPlan(city, []measure.Use{measure.Covers(m, "all", strength, city, all, nil)}).City()
			}, m.Strength.Usual)
		})
	}
}

// blackout stops every infeed after an hour and starts it a day and a half later.
func blackout(city *model.City) []modeltest.Order {
	var list []modeltest.Order
	for i := range city.Assets {
		if name := city.Assets[i].Name; city.Kinds[city.Assets[i].Kind].Name == "power/infeed" {
			list = append(list, modeltest.Order{At: time.Hour, Op: model.OpStop, Asset: name}, modeltest.Order{At: 37 * time.Hour, Op: model.OpStart, Asset: name})
		}
	}
	return list
}
