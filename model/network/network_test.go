package network_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/model/network"
	"cascata/sim"
)

// line is source - e1 - a - e2 - b with demands 10 and 20.
func line(capacity float64) modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "p/source", Role: model.RoleSource, Capacity: capacity},
			{Name: "p/a", Role: model.RoleNode, Demand: 10},
			{Name: "p/b", Role: model.RoleNode, Demand: 20},
		},
		Wires: []modeltest.Wire{{Name: "p/e1", From: "p/source", To: "p/a"}, {Name: "p/e2", From: "p/a", To: "p/b"}},
	}
}

// bench is a solver under test with names.
type bench struct {
	t    *testing.T
	city *model.City
	s    model.Solver
}

func compile(t *testing.T, town modeltest.Town) bench {
	t.Helper()
	city, err := town.City()
	require.NoError(t, err)
	spec, err := network.Compile(city, 0)
	require.NoError(t, err)
	return bench{t, city, spec.New()}
}

func (b bench) set(name string, available model.Level, closed bool) {
	id, ok := b.city.Asset(name)
	require.True(b.t, ok, name)
	b.s.Set(id, available, closed)
}

type said struct {
	Level   float64
	Code    model.WhyCode
	Because string
}

// solve returns what changed by name, and when the network changes by itself.
func (b bench) solve(at time.Duration) (map[string]said, sim.Time) {
	got := map[string]said{}
	next := b.s.Solve(sim.Time(at), func(a model.AssetID, l model.Level, code model.WhyCode, because model.AssetID) {
		s := said{Level: l.Share(), Code: code}
		if because >= 0 {
			s.Because = b.city.Assets[because].Name
		}
		got[b.city.Assets[a].Name] = s
	})
	return got, next
}

const (
	cut   = model.WhyNetworkCut
	short = model.WhyNetworkShort
	back  = model.WhyNetworkBack
	dry   = model.WhyStorageEmpty
)

func TestCutAndBack(t *testing.T) {
	b := compile(t, line(100))
	got, next := b.solve(0)
	require.Empty(t, got)
	require.Equal(t, sim.Never, next)

	b.set("p/e1", model.Full, false)
	got, _ = b.solve(time.Second)
	require.Equal(t, map[string]said{"p/e1": {0, cut, "p/e1"}, "p/a": {0, cut, "p/e1"}, "p/e2": {0, cut, "p/e1"}, "p/b": {0, cut, "p/e1"}}, got)

	got, _ = b.solve(2 * time.Second)
	require.Empty(t, got)

	b.set("p/e2", model.None, true)
	got, _ = b.solve(3 * time.Second)
	require.Empty(t, got, "what is out already cannot fall")

	b.set("p/e1", model.Full, true)
	got, _ = b.solve(4 * time.Second)
	require.Equal(t, map[string]said{"p/e1": {1, back, "p/e1"}, "p/a": {1, back, "p/e1"}}, got)

	b.set("p/e2", model.Full, true)
	got, _ = b.solve(5 * time.Second)
	require.Equal(t, map[string]said{"p/e2": {1, back, "p/e2"}, "p/b": {1, back, "p/e2"}}, got)
}

func TestSourceShort(t *testing.T) {
	b := compile(t, line(60))
	b.set("p/source", model.LevelOf(0.25), true) // 15 of 30
	got, _ := b.solve(0)
	require.Equal(t, said{0.25, short, "p/source"}, got["p/source"])
	for _, name := range []string{"p/a", "p/b", "p/e1", "p/e2"} {
		require.Equal(t, said{0.5, short, "p/source"}, got[name], name)
	}
}

// A city that asks for more than it can carry is still Full on a quiet day, and short of the plan afterwards.
func TestOverloadedPlanIsQuiet(t *testing.T) {
	town := line(15)
	town.Wires[1].Capacity = 8
	b := compile(t, town)
	got, _ := b.solve(0)
	require.Empty(t, got)
	b.set("p/source", model.LevelOf(0.5), true)
	got, _ = b.solve(1)
	require.Equal(t, said{0.5, short, "p/source"}, got["p/b"])
	require.Equal(t, said{0.5, short, "p/source"}, got["p/a"])
}

// Two feeders of 20 each; with one cut, the other carries 20 of 30, so all beyond it get two thirds.
func TestOverload(t *testing.T) {
	town := modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "p/source", Role: model.RoleSource, Capacity: 100},
			{Name: "p/a", Role: model.RoleNode, Demand: 15},
			{Name: "p/b", Role: model.RoleNode, Demand: 15},
		},
		Wires: []modeltest.Wire{{Name: "p/e1", From: "p/source", To: "p/a", Capacity: 20}, {Name: "p/e2", From: "p/source", To: "p/b", Capacity: 20},
			{Name: "p/tie", From: "p/a", To: "p/b", Open: true}},
	}
	b := compile(t, town)
	b.set("p/e1", model.None, true)
	got, _ := b.solve(0)
	require.Equal(t, map[string]said{"p/e1": {0, cut, "p/e1"}, "p/a": {0, cut, "p/e1"}}, got)
	b.set("p/tie", model.Full, true)
	got, _ = b.solve(1)
	third := model.LevelOf(2.0 / 3).Share()
	require.Equal(t, map[string]said{"p/a": {third, back, "p/tie"}, "p/b": {third, short, "p/e2"}, "p/e2": {third, short, "p/e2"}}, got,
		"the tie has no plan: its level is its availability")
}

// tower is source - pump (one way) - tower - main - zone, as a water zone is.
func tower(capacity float64) modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "w/source", Role: model.RoleSource, Capacity: 100},
			{Name: "w/tower", Role: model.RoleStorage, Stored: 30, Capacity: capacity},
			{Name: "w/zone", Role: model.RoleNode, Demand: 10},
		},
		Wires: []modeltest.Wire{{Name: "w/pump", From: "w/source", To: "w/tower", Directed: true}, {Name: "w/main", From: "w/tower", To: "w/zone"}},
	}
}

func TestStorageDrainsAndEmpties(t *testing.T) {
	b := compile(t, tower(0))
	b.set("w/pump", model.None, true)
	got, next := b.solve(time.Hour)
	require.Equal(t, map[string]said{"w/pump": {0, cut, "w/pump"}}, got)
	require.Equal(t, sim.Time(4*time.Hour), next, "30 units at 10 an hour")
	got, next = b.solve(2 * time.Hour)
	require.Empty(t, got)
	require.Equal(t, sim.Time(4*time.Hour), next)
	got, next = b.solve(4 * time.Hour)
	require.Equal(t, map[string]said{"w/tower": {0, cut, "w/pump"}, "w/main": {0, dry, "w/tower"}, "w/zone": {0, dry, "w/tower"}}, got)
	require.Equal(t, sim.Never, next)
	b.set("w/pump", model.Full, true)
	got, _ = b.solve(5 * time.Hour)
	require.Equal(t, said{1, back, "w/pump"}, got["w/zone"])
	b.set("w/pump", model.None, true) // half an hour at a surplus of 90 fills it to the brim
	_, next = b.solve(5*time.Hour + 30*time.Minute)
	require.Equal(t, sim.Time(8*time.Hour+30*time.Minute), next)
}

func TestStorageCapacityLimits(t *testing.T) {
	b := compile(t, tower(4))
	b.set("w/pump", model.None, true)
	got, next := b.solve(0)
	require.Equal(t, said{model.LevelOf(0.4).Share(), short, ""}, got["w/zone"])
	require.Equal(t, sim.Time(7*time.Hour+30*time.Minute), next, "30 units at 4 an hour")
}

// Two storages cover a deficit in proportion to what they hold, so that both run empty together.
func TestStoragesShare(t *testing.T) {
	town := line(60)
	town.Things = append(town.Things,
		modeltest.Thing{Name: "p/s1", Role: model.RoleStorage, Stored: 10}, modeltest.Thing{Name: "p/s2", Role: model.RoleStorage, Stored: 20})
	town.Wires = append(town.Wires, modeltest.Wire{Name: "p/x1", From: "p/s1", To: "p/a"}, modeltest.Wire{Name: "p/x2", From: "p/s2", To: "p/b"})
	b := compile(t, town)
	b.set("p/source", model.LevelOf(0.25), true) // 15 of 30 missing, 30 held
	got, next := b.solve(0)
	require.Equal(t, map[string]said{"p/source": {0.25, short, "p/source"}}, got)
	require.Equal(t, sim.Time(2*time.Hour), next)
	got, next = b.solve(2 * time.Hour)
	require.Equal(t, said{0.5, dry, "p/s1"}, got["p/b"])
	require.Equal(t, sim.Never, next)
}

func TestCompileRefuses(t *testing.T) {
	town := line(1)
	town.Wires = append(town.Wires, modeltest.Wire{Name: "p/e3", From: "p/e1", To: "p/b"})
	city, err := town.City()
	require.NoError(t, err)
	_, err = network.Compile(city, 0)
	require.ErrorContains(t, err, `edge "p/e3" ends at edge "p/e1"`)
	city.Networks[0].Edges[2] = city.Networks[0].Edges[1]
	_, err = network.Compile(city, 0)
	require.ErrorContains(t, err, `edge "p/e2" stands twice`)
}

// A pump at half its plan is helped by the tower beyond it until that is empty; then the zone has what the pump carries.
func TestStorageBeyondABottleneck(t *testing.T) {
	town := tower(0)
	town.Wires[0].Capacity = 10
	b := compile(t, town)
	b.set("w/pump", model.LevelOf(0.5), true)
	got, next := b.solve(0)
	require.Equal(t, map[string]said{"w/pump": {0.5, short, "w/pump"}}, got)
	require.Equal(t, sim.Time(6*time.Hour), next, "30 units at 5 an hour")
	got, next = b.solve(6 * time.Hour)
	require.Equal(t, map[string]said{"w/tower": {0.5, short, "w/pump"}, "w/main": {0.5, dry, "w/tower"}, "w/zone": {0.5, dry, "w/tower"}}, got)
	require.Equal(t, sim.Never, next)
}

// The same behind a second bottleneck and a source that gives out: the tower covers whatever does not arrive.
func TestStorageBeyondTwoBottlenecks(t *testing.T) {
	town := tower(0)
	town.Things = append(town.Things, modeltest.Thing{Name: "w/works", Role: model.RoleNode, Demand: 10})
	town.Wires = []modeltest.Wire{{Name: "w/lift", From: "w/source", To: "w/works", Capacity: 20}, {Name: "w/pump", From: "w/works", To: "w/tower", Capacity: 10},
		{Name: "w/main", From: "w/tower", To: "w/zone"}}
	b := compile(t, town)
	b.set("w/pump", model.LevelOf(0.75), true) // carries 7.5 of 10, the tower gives 2.5
	_, next := b.solve(0)
	require.Equal(t, sim.Time(12*time.Hour), next)
	b.set("w/lift", model.LevelOf(0.4375), true) // carries 8.75 of 17.5: the works get 5, the pump 3.75
	got, next := b.solve(0)
	require.Equal(t, said{0.5, short, "w/lift"}, got["w/works"])
	require.Equal(t, sim.Time(4*time.Hour+48*time.Minute), next, "30 units at 6.25 an hour")
	require.NotContains(t, got, "w/zone")
	got, _ = b.solve(4*time.Hour + 48*time.Minute)
	require.Equal(t, said{0.375, dry, "w/tower"}, got["w/zone"])
}

// Two sources that a closed edge joins share what is missing.
func TestJoinedSourcesShare(t *testing.T) {
	town := line(15)
	town.Things = append(town.Things, modeltest.Thing{Name: "p/tail", Role: model.RoleSource, Capacity: 15})
	town.Wires = append(town.Wires, modeltest.Wire{Name: "p/e3", From: "p/tail", To: "p/b"})
	b := compile(t, town)
	b.set("p/tail", model.LevelOf(0.5), true)
	got, _ := b.solve(0)
	require.Equal(t, said{0.75, short, "p/tail"}, got["p/a"], "22.5 of 30 for all")
	require.Equal(t, said{0.75, short, "p/tail"}, got["p/b"])
	b.set("p/e2", model.Full, false)
	got, _ = b.solve(1)
	require.Equal(t, 1.0, got["p/a"].Level)
	require.Equal(t, said{0.375, short, "p/tail"}, got["p/b"], "7.5 of 20 once they are apart")
}

// What cuts an asset off is sought on the way that fed it last, and what brings it back is what was operated last.
func TestReasonIsTheLastOne(t *testing.T) {
	town := line(100)
	town.Wires = append(town.Wires, modeltest.Wire{Name: "p/e3", From: "p/source", To: "p/b", Open: true})
	b := compile(t, town)
	b.set("p/e3", model.Full, true)
	b.set("p/e1", model.None, true)
	got, _ := b.solve(0)
	require.Equal(t, map[string]said{"p/e1": {0, cut, "p/e1"}}, got)
	b.set("p/e3", model.Full, false)
	got, _ = b.solve(1)
	require.Equal(t, said{0, cut, "p/e3"}, got["p/b"])
	b.set("p/e2", model.None, true)
	b.solve(2)
	b.set("p/e2", model.Full, true)
	got, _ = b.solve(3)
	require.Empty(t, got)
	b.set("p/e1", model.Full, true)
	got, _ = b.solve(4)
	require.Equal(t, said{1, back, "p/e1"}, got["p/b"], "e2 is nearer but was operated before")
}

// A member that nothing joins has its availability as its level, whatever becomes of the network.
func TestMember(t *testing.T) {
	town := line(100)
	town.Things = append(town.Things, modeltest.Thing{Name: "p/roof", Capacity: 5, Demand: 7})
	city, err := town.City()
	require.NoError(t, err)
	roof, _ := city.Asset("p/roof")
	city.Networks[0].Members = []model.AssetID{roof}
	spec, err := network.Compile(city, 0)
	require.NoError(t, err)
	b := bench{t, city, spec.New()}
	b.set("p/roof", model.Full/4, true)
	got, next := b.solve(0)
	require.Equal(t, map[string]said{"p/roof": {0.25, cut, "p/roof"}}, got)
	require.Equal(t, sim.Never, next)
	b.set("p/source", model.None, true)
	got, _ = b.solve(1)
	require.NotContains(t, got, "p/roof")
	require.Contains(t, got, "p/a")
	b.set("p/roof", model.Full, true)
	got, _ = b.solve(2)
	require.Equal(t, map[string]said{"p/roof": {1, back, "p/roof"}}, got)
}
