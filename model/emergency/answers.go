package emergency

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// How well calls are answered is the service of 112 while something is wrong: what is answered within prompt of being put through, by the
// share that is planned (NFPA 1225, 2022: 90 % within 10 s).
const (
	prompt       = 10 * time.Second
	promptTarget = 0.9
)

// The window of the share: it is looked at every slice of time, over windowLeast slices, and over more, up to all that are kept, until it
// holds enough calls to speak of a share at all (assumptions).
const (
	slice       = 5 * time.Minute
	slicesKept  = 12
	windowLeast = 3
	windowCalls = 20
	fallsBelow  = 0.9 // of the target: where a share that was on target begins to count as fallen, so that chance alone seldom does it
	levelSteps  = 10  // the level moves by tenths
)

// answers is the calls of the last slices of time, and what is said about them.
type answers struct {
	all, late [slicesKept]uint32
	now       int // the slice that is being filled
	level     model.Level
	cause     model.Cause // of the last change
}

// count takes note of a call that was answered, or will not be. Floods and pocket calls do not count.
func (a *answers) count(sort model.RequestSort, late bool) {
	if sort == model.RequestFlood || sort == model.RequestPocket {
		return
	}
	a.all[a.now]++
	if late {
		a.late[a.now]++
	}
}

// share is what part of the target is met; not ok if nobody called.
func (a *answers) share() (float64, bool) {
	all, late := uint32(0), uint32(0)
	for k := range slicesKept {
		if k >= windowLeast && all >= windowCalls {
			break
		}
		i := (a.now + slicesKept - k) % slicesKept
		all, late = all+a.all[i], late+a.late[i]
	}
	if all == 0 {
		return 0, false
	}
	return min(1, float64(all-late)/float64(all)/promptTarget), true
}

// judge is the level after this slice. It falls from Full only if there is something to blame: chance alone is no event of a run. Where nobody
// called in all that is kept it stays, or is Full again when nothing is to blame any more.
func (a *answers) judge(blame bool) model.Level {
	share, ok := a.share()
	switch {
	case !ok && blame, a.level == model.Full && (!blame || share >= fallsBelow):
		return a.level
	case !ok, share == 1:
		return model.Full
	}
	return model.LevelOf(min(levelSteps-1, float64(int(share*levelSteps+0.5))) / levelSteps)
}

// review says how well calls are answered, to every district, and begins the next slice.
func (r *Region) review(ctx *model.Context) {
	a := &r.answers
	r.after(slice, dutyReview, 0)
	blame := r.blame()
	if level := a.judge(blame.Ref != (sim.RecordID{})); level != a.level {
		switch {
		case level > a.level:
			a.cause = r.relief(blame)
		case blame.Ref != (sim.RecordID{}):
			a.cause = blame
		}
		a.level = level
		r.tellDistricts(ctx)
	}
	a.now = (a.now + 1) % slicesKept
	a.all[a.now], a.late[a.now] = 0, 0
}

// tellDistricts passes the level on to the 112 service of every district.
func (r *Region) tellDistricts(ctx *model.Context) {
	for _, s := range r.spec.served {
		if int(s) < len(r.wiring.Asset) {
			ctx.Send(&r.self, r.wiring.Asset[s], ctx.Lookahead(), model.Msg{Kind: model.MsgReading, To: s.Entity(), From: r.spec.entity,
				Level: r.answers.level, Need: model.Absent, Slot: int32(r.answers.cause.Kind), Cause: r.answers.cause.Ref})
		}
	}
}

// blame is what keeps calls from being answered in time, as far as something happened: a PSAP that lacks positions, call takers who are
// late, calls that somebody makes, dispatch on paper, districts in the dark. Its Ref is zero on an ordinary day.
func (r *Region) blame() model.Cause {
	for i := range r.spec.centres {
		if x := r.level(r.spec.centres[i].asset); x.level < model.Full && x.cause != (sim.RecordID{}) {
			return model.Cause{Ref: x.cause, Kind: model.CauseAll}
		}
	}
	for i := range r.centres {
		if r.centres[i].shift.absent(r.now) > 0 {
			return model.Cause{Ref: r.centres[i].lateness, Kind: model.CauseBehaviour}
		}
	}
	for i := range r.spec.options.Floods {
		f := &r.spec.options.Floods[i]
		if cause, comes := r.askedFor(i, model.Absent); comes && r.now >= f.At && r.now < f.Until {
			return model.Cause{Ref: cause, Kind: model.CauseOverload}
		}
	}
	if r.manual {
		return model.Cause{Ref: r.level(r.spec.cad).cause, Kind: model.CauseAll}
	}
	for d := range r.dark {
		if r.dark[d].since != sim.Never {
			return model.Cause{Ref: r.dark[d].cause, Kind: model.CauseOverload}
		}
	}
	return model.Cause{}
}

// relief is why calls are answered in time again: they were switched over, the PSAP or the dispatch system is back, else what was to blame.
func (r *Region) relief(blame model.Cause) model.Cause {
	if r.switched {
		return model.Cause{Ref: r.switchover, Kind: model.CauseBehaviour}
	}
	if blame.Ref != (sim.RecordID{}) {
		return blame
	}
	for i := range r.spec.centres {
		if x := r.level(r.spec.centres[i].asset); x.cause != (sim.RecordID{}) {
			return model.Cause{Ref: x.cause, Kind: model.CauseAll}
		}
	}
	if x := r.level(r.spec.cad); x.cause != (sim.RecordID{}) {
		return model.Cause{Ref: x.cause, Kind: model.CauseAll}
	}
	return r.answers.cause
}
