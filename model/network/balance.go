package network

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// pool is a set of trees that share their sources, kept at its smallest root, or what lies beyond a cut, kept at the cut.
type pool struct {
	demand  float64 // asked of it
	supply  float64 // what sources, or the bridge of a cut, can give
	missing float64 // demand less supply and what storages already take part with; negative is surplus
	weight  float64 // what the storages not yet settled hold, or have room for
	ratio   float64 // delivered share of demand
	endless bool    // a fully available source has no limit
}

// open makes a pool that is kept at element i.
func (v *Solver) open(i int32, p pool) {
	v.poolAt[i] = int32(len(v.pools))
	v.pools = append(v.pools, p)
}

// pool is the one kept at element i.
func (v *Solver) pool(i int32) *pool { return &v.pools[v.poolAt[i]] }

// balance sets supply against demand in every pool, from the sources outwards, and, if storages help, splits deficit and
// surplus among them. It returns when the first storage runs empty.
func (v *Solver) balance(storages bool) sim.Time {
	for _, i := range v.trees {
		if r := v.roots.Find(i); r != i {
			v.pool(r).demand += v.pool(i).demand
		}
	}
	for _, i := range v.sources {
		if r := v.poolOf(i); r >= 0 {
			p := v.pool(r)
			p.supply += v.limit(i, p.demand)
			p.endless = p.endless || v.elements[i].capacity == 0 && v.state[i].available == model.Full
		}
	}
	next := sim.Never
	for _, i := range v.trees {
		if v.roots.Find(i) == i {
			next = min(next, v.level(i, storages))
		}
	}
	for k := len(v.cuts) - 1; k >= 0; k-- { // found from the leaves inwards
		i := v.cuts[k]
		v.pool(i).supply = float64(v.flow[i] * v.factor[i] * v.arriving(v.at[i].up))
		next = min(next, v.level(i, storages))
	}
	return next
}

// level balances the pool kept at root. It returns when the first of its storages runs empty.
func (v *Solver) level(root int32, storages bool) sim.Time {
	p := v.pool(root)
	p.missing = p.demand - p.supply
	if math.Abs(p.missing) <= float64(p.demand*slack) {
		p.missing = 0
	}
	next := sim.Never
	if storages && len(v.storages) > 0 {
		next = v.splitStores(root)
	}
	p.ratio = 1
	if p.missing > float64(p.demand*slack) {
		p.ratio = max(0, 1-p.missing/p.demand)
	}
	return next
}

// arriving is the share that reaches what hangs on element i, whose pool is balanced already.
func (v *Solver) arriving(i int32) float64 {
	share := 1.0
	for ; v.at[i].root != i; i = v.at[i].up {
		share = float64(share * v.factor[i])
	}
	return float64(share * v.pool(v.roots.Find(i)).ratio)
}

// poolOf is where the pool of an element is kept, -1 if it is not fed.
func (v *Solver) poolOf(i int32) int32 {
	if r := v.at[i].root; r >= 0 {
		return v.roots.Find(r)
	}
	return -1
}

// limit is what a source or storage can add to a pool. Without a capacity its availability is the share of all that is
// asked.
func (v *Solver) limit(i int32, demand float64) float64 {
	if c := v.elements[i].capacity; c > 0 {
		demand = c
	}
	return float64(demand * v.state[i].available.Share())
}
