package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// absence is what a campaign still has at an operator whose people believe that it is out.
type absence struct {
	missed []int32 // footholds that were not found
	again  []int32 // steps that can be taken anew from there
	cause  sim.RecordID
}

// missed are the footholds at an operator that its people overlook while they throw the attacker out, each with the chance that their
// response has. An attacker that has ended keeps none.
func (c *Campaign) missed(o model.OperatorID) []int32 {
	if c.spec == nil || c.spec.hits[o].missed == 0 || c.state != campaignRunning {
		return nil
	}
	var list []int32
	for i := range c.moves {
		if m := &c.moves[i]; m.operator != o || m.owns == none || !c.made[i] {
			continue
		}
		luck := c.thrownOut(int32(i))
		if luck.Float64() < c.spec.hits[o].missed {
			list = append(list, int32(i))
		}
	}
	return list
}

// thrownOut is the luck of a foothold at being overlooked: another one each time.
func (c *Campaign) thrownOut(i int32) rng.Stream {
	luck := c.stream[i].Sub(uint64(rng.NameOf("missed")))
	return luck.Sub(uint64(len(c.away)))
}

// hide lets the campaign lie low at an operator for the dwell of its response. Its ways in are closed for good; what else it lost it may
// do anew, once it is back.
func (c *Campaign) hide(ctx *model.Context, o model.OperatorID, missed []int32, lost []int32, cause sim.RecordID) {
	if len(missed) == 0 {
		return
	}
	x := absence{missed: missed, cause: cause}
	for _, i := range lost {
		if len(c.graph.Nodes[i].Parents) > 0 && !slices.Contains(missed, i) {
			x.again = append(x.again, i)
		}
	}
	luck := c.thrownOut(missed[0])
	luck = luck.Sub(1)
	c.away, c.hidden = append(c.away, x), c.hidden+1
	ctx.After(&c.self, draw(c.spec.hits[o].dwell, &luck), model.Msg{Kind: msgReturn, To: c.entity, From: c.entity, Slot: int32(len(c.away) - 1)})
}

// comeBack is the end of lying low: what was overlooked is used again.
func (c *Campaign) comeBack(ctx *model.Context, number int32) {
	x := &c.away[number]
	c.hidden--
	if c.state != campaignRunning {
		return
	}
	for _, i := range x.again {
		c.dead[i] = false
	}
	for _, i := range x.missed {
		m := &c.moves[i]
		change := model.Change{Kind: model.KindFoothold, Entity: m.entity, From: model.Full, To: model.Full, Why: model.Why{Code: model.WhyReturned, Other: m.entity, Need: model.Absent}}
		change.Add(c.record[i], model.CauseAll)
		change.Add(x.cause, model.CauseAll)
		c.dead[i], c.made[i], c.record[i] = false, true, ctx.Emit(change)
		c.tell(ctx, i, c.record[i])
	}
	c.settle()
}
