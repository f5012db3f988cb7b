package emergency

import (
	"slices"

	"cascata/model"
)

// hearCauses makes the region listen to the assets by which people call.
func (s *RegionSpec) hearCauses() {
	for i := range s.options.Floods {
		s.heard = append(s.heard, s.options.Floods[i].Because...)
	}
	slices.Sort(s.heard)
	s.heard = slices.Compact(s.heard)
}

// because is what the region knows of the first asset of a district by which people make the calls of a flood, and whether they make any:
// always where calls come of no asset.
func (r *Region) because(x *Flood, d model.DistrictID) (reading, bool) {
	for _, a := range x.Because {
		if r.spec.city.Assets[a].District != d {
			continue
		}
		if now := r.level(a); now.level < model.Full {
			return now, true
		}
	}
	return reading{level: model.Full}, len(x.Because) == 0
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
