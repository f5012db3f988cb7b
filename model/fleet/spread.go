package fleet

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// rates are those of everything that can happen in a colony by itself [1/s].
type rates struct {
	near   float64 // a device of the place is taken by another one of it
	far    float64 // a captured device tries a vulnerable one somewhere, here too
	inside float64 // somebody behind a gateway tries somebody behind it
	clean  float64
	patch  float64
}

func (c *colony) rates() rates {
	out, free := float64(c.open.i+c.gates.i), float64(c.open.s+c.gates.s)
	r := rates{near: out * free * c.near, far: out * c.group.total * c.perHit}
	if len(c.blocks) > 0 {
		r.inside = float64(c.behind.i+c.gates.i) * c.within
	}
	if c.responding {
		r.clean = (out + float64(c.behind.i)) * (c.Clean / 3600)
		r.patch = free * (c.Patch / 3600)
	}
	return r
}

func (r *rates) sum() float64 { return r.near + r.far + r.inside + r.clean + r.patch }

// longest is the longest wait that is not for ever [s]: 100 years.
const longest = 3.15e9

// wind sets the clock to the next event. The rates being those of exponential times, a wait begun under other ones is thrown away.
func (c *colony) wind(ctx *model.Context) {
	if c.timer != (sim.Timer{}) {
		ctx.Cancel(c.timer)
		c.timer = sim.Timer{}
	}
	c.pace = c.rates()
	if c.total = c.pace.sum(); c.total <= 0 {
		return
	}
	wait := -math.Log(c.draws.Float64()) / c.total
	if wait < longest {
		c.timer = ctx.After(&c.src, time.Duration(wait*1e9), model.Msg{Kind: msgNext, To: c.cells[0].entity, From: c.cells[0].entity, Need: model.Absent, Slot: c.slot})
	}
}

// next lets one event happen. One draw says which it is and to whom: what is left of it is uniform again.
func (c *colony) next(ctx *model.Context) {
	r := &c.pace // nothing has changed since the clock was set, or it would have been set again
	u := float64(c.draws.Float64() * c.total)
	switch {
	case u < r.near:
		c.infect(ctx, pick(u/r.near, c.open.s+c.gates.s), c.arrived)
	case u-r.near < r.far:
		c.try(ctx, (u-r.near)/r.far)
	case u-r.near-r.far < r.inside:
		c.tryInside(ctx, (u-r.near-r.far)/r.inside)
	case u-r.near-r.far-r.inside < r.clean:
		c.clean(ctx, (u-r.near-r.far-r.inside)/r.clean)
	case r.patch > 0:
		k := pick((u-r.near-r.far-r.inside-r.clean)/r.patch, c.open.s+c.gates.s)
		if k < c.open.s {
			c.open.patch(k)
		} else {
			c.gates.patch(k - c.open.s)
		}
	}
	c.wind(ctx)
}

// pick is one of n by a uniform number from [0, 1).
func pick(u float64, n int32) int32 { return min(int32(u*float64(n)), n-1) }

// infect takes the k-th susceptible device that can be reached.
func (c *colony) infect(ctx *model.Context, k int32, cause sim.RecordID) {
	if k < c.open.s {
		c.hold(ctx, c.open.infect(k), byWorm, cause)
		return
	}
	c.hold(ctx, c.gates.infect(k-c.open.s), byWorm, cause)
}

// try lets a captured device try a vulnerable one somewhere.
func (c *colony) try(ctx *model.Context, u float64) {
	to := &c.doors[c.reach.draw(u)]
	if to.ward == c.ward {
		c.meet(ctx, c.arrived)
		return
	}
	ctx.Send(&c.src, c.wiring.First+sim.ProcessID(to.ward), ctx.Lookahead(), model.Msg{Kind: msgTry, To: to.entity, From: c.cells[0].entity,
		Need: model.Absent, Slot: to.slot, Cause: c.arrived})
}

// tried is an attempt from elsewhere at a vulnerable device.
func (c *colony) tried(ctx *model.Context, cause sim.RecordID) {
	if c.meet(ctx, cause) {
		c.wind(ctx)
	}
}

// meet is an attempt at one of all that were vulnerable in the beginning, and reports whether it took one.
func (c *colony) meet(ctx *model.Context, cause sim.RecordID) bool {
	k := pick(c.draws.Float64(), int32(c.targets))
	if k >= c.open.s+c.gates.s {
		return false
	}
	c.infect(ctx, k, cause)
	return true
}

// tryInside lets somebody behind a gateway, or the gateway itself, try one of those behind it. They ask for no password.
func (c *colony) tryInside(ctx *model.Context, u float64) {
	n := c.behind.i + c.gates.i
	k := pick(u, n)
	var gate int32
	if k < c.gates.i {
		gate = c.gates.order[c.gates.s+k] - int32(len(c.open.order))
	} else {
		gate = c.gateOf[c.behind.order[c.behind.s+k-c.gates.i]-c.behind.first]
	}
	b := c.blocks[gate]
	id := b.from + pick(c.draws.Float64(), b.to-b.from)
	if at, is := c.behind.susceptible(id); is {
		c.hold(ctx, c.behind.infect(at), byWorm, c.arrived)
	}
}

// clean frees one captured device. Legacy ones are only restarted: the next attempt takes them again.
func (c *colony) clean(ctx *model.Context, u float64) {
	k := pick(u, c.open.i+c.gates.i+c.behind.i)
	immune := c.draws.Float64() < c.Immune
	switch {
	case k < c.open.i:
		c.free(ctx, c.open.clean(k, immune))
	case k < c.open.i+c.gates.i:
		c.free(ctx, c.gates.clean(k-c.open.i, immune))
	default:
		c.free(ctx, c.behind.clean(k-c.open.i-c.gates.i, false))
	}
}

// begin lets the worm loose on its first devices.
func (c *colony) begin(ctx *model.Context) {
	c.arrived = ctx.Emit(model.Change{Kind: model.KindFoothold, Entity: c.entity, To: model.Full,
		Why: model.Why{Code: model.WhyCampaignStart, Other: model.Absent, Need: model.Absent}})
	for range c.first() {
		if n := c.open.s + c.gates.s; n > 0 {
			c.infect(ctx, pick(c.draws.Float64(), n), c.arrived)
		}
	}
	c.wind(ctx)
}
