package transport

import (
	"math"

	"cascata/model"
)

// reason says why the level of a member changes, and because of which asset: itself if it was touched; else, if it rises, the nearest
// of those that no longer disturb the traffic; else the worst of those that do; else who asked.
func (v *Traffic) reason(i int32, level model.Level) (model.WhyCode, model.AssetID) {
	m, s := &v.roads.members[i], &v.state[i]
	if s.touched == v.round {
		switch {
		case level > s.level:
			return model.WhyNetworkBack, m.asset
		case m.part == partFlow && v.itself(s) != level:
			return model.WhyAsked, m.asset
		}
		return model.WhyNetworkCut, m.asset
	}
	code, because := v.culprit(m, level, level > s.level)
	switch {
	case v.unsolved && because != model.Absent:
		code = model.WhyUnsettled
	case v.hourly && because != model.Absent:
		code = model.WhyHour
	}
	return code, because
}

// culprit is why the traffic of a member is as it is. What rises does so because of what was mended, if anything was.
func (v *Traffic) culprit(m *member, level model.Level, rises bool) (model.WhyCode, model.AssetID) {
	if b := v.nearest(m, v.mended); b >= 0 && rises {
		return model.WhyNetworkBack, v.roads.members[b].asset
	}
	if b := v.worst(m); b >= 0 {
		if level == model.None {
			return model.WhyNetworkCut, v.roads.members[b].asset
		}
		return model.WhyCongested, v.roads.members[b].asset
	}
	asked, least := model.AssetID(model.Absent), math.Inf(1)
	for j := range v.state {
		if o := &v.roads.members[j]; v.state[j].extra != 0 && between(o.at, m.at) < least {
			asked, least = o.asset, between(o.at, m.at)
		}
	}
	if asked != model.Absent {
		return model.WhyAsked, asked
	}
	if b := v.nearest(m, v.mended); b >= 0 {
		return model.WhyNetworkBack, v.roads.members[b].asset
	}
	return model.WhyNetworkBack, model.Absent
}

// worst is what disturbs the traffic of a member most: for a district whatever costs the trips that begin there most on their usual
// ways, else and for a street the nearest; -1 for none.
func (v *Traffic) worst(m *member) int32 {
	if m.part == partFlow {
		if b := v.onTheWay(m.district); b >= 0 {
			return b
		}
	}
	return v.nearest(m, v.broken)
}

// closedCosts is what a closed link counts for on the usual ways of trips [s].
const closedCosts = 600

// onTheWay is the member that disturbs the traffic at the greatest cost to the trips from a district on their usual ways, the first
// of equals; -1 for none.
func (v *Traffic) onTheWay(d model.DistrictID) int32 {
	clear(v.flow)
	for z := range v.roads.zones {
		if v.roads.zones[z].district == d {
			b := &v.usual.a.bushes[z]
			for k, l := range b.link {
				v.flow[l] += b.flow[k]
			}
		}
	}
	best, most := int32(-1), 0.0
	for _, i := range v.broken {
		costs := 0.0
		for _, l := range v.roads.members[i].links {
			if v.now[l].closed {
				costs += v.flow[l] * closedCosts
			} else {
				costs += v.flow[l] * (v.cost[l] - v.usual.a.cost[l])
			}
		}
		if costs > most {
			best, most = i, costs
		}
	}
	return best
}

// nearest is the nearest of some members, the first of equals; -1 for none.
func (v *Traffic) nearest(m *member, list []int32) int32 {
	best, least := int32(-1), math.Inf(1)
	for _, b := range list {
		if d := between(v.roads.members[b].at, m.at); d < least {
			best, least = b, d
		}
	}
	return best
}
