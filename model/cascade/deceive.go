package cascade

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/sim"
)

// Automatic is what an operator's controls do by themselves when a sensor reads At or more: they limit an asset to Level. The cascade
// simulates it for falsified readings only: true ones are in the physics, or in the needs.
type Automatic struct {
	Sensor, Acts model.AssetID
	At, Level    model.Level
}

// automatics are the positions in Options.Automatics of what acts on a sensor.
func (s *Spec) automatics(list []Automatic) error {
	s.acts = list
	for i, x := range list {
		if x.Sensor < 0 || int(x.Sensor) >= len(s.city.Assets) || x.Acts < 0 || int(x.Acts) >= len(s.city.Assets) || x.Level < model.None || x.Level > model.Full {
			return fmt.Errorf("automatic %d names no asset of the city, or a level of %d of 2^20", i, x.Level)
		}
	}
	slices.SortStableFunc(s.acts, func(a, b Automatic) int { return int(a.Sensor) - int(b.Sensor) })
	return nil
}

// actsOn are those that act on a sensor.
func (s *Spec) actsOn(sensor model.AssetID) []Automatic {
	from, _ := slices.BinarySearchFunc(s.acts, sensor, func(a Automatic, id model.AssetID) int { return int(a.Sensor) - int(id) })
	to := from
	for to < len(s.acts) && s.acts[to].Sensor == sensor {
		to++
	}
	return s.acts[from:to]
}

// deceive carries out a Command against what an operator knows of an asset and can do with it.
func (g *group) deceive(ctx *model.Context, local int32, m *model.Msg) error {
	a := &g.assets[local]
	switch m.Op {
	case model.OpLock, model.OpUnlock:
		g.lock(ctx, local, m)
	case model.OpBlind, model.OpSee:
		g.blind(ctx, local, m)
	case model.OpSpoof:
		if m.Level < model.None || m.Level > model.Full {
			return fmt.Errorf("cascade: command has a sensor read a level of %d of 2^20", m.Level)
		}
		if was, spoofed := g.reads[local]; !spoofed || was != m.Level {
			g.read(ctx, local, m, m.Level)
		}
	case model.OpTrue:
		if _, spoofed := g.reads[local]; spoofed {
			g.trust(ctx, local, m)
		}
	case model.OpForce:
		if a.disarmed && a.impaired&damaged == 0 {
			g.force(ctx, local, m)
		}
	}
	return nil
}

// mark records a Command that changes what people know or may do, and not what the asset does.
func (g *group) mark(ctx *model.Context, local int32, m *model.Msg, code model.WhyCode, from, to model.Level) {
	kind := model.KindCommand
	if code == model.WhyLocked || code == model.WhyUnlocked {
		kind = model.KindControl
	}
	c := model.Change{Kind: kind, Entity: g.spec.assets[local].id.Entity(), From: from, To: to,
		Why: model.Why{Code: code, Other: m.From, Need: absent}}
	c.Add(m.Cause, model.CauseCommand)
	g.assets[local].latest = ctx.Emit(c)
}

// lock shuts the operator's orders from afar out, or lets them in again. The crews hear of it either way.
func (g *group) lock(ctx *model.Context, local int32, m *model.Msg) {
	a, shut := &g.assets[local], m.Op == model.OpLock
	if a.locked == shut {
		return
	}
	a.locked = shut
	if shut {
		g.mark(ctx, local, m, model.WhyLocked, model.Full, model.None)
		g.report(ctx, local, model.OpUnlock, model.None)
		return
	}
	g.mark(ctx, local, m, model.WhyUnlocked, model.None, model.Full)
	g.report(ctx, local, model.OpUnlock, model.Full)
}

// blind takes an asset out of its operator's sight, or back into it: then the operator learns what it needs, and what it does not need
// any more.
func (g *group) blind(ctx *model.Context, local int32, m *model.Msg) {
	a, hidden := &g.assets[local], m.Op == model.OpBlind
	if a.blind == hidden {
		return
	}
	a.blind = hidden
	if hidden {
		g.mark(ctx, local, m, model.WhyBlinded, model.Full, model.None)
		return
	}
	g.mark(ctx, local, m, model.WhySeen, model.None, model.Full)
	for _, x := range [2]struct {
		is   impairment
		undo model.Op
	}{{opened, model.OpClose}, {damaged, model.OpRepair}} {
		done := model.Full
		if a.impaired&x.is != 0 {
			done = model.None
		}
		g.order(ctx, local, x.undo, done)
	}
}

// read has a sensor read a level, and what acts on it act.
func (g *group) read(ctx *model.Context, local int32, m *model.Msg, level model.Level) {
	if g.reads == nil {
		g.reads = map[int32]model.Level{}
	}
	was, spoofed := g.reads[local]
	if !spoofed {
		was = g.assets[local].level
	}
	g.reads[local] = level
	g.mark(ctx, local, m, model.WhySpoofed, was, level)
	for _, x := range g.whole.actsOn(g.spec.assets[local].id) {
		switch acted := spoofed && was >= x.At; {
		case level >= x.At && !acted:
			g.act(ctx, local, x, x.Level)
		case level < x.At && acted:
			g.act(ctx, local, x, model.Full)
		}
	}
}

// trust has a sensor read what is true again; what acted on it lets go.
func (g *group) trust(ctx *model.Context, local int32, m *model.Msg) {
	was := g.reads[local]
	delete(g.reads, local)
	g.mark(ctx, local, m, model.WhyTrue, was, g.assets[local].level)
	for _, x := range g.whole.actsOn(g.spec.assets[local].id) {
		if was >= x.At {
			g.act(ctx, local, x, model.Full)
		}
	}
}

// act is the operator's own controls at work.
func (g *group) act(ctx *model.Context, local int32, x Automatic, level model.Level) {
	a := &g.assets[local]
	order := model.Command{Op: model.OpSet, Asset: x.Acts, Level: level, By: x.Sensor.Entity(), Cause: a.latest}
	ctx.Send(&a.src, g.wiring.First+sim.ProcessID(g.whole.homes[x.Acts].group), ctx.Lookahead(), order.Msg())
}

// force damages what is closed against a fault. Where protection works, it opens before anything happens.
func (g *group) force(ctx *model.Context, local int32, m *model.Msg) {
	a := &g.assets[local]
	from := a.condition()
	a.impaired |= damaged
	a.black = false
	g.obeyed(ctx, local, m, model.WhyForced, from, a.condition())
	g.order(ctx, local, model.OpRepair, model.None)
}
