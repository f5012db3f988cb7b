package cascade

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// need is the live half of a need.
type need struct {
	supply model.Level // what the suppliers give together, by rule and threshold
	felt   model.Level // the same after the delay
	limit  model.Level // what the need lets through
	mode   mode
	dirty  bool
	fell   int32  // input that fell last
	rose   int32  // input that rose last
	tip    reason // why limit changed last
}

// carry is what a need with a delay or a buffer keeps besides. The others, which are most, share the first of their group, in
// which nothing of meaning is kept.
type carry struct {
	best     model.Level // best supply since delayAt was set
	since    sim.Time    // when supply changed last
	delayAt  sim.Time    // when a loss has lasted the delay
	emptyAt  sim.Time    // when the buffer runs empty
	timerAt  sim.Time
	timer    sim.Timer
	charge   charge
	chargeAt sim.Time     // when charge was right
	lostAt   sim.Time     // when the buffer took over
	episode  sim.RecordID // last supply Change since the supply was lost
	luck     rng.Stream
}

// wholeNeed is both halves of a need.
type wholeNeed struct {
	*need
	*carry
}

func (g *group) need(i int32) wholeNeed {
	return wholeNeed{&g.needs[i], &g.carries[g.spec.needs[i].carry]}
}

// mode is what carries a need.
type mode uint8

const (
	supplied mode = iota // by its suppliers; the buffer fills
	buffered             // by its buffer
	bare                 // by nothing: no buffer, or run empty
	refused              // by nothing: the buffer did not take over
)

// reason is why a level changed.
type reason struct {
	cause model.Cause
	other model.EntityID
	need  int32 // local; absent if none
	code  model.WhyCode
}

// assessNeed brings a need up to date.
func (g *group) assessNeed(ctx *model.Context, i int32) {
	s, n := &g.spec.needs[i], g.need(i)
	n.dirty = false
	now := ctx.Now()
	if supply := g.combine(s); supply != n.supply {
		n.supply, n.since = supply, now
	}
	felt := n.feel(s, now)
	if n.mode == buffered {
		n.charge.drain(now.Sub(n.chargeAt), model.Full-n.felt)
		n.chargeAt = now
	}
	n.felt = felt
	code := n.shift(s, now)
	limit := n.allows(s)
	var told sim.RecordID
	if code != model.WhyUnknown {
		told = g.tell(ctx, i, code, limit)
	}
	if limit != n.limit {
		n.tip = g.tipOf(i, code, told, limit > n.limit)
		n.limit = limit
	}
	if n.mode == supplied {
		n.episode = sim.RecordID{}
	}
	g.rearm(ctx, i)
}

// feel is the supply as the asset notices it: gains at once, a loss when it has lasted the delay. Of several losses within
// one delay the least counts when the delay is over and the rest when the last of them has lasted it, which may be now: in a
// loop that takes long to settle the look comes late.
func (n wholeNeed) feel(s *needSpec, now sim.Time) model.Level {
	switch {
	case s.delay == 0 || n.supply >= n.felt:
		n.delayAt = sim.Never
		return n.supply
	case n.delayAt == sim.Never:
		n.delayAt, n.best = now.Add(s.delay), n.supply
		return n.felt
	}
	n.best = max(n.best, n.supply)
	if now < n.delayAt {
		return n.felt
	}
	felt, rest := n.best, n.since.Add(s.delay)
	n.delayAt = sim.Never
	if n.supply == felt || rest <= now {
		return n.supply
	}
	n.delayAt, n.best = rest, n.supply
	return felt
}

// shift moves between the modes and returns the code of the supply Change to tell, or WhyUnknown.
func (n wholeNeed) shift(s *needSpec, now sim.Time) model.WhyCode {
	switch {
	case n.felt == model.Full:
		if n.mode == supplied {
			return model.WhyUnknown
		}
		n.mode, n.chargeAt = supplied, now
		if n.episode != (sim.RecordID{}) {
			return model.WhySupplyBack
		}
	case n.mode == supplied:
		return n.takeOver(s, now)
	case n.mode == buffered && n.charge == charge{}:
		n.mode = bare
		return model.WhyBufferEmpty
	}
	return model.WhyUnknown
}

// takeOver asks the buffer to carry the need.
func (n wholeNeed) takeOver(s *needSpec, now sim.Time) model.WhyCode {
	n.mode = bare
	if s.buffer == 0 {
		return model.WhyUnknown
	}
	n.charge.refill(now.Sub(n.chargeAt), s.buffer, s.refill)
	n.chargeAt, n.lostAt = now, now
	if s.failover == 0 || s.failover < 1 && n.luck.Float64() >= s.failover {
		n.mode = refused
		return model.WhyFailoverFailed
	}
	if n.charge == (charge{}) {
		return model.WhyUnknown
	}
	n.mode = buffered
	return model.WhyOnBuffer
}

// allows is the level that the need lets through: the rest without supply plus its share of what is above the rest, rounded
// down; on buffer at least what the backup gives.
func (n wholeNeed) allows(s *needSpec) model.Level {
	level := s.without + (model.Full - s.without).Times(n.felt)
	if n.mode == buffered {
		level = max(level, s.backup)
	}
	return level
}

// rearm sets the need's one timer to the end of its delay or of its buffer, whichever comes first.
func (g *group) rearm(ctx *model.Context, i int32) {
	s, n := &g.spec.needs[i], g.need(i)
	n.emptyAt = sim.Never
	if n.mode == buffered {
		if d, ends := n.charge.lasts(model.Full - n.felt); ends {
			n.emptyAt = ctx.Now().Add(d)
		}
	}
	at := min(n.delayAt, n.emptyAt)
	if at == n.timerAt {
		return
	}
	ctx.Cancel(n.timer)
	n.timerAt, n.timer = at, sim.Timer{}
	if at != sim.Never {
		n.timer = g.alarm(ctx, s.asset, i, at)
	}
}

// tell emits the supply Change of a need whose limit becomes limit.
func (g *group) tell(ctx *model.Context, i int32, code model.WhyCode, limit model.Level) sim.RecordID {
	s, n := &g.spec.needs[i], g.need(i)
	c := model.Change{Kind: model.KindSupply, Entity: g.spec.assets[s.asset].id.Entity(), From: n.limit, To: limit}
	mover := g.mover(i, code == model.WhySupplyBack)
	c.Why = model.Why{Code: code, Other: g.supplierOf(mover), Need: s.id}
	switch code {
	case model.WhyOnBuffer:
		lasts, _ := n.charge.lasts(model.Full - n.felt)
		c.Why.Amount = int64(lasts)
	case model.WhyBufferEmpty:
		c.Why.Amount = int64(time.Duration(ctx.Now() - n.lostAt))
		c.Add(n.episode, model.CauseBuffer)
	}
	if code != model.WhyBufferEmpty {
		c.Add(g.causeOf(mover), s.causeKind())
	}
	if code != model.WhySupplyBack {
		g.addLost(&c, i)
	}
	n.episode = ctx.Emit(c)
	return n.episode
}

// tipOf is why the limit of a need changed: the supply Change just told, else the supplier that moved last that way.
func (g *group) tipOf(i int32, code model.WhyCode, told sim.RecordID, rises bool) reason {
	s, mover := &g.spec.needs[i], g.mover(i, rises)
	r := reason{other: g.supplierOf(mover), need: i, code: code}
	switch {
	case code == model.WhySupplyBack:
		r.cause = model.Cause{Ref: told, Kind: s.causeKind()}
	case told != sim.RecordID{}:
		r.cause = model.Cause{Ref: told, Kind: model.CauseBuffer}
	case rises:
		r.cause, r.code = model.Cause{Ref: g.causeOf(mover), Kind: s.causeKind()}, model.WhySupplyBack
	default:
		r.cause, r.code = model.Cause{Ref: g.causeOf(mover), Kind: s.causeKind()}, model.WhySupplyLost
	}
	return r
}

// mover is the input that tipped a need: the one that rose last if it rises, else the one that fell last, or if that is whole
// again (the loss was felt late) the first that is not.
func (g *group) mover(i int32, rises bool) int32 {
	s, n := &g.spec.needs[i], &g.needs[i]
	if rises {
		return n.rose
	}
	if n.fell >= 0 && g.inputs[n.fell].level < model.Full {
		return n.fell
	}
	for k := s.inputs0; k < s.inputs1; k++ {
		if g.inputs[k].level < model.Full {
			return k
		}
	}
	return n.fell
}

// addLost adds the other suppliers that give less than all.
func (g *group) addLost(c *model.Change, i int32) {
	s := &g.spec.needs[i]
	for k := s.inputs0; k < s.inputs1; k++ {
		if g.inputs[k].level < model.Full {
			c.Add(g.inputs[k].cause, s.causeKind())
		}
	}
}

func (g *group) supplierOf(input int32) model.EntityID {
	if input < 0 {
		return absent
	}
	return g.spec.inputs[input].supplier.Entity()
}

func (g *group) causeOf(input int32) sim.RecordID {
	if input < 0 {
		return sim.RecordID{}
	}
	return g.inputs[input].cause
}

// causeKind is how a supplier of the need contributes.
func (s *needSpec) causeKind() model.CauseKind {
	if s.rule == model.Any || s.rule == model.KOfN {
		return model.CauseOneOf
	}
	return model.CauseAll
}
