package trace

import (
	"cascata/model"
	"cascata/sim"
)

// Focus is the sector that tells the run when people-affected cannot: the one with the most person-hours without service where
// nobody lost an essential service. It is Absent when somebody did, or when no sector lost anything.
func (r *Recording) Focus() model.SectorID { return r.focus(model.Absent) }

// focus is Focus of one district; Absent stands for the whole city.
func (r *Recording) focus(district model.DistrictID) model.SectorID {
	k := kpi{sector: model.Absent, district: district}
	if s, key := r.series(&k); anybody(s, key) {
		return model.Absent
	}
	worst, most := model.SectorID(model.Absent), 0.0
	for i := range r.Sectors {
		k.sector = model.SectorID(i)
		s, key := r.series(&k)
		if lost := personSpan(s, key, r.Header.End); lost > most {
			worst, most = k.sector, lost
		}
	}
	return worst
}

// FocusName is what Explain calls the curve of people that tells the run: people-affected, or the sector of Focus.
func (r *Recording) FocusName() string {
	if s := r.Focus(); s != model.Absent {
		return "sector/" + r.Sectors[s].Name
	}
	return PeopleAffected
}

// anybody reports whether somebody of a key was ever without.
func anybody(s *Series, key int32) bool {
	for i, k := range s.Key {
		if k == key && s.People[i] > 0 {
			return true
		}
	}
	return false
}

// personSpan is the area under the people without of one key [people x ns].
func personSpan(s *Series, key int32, end sim.Time) float64 {
	area := 0.0
	points := s.Points(key)
	for i, p := range points {
		until := end
		if i+1 < len(points) {
			until = points[i+1].At
		}
		area += float64(p.People) * float64(max(0, until.Sub(p.At)))
	}
	return area
}
