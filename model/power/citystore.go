package power

import (
	"math"
	"time"

	"cascata/sim"
)

// storeState is what a storage holds and does.
type storeState struct {
	held    float64  // [MWh]
	output  float64  // [MW], negative while it fills
	readyAt sim.Time // when it can start an island after a breakdown
	shed    float64  // share of the load of the island that it holds that is not carried; 1 after a breakdown, 0 on the grid
	dried   uint32   // round in which it ran empty
}

// blackStart is how long it takes to start an island from a storage after a breakdown.
const blackStart = 15 * time.Minute

// gives is the most that storage k can give [MW].
func (v *cityLife) gives(k int) float64 {
	if v.store[k].held <= 0 || v.now < v.store[k].readyAt {
		return 0
	}
	return v.limit(v.storages[k])
}

// takes is the most that it can take [MW].
func (v *cityLife) takes(k int) float64 {
	i := v.storages[k]
	if v.store[k].held >= v.elements[i].stored {
		return 0
	}
	return chargingRate * v.limit(i)
}

// shedBefore is what the storages that hold an island have shed of it already.
func (v *cityLife) shedBefore(id int32) float64 {
	shed := 0.0
	for k, i := range v.storages {
		if v.gives(k) > 0 && v.isle(v.elements[i].row) == id {
			shed = max(shed, v.store[k].shed)
		}
	}
	return shed
}

// collapse breaks an island down. Its storages can start it again after a while, with no more of its load than they carry.
func (v *cityLife) collapse(id int32) {
	p := &v.parts[id]
	p.mode, p.share, p.used, v.stale = dark, 0, 0, true
	for k, i := range v.storages {
		if st := &v.store[k]; v.gives(k) > 0 && v.isle(v.elements[i].row) == id {
			st.readyAt, st.shed = v.now.Add(blackStart), 1
		}
	}
}

// runStores lets storages give what sources cannot, or take what is left over, each in proportion to what it can.
func (v *cityLife) runStores() {
	for id := range v.s.isles {
		if p := &v.parts[id]; p.mode == grid && p.net > p.supply {
			continue
		} else if p.mode == grid && !p.charging {
			p.power, p.room = 0, 0
		}
	}
	for k, i := range v.storages {
		p, st := &v.parts[v.isle(v.elements[i].row)], &v.store[k]
		st.output = 0
		switch {
		case p.mode == battery && p.net > 0 && p.power > 0:
			st.output = min(1, p.net/p.power) * v.gives(k)
		case p.mode == battery && p.room > 0:
			st.output = max(-1, p.net/p.room) * v.takes(k)
		case p.mode == grid && p.net > p.supply && p.power > 0:
			st.output = min(1, (p.net-p.supply)/p.power) * v.gives(k)
		case p.mode == grid && p.charging:
			st.output = -max(0, min(1, (p.supply-p.net)/p.room)) * v.takes(k)
		}
		v.s.SetGen(len(v.sources)+k, st.output)
	}
	for k, i := range v.storages {
		v.parts[v.isle(v.elements[i].row)].net -= v.store[k].output
	}
}

// flowStores lets the storages run at what they gave until now.
func (v *cityLife) flowStores(dt time.Duration) {
	for k, i := range v.storages {
		st, full := &v.store[k], v.elements[i].stored
		if st.readyAt > 0 && st.readyAt <= v.now {
			st.readyAt, v.stale = 0, true
		}
		if st.output == 0 {
			continue
		}
		st.held = max(0, min(full, st.held-float64(st.output*dt.Hours())))
		if st.output > 0 && st.held <= float64(full*rounding) {
			st.held, st.dried, v.stale = 0, v.round, true
		}
	}
}

// storesChange is when the next storage is empty, full or ready.
func (v *cityLife) storesChange() sim.Time {
	next := sim.Never
	for k, i := range v.storages {
		st := &v.store[k]
		if st.readyAt > v.now {
			next = min(next, st.readyAt)
		}
		switch {
		case st.output > 0:
			next = min(next, v.after(st.held/st.output*3600))
		case st.output < 0:
			next = min(next, v.after((v.elements[i].stored-st.held)/-st.output*3600))
		}
	}
	return next
}

// after is the instant some seconds from now, never now itself.
func (v *cityLife) after(seconds float64) sim.Time {
	ns := math.Ceil(seconds * 1e9)
	if !(ns < float64(sim.Never-v.now)) {
		return sim.Never
	}
	return v.now + max(1, sim.Time(ns))
}
