package emergency

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// ask notes what an answered call is about; dispatch hears of it when the call taker has understood.
func (f *fleet) ask(r *Region, c *call, at sim.Time) {
	s, category := r.judge(c)
	if c.log != none {
		r.log[c.log].Category = category
	}
	if s == nobody || len(f.units[s]) == 0 {
		return
	}
	x := &r.spec.districts[c.district]
	in := incident{number: c.number, log: c.log, origin: c.origin, service: s, category: category, hoax: c.hoax || c.origin == originOther,
		lost: c.data == model.DataMissing || c.data == model.DataNoLocation, district: c.district, cause: c.cause}
	in.at, _ = x.place(r.fate(&in, carePlace).Float64())
	f.want(r, &in)
	delay := r.span(c, drawProcess, processing())
	if r.manual {
		delay += rng.Duration(byHand(), r.fate(&in, careByHand))
	}
	if in.lost {
		delay += rng.Duration(asking(), r.fate(&in, careAsking))
	}
	r.agenda.push(task{at: at.Add(delay), what: dutyRaise, id: f.keep(in)})
}

// want sets what an incident needs, as far as the city has it.
func (f *fleet) want(r *Region, in *incident) {
	in.wanted = r.extent(in)
	for s := range in.wanted {
		in.wanted[s] = min(in.wanted[s], uint8(min(maxWanted, len(f.units[s]))))
	}
	if q := f.entry(r, in); q != nil {
		q.Wanted = in.total()
	}
}

func (f *fleet) keep(in incident) int32 {
	if n := len(f.free); n > 0 {
		id := f.free[n-1]
		f.free = f.free[:n-1]
		f.incidents[id] = in
		return id
	}
	f.incidents = append(f.incidents, in)
	return int32(len(f.incidents) - 1)
}

// raise puts an incident into the queues of the services that it needs: the first unit of each by the incident's category, further ones in
// the next, so that nobody waits for his first unit because of another one's third.
func (f *fleet) raise(r *Region, id int32) {
	in := &f.incidents[id]
	in.refs = 1 // this one
	for s, n := range in.wanted {
		if n > 0 {
			f.waiting[s][in.category].push(id)
			in.refs++
		}
		if n > 1 {
			f.waiting[s][in.category+1].push(id)
			in.refs++
		}
	}
	for s := range in.wanted {
		f.assign(r, service(s))
	}
	f.drop(id)
	f.moveUp(r)
}

// drop gives an incident's place back when no unit and no queue knows it any more.
func (f *fleet) drop(id int32) {
	in := &f.incidents[id]
	if in.refs--; in.refs == 0 {
		f.free = append(f.free, id)
	}
}

// assign sends free units to what waits: the lowest category first, then the oldest.
func (f *fleet) assign(r *Region, s service) {
	for category := 1; category < len(f.waiting[s]); category++ {
		for l := &f.waiting[s][category]; l.head < len(l.list); l.head++ {
			id := l.list[l.head]
			for f.incidents[id].missing(s, category) {
				if !f.dispatch(r, s, id) {
					return
				}
			}
			f.drop(id)
		}
	}
}

// missing reports whether an incident waits for a unit of a service in a queue.
func (in *incident) missing(s service, category int) bool {
	target := in.wanted[s]
	if category == int(in.category) {
		target = min(1, target)
	}
	return !in.done && in.sent[s] < target
}

// dispatch sends the nearest free unit; not ok if none can go.
func (f *fleet) dispatch(r *Region, s service, id int32) bool {
	in := &f.incidents[id]
	k, way := f.nearest(r, s, in)
	if k < 0 {
		return false
	}
	u := &f.units[s][k]
	u.part = in.part(s)
	asset := r.spec.bases[u.base].asset
	way += time.Duration(float64(rng.Duration(turnout(), r.fateOf(in, careTurnout, u.part))) / max(slowest, r.level(asset).level.Share()))
	if in.lost {
		way += rng.Duration(rng.Exponential{Avg: searching}, r.fate(in, careSearch))
	}
	u.phase, u.incident = phaseWay, id
	in.sent[s]++
	in.refs++
	if q := f.entry(r, in); q != nil {
		q.Units++
		if u.part == 0 {
			q.Unit, q.Steps[model.StepDispatched] = asset, r.now
			if u.post != u.base {
				q.Marks |= model.MarkMovedUp
			}
		}
	}
	r.agenda.push(task{at: r.now.Add(way), what: dutyUnit, id: int32(k), mark: uint32(s)})
	return true
}

// slowest is the least of a station's level that turning out is slowed by: at 0 nobody goes.
const slowest = 0.1

// candidates is how many of the units that are nearest as the crow flies are compared by their time on the roads.
const candidates = 4

// nearest is the free unit that is there first, by travel as it is now; on paper the one whose base is nearest as the crow flies, for
// nobody sees where units are. Below 0: none.
func (f *fleet) nearest(r *Region, s service, in *incident) (int, time.Duration) {
	var near [candidates]int
	var far [candidates]float64
	n := 0
	for k := range f.units[s] {
		u := &f.units[s][k]
		base := r.spec.bases[u.base].asset
		if u.phase != phaseFree || r.level(base).level == model.None {
			continue
		}
		from := r.where(u)
		if r.manual {
			from = r.spec.city.Assets[base].At
		}
		d := metres(from, in.at)
		at := n
		for at > 0 && d < far[at-1] {
			at--
		}
		if at == candidates {
			continue
		}
		n = min(n+1, candidates)
		copy(near[at+1:n], near[at:n])
		copy(far[at+1:n], far[at:n])
		near[at], far[at] = k, d
	}
	if r.manual {
		n = min(n, 1)
	}
	return f.first(r, in, s, near[:n])
}

// first is the one of some units that is there first.
func (f *fleet) first(r *Region, in *incident, s service, near []int) (int, time.Duration) {
	best, least := -1, time.Duration(0)
	for _, k := range near {
		way, ok := r.travel(r.where(&f.units[s][k]), in.at, in.district, in.category <= 2)
		if ok && (best < 0 || way < least) {
			best, least = k, way
		}
	}
	return best, least
}
