package cyber

import (
	"math"
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// isolate cuts off every zone that the playbook names and in which the attacker was seen.
func (x *SOC) isolate(ctx *model.Context) {
	if !x.play.isolating {
		return
	}
	for _, z := range x.zones(x.play.cutting, x.how().isolate) {
		if slices.Contains(x.seen, z) {
			x.cut(ctx, z, model.WhyIsolate)
		}
	}
}

// cutAll cuts off zones whether or not the attacker was seen there.
func (x *SOC) cutAll(ctx *model.Context, list []ZoneID, code model.WhyCode) {
	for _, z := range list {
		x.cut(ctx, z, code)
	}
}

// cut cuts off a zone. The control zone cut off, its remote control is lost: the control centre stops. What else the zone's devices
// control is run by hand.
func (x *SOC) cut(ctx *model.Context, z ZoneID, code model.WhyCode) {
	if x.isolated[z] {
		return
	}
	if x.isolated == nil {
		x.isolated = make(map[ZoneID]bool)
	}
	x.isolated[z] = true
	ref := x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: code, Other: x.spec.zones[z].entity}, x.why, model.CauseAll)
	x.tell(ctx, msgIsolated, int32(z), ref)
	if control := x.spec.city.Operators[x.operator].Control; x.spec.zones[z].kind == "control" && control != model.Absent {
		x.halt(ctx, control, ref)
	}
	x.byHand(ctx, z, 1, ref)
}

// reopen joins a zone to the others again.
func (x *SOC) reopen(ctx *model.Context, z ZoneID, ref sim.RecordID) {
	delete(x.isolated, z)
	x.tell(ctx, msgReopened, int32(z), ref)
	x.byHand(ctx, z, -1, ref)
}

// byHand counts, for each asset that devices of a zone control, the zones of its control that are cut off. From the first one on
// people run it by hand, at the level that they can; after the last one it is as before.
func (x *SOC) byHand(ctx *model.Context, z ZoneID, more int, ref sim.RecordID) {
	if x.how().manual >= 1 {
		return
	}
	if x.hands == nil {
		x.hands = make(map[model.AssetID]int)
	}
	for _, a := range x.spec.controlledFrom(z) {
		if a == x.spec.city.Operators[x.operator].Control {
			continue
		}
		before := x.hands[a]
		x.hands[a] = before + more
		if before == 0 || before+more == 0 {
			x.limit(ctx, a, ref)
		}
	}
}

// limit sets an asset to the level at which its operator wants it: all, or what people can do by hand.
func (x *SOC) limit(ctx *model.Context, a model.AssetID, ref sim.RecordID) {
	level := model.Full
	if x.hands[a] > 0 {
		level = model.Level(math.Round(x.how().manual * float64(model.Full)))
	}
	c := model.Command{Op: model.OpSet, Asset: a, Level: level, By: x.entity(), Cause: ref}
	ctx.Send(&x.self, x.wiring.Asset[a], ctx.Lookahead(), c.Msg())
}

// controlledFrom are the assets that devices of a zone control, ascending.
func (s *Spec) controlledFrom(z ZoneID) []model.AssetID {
	var list []model.AssetID
	for _, d := range s.zones[z].devices {
		list = append(list, s.devices[d].controls...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// shutdown stops the software of some zones.
func (x *SOC) shutdown(ctx *model.Context, zones []ZoneID) {
	var list []model.AssetID
	for _, z := range zones {
		list = append(list, x.spec.controlledFrom(z)...)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) == 0 {
		return
	}
	ref := x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyShutdown, Other: model.Absent, Amount: int64(len(list))}, x.why, model.CauseAll)
	for _, a := range list {
		x.halt(ctx, a, ref)
	}
}

// warn asks the public to take less of what the operator's network delivers, for a while.
func (x *SOC) warn(ctx *model.Context, s *playStep) {
	hold := rng.Duration(s.hold, &x.luck.warning)
	ref := x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyPublicWarning, Other: model.Absent, Amount: int64(hold)}, x.why, model.CauseAll)
	x.demand(ctx, s.Share, ref)
	x.own(ctx, hold, model.Msg{Kind: msgWarnOver, Amount: int64(math.Round(s.Share * 1e6)), Cause: ref})
}

// warnOver is the end of what people did because of a warning.
func (x *SOC) warnOver(ctx *model.Context, m *model.Msg) {
	x.demand(ctx, -float64(m.Amount)/1e6, m.Cause)
}

// demand asks the nodes of the operator's networks for less than planned.
func (x *SOC) demand(ctx *model.Context, less float64, cause sim.RecordID) {
	for _, a := range x.spec.nodesOf(x.operator) {
		n := int64(math.Round(x.spec.city.Assets[a].Demand * 1000 * math.Round(less*1e6) / 1e6))
		if n != 0 {
			ctx.Send(&x.self, x.wiring.Asset[a], ctx.Lookahead(), model.Msg{Kind: model.MsgDemand, To: a.Entity(), From: x.entity(), Need: model.Absent, Slot: none, Amount: -n, Cause: cause})
		}
	}
}

// nodesOf are the nodes with a take-off in the networks that an operator runs, ascending.
func (s *Spec) nodesOf(o model.OperatorID) []model.AssetID {
	var list []model.AssetID
	for i := range s.city.Networks {
		for _, e := range s.city.Networks[i].Edges {
			for _, a := range [2]model.AssetID{e.From, e.To} {
				if s.city.Assets[a].Operator == o && s.city.Assets[a].Demand > 0 {
					list = append(list, a)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// offGuard ends what was cut off because of a warning, unless the operator is under attack itself by now: then its own people decide.
func (x *SOC) offGuard(ctx *model.Context, m *model.Msg) {
	x.watching = 1
	guard := x.guard
	x.guard = nil
	if x.state != socCalm {
		return
	}
	open := false
	for _, z := range guard {
		if x.isolated[z] {
			x.reopen(ctx, z, m.Cause)
			open = true
		}
	}
	if open {
		x.unhalt(ctx, m.Cause)
	}
}

// unhalt starts again what only the operator itself had stopped.
func (x *SOC) unhalt(ctx *model.Context, cause sim.RecordID) {
	x.why = x.emit(ctx, model.KindRepair, x.entity(), model.Why{Code: model.WhyOffGuard, Other: x.entity()}, cause, model.CauseRepair)
	for i := range x.stops {
		s := &x.stops[i]
		if s.over || !s.ours {
			continue
		}
		s.ours = false
		if !s.hit {
			x.order(ctx, model.OpStart, s.asset, x.mended(ctx, s))
			s.over = true
			x.left--
		}
	}
}
