package cyber

import (
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// settle finds out anew which nodes hold: steps that succeeded, and the facts that follow from them. A step once made stays
// made without its parents (code that runs on a machine needs no mail any more); a fact does not.
func (c *Campaign) settle() {
	clear(c.held)
	for i := range c.barred {
		z := c.moves[i].zones
		c.barred[i] = c.dead[i] || c.isolated[z[0]] || c.isolated[z[1]]
	}
	for i := range c.graph.Nodes {
		n := &c.graph.Nodes[i]
		if c.held[i] {
			continue
		}
		if c.made[i] || !n.step() && n.All && len(n.Parents) == 0 && !c.barred[i] {
			c.hold(int32(i))
		}
	}
}

// hold notes that node i is true, and what follows from it at once.
func (c *Campaign) hold(i int32) {
	c.held[i] = true
	for _, k := range c.graph.children[i] {
		if c.held[k] || c.barred[k] || c.graph.Nodes[k].step() || !c.open(k) {
			continue
		}
		c.record[k] = c.record[i]
		c.hold(k)
	}
}

// open reports whether the parents of node i allow it.
func (c *Campaign) open(i int32) bool {
	n := &c.graph.Nodes[i]
	for _, p := range n.Parents {
		if c.held[p] != n.All {
			return !n.All
		}
	}
	return n.All
}

// goOn chooses what to work on from where the attacker stands.
func (c *Campaign) goOn(ctx *model.Context) {
	if ctx.Now() >= c.until {
		blocked := sim.RecordID{}
		if len(c.isolated) > 0 { // otherwise time alone ran out
			blocked = c.setback
		}
		c.end(ctx, campaignBlocked, model.WhyCampaignBlocked, blocked)
		return
	}
	left, hope := c.outlook()
	if !c.wander {
		c.drop(ctx) // first: whose only hand had been busy on a way that is lost has nothing left to do
	}
	switch {
	case c.firing > 0:
	case left == 0:
		c.end(ctx, campaignWon, model.WhyCampaignEnd, sim.RecordID{})
		return
	case !hope && len(c.isolated) == 0 && len(c.working) == 0 && c.hidden == 0:
		c.end(ctx, campaignBlocked, model.WhyCampaignBlocked, c.setback)
		return
	}
	if c.wander {
		c.stroll(ctx)
		return
	}
	c.take(ctx)
}

// outlook reckons anew, and says how many goals are left, and whether any of them can be had.
func (c *Campaign) outlook() (left int, hope bool) {
	if c.wander && !slices.Contains(c.barred, true) { // who does not plan need not reckon while every way is open
		return c.unreached(), true
	}
	c.plan.reckon(&c.graph, c.held, c.barred, c.hands == 0)
	return c.choose()
}

// choose marks the nodes worth working on and says how many goals are left, and whether any of them can be had.
func (c *Campaign) choose() (left int, hope bool) {
	for i, g := range c.graph.Goals {
		if c.held[g] && !c.pending(int32(i)) {
			c.reached[i] = true
		}
		if c.reached[i] {
			continue
		}
		left++
		if c.plan.want(&c.graph, g, c.held) {
			hope = true
		}
		c.plan.reach(&c.graph, g, c.held)
	}
	return left, hope
}

// pending reports whether goal i was struck but its commands are still going out.
func (c *Campaign) pending(i int32) bool {
	if c.firing == 0 {
		return false
	}
	for k := range c.moves {
		if c.moves[k].goal == i && c.made[k] && c.timer[k] != (sim.Timer{}) {
			return true
		}
	}
	return false
}

// drop stops work on steps that lead nowhere any more.
func (c *Campaign) drop(ctx *model.Context) {
	c.working = slices.DeleteFunc(c.working, func(i int32) bool {
		if c.plan.useful[i] && !c.barred[i] && c.open(i) {
			return false
		}
		ctx.Cancel(c.timer[i])
		c.timer[i] = sim.Timer{}
		return true
	})
}

// take begins steps until no hand is free. A limited number of hands works on the cheapest way only, in the order of the
// reckoning; without a limit everything that helps is under way at once.
func (c *Campaign) take(ctx *model.Context) {
	for c.hands == 0 || len(c.working) < c.hands {
		i := c.next(ctx.Now())
		if i == none {
			return
		}
		c.workOn(ctx, i, 0)
	}
}

// workOn begins step i, which takes least at the least.
func (c *Campaign) workOn(ctx *model.Context, i int32, least time.Duration) {
	c.working = append(c.working, i)
	d := time.Duration(0)
	if n := &c.graph.Nodes[i]; n.Time != nil {
		d = scale(rng.Duration(n.Time, &c.stream[i]), n.factor())
	}
	c.timer[i] = ctx.After(&c.self, max(d, least), model.Msg{Kind: msgStep, To: c.entity, From: c.entity, Slot: i})
}

// next is the best step to begin: the first in the order of the reckoning.
func (c *Campaign) next(now sim.Time) int32 {
	best, worth := int32(none), c.plan.wanted
	if c.hands == 0 {
		worth = c.plan.useful
	}
	for i := range c.graph.Nodes {
		k := int32(i)
		if !worth[k] || !c.graph.Nodes[k].step() || c.made[k] || c.timer[k] != (sim.Timer{}) || !c.open(k) || !c.due(k, now) {
			continue
		}
		if best == none || c.plan.rank[k] < c.plan.rank[best] {
			best = k
		}
	}
	return best
}

// due reports whether a step may begin as far as the order of the goals and the strike hour are concerned.
func (c *Campaign) due(i int32, now sim.Time) bool {
	goal := c.moves[i].goal
	if goal == none {
		return true
	}
	if now < c.strike {
		return false
	}
	if c.atOnce[goal] {
		return true
	}
	for before := range goal {
		if !c.reached[before] && !math.IsInf(c.plan.cost[c.graph.Goals[before]], 1) {
			return false
		}
	}
	return true
}

// scale multiplies a span, capped at the longest that a run can hold.
func scale(d time.Duration, factor float64) time.Duration {
	if x := float64(d) * factor; x < float64(rng.MaxDuration) {
		return time.Duration(x)
	}
	return rng.MaxDuration
}

// isolate notes that the defenders cut off a zone, or opened it again.
func (c *Campaign) isolate(ctx *model.Context, z ZoneID, cut bool, cause sim.RecordID) {
	if c.isolated == nil {
		c.isolated = make(map[ZoneID]bool)
	}
	if cut {
		c.isolated[z], c.setback = true, cause
	} else {
		delete(c.isolated, z)
	}
	c.settle()
}

// lose takes back what the attacker had at an operator: its steps there are undone and closed for good.
func (c *Campaign) lose(ctx *model.Context, o model.OperatorID, cause sim.RecordID) {
	c.setback = cause
	missed, lost := c.missed(o), []int32(nil)
	for i := range c.moves {
		m := &c.moves[i]
		if m.operator != o || !c.graph.Nodes[i].step() {
			continue
		}
		if m.goal != none {
			if m.fleet != none && c.made[i] && !c.dead[i] {
				c.orderFleet(ctx, m, orderless(m.op), cause)
			}
			c.dead[i] = c.dead[i] || c.made[i] // what was done is done, but no further order goes out
			continue
		}
		if c.made[i] {
			lost = append(lost, int32(i))
		}
		if c.made[i] && m.owns != none && !slices.Contains(missed, int32(i)) {
			change := model.Change{Kind: model.KindFoothold, Entity: m.entity, From: model.Full, Why: model.Why{Code: model.WhyEradicated, Other: m.entity, Need: model.Absent}}
			change.Add(cause, model.CauseRepair)
			ctx.Emit(change)
		}
		c.dead[i] = c.dead[i] || c.made[i]
		c.made[i] = false
	}
	c.hide(ctx, o, missed, lost, cause)
	c.settle()
}
