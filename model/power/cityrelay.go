package power

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

const (
	guardDelay  = 5 * time.Minute  // overload after which sources are moved and load is shed
	retryFirst  = 15 * time.Minute // after a trip; twice that after each further one
	retryLast   = 4 * time.Hour
	thermalK    = 80.0 // IEC 60255-151, extremely inverse
	heatTripped = 1 - 1e-9
)

// branchState is an edge of the grid in one replication.
type branchState struct {
	flow, limit float64       // [MW]; the limit is +Inf when there is none
	heat        float64       // used-up share of its relay's time
	since       sim.Time      // overloaded from then on; sim.Never when it is not
	retry       sim.Time      // when it is closed again after a trip
	blame       int32         // element told last before the overload, or none
	why         model.WhyCode // of the load shed for it
	because     int32         // and the element to name
	tries       int
	tripped     bool
	turned      uint32 // round in which it was closed again after a trip
	helpless    uint32 // round in which nothing could relieve it
	on          bool   // closed in the flow
	raw         bool   // overloaded without relief
}

// advance lets time pass at the present flows.
func (v *cityLife) advance(now sim.Time) {
	dt := now.Sub(v.now)
	v.now = now
	if dt <= 0 {
		return
	}
	v.cool(dt)
	v.flowStores(dt)
	for row := range v.branch {
		b := &v.branch[row]
		if b.tripped && b.retry <= now {
			b.tripped, b.heat, b.retry, b.turned, v.stale = false, 0, sim.Never, v.round, true
			v.anyOff = v.anyTripped()
		}
		if !v.armed(int32(row)) {
			b.heat = 0 // a relay that is off remembers nothing
		} else if b.heat > 0 || b.since != sim.Never {
			b.heat = max(0, b.heat+float64(b.pace()*dt.Seconds()))
		}
	}
}

func (v *cityLife) anyTripped() bool {
	for row := range v.branch {
		if v.branch[row].tripped {
			return true
		}
	}
	return false
}

// load is the flow as a share of the limit; nothing flows where the limit is 0.
func (b *branchState) load() float64 {
	if b.flow == 0 {
		return 0
	}
	return math.Abs(b.flow) / b.limit
}

// over says whether it carries too much.
func (b *branchState) over() bool { return math.Abs(b.flow) > float64(b.limit*(1+tolerance)) }

// pace is how fast it uses up its relay's time [1/s]; negative when it cools.
func (b *branchState) pace() float64 {
	m := b.load()
	return (float64(m*m) - 1) / (thermalK * thermalDial)
}

// limits notes what each edge can carry: its capacity as far as it and the nodes that limit it are available.
func (v *cityLife) limits() {
	for row, i := range v.edge {
		x := &v.elements[i]
		mw := x.capacity * v.state[i].available.Share()
		for _, end := range [2]int32{x.from, x.to} {
			if n := &v.elements[end]; n.role == model.RoleNode && !math.IsInf(n.capacity, 1) {
				mw = min(mw, x.capacity*v.state[end].available.Share())
			}
		}
		if math.IsInf(x.capacity, 1) {
			mw = x.capacity
		}
		v.branch[row].limit = mw
	}
}

// mark notes what is overloaded before anything is relieved.
func (v *cityLife) mark() {
	for row := range v.branch {
		v.branch[row].raw = v.branch[row].over()
	}
}

// chargingInVain says whether storages fill while something is overloaded.
func (v *cityLife) chargingInVain() bool {
	charging, over := false, false
	for k := range v.store {
		charging = charging || v.store[k].output < 0
	}
	for row := range v.branch {
		over = over || v.branch[row].raw
	}
	return charging && over
}

// watch notes since when each edge is overloaded, and what was told before that.
func (v *cityLife) watch() {
	v.tight = false
	for id := range v.s.isles {
		v.tight = v.tight || v.parts[id].mode != dark && v.parts[id].share < 1
	}
	for row := range v.branch {
		b := &v.branch[row]
		switch {
		case !b.raw && !b.over():
			b.since = sim.Never
			continue
		case b.since == sim.Never:
			b.since, b.blame = v.now, v.last
		}
		v.tight = true
	}
}

// armed says whether the protection of an edge and of both its ends works.
func (v *cityLife) armed(row int32) bool {
	i := v.edge[row]
	x := &v.elements[i]
	return !v.state[i].disarmed && !v.state[x.from].disarmed && !v.state[x.to].disarmed
}

// guarded says whether an edge has been overloaded long enough for somebody to do something about it.
func (v *cityLife) guarded(row int32) bool {
	since := v.branch[row].since
	return since != sim.Never && v.now.Sub(since) >= guardDelay && v.armed(row)
}

// trip opens what has used up its time and reports whether there was any.
func (v *cityLife) trip() bool {
	any := false
	for row := range v.branch {
		b := &v.branch[row]
		if !b.on || b.heat < heatTripped || !b.over() || !v.armed(int32(row)) {
			continue
		}
		wait := min(retryLast, retryFirst<<min(b.tries, 8))
		b.tripped, b.tries, b.heat = true, b.tries+1, 0
		b.retry, b.since = v.now.Add(wait), sim.Never
		v.anyOff, v.stale, any = true, true, true
	}
	return any
}

// branchesChange is when the next edge trips, is relieved or is closed again.
func (v *cityLife) branchesChange() sim.Time {
	next := sim.Never
	for row := range v.branch {
		b := &v.branch[row]
		if b.tripped {
			next = min(next, b.retry)
		}
		if b.since == sim.Never || !v.armed(int32(row)) {
			continue
		}
		if at := b.since.Add(guardDelay); at > v.now {
			next = min(next, at)
		}
		if b.over() {
			next = min(next, v.after(max(0, 1-b.heat)/b.pace()))
		}
	}
	return next
}

// upcoming is when the network changes by itself.
func (v *cityLife) upcoming() sim.Time {
	if v.still {
		return sim.Never
	}
	next := min(v.storesChange(), v.branchesChange())
	if v.hour < len(v.plan.Share)-1 {
		next = min(next, sim.Time(v.hour+1)*sim.Time(v.plan.Step))
	}
	if v.isCold || v.short {
		wait := time.Hour
		if v.isCold && v.tight {
			wait = coldTick
		}
		next = min(next, v.now.Add(wait))
	}
	if v.fault != nil {
		next = min(next, v.now.Add(coldTick))
	}
	return next
}
