package cascade

import (
	"fmt"

	"cascata/model"
)

// impairment is a set of what keeps an asset from working.
type impairment uint8

const (
	opened impairment = 1 << iota
	stopped
	damaged
)

// orders says what an Op that sets or lifts an impairment does, and the Op that undoes it.
var orders = [...]struct {
	sets, lifts impairment
	code        model.WhyCode
	undo        model.Op // asked of the operator's crews; OpNone if it is not theirs
}{
	model.OpOpen:   {sets: opened, code: model.WhyOpened, undo: model.OpClose},
	model.OpClose:  {lifts: opened, code: model.WhyClosed},
	model.OpStop:   {sets: stopped, code: model.WhyStopped},
	model.OpStart:  {lifts: stopped, code: model.WhyStarted},
	model.OpDamage: {sets: damaged, code: model.WhyDamaged, undo: model.OpRepair},
	model.OpRepair: {lifts: damaged, code: model.WhyRepaired},
}

// obey carries out a Command. One that changes nothing leaves no trace.
func (g *group) obey(ctx *model.Context, local int32, m *model.Msg) error {
	a := &g.assets[local]
	switch {
	case m.Op == model.OpSet:
		if m.Level < model.None || m.Level > model.Full {
			return fmt.Errorf("cascade: command sets a level of %d of 2^20", m.Level)
		}
		if m.Level != a.set {
			from := a.set
			a.set = m.Level
			g.obeyed(ctx, local, m, model.WhySetPoint, from, a.set)
		}
	case m.Op == model.OpBlackStart:
		g.blackStart(ctx, local, m)
	case m.Op == model.OpDraw:
		return g.draw(ctx, local, m)
	case m.Op == model.OpDisarm || m.Op == model.OpArm:
		g.guard(ctx, local, m)
	case m.Op >= model.OpLock && m.Op <= model.OpForce:
		return g.deceive(ctx, local, m)
	case m.Op == model.OpNone || int(m.Op) >= len(orders):
		return fmt.Errorf("cascade: command with unknown operation %d", m.Op)
	case g.spec.assets[local].standby && (m.Op == model.OpOpen || m.Op == model.OpClose):
		g.operate(ctx, local, m)
	default:
		g.impair(ctx, local, m)
	}
	return nil
}

// impair sets or lifts an impairment.
func (g *group) impair(ctx *model.Context, local int32, m *model.Msg) {
	a, o := &g.assets[local], orders[m.Op]
	now := a.impaired&^o.lifts | o.sets
	if now == a.impaired {
		return
	}
	from := a.condition()
	a.impaired = now
	if o.sets != 0 {
		a.black = false
	}
	g.obeyed(ctx, local, m, o.code, from, a.condition())
	switch m.Op {
	case model.OpOpen, model.OpDamage:
		g.order(ctx, local, o.undo, model.None)
	case model.OpClose, model.OpRepair:
		g.order(ctx, local, m.Op, model.Full)
	}
}

// operate opens or closes a standby edge.
func (g *group) operate(ctx *model.Context, local int32, m *model.Msg) {
	a := &g.assets[local]
	shut := m.Op == model.OpClose
	if shut == a.shut {
		return
	}
	a.shut = shut
	from, to := model.None, model.Full
	if !shut {
		from, to = to, from
	}
	g.obeyed(ctx, local, m, orders[m.Op].code, from, to)
}

// blackStart makes an asset run without its needs, if it lacks any, until they are all satisfied or it is impaired.
func (g *group) blackStart(ctx *model.Context, local int32, m *model.Msg) {
	a := &g.assets[local]
	if a.black || a.bind < 0 && !g.lacks(local) {
		return
	}
	a.black = true
	g.obeyed(ctx, local, m, model.WhyStarted, a.target, a.own)
}

// guard switches the protection of a network's asset off or on; a solver without protection has nothing to switch.
func (g *group) guard(ctx *model.Context, local int32, m *model.Msg) {
	a, armed := &g.assets[local], m.Op == model.OpArm
	solver, has := g.solver.(model.Protected)
	if !has || a.disarmed == !armed {
		return
	}
	a.disarmed = !armed
	code, from, to := model.WhyDisarmed, model.Full, model.None
	if armed {
		code, from, to = model.WhyArmed, to, from
	}
	g.obeyed(ctx, local, m, code, from, to)
	g.moved = model.Cause{Ref: a.latest, Kind: model.CauseCommand}
	solver.Protect(g.spec.assets[local].id, armed)
	g.netDirty = true
	g.request(ctx)
}

// lacks reports whether any need of an asset is not fully satisfied.
func (g *group) lacks(local int32) bool {
	s := &g.spec.assets[local]
	for i := s.needs0; i < s.needs1; i++ {
		if g.needs[i].limit < model.Full {
			return true
		}
	}
	return false
}

// condition is the asset's own condition.
func (a *asset) condition() model.Level {
	if a.impaired != 0 {
		return model.None
	}
	return a.set
}

// obeyed records a Command and has the asset looked at again.
func (g *group) obeyed(ctx *model.Context, local int32, m *model.Msg, code model.WhyCode, from, to model.Level) {
	s, a := &g.spec.assets[local], &g.assets[local]
	c := model.Change{Kind: model.KindCommand, Entity: s.id.Entity(), From: from, To: to,
		Why: model.Why{Code: code, Other: m.From, Need: absent}}
	kind := model.CauseCommand
	if m.Op == model.OpRepair {
		kind = model.CauseRepair
	}
	c.Add(m.Cause, kind)
	a.latest = ctx.Emit(c)
	a.order = model.Cause{Ref: a.latest, Kind: kind}
	a.own, a.ordered = a.condition(), true
	most := a.own
	if g.solver != nil && most > model.None {
		most = model.Full
	}
	g.restrain(ctx.Now(), local, most)
	g.look(ctx, local)
}

// order sends a work order to the operator's crews, or says (Full) that it is done, even if they did it themselves: only so they
// always know in the end how the asset is, whatever crosses on the way.
func (g *group) order(ctx *model.Context, local int32, undo model.Op, done model.Level) {
	if g.assets[local].blind { // nobody sees that it needs anything
		return
	}
	g.report(ctx, local, undo, done)
}

// report tells the operator's crews that an asset needs an Op, or (Full) that it needs it no more.
func (g *group) report(ctx *model.Context, local int32, undo model.Op, done model.Level) {
	if g.wiring.Crews == nil {
		return
	}
	s, a := &g.spec.assets[local], &g.assets[local]
	to, ok := g.wiring.Crews(g.whole.city.Assets[s.id].Operator)
	if !ok {
		return
	}
	m := model.Msg{Kind: model.MsgRequest, Op: undo, To: to.Entity, From: s.id.Entity(), Level: done, Need: absent, Slot: absent, Cause: a.latest}
	ctx.Send(&a.src, to.Process, ctx.Lookahead(), m)
}
