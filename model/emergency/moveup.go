package emergency

import (
	"math"
	"time"

	"cascata/model"
)

// coverWithin is the time within which an ambulance should be with the people of a district: the old English rule was 75 % within 8 minutes
// (4 to 15 to sweep), here by the straight line at the urgent speed without traffic, as dispatchers draw circles.
const coverWithin = 8 * time.Minute

// reachOf is how far an ambulance gets in that time as the crow flies [m].
func reachOf() float64 { return coverWithin.Seconds() * urgentSpeed / detour }

// centre is where the people of a district live on average; not ok where nobody does.
func (x *district) centre() (c model.Point, ok bool) {
	before := 0.0
	for _, h := range x.homes {
		n := h.upTo - before
		before = h.upTo
		c.X += float64(n * h.at.X)
		c.Y += float64(n * h.at.Y)
	}
	if before == 0 {
		return c, false
	}
	return model.Point{X: c.X / before, Y: c.Y / before}, true
}

// cover finds, for each district, the ambulance stations near enough to it, the nearest first.
func (s *RegionSpec) cover() {
	for d := range s.districts {
		x := &s.districts[d]
		middle, ok := x.centre()
		for b := range s.bases {
			far := metres(middle, s.city.Assets[s.bases[b].asset].At)
			if !ok || s.bases[b].service != ambulance || far > reachOf() {
				continue
			}
			at := len(x.posts)
			for at > 0 && x.posts[at-1].far > far {
				at--
			}
			x.posts = append(x.posts, post{})
			copy(x.posts[at+1:], x.posts[at:])
			x.posts[at] = post{int32(b), far}
		}
	}
}

// post is a station that covers a district.
type post struct {
	base int32
	far  float64 // [m]
}

// moveUp lets one free ambulance move to a station of the uncovered district with the most residents, from the nearest station where another one
// stays. On paper nobody sees where units are, and nobody moves.
func (f *fleet) moveUp(r *Region) {
	if !r.spec.options.Relocation || r.manual {
		return
	}
	f.standing(r)
	worst, most := none, 0.0
	for d := range r.spec.districts {
		x := &r.spec.districts[d]
		if x.residents > most && len(x.posts) > 0 && !f.covered(x) && f.usable(r, x) != none {
			worst, most = int32(d), x.residents
		}
	}
	if worst != none {
		to := f.usable(r, &r.spec.districts[worst])
		if k := f.spare(r, to); k >= 0 {
			f.send(r, k, to)
		}
	}
}

// standing counts the free ambulances at each station, or on the way to it.
func (f *fleet) standing(r *Region) {
	for b := range f.stand {
		f.stand[b] = 0
	}
	for k := range f.units[ambulance] {
		if u := &f.units[ambulance][k]; u.phase == phaseFree && r.level(r.spec.bases[u.base].asset).level > model.None {
			f.stand[u.post]++
		}
	}
}

func (f *fleet) covered(x *district) bool {
	for _, p := range x.posts {
		if f.stand[p.base] > 0 {
			return true
		}
	}
	return false
}

// usable is the nearest station of a district that is in service; none if there is none.
func (f *fleet) usable(r *Region, x *district) int32 {
	for _, p := range x.posts {
		if r.level(r.spec.bases[p.base].asset).level > model.None {
			return p.base
		}
	}
	return none
}

// spare is the ambulance nearest to a station that stands at its own, with another one there; below 0 if there is none.
func (f *fleet) spare(r *Region, to int32) int {
	best, least := -1, math.Inf(1)
	at := r.spec.city.Assets[r.spec.bases[to].asset].At
	for k := range f.units[ambulance] {
		u := &f.units[ambulance][k]
		if u.phase != phaseFree || u.post != u.base || f.stand[u.base] < 2 || r.level(r.spec.bases[u.base].asset).level == model.None {
			continue
		}
		if far := metres(r.where(u), at); far < least {
			best, least = k, far
		}
	}
	return best
}

// send lets a free ambulance drive to a station, its own or another one.
func (f *fleet) send(r *Region, k int, to int32) {
	u := &f.units[ambulance][k]
	u.at = r.where(u)
	base := &r.spec.city.Assets[r.spec.bases[to].asset]
	way, _ := r.travel(u.at, base.At, base.District, false)
	u.post, u.home = to, r.now.Add(way)
}

// relieve sends ambulances that moved up to a station back to their own when one of its own is free again.
func (f *fleet) relieve(r *Region, base int32) {
	if !r.spec.options.Relocation {
		return
	}
	for k := range f.units[ambulance] {
		if u := &f.units[ambulance][k]; u.phase == phaseFree && u.post == base && u.base != base {
			f.send(r, k, u.base)
		}
	}
}
