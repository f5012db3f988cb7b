package cascade

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// net is the part of a group that owns a network.
type net struct {
	solver   model.Solver // nil: the group has no network
	netDirty bool
	netAt    sim.Time // when the network changes by itself
	netTimer sim.Timer
	moved    model.Cause // why the network was last told anything
	answers  []answer
	note     func(model.AssetID, model.Level, model.WhyCode, model.AssetID)
	round    uint32 // number of the coming solve, less one
	wishes   []wish
	wish     func(model.AssetID, bool)
}

// wish is how a standby edge should be.
type wish struct {
	local  int32
	closed bool
}

// answer is what the solver said about an asset.
type answer struct {
	local   int32
	level   model.Level
	code    model.WhyCode
	because model.AssetID
}

// inform tells the solver what an asset can give now.
func (g *group) inform(local int32, target model.Level) {
	s, a := &g.spec.assets[local], &g.assets[local]
	closed := a.impaired&opened == 0
	if s.standby {
		closed = a.shut
	}
	if target == a.target && closed == a.closed {
		return
	}
	if target == a.target {
		a.why = g.reasonOf(a, bindOwn)
	}
	a.target, a.closed = target, closed
	a.touched = g.round + 1
	g.moved = a.why.cause
	g.solver.Set(s.id, target, closed)
	g.netDirty = true
}

// ask passes on what an asset of the network is asked for beyond its plan.
func (g *group) ask(ctx *model.Context, m *model.Msg) error {
	local, err := g.local(m.To)
	if err != nil || g.solver == nil {
		return err
	}
	a := &g.assets[local]
	a.asked += m.Amount
	a.touched = g.round + 1
	a.why = reason{cause: model.Cause{Ref: m.Cause, Kind: model.CauseBehaviour}, other: m.From, need: absent, code: model.WhyAsked}
	g.moved = a.why.cause
	g.solver.Ask(g.spec.assets[local].id, float64(a.asked)/1000)
	g.netDirty = true
	g.request(ctx)
	return nil
}

// solve settles the network and publishes what changed, each asset after the one that is its reason.
func (g *group) solve(ctx *model.Context) {
	g.netDirty = false
	g.round++
	g.answers = g.answers[:0]
	next := g.solver.Solve(ctx.Now(), g.note)
	for i := range g.answers {
		g.assets[g.answers[i].local].answered = int32(i + 1)
	}
	for i := range g.answers {
		g.adopt(ctx, int32(i))
	}
	g.orderSwitching(ctx)
	if next == g.netAt {
		return
	}
	ctx.Cancel(g.netTimer)
	g.netAt, g.netTimer = next, sim.Timer{}
	if next != sim.Never {
		wait := max(1, time.Duration(next-ctx.Now()))
		g.netTimer = ctx.After(&g.self, wait, model.Msg{Kind: model.MsgTimer, To: absent})
	}
}

// orderSwitching asks the operator's people for the switching that the solver wishes.
func (g *group) orderSwitching(ctx *model.Context) {
	solver, has := g.solver.(model.Switching)
	if !has {
		return
	}
	g.wishes = g.wishes[:0]
	solver.Wishes(g.wish)
	for _, w := range g.wishes {
		order, opposite := model.OpClose, model.OpOpen
		if !w.closed {
			order, opposite = opposite, order
		}
		a := &g.assets[w.local]
		a.latest = g.moved.Ref
		if a.shut != w.closed {
			g.order(ctx, w.local, order, model.None)
		} else { // nobody has carried out the opposite yet
			g.order(ctx, w.local, opposite, model.Full)
		}
	}
}

// takeWish notes a wish; it is bound once, as takeAnswer.
func (g *group) takeWish(id model.AssetID, closed bool) {
	g.wishes = append(g.wishes, wish{g.whole.homes[id].local, closed})
}

// takeAnswer notes what the solver says; it is bound once so that solving allocates nothing.
func (g *group) takeAnswer(id model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
	g.answers = append(g.answers, answer{g.whole.homes[id].local, level, code, because})
}

// adopt takes over one answer, after that of the asset that is its reason.
func (g *group) adopt(ctx *model.Context, i int32) {
	w := g.answers[i]
	a := &g.assets[w.local]
	if a.answered == 0 {
		return
	}
	a.answered = 0
	self := g.spec.assets[w.local].id
	other := int32(absent)
	if w.because != absent && w.because != self {
		other = g.whole.homes[w.because].local
		if k := g.assets[other].answered; k > 0 {
			g.adopt(ctx, k-1)
		}
	}
	switch {
	case w.because == self && a.touched == g.round: // a.why says it already
	case other >= 0:
		a.why = reason{cause: model.Cause{Ref: g.assets[other].latest, Kind: causeOfCode(w.code)}, other: w.because.Entity(),
			need: absent, code: w.code}
	default:
		a.why = reason{cause: g.moved, other: absent, need: absent, code: w.code}
		if w.code == model.WhyNetworkShort && w.because == self {
			a.why.other, a.why.cause.Kind = self.Entity(), model.CauseOverload
		}
	}
	if other >= 0 && a.why.cause.Ref == (sim.RecordID{}) {
		a.why.cause = g.moved
	}
	g.follow(ctx, w.local, w.level)
	g.publish(ctx, w.local)
}

// causeOfCode is how the reason of a network's answer contributes.
func causeOfCode(code model.WhyCode) model.CauseKind {
	switch code {
	case model.WhyNetworkShort, model.WhyTripped, model.WhyShed, model.WhyColdLoad, model.WhyCongested:
		return model.CauseOverload
	case model.WhyAsked:
		return model.CauseBehaviour
	case model.WhyStorageEmpty:
		return model.CauseBuffer
	case model.WhyNetworkBack:
		return model.CauseRepair
	}
	return model.CauseAll
}
