package closure_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/closure"
	"cascata/model/modeltest"
	"cascata/sim/rng"
)

// Whatever fails for good in the closure is out in the long run of the live cascade, and nothing else is: two
// implementations of one meaning. Capacities, storages, set-points, and backups and thresholds between all and nothing are the
// live cascade's alone and are taken out of the towns.
func TestClosureIsTheEndOfTheCascade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		town := plain(modeltest.Random(seed))
		city, err := town.City()
		require.NoError(t, err)
		spec, err := closure.FromCity(city, 0)
		require.NoError(t, err)
		state := closure.NewState(spec)
		var orders []modeltest.Order
		for _, a := range rapid.SliceOfN(rapid.IntRange(0, len(city.Assets)-1), 1, 4).Draw(t, "failures") {
			orders = append(orders, modeltest.Order{Op: model.OpDamage, Asset: city.Assets[a].Name})
			state.Fail(int32(a))
		}
		state.Settle()
		records, err := modeltest.Trial{City: city, Orders: orders, Root: rng.NewRoot(seed, 1)}.Run()
		require.NoError(t, err)
		levels := modeltest.Levels(city, records)
		for a := range city.Assets {
			require.Equal(t, levels[a] > 0, state.Works(int32(a)), "%s: level %v", city.Assets[a].Name, levels[a])
		}
	})
}

// plain takes out of a town what a closure does not know.
func plain(town modeltest.Town) modeltest.Town {
	for i := range town.Things {
		x := &town.Things[i]
		x.Capacity, x.Demand, x.Stored, x.Inertia = 0, 0, 0, 0
		if x.Role == model.RoleStorage {
			x.Role = model.RoleNode
		}
	}
	for i := range town.Wires {
		town.Wires[i].Capacity = 0
	}
	for i := range town.Wants {
		w := &town.Wants[i]
		w.Threshold = 0
		w.Backup = model.Full // a backup that gives less is a level in between, and a loop of weights keeps what that once took
		if w.Rule == model.Weighted {
			for k := range w.Weights {
				w.Weights[k] = 1 // all or nothing, so that levels in between do not arise
			}
		}
		if w.Without > 0 {
			w.Without = model.Full
		}
	}
	return town
}

// A source feeds two substations over a line each; a pump takes power from either, a clinic from one and has a buffer, which
// does not help for good. 70 people have the pump's water, 30 the clinic.
func TestSinglePoints(t *testing.T) {
	city, err := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/a-source", Role: model.RoleSource}, {Name: "p/b-station", Role: model.RoleNode},
			{Name: "p/c-station", Role: model.RoleNode}, {Name: "w/pump"}, {Name: "z/clinic"}},
		Wires: []modeltest.Wire{{Name: "p/x-line", From: "p/a-source", To: "p/b-station"}, {Name: "p/y-line", From: "p/a-source", To: "p/c-station"}},
		Wants: []modeltest.Want{
			{Of: "w/pump", From: []string{"p/b-station", "p/c-station"}, Need: model.Need{Name: "power", Rule: model.Any}},
			{Of: "z/clinic", From: []string{"p/b-station"}, Need: model.Need{Name: "power", Buffer: time.Hour, Failover: 1, Backup: model.Full}},
		},
	}.City()
	require.NoError(t, err)
	water, health := city.Sector("w"), city.Sector("z")
	serve := func(residents int32, sector model.SectorID, asset string) model.Place {
		id, ok := city.Asset(asset)
		require.True(t, ok)
		return model.Place{Residents: residents, Serving: []model.Serving{{Sector: sector, Asset: id}}}
	}
	city.Places = []model.Place{serve(70, water, "w/pump"), serve(30, health, "z/clinic")}
	city.Sectors[water].Essential, city.Sectors[health].Essential = true, true
	require.NoError(t, city.Finish())
	losses, err := closure.SinglePoints(city, model.Absent, 0)
	require.NoError(t, err)
	got := map[string]int64{}
	var order []int64
	for _, l := range losses {
		got[city.Assets[l.Asset].Name] = l.People
		order = append(order, l.People)
	}
	assert.Equal(t, map[string]int64{"p/a-source": 100, "w/pump": 70, "p/b-station": 30, "p/x-line": 30, "z/clinic": 30}, got)
	assert.IsNonIncreasing(t, order)
	assert.Equal(t, 7, losses[0].Failed, "without its source all five assets and both lines are out")
	losses, err = closure.SinglePoints(city, health, 0)
	require.NoError(t, err)
	assert.Len(t, losses, 4, "the pump has no part in health")
}

// A need that leaves a third holds its asset at a bar of a third or below, and with a bar of two thirds needs half its supply.
func TestBar(t *testing.T) {
	third := model.LevelOf(1.0 / 3)
	city, err := modeltest.Town{Things: []modeltest.Thing{{Name: "t/a"}, {Name: "t/b"}, {Name: "t/site"}},
		Wants: []modeltest.Want{{Of: "t/site", From: []string{"t/a", "t/b"}, Weights: []float64{0.4, 0.6}, Need: model.Need{Name: "n", Rule: model.Weighted, Without: third}}}}.City()
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		bar  model.Level
		fail []int32
		want bool
	}{
		{"anything, all lost", 0, []int32{0, 1}, true},
		{"a third, all lost", third, []int32{0, 1}, true},
		{"two thirds, 0.4 lost", 2 * third, []int32{0}, true},
		{"two thirds, 0.6 lost", 2 * third, []int32{1}, false},
		{"everything, 0.4 lost", model.Full, []int32{0}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec, err := closure.FromCity(city, c.bar)
			require.NoError(t, err)
			s := closure.NewState(spec)
			for _, a := range c.fail {
				s.Fail(a)
			}
			s.Settle()
			assert.Equal(t, c.want, s.Works(2))
		})
	}
}
