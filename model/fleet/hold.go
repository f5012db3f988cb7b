package fleet

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// hold notes that a device fell to the worm or to whoever is in the head-end, and says so when a step is passed.
func (c *colony) hold(ctx *model.Context, id int32, by uint8, cause sim.RecordID) {
	before := c.flags[id]
	c.flags[id] = before | by
	if before != 0 {
		return
	}
	k := c.cellOf(id)
	x := &c.states[k]
	if x.held++; int(x.band) < len(c.cells[k].up) && x.held >= c.cells[k].up[x.band] {
		x.band++
		c.grow(ctx, k, by, cause)
	}
}

// grow says that more are held. The worm has grown since its arrival, that of its first device, which came from somewhere.
func (c *colony) grow(ctx *model.Context, k int32, by uint8, cause sim.RecordID) {
	x := &c.states[k]
	first := x.arrived == (sim.RecordID{})
	if by == byWorm && !first {
		cause = x.arrived
	}
	c.tell(ctx, k, cause)
	if by != byWorm || !first {
		return
	}
	x.arrived = x.latest
	if !c.here {
		c.here, c.arrived = true, x.latest
	}
}

// cellOf is the position of the cell of a device.
func (c *colony) cellOf(id int32) int32 {
	if len(c.states) == 1 {
		return 0
	}
	return int32(c.fleetOf[c.made[id]])
}

// free notes that the worm lost a device.
func (c *colony) free(ctx *model.Context, id int32) {
	c.flags[id] &^= byWorm
	if c.flags[id] != 0 {
		return
	}
	k := c.cellOf(id)
	x := &c.states[k]
	if x.held--; x.band > 0 && x.held < c.cells[k].down[x.band-1] {
		x.band--
		c.tell(ctx, k, sim.RecordID{})
	}
}

// tell emits the Change of a step passed, and has the strike follow.
func (c *colony) tell(ctx *model.Context, k int32, cause sim.RecordID) {
	cell, x := &c.cells[k], &c.states[k]
	change := model.Change{Kind: model.KindFoothold, Entity: cell.entity, From: c.share(k, x.told), To: c.share(k, x.held),
		Why: model.Why{Code: model.WhyHeld, Other: model.Absent, Need: model.Absent, Amount: int64(x.held)}}
	change.Add(cause, model.CauseCommand)
	change.Add(x.latest, model.CauseAll)
	x.told = x.held
	x.latest = ctx.Emit(change)
	c.press(ctx, k)
}

// share is a number of devices of a cell as a level: never None as long as there is one.
func (c *colony) share(k, n int32) model.Level {
	l := model.LevelOf(float64(n) / float64(c.cells[k].devices))
	if n > 0 {
		l = max(l, 1)
	}
	return l
}

// press has the assets of a cell do what its held devices do now, unless they do: the worm's strike goes before an order through the
// head-end.
func (c *colony) press(ctx *model.Context, k int32) {
	x := &c.states[k]
	op, level := x.bulk, c.share(k, x.held)
	if c.striking {
		op = opOf(c.Strike.Load)
	}
	if op == model.OpNone || c.striking && c.resting {
		level = model.None
	}
	if op == model.OpNone {
		op = x.op // what is to be lifted, if anything
	}
	if op == x.op && level == x.level || op == model.OpNone {
		return
	}
	if op != x.op && x.level > model.None {
		c.command(ctx, k, x.op, model.None)
	}
	x.op, x.level = op, level
	c.command(ctx, k, op, level)
}

// command orders the assets of a cell to do what a share of its devices does.
func (c *colony) command(ctx *model.Context, k int32, op model.Op, level model.Level) {
	cell := &c.cells[k]
	assets := cell.assets
	if op == model.OpSet {
		assets, level = cell.cuts, model.Full-level
	}
	for _, a := range assets {
		order := model.Command{Op: op, Asset: a, Level: level, By: cell.entity, Cause: c.states[k].latest}
		ctx.Send(&c.src, c.wiring.Asset[a], ctx.Lookahead(), order.Msg())
	}
}

// opOf is what devices do to their asset to switch load on, or off.
func opOf(load string) model.Op {
	if load == LoadOn {
		return model.OpDraw
	}
	return model.OpSet
}

// strike begins the worm's strike, or its next half period.
func (c *colony) strike(ctx *model.Context) {
	c.striking, c.resting = true, false
	c.pressAll(ctx)
	c.later(ctx, msgOff)
}

// pause lets the strike rest for half a period.
func (c *colony) pause(ctx *model.Context) {
	c.resting = true
	c.pressAll(ctx)
	c.later(ctx, msgOn)
}

// cease ends the strike.
func (c *colony) cease(ctx *model.Context) {
	c.striking = false
	c.pressAll(ctx)
}

func (c *colony) pressAll(ctx *model.Context) {
	for k := range c.states {
		c.press(ctx, int32(k))
	}
}

func (c *colony) later(ctx *model.Context, kind model.MsgKind) {
	half := c.Strike.Period / 2
	if half > 0 && ctx.Now().Add(half) < c.Strike.Until {
		ctx.After(&c.src, half, model.Msg{Kind: kind, To: c.cells[0].entity, From: c.cells[0].entity, Need: model.Absent, Slot: c.slot})
	}
}

// order is a Command through the head-end to a cell: OpDraw or OpSet takes its devices, all at once or one after the other, and strikes
// with them; OpDraw at None, or OpSet at Full, lets them go.
func (w *Ward) order(ctx *model.Context, m *model.Msg) {
	for i := range w.colonies {
		c := &w.colonies[i]
		for k := range c.cells {
			if c.cells[k].entity == m.To {
				c.obey(ctx, int32(k), m)
				return
			}
		}
	}
}

func (c *colony) obey(ctx *model.Context, k int32, m *model.Msg) {
	x := &c.states[k]
	if m.Op == model.OpDraw && m.Level == model.None || m.Op == model.OpSet && m.Level == model.Full {
		c.release(ctx, k, m.Cause)
		return
	}
	x.bulk, x.ordered = m.Op, m.Cause
	if c.spec.fleets[c.cells[k].fleet].Pace > 0 {
		if x.taken == 0 {
			c.takeOne(ctx, k)
		}
	} else {
		c.takeAll(ctx, k)
	}
	c.press(ctx, k)
}

// takeAll takes every device with one order, and says so once.
func (c *colony) takeAll(ctx *model.Context, k int32) {
	x, cell := &c.states[k], &c.cells[k]
	for _, r := range cell.rows {
		for id := r.from; id < r.to; id++ {
			if c.flags[id] == 0 {
				x.held++
			}
			c.flags[id] |= byHeadEnd
		}
	}
	x.taken, x.band = cell.devices, int32(len(cell.up))
	if x.held != x.told {
		c.tell(ctx, k, x.ordered)
	}
}

// take has a device obey the head-end.
func (c *colony) take(ctx *model.Context, k, id int32) {
	c.states[k].taken++
	c.hold(ctx, id, byHeadEnd, c.states[k].ordered)
}

// takeOne takes the next device and sets out for the one after it. Somebody who goes round the districts is in each of them once a
// round.
func (c *colony) takeOne(ctx *model.Context, k int32) {
	x, cell := &c.states[k], &c.cells[k]
	if x.taken >= cell.devices || x.ordered == (sim.RecordID{}) {
		return
	}
	n := x.taken
	for _, r := range cell.rows {
		if n < r.to-r.from {
			c.take(ctx, k, r.from+n)
			break
		}
		n -= r.to - r.from
	}
	f := &c.spec.fleets[cell.fleet]
	ctx.After(&c.src, f.Pace*time.Duration(len(f.cells)), model.Msg{Kind: msgTake, To: cell.entity, From: cell.entity, Need: model.Absent, Slot: c.slot, Amount: int64(k)})
}

// release lets go what was taken through the head-end.
func (c *colony) release(ctx *model.Context, k int32, cause sim.RecordID) {
	x, cell := &c.states[k], &c.cells[k]
	x.bulk, x.taken, x.ordered = model.OpNone, 0, sim.RecordID{}
	n := x.held
	for _, r := range cell.rows {
		for id := r.from; id < r.to; id++ {
			if c.flags[id] == byHeadEnd {
				x.held--
			}
			c.flags[id] &^= byHeadEnd
		}
	}
	for x.band > 0 && x.held < cell.down[x.band-1] {
		x.band--
	}
	if x.held != n {
		c.tell(ctx, k, cause)
	} else {
		c.press(ctx, k)
	}
}
