package emergency

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// phase is what a unit does.
type phase uint8

const (
	phaseFree     phase = iota // at its base, or on the way back there
	phaseWay                   // to the scene
	phaseScene                 // there
	phaseHospital              // on the way to a hospital
	phaseHandOver              // waiting there until its patient is taken over
)

// unit is an ambulance, an engine, a patrol.
type unit struct {
	base     int32
	incident int32
	hospital model.AssetID
	phase    phase
	at       model.Point // where it is, or was when it set off for its base
	home     sim.Time    // when it is there
}

// fleet is the units of a region and what waits for them.
type fleet struct {
	units     [services][]unit
	waiting   [services][categories + 1]line
	incidents []incident
	free      []int32
	takes     []model.Level // by hospital: how far it takes ambulances
}

const categories = 4

// line is incidents that wait, the oldest first.
type line struct {
	list []int32
	head int
}

func (l *line) push(id int32) {
	if l.head > 0 && l.head == len(l.list) {
		l.list, l.head = l.list[:0], 0
	}
	if l.head > 1024 && 2*l.head > len(l.list) {
		l.list = l.list[:copy(l.list, l.list[l.head:])]
		l.head = 0
	}
	l.list = append(l.list, id)
}

func (f *fleet) open(r *Region) {
	for i := range r.spec.bases {
		b := &r.spec.bases[i]
		for range b.units {
			f.units[b.service] = append(f.units[b.service], unit{base: int32(i), incident: none, at: r.spec.city.Assets[b.asset].At})
		}
	}
	f.takes = make([]model.Level, len(r.spec.hospitals))
	for i := range f.takes {
		f.takes[i] = model.Full
	}
}

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
	delay := r.span(c, drawProcess, processing())
	if r.manual {
		delay += rng.Duration(byHand(), r.fate(&in, careByHand))
	}
	if in.lost {
		delay += rng.Duration(asking(), r.fate(&in, careAsking))
	}
	r.agenda.push(task{at: at.Add(delay), what: dutyRaise, id: f.keep(in)})
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

// raise puts an incident into the queue of its service.
func (f *fleet) raise(r *Region, id int32) {
	in := &f.incidents[id]
	f.waiting[in.service][in.category].push(id)
	f.assign(r, in.service)
}

// assign sends free units to what waits: the lowest category first, then the oldest.
func (f *fleet) assign(r *Region, s service) {
	for category := 1; category <= categories; category++ {
		for l := &f.waiting[s][category]; l.head < len(l.list); l.head++ {
			if !f.dispatch(r, s, l.list[l.head]) {
				return
			}
		}
	}
}

// dispatch sends the nearest free unit; not ok if none can go.
func (f *fleet) dispatch(r *Region, s service, id int32) bool {
	in := &f.incidents[id]
	k, way := f.nearest(r, s, in)
	if k < 0 {
		return false
	}
	u := &f.units[s][k]
	asset := r.spec.bases[u.base].asset
	way += time.Duration(float64(rng.Duration(turnout(), r.fate(in, careTurnout))) / max(slowest, r.level(asset).level.Share()))
	if in.lost {
		way += rng.Duration(rng.Exponential{Avg: searching}, r.fate(in, careSearch))
	}
	u.phase, u.incident = phaseWay, id
	if q := f.entry(r, in); q != nil {
		q.Unit, q.Steps[model.StepDispatched] = asset, r.now
	}
	r.agenda.push(task{at: r.now.Add(way), what: dutyUnit, id: int32(k), mark: uint32(s)})
	return true
}

// slowest is the least of a station's level that turning out is slowed by: at 0 nobody goes.
const slowest = 0.1

func (f *fleet) entry(r *Region, in *incident) *model.Request {
	if in.log == none {
		return nil
	}
	return &r.log[in.log]
}

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

// where is where a free unit is: at its base, or at the place that it left last.
func (r *Region) where(u *unit) model.Point {
	if r.now >= u.home {
		return r.spec.city.Assets[r.spec.bases[u.base].asset].At
	}
	return u.at
}

// step takes a unit to its next phase.
func (f *fleet) step(r *Region, ctx *model.Context, k int32, mark uint32) {
	s := service(mark)
	u := &f.units[s][k]
	in := &f.incidents[u.incident]
	q := f.entry(r, in)
	next := func(d time.Duration) { r.agenda.push(task{at: r.now.Add(d), what: dutyUnit, id: k, mark: mark}) }
	switch u.phase {
	case phaseWay:
		u.phase, u.at = phaseScene, in.at
		note(q, model.StepOnScene, r.now)
		next(rng.Duration(atScene(s), r.fate(in, careScene)))
	case phaseScene:
		if h := f.hospital(r, in); s == ambulance && !in.hoax && h != model.Absent && r.fate(in, careTransport).Float64() < shareTransport {
			u.phase, u.hospital = phaseHospital, h
			to := &r.spec.city.Assets[h]
			way, _ := r.travel(in.at, to.At, to.District, in.category == 1)
			next(way)
			return
		}
		f.release(r, s, k)
	case phaseHospital:
		u.phase, u.at = phaseHandOver, r.spec.city.Assets[u.hospital].At
		note(q, model.StepArrived, r.now)
		if !f.bring(r, ctx, u, in) {
			next(rng.Duration(handOver(), r.fate(in, careHandOver)))
		}
	case phaseHandOver:
		note(q, model.StepSeen, r.now)
		f.release(r, s, k)
	}
}

func note(q *model.Request, step model.Step, at sim.Time) {
	if q != nil {
		q.Steps[step] = at
	}
}

// bring hands a patient to the process of the hospital; not ok if there is none.
func (f *fleet) bring(r *Region, ctx *model.Context, u *unit, in *incident) bool {
	if r.wiring.Hospital == nil {
		return false
	}
	to, ok := r.wiring.Hospital(u.hospital)
	if !ok {
		return false
	}
	ctx.Send(&r.self, to.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgRequest, To: u.hospital.Entity(), From: r.spec.entity, Need: model.Absent,
		Slot: int32(in.category), Amount: f.patient(u), Cause: in.cause})
	return true
}

// patient is the number of a patient: that of the call in the log; below 0 for one that is not there.
func (f *fleet) patient(u *unit) int64 {
	if in := &f.incidents[u.incident]; in.log != none {
		return int64(in.log) + 1
	}
	return -int64(u.incident) - 1
}

// handedOver frees the ambulance whose patient a hospital has taken.
func (f *fleet) handedOver(r *Region, m *model.Msg) {
	for k := range f.units[ambulance] {
		u := &f.units[ambulance][k]
		if u.phase == phaseHandOver && u.hospital.Entity() == m.From && f.patient(u) == m.Amount {
			note(f.entry(r, &f.incidents[u.incident]), model.StepSeen, r.now)
			f.release(r, ambulance, int32(k))
			return
		}
	}
}

// divert takes note of how far a hospital takes ambulances.
func (f *fleet) divert(r *Region, m *model.Msg) {
	for i, h := range r.spec.hospitals {
		if h.Entity() == m.From {
			f.takes[i] = m.Level
		}
	}
}

// hospital is the nearest one that works and takes ambulances, else the nearest that works, else the nearest; Absent if there is none.
func (f *fleet) hospital(r *Region, in *incident) model.AssetID {
	best, least := model.AssetID(model.Absent), math.Inf(1)
	for i, h := range r.spec.hospitals {
		d := metres(in.at, r.spec.city.Assets[h].At)
		switch {
		case r.level(h).level == model.None:
			d += 2e9
		case f.takes[i] == model.None:
			d += 1e9
		}
		if d < least {
			best, least = h, d
		}
	}
	return best
}

// release sets a unit free; it drives back to its base.
func (f *fleet) release(r *Region, s service, k int32) {
	u := &f.units[s][k]
	f.free = append(f.free, u.incident)
	base := &r.spec.city.Assets[r.spec.bases[u.base].asset]
	way, _ := r.travel(u.at, base.At, base.District, false)
	u.phase, u.incident, u.home = phaseFree, none, r.now.Add(way)
	f.assign(r, s)
}

// Travel where the roads have no physics: assumptions (urgent 25 to 45 km/h, others 15 to 30, both with stops; detour 1.2 to 1.5).
const (
	urgentSpeed = 30 / 3.6 // [m/s]
	usualSpeed  = 20 / 3.6 // [m/s]
	detour      = 1.3      // streets by the straight line
	urgentDelay = 0.4      // of the delay of others that an urgent vehicle has
)

// travel is the time between two points on the roads as they are.
func (r *Region) travel(from, to model.Point, district model.DistrictID, urgent bool) (time.Duration, bool) {
	if r.wiring.Travel != nil {
		return r.wiring.Travel(r.now, from, to, urgent)
	}
	speed, late := usualSpeed, 1/max(slowest, r.level(r.spec.districts[district].flow).level.Share())-1
	if urgent {
		speed, late = urgentSpeed, urgentDelay*late
	}
	return time.Duration(metres(from, to) * detour / speed * (1 + late) * float64(time.Second)), true
}

func metres(a, b model.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
