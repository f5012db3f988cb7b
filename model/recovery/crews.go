package recovery

import (
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Crews is the process of one operator's dispatchers and field crews. Orders come from assets that were opened or damaged.
// While the control centre is up, a dispatcher closes what was opened, one asset after the other; otherwise, and for repairs,
// crews drive there. Orders for most people come first.
type Crews struct {
	spec     *Spec
	wiring   *Wiring
	operator model.OperatorID
	self     sim.Source
	luck     [3]rng.Stream

	level   model.Level // of the control centre
	lost    bool        // remote operation is lost
	cause   sim.RecordID
	orders  []order
	crews   []crew
	desk    sim.Timer // the remote command under way
	pending map[key]int
}

// order is work to be done: a command that the asset needs.
type order struct {
	asset model.AssetID
	op    model.Op
	cause sim.RecordID
	since sim.Time
	hands int // crew at work on it, remote while a dispatcher is; nobody
	sent  sim.RecordID
}

const (
	nobody = -1
	remote = -2
)

// crew is one vehicle with people.
type crew struct {
	at   model.Point
	busy bool
}

// key names an order for the draws about it.
type key struct {
	asset model.AssetID
	op    model.Op
}

// The messages of this package.
const (
	msgSwitched = model.MsgPrivate + iota // a remote command is done; Slot asset
	msgDone                               // a crew is done; Slot asset
)

func newCrews(s *Spec, o model.OperatorID, w *Wiring) *Crews {
	c := &Crews{spec: s, wiring: w, operator: o, self: s.entity[o].Source(), level: model.Full, crews: make([]crew, s.crews[o])}
	for i := range c.luck {
		c.luck[i] = w.Root.StreamOf(s.names[o][i])
	}
	for i := range c.crews {
		c.crews[i].at = s.base[o]
	}
	c.lost = s.city.Operators[o].Control == model.Absent
	return c
}

// Handle deals with one message.
func (c *Crews) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgRequest:
		c.take(ctx, m)
	case model.MsgSupply:
		c.control(ctx, m)
	case msgSwitched:
		c.desk = sim.Timer{}
		c.finish(ctx, model.AssetID(m.Slot), m.Op, model.WhyRemoteDone)
	case msgDone:
		c.finish(ctx, model.AssetID(m.Slot), m.Op, model.WhyCrewDone)
	}
	c.assign(ctx)
	return nil
}

// take notes a work order, unless it is there already, and passes the news on.
func (c *Crews) take(ctx *model.Context, m *model.Msg) {
	asset := model.AssetID(m.From)
	if m.Op != model.OpClose && m.Op != model.OpRepair || c.find(asset, m.Op) >= 0 {
		return
	}
	c.orders = append(c.orders, order{asset: asset, op: m.Op, cause: m.Cause, since: ctx.Now(), hands: nobody})
	slices.SortStableFunc(c.orders, c.compare)
	if soc := c.wiring.SOC; soc != nil && soc[c.operator].Entity != model.Absent {
		news := *m
		news.To = soc[c.operator].Entity
		ctx.Send(&c.self, soc[c.operator].Process, ctx.Lookahead(), news)
	}
}

// compare puts orders for most people first, then those with the first name.
func (c *Crews) compare(a, b order) int {
	x, y := &c.spec.city.Assets[a.asset], &c.spec.city.Assets[b.asset]
	if x.People != y.People {
		return int(y.People) - int(x.People)
	}
	if a.asset != b.asset {
		return strings.Compare(x.Name, y.Name)
	}
	return int(a.op) - int(b.op)
}

func (c *Crews) find(asset model.AssetID, op model.Op) int {
	return slices.IndexFunc(c.orders, func(o order) bool { return o.asset == asset && o.op == op })
}

// control hears of the control centre. When it goes below what remote operation needs, the command under way is lost too.
func (c *Crews) control(ctx *model.Context, m *model.Msg) {
	from := c.level
	c.level = m.Level
	lost := c.level < c.spec.remote
	if lost == c.lost {
		return
	}
	c.lost = lost
	code := model.WhySupplyBack
	if lost {
		code = model.WhySupplyLost
	}
	change := model.Change{Kind: model.KindControl, Entity: c.spec.entity[c.operator], From: from, To: c.level,
		Why: model.Why{Code: code, Other: m.From, Need: model.Absent}}
	change.Add(m.Cause, model.CauseAll)
	c.cause = ctx.Emit(change)
	if lost && c.desk != (sim.Timer{}) {
		ctx.Cancel(c.desk)
		c.desk = sim.Timer{}
		for i := range c.orders {
			if c.orders[i].hands == remote {
				c.orders[i].hands = nobody
			}
		}
	}
}

// assign gives work to the desk and to free crews, in the order of the list.
func (c *Crews) assign(ctx *model.Context) {
	for i := range c.orders {
		o := &c.orders[i]
		if o.hands != nobody {
			continue
		}
		switch {
		case o.op == model.OpClose && !c.lost:
			if c.desk == (sim.Timer{}) {
				c.switchRemotely(ctx, o)
			}
		case c.work(o) != nil:
			if k := c.nearest(o); k != nobody {
				c.send(ctx, o, k)
			}
		}
	}
}

// work is how long the order takes on site; nil if it cannot be done by hand.
func (c *Crews) work(o *order) rng.Dist {
	kind := c.spec.city.Assets[o.asset].Kind
	if o.op == model.OpRepair {
		return c.spec.repair[kind]
	}
	return c.spec.manual[kind]
}

// nearest is the free crew that is nearest, the first of equals; nobody if none is free.
func (c *Crews) nearest(o *order) int {
	best, least := nobody, time.Duration(0)
	for i := range c.crews {
		if c.crews[i].busy {
			continue
		}
		if d := c.spec.travel(c.crews[i].at, c.spec.city.Assets[o.asset].At); best == nobody || d < least {
			best, least = i, d
		}
	}
	return best
}

// draws is the sub-stream of a purpose for the n-th order of this sort at an asset, so that no other order moves its luck.
func (c *Crews) draws(purpose int, o *order, n int) rng.Stream {
	s := c.luck[purpose].Sub(uint64(rng.NameOf(c.spec.city.Assets[o.asset].Name)) + uint64(o.op))
	return s.Sub(uint64(n))
}

// count is how often this sort of order was begun at the asset before.
func (c *Crews) count(o *order) int {
	if c.pending == nil {
		c.pending = make(map[key]int)
	}
	k := key{o.asset, o.op}
	n := c.pending[k]
	c.pending[k] = n + 1
	return n
}

func (c *Crews) switchRemotely(ctx *model.Context, o *order) {
	luck := c.draws(0, o, c.count(o))
	o.hands, o.since = remote, ctx.Now()
	c.desk = c.after(ctx, rng.Duration(c.spec.switching, &luck), msgSwitched, o)
}

// send sends crew k: it sets off, drives and works.
func (c *Crews) send(ctx *model.Context, o *order, k int) {
	n, site := c.count(o), c.spec.city.Assets[o.asset].At
	way, work := c.draws(1, o, n), c.draws(2, o, n)
	drive := float64(c.spec.travel(c.crews[k].at, site)) * c.spec.spread.Sample(&way)
	total := rng.Duration(c.spec.mobilise, &way) + time.Duration(drive) + rng.Duration(c.work(o), &work)
	o.hands, o.since = k, ctx.Now()
	c.crews[k] = crew{at: site, busy: true}
	change := model.Change{Kind: model.KindRepair, Entity: c.spec.entity[c.operator], To: model.Full,
		Why: model.Why{Code: model.WhyCrewSent, Other: o.asset.Entity(), Need: model.Absent, Amount: int64(k)}}
	change.Add(o.cause, model.CauseRepair)
	if o.op == model.OpClose { // the desk would have done it; repairs need a crew anyway
		change.Add(c.cause, model.CauseAll)
	}
	o.sent = ctx.Emit(change)
	c.after(ctx, total, msgDone, o)
}

func (c *Crews) after(ctx *model.Context, d time.Duration, kind model.MsgKind, o *order) sim.Timer {
	me := c.spec.entity[c.operator]
	return ctx.After(&c.self, d, model.Msg{Kind: kind, To: me, From: me, Op: o.op, Slot: int32(o.asset)})
}

// finish records the end of the work and tells the asset.
func (c *Crews) finish(ctx *model.Context, asset model.AssetID, op model.Op, code model.WhyCode) {
	i := c.find(asset, op)
	o := c.orders[i]
	c.orders = slices.Delete(c.orders, i, i+1)
	if o.hands >= 0 {
		c.crews[o.hands].busy = false
	}
	change := model.Change{Kind: model.KindRepair, Entity: c.spec.entity[c.operator], From: model.Full,
		Why: model.Why{Code: code, Other: asset.Entity(), Need: model.Absent, Amount: int64(ctx.Now().Sub(o.since))}}
	if code == model.WhyRemoteDone {
		change.Why.Other = c.spec.city.Operators[c.operator].Control.Entity()
	}
	change.Add(o.sent, model.CauseRepair)
	change.Add(o.cause, model.CauseRepair)
	order := model.Command{Op: op, Asset: asset, By: c.spec.entity[c.operator], Cause: ctx.Emit(change)}
	ctx.Send(&c.self, c.wiring.Asset[asset], ctx.Lookahead(), order.Msg())
}

var _ model.Process = (*Crews)(nil)
