package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// warned is news from the forum: another member is under attack. An operator that knows of no attack of its own may look more closely,
// cut off suppliers that it has in common with the other, or go off line, each with its chance; for a while. Where it does several of these,
// all count.
func (x *SOC) warned(ctx *model.Context, m *model.Msg) {
	f := x.spec.forum
	luck := x.luck.warned.Sub(x.warnings)
	x.warnings++
	watch, block, offline := luck.Float64() < f.watch, luck.Float64() < f.block, luck.Float64() < f.offline
	if x.state != socCalm || x.watching != 1 || len(x.guard) > 0 {
		return
	}
	x.why = x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyWarned, Other: m.From}, m.Cause, model.CauseBehaviour)
	news := x.why
	if watch && f.factor < 1 {
		x.watching = f.factor
		x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyWatching, Other: model.Absent}, news, model.CauseBehaviour)
	}
	if block {
		x.guardBy(ctx, x.spec.commonWays(x.operator, model.OperatorID(m.Slot)), model.WhySupplierBlocked)
	}
	if offline {
		x.guardBy(ctx, x.zones(nil, append(x.spec.outerOf(x.operator), x.spec.zonesOf(x.operator, "control")...)), model.WhyIslanded)
	}
	if x.watching != 1 || len(x.guard) > 0 {
		x.own(ctx, rng.Duration(f.hold, &luck), model.Msg{Kind: msgOffGuard, Cause: news})
	}
}

// guardBy cuts off zones because of a warning.
func (x *SOC) guardBy(ctx *model.Context, list []ZoneID, code model.WhyCode) {
	for _, z := range list {
		if !x.isolated[z] {
			x.guard = append(x.guard, z)
			x.cut(ctx, z, code)
		}
	}
}

// commonWays are the zones of an operator into which the other one reaches, or a supplier that reaches into both.
func (s *Spec) commonWays(o, other model.OperatorID) []ZoneID {
	reaches := map[model.OperatorID]bool{other: true}
	for _, z := range s.estates[other].zones {
		for _, k := range s.zones[z].in {
			if k.link {
				reaches[s.zones[k.from].operator] = true
			}
		}
	}
	var list []ZoneID
	for _, z := range s.estates[o].zones {
		if slices.ContainsFunc(s.zones[z].in, func(k conduit) bool { return k.link && reaches[s.zones[k.from].operator] }) {
			list = append(list, z)
		}
	}
	return list
}
