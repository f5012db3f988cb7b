package emergency

import (
	"fmt"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Region is the calls of a city in one replication, from the trigger to the hand-over of the patient: callers, networks, PSAPs, units.
// It keeps a log of the calls.
type Region struct {
	spec   *RegionSpec
	wiring *RegionWiring
	self   sim.Source
	armed  sim.Time
	now    sim.Time

	inlets         inlets
	first          [origins]int32 // by origin: its inlet in the first district
	agenda         agenda
	calls          []call              // slab
	free           []int32             // unused places in it
	luck, care     [origins]rng.Stream // by origin: of callers and of what is done for them
	dice, sub      rng.Stream
	centres        []centre
	manual         bool // the dispatch system is down
	known          []reading
	place          []int32 // by asset: its reading, none if it is not heard of
	dark           []dark  // by district
	floods         []sim.RecordID
	outages, tries uint64       // of the main PSAP, and to switch over in this one
	switched       bool         // calls go to the second PSAP
	jam            sim.RecordID // the last Change that took something from streets or public transport
	shift          int
	shifts         uint64 // changes of shift
	staffing       rng.Stream
	switchover     sim.RecordID // the Change that says so
	switching      rng.Stream
	begun          bool

	log     []model.Request
	scratch model.Request // of calls beyond LogLimit
	counts  [model.RequestSorts][model.Outcomes]uint64
	made    uint64 // callers

	backlog backlog
	answers answers
	fleet   fleet
}

// reading is what the region knows of an asset.
type reading struct {
	level model.Level
	cause sim.RecordID // the Change that brought it there
}

// dark is since when a district lacks power.
type dark struct {
	since sim.Time
	cause sim.RecordID
}

// call is a caller until nothing more can happen to the call.
type call struct {
	number   uint64
	log      int32 // place in the log; none beyond LogLimit
	district model.DistrictID
	origin   origin
	sort     model.RequestSort
	attempt  uint8
	centre   int8
	mobile   bool
	hoax     bool
	answered bool
	ringing  bool // the PSAP rings back; the books of the call are closed
	data     model.DataState
	last     model.Outcome // of the last attempt
	since    sim.Time      // when the first attempt began
	cause    sim.RecordID
}

// LogLimit is how many calls a region's log holds at most [calls]. What comes beyond is simulated and counted, not kept.
const LogLimit = 1 << 19

// tick is how often rates and staffing follow the clock.
const tick = 10 * time.Minute

const msgRegion = model.MsgPrivate + 1

// Live makes the process of one replication.
func (s *RegionSpec) Live(w *RegionWiring) *Region {
	r := &Region{spec: s, wiring: w, self: s.entity.Source(), armed: sim.Never, place: make([]int32, len(s.city.Assets)),
		known: make([]reading, len(s.heard)), dark: make([]dark, len(s.districts)), floods: make([]sim.RecordID, len(s.floods))}
	for i := range r.place {
		r.place[i] = none
	}
	for i, a := range s.heard {
		r.place[a], r.known[i].level = int32(i), model.Full
	}
	for i := range r.dark {
		r.dark[i].since = sim.Never
	}
	for o, x := range s.sources {
		r.luck[o], r.care[o] = w.Root.Stream("emergency/"+x.name+"/fate"), w.Root.Stream("emergency/"+x.name+"/care")
	}
	r.switching, r.staffing = w.Root.Stream("emergency/failover"), w.Root.Stream("emergency/staff")
	r.answers.level = model.Full
	r.log = make([]model.Request, 0, s.expected())
	r.openCentres()
	r.openInlets()
	r.fleet.open(r)
	return r
}

// expected is room for the calls of a run in the log, so that it hardly grows while the run goes.
func (s *RegionSpec) expected() int {
	residents := 0.0
	for d := range s.districts {
		residents += s.districts[d].residents
	}
	return min(LogLimit, 1000+int(1.5*s.options.received()*residents/1e5*s.clock.Horizon.Hours()/yearHours))
}

// openInlets makes the streams of calls: by origin, then by district.
func (r *Region) openInlets() {
	add := func(name string, d model.DistrictID, o origin, flood int) {
		r.inlets.add(inlet{stream: r.wiring.Root.Stream(name + "/" + r.spec.city.Districts[d].Name), district: d, origin: o, flood: int32(flood)})
	}
	for o, x := range r.spec.sources {
		r.first[o] = int32(len(r.inlets.list))
		for d := range r.spec.districts {
			if origin(o) != originFlood && origin(o) != originCrowd {
				add("emergency/"+x.name, model.DistrictID(d), origin(o), 0)
			}
		}
	}
	for i := range r.spec.options.Floods {
		for d := range r.spec.districts {
			add(fmt.Sprintf("emergency/flood-%02d", i+1), model.DistrictID(d), originFlood, i)
		}
	}
}

// Start posts the first timer to the region, which is process id.
func (r *Region) Start(e *model.Engine, id sim.ProcessID) {
	r.armed = 0
	e.Post(&r.self, id, 0, r.due())
	for i := range r.spec.options.Floods {
		f := &r.spec.options.Floods[i]
		e.Post(&r.self, id, f.At, model.Msg{Kind: msgRegion, To: r.spec.entity, From: r.spec.floods[i], Slot: int32(i + 1), Level: model.Full})
		e.Post(&r.self, id, f.Until, model.Msg{Kind: msgRegion, To: r.spec.entity, From: r.spec.floods[i], Slot: int32(i + 1)})
	}
}

func (r *Region) due() model.Msg {
	return model.Msg{Kind: msgRegion, To: r.spec.entity, From: r.spec.entity}
}

// Handle deals with one message, after all that was due before it.
func (r *Region) Handle(ctx *model.Context, m *model.Msg) error {
	r.now = ctx.Now()
	if r.now >= r.armed {
		r.armed = sim.Never
	}
	r.advance(ctx)
	switch m.Kind {
	case model.MsgSupply:
		r.hear(m)
	case model.MsgRequest:
		r.fleet.handedOver(r, m)
	case model.MsgReading:
		r.fleet.divert(r, m)
	case msgRegion:
		if m.Slot > 0 {
			r.flood(ctx, int(m.Slot-1), m.Level == model.Full)
		}
	}
	r.advance(ctx)
	if next := r.next(); next < r.armed {
		r.armed = next
		ctx.Send(&r.self, ctx.Self(), next.Sub(r.now), r.due())
	}
	return nil
}

// next is when something happens by itself.
func (r *Region) next() sim.Time {
	next := min(r.inlets.next(), r.agenda.next())
	for i := range r.centres {
		next = min(next, r.centres[i].psap.Next())
	}
	return next
}

// advance does all that is due now: what callers and call takers do by themselves, then what was set, then new calls.
func (r *Region) advance(ctx *model.Context) {
	if !r.begun {
		r.begun = true
		_, clock := r.spec.clock.Clock(r.now)
		r.shift = shiftOf(clock)
		r.tick(ctx)
		r.after(slice, dutyReview, 0)
	}
	for {
		for i := range r.centres {
			r.centres[i].psap.Advance(r.now)
		}
		switch {
		case r.agenda.next() <= r.now:
			r.do(ctx, r.agenda.pop())
		case r.inlets.next() <= r.now:
			i := r.inlets.heap[0]
			f := &r.inlets.list[i]
			n := f.take()
			r.inlets.fix(i)
			r.trigger(f, n)
		default:
			return
		}
	}
}

func (r *Region) do(ctx *model.Context, t task) {
	switch t.what {
	case dutyTry:
		r.try(t.id)
	case dutyConnect:
		r.connect(t.id)
	case dutyCrowd:
		r.join(&t)
	case dutyDrop:
		r.drop(t.id)
	case dutyRaise:
		r.fleet.raise(r, t.id)
	case dutyUnit:
		r.fleet.step(r, ctx, t.id, t.mark)
	case dutyFailover:
		r.failover(ctx, t.mark)
	case dutyTick:
		r.tick(ctx)
	case dutyRing:
		r.ring()
	case dutyReview:
		r.review(ctx)
	}
}

func (r *Region) after(d time.Duration, what duty, id int32) {
	r.agenda.push(task{at: r.now.Add(d), what: what, id: id})
}

// tick lets rates and staffing follow the clock.
func (r *Region) tick(ctx *model.Context) {
	r.after(tick, dutyTick, 0)
	r.relieve(ctx)
	r.staff(false)
	for i := range r.inlets.list {
		r.rate(int32(i))
	}
}

// level is what the region knows of an asset; Full if it has none.
func (r *Region) level(a model.AssetID) reading {
	if a == model.Absent || r.place[a] == none {
		return reading{level: model.Full}
	}
	return r.known[r.place[a]]
}

// hear takes note of a level.
func (r *Region) hear(m *model.Msg) {
	a := model.AssetID(m.From)
	if r.wiring.Hear != nil && r.wiring.Hear(a, m.Level) {
		r.slowed(m)
	}
	if r.place[a] == none {
		return
	}
	r.known[r.place[a]] = reading{m.Level, m.Cause}
	d := r.spec.city.Assets[a].District
	switch {
	case a == r.spec.districts[d].power:
		r.power(d, m)
	case a == r.spec.cad:
		r.manual = m.Level.Share() <= manualBelow
		for i := range r.centres {
			r.centres[i].psap.Manual(r.now, r.manual && r.spec.centres[i].asset != model.Absent)
		}
	case a == r.spec.districts[d].flow || a == r.spec.districts[d].transit:
		r.slowed(m)
	default:
		r.houseChanged(a)
	}
	r.causeChanged(a)
}

// slowed takes note of what makes people late.
func (r *Region) slowed(m *model.Msg) {
	if m.Level < model.Full {
		r.jam = m.Cause
	}
}

// houseChanged follows the level of a PSAP or a station.
func (r *Region) houseChanged(a model.AssetID) {
	for i := range r.spec.centres {
		if r.spec.centres[i].asset == a {
			r.centreChanged(i)
		}
	}
	for i := range r.spec.bases {
		if b := &r.spec.bases[i]; b.asset == a {
			r.fleet.assign(r, b.service)
		}
	}
}

// Requests is the log.
func (r *Region) Requests() []model.Request { return r.log }

// Check reports a call that was lost from the books: each one ends in exactly one outcome or is under way.
func (r *Region) Check() error {
	var ended, open uint64
	for s := range r.counts {
		for o := range r.counts[s] {
			ended += r.counts[s][o]
		}
	}
	for i := range r.calls {
		if r.calls[i].number != idle && !r.calls[i].ringing {
			open++
		}
	}
	if ended+open != r.made {
		return fmt.Errorf("emergency: %d calls began, %d ended and %d are under way", r.made, ended, open)
	}
	return r.fleet.check()
}

var (
	_ model.Process = (*Region)(nil)
	_ model.Keeper  = (*Region)(nil)
)
