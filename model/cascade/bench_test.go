package cascade_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/model/network"
	"cascata/sim"
)

// grid adds a meshed network of about n assets: sources, hubs in a ring, branches of ten nodes each off the hubs.
func grid(town *modeltest.Town, sector string, n int) (ends []string) {
	hubs := n / 21
	thing := func(x modeltest.Thing) string { town.Things = append(town.Things, x); return x.Name }
	wire := func(name, from, to string) {
		town.Wires = append(town.Wires, modeltest.Wire{Name: sector + "/edge-" + name, From: from, To: to, Capacity: 1e6})
	}
	var ring []string
	for i := range hubs {
		hub := thing(modeltest.Thing{Name: fmt.Sprintf("%s/hub-%03d", sector, i), Role: model.RoleNode})
		if i%16 == 0 {
			source := thing(modeltest.Thing{Name: fmt.Sprintf("%s/source-%03d", sector, i), Role: model.RoleSource, Capacity: 1e5, District: i % 10})
			wire(fmt.Sprintf("source-%03d", i), source, hub)
		}
		if i > 0 {
			wire(fmt.Sprintf("ring-%03d", i), ring[i-1], hub)
		}
		ring = append(ring, hub)
		last := hub
		for k := range 10 {
			name := thing(modeltest.Thing{Name: fmt.Sprintf("%s/node-%03d-%d", sector, i, k), Role: model.RoleNode, Demand: 10})
			wire(fmt.Sprintf("%03d-%d", i, k), last, name)
			last = name
			ends = append(ends, name)
		}
	}
	wire("ring", ring[hubs-1], ring[0])
	return ends
}

// city is some 5,000 assets: power and water networks of 1,500 and 1,800, and 1,700 others in ten districts that need them.
func city() modeltest.Town {
	var town modeltest.Town
	power := grid(&town, "power", 1500)
	water := grid(&town, "water", 1800)
	full := model.Need{Name: "power", Buffer: 4 * h, Backup: model.Full, Failover: 1}
	for i := range 1700 {
		name := fmt.Sprintf("%s/site-%04d", []string{"telecom", "health", "homes", "traffic"}[i%4], i)
		x := modeltest.Thing{Name: name, District: i % 10}
		n := full
		n.Buffer = time.Duration(i%9) * h
		town.Things = append(town.Things, x)
		town.Wants = append(town.Wants, modeltest.Want{Of: name, From: []string{power[i%len(power)]}, Need: n},
			modeltest.Want{Of: name, From: []string{water[i%len(water)]}, Need: model.Need{Name: "water", Without: model.Full / 2}})
		if i%4 != 0 {
			site := fmt.Sprintf("telecom/site-%04d", i/4*4)
			town.Wants = append(town.Wants, modeltest.Want{Of: name, From: []string{site}, Need: model.Need{Name: "telecom", Without: model.Full / 2}})
		}
	}
	for i := 0; i < len(water); i += 10 { // branches of water need power
		town.Wants = append(town.Wants, modeltest.Want{Of: water[i], From: []string{power[i%len(power)]}, Need: full})
	}
	return town
}

// BenchmarkBlackout is a run of 72 h in which all infeeds are out for 10 h.
func BenchmarkBlackout(b *testing.B) {
	town := city()
	c, err := town.City()
	require.NoError(b, err)
	spec, err := cascade.Compile(c, cascade.Options{})
	require.NoError(b, err)
	var orders []modeltest.Order
	for _, x := range town.Things {
		if x.Role == model.RoleSource && x.Name < "q" {
			orders = append(orders, stop(h, x.Name), start(11*h, x.Name))
		}
	}
	records, events := 0, uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		records = 0
		_, stats, err := modeltest.Trial{City: c, Spec: spec, Orders: orders, Horizon: sim.Time(72 * h), Watch: func(model.Record) { records++ }}.RunStats()
		require.NoError(b, err)
		events = stats.Events
	}
	b.ReportMetric(float64(len(c.Assets)), "assets")
	b.ReportMetric(float64(records), "changes")
	b.ReportMetric(float64(events), "events")
}

// BenchmarkCompile is the preparation that all replications share.
func BenchmarkCompile(b *testing.B) {
	c, err := city().City()
	require.NoError(b, err)
	for b.Loop() {
		_, err := cascade.Compile(c, cascade.Options{})
		require.NoError(b, err)
	}
}

// BenchmarkSolve is one solve of a network after one switch has moved.
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{1500, 1800} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var town modeltest.Town
			grid(&town, "power", n)
			c, err := town.City()
			require.NoError(b, err)
			spec, err := network.Compile(c, 0)
			require.NoError(b, err)
			s := spec.New()
			line, _ := c.Asset("power/edge-012-0")
			closed, told := true, 0
			for b.Loop() {
				closed = !closed
				s.Set(line, model.Full, closed)
				s.Solve(0, func(model.AssetID, model.Level, model.WhyCode, model.AssetID) { told++ })
			}
			require.Positive(b, told)
		})
	}
}
