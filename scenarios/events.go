package scenarios

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// eventActors adds one actor per event, so that a chain of causes ends in the event's own words.
func eventActors(events []Event, roster *model.Roster) []model.EntityID {
	list := make([]model.EntityID, len(events))
	for i := range events {
		list[i] = roster.Add(model.Actor{Name: fmt.Sprintf("scenario/event-%02d", i+1), Title: events[i].Why, Sort: model.SortEvent,
			Operator: model.Absent, District: model.Absent})
	}
	return list
}

// happenings is the process that lets the scenario's events happen.
type happenings struct {
	events []Event
	actors []sim.Source
	begun  []sim.RecordID  // by event: its beginning
	owner  []sim.ProcessID // by asset
	root   rng.Root
	down   map[model.AssetID]bool // of those whose return an event waits for
	done   []bool                 // by event that waits: it happened
}

var _ model.Process = (*happenings)(nil)

const (
	begin int32 = iota
	lift
)

// start posts the beginning and the end of every event to the process, number self.
func (h *happenings) start(e *model.Engine, self sim.ProcessID, entities []model.EntityID) {
	h.actors, h.begun = make([]sim.Source, len(h.events)), make([]sim.RecordID, len(h.events))
	h.down, h.done = map[model.AssetID]bool{}, make([]bool, len(h.events))
	for i := range h.events {
		h.actors[i] = entities[i].Source()
		if len(h.events[i].After) > 0 {
			continue
		}
		msg := model.Msg{Kind: model.MsgTimer, To: entities[i], From: entities[i], Need: model.Absent, Slot: begin, Amount: int64(i)}
		e.Post(&h.actors[i], self, h.events[i].At, msg)
		if h.events[i].Until != sim.Never {
			msg.Slot = lift
			e.Post(&h.actors[i], self, h.events[i].Until, msg)
		}
	}
}

// returned notes the level of an asset on whose return events may wait, and lets those happen that waited for it.
func (h *happenings) returned(ctx *model.Context, msg *model.Msg) error {
	a := model.AssetID(msg.From)
	up := msg.Level >= model.Full/2
	back := up && h.down[a]
	h.down[a] = !up
	for i := range h.events {
		e := &h.events[i]
		if !back || h.done[i] || ctx.Now() < e.At || !slices.Contains(e.After, a) {
			continue
		}
		h.done[i] = true
		m := model.Msg{To: model.EntityID(h.actors[i].ID()), Slot: begin, Amount: int64(i), Cause: msg.Cause}
		if err := h.Handle(ctx, &m); err != nil {
			return err
		}
	}
	return nil
}

// struck are the assets that an event hits in this replication.
func (h *happenings) struck(e *Event) []model.AssetID {
	if e.Pick == 0 {
		return e.Assets
	}
	lot, list := h.root.Stream(e.Lot), slices.Clone(e.Assets)
	for i := range e.Pick {
		k := i + lot.IntN(len(list)-i)
		list[i], list[k] = list[k], list[i]
	}
	return list[:e.Pick]
}

// Handle records the event as the root of what follows, its own end too, and gives its commands.
func (h *happenings) Handle(ctx *model.Context, msg *model.Msg) error {
	if msg.Kind == model.MsgSupply {
		return h.returned(ctx, msg)
	}
	event, from, to := &h.events[msg.Amount], model.None, model.Full
	op, level := event.Op, event.Level
	if msg.Slot == lift {
		op, level, from, to = event.Lift, model.Full, model.Full, model.None
		if op == model.OpDraw {
			level = model.None
		}
	}
	change := model.Change{Kind: model.KindCommand, Entity: msg.To, From: from, To: to,
		Why: model.Why{Code: model.WhyEvent, Other: model.Absent, Need: model.Absent, Amount: msg.Amount + 1}}
	change.Add(h.begun[msg.Amount], model.CauseCommand)
	change.Add(msg.Cause, model.CauseRepair)
	root := ctx.Emit(change)
	if msg.Slot == begin {
		h.begun[msg.Amount] = root
	}
	for _, a := range h.struck(event) {
		command := model.Command{Op: op, Asset: a, Level: level, By: msg.To, Cause: root}
		ctx.Send(&h.actors[msg.Amount], h.owner[a], ctx.Lookahead(), command.Msg())
	}
	return nil
}
