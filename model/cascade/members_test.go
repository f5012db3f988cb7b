package cascade_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
)

// roads is a town with two crossroads whose signals hang on a mast of another sector, and how traffic flows across both.
func roads() modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "p/mast"},
			{Name: "r/flow", District: 1}, {Name: "r/signal-1", District: 2}, {Name: "r/signal-2", District: 3}, {Name: "r/street", District: 4},
		},
		Wants: []modeltest.Want{
			{Of: "r/signal-1", From: []string{"p/mast"}, Need: model.Need{Name: "power"}},
			{Of: "r/flow", From: []string{"r/signal-1", "r/signal-2"}, Weights: []float64{0.5, 0.5},
				Need: model.Need{Name: "signals", Rule: model.Weighted, StandIn: true}},
		},
	}
}

// joined is the town with a network of a sector that has members and no edges.
func joined(t *testing.T, town modeltest.Town, sector string, members ...string) *model.City {
	t.Helper()
	city, err := town.City()
	require.NoError(t, err)
	n := model.Network{Name: sector, Sector: city.Sector(sector)}
	for _, name := range members {
		id, found := city.Asset(name)
		require.True(t, found, name)
		n.Members = append(n.Members, id)
	}
	city.Networks = append(city.Networks, n)
	require.NoError(t, city.Finish())
	return city
}

// A network without edges has nothing to solve: its members share a process and are as they would be without it, but that what
// one of them loses is felt by the others at once.
func TestNetworkWithoutEdges(t *testing.T) {
	members := []string{"r/flow", "r/signal-1", "r/signal-2", "r/street"}
	city := joined(t, roads(), "r", members...)
	spec, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)
	require.Equal(t, "r", spec.GroupName(0))
	for _, name := range members {
		id, _ := city.Asset(name)
		require.Equal(t, 0, spec.GroupOf(id), "%s stands in a district of its own", name)
	}
	orders := []modeltest.Order{stop(0, "p/mast"), {At: h, Op: model.OpDamage, Asset: "r/street"}, start(2*h, "p/mast")}
	records, err := modeltest.Trial{City: city, Orders: orders, Horizon: sim.Time(10 * h)}.Run()
	require.NoError(t, err)
	with := events(city, records)
	require.Equal(t, []event{{second, "r/flow", model.KindService, half, model.WhySupplyLost}, {2*h + second, "r/flow", model.KindService, model.Full, model.WhySupplyBack}},
		of(with, "r/flow"))
	require.Contains(t, with, event{h, "r/street", model.KindService, 0, model.WhyCondition})

	alone, records := run(t, roads(), orders...)
	without := events(alone, records)
	require.Len(t, without, len(with))
	for i := range without { // a district each: what depends on another hears of it a second later
		if without[i].Who == "r/flow" {
			without[i].At -= second
		}
	}
	order := func(x, y event) int { return int(x.At - y.At) }
	slices.SortStableFunc(without, order)
	slices.SortStableFunc(with, order)
	require.ElementsMatch(t, with, without)
}

// A member that nothing joins lives beside the network: it follows its needs and its own condition, and takes nothing away.
func TestMemberBesideANetwork(t *testing.T) {
	town := water()
	town.Things = append(town.Things, modeltest.Thing{Name: "w/sensor"})
	town.Wants = append(town.Wants, modeltest.Want{Of: "w/sensor", From: []string{"w/zone"}, Need: model.Need{Name: "line"}})
	city, err := town.City()
	require.NoError(t, err)
	sensor, _ := city.Asset("w/sensor")
	city.Networks[0].Members = []model.AssetID{sensor}
	require.NoError(t, city.Finish())
	spec, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)
	require.Equal(t, 0, spec.GroupOf(sensor))
	records, err := modeltest.Trial{City: city, Horizon: sim.Time(100 * h), Orders: []modeltest.Order{
		set(0, "w/sensor", half), start(h, "w/sensor"), set(h, "w/sensor", model.Full), stop(2*h, "w/main"), start(3*h, "w/main"), stop(4*h, "w/sensor"),
	}}.Run()
	require.NoError(t, err)
	all := events(city, records)
	var got []event
	for _, e := range of(all, "w/sensor") {
		if e.Kind == model.KindService {
			got = append(got, e)
		}
	}
	require.Equal(t, []event{
		{0, "w/sensor", model.KindService, half, model.WhyCondition},
		{h, "w/sensor", model.KindService, model.Full, model.WhyCondition},
		{2 * h, "w/sensor", model.KindService, 0, model.WhySupplyLost},
		{3 * h, "w/sensor", model.KindService, model.Full, model.WhySupplyBack},
		{4 * h, "w/sensor", model.KindService, 0, model.WhyCondition},
	}, got)
	require.Len(t, of(all, "w/zone"), 2, "the network knows nothing of the sensor")
}

func TestMemberOfTwoNetworks(t *testing.T) {
	_, err := cascade.Compile(joined(t, water(), "x", "x/hospital"), cascade.Options{})
	require.NoError(t, err)
	_, err = cascade.Compile(joined(t, water(), "x", "w/zone"), cascade.Options{})
	require.ErrorContains(t, err, `asset "w/zone" is in networks "w" and "x"`)
}
