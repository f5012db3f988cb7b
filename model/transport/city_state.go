package transport

import (
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
)

var _ model.Solver = (*Traffic)(nil)

// Delay is how long drivers keep to the ways they know after a change: an assumption (5 to 30 minutes; general knowledge,
// uncertain).
const Delay = 10 * time.Minute

// From these levels on a signal works, and from the second on it runs a local plan; below it flashes, at 0 it is dark. Without the
// control centre a signal has 0.85.
const (
	signalWorks = model.Full / 20 * 19
	signalPlan  = model.Full / 2
)

// leastCapacity is what a street that is not closed carries at least [share].
const leastCapacity = 0.05

// Traffic is the road traffic of one replication.
type Traffic struct {
	roads *Roads
	state []told
	now   []perf // by link, as things are
	known []perf // and as drivers believe
	dark  []bool // by member: a signal that was red to all for so long that drivers pass it as dark
	since []sim.Time
	extra []float64 // by district: trips beyond the plan [1/h]

	own      *Assignment  // an equilibrium that is not of a quiet day
	spare    *Assignment  // to make another one while it is in force
	view     *Assignment  // the equilibrium in force: that of a quiet day or own
	usual    *quiet       // the same hour on a quiet day
	slot     int          // that hour
	cost     []float64    // by link at this instant, with what it takes to drive around closed ones
	flow     []float64    // by link: usual trips of a district
	trips    *trips       // at these costs
	scaled   []float64    // trips with the extra ones
	asks     Demand       // the same
	tree     *tree        // ways around
	sums     [][4]float64 // by district, see city_level.go
	broken   []int32      // members that disturb the traffic, ascending
	mended   []int32      // members that no longer do, since the last equilibrium
	touched  []int32
	stale    bool // the equilibrium in force is not that of what drivers know
	asked    bool // trips beyond the plan were asked for or withdrawn since
	hourly   bool // only the hour has changed
	pending  bool // drivers do not know yet how things are
	unsolved bool // no equilibrium was found for what drivers know
	due      sim.Time
	next     sim.Time
	round    uint32
}

// told is what Set and Ask said about a member, and what was answered.
type told struct {
	available, level model.Level
	closed           bool
	touched          uint32 // round in which it was last Set or asked
	extra            float64
}

func newSolver(r *Roads) *Traffic {
	v := &Traffic{roads: r, state: make([]told, len(r.members)), extra: make([]float64, len(r.city.Districts)), next: sim.Never, round: 1}
	for i := range v.state {
		v.state[i] = told{available: model.Full, level: model.Full, closed: true}
	}
	return v
}

// wake makes room for what only a disturbed replication needs.
func (v *Traffic) wake() {
	r, n := v.roads, len(v.state)
	v.now, v.known, v.cost = slices.Clone(r.plan), slices.Clone(r.plan), make([]float64, len(r.plan))
	v.flow = make([]float64, len(r.plan))
	v.dark, v.since = make([]bool, n), make([]sim.Time, n)
	for i := range v.since {
		v.since[i] = sim.Never
	}
	v.trips, v.tree, v.sums, v.slot = newTrips(r), newTree(r.spec), make([][4]float64, len(r.city.Districts)+2), -1
}

// Set implements model.Solver. A signal that is opened is red to all, a street that is opened or at 0 is closed, one in between
// has that share of its capacity.
func (v *Traffic) Set(asset model.AssetID, available model.Level, closed bool) {
	i := v.roads.of(asset)
	if i < 0 || v.state[i].available == available && v.state[i].closed == closed {
		return
	}
	v.state[i].available, v.state[i].closed = available, closed
	v.touch(i)
}

// Ask implements model.Solver: trips an hour from and to the district of an asset of kind traffic/flow, beyond its plan. They go
// where the others go. Other assets cannot be asked.
func (v *Traffic) Ask(asset model.AssetID, extra float64) {
	i := v.roads.of(asset)
	if i < 0 || v.roads.members[i].part != partFlow || v.state[i].extra == extra || math.IsNaN(extra) || math.Abs(extra) > largest {
		return
	}
	v.extra[v.roads.members[i].district] += extra - v.state[i].extra
	if v.state[i].extra = extra; extra == 0 {
		v.recount(v.roads.members[i].district)
	}
	v.asked = true
	v.touch(i)
}

// recount sums the extra trips of a district anew, so that no rounding remains.
func (v *Traffic) recount(d model.DistrictID) {
	v.extra[d] = 0
	for i := range v.roads.members {
		if m := &v.roads.members[i]; m.part == partFlow && m.district == d {
			v.extra[d] += v.state[i].extra
		}
	}
}

func (v *Traffic) touch(i int32) {
	if v.state[i].touched != v.round {
		v.state[i].touched = v.round
		v.touched = append(v.touched, i)
	}
}

// signal is what a signal does.
func (v *Traffic) signal(i int32) SignalState {
	switch s := &v.state[i]; {
	case !s.closed && v.dark[i]:
		return SignalDark
	case !s.closed:
		return SignalRed
	case s.available == model.None:
		return SignalDark
	case s.available < signalPlan:
		return SignalFlash
	case s.available < signalWorks:
		return SignalStale
	}
	return SignalWorks
}

// costOf is what a link costs as things are.
func (v *Traffic) costOf(link int32) perf {
	x, p := &v.roads.roads[link], v.roads.plan[link]
	s := &v.state[x.street]
	if !s.closed || s.available == model.None {
		p.closed = true
		return p
	}
	share := max(s.available.Share(), leastCapacity)
	if x.signal >= 0 {
		if state := v.signal(x.signal); state != SignalWorks {
			e := v.effect(link, state)
			share *= max(e.Capacity, leastCapacity)
			p.fixed = v.roads.spec.perf[link].fixed + e.Delay
		}
	}
	p.inverse /= share
	return p
}

// effect is what a signal out of order makes of an approach. Whoever comes to a signal that is red to all waits until drivers lose
// patience, half of that on average, and passes it as dark.
func (v *Traffic) effect(link int32, state SignalState) Effect {
	a := v.roads.roads[link].approach
	switch state {
	case SignalRed:
		e := a.Effect(SignalDark, 0)
		e.Delay += RedPatience.Seconds() / 2
		return e
	case SignalFlash:
		a.Conflicting = v.conflicting(link)
	}
	return a.Effect(state, 0)
}

// conflicting is the traffic with priority that an approach gives way to: half of what the main approaches can carry, whatever the
// hour.
func (v *Traffic) conflicting(link int32) float64 {
	sum := 0.0
	for _, l := range v.roads.members[v.roads.roads[link].signal].links {
		if x := &v.roads.roads[l]; x.approach.Main {
			sum += x.capacity / 2
		}
	}
	return sum
}
