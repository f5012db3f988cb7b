package health

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Departments is the process of one replication: every emergency department of the city.
type Departments struct {
	spec     *Spec
	wiring   *Wiring
	self     sim.Source
	levels   []model.Level // by asset, as heard
	houses   []department
	coming   []source // by origin
	patients []patient
	free     []int32
	log      []model.Request
	tally    Tally
	dice     rng.Stream // kept here, so that it does not escape to the heap for a patient
}

// department is a hospital in a run.
type department struct {
	level     model.Level
	services  [services]model.Level
	stores    [stores]store
	staff     model.Level // of those planned
	queues    [Categories]queue
	boarding  queue
	onWard    int
	held      int // places kept by those who wait for a bed
	corridor  int // those who wait for a bed, or move to one, without a place
	opened    int // beds of planned admissions in use
	triage    int // patients in triage
	waiting   int
	busy      int // places
	diverting bool
	crowded   bool         // why it diverts
	cause     sim.RecordID // the latest Change of its level
	decision  sim.RecordID // the Change by which it diverts
}

// source is an origin in a run.
type source struct {
	luck   [purposes]rng.Stream
	next   sim.Time
	number uint64
}

// Tally is what became of everybody who came: Arrived = Treated + Left + Transferred + Inside.
type Tally struct {
	Arrived     int64 // at some hospital, or on the way to one
	Treated     int64
	Left        int64 // without being seen, of whom some found no hospital at all
	Transferred int64 // from one hospital to another, where they arrive once more
	Inside      int64 // on the way, waiting, or in treatment
	Admitted    int64 // of those treated
	Diverted    int64 // of those who arrived: came because another hospital diverts

	// Wards: Admitted = Boarding + Moved, Settled + Moved = OnWard + Discharged.
	Boarding   int64 // wait in the department for a bed
	Moved      int64 // got a bed
	Settled    int64 // were on a ward at the beginning
	OnWard     int64
	Discharged int64 // left a ward
	Postponed  int64 // planned admissions that gave up a bed
}

// The messages of this process to itself. Slot is an origin (msgCome) or a patient.
const (
	msgBegin = model.MsgPrivate + iota
	msgCome
	msgArrive
	msgTriaged
	msgPatience
	msgTreated
	msgBoarded
	msgBoardsLong // Slot is a hospital, here and below
	msgVacated
	msgEmpty // Amount is a store
	msgShift
)

// maxLog is how many patients of a run are kept one by one; those beyond are counted only, so that memory stays bounded.
const maxLog = 1 << 20

// Live makes the process of one replication.
func (s *Spec) Live(w *Wiring) *Departments {
	d := &Departments{spec: s, wiring: w, self: s.entity.Source(), levels: make([]model.Level, len(s.city.Assets)),
		houses: make([]department, len(s.houses)), coming: make([]source, len(s.origins))}
	for i := range d.levels {
		d.levels[i] = model.Full
	}
	for i := range d.houses {
		h := &d.houses[i]
		h.level, h.staff, h.services, h.boarding = model.Full, model.Full, serve(whole()), queue{none, none}
		for n := range h.stores {
			size, _ := s.sizes(int32(i), n)
			h.stores[n] = store{left: size, level: model.Full}
		}
		for c := range h.queues {
			h.queues[c] = queue{none, none}
		}
	}
	perHour := 0.0
	for i := range s.origins {
		perHour += s.origins[i].perHour
		for p, name := range s.origins[i].names {
			d.coming[i].luck[p] = w.Root.StreamOf(name)
		}
	}
	expected := perHour * s.clock.Horizon.Hours()
	d.log = make([]model.Request, 0, int(min(maxLog, 1.2*expected+100)))
	return d
}

// Start posts the beginning.
func (d *Departments) Start(e *model.Engine) {
	e.Post(&d.self, d.wiring.Self, 0, model.Msg{Kind: msgBegin, To: d.spec.entity})
}

// Requests is the log of the patients.
func (d *Departments) Requests() []model.Request { return d.log }

// Tally is what became of everybody so far.
func (d *Departments) Tally() Tally { return d.tally }

// Check says whether everybody is accounted for: arrived = treated + left + transferred + inside, and those inside are there; admitted = boarding +
// moved to a ward, and there those at the beginning and those moved = those there now and those discharged.
func (d *Departments) Check() error {
	n := d.tally
	if n.Arrived != n.Treated+n.Left+n.Transferred+n.Inside || n.Inside != int64(len(d.patients)-len(d.free)) {
		return fmt.Errorf("health: patients are not accounted for: %+v, %d in hospitals or on the way", n, len(d.patients)-len(d.free))
	}
	onWard := int64(0)
	for i := range d.houses {
		onWard += int64(d.houses[i].onWard)
	}
	if n.Admitted != n.Boarding+n.Moved || n.Settled+n.Moved != n.OnWard+n.Discharged || n.OnWard != onWard {
		return fmt.Errorf("health: patients of wards are not accounted for: %+v, %d in beds", n, onWard)
	}
	return nil
}

// Handle deals with one message.
func (d *Departments) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgSupply:
		d.hear(ctx, m)
	case model.MsgRequest:
		return d.called(ctx, m)
	case msgBegin:
		for i := 0; i < d.spec.calls; i++ {
			d.expect(ctx, int32(i))
		}
		d.settle(ctx)
		d.shifts(ctx)
	case msgCome:
		d.come(ctx, m.Slot)
		d.expect(ctx, m.Slot)
	case msgArrive:
		d.arrive(ctx, m.Slot)
	case msgTriaged:
		d.triaged(ctx, m.Slot)
	case msgPatience:
		d.impatient(ctx, m.Slot)
	case msgTreated:
		d.treated(ctx, m.Slot)
	case msgBoarded:
		d.discharge(ctx, m.Slot)
	default:
		d.upstairs(ctx, m)
	}
	return nil
}

// upstairs deals with what a hospital hears from its wards, stores and staff.
func (d *Departments) upstairs(ctx *model.Context, m *model.Msg) {
	switch m.Kind {
	case msgBoardsLong:
		d.boardsLong(ctx, m.Slot)
	case msgVacated:
		d.vacated(ctx, m.Slot)
	case msgEmpty:
		d.spent(ctx, m.Slot, int(m.Amount))
	case msgShift:
		d.change(ctx)
	}
}

// later sends a message about a patient to itself.
func (d *Departments) later(ctx *model.Context, after time.Duration, kind model.MsgKind, slot int32) sim.Timer {
	return ctx.After(&d.self, after, model.Msg{Kind: kind, To: d.spec.entity, From: d.spec.entity, Slot: slot})
}

// expect draws when the next patient of an origin comes: a Poisson stream whose rate is constant within an hour. A unit span is stretched by
// the rates, so that a higher rate brings the same patients earlier.
func (d *Departments) expect(ctx *model.Context, o int32) {
	c, of := &d.coming[o], &d.spec.origins[o]
	if of.perHour <= 0 || of.carried && d.spec.options.Messages {
		return
	}
	d.dice = c.luck[forArrival].From(c.number)
	left := rng.Exponential{Avg: 1}.Sample(&d.dice)
	at := c.next
	for left > 0 {
		_, clock := d.spec.clock.Clock(at)
		end := time.Hour - clock%time.Hour
		perNS := of.perHour * d.spec.share(clock) / float64(time.Hour)
		if span := math.Round(left / perNS); span < float64(end) {
			at, left = at.Add(time.Duration(span)), 0
		} else {
			at, left = at.Add(end), left-float64(perNS*float64(end))
		}
		if at.Sub(0) > d.spec.clock.Horizon {
			return
		}
	}
	c.next = at
	d.later(ctx, at.Sub(ctx.Now()), msgCome, o)
}

// share is how busy an hour of the day is, as a multiple of the mean.
func (s *Spec) share(clock time.Duration) float64 {
	if s.options.Flat {
		return 1
	}
	return day()[clock/time.Hour%24]
}

// day is the multiple of the mean in each hour: quietest before dawn, busiest late in the morning, high until the evening. General knowledge,
// uncertain; the mean is 1.
func day() [24]float64 {
	return [24]float64{0.60, 0.47, 0.39, 0.34, 0.32, 0.34, 0.43, 0.62, 0.98, 1.35, 1.56, 1.56, 1.43, 1.34, 1.36, 1.35, 1.30, 1.27, 1.27, 1.25, 1.21, 1.13,
		1.15, 0.98}
}

var _ model.Keeper = (*Departments)(nil)
var _ model.Process = (*Departments)(nil)
