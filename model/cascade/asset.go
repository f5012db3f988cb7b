package cascade

import (
	"cascata/model"
	"cascata/sim"
)

// asset is the live half of an asset.
type asset struct {
	src      sim.Source
	level    model.Level // published
	set      model.Level // limit moved by OpSet
	own      model.Level // own condition, from set and impaired
	cap      model.Level // what own allows at most: own, but of a network's asset Full unless own is None
	target   model.Level // least of own and what the needs let through; of a network's asset its availability
	supply   model.Level // what it is supplied with: what the needs let through, or the network's answer
	bind     int32       // what keeps target below Full: a need, bindOwn, bindWork or bindNone
	impaired impairment
	queued   bool
	heard    bool        // somebody listens
	shut     bool        // a standby edge that was closed
	black    bool        // black-started: its needs count as satisfied
	disarmed bool        // its protection is switched off
	locked   bool        // no order from afar reaches it
	blind    bool        // its operator does not see it
	drawn    model.Level // share of the load it holds that was switched on
	asked    int64       // what its network's asset is asked for beyond its plan [thousandths]
	closed   bool        // of a network's asset: it conducts
	order    model.Cause // its last command
	why      reason
	service  sim.RecordID // its last Change of level
	latest   sim.RecordID // its last Change of level or command

	calmer
	looks    uint8  // in the settling looked
	looked   uint32 // settling in which it was looked at last
	touched  uint32 // solve before which its availability changed
	answered int32  // position among the answers of this solve, from 1
}

const (
	bindNone = -1
	bindOwn  = -2
	bindWork = -3
)

// assess brings an asset up to date with its needs and its own condition.
func (g *group) assess(ctx *model.Context, local int32) {
	s, a := &g.spec.assets[local], &g.assets[local]
	supply, bind := model.Full, int32(bindNone)
	for i := s.needs0; i < s.needs1; i++ {
		if g.needs[i].dirty {
			g.assessNeed(ctx, i)
		}
		if l := g.needs[i].limit; l < supply {
			supply, bind = l, i
		}
	}
	if a.black {
		a.black = supply < model.Full // from here on its needs carry it themselves
		supply, bind = model.Full, bindNone
	}
	if w := g.workAt(a); w != nil && w.level < supply {
		supply, bind = w.level, bindWork
	}
	target := supply
	if a.own < model.Full && a.own <= supply {
		target, bind = a.own, bindOwn
	}
	switch {
	case target < a.target:
		a.why = g.reasonOf(a, bind)
	case target > a.target && a.black:
		a.why = g.reasonOf(a, bindOwn)
	case target > a.target:
		a.why = g.reasonOf(a, a.bind)
	}
	a.bind = bind
	if g.solver != nil {
		g.inform(local, target)
		return
	}
	a.target = target
	g.follow(ctx, local, supply)
	g.publish(ctx, local)
}

// reasonOf is why the target of an asset changed, by what binds it, or bound it before it rose.
func (g *group) reasonOf(a *asset, bind int32) reason {
	if bind >= 0 {
		return g.needs[bind].tip
	}
	if bind == bindWork {
		return g.workAt(a).why
	}
	return reason{cause: a.order, other: absent, need: absent, code: model.WhyCondition}
}

// publish makes the level of an asset known if it has changed.
func (g *group) publish(ctx *model.Context, local int32) {
	s, a := &g.spec.assets[local], &g.assets[local]
	level := a.supply
	if s.slow > 0 {
		level = g.slow[s.slow].shown
	}
	level = min(level, a.cap)
	if level == a.level {
		a.ordered = false
		return
	}
	if !g.mayChange(ctx, local, level) {
		return
	}
	if s.slow > 0 && level < a.level && level == a.own {
		a.why = g.reasonOf(a, bindOwn)
	}
	c := model.Change{Kind: model.KindService, Entity: s.id.Entity(), From: a.level, To: level,
		Why: model.Why{Code: a.why.code, Other: a.why.other, Need: absent}}
	c.Add(a.why.cause.Ref, a.why.cause.Kind)
	if n := a.why.need; n >= 0 {
		c.Why.Need = g.spec.needs[n].id
		if level < a.level {
			g.addLost(&c, n)
		}
	}
	a.level = level
	a.service = ctx.Emit(c)
	a.latest = a.service
	g.spread(ctx, local)
}

// spread tells the level of an asset to all that depend on it or listen.
func (g *group) spread(ctx *model.Context, local int32) {
	s, a := &g.spec.assets[local], &g.assets[local]
	for _, o := range g.spec.outs[s.outs0:s.outs1] {
		if o.group == g.index {
			g.hear(ctx, o.feed, a.level, a.service)
			continue
		}
		to := &g.whole.groups[o.group]
		n := &to.needs[to.inputs[to.fed[to.feeds[o.feed].from]].need]
		m := model.Msg{Kind: model.MsgSupply, To: to.assets[n.asset].id.Entity(), From: s.id.Entity(), Level: a.level,
			Need: n.id, Slot: o.feed, Cause: a.service}
		ctx.Send(&a.src, g.wiring.First+sim.ProcessID(o.group), ctx.Lookahead(), m)
	}
	if !a.heard {
		return
	}
	for _, l := range g.wiring.Listeners {
		if l.Asset == s.id {
			m := model.Msg{Kind: model.MsgSupply, To: l.To.Entity, From: s.id.Entity(), Level: a.level, Need: absent,
				Slot: absent, Cause: a.service}
			ctx.Send(&a.src, l.To.Process, ctx.Lookahead(), m)
		}
	}
}
