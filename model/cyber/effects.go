package cyber

import (
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
)

// What a technique may give against what an operator knows and may do, beside the effects of build.go.
const (
	givesLock   = "lock"   // no order of the operator reaches the assets from afar: loss of control
	givesBlind  = "blind"  // the operator does not see the assets: loss of view, replayed or blocked reports
	givesQuiet  = "quiet"  // nothing done in the zone is reported any more: alarms suppressed
	givesSpoof  = "spoof"  // the assets' sensors read a level, and what acts on that acts
	givesDisarm = "disarm" // the assets' protection is switched off
	givesForce  = "force"  // the assets are closed against a fault: damaged where protection is off
	givesDraw   = "draw"   // the assets draw a share of all the load they hold
	givesFlood  = "flood"  // the assets are flooded from outside: limited to a level, without a foothold
)

// onAssets is the operation by which an effect on assets shows.
func onAssets(effect string) (model.Op, bool) {
	op, ok := map[string]model.Op{
		givesOpen: model.OpOpen, givesStop: model.OpStop, givesDamage: model.OpDamage, givesSet: model.OpSet, givesLock: model.OpLock,
		givesBlind: model.OpBlind, givesSpoof: model.OpSpoof, givesDisarm: model.OpDisarm, givesForce: model.OpForce, givesDraw: model.OpDraw,
		givesFlood: model.OpSet,
	}[effect]
	return op, ok
}

// strikeFlood adds the last steps of a goal that is flooded from outside, through any device that the internet reaches.
func (b *builder) strikeFlood(i int32, t *Technique, e *estate, g *GoalSpec, goal, node int32) int {
	selector := g.Target
	if selector == "" {
		selector = "*"
	}
	targets := b.foremost(Select(b.spec.city, e.operator, selector), g.Count)
	any, _ := b.node(b.graph.Nodes[node].Name+" flood", false, fact())
	b.parent(node, any)
	for _, d := range e.devices {
		if len(targets) > 0 && b.fits(t, d) {
			b.parent(any, b.blow(i, t, d, goal, b.graph.Nodes[any].Name, func(m *move) {
				m.op, m.level, m.pace, m.targets = model.OpSet, model.LevelOf(t.Level), pace(t.Pace), targets
			}))
		}
	}
	if len(b.graph.Nodes[any].Parents) == 0 {
		return 0
	}
	return len(targets)
}

// strikeQuiet adds the last steps of a goal that suppresses the alarms of zones: those that the target names.
func (b *builder) strikeQuiet(i int32, t *Technique, e *estate, g *GoalSpec, goal, node int32) (n int) {
	for _, z := range e.zones {
		if g.Target != "" && !match(g.Target, b.spec.zones[z].name) {
			continue
		}
		any := int32(none)
		for _, d := range b.spec.zones[z].devices {
			if !b.fits(t, d) {
				continue
			}
			if any == none {
				any, _ = b.node(b.graph.Nodes[node].Name+" quiet "+b.spec.zones[z].name, false, fact())
				b.parent(node, any)
				n++
			}
			b.parent(any, b.blow(i, t, d, goal, b.graph.Nodes[any].Name, func(m *move) { m.quiet = true }))
		}
	}
	return n
}

// foremost are the assets with most people, at most so many; 0 = all.
func (b *builder) foremost(list []model.AssetID, count int) []model.AssetID {
	slices.SortStableFunc(list, func(x, y model.AssetID) int {
		return int(b.spec.city.Assets[y].People) - int(b.spec.city.Assets[x].People)
	})
	if count > 0 && len(list) > count {
		list = list[:count]
	}
	return list
}

// hush tells the operator's people nothing more of what is done in the zone of a step.
func (c *Campaign) hush(ctx *model.Context, i int32) {
	m := &c.moves[i]
	ctx.Send(&c.self, c.wiring.SOC[m.operator], ctx.Lookahead(), model.Msg{Kind: msgQuiet, To: c.spec.estates[m.operator].entity, From: c.entity,
		Slot: int32(m.zones[0]), Cause: c.record[i]})
}

// legacy reports whether a device is one that asks nobody who he is and cannot be patched.
func (d *device) legacy() bool { return slices.Contains(d.traits, "legacy") }

// unmoved reports whether no measure moves the use of a technique on a device: a legacy one cannot be patched and checks no account.
func (t *Technique) unmoved(d *device) bool {
	return d.legacy() && (strings.HasPrefix(t.Difficulty, "mcqueen") || slices.Contains(t.Needs, needCredentials))
}

// fooled is what an attacker did to what the operator knows of an asset and may do with it.
type fooled struct {
	asset model.AssetID
	undo  model.Op
	began sim.Time
}

// deceit is what the operator's people have to put right besides what stopped.
type deceit struct {
	fooled []fooled
	fog    float64         // factor on the time until effects make sense; 0 = 1
	quiet  map[ZoneID]bool // zones whose alarms are suppressed
}

// inverse is what undoes a deceit; what a crew repairs is none.
func inverse(op model.Op) model.Op {
	switch op {
	case model.OpLock, model.OpBlind, model.OpSpoof, model.OpDisarm:
		return op + 1
	case model.OpDraw:
		return model.OpDraw
	}
	return model.OpNone
}

// shows reports whether people notice an order by its effect: what they do not see, and protection that is off, shows later or never.
func shows(op model.Op) bool {
	return op != model.OpNone && op != model.OpBlind && op != model.OpDisarm
}

// affect takes note of a deceit. One that comes while people act, or after the attacker is out, is put right at once.
func (x *SOC) affect(ctx *model.Context, m *model.Msg, late bool) {
	x.fog = max(x.fog, x.spec.techniques[m.Amount].Delay)
	undo := inverse(m.Op)
	if undo == model.OpNone || m.Slot < 0 || int(m.Slot) >= len(x.spec.city.Assets) {
		return
	}
	f := fooled{model.AssetID(m.Slot), undo, ctx.Now()}
	if !slices.ContainsFunc(x.fooled, func(y fooled) bool { return y.asset == f.asset && y.undo == f.undo }) {
		x.fooled = append(x.fooled, f)
	}
	if late || x.state == socActing && !x.clean {
		x.undeceive(ctx, late)
	}
}

// undeceive puts right what can be: readings, sight, protection and load when people act, control only once the attacker is out.
func (x *SOC) undeceive(ctx *model.Context, out bool) {
	kept := x.fooled[:0]
	for _, f := range x.fooled {
		if f.undo == model.OpUnlock && !out {
			kept = append(kept, f)
			continue
		}
		s := stop{asset: f.asset, began: f.began}
		order := model.Command{Op: f.undo, Asset: f.asset, Level: model.None, By: x.entity(), Cause: x.mended(ctx, &s)}
		ctx.Send(&x.self, x.wiring.Asset[f.asset], ctx.Lookahead(), order.Msg())
	}
	if x.fooled = kept; out {
		x.fog = 0
		clear(x.quiet)
	}
}

// hushed records that a zone reports nothing any more.
func (x *SOC) hushed(ctx *model.Context, m *model.Msg) {
	z := ZoneID(m.Slot)
	if x.quiet[z] || ctx.Now() < x.out {
		return
	}
	if x.quiet == nil {
		x.quiet = map[ZoneID]bool{}
	}
	x.quiet[z] = true
	x.emit(ctx, model.KindCommand, x.spec.zones[z].entity, model.Why{Code: model.WhyQuiet, Other: x.spec.zones[z].entity}, m.Cause, model.CauseCommand)
}

// chance is the chance that a step of a technique in a zone is seen: by who watches, or because people report it.
func (x *SOC) chance(z ZoneID, technique int32) float64 {
	t := &x.spec.techniques[technique]
	watched := 0.0
	if !x.quiet[z] {
		watched = x.sight(z, technique)
	}
	if t.Reported == 0 {
		return watched
	}
	return 1 - float64((1-watched)*(1-t.Reported))
}

// fogged is a time until effects make sense, as long as it takes with what is hidden.
func (x *SOC) fogged(d time.Duration) time.Duration {
	if x.fog <= 1 {
		return d
	}
	return scale(d, x.fog)
}
