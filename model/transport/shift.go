package transport

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// ShiftOptions are how people travel whose public transport does not run. The zero value works.
type ShiftOptions struct {
	Share    float64       // share of them who drive instead [above 0, up to 1]; 0 = DefaultShift
	Carried  float64       // share of all trips by public transport [above 0, up to 1]; 0 = DefaultCarried
	Reaction time.Duration // from a change of the service until they do; 0 = DefaultReaction
}

// Defaults of ShiftOptions.
const (
	// DefaultShift is an assumption (0.1 to 0.6). When public transport is on strike, 10 to 20 % of its trips are given up and most
	// of the rest goes by car, as driver or passenger (van Exel and Rietveld, Transport Policy 8, 2001: thirteen strikes); a failure
	// that nobody announced finds fewer with a car at hand.
	DefaultShift    = 0.3
	DefaultCarried  = 0.158            // INE, Inquerito a Mobilidade 2017, Lisbon
	DefaultReaction = 30 * time.Minute // an assumption (10 minutes to 2 hours): people wait before they fetch a car
)

// ShiftSpec is the immutable half of the travellers of a city who change from public transport to a car.
type ShiftSpec struct {
	clock    model.Conditions
	options  ShiftOptions
	entity   model.EntityID
	services []service
}

// service is the public transport of a district.
type service struct {
	asset  model.AssetID
	flow   model.AssetID
	people float64
}

// CompileShift finds the public transport (kind transit/service) of each district that has traffic (kind traffic/flow), and
// registers the travellers as an actor. It returns everything that is wrong at once.
func CompileShift(r *model.Roster, c model.Conditions, o ShiftOptions) (*ShiftSpec, error) {
	var f model.Faults
	o.Share, o.Carried = orDefault(o.Share, DefaultShift), orDefault(o.Carried, DefaultCarried)
	if o.Reaction == 0 {
		o.Reaction = DefaultReaction
	}
	for _, x := range []struct {
		what  string
		share float64
	}{{"share", o.Share}, {"carried", o.Carried}} {
		if !(x.share > 0 && x.share <= 1) {
			f.Add("shift: "+x.what, 0, 0, "a share above 0, up to 1", "%v", x.share)
		}
	}
	if o.Reaction < 0 {
		f.Add("shift: reaction", 0, 0, "0 or more", "%v", o.Reaction)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	s := &ShiftSpec{clock: c, options: o}
	s.pair(r.City)
	s.entity = r.Add(model.Actor{Name: "traffic/travellers", Title: "Travellers of public transport", Sort: model.SortEvent, Operator: model.Absent,
		District: model.Absent})
	return s, nil
}

func orDefault(x, usual float64) float64 {
	if x == 0 {
		return usual
	}
	return x
}

// pair joins the services to the traffic of their districts.
func (s *ShiftSpec) pair(city *model.City) {
	flows := make([]model.AssetID, len(city.Districts))
	for d := range flows {
		flows[d] = model.Absent
	}
	for i := range city.Assets {
		if a := &city.Assets[i]; city.Kinds[a.Kind].Name == "traffic/flow" {
			flows[a.District] = model.AssetID(i)
		}
	}
	for i := range city.Assets {
		a := &city.Assets[i]
		if flow := flows[a.District]; flow != model.Absent && city.Kinds[a.Kind].Name == "transit/service" {
			s.services = append(s.services, service{model.AssetID(i), flow, float64(city.Districts[a.District].Residents)})
		}
	}
}

// cars is how many cars more go in an hour when the public transport of so many people has a level.
func (s *ShiftSpec) cars(people float64, level model.Level, slot int) int64 {
	t := [2]Travel{Weekday(), Weekend()}[slot/hours]
	trips := people * t.Tours * (t.Out[slot%hours] + t.Home[slot%hours]) * s.options.Carried
	return int64(trips * (1 - level.Share()) * s.options.Share / t.Occupancy)
}

// ShiftWiring tells the travellers of one replication where the others are.
type ShiftWiring struct {
	Asset []sim.ProcessID // by asset: the process that owns it
	Self  sim.ProcessID
}

// Listeners are the assets whose level the travellers feel.
func (s *ShiftSpec) Listeners(w *ShiftWiring) []model.Listener {
	list := make([]model.Listener, len(s.services))
	for i := range list {
		list[i] = model.Listener{Asset: s.services[i].asset, To: model.Address{Process: w.Self, Entity: s.entity}}
	}
	return list
}

// Live makes the process of one replication.
func (s *ShiftSpec) Live(w *ShiftWiring) *Shift {
	x := &Shift{spec: s, wiring: w, self: s.entity.Source(), services: make([]felt, len(s.services))}
	for i := range x.services {
		x.services[i] = felt{level: model.Full, acted: model.Full}
	}
	return x
}

// Shift is the travellers of public transport in one replication: what does not run, some replace by a car, which the traffic of
// the district is then asked for (MsgDemand, thousandths of a trip an hour).
type Shift struct {
	spec     *ShiftSpec
	wiring   *ShiftWiring
	self     sim.Source
	services []felt
	reacts   bool      // they will react to what they have felt
	hour     sim.Timer // the next hour, while anybody drives instead
}

// felt is what the travellers of a district know and do.
type felt struct {
	level, acted model.Level // as heard, and as acted on
	cause, since sim.RecordID
	asked        int64 // trips an hour
}

// The messages of this process to itself.
const (
	msgReact = model.MsgPrivate + iota
	msgHour
)

// Handle deals with one message.
func (x *Shift) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgSupply:
		x.hear(ctx, m)
	case msgReact:
		x.reacts = false
		for i := range x.services {
			s := &x.services[i]
			s.acted, s.since = s.level, s.cause
		}
		x.ask(ctx)
	case msgHour:
		x.hour = sim.Timer{}
		x.ask(ctx)
	}
	return nil
}

func (x *Shift) hear(ctx *model.Context, m *model.Msg) {
	for i := range x.services {
		if x.spec.services[i].asset.Entity() == m.From {
			x.services[i].level, x.services[i].cause = m.Level, m.Cause
		}
	}
	if !x.reacts {
		x.reacts = true
		ctx.After(&x.self, x.spec.options.Reaction, model.Msg{Kind: msgReact, To: x.spec.entity})
	}
}

// ask tells the traffic of each district how many cars more there are, if that has changed.
func (x *Shift) ask(ctx *model.Context) {
	day, clock := x.spec.clock.Clock(ctx.Now())
	driving := false
	for i := range x.services {
		s, of := &x.services[i], &x.spec.services[i]
		cars := x.spec.cars(of.people, s.acted, slotOf(day, clock))
		driving = driving || s.acted < model.Full
		if cars == s.asked {
			continue
		}
		more := cars - s.asked
		s.asked = cars
		ctx.Send(&x.self, x.wiring.Asset[of.flow], ctx.Lookahead(), model.Msg{Kind: model.MsgDemand, To: of.flow.Entity(), From: of.asset.Entity(),
			Need: model.Absent, Amount: 1000 * more, Cause: s.since})
	}
	if driving && x.hour == (sim.Timer{}) {
		x.hour = ctx.After(&x.self, time.Hour-clock%time.Hour, model.Msg{Kind: msgHour, To: x.spec.entity})
	}
}
