package network_test

import (
	"testing"

	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/model/network"
)

func maker(city *model.City, index int) (func() model.Solver, error) {
	s, err := network.Compile(city, index)
	if err != nil {
		return nil, err
	}
	return s.New, nil
}

func TestConformance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		city, err := modeltest.Random(seed).City()
		if err != nil {
			t.Fatal(err)
		}
		for i := range city.Networks {
			modeltest.Solver(t, city, i, maker, seed)
		}
	})
}
