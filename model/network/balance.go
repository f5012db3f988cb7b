package network

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// pool is a set of trees that share their sources, kept at its smallest root.
type pool struct {
	demand  float64 // asked of the trees' roots
	supply  float64 // what sources can give
	missing float64 // demand less supply and what storages already take part with; negative is surplus
	weight  float64 // what the storages not yet settled hold, or have room for
	taken   float64 // settled in this round
	ratio   float64 // delivered share of demand
	endless bool    // a fully available source has no limit
}

// balance sets supply against demand in every pool and, if storages help, splits deficit and surplus among them.
// It returns when the first storage runs empty.
func (v *Solver) balance(storages bool) sim.Time {
	v.joinTrees()
	for _, i := range v.trees {
		if r := v.roots.Find(i); r != i {
			v.pools[r].demand += v.pools[i].demand
			v.pools[r].supply += v.pools[i].supply
		}
	}
	for _, i := range v.sources {
		if p := v.poolOf(i); p != nil {
			p.supply += v.limit(i, p.demand)
			p.endless = p.endless || v.elements[i].capacity == 0 && v.state[i].available == model.Full
		}
	}
	for _, i := range v.trees {
		p := &v.pools[i]
		p.missing = p.demand - p.supply
		if math.Abs(p.missing) <= float64(p.demand*slack) {
			p.missing = 0
		}
	}
	next := sim.Never
	if storages {
		next = v.splitStores()
	}
	for _, i := range v.trees {
		p := &v.pools[i]
		p.ratio = 1
		if p.missing > float64(p.demand*slack) {
			p.ratio = max(0, 1-p.missing/p.demand)
		}
	}
	return next
}

// joinTrees makes one pool of trees of one kind (source-fed or storage-fed) that a closed edge joins.
func (v *Solver) joinTrees() {
	for _, i := range v.edges {
		e := &v.elements[i]
		a, b := v.at[e.from].root, v.at[e.to].root
		if a == b || a < 0 || b < 0 || v.out(i) {
			continue
		}
		if (v.elements[a].role == model.RoleSource) == (v.elements[b].role == model.RoleSource) {
			v.roots.Join(a, b)
		}
	}
}

// poolOf is the pool of an element, nil if it is not fed.
func (v *Solver) poolOf(i int32) *pool {
	if r := v.at[i].root; r >= 0 {
		return &v.pools[v.roots.Find(r)]
	}
	return nil
}

// limit is what a source or storage can add to a pool. Without a capacity its availability is the share of all that is
// asked.
func (v *Solver) limit(i int32, demand float64) float64 {
	if c := v.elements[i].capacity; c > 0 {
		demand = c
	}
	return float64(demand * v.state[i].available.Share())
}
