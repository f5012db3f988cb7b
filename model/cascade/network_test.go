package cascade_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

// water is a source, a pump that needs power, a tower with three hours of what the zone takes, and a site that needs the zone.
func water() modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "p/feeder"},
			{Name: "w/source", Role: model.RoleSource, Capacity: 100},
			{Name: "w/tower", Role: model.RoleStorage, Stored: 30},
			{Name: "w/zone", Role: model.RoleNode, Demand: 10},
			{Name: "x/hospital"},
		},
		Wires: []modeltest.Wire{{Name: "w/pump", From: "w/source", To: "w/tower", Directed: true}, {Name: "w/main", From: "w/tower", To: "w/zone"}},
		Wants: []modeltest.Want{
			{Of: "w/pump", From: []string{"p/feeder"}, Need: model.Need{Name: "power"}},
			{Of: "x/hospital", From: []string{"w/zone"}, Need: model.Need{Name: "water"}},
		},
	}
}

// The chain runs from the hospital back through zone, tower and pump to the command on the feeder.
func TestNetworkChain(t *testing.T) {
	city, records := run(t, water(), stop(0, "p/feeder"), start(5*h, "p/feeder"))
	require.Equal(t, []string{
		"0s p/feeder kind 1 1048576->0 why 14 -",
		"0s p/feeder kind 4 1048576->0 why 19 - <- 4 0s p/feeder 0",
		"1s w/pump kind 4 1048576->0 why 1 p/feeder power <- 1 0s p/feeder 0",
		"3h0m1s w/tower kind 4 1048576->0 why 7 w/pump <- 1 1s w/pump 0",
		"3h0m1s w/main kind 4 1048576->0 why 10 w/tower <- 3 3h0m1s w/tower 0",
		"3h0m1s w/zone kind 4 1048576->0 why 10 w/tower <- 3 3h0m1s w/tower 0",
		"3h0m2s x/hospital kind 4 1048576->0 why 1 w/zone water <- 1 3h0m1s w/zone 0",
		"5h0m0s p/feeder kind 1 0->1048576 why 15 -",
		"5h0m0s p/feeder kind 4 0->1048576 why 19 - <- 4 5h0m0s p/feeder 1048576",
		"5h0m1s w/pump kind 4 0->1048576 why 2 p/feeder power <- 1 5h0m0s p/feeder 1048576",
		"5h0m1s w/main kind 4 0->1048576 why 9 w/pump <- 7 5h0m1s w/pump 1048576",
		"5h0m1s w/tower kind 4 0->1048576 why 9 w/pump <- 7 5h0m1s w/pump 1048576",
		"5h0m1s w/zone kind 4 0->1048576 why 9 w/pump <- 7 5h0m1s w/pump 1048576",
		"5h0m2s x/hospital kind 4 0->1048576 why 2 w/zone water <- 1 5h0m1s w/zone 1048576",
	}, modeltest.Lines(city, records))
}

// A normally open tie is closed, and opened again, by command; feeding it back needs no crew.
func TestTie(t *testing.T) {
	town := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/s", Role: model.RoleSource, Capacity: 100}, {Name: "p/a", Role: model.RoleNode, Demand: 1}, {Name: "p/b", Role: model.RoleNode, Demand: 1}},
		Wires:  []modeltest.Wire{{Name: "p/e1", From: "p/s", To: "p/a"}, {Name: "p/e2", From: "p/s", To: "p/b"}, {Name: "p/tie", From: "p/a", To: "p/b", Open: true}},
	}
	order := func(at time.Duration, op model.Op, who string) modeltest.Order {
		return modeltest.Order{At: at, Op: op, Asset: who}
	}
	city, records := run(t, town, order(0, model.OpOpen, "p/tie"), order(0, model.OpOpen, "p/e1"), order(h, model.OpClose, "p/tie"),
		order(2*h, model.OpOpen, "p/tie"), order(3*h, model.OpClose, "p/e1"))
	require.Equal(t, []event{
		{0, "p/a", model.KindService, 0, model.WhyNetworkCut},
		{h, "p/a", model.KindService, model.Full, model.WhyNetworkBack},
		{2 * h, "p/a", model.KindService, 0, model.WhyNetworkCut},
		{3 * h, "p/a", model.KindService, model.Full, model.WhyNetworkBack},
	}, of(events(city, records), "p/a"))
	require.Equal(t, []event{
		{h, "p/tie", model.KindCommand, model.Full, model.WhyClosed},
		{2 * h, "p/tie", model.KindCommand, 0, model.WhyOpened},
	}, of(events(city, records), "p/tie"))
}

// Many things that change at one instant are settled once: each asset changes its level once.
func TestInstantIsSettledOnce(t *testing.T) {
	town := water()
	n := model.Need{Name: "both", Rule: model.Weighted}
	town.Wants = append(town.Wants, modeltest.Want{Of: "x/hospital", From: []string{"w/pump", "w/zone"}, Weights: []float64{0.25, 0.25}, Need: n})
	city, records := run(t, town, stop(0, "w/tower"), stop(0, "w/source"), stop(0, "w/pump"))
	require.Equal(t, []event{{second, "x/hospital", model.KindService, 0, model.WhySupplyLost}}, of(events(city, records), "x/hospital"))
	require.Len(t, of(events(city, records), "w/zone"), 1)
}

// heated is a house that keeps warm for a day behind its heat.
func heated() modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{{Name: "h/heat"}, {Name: "x/house", Inertia: 24 * h, Step: h}},
		Wants:  []modeltest.Want{{Of: "x/house", From: []string{"h/heat"}, Need: model.Need{Name: "heat"}}},
	}
}

// Steps of h behind a time constant of 24 h leave (1 - 1/24)^k after k steps.
func TestInertia(t *testing.T) {
	city, err := heated().City()
	require.NoError(t, err)
	records, err := modeltest.Trial{City: city, Orders: []modeltest.Order{stop(h-second, "h/heat")}, Horizon: sim.Time(11*h) + 1}.Run()
	require.NoError(t, err)
	house := of(events(city, records), "x/house")
	require.Len(t, house, 10)
	want := 1.0
	for i, e := range house {
		want *= 1 - 1.0/24
		require.Equal(t, time.Duration(i+2)*h, e.At)
		require.Equal(t, model.WhyInertia, e.Code)
		require.InDelta(t, want, e.To.Share(), 0x1p-20)
	}
}

// What comes back too weakly to stop the fall of a house that cools, or in the middle of a step that still ends lower, is not
// why it falls.
func TestInertiaNamesWhatItFollows(t *testing.T) {
	for back, least := range map[model.Level]int{half: 24, model.Full: 2} {
		city, records := run(t, heated(), stop(0, "h/heat"), set(h, "h/heat", back), start(h*3/2, "h/heat"))
		falls := 0
		var lost model.Record
		for _, r := range records {
			switch v := r.Value; {
			case city.Assets[v.Entity].Name == "h/heat" && v.Kind == model.KindService && v.To == 0:
				lost = r
			case city.Assets[v.Entity].Name == "x/house" && v.To < v.From:
				falls++
				require.Equal(t, lost.ID, v.Causes[0].Ref)
			}
		}
		require.GreaterOrEqual(t, falls, least)
	}
}

// An asset with inertia that is itself out is out at once, and warms up slowly from there.
func TestInertiaOwnCondition(t *testing.T) {
	city, records := run(t, heated(), stop(h, "x/house"), start(2*h, "x/house"))
	house := of(events(city, records), "x/house")
	require.Equal(t, event{h, "x/house", model.KindService, 0, model.WhyCondition}, house[1])
	require.Equal(t, event{3 * h, "x/house", model.KindService, model.LevelOf(1.0 / 24), model.WhyInertia}, house[3])
	require.Equal(t, model.Full, house[len(house)-1].To)

	// Switched off and on at one instant, it still has to warm up, and every Change says why.
	city, records = run(t, heated(), stop(h, "x/house"), start(h, "x/house"))
	house = of(events(city, records), "x/house")
	require.Equal(t, event{h, "x/house", model.KindService, 0, model.WhyCondition}, house[2])
	require.Equal(t, model.Full, house[len(house)-1].To)
	for _, r := range records[2:] {
		require.NotZero(t, r.Value.Causes[0])
	}
}

// A ramp in many small steps passes through undelayed; a pulse that circles in a loop of needs ends.
func TestFlapping(t *testing.T) {
	var ramp []modeltest.Order
	for i := range 1000 {
		ramp = append(ramp, set(time.Duration(i)*second, "p/a", model.Full-model.Level(i+1)*1024))
	}
	city, records := run(t, site(model.Need{Rule: model.All}), ramp...)
	require.Len(t, of(events(city, records), "t/site"), 1000)

	circle := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/a"}, {Name: "t/b"}},
		Wants:  []modeltest.Want{{Of: "p/a", From: []string{"t/b"}, Need: model.Need{Name: "n"}}, {Of: "t/b", From: []string{"p/a"}, Need: model.Need{Name: "n"}}},
	}
	city, records = run(t, circle, stop(0, "p/a"), start(second/2, "p/a"))
	require.LessOrEqual(t, len(of(events(city, records), "t/b")), 2*64+10)
	require.Equal(t, []model.Level{0, 0}, modeltest.Levels(city, records), "a loop that went out stays out")
}
