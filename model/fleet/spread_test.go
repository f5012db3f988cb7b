package fleet

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/sim"
)

// mixed is a worm with everything: local preference, gateways, cleaning, patching, two fleets, a strike that comes and goes.
func mixed() Definitions {
	return Definitions{
		Fleets: []Fleet{
			{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: 4000, Legacy: 0.3, Behind: 50, Weak: 0.5,
				Makes: []Make{{Name: "a", Share: 0.6, Vulnerable: true, Patched: 0.2}, {Name: "b", Share: 0.4}}},
			{Name: "lamps", Kind: "lighting/cabinets", Operator: "lighting", Count: 2000},
		},
		Worms: []Worm{{Name: "w", Fleets: []string{"chargers", "lamps"}, District: "d01", Devices: 3, Start: sim.Time(time.Hour), PerHour: 4, Local: 0.5,
			Success: 0.8, Respond: 2 * time.Hour, Clean: 0.2, Immune: 0.5, Patch: 0.05}},
	}
}

// The same seed gives the same records, orders and counts for any number of workers.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	city, d := town(t, 8), mixed()
	d.Worms[0].Strike = &Strike{At: sim.Time(3 * time.Hour), Until: sim.Never, Load: LoadOff, Period: 10 * time.Minute}
	spec := compiled(t, city, d)
	base := trial{spec: spec, city: city, horizon: 12 * time.Hour, lookahead: 10 * time.Second}.run(t)
	assert.Greater(t, base.events, uint64(10_000))
	assert.Greater(t, len(base.changes), 50)
	for _, workers := range []int{2, 3, 8} {
		again := trial{spec: spec, city: city, horizon: 12 * time.Hour, lookahead: 10 * time.Second, workers: workers, minParallel: -1}.run(t)
		assert.Equal(t, base.changes, again.changes, "%d workers", workers)
		assert.Equal(t, base.orders, again.orders, "%d workers", workers)
		assert.Equal(t, base.events, again.events, "%d workers", workers)
	}
	other := trial{spec: spec, city: city, horizon: 12 * time.Hour, lookahead: 10 * time.Second, replication: 1}.run(t)
	assert.NotEqual(t, base.changes, other.changes, "another replication has other luck")
}

// A worm over one make that nobody cleans takes everything.
func TestSaturation(t *testing.T) {
	city := town(t, 4)
	spec := compiled(t, city, Definitions{
		Fleets: []Fleet{{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: 3000}},
		Worms:  []Worm{{Name: "w", Fleets: []string{"chargers"}, District: "d00", PerHour: 10, Success: 1}},
	})
	out := trial{spec: spec, city: city, horizon: 12 * time.Hour}.run(t)
	assert.Equal(t, 3000, out.held("chargers"))
}

// What cannot be reached stays free: devices of a make that is not vulnerable, patched ones, and legacy ones behind gateways
// that hold out.
func TestReach(t *testing.T) {
	city := town(t, 4)
	for _, c := range []struct {
		name  string
		fleet Fleet
		local float64
		low   float64
		high  float64
	}{
		{"one make in two", Fleet{Makes: []Make{{Share: 0.5, Vulnerable: true}, {Share: 0.5}}}, 0, 0.48, 0.52},
		{"half of it patched", Fleet{Makes: []Make{{Share: 1, Vulnerable: true, Patched: 0.5}}}, 0, 0.48, 0.52},
		{"legacy behind gateways that hold out", Fleet{Legacy: 0.4}, 0.5, 0.59, 0.61},
		{"legacy behind weak gateways", Fleet{Legacy: 0.4, Weak: 1}, 0.5, 1, 1},
		{"legacy behind weak gateways, a worm that never looks near", Fleet{Legacy: 0.4, Weak: 1}, 0, 0.59, 0.61},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.fleet.Name, c.fleet.Kind, c.fleet.Operator, c.fleet.Count = "chargers", "charging/points", "charging", 10_000
			spec := compiled(t, city, Definitions{Fleets: []Fleet{c.fleet},
				Worms: []Worm{{Name: "w", Fleets: []string{"chargers"}, District: "d00", PerHour: 20, Local: c.local, Success: 1}}})
			out := trial{spec: spec, city: city, horizon: 24 * time.Hour}.run(t)
			share := float64(out.held("chargers")) / float64(spec.Devices())
			assert.GreaterOrEqual(t, share, c.low)
			assert.LessOrEqual(t, share, c.high)
		})
	}
}

// The devices of a class are always each in one state, and where it is looked for it is found.
func TestClassKeepsItsBooks(t *testing.T) {
	c := class{order: []int32{10, 11, 12, 13, 14}, place: []int32{0, 1, 2, 3, 4}, first: 10, s: 5}
	check := func(s, i int32) {
		t.Helper()
		assert.Equal(t, [2]int32{s, i}, [2]int32{c.s, c.i})
		for at, id := range c.order {
			assert.Equal(t, int32(at), c.place[id-10])
		}
	}
	taken := c.infect(1)
	assert.Equal(t, int32(11), taken)
	c.infect(0)
	check(3, 2)
	assert.Equal(t, c.order[3], c.clean(0, false))
	check(4, 1)
	c.patch(2)
	check(3, 1)
	id := c.order[c.s]
	assert.Equal(t, id, c.clean(0, true))
	check(3, 0)
	_, free := c.susceptible(id)
	assert.False(t, free, "immune")
}

func TestAliasHasTheWeights(t *testing.T) {
	weights := []float64{1, 0, 5, 2, 2}
	a := newAlias(weights)
	got := make([]float64, len(weights))
	const n = 1_000_000
	for k := range n {
		got[a.draw((float64(k)+0.5)/n)]++
	}
	for i, w := range weights {
		assert.InDelta(t, w/10, got[i]/n, 1e-5)
	}
	assert.Less(t, a.draw(math.Nextafter(1, 0)), int32(5))
}

// Every Change of a worm leads back to its beginning, and says how many are held.
func TestChainsEndInTheWorm(t *testing.T) {
	city := town(t, 8)
	spec := compiled(t, city, mixed())
	out := trial{spec: spec, city: city, horizon: 12 * time.Hour}.run(t)
	index := map[sim.RecordID]*model.Record{}
	for i := range out.changes {
		index[out.changes[i].ID] = &out.changes[i]
	}
	for i := range out.changes {
		c, hops := &out.changes[i], 0
		for c.Value.Why.Code != model.WhyCampaignStart {
			next, ok := index[c.Value.Causes[0].Ref]
			if !assert.True(t, ok, "a Change without a cause") || !assert.LessOrEqual(t, next.At, c.At) {
				return
			}
			c, hops = next, hops+1
			if !assert.Less(t, hops, 1000) {
				return
			}
		}
		assert.Equal(t, sim.Time(time.Hour), c.At)
	}
}
