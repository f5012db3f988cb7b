package cascade_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
)

// spy is a solver that notes what it is told; whoever is asked for more than 2 falls to half, and a tie is wished for.
type spy struct {
	asked    map[model.AssetID]float64
	disarmed map[model.AssetID]bool
	levels   map[model.AssetID]model.Level
	tie      model.AssetID
	wished   bool
}

var (
	_ model.Solver    = (*spy)(nil)
	_ model.Protected = (*spy)(nil)
	_ model.Switching = (*spy)(nil)
)

func (s *spy) Set(model.AssetID, model.Level, bool)         {}
func (s *spy) Ask(a model.AssetID, extra float64)           { s.asked[a] = extra }
func (s *spy) Protect(a model.AssetID, on bool)             { s.disarmed[a] = !on }
func (s *spy) Wishes(wish func(a model.AssetID, shut bool)) { s.decide(wish) }

func (s *spy) short() (model.AssetID, bool) {
	for a, x := range s.asked {
		if x > 2 {
			return a, true
		}
	}
	return 0, false
}

func (s *spy) Solve(_ sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	for a := range s.asked {
		level := model.Full
		if s.asked[a] > 2 {
			level = model.Full / 2
		}
		if was, known := s.levels[a]; level != was && (known || level != model.Full) {
			s.levels[a] = level
			changed(a, level, model.WhyNetworkShort, a)
		}
	}
	return sim.Never
}

func (s *spy) decide(wish func(model.AssetID, bool)) {
	if _, short := s.short(); short != s.wished {
		s.wished = short
		wish(s.tie, short)
	}
}

// counterTown has a charging park of 1,000 kW a unit behind the area of two loads, and a tie between these.
func counterTown(t *testing.T) (*model.City, *spy) {
	town := modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "c/park", Capacity: 4},
			{Name: "p/a", Role: model.RoleNode, Demand: 1}, {Name: "p/b", Role: model.RoleNode, Demand: 1},
			{Name: "p/s", Role: model.RoleSource, Capacity: 100},
			{Name: "q/area"},
		},
		Wires: []modeltest.Wire{{Name: "p/e1", From: "p/s", To: "p/a"}, {Name: "p/e2", From: "p/s", To: "p/b"}, {Name: "p/tie", From: "p/a", To: "p/b", Open: true}},
		Wants: []modeltest.Want{
			{Of: "c/park", From: []string{"q/area"}, Need: model.Need{Name: "power"}},
			{Of: "q/area", From: []string{"p/a", "p/b"}, Weights: []float64{0.75, 0.25}, Need: model.Need{Name: "loads", Rule: model.Weighted}},
		},
	}
	city, err := town.City()
	require.NoError(t, err)
	park, _ := city.Asset("c/park")
	city.Kinds[city.Assets[park].Kind].DrawKW = 1000
	tie, _ := city.Asset("p/tie")
	return city, &spy{asked: map[model.AssetID]float64{}, disarmed: map[model.AssetID]bool{}, levels: map[model.AssetID]model.Level{}, tie: tie}
}

// TestOverTheCounter: load switched on reaches the nodes by their shares, half of it asks for half; protection is switched off at
// the solver; a wish becomes an order to the crews, and is withdrawn.
func TestOverTheCounter(t *testing.T) {
	city, solver := counterTown(t)
	spec, err := cascade.Compile(city, cascade.Options{Solvers: func(*model.City, int) (func() model.Solver, error) {
		return func() model.Solver { return solver }, nil
	}})
	require.NoError(t, err)
	crews := &office{}
	var records []model.Record
	e := sim.New(sim.Options[model.Msg, model.Change]{Observe: func(batch []model.Record) error {
		records = append(records, batch...)
		return nil
	}})
	for i, p := range spec.Processes(cascade.Wiring{Crews: func(model.OperatorID) (model.Address, bool) {
		return model.Address{Process: sim.ProcessID(spec.Groups()), Entity: 70}, true
	}}) {
		e.Add(spec.GroupName(i), p)
	}
	e.Add("crews", crews)
	id := func(name string) model.AssetID {
		a, found := city.Asset(name)
		require.True(t, found)
		return a
	}
	hand := model.EntityID(99).Source()
	post := func(at sim.Time, op model.Op, who string, level model.Level) {
		c := model.Command{Op: op, Asset: id(who), Level: level, By: 99}
		e.Post(&hand, sim.ProcessID(spec.GroupOf(id(who))), at, c.Msg())
	}
	post(0, model.OpDraw, "c/park", model.Full)
	post(1, model.OpDraw, "c/park", model.Full) // nothing new
	post(2, model.OpDisarm, "p/e1", 0)
	post(3, model.OpDisarm, "p/e1", 0)   // nothing new
	post(4, model.OpDisarm, "c/park", 0) // no network, no protection
	post(sim.Time(2*second), model.OpDraw, "c/park", model.Full/2)
	_, err = e.Run(context.Background())
	require.NoError(t, err)

	require.Equal(t, map[model.AssetID]float64{id("p/a"): 1.5, id("p/b"): 0.5}, solver.asked, "4 units of 1 MW, half of them, by shares of 3 to 1")
	require.Equal(t, map[model.AssetID]bool{id("p/e1"): true}, solver.disarmed)
	require.Equal(t, []string{
		"0s c/park kind 1 0->1048576 why 46 -",
		"2ns p/e1 kind 1 1048576->0 why 47 -",
		"1s p/a kind 4 1048576->524288 why 39 c/park <- 6 0s c/park 1048576",
		"2s c/park kind 1 1048576->524288 why 46 -",
		"2s q/area kind 4 1048576->655360 why 1 p/a loads <- 1 1s p/a 524288",
		"3s p/a kind 4 524288->1048576 why 39 c/park <- 6 2s c/park 524288",
		"3s c/park kind 4 1048576->655360 why 1 q/area power <- 1 2s q/area 655360",
		"4s q/area kind 4 655360->1048576 why 2 p/a loads <- 1 3s p/a 1048576",
		"5s c/park kind 4 655360->1048576 why 2 q/area power <- 1 4s q/area 1048576",
	}, modeltest.Lines(city, records))
	require.Len(t, crews.got, 2, "an order to close the tie, and word that it is no longer wanted")
	require.Equal(t, model.OpClose, crews.got[0].Op)
	require.Equal(t, model.None, crews.got[0].Level)
	require.Equal(t, id("p/tie").Entity(), crews.got[0].From)
	require.Equal(t, model.OpClose, crews.got[1].Op)
	require.Equal(t, model.Full, crews.got[1].Level)
}
