package recovery

import (
	"cascata/model"
	"cascata/sim"
)

// shut hears that no order from afar reaches an asset any more: what the desk is doing there is lost, and a crew has to go.
func (c *Crews) shut(ctx *model.Context, asset model.AssetID, cause sim.RecordID) {
	if c.locked == nil {
		c.locked = map[model.AssetID]sim.RecordID{}
	}
	c.locked[asset] = cause
	for _, op := range [2]model.Op{model.OpClose, model.OpOpen} {
		i, found := c.orders.places[key{asset, op}]
		if found && c.orders.list[i].hands == remote {
			ctx.Cancel(c.desk)
			c.desk = sim.Timer{}
			c.orders.list[i].hands = nobody
			c.orders.wait(i)
		}
		c.reroute(key{asset, op})
	}
}

// unshut hears that orders reach an asset again.
func (c *Crews) unshut(asset model.AssetID) {
	delete(c.locked, asset)
	c.reroute(key{asset, model.OpClose})
	c.reroute(key{asset, model.OpOpen})
}

// reroute finds anew how an order that nobody works on can be carried out.
func (c *Crews) reroute(k key) {
	i, found := c.orders.places[k]
	if !found || c.orders.list[i].hands != nobody {
		return
	}
	c.orders.leave(k)
	o := &c.orders.list[i]
	if o.way = c.way(o); o.way != noWay {
		c.orders.wait(i)
	}
}
