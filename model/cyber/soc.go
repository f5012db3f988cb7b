package cyber

import (
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// SOC is the process of an operator's people who notice, understand, decide and restore. Without an attacker in the
// operator's estate it is silent, whatever else happens to the assets.
type SOC struct {
	spec     *Spec
	wiring   *Wiring
	operator model.OperatorID
	self     sim.Source
	luck     socLuck

	state    socState
	last     int32                    // technique of the latest order
	seen     []ZoneID                 // zones in which it was noticed, in that order
	struck   []ZoneID                 // zones from which its orders to assets came: a look at the systems tells
	why      sim.RecordID             // the latest detection, awareness or decision: the cause of what follows
	isolated map[ZoneID]bool          // zones cut off
	stops    []stop                   // assets to be brought back, in the order in which they went
	places   map[model.AssetID]int32  // of each in stops
	ready    []int32                  // stops that may be over
	times    map[model.AssetID]uint64 // how often each asset was restored before
	left     int                      // stops that are not over
	backups  bool                     // all backups were attacked
	clean    bool                     // the attacker is out; what it stopped is still being restored
	out      sim.Time                 // until then the people hear of what the attacker did before it was thrown out
	noticing int                      // alarms on their way
	locked   []storeID                // data stores that the attacker made unusable
	play     playing                  // the playbook
	hands    map[model.AssetID]int    // by asset: zones of its control that are cut off, while people run it by hand
	guard    []ZoneID                 // zones cut off because of a warning
	watching float64                  // factor on what nobody sees [0 to 1]: 1 unless warned
	warnings uint64                   // how many came
	deceit
}

type socState uint8

const (
	socCalm socState = iota
	socEscalating
	socAware
	socActing
)

// stop is an asset that is out of work in software.
type stop struct {
	asset    model.AssetID
	down     bool // told to stop, by the attacker or by the operator
	hit      bool // by the attacker: it has to be restored
	set      bool // its set-point was moved by the attacker
	ours     bool // held back by isolation or precaution
	backups  bool // its backup was attacked
	working  bool // restoring has begun
	restored bool
	over     bool
	began    sim.Time
}

// socLuck holds the random streams of a SOC, one a purpose. Draws about a step or an asset come from a sub-stream of its name.
type socLuck struct {
	detect, notice, calls, escalate, decide, eradicate, restore, precaution, playbook, queue, warned, warning rng.Stream
}

func newSOC(s *Spec, o model.OperatorID, w *Wiring) *SOC {
	x := &SOC{spec: s, wiring: w, operator: o, watching: 1}
	e := &s.estates[o]
	if e.entity == model.Absent {
		return x
	}
	x.self = e.entity.Source()
	for purpose, stream := range x.streams() {
		*stream = w.Root.StreamOf(s.socNames[o][purpose])
	}
	return x
}

func (x *SOC) streams() [socStreams]*rng.Stream {
	l := &x.luck
	return [socStreams]*rng.Stream{&l.detect, &l.notice, &l.calls, &l.escalate, &l.decide, &l.eradicate, &l.restore, &l.precaution,
		&l.playbook, &l.queue, &l.warned, &l.warning}
}

// socPurposes name the streams, in the order of streams.
func socPurposes() [socStreams]string {
	return [socStreams]string{"detect", "notice", "calls", "escalate", "decide", "eradicate", "restore", "precaution", "playbook", "queue", "warned", "warning"}
}

const socStreams = 12

// Handle deals with one message.
func (x *SOC) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case msgSeen:
		x.look(ctx, m)
	case msgHit:
		x.hit(ctx, m)
	case model.MsgSupply, model.MsgRequest:
		x.feel(ctx, m)
	case msgNotice:
		x.notice(ctx, m)
	case msgAware:
		x.aware(ctx)
	case msgDecide:
		x.decide(ctx)
	case msgPlayed:
		x.played(ctx, m)
	case msgRestored:
		x.restored(ctx, model.AssetID(m.Slot))
	case msgQuiet:
		x.hushed(ctx, m)
	case msgLocked:
		x.locked = append(x.locked, storeID(m.Slot))
	default:
		x.outside(ctx, m)
	}
	return nil
}

// outside deals with what comes from other operators, and with what ends by itself.
func (x *SOC) outside(ctx *model.Context, m *model.Msg) {
	switch m.Kind {
	case msgHelp:
		x.help(ctx, m)
	case msgWarned:
		x.warned(ctx, m)
	case msgOffGuard:
		x.offGuard(ctx, m)
	case msgWarnOver:
		x.warnOver(ctx, m)
	}
}

func (x *SOC) entity() model.EntityID { return x.spec.estates[x.operator].entity }

func (x *SOC) how() *response { return &x.spec.hits[x.operator] }

// own sends a message to oneself after a drawn delay.
func (x *SOC) own(ctx *model.Context, d time.Duration, m model.Msg) {
	m.To, m.From = x.entity(), x.entity()
	ctx.After(&x.self, d, m)
}

// draw is a duration from the next draw of a stream; no distribution is no delay.
func draw(d rng.Dist, s *rng.Stream) time.Duration {
	if d == nil {
		return 0
	}
	return rng.Duration(d, s)
}

// emit records a Change about entity caused by ref.
func (x *SOC) emit(ctx *model.Context, kind model.ChangeKind, entity model.EntityID, why model.Why, ref sim.RecordID, sort model.CauseKind) sim.RecordID {
	change := model.Change{Kind: kind, Entity: entity, To: model.Full, Why: why}
	change.Why.Need = model.Absent
	change.Add(ref, sort)
	return ctx.Emit(change)
}

// look is a step of the attacker in a zone of this operator: somebody may see it.
func (x *SOC) look(ctx *model.Context, m *model.Msg) {
	z := x.spec.place[model.EntityID(m.Slot)]
	chance := x.chance(z, int32(m.Need))
	roll := x.luck.detect.Sub(uint64(m.Amount))
	if roll.Float64() >= chance || ctx.Now() < x.out {
		return
	}
	delay, queue := x.luck.notice.Sub(uint64(m.Amount)), x.luck.queue.Sub(uint64(m.Amount))
	x.alarm(ctx, draw(x.how().notice, &delay)+x.how().alarms.wait(&queue), m.Slot, m.Need, m.Cause)
}

// alarm has somebody look at what happened now, after a delay.
func (x *SOC) alarm(ctx *model.Context, d time.Duration, slot int32, technique model.NeedID, cause sim.RecordID) {
	x.noticing++
	x.own(ctx, d, model.Msg{Kind: msgNotice, Slot: slot, Need: technique, Cause: cause, Amount: int64(ctx.Now())})
}

// hit is a command of the attacker to an asset: what stops in software has to be restored, and people will call.
func (x *SOC) hit(ctx *model.Context, m *model.Msg) {
	x.backups = x.backups || m.Op == model.OpNone
	late := ctx.Now() < x.out
	if !late {
		x.struck = with(x.struck, ZoneID(m.Need))
	}
	stops := m.Op == model.OpStop || m.Op == model.OpSet
	i := int32(none)
	if stops {
		i = x.stopOf(model.AssetID(m.Slot))
		s := &x.stops[i]
		if s.began = ctx.Now(); m.Op == model.OpSet {
			s.set = true
		} else {
			s.down, s.hit, s.restored, s.backups = true, true, false, s.backups || m.Level > 0
		}
	}
	x.last = int32(m.Amount)
	x.affect(ctx, m, late)
	if shows(m.Op) && !late {
		x.called(ctx, model.EntityID(m.Slot), m.Cause)
	}
	if x.state == socActing && x.play.restoring && stops && (late || !x.clean) {
		x.restore(ctx, i)
		x.ready = append(x.ready, i)
		x.resume(ctx) // a set-point is put back already
	}
}

// feel is trouble with the operator's own assets. It means something only when an attacker is at work.
func (x *SOC) feel(ctx *model.Context, m *model.Msg) {
	if len(x.struck) > 0 && !(m.Kind == model.MsgSupply && m.Level == model.Full) {
		x.called(ctx, m.From, m.Cause)
	}
}

// called is a visible effect: unless something is known already, people call, and in a while somebody makes sense of it.
func (x *SOC) called(ctx *model.Context, asset model.EntityID, cause sim.RecordID) {
	if x.unaware() && x.noticing == 0 {
		x.alarm(ctx, x.fogged(draw(x.how().calls, &x.luck.calls)), int32(asset), model.NeedID(x.last), cause)
	}
}

// unaware reports whether nobody knows of an attacker: while people only restore, a new attack finds them as on any other day.
func (x *SOC) unaware() bool { return x.state == socCalm || x.clean }

// stopOf is the place of an asset in the list of stopped ones, made if need be.
func (x *SOC) stopOf(a model.AssetID) int32 {
	if i, found := x.places[a]; found && !x.stops[i].over {
		return i
	}
	if x.places == nil {
		x.places = make(map[model.AssetID]int32)
	}
	i := int32(len(x.stops))
	x.stops = append(x.stops, stop{asset: a})
	x.places[a] = i
	x.left++
	return i
}

// notice is the moment in which somebody looks at an alarm, or makes sense of calls. What is older than the eradication has
// been dealt with.
func (x *SOC) notice(ctx *model.Context, m *model.Msg) {
	if sim.Time(m.Amount) < x.out {
		return
	}
	x.noticing--
	why := model.Why{Code: model.WhyDetected, Other: model.EntityID(m.Slot), Amount: int64(m.Need)}
	ref := x.emit(ctx, model.KindDetection, x.entity(), why, m.Cause, model.CauseAll)
	if z, ok := x.spec.place[model.EntityID(m.Slot)]; ok {
		x.seen = with(x.seen, z)
	} else {
		x.seen = with(x.seen, x.struck...)
	}
	switch {
	case x.unaware():
		x.state, x.why, x.clean = socEscalating, ref, false
		x.own(ctx, draw(x.how().escalate, &x.luck.escalate), model.Msg{Kind: msgAware})
	case x.state == socActing:
		x.why = ref
		x.isolate(ctx)
	}
}

// with is a list of zones with others added that it lacks.
func with(list []ZoneID, others ...ZoneID) []ZoneID {
	for _, z := range others {
		if !slices.Contains(list, z) {
			list = append(list, z)
		}
	}
	return list
}

// aware is the moment in which those who may decide understand. Legal clocks start here.
func (x *SOC) aware(ctx *model.Context) {
	x.state = socAware
	x.why = x.emit(ctx, model.KindAwareness, x.entity(), model.Why{Code: model.WhyAware, Other: model.Absent}, x.why, model.CauseAll)
	x.report(ctx, model.NewsAware)
	x.own(ctx, draw(x.how().decide, &x.luck.decide), model.Msg{Kind: msgDecide})
}

// report gives news to those who report incidents, if the operator has any.
func (x *SOC) report(ctx *model.Context, news int32) {
	if to, ok := x.wiring.desk(x.operator); ok {
		ctx.Send(&x.self, to.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgIncident, To: to.Entity, From: x.entity(), Slot: news, Cause: x.why, Amount: int64(ctx.Now())})
	}
}

var _ model.Process = (*SOC)(nil)
