package cascade

import (
	"fmt"

	"cascata/model"
)

// work is what those who do an asset's work get done, whatever it is supplied with: its level is at most that. Few assets have it.
type work struct {
	asset *asset
	level model.Level
	why   reason
}

// workAt is the work of an asset, nil if nobody has spoken of it.
func (g *group) workAt(a *asset) *work {
	for i := range g.work {
		if g.work[i].asset == a {
			return &g.work[i]
		}
	}
	return nil
}

// hearWork takes in how much of an asset's work is done: Level, because of Cause, which is of kind Slot.
func (g *group) hearWork(ctx *model.Context, m *model.Msg) error {
	local, err := g.local(m.To)
	if err != nil {
		return err
	}
	if m.Level < model.None || m.Level > model.Full {
		return fmt.Errorf("cascade: a reading says a level of %d of 2^20", m.Level)
	}
	a := &g.assets[local]
	w := g.workAt(a)
	if w == nil {
		g.work = append(g.work, work{asset: a, level: model.Full})
		w = &g.work[len(g.work)-1]
	}
	if m.Level != w.level {
		w.level = m.Level
		w.why = reason{cause: model.Cause{Ref: m.Cause, Kind: model.CauseKind(m.Slot)}, other: absent, need: absent, code: model.WhyAnswers}
		g.look(ctx, local)
	}
	return nil
}
