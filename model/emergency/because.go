package emergency

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// hearCauses makes the region listen to the assets by which people call.
func (s *RegionSpec) hearCauses() {
	for i := range s.options.Floods {
		s.heard = append(s.heard, s.options.Floods[i].Because...)
	}
	slices.Sort(s.heard)
	s.heard = slices.Compact(s.heard)
}

// flooded reports whether people of a district make the calls of a flood: always where these come of no asset.
func (r *Region) flooded(x *Flood, d model.DistrictID) bool {
	for _, a := range x.Because {
		if r.spec.city.Assets[a].District == d && r.level(a).level < model.Full {
			return true
		}
	}
	return len(x.Because) == 0
}

// askedFor is why a flood comes, seen from a district, and whether it comes at all: the Change of the first asset of that district by which people
// call, else of another district, else the beginning of the flood.
func (r *Region) askedFor(flood int, d model.DistrictID) (cause sim.RecordID, comes bool) {
	list := r.spec.options.Floods[flood].Because
	if len(list) == 0 {
		return r.floods[flood], true
	}
	for _, a := range list {
		now := r.level(a)
		if now.level == model.Full {
			continue
		}
		if r.spec.city.Assets[a].District == d {
			return now.cause, true
		}
		if !comes {
			cause, comes = now.cause, true
		}
	}
	return cause, comes
}

// causeChanged follows an asset by which people call.
func (r *Region) causeChanged(a model.AssetID) {
	d := r.spec.city.Assets[a].District
	for i := range r.spec.options.Floods {
		if _, ok := slices.BinarySearch(r.spec.options.Floods[i].Because, a); ok {
			r.rate(r.first[originFlood] + int32(i*len(r.spec.districts)) + int32(d))
		}
	}
}
