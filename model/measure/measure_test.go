package measure

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
)

// town has two operators with two sites each on a grid, a tank, two PSAPs and three crews.
func town(t testing.TB) *model.City {
	c := &model.City{
		Name: "town", Sectors: []model.Sector{{Name: "emergency"}, {Name: "power"}, {Name: "telecom"}, {Name: "water"}},
		Kinds:     []model.Kind{{Name: "emergency/psap"}, {Name: "power/grid", Sector: 1}, {Name: "telecom/site", Sector: 2}, {Name: "water/tank", Sector: 3}},
		Districts: []model.District{{Name: "all"}},
		Operators: []model.Operator{{Name: "a", Sector: 2, Estate: "office", Crews: 3, Control: model.Absent}, {Name: "b", Sector: 2, Estate: "office", Control: model.Absent}},
		Assets: []model.Asset{
			{Name: "emergency/psap-1"}, {Name: "emergency/psap-2", Operator: 1}, {Name: "power/grid", Kind: 1},
			{Name: "telecom/a-1", Kind: 2}, {Name: "telecom/a-2", Kind: 2}, {Name: "telecom/b-1", Kind: 2, Operator: 1}, {Name: "telecom/b-2", Kind: 2, Operator: 1},
			{Name: "water/tank", Kind: 3, Stored: 100},
		},
	}
	for i := 3; i < 7; i++ {
		c.Needs = append(c.Needs, model.Need{Name: "power", Asset: model.AssetID(i), Suppliers: []model.Supplier{{Asset: 2}}, Backup: model.Full / 2,
			Without: model.Full / 4, Buffer: 4 * time.Hour, Refill: 8 * time.Hour, Failover: 0.9})
	}
	require.NoError(t, c.Finish())
	return c
}

// of is a measure with one effect at strength 2 usually.
func of(id, parameter string, value float64) *Measure {
	m := &Measure{ID: id, Title: id, Stage: "design", Family: "continuity", Strength: Strength{"h", 2, 8}, Buy: Cost{10, "asset"}, Yearly: Cost{1, "operator"},
		Effects: []Effect{{Parameter: parameter, Value: value, Source: "s", Confidence: "derived"}}}
	switch ParameterNamed(parameter).Room {
	case "need":
		m.Effects[0].Needs = []string{"telecom/site.*"}
	case "asset":
		m.Effects[0].Kinds = []string{"water/*"}
	}
	return m
}

func on(city *model.City, m *Measure, strength float64, operators ...model.OperatorID) Use {
	return Covers(m, "x", strength, city, operators, nil)
}

func TestACityChanges(t *testing.T) {
	cases := []struct {
		name      string
		parameter string
		value     float64
		strength  float64
		look      func(*model.City, *Plan) any
		want      any
	}{
		{"buffer", "need.buffer", 4, 2, func(c *model.City, _ *Plan) any { return c.Needs[0].Buffer }, 8 * time.Hour},
		{"twice the strength adds twice as much", "need.buffer", 4, 4, func(c *model.City, _ *Plan) any { return c.Needs[0].Buffer }, 12 * time.Hour},
		{"a larger buffer fills as fast as before", "need.buffer", 4, 2, func(c *model.City, _ *Plan) any { return c.Needs[0].Refill }, 16 * time.Hour},
		{"not the other operator's", "need.buffer", 4, 2, func(c *model.City, _ *Plan) any { return c.Needs[2].Buffer }, 4 * time.Hour},
		{"what is left without: half of what was lost", "need.loss", 0.5, 2, func(c *model.City, _ *Plan) any { return c.Needs[0].Without }, model.Full * 5 / 8},
		{"twice the strength, a quarter", "need.loss", 0.5, 4, func(c *model.City, _ *Plan) any { return c.Needs[0].Without }, model.Full * 13 / 16},
		{"failover", "need.failure", 0.5, 2, func(c *model.City, _ *Plan) any { return math.Round(c.Needs[0].Failover*1e9) / 1e9 }, 0.95},
		{"backup", "need.shortfall", 0.5, 2, func(c *model.City, _ *Plan) any { return c.Needs[0].Backup }, model.Full * 3 / 4},
		{"tank", "asset.stored", 1.5, 2, func(c *model.City, _ *Plan) any { return c.Assets[7].Stored }, 150.0},
		{"crews", "operator.crews", 2, 2, func(c *model.City, _ *Plan) any { return c.Operators[0].Crews }, 5},
		{"work by hand", "crews.manual", 0.5, 2, func(_ *model.City, p *Plan) any { return p.Paces()[0] }, Pace{0.5, 1}},
		{"repair", "crews.repair", 0.5, 2, func(_ *model.City, p *Plan) any { return p.Paces()[0] }, Pace{1, 0.5}},
		{"positions", "psap.positions", 3, 2, func(_ *model.City, p *Plan) any { return p.Positions() }, map[model.AssetID]int{0: 3}},
		{"the neighbour's positions", "psap.neighbour", 3, 2, func(_ *model.City, p *Plan) any { return p.Positions() }, map[model.AssetID]int{model.Absent: 3}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			city := town(t)
			p := NewPlan(city, []Use{on(city, of("m", c.parameter, c.value), c.strength, 0)})
			p.City()
			assert.Equal(t, c.want, c.look(city, p))
			assert.False(t, p.InForce()[0].Idle())
		})
	}
}

func TestSeveralMeasures(t *testing.T) {
	half := func(id string) *Measure { return of(id, "need.loss", 0.25) }
	cases := []struct {
		name string
		uses func(*model.City) []Use
		want float64 // of the loss of 3/4 without the supply, what is left
	}{
		{"one", func(c *model.City) []Use { return []Use{on(c, half("a"), 2, 0)} }, 0.25},
		{"two multiply", func(c *model.City) []Use { return []Use{on(c, half("a"), 2, 0), on(c, half("b"), 2, 0)} }, 0.0625},
		{"three stop at the cap", func(c *model.City) []Use {
			return []Use{on(c, half("a"), 2, 0), on(c, half("b"), 2, 0), on(c, half("c"), 2, 0)}
		}, 0.05},
		{"bought twice helps once", func(c *model.City) []Use { return []Use{on(c, half("a"), 2, 0), on(c, half("a"), 2, 0, 1)} }, 0.25},
		{"of one measure the stronger", func(c *model.City) []Use { return []Use{on(c, half("a"), 1, 0, 1), on(c, half("a"), 2, 0)} }, 0.25},
		{"an asset alone", func(c *model.City) []Use { return []Use{Covers(half("a"), "x", 2, c, nil, []model.AssetID{3})} }, 0.25},
		{"another asset", func(c *model.City) []Use { return []Use{Covers(half("a"), "x", 2, c, nil, []model.AssetID{4})} }, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			city := town(t)
			p := NewPlan(city, c.uses(city))
			p.City()
			assert.InDelta(t, 0.75*c.want, 1-city.Needs[0].Without.Share(), 2e-6)
		})
	}
}

// What is bought for one asset does not come with crews, and costs by the assets that it changes.
func TestCosts(t *testing.T) {
	city := town(t)
	p := NewPlan(city, []Use{on(city, of("b", "need.buffer", 4), 4, 0), on(city, of("b", "need.buffer", 4), 2, 0, 1), Covers(of("c", "operator.crews", 2), "x", 2, city, nil, []model.AssetID{3})})
	p.City()
	list := p.InForce()
	require.Len(t, list, 3)
	assert.Equal(t, []float64{40, 2}, []float64{list[0].Buy, list[0].Yearly}, "two sites and one operator, at twice the usual strength")
	assert.Equal(t, []float64{20, 1}, []float64{list[1].Buy, list[1].Yearly}, "the other operator only: the first has more already")
	assert.True(t, list[2].Idle())
	assert.Zero(t, list[2].Buy, "what changes nothing is not bought")
	assert.Equal(t, 3, city.Operators[0].Crews)
}

func drawUses(t *rapid.T, city *model.City) []Use {
	var uses []Use
	for range rapid.IntRange(0, 8).Draw(t, "uses") {
		row := rapid.SampledFrom(Parameters()).Draw(t, "parameter")
		value := rapid.Float64Range(max(row.Least, 0.01), row.Most).Draw(t, "value")
		m := of(row.Name+rapid.SampledFrom([]string{"-a", "-b"}).Draw(t, "id"), row.Name, value)
		m.Effects[0].Value = 1 + float64(len(m.ID)%3)/4 // of one id there is one value
		if row.Least > m.Effects[0].Value || row.Most < m.Effects[0].Value {
			m.Effects[0].Value = row.Most
		}
		strength := rapid.Float64Range(0, 8).Draw(t, "strength")
		if rapid.Bool().Draw(t, "asset") {
			uses = append(uses, Covers(m, "asset", strength, city, nil, []model.AssetID{model.AssetID(rapid.IntRange(0, 7).Draw(t, "which"))}))
			continue
		}
		uses = append(uses, on(city, m, strength, rapid.SampledFrom([][]model.OperatorID{{0}, {1}, {0, 1}}).Draw(t, "operators")...))
	}
	return uses
}

// Two uses of one measure, strength and name that concern different operators are told apart all the same (the property below found them).
func TestUsesOfOneNameHaveAnOrder(t *testing.T) {
	city := town(t)
	row := Parameters()[slices.IndexFunc(Parameters(), func(p Parameter) bool { return p.Name == "response.escalate" })]
	m := &Measure{ID: "m", Strength: Strength{Usual: 1, Most: 10}, Effects: []Effect{{Parameter: row.Name, Value: 2}}}
	uses := []Use{on(city, m, 1, 0), on(city, m, 1, 0, 1)}
	p, q := NewPlan(city, uses), NewPlan(city, []Use{uses[1], uses[0]})
	require.Len(t, p.Estates(), 2)
	assert.Equal(t, p.Estates(), q.Estates())
}

// Whatever is bought in whatever order: the same city, needs within their limits, and parameters within their bounds.
func TestTheOrderOfMeasuresDoesNotMatter(t *testing.T) {
	top := t
	rapid.Check(t, func(t *rapid.T) {
		one, other := town(top), town(top)
		uses := drawUses(t, one)
		turned := make([]Use, len(uses))
		for i := range uses {
			turned[len(uses)-1-i] = uses[i]
		}
		p, q := NewPlan(one, uses), NewPlan(other, turned)
		p.City()
		q.City()
		assert.Equal(t, one, other)
		assert.Equal(t, p.Estates(), q.Estates())
		assert.Equal(t, p.InForce(), q.InForce())
		assert.Equal(t, p.Positions(), q.Positions())
		assert.Equal(t, p.Paces(), q.Paces())
		for _, n := range one.Needs {
			assert.True(t, n.Without >= model.Full/4 && n.Without <= model.Full && n.Backup >= model.Full/2 && n.Backup <= model.Full && n.Failover >= 0.9 && n.Failover <= 1)
			assert.True(t, n.Buffer >= 4*time.Hour && n.Buffer <= (4+336)*time.Hour)
		}
	})
}

// Strength 0 is no measure at all, to the last bit.
func TestStrengthZeroChangesNothing(t *testing.T) {
	for _, row := range Parameters() {
		city := town(t)
		value := 2.0
		if row.Most < 2 {
			value = row.Most / 2
		}
		p := NewPlan(city, []Use{on(city, of("m", row.Name, value), 0, 0, 1)})
		p.City()
		assert.Equal(t, town(t), city, row.Name)
		for _, x := range p.Estates() {
			neutral := 0.0
			if row.Times {
				neutral = 1
			}
			assert.Equal(t, neutral, x.Value, row.Name)
		}
		assert.Empty(t, p.Positions())
	}
}

func TestMatch(t *testing.T) {
	cases := []struct {
		pattern, text string
		want          bool
	}{
		{"telecom/site.power", "telecom/site.power", true}, {"telecom/site.power", "telecom/site.core", false}, {"*.power", "telecom/site.power", true},
		{"*.power", "telecom/site.powers", false}, {"telecom/*.power", "telecom/site.power", true}, {"*", "", true}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false},
		{"*/control-centre.power", "water/control-centre.power", true}, {"ab*ba", "aba", false},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, Match(c.pattern, c.text), "%s %s", c.pattern, c.text)
	}
}
