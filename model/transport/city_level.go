package transport

import (
	"math"

	"cascata/model"
)

// Steps of levels. Coarser steps for streets keep a city from telling of every street whenever one driver turns off.
const (
	flowSteps   = 128
	streetSteps = 16
)

// inSteps is a share in steps of 1/n; what is open is not 0.
func inSteps(share float64, n float64) model.Level {
	if !(share > 0) {
		return model.None
	}
	return model.LevelOf(max(math.Round(min(share, 1)*n), 1) / n)
}

// tell says which levels have changed.
func (v *Traffic) tell(changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) {
	if v.view != nil {
		v.total()
	}
	for i := range v.state {
		s := &v.state[i]
		if level := v.level(int32(i)); level != s.level {
			code, because := v.reason(int32(i), level)
			s.level = level
			changed(v.roads.members[i].asset, level, code, because)
		}
	}
}

// level is that of a member.
func (v *Traffic) level(i int32) model.Level {
	m, s := &v.roads.members[i], &v.state[i]
	switch {
	case m.part == partStreet && (!s.closed || s.available == model.None):
		return model.None
	case m.part == partStreet && v.view != nil:
		return v.street(m)
	case m.part == partFlow && v.view != nil:
		return min(v.district(m), v.itself(s))
	case m.part == partStreet:
		return model.Full
	}
	return v.itself(s)
}

// itself is what a member can give by itself.
func (v *Traffic) itself(s *told) model.Level {
	if !s.closed {
		return model.None
	}
	return s.available
}

// street is planned time / time, both directions together.
func (v *Traffic) street(m *member) model.Level {
	usual, now := 0.0, 0.0
	for _, l := range m.links {
		usual += v.usual.a.cost[l]
		now += v.cost[l]
	}
	return inSteps(usual/now, streetSteps)
}

// total sums the planned trips by district, from and to: all, those who arrive, their usual time and their time.
func (v *Traffic) total() {
	clear(v.sums)
	all := &v.sums[len(v.sums)-1]
	for k, trips := range v.usual.demand.trips {
		arrive := float64(trips * v.trips.share[k])
		x := [4]float64{trips, arrive, float64(arrive * v.usual.time[k]), float64(arrive * v.trips.time[k])}
		from, to := v.ends(k)
		for j := range x {
			all[j] += x[j]
			v.sums[from][j] += x[j]
			if to != from {
				v.sums[to][j] += x[j]
			}
		}
	}
}

// district is the share of the planned trips from and to a district that arrive, times planned / present mean time of these. A
// district without trips has the whole city's.
func (v *Traffic) district(m *member) model.Level {
	s := v.sums[m.district+1]
	if s[0] == 0 {
		s = v.sums[len(v.sums)-1]
	}
	switch {
	case s[0] == 0:
		return model.Full
	case s[1] == 0:
		return model.None
	}
	speed := 1.0
	if s[3] > 0 {
		speed = min(s[2]/s[3], 1)
	}
	return inSteps(s[1]/s[0]*speed, flowSteps)
}
