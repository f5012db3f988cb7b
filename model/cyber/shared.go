package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Shared is the process of what operators share: incident teams that they wait for, and the forum in which they warn each other.
type Shared struct {
	spec   *Spec
	wiring *Wiring
	self   []sim.Source // by team, then of the forum
	busy   []int        // by team: how many are out
	queue  [][]waiting  // by team, in the order in which they asked
	calls  map[model.OperatorID]uint64
}

// waiting is an operator that waits for a team.
type waiting struct {
	operator model.OperatorID
	since    sim.Time
	cause    sim.RecordID
}

// Shares reports whether operators share anything: then a Live has a Shared process.
func (s *Spec) Shares() bool { return len(s.teams) > 0 || s.forum != nil }

func newShared(s *Spec, w *Wiring) *Shared {
	if !s.Shares() {
		return nil
	}
	h := &Shared{spec: s, wiring: w, busy: make([]int, len(s.teams)), queue: make([][]waiting, len(s.teams)), calls: map[model.OperatorID]uint64{}}
	for i := range s.teams {
		h.self = append(h.self, s.teams[i].entity.Source())
	}
	if s.forum != nil {
		h.self = append(h.self, s.forum.entity.Source())
	}
	return h
}

// Handle deals with one message.
func (h *Shared) Handle(ctx *model.Context, m *model.Msg) error {
	o := model.OperatorID(m.Slot)
	team := h.spec.teamOf(o)
	switch m.Kind {
	case msgAsk:
		h.queue[team] = append(h.queue[team], waiting{o, ctx.Now(), m.Cause})
		h.send(ctx, team)
	case msgRelease:
		h.busy[team]--
		h.send(ctx, team)
	case msgNews:
		h.spread(ctx, o, m.Cause)
	}
	return nil
}

// send sends teams to those who wait, the most people first, the first to ask of equals.
func (h *Shared) send(ctx *model.Context, team int32) {
	t := &h.spec.teams[team]
	for h.busy[team] < t.capacity && len(h.queue[team]) > 0 {
		best := h.first(team)
		w := h.queue[team][best]
		h.queue[team] = slices.Delete(h.queue[team], best, best+1)
		h.busy[team]++
		luck := h.luck(t.luck, w.operator)
		change := model.Change{Kind: model.KindRepair, Entity: t.entity, To: model.Full, Why: model.Why{
			Code: model.WhyTeamSent, Other: h.spec.estates[w.operator].entity, Need: model.Absent, Amount: int64(ctx.Now().Sub(w.since)),
		}}
		change.Add(w.cause, model.CauseRepair)
		ref := ctx.Emit(change)
		ctx.Send(&h.self[team], h.wiring.SOC[w.operator], ctx.Lookahead()+draw(t.response, &luck), model.Msg{
			Kind: msgHelp, To: h.spec.estates[w.operator].entity, From: t.entity, Cause: ref,
		})
	}
}

// first is the place in the queue of the one whom a team helps next.
func (h *Shared) first(team int32) int {
	best := 0
	for i, w := range h.queue[team] {
		if h.spec.weight(w.operator) > h.spec.weight(h.queue[team][best].operator) {
			best = i
		}
	}
	return best
}

// luck is the luck of an operator with something: another one each time.
func (h *Shared) luck(name rng.Name, o model.OperatorID) rng.Stream {
	n := h.calls[o]
	h.calls[o] = n + 1
	root := h.wiring.Root.StreamOf(name)
	own := root.Sub(uint64(rng.NameOf(h.spec.city.Operators[o].Name)))
	return own.Sub(n)
}

// spread warns every other member of the forum, each after its own delay.
func (h *Shared) spread(ctx *model.Context, from model.OperatorID, cause sim.RecordID) {
	f := h.spec.forum
	for _, o := range f.members {
		if o == from {
			continue
		}
		luck := h.luck(f.luck, o)
		ctx.Send(&h.self[len(h.spec.teams)], h.wiring.SOC[o], ctx.Lookahead()+draw(f.delay[o], &luck), model.Msg{
			Kind: msgWarned, To: h.spec.estates[o].entity, From: h.spec.estates[from].entity, Slot: int32(from), Cause: cause,
		})
	}
}

// weight is how critical an operator is to a team: the residents that depend on its assets, asset by asset.
func (s *Spec) weight(o model.OperatorID) int64 {
	if s.weights == nil {
		return 0
	}
	return s.weights[o]
}

var _ model.Process = (*Shared)(nil)
