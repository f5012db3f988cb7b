package cyber

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// What a technique may do to data stores besides copying them.
const (
	dataLock  = "lock"
	dataAlter = "alter"
)

// mostParts is in how many entries of the ledger a copy shows at most while it goes on.
const mostParts = 24

// copying is a data store on its way out.
type copying struct {
	node  int32
	store storeID
	began sim.Time
	whole time.Duration
}

// data is an entry of the data ledger: n records of a store. Who reports the operator's incidents is told of it.
func (c *Campaign) data(ctx *model.Context, s storeID, code model.WhyCode, n int64, cause sim.RecordID) {
	store := &c.spec.stores[s]
	change := model.Change{Kind: model.KindData, Entity: store.entity, To: model.Full, Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent, Amount: n}}
	change.Add(cause, model.CauseCommand)
	ref := ctx.Emit(change)
	if to, ok := c.wiring.desk(c.spec.zones[c.spec.devices[store.device].zone].operator); ok {
		ctx.Send(&c.self, to.Process, ctx.Lookahead(), model.Msg{Kind: model.MsgIncident, To: to.Entity, From: store.entity, Slot: model.NewsData, Need: model.NeedID(code), Amount: n, Cause: ref})
	}
}

// reap copies the store of a step out, at the rate of its technique, or falsifies it.
func (c *Campaign) reap(ctx *model.Context, i int32) {
	m := &c.moves[i]
	t, n := &c.spec.techniques[m.technique], c.spec.stores[m.store].records
	switch {
	case t.Data == dataAlter:
		c.data(ctx, m.store, model.WhyDataAltered, n, c.record[i])
	case t.Rate == 0 || n == 0:
		c.data(ctx, m.store, model.WhyExfiltrated, n, c.record[i])
	default:
		hours := min(float64(n)/t.Rate, 100*365*24)
		k := copying{node: i, store: m.store, began: ctx.Now(), whole: time.Duration(hours * float64(time.Hour))}
		c.copies, c.firing = append(c.copies, k), c.firing+1
		c.await(ctx, &k)
	}
}

// await waits for the next part of a copy: an hour, or more where that would be too many parts.
func (c *Campaign) await(ctx *model.Context, k *copying) {
	part := max(time.Hour, k.whole/mostParts)
	left := k.began.Add(k.whole).Sub(ctx.Now())
	c.timer[k.node] = ctx.After(&c.self, max(0, min(part, left)), model.Msg{Kind: msgCopy, To: c.entity, From: c.entity, Slot: k.node})
}

// copied is the end of a part of the copy.
func (c *Campaign) copied(ctx *model.Context, i int32) {
	c.timer[i] = sim.Timer{}
	for at := range c.copies {
		k := &c.copies[at]
		if k.node != i || c.barred[i] { // a barred one is cut below
			continue
		}
		if c.part(ctx, k); ctx.Now() < k.began.Add(k.whole) {
			c.await(ctx, k)
			return
		}
		c.copies, c.firing = append(c.copies[:at], c.copies[at+1:]...), c.firing-1
		return
	}
}

// part records how many records of a store are out by now.
func (c *Campaign) part(ctx *model.Context, k *copying) {
	n, gone := c.spec.stores[k.store].records, ctx.Now().Sub(k.began)
	if gone < k.whole {
		n = int64(float64(n) * (float64(gone) / float64(k.whole)))
	}
	if n > 0 {
		c.data(ctx, k.store, model.WhyExfiltrated, n, c.record[k.node])
	}
}

// cut ends the copies that the defenders cut off. What is out is out; the goal is not reached.
func (c *Campaign) cut(ctx *model.Context) {
	again := false
	for at := 0; at < len(c.copies); {
		k := &c.copies[at]
		if !c.barred[k.node] && c.made[k.node] {
			at++
			continue
		}
		c.part(ctx, k)
		ctx.Cancel(c.timer[k.node])
		c.timer[k.node], c.made[k.node] = sim.Timer{}, false
		c.copies, c.firing, again = append(c.copies[:at], c.copies[at+1:]...), c.firing-1, true
	}
	if again {
		c.settle()
	}
}

// lock makes unusable every store of the operator that the attacker can reach.
func (c *Campaign) lock(ctx *model.Context, i int32) {
	o := c.moves[i].operator
	for _, s := range c.spec.estates[o].stores {
		if !c.within[s] || c.locked[s] {
			continue
		}
		if c.locked == nil {
			c.locked = make(map[storeID]bool)
		}
		c.locked[s] = true
		c.data(ctx, s, model.WhyDataLocked, c.spec.stores[s].records, c.record[i])
		ctx.Send(&c.self, c.wiring.SOC[o], ctx.Lookahead(), model.Msg{Kind: msgLocked, To: c.spec.estates[o].entity, From: c.entity, Slot: int32(s)})
	}
}
