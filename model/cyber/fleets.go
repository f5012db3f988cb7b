package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// strikeFleet adds the last step of a goal that takes a fleet: from any device of the operator that controls assets of the fleet's kind.
func (b *builder) strikeFleet(t *Technique, e *estate, g *GoalSpec, goal, node int32, k checker) {
	op, ok := map[string]model.Op{"on": model.OpDraw, "off": model.OpSet}[g.Load]
	if !ok {
		k.known("load", g.Load, []string{"on", "off"}, true, "load")
	}
	if g.Target != "" || g.Count > 0 {
		k.p.add(k.at("target"), "leave target and count out", "a goal aims at a fleet or at assets")
	}
	if !slices.Contains([]string{givesOpen, givesStop, givesSet}, t.Gives) {
		k.p.add(k.at("technique"), "a technique that gives open, stop or set, such as T0855", "%s %s gives %s, which is no order to devices", t.ID, t.Name, t.Gives)
	}
	var names []string
	fleet := int32(none)
	for i, f := range b.spec.fleets {
		if names = append(names, f.Name); f.Name == g.Fleet {
			fleet = int32(i)
		}
	}
	k.known("fleet", g.Fleet, names, true, "fleet")
	if fleet == none {
		return
	}
	f := &b.spec.fleets[fleet]
	if f.Operator != g.Operator {
		k.p.add(k.at("operator"), model.DidYouMean(f.Operator, []string{f.Operator}), "fleet %s is not one of operator %s", f.Name, g.Operator)
		return
	}
	name := b.graph.Nodes[node].Name + " fleet " + f.Name
	any, _ := b.node(name, false, fact())
	b.parent(node, any)
	for _, d := range e.devices {
		if b.fits(t, d) && b.steers(d, f.Kind) {
			i := int32(slices.IndexFunc(b.spec.techniques, func(x Technique) bool { return x.ID == t.ID }))
			b.parent(any, b.blow(i, t, d, goal, name, func(m *move) { m.op, m.fleet = op, fleet }))
		}
	}
	if len(b.graph.Nodes[any].Parents) == 0 {
		k.p.add(k.at("fleet"), "take a technique that works on its head-end", "%s %s works on no device of %s that controls %s", t.ID, t.Name, g.Operator, f.Kind)
	}
}

// steers reports whether a device controls assets of a kind.
func (b *builder) steers(d DeviceID, kind string) bool {
	return slices.ContainsFunc(b.spec.devices[d].controls, func(a model.AssetID) bool {
		return b.spec.city.Kinds[b.spec.city.Assets[a].Kind].Name == kind
	})
}

// takeFleet orders the devices of a fleet to strike. What they do shows: customers call.
func (c *Campaign) takeFleet(ctx *model.Context, i int32) {
	m := &c.moves[i]
	level := model.Full
	if m.op == model.OpSet {
		level = model.None
	}
	c.orderFleet(ctx, m, level, c.record[i])
	hit := model.Msg{Kind: msgHit, Op: model.OpDraw, To: c.spec.estates[m.operator].entity, From: c.entity, Slot: int32(m.entity), Need: model.NeedID(m.zones[0]),
		Amount: int64(m.technique), Cause: c.record[i]}
	ctx.Send(&c.self, c.wiring.SOC[m.operator], ctx.Lookahead(), hit)
}

// orderless is the level at which an order lets devices go.
func orderless(op model.Op) model.Level {
	if op == model.OpSet {
		return model.Full
	}
	return model.None
}

// orderFleet sends an order to the devices of every district.
func (c *Campaign) orderFleet(ctx *model.Context, m *move, level model.Level, cause sim.RecordID) {
	for _, to := range c.wiring.Fleet[m.fleet] {
		ctx.Send(&c.self, to.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgCommand, Op: m.op, To: to.Entity, From: m.entity, Level: level, Need: model.Absent, Cause: cause})
	}
}
