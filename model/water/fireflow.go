package water

import (
	"cascata/model"
	"cascata/sim"
)

// mostFire is the largest flow that FireFlow looks for [m3/h].
const mostFire = 20000.0

// FireFlow is how much water can be drawn at a junction for a fire, beside its own demand, on a quiet day at an instant before the
// pressure there falls to a residual one [m]: 10 to 15 m is usual, 14 m (20 psi) in the practice of the United States. The junction's
// users get what that pressure delivers meanwhile. [m3/h], 0 where there is no such pressure or no such junction.
func (s *Supply) FireFlow(junction model.AssetID, at sim.Time, residual float64) float64 {
	i := s.of(junction)
	if i < 0 || s.parts[i].kind != isNode {
		return 0
	}
	r := s.newRun()
	r.startFrom(s.base(), int64(at.Sub(0).Seconds())+warmUp)
	n := s.spec.place[s.parts[i].node]
	draw := func(q float64) bool {
		r.cond[i].ask = q
		r.instant()
		return !r.unsettled && r.run.Pressure(s.parts[i].node) >= residual
	}
	if !draw(0) {
		return 0
	}
	low, high := 0.0, mostFire
	for high-low > max(0.01, low*1e-4) {
		if mid := (low + high) / 2; draw(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	draw(low)
	own := (r.run.demand[n] - r.run.extra[n]) * s.spec.wagner().at(r.run.above(n, s.spec.elevation[n]))
	return max(0, (r.run.delivered[n]-own)*s.spec.unit.flow)
}
