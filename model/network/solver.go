package network

import (
	"cascata/model"
	"cascata/sim"
)

var _ model.Solver = (*Solver)(nil)

// Solver is the state of a network in one replication. A solve visits every element a few times, O(V + E), and allocates
// nothing; it returns at once when nothing has changed since the last one.
type Solver struct {
	*Spec
	state   []state
	at      []place   // where each element is fed from now
	was     []place   // and was at the last solve
	order   []int32   // fed elements, each after the one it is fed from
	trees   []int32   // roots of the trees
	cuts    []int32   // elements where a pool begins inside a tree, from the leaves inwards
	mine    []int32   // storages of the pool being balanced
	flow    []float64 // asked of each element by what it feeds and itself
	factor  []float64 // share of that which it can pass
	raw     []float64 // share delivered there
	loops   []uint64  // marks of the loops an element is on; 0 on a bridge
	behind  []bool    // a storage that can help hangs on it
	stores  []store   // by position in storages
	pools   []pool    // of this solve, as poolAt says
	poolAt  []int32   // by element where a tree or a cut begins
	roots   Union
	round   uint32 // number of this solve
	changed bool   // something was Set since the last solve
	now     sim.Time
	next    sim.Time // when a storage runs empty
}

// state is what Set told about an element, and what was answered.
type state struct {
	available, level model.Level
	closed           bool
	touched          uint32  // round in which it was last Set
	extra            float64 // asked for beyond the plan
}

// place is where an element hangs: on element up (-1 at the root of a tree), in the tree of root (-1 if not fed).
type place struct{ up, root int32 }

// fresh is a solver with everything available whose trees are not grown yet.
func (s *Spec) fresh() *Solver {
	n := len(s.elements)
	v := &Solver{Spec: s, state: make([]state, n), at: make([]place, n), was: make([]place, n), order: make([]int32, 0, n), trees: make([]int32, 0, len(s.sources)+len(s.storages)),
		mine: make([]int32, 0, len(s.storages)),
		flow: make([]float64, n), factor: make([]float64, n), raw: make([]float64, n),
		loops: make([]uint64, n), behind: make([]bool, n),
		stores: make([]store, len(s.storages)), poolAt: make([]int32, n), roots: NewUnion(n), changed: true, next: sim.Never, round: 1}
	for i := range v.state {
		v.state[i] = state{available: model.Full, level: model.Full, closed: !s.elements[i].open}
	}
	for i, e := range s.storages {
		v.stores[i] = store{held: s.elements[e].stored, empty: s.elements[e].stored <= 0, emptyAt: sim.Never}
	}
	return v
}

// Set implements model.Solver. An asset that takes no part in the network is ignored.
func (v *Solver) Set(asset model.AssetID, available model.Level, closed bool) {
	i := v.of(asset)
	if i < 0 {
		return
	}
	x := &v.state[i]
	if x.available == available && x.closed == closed {
		return
	}
	x.available, x.closed, x.touched = available, closed, v.round
	v.changed = true
}

// Ask implements model.Solver. Only what takes part in the plan can be asked for more.
func (v *Solver) Ask(asset model.AssetID, extra float64) {
	i := v.of(asset)
	if i < 0 || v.elements[i].role != model.RoleNode || !v.elements[i].planned || v.state[i].extra == extra {
		return
	}
	v.state[i].extra, v.state[i].touched = extra, v.round
	v.changed = true
}

// Solve implements model.Solver.
func (v *Solver) Solve(now sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	if !v.changed && now < v.next {
		return v.next
	}
	v.flowStores(now)
	copy(v.was, v.at)
	v.reach(true)
	v.collectFlow(true)
	v.next = v.balance(true)
	v.deliver()
	for i := range v.elements {
		level := v.levelOf(int32(i))
		if x := &v.state[i]; level != x.level {
			code, because := v.reason(int32(i), level > x.level)
			x.level = level
			changed(v.elements[i].asset, level, code, because)
		}
	}
	v.changed = false
	v.round++
	return v.next
}

// out reports whether an element can pass nothing at all.
func (v *Solver) out(i int32) bool {
	x := &v.state[i]
	return !x.closed || x.available == model.None
}

// levelOf is delivered divided by planned. A source's is its availability, a standby edge's too, and so is that of an
// element the plan does not reach.
func (v *Solver) levelOf(i int32) model.Level {
	e, x := &v.elements[i], &v.state[i]
	switch {
	case e.open && !x.closed:
		return x.available
	case v.out(i):
		return model.None
	case e.role == model.RoleSource, !e.planned:
		return x.available
	case v.at[i].root < 0:
		return model.None
	case e.role == model.RoleStorage:
		return min(x.available, model.LevelOf(v.raw[i]))
	}
	return model.LevelOf(v.raw[i])
}
