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
	post     int32 // where it stands or goes to when it is free: its base, or where it has moved up to
	incident int32
	hospital model.AssetID
	phase    phase
	part     uint8       // which unit of its incident it is; 0 for the one that the incident is for
	at       model.Point // where it is, or was when it set off for its base
	home     sim.Time    // when it is there
}

// fleet is the units of a region and what waits for them.
type fleet struct {
	units     [services][]unit
	waiting   [services][categories + 2]line
	incidents []incident
	free      []int32
	stand     []int32       // scratch, by base
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
			f.units[b.service] = append(f.units[b.service], unit{base: int32(i), post: int32(i), incident: none, at: r.spec.city.Assets[b.asset].At})
		}
	}
	f.stand = make([]int32, len(r.spec.bases))
	f.takes = make([]model.Level, len(r.spec.hospitals))
	for i := range f.takes {
		f.takes[i] = model.Full
	}
}

func (f *fleet) entry(r *Region, in *incident) *model.Request {
	if in.log == none {
		return nil
	}
	return &r.log[in.log]
}

// where is where a free unit is: at its base or where it moved up to, or at the place that it left last.
func (r *Region) where(u *unit) model.Point {
	if r.now >= u.home {
		return r.spec.city.Assets[r.spec.bases[u.post].asset].At
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
		f.arrive(q, in, u.part, r.now)
		next(rng.Duration(atScene(s), r.fateOf(in, careScene, u.part)))
	case phaseScene:
		if u.part == 0 {
			f.standDown(r, in)
		}
		if h := f.hospital(r, in); s == ambulance && u.part == 0 && !in.hoax && h != model.Absent && r.fate(in, careTransport).Float64() < shareTransport {
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

// arrive notes that a unit is at the scene.
func (f *fleet) arrive(q *model.Request, in *incident, part uint8, at sim.Time) {
	in.there++
	if part == 0 {
		note(q, model.StepOnScene, at)
	}
	if in.total() > 1 && in.there == 1 {
		note(q, model.StepFirst, at)
	}
	if in.total() > 1 && in.there == in.total() {
		note(q, model.StepComplete, at)
	}
}

// standDown: what has not been sent when the first unit of the service that an incident is for has done its work is not sent any more.
func (f *fleet) standDown(r *Region, in *incident) {
	in.done = true
	if in.sent == in.wanted {
		return
	}
	if q := f.entry(r, in); q != nil {
		q.Marks |= model.MarkStoodDown
	}
	for s := range in.wanted { // what waits behind it
		if in.sent[s] < in.wanted[s] {
			f.assign(r, service(s))
		}
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
	f.drop(u.incident)
	base := &r.spec.city.Assets[r.spec.bases[u.base].asset]
	way, _ := r.travel(u.at, base.At, base.District, false)
	u.phase, u.incident, u.post, u.home = phaseFree, none, u.base, r.now.Add(way)
	f.assign(r, s)
	if s == ambulance {
		if u.phase == phaseFree {
			f.relieve(r, u.base)
		}
		f.moveUp(r)
	}
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
