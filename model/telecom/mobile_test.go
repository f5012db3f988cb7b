package telecom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
)

// step is the coarseness of a level.
const step = 1.0 / levels

// TestConformance: customers take their time to sign on again.
func TestConformance(t *testing.T) {
	make := func(city *model.City, index int) (func() model.Solver, error) {
		p, err := City(city, index, model.Conditions{})
		return p.New, err
	}
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			modeltest.Solver(t, town(t), 0, make, seed, modeltest.Allowances{Settles: 4 * SignOn})
		})
	}
}

// TestCascade: the networks under the cascade, for any number of workers.
func TestCascade(t *testing.T) {
	make := func(city *model.City, index int) (func() model.Solver, error) {
		p, err := City(city, index, model.Conditions{})
		return p.New, err
	}
	trial := modeltest.Trial{City: town(t), Options: cascade.Options{Solvers: make}, Horizon: sim.Time(12 * time.Hour), Orders: []modeltest.Order{
		{At: time.Hour, Op: model.OpStop, Asset: "telecom/core-a-1"}, {At: 2 * time.Hour, Op: model.OpStop, Asset: "telecom/core-a-2"},
		{At: 2 * time.Hour, Op: model.OpDamage, Asset: "telecom/cell-b-1"}, {At: 3 * time.Hour, Op: model.OpSet, Asset: "telecom/cell-c-4", Level: model.Full / 4},
		{At: 4 * time.Hour, Op: model.OpStop, Asset: "telecom/emergency-route-b"}, {At: 5 * time.Hour, Op: model.OpStart, Asset: "telecom/core-a-2"},
		{At: 8 * time.Hour, Op: model.OpStart, Asset: "telecom/emergency-route-b"}, {At: 9 * time.Hour, Op: model.OpRepair, Asset: "telecom/cell-b-1"},
	}}
	modeltest.City(t, trial)
}

// What is not there is said.
func TestErrors(t *testing.T) {
	c := town(t)
	c.Networks[0].Edges = []model.Edge{{}}
	_, err := City(c, 0, model.Conditions{})
	require.EqualError(t, err, `network "telecom" has edges: cells reach telephones by radio`)
	c = town(t)
	for i := range c.Assets {
		if c.Assets[i].Kind == kindCell && c.Assets[i].Operator == 1 {
			c.Assets[i].Kind = kindMast
		}
	}
	_, err = City(c, 0, model.Conditions{})
	require.EqualError(t, err, `network "telecom": operator "b" serves districts without a telecom/cell`)
}

// One mast dark: all of its people find another cell within 1.5 km, and 7 cells of 1.4 carry what 8 of 1 did.
func TestNeighboursTakeOver(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "cell-a-0", "cell-b-0", "cell-c-0")
	l.solve(0)
	for _, o := range []string{"a", "b", "c"} {
		assert.Greater(t, l.of("mobile-"+o+"-d0"), 0.75)
		assert.LessOrEqual(t, l.of("mobile-"+o+"-d0"), 1.0)
		assert.Equal(t, 1.0, l.of("mobile-"+o+"-d1"), "its cells lie 1 km and more away")
	}
	assert.Equal(t, 1.0, l.of("reach-d0"), "calls for help go first")
	assert.Equal(t, fmt.Sprint(model.WhyNetworkCut, " cell-a-0"), l.why["mobile-a-d0"])
	assert.Equal(t, fmt.Sprint(model.WhyNetworkCut, " mobile-a-d0"), l.why["area-d0"], "half of the people are customers of a")
}

// One of eight cells is left: it serves as many as it can, and no more.
func TestCongestion(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, cells("a", 0, 1, 2, 3, 4, 6, 7)...)
	l.solve(0)
	served := 5000 * (l.of("mobile-a-d0") + l.of("mobile-a-d1"))
	assert.InDelta(t, 2500*0.5*1.4, served, 5000*step, "one cell of 8 carries 1.4 times its people")
	assert.Equal(t, 1.0, l.of("mobile-b-d0"))
	assert.Equal(t, 1.0, l.of("reach-d0"), "whoever has no cell of a uses another network")
	assert.InDelta(t, 0.5*l.of("mobile-a-d0")+0.5, l.of("area-d0"), step)
}

// Kyivstar 2023: an operator is gone as a whole; its customers burden the others, and calls for help still get through.
func TestCoreWiped(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "core-a-1", "core-a-2")
	l.solve(0)
	assert.Zero(t, l.of("cell-a-3"))
	burden := 1 + ChangeOver*0.5/0.5
	for d := range 2 {
		assert.Zero(t, l.of(fmt.Sprintf("mobile-a-d%d", d)))
		assert.InDelta(t, 1.4/burden, l.of(fmt.Sprintf("mobile-b-d%d", d)), step)
		assert.InDelta(t, 1.4/burden, l.of(fmt.Sprintf("mobile-c-d%d", d)), step)
		assert.Equal(t, 1.0, l.of(fmt.Sprintf("reach-d%d", d)))
		assert.InDelta(t, 0.5*1.4/burden, l.of(fmt.Sprintf("area-d%d", d)), 2*step)
	}
	assert.Equal(t, fmt.Sprint(model.WhyNetworkShort, " core-a-2"), l.why["mobile-b-d0"])
	l.set(1, "core-a-1", "core-a-2")
	l.solve(time.Hour)
	assert.Zero(t, l.of("mobile-a-d0"), "nobody has signed on yet")
	assert.Equal(t, 1.0, l.of("mobile-b-d0"))
	for l.next != sim.Never {
		at := time.Duration(l.next)
		l.solve(at)
		want := min(1, float64(at-time.Hour)/float64(SignOn))
		require.InDelta(t, want, l.of("mobile-a-d0"), step)
	}
	assert.Equal(t, 1.0, l.of("area-d1"))
}

// One of two cores carries the network.
func TestSecondCore(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "core-a-1")
	l.solve(0)
	assert.Equal(t, map[string]float64{"core-a-1": 0}, l.levels)
}

// Optus 2025: emergency calls only fail, service is there, so telephones stay where they are; nothing else changes.
func TestEmergencyCallsOnlyFail(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "emergency-route-b")
	l.solve(0)
	assert.Equal(t, map[string]float64{"emergency-route-b": 0, "reach-d0": 0.7, "reach-d1": 0.7}, rounded(l.levels))
	assert.Equal(t, fmt.Sprint(model.WhyNetworkCut, " emergency-route-b"), l.why["reach-d0"])
	l.set(0, cells("b")...) // who finds no cell of b calls over another network
	l.solve(time.Hour)
	assert.Equal(t, 1.0, l.of("reach-d0"))
}

func rounded(levels map[string]float64) map[string]float64 {
	for name, x := range levels {
		levels[name] = math.Round(x*100) / 100
	}
	return levels
}

// The reverse: without the register nobody has service, and all reach 112.
func TestEmergencyCallsOnlyWork(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "register-a", "register-b", "register-c")
	l.solve(0)
	assert.Zero(t, l.of("area-d0"))
	assert.Equal(t, 1.0, l.of("reach-d0"))
}

// Cells that stay on the air without anything behind them hold their customers, whose calls for help fail.
func TestCellsWithNothingBehind(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, "register-a", "emergency-route-a")
	l.solve(0)
	assert.Zero(t, l.of("mobile-a-d0"))
	assert.InDelta(t, 0.5, l.of("reach-d0"), step)
}

// A flood of sign-ons, of twice as many as there are customers: the cores can sign on 24,000 of 30,000.
func TestFlood(t *testing.T) {
	l := begin(t, town(t))
	l.Ask(l.id("core-a-1"), 20_000)
	l.solve(0)
	assert.InDelta(t, 2.4/3, l.of("mobile-a-d0"), step)
	assert.Equal(t, fmt.Sprint(model.WhyNetworkShort, " core-a-1"), l.why["mobile-a-d0"])
	assert.Equal(t, 1.0, l.of("reach-d0"))
	l.Ask(l.id("core-a-1"), 0)
	l.solve(time.Hour)
	l.solve(2 * time.Hour)
	assert.Equal(t, 1.0, l.of("mobile-a-d0"))
}

// A crowd at a mast: 1,750 can be served, and 1,250 live there.
func TestCrowd(t *testing.T) {
	l := begin(t, town(t))
	l.Ask(l.id("cell-a-0"), 2250)
	l.solve(0)
	assert.InDelta(t, (3+0.5)/4, l.of("mobile-a-d0"), step)
}

// TestSameAsFromNothing: after any life the levels are those of solvers that are told the end of it at once, and who is left is served
// only by what cells can carry.
func TestSameAsFromNothing(t *testing.T) {
	c := town(t)
	rapid.Check(t, func(r *rapid.T) {
		l, end := begin(t, c), map[model.AssetID]model.Level{}
		for i := range rapid.IntRange(1, 12).Draw(r, "news") {
			a := model.AssetID(rapid.IntRange(0, len(c.Assets)-1).Draw(r, "asset"))
			end[a] = model.LevelOf(float64(rapid.IntRange(0, 4).Draw(r, "quarters")) / 4)
			l.Set(a, end[a], true)
			if rapid.Bool().Draw(r, "solve") {
				l.solve(time.Duration(i) * time.Minute)
			}
		}
		l.solve(24 * time.Hour)
		l.solve(48 * time.Hour)
		fresh := begin(t, c)
		for a, level := range end {
			fresh.Set(a, level, true)
		}
		fresh.solve(0)
		for i := range c.Assets {
			name := c.Assets[i].Name[len("telecom/"):]
			require.Equal(t, fresh.of(name), l.of(name), name)
		}
		for i := range l.m.cells {
			x := &l.cells[i]
			can := l.m.cells[i].capacity * l.air(&l.m.cells[i]).Share()
			require.LessOrEqual(t, x.load*x.share, can*(1+1e-12)+1e-9)
		}
	})
}

// TestNoAllocation: a mast that comes and goes costs no memory.
func TestNoAllocation(t *testing.T) {
	l := begin(t, town(t))
	now, level := sim.Time(0), model.None
	nobody := func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {}
	list := []model.AssetID{l.id("cell-a-0"), l.id("core-b-1"), l.id("core-b-2"), l.id("register-c")}
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		for _, a := range list {
			l.Set(a, level, true)
		}
		now = now.Add(time.Minute)
		l.Solve(now, nobody)
		level = model.Full - level
	}))
}

// TestNearestCells: the grid finds what looking at every cell finds.
func TestNearestCells(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		point := rapid.Custom(func(r *rapid.T) model.Point {
			return model.Point{X: float64(rapid.IntRange(-40, 40).Draw(r, "x")) * 150, Y: float64(rapid.IntRange(-10, 10).Draw(r, "y")) * 150}
		})
		points, p := rapid.SliceOfN(point, 1, 50).Draw(r, "cells"), point.Draw(r, "p")
		m, list, all := &Mobile{city: &model.City{}}, []int32{}, []int32{}
		for i, at := range points {
			m.city.Assets = append(m.city.Assets, model.Asset{At: at})
			m.members, m.cells = append(m.members, member{asset: model.AssetID(i)}), append(m.cells, cell{member: int32(i)})
			list, all = append(list, int32(i)), append(all, int32(i))
		}
		slices.SortStableFunc(all, func(a, b int32) int { return cmp.Compare(between(p, points[a]), between(p, points[b])) })
		n := 1
		for n < min(choices, len(all)) && between(p, points[all[n]]) <= Range {
			n++
		}
		g, far := m.grid(list), 0.0
		for i, c := range g.near(p, &nearest{}) {
			require.Less(t, i, n)
			require.Equal(t, between(p, points[all[i]]), between(p, points[c]))
			require.GreaterOrEqual(t, between(p, points[c]), far)
			far = between(p, points[c])
		}
		require.Len(t, g.near(p, &nearest{}), n)
	})
}
