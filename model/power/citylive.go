package power

import (
	"cascata/model"
	"cascata/sim"
)

var (
	_ model.Solver    = (*cityLife)(nil)
	_ model.Protected = (*cityLife)(nil)
	_ model.Switching = (*cityLife)(nil)
)

// cityLife is the grid of one replication. By element unless said otherwise; what is by row has a bus or branch row.
type cityLife struct {
	*citySpec
	s     *State
	state []elementState
	now   sim.Time
	next  sim.Time
	round uint32 // number of this solve
	dirty bool   // something was told since the last one
	off   int    // elements that are not as they normally are
	hour  int    // step of the plan at the last solve
	last  int32  // element told most recently, or none

	asked  []float64 // by bus: what is asked for [MW]
	more   []float64 // by bus: of that from cold load [MW]
	cold   []float64 // by bus: how much of the load's diversity is lost [0 to 1]
	kept   []float64 // by bus: share of what is asked for that is delivered
	given  []float64 // by bus: from local generation [MW]
	local  []float64 // by bus: what local generation could give [MW]
	relief []float64 // by bus: share left by shedding for an overloaded edge
	shedBy []int32   // by bus: the branch it was shed for, or none
	parts  []part    // by island
	source []sourceState
	store  []storeState
	branch []branchState
	anyOff bool // some branch is tripped
	still  bool // nothing is left of anything that happened
	isCold bool // some load is cold
	short  bool // some load is not delivered in full
	tight  bool // and not since it is dark; or some edge is overloaded

	at, was []link // how everything is fed now, and was before
	queue   []int32
	stale   bool // at is older than the switches
	effect  []float64
	region  []region  // by island
	order   []int32   // islands to be fed by ties
	booked  []float64 // by branch: spare capacity promised to ties [MW]
	wishes  []wish
	fault   error // why the last solve did not settle
}

// elementState is what was told about an element, and what was answered.
type elementState struct {
	available, level model.Level
	closed           bool
	disarmed         bool   // its protection is off
	touched          uint32 // round in which it was last told something
	extra            float64
}

// part is an island as it is balanced.
type part struct {
	asked, fixed float64 // all load, and that which nothing sheds [MW]
	local        float64 // local generation at hand [MW]
	supply       float64 // what sources can give [MW]
	power        float64 // what storages can [MW]
	room         float64 // what storages can take [MW]
	cold, extra  float64 // of asked: from cold load, and beyond the plan [MW]
	share        float64 // of load that can be shed, delivered
	used         float64 // of local generation, used
	net          float64 // what sources and storages give in all [MW]
	mode         mode
	charging     bool
}

// mode is what holds an island's frequency.
type mode uint8

const (
	dark mode = iota
	battery
	grid
)

// sourceState is what a source gives [MW], and how much of it is beyond its even part.
type sourceState struct{ output, shift float64 }

// life is the grid of one replication with everything as it normally is.
func (s *citySpec) life() *cityLife {
	buses, edges, n := len(s.vertex), len(s.edge), len(s.elements)
	v := &cityLife{citySpec: s, s: s.grid.NewState(), state: make([]elementState, n), next: sim.Never, round: 1, last: none,
		asked: make([]float64, buses), more: make([]float64, buses), cold: make([]float64, buses), kept: make([]float64, buses), given: make([]float64, buses), local: make([]float64, buses),
		relief: make([]float64, buses), shedBy: make([]int32, buses), parts: make([]part, buses+1), source: make([]sourceState, len(s.sources)),
		store: make([]storeState, len(s.storages)), branch: make([]branchState, edges), at: make([]link, n), was: make([]link, n),
		queue: make([]int32, 0, n), effect: make([]float64, buses), region: make([]region, buses+1), order: make([]int32, 0, buses+1), booked: make([]float64, edges),
		wishes: make([]wish, len(s.standby))}
	for i := range v.state {
		v.state[i] = elementState{available: model.Full, level: model.Full, closed: !s.elements[i].open}
	}
	v.rest()
	copy(v.at, s.start)
	return v
}

// rest puts everything that moves by itself back to where it is on a quiet day, exactly.
func (v *cityLife) rest() {
	v.s.Reset()
	for i := range v.kept {
		v.kept[i], v.cold[i], v.relief[i], v.shedBy[i] = 1, 0, 1, none
	}
	for k := range v.branch {
		v.branch[k] = branchState{since: sim.Never, retry: sim.Never, on: !v.elements[v.edge[k]].open, blame: none}
	}
	for k, i := range v.storages {
		v.store[k] = storeState{held: v.elements[i].stored, readyAt: 0}
	}
	v.isCold, v.anyOff, v.tight, v.stale, v.fault = false, false, false, true, nil
}

// Set implements model.Solver. An asset that takes no part in the network is ignored.
func (v *cityLife) Set(asset model.AssetID, available model.Level, closed bool) {
	i := v.of(asset)
	if i == none {
		return
	}
	x := &v.state[i]
	if x.available == available && x.closed == closed {
		return
	}
	if (x.available == model.None || !x.closed) != (available == model.None || !closed) {
		v.stale = true
	}
	v.tell(i, func() { x.available, x.closed = available, closed })
	if row := v.elements[i].row; v.elements[i].role == model.RoleEdge && v.out(i) {
		v.branch[row].tripped, v.branch[row].tries = false, 0 // somebody deals with it now
		v.anyOff = v.anyTripped()
	}
}

// Ask implements model.Solver. Only a vertex that takes part in the plan can be asked for more.
func (v *cityLife) Ask(asset model.AssetID, extra float64) {
	i := v.of(asset)
	if i == none || v.elements[i].role != model.RoleNode || !v.elements[i].planned || v.state[i].extra == extra || extra-extra != 0 {
		return
	}
	v.tell(i, func() { v.state[i].extra = extra })
}

// Protect implements model.Protected.
func (v *cityLife) Protect(asset model.AssetID, on bool) {
	i := v.of(asset)
	if i == none || v.state[i].disarmed == !on {
		return
	}
	v.tell(i, func() { v.state[i].disarmed = !on })
}

// tell changes what is known of an element.
func (v *cityLife) tell(i int32, change func()) {
	was := v.unusual(i)
	change()
	if is := v.unusual(i); is != was {
		v.off--
		if is {
			v.off += 2
		}
	}
	v.state[i].touched, v.last, v.dirty = v.round, i, true
}

// unusual says whether an element is not as it normally is. Protection alone changes nothing.
func (v *cityLife) unusual(i int32) bool {
	x := &v.state[i]
	return x.available != model.Full || x.closed == v.elements[i].open || x.extra != 0
}

// out says whether an element is switched off or can give nothing.
func (v *cityLife) out(i int32) bool {
	x := &v.state[i]
	return !x.closed || x.available == model.None
}

// quiet says whether nothing is left of anything that happened.
func (v *cityLife) quiet() bool {
	if v.off > 0 || v.isCold || v.anyOff {
		return false
	}
	for k, i := range v.storages {
		if v.store[k].held < v.elements[i].stored {
			return false
		}
	}
	return true
}

// Solve implements model.Solver. Trips at this very instant are followed until there are no more.
func (v *cityLife) Solve(now sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	if !v.dirty && now < v.next {
		return v.next
	}
	v.advance(now)
	hour := v.hour
	v.hour = v.step(now)
	copy(v.was, v.at)
	if v.still = v.quiet(); v.still {
		v.rest()
	} else {
		v.follow()
	}
	v.refeed()
	v.answer(hour != v.hour, changed)
	v.next = v.upcoming()
	v.want()
	v.dirty = false
	v.round++
	return v.next
}

// step is the step of the plan at an instant.
func (v *cityLife) step(t sim.Time) int {
	return min(int(t/sim.Time(v.plan.Step)), len(v.plan.Share)-1)
}

// follow settles, trips what has used up its time, and settles again.
func (v *cityLife) follow() {
	for range len(v.branch) + 1 {
		v.operate()
		if v.fault = v.settle(); v.fault != nil {
			v.s.stale = true // nothing half done is kept
			return
		}
		if !v.trip() {
			return
		}
	}
}

// operate makes the flow's switches what they are told to be.
func (v *cityLife) operate() {
	for row, i := range v.edge {
		x, b := &v.elements[i], &v.branch[row]
		on := !v.out(i) && !b.tripped && !v.out(x.from) && !v.out(x.to)
		if on != b.on {
			b.on = on
			v.s.SwitchBranch(row, on)
		}
	}
}
