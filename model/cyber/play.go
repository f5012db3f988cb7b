package cyber

import (
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// The messages of the defence, apart from those of campaigns.
const (
	msgHelp     = model.MsgPrivate + 64 + iota // to a SOC: the shared team is there
	msgWarned                                  // to a SOC: operator Slot, a member of its forum, is under attack
	msgOffGuard                                // the SOC's own: what it did because of a warning ends
	msgWarnOver                                // the SOC's own: people take again what they did without
	msgAsk                                     // to Shared: operator Slot asks for its team
	msgRelease                                 // to Shared: operator Slot does not need its team any more
	msgNews                                    // to Shared: operator Slot tells its forum that it is under attack
	msgReturn                                  // the campaign's own: it comes back to what the people of operator Slot had missed
)

// retry is how long people take at least before they try again to throw an attacker out.
const retry = time.Hour

// playing is a playbook under way.
type playing struct {
	state     []stepState
	luck      []rng.Stream // by step
	number    int64        // of the incident, from 1
	asked     bool         // for the shared team
	helped    bool         // it is there
	cutting   []string     // zones that are cut off as soon as the attacker is seen there, if an isolating step names them
	isolating bool         // such a step was taken
	restoring bool         // what is stopped from now on is restored at once
}

type stepState uint8

const (
	stepWaiting stepState = iota
	stepRunning
	stepDone
	stepFailed
	stepSkipped
)

// decide starts the response: the playbook from its beginning.
func (x *SOC) decide(ctx *model.Context) {
	x.state = socActing
	b, p := x.how().book, &x.play
	p.number++
	p.state = make([]stepState, len(b.steps))
	p.luck = make([]rng.Stream, len(b.steps))
	for i := range p.luck {
		luck := x.luck.playbook.Sub(uint64(b.steps[i].luck))
		p.luck[i] = luck.Sub(uint64(p.number))
	}
	p.isolating, p.restoring, p.cutting = false, false, nil
	if !b.has(actHelp) {
		x.ask(ctx)
	}
	if !b.has(actInform) {
		x.inform(ctx)
	}
	x.advance(ctx)
}

// advance begins every step that nothing holds up any more.
func (x *SOC) advance(ctx *model.Context) {
	for again := true; again; {
		again = false
		for i := range x.play.state {
			if x.play.state[i] == stepWaiting && x.due(i) {
				x.take(ctx, i)
				again = true
			}
		}
	}
}

// due reports whether a step may begin: those before it have ended and, where the shared team does the work, it is there.
func (x *SOC) due(i int) bool {
	s := &x.how().book.steps[i]
	for _, k := range s.after {
		if x.play.state[k] <= stepRunning {
			return false
		}
	}
	return x.play.helped || !x.waits() || s.Action != actEradicate && s.Action != actRestore
}

// take begins a step, or skips it.
func (x *SOC) take(ctx *model.Context, i int) {
	s, p := &x.how().book.steps[i], &x.play
	if !x.holds(&s.when) || x.moot(s) || !x.chosen(i, s) {
		p.state[i] = stepSkipped
		return
	}
	p.state[i] = stepRunning
	if s.Action == actHelp {
		x.ask(ctx)
		x.helpedOut()
		return
	}
	x.work(ctx, i, 0)
}

// work gives a step its time, at least some.
func (x *SOC) work(ctx *model.Context, i int, least time.Duration) {
	s := &x.how().book.steps[i]
	d := time.Duration(0)
	switch {
	case s.time != nil:
		d = draw(s.time, &x.play.luck[i])
	case s.Action == actEradicate:
		d = draw(x.how().eradicate, &x.luck.eradicate)
	default:
		x.ended(ctx, i)
		return
	}
	x.own(ctx, max(d, least), model.Msg{Kind: msgPlayed, Slot: int32(i), Amount: x.play.number})
}

// played is the end of a step's time.
func (x *SOC) played(ctx *model.Context, m *model.Msg) {
	if m.Amount == x.play.number {
		x.ended(ctx, int(m.Slot))
		x.advance(ctx)
	}
}

// holds reports whether a condition is true now.
func (x *SOC) holds(w *condition) bool {
	is := true
	switch w.what {
	case "done":
		is = x.play.state[w.step] == stepDone
	case "failed":
		is = x.play.state[w.step] == stepFailed
	case "skipped":
		is = x.play.state[w.step] == stepSkipped
	case "seen":
		is = slices.ContainsFunc(x.seen, func(z ZoneID) bool { return x.spec.zones[z].kind == w.kind })
	case "stopped":
		is = slices.ContainsFunc(x.stops, func(s stop) bool { return s.hit && !s.over })
	case "backups":
		is = x.backups
	}
	return is != w.not
}

// moot reports whether a step has no purpose any more: the attacker is out, or the step is about something the operator lacks.
func (x *SOC) moot(s *playStep) bool {
	switch s.Action {
	case actHelp:
		return x.spec.teamOf(x.operator) == none
	case actInform:
		return !x.spec.shares(x.operator)
	case actRestore, actWarn:
		return false
	}
	return x.state != socActing || x.clean
}

// chosen reports whether people take a step.
func (x *SOC) chosen(i int, s *playStep) bool {
	if s.Chance == nil && s.Action == actShutdown {
		p := x.how().precaution
		return p > 0 && x.luck.precaution.Float64() < p
	}
	return s.Chance == nil || x.play.luck[i].Float64() < *s.Chance
}

// ended is a step whose time has passed: it works, or it does not. An attacker that is still in is thrown out again.
func (x *SOC) ended(ctx *model.Context, i int) {
	s := &x.how().book.steps[i]
	fails := x.how().failed
	if s.Success != nil {
		fails = 1 - *s.Success
	}
	if x.moot(s) {
		x.play.state[i] = stepSkipped
		return
	}
	if fails > 0 && x.play.luck[i].Float64() < fails {
		x.why = x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyStepFailed, Other: model.Absent, Amount: int64(i + 1)}, x.why, model.CauseAll)
		if s.Action == actEradicate {
			x.work(ctx, i, retry)
			return
		}
		x.play.state[i] = stepFailed
		return
	}
	x.play.state[i] = stepDone
	x.perform(ctx, s)
}

// perform does what a step says.
func (x *SOC) perform(ctx *model.Context, s *playStep) {
	switch s.Action {
	case actIsolate:
		x.play.isolating, x.play.cutting = true, s.Zones
		x.isolate(ctx)
	case actShutdown:
		x.shutdown(ctx, x.zones(s.Zones, x.how().shutdown))
	case actBlock:
		x.cutAll(ctx, x.zones(s.Zones, x.spec.suppliersOf(x.operator)), model.WhySupplierBlocked)
	case actManual:
		x.cutAll(ctx, x.zones(s.Zones, x.spec.zonesOf(x.operator, "control", "field")), model.WhyManual)
	case actIsland:
		x.cutAll(ctx, x.zones(s.Zones, x.spec.outerOf(x.operator)), model.WhyIslanded)
	case actEradicate:
		x.eradicated(ctx)
	case actRestore:
		x.play.restoring = true
		x.undeceive(ctx, false)
		for i := range x.stops {
			x.restore(ctx, int32(i))
		}
	case actWarn:
		x.warn(ctx, s)
	case actInform:
		x.inform(ctx)
	}
}

// zones are those of the operator whose name or kind a step names; without any, its action's own.
func (x *SOC) zones(names []string, own []ZoneID) []ZoneID {
	if names == nil {
		return own
	}
	return x.spec.zonesOf(x.operator, names...)
}

// zonesOf are the zones of an operator of some names or kinds.
func (s *Spec) zonesOf(o model.OperatorID, names ...string) []ZoneID {
	var list []ZoneID
	for _, z := range s.estates[o].zones {
		if slices.Contains(names, s.zones[z].name) || slices.Contains(names, s.zones[z].kind) {
			list = append(list, z)
		}
	}
	return list
}

// suppliersOf are the zones of an operator through which suppliers come.
func (s *Spec) suppliersOf(o model.OperatorID) []ZoneID {
	var list []ZoneID
	for _, z := range s.estates[o].zones {
		link := slices.ContainsFunc(s.zones[z].in, func(k conduit) bool { return k.link })
		if link || s.zones[z].kind == "supplier" {
			list = append(list, z)
		}
	}
	return list
}

// outerOf are the zones of an operator through which anybody outside comes: its perimeter, and the suppliers' way.
func (s *Spec) outerOf(o model.OperatorID) []ZoneID {
	list := s.suppliersOf(o)
	for _, z := range s.zonesOf(o, "dmz") {
		if !slices.Contains(list, z) {
			list = append(list, z)
		}
	}
	slices.Sort(list)
	return list
}

// helpedOut ends the steps that asked for help, if it is there.
func (x *SOC) helpedOut() {
	for i := range x.play.state {
		if x.play.helped && x.play.state[i] == stepRunning && x.how().book.steps[i].Action == actHelp {
			x.play.state[i] = stepDone
		}
	}
}

// ask asks for the shared team of an operator without one of its own.
func (x *SOC) ask(ctx *model.Context) {
	if !x.waits() || x.play.asked {
		return
	}
	x.play.asked = true
	ref := x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyTeamAsked, Other: x.spec.teams[x.spec.teamOf(x.operator)].entity}, x.why, model.CauseAll)
	x.say(ctx, msgAsk, ref)
}

// waits reports whether the operator has to have the shared team to get the attacker out.
func (x *SOC) waits() bool { return x.spec.teamOf(x.operator) != none }

// help is the arrival of the shared team.
func (x *SOC) help(ctx *model.Context, m *model.Msg) {
	x.play.helped, x.why = true, m.Cause
	x.helpedOut()
	x.advance(ctx)
}

// inform tells the members of the forum that the operator is under attack.
func (x *SOC) inform(ctx *model.Context) {
	if x.spec.shares(x.operator) {
		ref := x.emit(ctx, model.KindDecision, x.entity(), model.Why{Code: model.WhyShared, Other: model.Absent}, x.why, model.CauseAll)
		x.say(ctx, msgNews, ref)
	}
}

// say sends something to the process that operators share.
func (x *SOC) say(ctx *model.Context, kind model.MsgKind, ref sim.RecordID) {
	ctx.Send(&x.self, x.wiring.Shared, ctx.Lookahead(), model.Msg{Kind: kind, From: x.entity(), Slot: int32(x.operator), Cause: ref})
}
