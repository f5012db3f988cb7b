package recovery

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Crews is the process of one operator's dispatchers and field crews. Orders come from assets that were opened or damaged.
// While the control centre is up, a dispatcher closes what was opened, one asset after the other; otherwise, and for repairs,
// crews drive there. Orders for most people come first, unless Options.Order says otherwise.
type Crews struct {
	spec     *Spec
	wiring   *Wiring
	operator model.OperatorID
	self     sim.Source
	luck     [3]rng.Stream

	level   model.Level // of the control centre
	lost    bool        // remote operation is lost
	cause   sim.RecordID
	orders  orders
	crews   []crew
	free    int       // crews that are not busy
	desk    sim.Timer // the remote command under way
	closing int32     // the order it is for
	pending map[key]int
	locked  map[model.AssetID]sim.RecordID // no order from afar reaches them, because of that Change
}

// crew is one vehicle with people.
type crew struct {
	from, at   model.Point // where it was last at rest, and where it goes or is
	sets, gets sim.Time    // when it sets off and when it gets there
	busy       bool
}

// place is where a crew is.
func (c *crew) place(now sim.Time) model.Point {
	switch {
	case now >= c.gets:
		return c.at
	case now <= c.sets:
		return c.from
	}
	part := float64(now.Sub(c.sets)) / float64(c.gets.Sub(c.sets))
	return model.Point{X: c.from.X + part*(c.at.X-c.from.X), Y: c.from.Y + part*(c.at.Y-c.from.Y)}
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
	c.orders, c.free = orders{city: s.city}, len(c.crews)
	switch s.order {
	case AtRandom:
		c.orders.matters = c.lot
	case ByWeight:
		c.orders.matters = func(a model.AssetID) float64 { return s.weight[a] }
	}
	c.lost = s.city.Operators[o].Control == model.Absent
	return c
}

// Handle deals with one message.
func (c *Crews) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgRequest:
		if m.Level == model.Full {
			c.withdraw(ctx, m)
		} else {
			c.take(ctx, m)
		}
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
	if m.Op == model.OpUnlock {
		c.shut(ctx, asset, m.Cause)
		return
	}
	if m.Op != model.OpClose && m.Op != model.OpOpen && m.Op != model.OpRepair || c.orders.has(key{asset, m.Op}) {
		return
	}
	o := order{asset: asset, op: m.Op, cause: m.Cause, since: ctx.Now(), hands: nobody}
	o.way = c.way(&o)
	c.orders.add(o)
	if soc := c.wiring.SOC; soc != nil && soc[c.operator].Entity != model.Absent {
		news := *m
		news.To = soc[c.operator].Entity
		ctx.Send(&c.self, soc[c.operator].Process, ctx.Lookahead(), news)
	}
}

// withdraw forgets an order that somebody else has carried out. The desk drops it, a crew turns to the next from where it is.
func (c *Crews) withdraw(ctx *model.Context, m *model.Msg) {
	if m.Op == model.OpUnlock {
		c.unshut(model.AssetID(m.From))
		return
	}
	k := key{model.AssetID(m.From), m.Op}
	if !c.orders.has(k) {
		return
	}
	c.orders.leave(k)
	o := c.orders.remove(k)
	switch {
	case o.hands == remote:
		ctx.Cancel(c.desk)
		c.desk = sim.Timer{}
	case o.hands >= 0:
		ctx.Cancel(o.done)
		c.crews[o.hands] = crew{at: c.crews[o.hands].place(ctx.Now())}
		c.free++
		change := model.Change{Kind: model.KindRepair, Entity: c.spec.entity[c.operator], From: model.Full,
			Why: model.Why{Code: model.WhyCrewRecalled, Other: m.From, Need: model.Absent, Amount: int64(ctx.Now().Sub(o.since))}}
		change.Add(m.Cause, model.CauseCommand)
		change.Add(o.sent, model.CauseRepair)
		ctx.Emit(change)
	}
}

// way is how the order can be carried out.
func (c *Crews) way(o *order) way {
	byHand := c.work(o) != nil
	_, locked := c.locked[o.asset]
	switch {
	case o.op != model.OpRepair && locked && byHand:
		return onSite
	case o.op != model.OpRepair && locked:
		return noWay
	case o.op != model.OpRepair && byHand:
		return eitherWay
	case o.op != model.OpRepair:
		return remotely
	case byHand:
		return onSite
	}
	return noWay
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
		c.orders.list[c.closing].hands = nobody
		c.orders.wait(c.closing)
	}
}

// assign gives work to the desk and to free crews, the first orders first.
func (c *Crews) assign(ctx *model.Context) {
	for {
		i := none
		if !c.lost && c.desk == (sim.Timer{}) {
			i = c.orders.first(eitherWay, remotely)
		}
		if c.free > 0 {
			i = c.orders.earlier(i, c.field())
		}
		if i == none {
			return
		}
		c.orders.begin(i)
		if o := &c.orders.list[i]; o.way != onSite && !c.lost {
			c.closing = i
			c.switchRemotely(ctx, o)
		} else {
			c.send(ctx, o, c.nearest(o))
		}
	}
}

// field is the next order for a crew, or none. What can be done remotely waits for the desk while there is one.
func (c *Crews) field() int32 {
	ways := []way{onSite, eitherWay}
	if !c.lost {
		ways = ways[:1]
	}
	if c.spec.order == Nearest {
		return c.closest(ways)
	}
	return c.orders.first(ways...)
}

// closest is the waiting order that a free crew gets to first, or none. O(orders x crews).
func (c *Crews) closest(ways []way) int32 {
	best, least := none, time.Duration(0)
	for _, w := range ways {
		for _, i := range c.orders.waiting[w] {
			o := &c.orders.list[i]
			d := c.spec.travel(c.crews[c.nearest(o)].at, c.spec.city.Assets[o.asset].At)
			if best == none || d < least || d == least && c.orders.before(i, best) {
				best, least = i, d
			}
		}
	}
	return best
}

// lot is an asset's place in an order by lot: the same whenever it is asked in a replication.
func (c *Crews) lot(a model.AssetID) float64 {
	s := c.wiring.Root.StreamOf(c.spec.lots[c.operator])
	s = s.Sub(uint64(rng.NameOf(c.spec.city.Assets[a].Name)))
	return s.Float64()
}

// work is how long the order takes on site; nil if it cannot be done by hand.
func (c *Crews) work(o *order) rng.Dist {
	kind := c.spec.city.Assets[o.asset].Kind
	if o.op == model.OpRepair {
		return c.spec.repair[kind]
	}
	return c.spec.manual[kind]
}

// nearest is the free crew that is nearest, the first of equals.
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
	drive := c.spec.travel(c.crews[k].at, site).Seconds() * c.spec.spread.Sample(&way)
	sets := rng.Duration(c.spec.mobilise, &way)
	gets := sum(sets, span(drive))
	o.hands, o.since = k, ctx.Now()
	c.crews[k] = crew{from: c.crews[k].at, at: site, sets: o.since.Add(sets), gets: o.since.Add(gets), busy: true}
	c.free--
	change := model.Change{Kind: model.KindRepair, Entity: c.spec.entity[c.operator], To: model.Full,
		Why: model.Why{Code: model.WhyCrewSent, Other: o.asset.Entity(), Need: model.Absent, Amount: int64(k)}}
	change.Add(o.cause, model.CauseRepair)
	if o.op != model.OpRepair { // the desk would have done it; repairs need a crew anyway
		if c.lost {
			change.Add(c.cause, model.CauseAll)
		}
		change.Add(c.locked[o.asset], model.CauseAll)
	}
	o.sent = ctx.Emit(change)
	o.done = c.after(ctx, sum(gets, c.spec.longer(c.operator, o.op, rng.Duration(c.work(o), &work))), msgDone, o)
}

// sum adds two spans, each of rng.MaxDuration at most, as is the sum.
func sum(a, b time.Duration) time.Duration { return min(a+b, rng.MaxDuration) }

// span is a number of seconds as a duration of rng.MaxDuration at most.
func span(seconds float64) time.Duration {
	if seconds < rng.MaxDuration.Seconds() {
		return time.Duration(seconds * float64(time.Second))
	}
	return rng.MaxDuration
}

func (c *Crews) after(ctx *model.Context, d time.Duration, kind model.MsgKind, o *order) sim.Timer {
	me := c.spec.entity[c.operator]
	return ctx.After(&c.self, d, model.Msg{Kind: kind, To: me, From: me, Op: o.op, Slot: int32(o.asset)})
}

// finish records the end of the work and tells the asset.
func (c *Crews) finish(ctx *model.Context, asset model.AssetID, op model.Op, code model.WhyCode) {
	o := c.orders.remove(key{asset, op})
	if o.hands >= 0 {
		c.crews[o.hands].busy = false
		c.free++
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
