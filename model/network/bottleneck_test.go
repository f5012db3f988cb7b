package network_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

// zone is a source that feeds a zone of demand 30 through a wide pump; a narrow one stands by, normally shut.
func zone(stored float64) modeltest.Town {
	return modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "w/source", Role: model.RoleSource, Capacity: 100},
			{Name: "w/low", Role: model.RoleNode, Demand: 10},
			{Name: "w/high", Role: model.RoleNode, Demand: 30},
			{Name: "w/tank", Role: model.RoleStorage, Capacity: 30, Stored: stored},
		},
		Wires: []modeltest.Wire{
			{Name: "w/main", From: "w/source", To: "w/low"},
			{Name: "w/narrow", From: "w/low", To: "w/high", Capacity: 6, Open: true},
			{Name: "w/pipe", From: "w/high", To: "w/tank"},
			{Name: "w/wide", From: "w/low", To: "w/high", Capacity: 40},
		},
	}
}

func TestStorageBeyondABottleneckCoversWhatItCannotCarry(t *testing.T) {
	b := compile(t, zone(48))
	b.set("w/narrow", model.Full, true)
	b.set("w/wide", model.None, true)
	got, next := b.solve(0)
	require.NotContains(t, got, "w/high", "6 come through the narrow pump, 24 from the tank")
	require.NotContains(t, got, "w/low", "the bottleneck is no matter of those before it")
	require.Equal(t, sim.Time(2*time.Hour), next, "48 at a rate of 24 an hour")

	got, next = b.solve(2 * time.Hour)
	require.InDelta(t, 0.2, got["w/high"].Level, 1e-6, "6 of 30")
	require.Equal(t, sim.Never, next)

	b.set("w/wide", model.Full, true)
	got, _ = b.solve(3 * time.Hour)
	require.Equal(t, 1.0, got["w/high"].Level)
}

func TestStorageBeyondABottleneckSeesWhatIsMissingBeforeIt(t *testing.T) {
	b := compile(t, zone(48))
	b.set("w/narrow", model.Full, true)
	b.set("w/wide", model.None, true)
	b.set("w/source", model.LevelOf(0.08), true) // 8 of the 16 that low and the narrow pump ask
	got, next := b.solve(0)
	require.InDelta(t, 0.5, got["w/low"].Level, 1e-6)
	require.NotContains(t, got, "w/high", "3 of the 6 arrive, the tank gives 27")
	require.InDelta(t, 48.0/27, time.Duration(next).Hours(), 1e-4)
}

func TestCapacityCountsOnBridgesOnly(t *testing.T) {
	ring := modeltest.Town{
		Things: []modeltest.Thing{
			{Name: "p/source", Role: model.RoleSource, Capacity: 100},
			{Name: "p/a", Role: model.RoleNode, Demand: 10},
			{Name: "p/b", Role: model.RoleNode, Demand: 10},
			{Name: "p/c", Role: model.RoleNode, Demand: 10},
		},
		Wires: []modeltest.Wire{
			{Name: "p/1", From: "p/source", To: "p/a", Capacity: 16},
			{Name: "p/2", From: "p/source", To: "p/b", Capacity: 16},
			{Name: "p/3", From: "p/a", To: "p/c", Capacity: 20},
			{Name: "p/4", From: "p/b", To: "p/c", Capacity: 20},
		},
	}
	b := compile(t, ring)
	got, _ := b.solve(0)
	require.Empty(t, got, "the ring carries 30, 16 each way: the tree alone would load one side with 20")

	b.set("p/2", model.None, true)
	got, _ = b.solve(time.Second)
	require.InDelta(t, 16.0/30, got["p/c"].Level, 1e-6, "what is left of the ring is a line")
	require.Equal(t, "p/1", got["p/c"].Because)
}
