package cyber

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// finish is the end of the work on a step: it succeeds, or turns out impossible.
func (c *Campaign) finish(ctx *model.Context, i int32) {
	c.timer[i] = sim.Timer{}
	for k, w := range c.working {
		if w == i {
			c.working = append(c.working[:k], c.working[k+1:]...)
			break
		}
	}
	if c.wander && !c.effective(ctx, i) {
		return
	}
	if f := c.graph.Nodes[i].Fail; f > 0 && c.stream[i].Float64() < f {
		c.dead[i] = !c.graph.Nodes[i].Retry
		c.setback = c.report(ctx, i, model.WhyBlocked)
		c.tell(ctx, i, c.setback)
		c.settle()
		return
	}
	c.made[i] = true
	c.record[i] = c.report(ctx, i, model.WhyTechnique)
	c.hold(i)
	c.tell(ctx, i, c.record[i])
	c.gain(ctx, i)
	if c.moves[i].backups && c.moves[i].op == model.OpNone {
		c.command(ctx, i, model.Absent)
	}
	if c.moves[i].quiet {
		c.hush(ctx, i)
	}
	if c.moves[i].fleet != none {
		c.takeFleet(ctx, i)
	}
	if len(c.moves[i].targets) > 0 {
		c.firing++
		c.fire(ctx, i, 0)
	}
}

// report emits the Change of a step.
func (c *Campaign) report(ctx *model.Context, i int32, code model.WhyCode) sim.RecordID {
	m := &c.moves[i]
	change := model.Change{Kind: model.KindFoothold, Entity: m.entity, Why: model.Why{Code: code, Other: m.entity, Need: model.Absent, Amount: int64(m.technique)}}
	if m.entity == model.Absent { // a bare graph has no estate to speak of
		change.Entity = c.entity
	}
	if code == model.WhyTechnique {
		change.To = model.Full
	}
	n := &c.graph.Nodes[i]
	c.causes(&change, n)
	if len(n.Parents) == 0 {
		change.Add(c.begun, model.CauseAll)
	}
	return ctx.Emit(change)
}

// causes adds the steps that opened node n, the latest first: it is the one that tipped it.
func (c *Campaign) causes(change *model.Change, n *Node) {
	kind := model.CauseAll
	if !n.All {
		kind = model.CauseOneOf
	}
	for last := uint32(math.MaxUint32); ; {
		next := sim.RecordID{}
		for _, p := range n.Parents {
			if r := c.record[p]; c.held[p] && r.N < last && r.N > next.N {
				next = r
			}
		}
		if next.N == 0 {
			return
		}
		change.Add(next, kind)
		last = next.N
	}
}

// tell lets the operator's people see the step, if they look.
func (c *Campaign) tell(ctx *model.Context, i int32, cause sim.RecordID) {
	m := &c.moves[i]
	if m.operator == model.Absent || c.spec == nil {
		return
	}
	ctx.Send(&c.self, c.wiring.SOC[m.operator], ctx.Lookahead(), model.Msg{
		Kind: msgSeen, To: c.spec.estates[m.operator].entity, From: c.entity, Slot: int32(m.entity), Need: model.NeedID(m.technique),
		Cause: cause, Amount: int64(c.luck[i]),
	})
}

// gain opens the data ledger for what the step put within reach or copied out.
func (c *Campaign) gain(ctx *model.Context, i int32) {
	m := &c.moves[i]
	if m.owns != none {
		for _, s := range c.spec.devices[m.owns].stores {
			if !c.within[s] {
				if c.within == nil {
					c.within = make(map[storeID]bool)
				}
				c.within[s] = true
				c.data(ctx, s, model.WhyDataReached, c.spec.stores[s].records, c.record[i])
			}
		}
	}
	if m.store != none {
		c.reap(ctx, i)
	}
	if m.technique != none && c.spec.techniques[m.technique].Data == dataLock {
		c.lock(ctx, i)
	}
}

// fire sends the command of a step to its target number k, and sees to the next. A zone that was cut off in the meantime, or a
// device that was cleaned, cannot give orders any more: a row cut short has not reached its goal.
func (c *Campaign) fire(ctx *model.Context, i int32, k int64) {
	m := &c.moves[i]
	c.timer[i] = sim.Timer{}
	for ; k < int64(len(m.targets)) && !c.barred[i] && !c.dead[i]; k++ {
		c.command(ctx, i, m.targets[k])
		if m.pace > 0 && k+1 < int64(len(m.targets)) {
			c.timer[i] = ctx.After(&c.self, m.pace, model.Msg{Kind: msgFire, To: c.entity, From: c.entity, Slot: i, Amount: k + 1})
			return
		}
	}
	c.firing--
	if k < int64(len(m.targets)) {
		c.made[i] = false
		c.settle()
	}
}

// command gives an order to an asset, or to the backups (Absent), and shows its effect to the operator's people.
func (c *Campaign) command(ctx *model.Context, i int32, asset model.AssetID) {
	m := &c.moves[i]
	if asset != model.Absent {
		order := model.Command{Op: m.op, Asset: asset, Level: m.level, By: m.entity, Cause: c.record[i]}
		ctx.Send(&c.self, c.wiring.Asset[asset], ctx.Lookahead(), order.Msg())
	}
	hit := model.Msg{Kind: msgHit, Op: m.op, To: c.spec.estates[m.operator].entity, From: c.entity, Slot: int32(asset), Need: model.NeedID(m.zones[0]), Amount: int64(m.technique), Cause: c.record[i]}
	if m.backups {
		hit.Level = model.Full
	}
	ctx.Send(&c.self, c.wiring.SOC[m.operator], ctx.Lookahead(), hit)
}
