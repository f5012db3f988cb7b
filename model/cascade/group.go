package cascade

import (
	"fmt"
	"time"

	"cascata/model"
	"cascata/sim"
)

var _ model.Process = (*group)(nil)

// group is the process that owns some assets: the state of one replication.
type group struct {
	spec   *groupSpec
	whole  *Spec
	wiring *Wiring
	index  int32
	self   sim.Source // of settling and of the network's timer

	assets  []asset
	needs   []need
	carries []carry // of needs with a delay or a buffer, from 1
	slow    []slow  // of assets with inertia, from 1
	inputs  []input
	ranked  []model.Level // scratch for k of n

	queue       []int32 // ring of assets to look at again, each at most once
	head, count int
	settling    bool   // a MsgSettle is on its way
	settles     uint32 // number of this settling
	work        []work
	reads       map[int32]model.Level // what falsified sensors read
	net
}

// input is what one supplier of a need delivers, and the Change that said so.
type input struct {
	level model.Level
	cause sim.RecordID
}

const absent = -1

// Handle implements model.Process.
func (g *group) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgSupply:
		if m.Slot < 0 || int(m.Slot) >= len(g.spec.feeds) || g.spec.feeds[m.Slot].supplier.Entity() != m.From {
			return fmt.Errorf("cascade: supply from entity %d does not fit %s", m.From, g.spec.name)
		}
		g.hear(ctx, m.Slot, m.Level, m.Cause)
	case model.MsgCommand:
		local, err := g.local(m.To)
		if err != nil {
			return err
		}
		return g.obey(ctx, local, m)
	case model.MsgDemand:
		return g.ask(ctx, m)
	case model.MsgReading:
		return g.hearWork(ctx, m)
	case model.MsgTimer:
		return g.wake(ctx, m)
	case model.MsgSettle:
		g.settle(ctx)
	default:
		return fmt.Errorf("cascade: %s cannot take a message of kind %d", g.spec.name, m.Kind)
	}
	return nil
}

// local is the local number of an entity that lives here.
func (g *group) local(e model.EntityID) (int32, error) {
	if e >= 0 && int(e) < len(g.whole.homes) {
		if h := g.whole.homes[e]; h.group == g.index {
			return h.local, nil
		}
	}
	return 0, fmt.Errorf("cascade: entity %d is not an asset of %s", e, g.spec.name)
}

// wake deals with a timer: of a need, of an asset that follows slowly, or of the network.
func (g *group) wake(ctx *model.Context, m *model.Msg) error {
	if m.To == absent {
		g.netAt, g.netDirty = sim.Never, true
		g.request(ctx)
		return nil
	}
	local, err := g.local(m.To)
	if err != nil {
		return err
	}
	switch m.Slot {
	case absent:
		g.step(ctx, local)
		return nil
	case flapSlot:
		g.assets[local].waiting = false
		g.publish(ctx, local)
		return nil
	}
	g.need(m.Slot).timerAt = sim.Never
	g.touch(ctx, m.Slot)
	return nil
}

// hear takes in what a supplier now delivers.
func (g *group) hear(ctx *model.Context, feed int32, level model.Level, cause sim.RecordID) {
	f := &g.spec.feeds[feed]
	for _, i := range g.spec.fed[f.from:f.to] {
		in := &g.inputs[i]
		if in.level == level {
			continue
		}
		n := g.spec.inputs[i].need
		if level < in.level {
			g.needs[n].fell = i
		} else {
			g.needs[n].rose = i
		}
		in.level, in.cause = level, cause
		g.touch(ctx, n)
	}
}

// touch marks a need for another look.
func (g *group) touch(ctx *model.Context, n int32) {
	g.needs[n].dirty = true
	g.look(ctx, g.spec.needs[n].asset)
}

// look queues an asset.
func (g *group) look(ctx *model.Context, local int32) {
	if !g.assets[local].queued {
		g.push(local)
	}
	g.request(ctx)
}

// push puts an asset that is not queued behind all that are.
func (g *group) push(local int32) {
	g.assets[local].queued = true
	i := g.head + g.count
	if i >= len(g.queue) {
		i -= len(g.queue)
	}
	g.queue[i] = local
	g.count++
}

// request makes the group settle at the end of this instant.
func (g *group) request(ctx *model.Context) {
	if !g.settling {
		g.settling = true
		ctx.After(&g.self, 0, model.Msg{Kind: model.MsgSettle, To: absent})
	}
}

// patience is how many looks each asset, and how many solves, one instant may take. A loop that has not settled by then
// goes on one lookahead later, so that time passes whatever the loop does. Each asset has its own looks: what else lives in
// the group must not decide when a loop pauses.
const patience = 64

// settle brings everything that was touched up to date: needs, levels, the network, and again what these touch.
func (g *group) settle(ctx *model.Context) {
	g.settling = true // what is touched while settling needs no message
	g.settles++
	tired := 0 // assets in the queue that have had all their looks
	for solves := 0; solves < patience; {
		if g.count > tired {
			switch local := g.pop(); g.takeLook(local) {
			case patience + 1:
				tired++
				fallthrough
			case patience + 2:
				g.push(local)
			default:
				g.assess(ctx, local)
			}
			continue
		}
		if !g.netDirty {
			break
		}
		solves++
		g.solve(ctx)
	}
	g.settling = false
	if g.count > 0 || g.netDirty {
		g.settling = true
		ctx.After(&g.self, ctx.Lookahead(), model.Msg{Kind: model.MsgSettle, To: absent})
	}
}

// takeLook counts the looks at an asset in this settling: up to patience it is looked at, with the next it is tired, and what
// comes after that changes nothing.
func (g *group) takeLook(local int32) uint8 {
	a := &g.assets[local]
	if a.looked != g.settles {
		a.looked, a.looks = g.settles, 0
	}
	a.looks = min(a.looks+1, patience+2)
	return a.looks
}

// pop takes the asset that has waited longest.
func (g *group) pop() int32 {
	local := g.queue[g.head]
	g.head++
	if g.head == len(g.queue) {
		g.head = 0
	}
	g.count--
	g.assets[local].queued = false
	return local
}

// alarm sets a timer of an asset, or of one of its needs (slot).
func (g *group) alarm(ctx *model.Context, local, slot int32, at sim.Time) sim.Timer {
	m := model.Msg{Kind: model.MsgTimer, To: g.spec.assets[local].id.Entity(), Slot: slot}
	return ctx.After(&g.assets[local].src, time.Duration(at-ctx.Now()), m)
}
