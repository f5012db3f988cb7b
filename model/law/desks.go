package law

import (
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Desks is the process of one replication: everybody who reports to authorities.
type Desks struct {
	spec *Spec
	list []desk
}

// desk is who reports for one operator.
type desk struct {
	*office
	spec      *Spec
	all       *Desks
	self      sim.Source
	lost      int64         // of weight x level
	levels    []model.Level // by place
	since     []sim.Time    // by threshold: since when it is passed; Never if it is not
	tip       sim.RecordID  // the loss of service that passed a threshold last
	data      holdings
	incidents []incident
	clocks    []clock
	luck      [2]rng.Stream
}

// holdings are the data that the attacker touched since the last incident was over.
type holdings struct {
	persons, sensitive int64            // natural persons in the largest store concerned, of any personal class, and of the sensitive ones
	any                bool             // of whatever class
	by                 []model.EntityID // campaigns that touched personal data
	latest             sim.RecordID     // latest entry of the data ledger
	told               sim.RecordID     // the processor's notice, if that is how the operator knows
}

// incident is what an operator has to report about.
type incident struct {
	cause  sim.RecordID // its awareness
	tip    sim.RecordID // the loss of service that made it significant, if one did
	data   sim.RecordID // the entry of the data ledger by which it became a breach
	aware  sim.Time
	stage  stage
	begun  [triggers]bool // by trigger: its clocks were started
	asking bool           // somebody is finding out which data were concerned
	found  bool           // they did
}

// stage is how busy the people are.
type stage uint8

const (
	fighting stage = iota
	restoring
	over
)

// triggers is how many Triggers there are.
const triggers = 5

func rank(trigger string) int { return slices.Index(Triggers(), trigger) }

// The messages of the desks to themselves.
const (
	msgHeld  = model.MsgPrivate + iota // a loss may have lasted long enough
	msgFound                           // incident Slot: it is known which data were concerned
	msgDue                             // clock Slot is due
	msgReady                           // the report of clock Slot is written
)

// Live makes the process of one replication.
func (s *Spec) Live(root rng.Root) *Desks {
	d := &Desks{spec: s, list: make([]desk, len(s.desks))}
	for i := range d.list {
		f := &s.desks[i]
		d.list[i] = desk{office: f, spec: s, all: d, self: f.entity.Source(), levels: make([]model.Level, len(f.assets)),
			since: make([]sim.Time, len(f.thresholds)), luck: [2]rng.Stream{root.StreamOf(f.luck[0]), root.StreamOf(f.luck[1])}}
		for k := range d.list[i].levels {
			d.list[i].levels[k] = model.Full
		}
		for k := range d.list[i].since {
			d.list[i].since[k] = sim.Never
		}
	}
	return d
}

// Handle deals with one message.
func (d *Desks) Handle(ctx *model.Context, m *model.Msg) error {
	i, ok := d.spec.at[m.To]
	if !ok {
		return nil
	}
	k := &d.list[i]
	switch m.Kind {
	case model.MsgSupply:
		k.feel(ctx, model.AssetID(m.From), m.Level, m.Cause)
	case model.MsgIncident:
		k.hear(ctx, m)
	case msgHeld:
		k.judgeWith(ctx)
	case msgFound:
		k.find(ctx, m.Slot)
	case msgDue:
		k.fallDue(ctx, m.Slot)
	case msgReady:
		k.ready(ctx, m.Slot)
	}
	return nil
}

// hear is news from the operator's people, or of its data.
func (k *desk) hear(ctx *model.Context, m *model.Msg) {
	switch m.Slot {
	case model.NewsAware:
		k.aware(ctx, incident{cause: m.Cause, aware: sim.Time(m.Amount)})
	case model.NewsClean:
		k.calm(ctx, restoring)
	case model.NewsOver:
		k.calm(ctx, over)
		k.settle()
	case model.NewsData:
		k.touched(ctx, m)
	}
}

// aware opens an incident.
func (k *desk) aware(ctx *model.Context, x incident) {
	if n := len(k.incidents); n > 0 && k.incidents[n-1].stage != over { // attacked again while it restores: the old one ends here
		k.calm(ctx, over)
	}
	k.incidents = append(k.incidents, x)
	k.begin(ctx, product)
	k.judgeWith(ctx)
	k.ask(ctx)
}

// current is the incident that is not over, or nil.
func (k *desk) current() *incident {
	if n := len(k.incidents); n > 0 && k.incidents[n-1].stage != over {
		return &k.incidents[n-1]
	}
	return nil
}

// calm is the incident's next stage: people have more time to write.
func (k *desk) calm(ctx *model.Context, s stage) {
	x := k.current()
	if x == nil || x.stage >= s {
		return
	}
	if s == over {
		k.judgeWith(ctx) // the last look
	}
	x.stage = s
	n := int32(len(k.incidents) - 1)
	for i := range k.clocks {
		if k.clocks[i].incident == n {
			k.pace(ctx, int32(i))
		}
	}
}

// own sends a message to oneself.
func (k *desk) own(ctx *model.Context, at sim.Time, kind model.MsgKind, slot int32) sim.Timer {
	if at == sim.Never {
		return sim.Timer{}
	}
	return ctx.After(&k.self, max(0, at.Sub(ctx.Now())), model.Msg{Kind: kind, To: k.entity, From: k.entity, Slot: slot})
}

// speed is how fast reports are written in a stage, as a share.
func (s *Spec) speed(x stage) float64 {
	switch x {
	case fighting:
		return s.pace.Fighting
	case restoring:
		return s.pace.Restoring
	}
	return 1
}

// scaled is a span times a factor.
func scaled(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

var _ model.Process = (*Desks)(nil)
