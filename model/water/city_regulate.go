package water

import "math"

const (
	nearSet  = 0.5 / metresPerFoot // a pressure reducing valve this near to its setting stays as it is [ft]
	farOff   = 3 / metresPerFoot   // one further off moves at once, others until the next instant [ft]
	tightest = 1e6                 // of the throttling of a valve, as multiples of its resistance when open; beyond it is shut
)

// regulate moves the pressure reducing valves: one behind which pressure is missing opens, the others throttle so that the present
// flow would leave the pressure they are set to. It reports whether one moved so far that the instant must be solved again.
func (r *cityRun) regulate() bool {
	again := false
	for _, i := range r.reducers {
		if r.blocked(i) {
			continue
		}
		z := &r.zones[r.parts[i].zone]
		_, full, _, _ := r.holding(z)
		if r.regulateOne(int32(r.parts[i].link), full == 0 && has(z.duty, i)) {
			again = true
		}
	}
	return again
}

// regulateOne moves one valve. One that is alone in feeding its zone does not shut when nothing flows.
func (r *cityRun) regulateOne(k int32, alone bool) bool {
	w, s := r.run, r.spec
	a, b := s.ends[k][0], s.ends[k][1]
	set := s.elevation[b] + w.setting[k]
	before, after := w.head[a], w.head[b]
	if !w.reached[b] {
		after = s.elevation[b]
	}
	if !w.reached[a] {
		before = s.elevation[a]
	}
	minor := s.links[k].minor
	if w.held[k] {
		if after >= set-nearSet || before <= after+nearSet {
			return false
		}
		usual := s.firstFlow(&s.links[k], openStatus)
		w.status[k], w.flow[k], w.held[k] = openStatus, usual, false
		w.throttle[k] = min(max((before-max(set, after))/(minor*usual*usual), 1), tightest)
		return true
	}
	q := w.flow[k]
	if alone && q <= noFlow {
		return false
	}
	want := tightest * 2
	if q > noFlow {
		want = max((before-set)/(minor*q*q), 1)
	}
	off := math.Abs(after - set)
	switch {
	case want > tightest && after > set-nearSet, q <= noFlow && before <= after+nearSet:
		w.status[k], w.held[k] = closedStatus, true
		return false
	case off <= nearSet || want == w.throttle[k]:
		return false
	}
	ratio := min(want, tightest) / w.throttle[k]
	w.throttle[k] = min(want, tightest)
	if ratio > 0.95 && ratio < 1.05 {
		return false
	}
	return off > farOff && after > set || after < set-farOff && before > after+farOff
}
