package model

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim"
)

func TestLevelOf(t *testing.T) {
	cases := []struct {
		name string
		x    float64
		want Level
	}{
		{"nothing", 0, None},
		{"everything", 1, Full},
		{"half", 0.5, Full / 2},
		{"smallest step", 1.0 / (1 << 20), 1}, // a level is a multiple of 2^-20
		{"below half a step", 1.0 / (1 << 22), None},
		{"more than planned", 1.7, Full},
		{"negative", -0.1, None},
		{"undefined", math.NaN(), None},
		{"infinite", math.Inf(1), Full},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, LevelOf(c.x)) })
	}
}

func TestLevelKeepsShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Level(rapid.Int32Range(0, int32(Full)).Draw(t, "level"))
		m := Level(rapid.Int32Range(0, int32(Full)).Draw(t, "other"))
		assert.Equal(t, l, LevelOf(l.Share()), "a level survives the way through a share")
		assert.LessOrEqual(t, l.Times(m), min(l, m), "a product exceeds no factor")
		assert.Equal(t, l, l.Times(Full), "Full is neutral")
	})
}

func TestLevelText(t *testing.T) {
	assert.Equal(t, "100 %", Full.String())
	assert.Equal(t, "33.33 %", LevelOf(1.0/3).String())
}

func TestNearest(t *testing.T) {
	known := []string{"horizon", "lookahead", "campaign"}
	assert.Equal(t, "horizon", Nearest("hrizon", known))
	assert.Equal(t, "campaign", Nearest("campain", known))
	assert.Equal(t, "", Nearest("zebra", known))
	assert.Equal(t, `did you mean "lookahead"?`, DidYouMean("lokahead", known))
	assert.Equal(t, "known: campaign, horizon, lookahead", DidYouMean("zebra", known))
}

func TestFaultsAreSortedByPlace(t *testing.T) {
	var f Faults
	f.Add("b.toml", 1, 1, "", "second file")
	f.Add("a.toml", 9, 1, "", "later line")
	f.Add("a.toml", 2, 7, "use a number", "earlier %s", "line")
	assert.EqualError(t, f.Err(), "a.toml:2:7: earlier line; use a number\na.toml:9:1: later line\nb.toml:1:1: second file")
	assert.NoError(t, Faults(nil).Err())
}

func TestChangeKeepsTheFirstCausesOnce(t *testing.T) {
	var c Change
	c.Add(sim.RecordID{}, CauseAll)
	for i := uint32(1); i <= MaxCauses+2; i++ {
		c.Add(sim.RecordID{Process: 1, N: i}, CauseAll)
		c.Add(sim.RecordID{Process: 1, N: i}, CauseCommand)
	}
	for i, got := range c.Causes {
		assert.Equal(t, Cause{Ref: sim.RecordID{Process: 1, N: uint32(i + 1)}, Kind: CauseAll}, got)
	}
}

// smallCity is a substation that feeds a pump, which serves one place.
func smallCity() *City {
	return &City{
		Name:      "small",
		Sectors:   []Sector{{Name: "power"}, {Name: "water"}},
		Kinds:     []Kind{{Name: "power/substation", Sector: 0}, {Name: "water/pump", Sector: 1}},
		Districts: []District{{Name: "north"}},
		Operators: []Operator{{Name: "dso", Control: Absent}},
		Assets:    []Asset{{Name: "power/substation-01"}, {Name: "water/pump-01", Kind: 1}},
		Needs:     []Need{{Asset: 1, Name: "power", Suppliers: []Supplier{{Asset: 0}}, Failover: 1, Backup: Full}},
		Places:    []Place{{Residents: 70, Serving: []Serving{{Sector: 1, Asset: 1}}}},
	}
}

func TestFinishBuildsTheLookUps(t *testing.T) {
	c := smallCity()
	require.NoError(t, c.Finish())
	id, ok := c.Asset("water/pump-01")
	require.True(t, ok)
	assert.Equal(t, AssetID(1), id)
	assert.Equal(t, int32(70), c.Assets[id].People, "the place's residents")
	assert.Equal(t, []Input{{Need: 0, Slot: 0}}, c.Dependants(0))
	from, to := c.NeedsOf(1)
	assert.Equal(t, []NeedID{0, 1}, []NeedID{from, to})
	from, to = c.NeedsOf(0)
	assert.Equal(t, from, to, "the substation needs nothing")
	assert.Equal(t, SectorID(1), c.Sector("water"))
	assert.Equal(t, SectorID(Absent), c.Sector("heat"))
	assert.EqualValues(t, 70, c.Residents())
}

func TestFinishRefuses(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*City)
		want  string
	}{
		{"unsorted names", func(c *City) { c.Assets[1].Name = "a" }, "sorted by name"},
		{"kind out of range", func(c *City) { c.Assets[0].Kind = 9 }, "kind, district or operator"},
		{"undefined demand", func(c *City) { c.Assets[0].Demand = math.NaN() }, "negative or undefined"},
		{"no supplier", func(c *City) { c.Needs[0].Suppliers = nil }, "no supplier"},
		{"dangling supplier", func(c *City) { c.Needs[0].Suppliers[0].Asset = 7 }, "supplier that does not exist"},
		{"k of too few", func(c *City) { c.Needs[0].Rule, c.Needs[0].K = KOfN, 2 }, "k is 2 of 1"},
		{"negative buffer", func(c *City) { c.Needs[0].Buffer = -1 }, "negative duration"},
		{"failover above one", func(c *City) { c.Needs[0].Failover = 1.5 }, "not a probability"},
		{"level above full", func(c *City) { c.Needs[0].Without = Full + 1 }, "outside 0 to 1"},
		{"network edge", func(c *City) { c.Networks = []Network{{Edges: []Edge{{To: 5}}}} }, "edge with an asset"},
		{"place without district", func(c *City) { c.Places[0].District = 3 }, "place 0"},
		{"serving asset", func(c *City) { c.Places[0].Serving[0].Asset = 3 }, "served by an asset"},
		{"control centre", func(c *City) { c.Operators[0].Control = 4 }, "control centre"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			city := smallCity()
			c.spoil(city)
			assert.ErrorContains(t, city.Finish(), c.want)
		})
	}
}

func TestRosterNumbersAssetsFirst(t *testing.T) {
	c := smallCity()
	require.NoError(t, c.Finish())
	r := Roster{City: c}
	e := r.Add(Actor{Name: "dso/office/workstation", Sort: SortDevice})
	assert.Equal(t, EntityID(2), e)
	assert.Equal(t, "dso/office/workstation", r.Name(e))
	assert.Equal(t, "power/substation-01", r.Name(0))
	assert.Equal(t, "", r.Name(Absent))
	assert.True(t, r.IsAsset(1))
	assert.False(t, r.IsAsset(e))
	assert.Equal(t, 3, r.Len())
}

func TestQuorum(t *testing.T) {
	cases := []struct {
		name    string
		rule    Rule
		k, want int
	}{{"all", All, 0, 5}, {"any", Any, 0, 1}, {"three of five", KOfN, 3, 3}, {"weighted", Weighted, 0, 5}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, c.rule.Quorum(c.k, 5)) })
	}
}

// TestConditions: the clock goes round, and the temperature is lowest before dawn, highest in the afternoon and without a jump.
func TestConditions(t *testing.T) {
	c := Conditions{Start: 22 * time.Hour, Weekday: time.Saturday, Low: 5, High: 15}
	day, clock := c.Clock(sim.Time(3 * time.Hour))
	assert.Equal(t, time.Sunday, day)
	assert.Equal(t, time.Hour, clock)
	at := func(h int) float64 { return c.Temperature(sim.Time(time.Duration(h+2) * time.Hour)) } // hour h of Sunday
	assert.InDelta(t, 5, at(6), 1e-9)
	assert.InDelta(t, 15, at(15), 1e-9)
	assert.InDelta(t, at(0), at(24), 1e-9)
	for m := range 48 * 60 {
		step := c.Temperature(sim.Time(time.Duration(m+1)*time.Minute)) - c.Temperature(sim.Time(time.Duration(m)*time.Minute))
		assert.Less(t, math.Abs(step), 0.05, "minute %d", m)
	}
}

func TestPlan(t *testing.T) {
	p := Plan{Step: time.Hour, Share: []float64{1, 0.5}}
	assert.Equal(t, 1.0, p.At(sim.Time(time.Hour)-1))
	assert.Equal(t, 0.5, p.At(sim.Time(time.Hour)))
	assert.Equal(t, 0.5, p.At(sim.Time(99*time.Hour)))
	assert.Equal(t, 1.0, (&Plan{}).At(0))
	half := sim.Time(30 * time.Minute)
	assert.InDelta(t, 0.5*1+2*0.5, p.Over(half, sim.Time(3*time.Hour)), 1e-12) // half an hour at 1, the rest at 0.5
	assert.InDelta(t, 2.5, (&Plan{}).Over(half, sim.Time(3*time.Hour)), 1e-12)
	assert.Zero(t, p.Over(half, half))
}
