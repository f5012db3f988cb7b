package cyber

import (
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// move is what a node of the graph means in the estates.
type move struct {
	technique int32          // position in the catalogue; none for a fact
	entity    model.EntityID // device, zone or store it is about; Absent for a fact
	operator  model.OperatorID
	zones     [2]ZoneID // it is suspended while one of them is isolated; none = no zone
	goal      int32     // the goal whose own step it is; none otherwise
	owns      DeviceID  // device the attacker runs code on from then; none otherwise
	store     storeID   // data store that is copied out, or altered; none otherwise
	op        model.Op  // what it does to the targets
	level     model.Level
	pace      time.Duration
	targets   []model.AssetID
	backups   bool  // backups are attacked as well
	quiet     bool  // the alarms of its zone are suppressed
	fleet     int32 // fleet that is given orders; none otherwise
}

// none marks a missing technique, zone, goal, device or store.
const none = -1

func fact() move {
	return move{technique: none, entity: model.Absent, operator: model.Absent, zones: [2]ZoneID{none, none}, goal: none, owns: none, store: none, fleet: none}
}

// campaign is the immutable half of an attack.
type campaign struct {
	name      string
	entity    model.EntityID
	graph     Graph
	moves     []move     // by node
	luck      []rng.Name // by node: stream of its time and of its success
	atOnce    []bool     // by goal
	closed    []int32    // steps that measures leave no way to take
	operators []model.OperatorID
	start     sim.Time
	strike    sim.Time // no goal's own step before it
	until     sim.Time
	hands     int // 0 = without limit
	wander    bool
	way       rng.Name // the stream of choices of one that wanders
}

// Campaign is the attacker of one replication: a process that works on steps, goes on by another way when one is blocked, and
// sends Commands to assets when a step gives power over them.
type Campaign struct {
	*campaign
	spec   *Spec // nil for a bare graph
	wiring *Wiring
	self   sim.Source
	plan   plan

	held     []bool         // by node: compromised, or a fact that follows
	made     []bool         // steps that succeeded and were not undone
	dead     []bool         // steps that failed, or were closed by the defenders
	barred   []bool         // dead, or suspended by an isolated zone
	record   []sim.RecordID // the Change that made the node true
	timer    []sim.Timer    // of steps being worked on
	working  []int32        // in the order in which they were begun
	stream   []rng.Stream   // by node
	reached  []bool         // by goal
	isolated map[ZoneID]bool
	within   map[storeID]bool // data stores that were reached already
	firing   int              // steps that still have commands to send, or data to copy
	copies   []copying        // of data stores, under way
	locked   map[storeID]bool // data stores that were made unusable
	begun    sim.RecordID
	away     []absence    // from operators that believe it out
	hidden   int          // of those, how many it has not come back to
	setback  sim.RecordID // the latest of failures, isolations and eradications
	state    campaignState
	ended    sim.Time
	choices  rng.Stream // of one that wanders
}

type campaignState uint8

const (
	campaignWaiting campaignState = iota
	campaignRunning
	campaignWon
	campaignBlocked
)

// Walk is a campaign through a bare graph, without an estate or defenders: for checking the arithmetic of attack graphs.
// Finish the graph first. hands = 0 means without limit.
func Walk(name string, g *Graph, hands int, root rng.Root) *Campaign {
	return newCampaign(graphOnly(name, g, hands), nil, &Wiring{Root: root})
}

// graphOnly is a campaign through a graph that means nothing in any estate.
func graphOnly(name string, g *Graph, hands int) *campaign {
	c := &campaign{name: name, entity: 0, graph: *g, hands: hands, until: sim.Never}
	for range g.Nodes {
		c.moves = append(c.moves, fact())
	}
	c.atOnce = make([]bool, len(g.Goals))
	for i := range c.atOnce {
		c.atOnce[i] = true
	}
	c.nameStreams()
	return c
}

// nameStreams hashes the names of the random streams, one a step.
func (c *campaign) nameStreams() {
	for i := range c.graph.Nodes {
		c.luck = append(c.luck, rng.NameOf(c.name+"/"+c.graph.Nodes[i].Name))
	}
	c.way = rng.NameOf(c.name + "/" + wanderStream)
}

func newCampaign(c *campaign, spec *Spec, w *Wiring) *Campaign {
	n := len(c.graph.Nodes)
	flags := make([]bool, 4*n+len(c.graph.Goals))
	live := &Campaign{
		campaign: c, spec: spec, wiring: w, self: c.entity.Source(), plan: newPlan(n),
		held: flags[:n], made: flags[n : 2*n], dead: flags[2*n : 3*n], barred: flags[3*n : 4*n], reached: flags[4*n:],
		record: make([]sim.RecordID, n), timer: make([]sim.Timer, n), stream: make([]rng.Stream, n),
	}
	for _, i := range c.closed {
		live.dead[i] = true
	}
	if c.wander {
		live.choices = w.Root.StreamOf(c.way)
	}
	for i := range live.stream {
		live.stream[i] = w.Root.StreamOf(c.luck[i])
	}
	return live
}

// Start posts the beginning of the campaign. The engine must know it as process id.
func (c *Campaign) Start(e *model.Engine, id sim.ProcessID) {
	e.Post(&c.self, id, c.start, model.Msg{Kind: msgBegin, To: c.entity, From: c.entity})
}

// Won is when the last goal was reached, if it was.
func (c *Campaign) Won() (sim.Time, bool) { return c.ended, c.state == campaignWon }

// The messages of this package.
const (
	msgBegin      = model.MsgPrivate + iota // a campaign starts
	msgStep                                 // a step's time has passed; Slot is the node
	msgFire                                 // the next command of a step is due; Slot is the node, Amount the target
	msgLook                                 // time to think again: the strike hour, or the end
	msgSeen                                 // to a SOC: a step succeeded or failed here; Slot entity, Need technique, Amount the step's hash
	msgHit                                  // to a SOC: asset Slot was told to do Op; Level 1 if backups were attacked
	msgIsolated                             // to campaigns: zone Slot is cut off
	msgReopened                             // to campaigns: zone Slot is back
	msgEradicated                           // to campaigns: operator Slot has thrown the attacker out
	msgNotice                               // the SOC's own: somebody looks at the alarm about Slot
	msgAware                                // the SOC's own: escalated
	msgDecide                               // the SOC's own: decisions fall due
	msgPlayed                               // the SOC's own: step Slot of its playbook has had its time
	msgRestored                             // the SOC's own: asset Slot is restored
	msgCopy                                 // the next part of a copy is out; Slot is the node
	msgLocked                               // to a SOC: data store Slot was made unusable
	msgQuiet                                // to a SOC: the alarms of zone Slot are suppressed
)

// Handle deals with one message.
func (c *Campaign) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case msgBegin:
		c.begin(ctx)
	case msgStep:
		c.finish(ctx, m.Slot)
	case msgFire:
		c.fire(ctx, m.Slot, m.Amount)
	case msgCopy:
		c.copied(ctx, m.Slot)
	case msgIsolated, msgReopened:
		c.isolate(ctx, ZoneID(m.Slot), m.Kind == msgIsolated, m.Cause)
	case msgEradicated:
		c.lose(ctx, model.OperatorID(m.Slot), m.Cause)
	case msgReturn:
		c.comeBack(ctx, m.Slot)
	}
	if c.state == campaignRunning {
		c.cut(ctx)
		c.goOn(ctx)
	}
	return nil
}

func (c *Campaign) begin(ctx *model.Context) {
	c.state = campaignRunning
	change := model.Change{Kind: model.KindFoothold, Entity: c.entity, To: model.Full, Why: model.Why{Code: model.WhyCampaignStart, Other: model.Absent, Need: model.Absent}}
	c.begun = ctx.Emit(change)
	for _, at := range [2]sim.Time{c.strike, c.until} {
		if at > ctx.Now() && at < sim.Never {
			ctx.After(&c.self, at.Sub(ctx.Now()), model.Msg{Kind: msgLook, To: c.entity, From: c.entity})
		}
	}
	c.settle()
}

// end closes the campaign. What blocked it, if anything did, is its first cause.
func (c *Campaign) end(ctx *model.Context, state campaignState, code model.WhyCode, blocked sim.RecordID) {
	c.state, c.ended = state, ctx.Now()
	for k := range c.copies {
		c.part(ctx, &c.copies[k])
	}
	c.copies = c.copies[:0]
	for i := range c.timer { // of steps under way, and of rows of commands
		ctx.Cancel(c.timer[i])
		c.timer[i] = sim.Timer{}
	}
	c.working, c.firing = c.working[:0], 0
	change := model.Change{Kind: model.KindFoothold, Entity: c.entity, From: model.Full, Why: model.Why{Code: code, Other: model.Absent, Need: model.Absent}}
	change.Add(blocked, model.CauseAll)
	for _, g := range c.graph.Goals {
		change.Add(c.record[g], model.CauseAll)
	}
	if change.Causes[0].Ref == (sim.RecordID{}) {
		change.Add(c.begun, model.CauseAll)
	}
	ctx.Emit(change)
}

var _ model.Process = (*Campaign)(nil)
