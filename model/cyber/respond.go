package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// halt stops an asset on the operator's own decision.
func (x *SOC) halt(ctx *model.Context, a model.AssetID, ref sim.RecordID) {
	s := &x.stops[x.stopOf(a)]
	if s.ours {
		return
	}
	s.ours = true
	if !s.down {
		s.down, s.began = true, ctx.Now()
		x.order(ctx, model.OpStop, a, ref)
	}
}

// order commands an asset.
func (x *SOC) order(ctx *model.Context, op model.Op, a model.AssetID, ref sim.RecordID) {
	c := model.Command{Op: op, Asset: a, Level: model.Full, By: x.entity(), Cause: ref}
	ctx.Send(&x.self, x.wiring.Asset[a], ctx.Lookahead(), c.Msg())
}

// tell informs the campaigns that touch this operator.
func (x *SOC) tell(ctx *model.Context, kind model.MsgKind, slot int32, ref sim.RecordID) {
	for i := range x.spec.campaigns {
		c := &x.spec.campaigns[i]
		if slices.Contains(c.operators, x.operator) {
			ctx.Send(&x.self, x.wiring.Campaign[i], ctx.Lookahead(), model.Msg{Kind: kind, To: c.entity, From: x.entity(), Slot: slot, Cause: ref})
		}
	}
}

// restore begins the work on an asset if the attacker stopped it, from its backup, or anew when the backup was attacked and is
// lost. A moved set-point is put back at once.
func (x *SOC) restore(ctx *model.Context, i int32) {
	s := &x.stops[i]
	if s.set {
		x.limit(ctx, s.asset, x.mended(ctx, s))
		s.set = false
	}
	if !s.hit || s.working || s.restored {
		return
	}
	s.working = true
	luck := x.restoring(s.asset)
	span := draw(x.how().restore, &luck)
	if lost := luck.Float64() < x.how().lost; lost && (s.backups || x.backups) {
		span = draw(x.how().rebuild, &luck)
		why := model.Why{Code: model.WhyBackupLost, Other: model.Absent, Amount: int64(span)}
		x.emit(ctx, model.KindRepair, s.asset.Entity(), why, x.why, model.CauseRepair)
	}
	x.own(ctx, span, model.Msg{Kind: msgRestored, Slot: int32(s.asset)})
}

// restoring is the luck of the next restoration of an asset: its own, and another one each time.
func (x *SOC) restoring(a model.AssetID) rng.Stream {
	if x.times == nil {
		x.times = make(map[model.AssetID]uint64)
	}
	n := x.times[a]
	x.times[a] = n + 1
	luck := x.luck.restore.Sub(uint64(rng.NameOf(x.spec.city.Assets[a].Name)))
	return luck.Sub(n)
}

// mended records that an asset is as it was.
func (x *SOC) mended(ctx *model.Context, s *stop) sim.RecordID {
	why := model.Why{Code: model.WhyRestored, Other: model.Absent, Amount: int64(ctx.Now().Sub(s.began))}
	return x.emit(ctx, model.KindRepair, s.asset.Entity(), why, x.why, model.CauseRepair)
}

// restored is the end of the work on an asset. It goes back into service only once the attacker is out.
func (x *SOC) restored(ctx *model.Context, a model.AssetID) {
	i := x.stopOf(a)
	x.stops[i].restored, x.stops[i].working = true, false
	x.ready = append(x.ready, i)
	x.resume(ctx)
}

// eradicated is the moment in which the attacker is out: zones open again, healthy software starts, and what waits for that
// goes back into service. Campaigns hear of it a lookahead later, and what they do until then is heard of another one later.
// Alarms about all that are closed.
func (x *SOC) eradicated(ctx *model.Context) {
	x.clean, x.noticing, x.out = true, 0, ctx.Now().Add(2*ctx.Lookahead())
	x.seen, x.struck = x.seen[:0], x.struck[:0]
	x.why = x.emit(ctx, model.KindRepair, x.entity(), model.Why{Code: model.WhyEradicated, Other: x.entity()}, x.why, model.CauseRepair)
	x.report(ctx, model.NewsClean)
	x.tell(ctx, msgEradicated, int32(x.operator), x.why)
	x.dismiss(ctx)
	for _, z := range x.spec.estates[x.operator].zones {
		if x.isolated[z] {
			x.reopen(ctx, z, x.why)
		}
	}
	x.undeceive(ctx, true)
	x.ready = x.ready[:0]
	for i := range x.stops {
		x.stops[i].ours = false
		x.ready = append(x.ready, int32(i))
	}
	x.resume(ctx)
}

// dismiss lets the shared team go to the next who waits for it.
func (x *SOC) dismiss(ctx *model.Context) {
	if x.play.helped {
		x.play.asked, x.play.helped = false, false
		x.say(ctx, msgRelease, x.why)
	}
}

// resume starts what is ready and forgets it. With nothing left the operator is calm again, and a later attack is a new one.
func (x *SOC) resume(ctx *model.Context) {
	if !x.clean {
		return
	}
	for _, i := range x.ready {
		s := &x.stops[i]
		if s.over || s.hit && !s.restored {
			continue
		}
		if s.down {
			x.order(ctx, model.OpStart, s.asset, x.mended(ctx, s))
		}
		s.over = true
		x.left--
	}
	x.ready = x.ready[:0]
	if x.left == 0 {
		x.state, x.clean, x.stops = socCalm, false, x.stops[:0]
		x.backups = x.backups && len(x.struck) > 0 // by a new attack, that nobody has noticed yet
		clear(x.places)
		x.unlock(ctx)
		x.report(ctx, model.NewsOver)
	}
}

// unlock records that data which the attacker made unusable can be used again.
func (x *SOC) unlock(ctx *model.Context) {
	for _, s := range x.locked {
		t := &x.spec.stores[s]
		x.emit(ctx, model.KindData, t.entity, model.Why{Code: model.WhyDataBack, Other: model.Absent, Amount: t.records}, x.why, model.CauseRepair)
	}
	x.locked = x.locked[:0]
}
