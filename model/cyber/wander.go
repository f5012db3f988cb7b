package cyber

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// wanderStream names the stream from which an attacker without a plan draws its steps.
const wanderStream = "wander"

// leastAttempt is what an attempt takes at the least of one who wanders: without it, steps that cost no time could be drawn for ever at
// one instant.
const leastAttempt = time.Second

// Wander is Walk by an attacker without a plan: one step after the other, each drawn with the same chance from all steps of the graph,
// whether it helps, or can be taken at all, or not. A step that cannot be taken, or was made before, costs its time and changes
// nothing. It is the baseline of automated attackers (as in NASim), not a person.
func Wander(name string, g *Graph, root rng.Root) *Campaign {
	c := graphOnly(name, g, 1)
	c.wander = true
	return newCampaign(c, nil, &Wiring{Root: root})
}

// stroll begins one step drawn from all, unless one is under way.
func (c *Campaign) stroll(ctx *model.Context) {
	if len(c.working) > 0 {
		return
	}
	steps := 0
	for i := range c.graph.Nodes {
		if c.graph.Nodes[i].step() {
			steps++
		}
	}
	drawn := c.choices.IntN(steps)
	for i := range c.graph.Nodes {
		if !c.graph.Nodes[i].step() {
			continue
		}
		if drawn == 0 && c.timer[i] == (sim.Timer{}) {
			c.workOn(ctx, int32(i), leastAttempt)
		}
		drawn--
	}
}

// effective reports whether a step that was drawn could be taken at all, and was not made before.
func (c *Campaign) effective(ctx *model.Context, i int32) bool {
	return !c.made[i] && !c.barred[i] && c.open(i) && c.due(i, ctx.Now())
}

// unreached counts the goals that were not reached.
func (c *Campaign) unreached() int {
	left := 0
	for i, g := range c.graph.Goals {
		if c.held[g] && !c.pending(int32(i)) {
			c.reached[i] = true
		}
		if !c.reached[i] {
			left++
		}
	}
	return left
}
