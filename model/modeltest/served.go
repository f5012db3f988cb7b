package modeltest

import (
	"math"
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// served checks that nodes get no more than sources and storages give. Levels are shares of the plan, so the check is made
// where the plan is the demand: without limits on the way and with every source large enough for all.
func served(t T, city *model.City, index int, make Maker, seed uint64, allow Allowances) {
	t.Helper()
	wide := widened(city, index)
	fresh, err := make(wide, index)
	if err != nil {
		t.Fatalf("without limits on the way: %v", err)
	}
	b := &solverBench{t: t, city: wide, fresh: fresh, members: members(wide, index), allow: allow}
	demand := b.fedDemand()
	s := rng.NewRoot(seed, 0).Stream("served")
	l := b.begin()
	share := map[model.AssetID]float64{}
	for _, m := range b.members {
		if allow.Storages && m.role == model.RoleStorage {
			l.s.Set(m.id, model.None, true)
			share[m.id] = 0
		}
	}
	for i := range 12 {
		m := b.members[s.IntN(len(b.members))]
		if i%2 == 0 {
			m = b.sources()[s.IntN(len(b.sources()))]
		}
		level := model.LevelOf(s.Float64() * s.Float64())
		if allow.Storages && m.role == model.RoleStorage {
			continue
		}
		l.s.Set(m.id, level, !m.open)
		share[m.id] = level.Share()
		b.solve(l, sim.Time(i))
		b.balance(l, demand, share, allow.Plan.At(sim.Time(i)))
	}
}

// widened is the city with limits on sources and storages only, each source large enough for all.
func widened(city *model.City, index int) *model.City {
	wide := *city
	wide.Assets = slices.Clone(city.Assets)
	all := members(city, index)
	var total float64
	for _, m := range all {
		total += wide.Assets[m.id].Demand
	}
	for _, m := range all {
		switch a := &wide.Assets[m.id]; m.role {
		case model.RoleSource:
			a.Capacity += total + 1
		case model.RoleStorage:
			a.Capacity++
		default:
			a.Capacity = 0
		}
	}
	return &wide
}

// sources are the network's sources.
func (b *solverBench) sources() []member {
	return slices.DeleteFunc(slices.Clone(b.members), func(m member) bool { return m.role != model.RoleSource })
}

// fedDemand is the demand of the nodes that depend on the sources: those that have nothing when these are out.
func (b *solverBench) fedDemand() map[model.AssetID]float64 {
	l := b.begin()
	for _, m := range b.members {
		if m.role == model.RoleSource || m.role == model.RoleStorage {
			l.s.Set(m.id, model.None, true)
		}
	}
	b.solve(l, 0)
	demand := map[model.AssetID]float64{}
	for _, m := range b.members {
		if m.role == model.RoleNode && l.levels[m.id] == model.None {
			demand[m.id] = b.city.Assets[m.id].Demand
		}
	}
	return demand
}

// balance compares what is served of the plan, a multiple of the demand, with what sources and storages can give.
func (b *solverBench) balance(l *life, demand map[model.AssetID]float64, share map[model.AssetID]float64, plan float64) {
	b.t.Helper()
	var supply, got, asked float64
	for _, m := range b.members {
		give, set := share[m.id]
		if !set {
			give = 1
		}
		if m.role == model.RoleSource || m.role == model.RoleStorage {
			supply += b.city.Assets[m.id].Capacity * give
		}
		got += plan * demand[m.id] * l.levels[m.id].Share()
		asked += plan * demand[m.id]
	}
	if math.IsNaN(got) || got > supply*(1+1e-6)+asked*(1e-6+b.allow.Grain) {
		b.t.Errorf("%v served of %v supplied", got, supply)
	}
}
