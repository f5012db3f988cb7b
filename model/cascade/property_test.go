package cascade_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
	"cascata/sim/rng"
)

func randomTrial(t *rapid.T) (modeltest.Town, modeltest.Trial) {
	seed := rapid.Uint64().Draw(t, "seed")
	town := modeltest.Random(seed)
	city, err := town.City()
	if err != nil {
		t.Fatal(err)
	}
	return town, modeltest.Trial{City: city, Orders: modeltest.RandomOrders(seed, town, rapid.IntRange(1, 12).Draw(t, "orders")),
		Root: rng.NewRoot(seed, 1), Horizon: sim.Time(30 * time.Hour)}
}

func TestConformance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, trial := randomTrial(t)
		modeltest.City(t, trial)
	})
}

// An asset nobody needs, first in the order of names so that every number moves, changes nothing for the others.
func TestUnrelatedAssetChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		town, trial := randomTrial(t)
		before, err := trial.Run()
		if err != nil {
			t.Fatal(err)
		}
		town.Things = append(town.Things, modeltest.Thing{Name: "a/unrelated"}, modeltest.Thing{Name: "t/a"}, modeltest.Thing{Name: "z/unrelated"})
		town.Wants = append(town.Wants, modeltest.Want{Of: "a/unrelated", From: []string{"p/v00"}, Need: model.Need{Buffer: time.Hour, Failover: 0.5}})
		trial2 := trial
		if trial2.City, err = town.City(); err != nil {
			t.Fatal(err)
		}
		after, err := trial2.Run()
		if err != nil {
			t.Fatal(err)
		}
		others := []string{}
		for _, line := range modeltest.Lines(trial2.City, after) {
			if !strings.Contains(line, "unrelated") {
				others = append(others, line)
			}
		}
		require.Equal(t, modeltest.Lines(trial.City, before), others)
	})
}
