package emergency

import (
	"cascata/model"
	"cascata/sim"
)

// Feed is a source of calls of one class.
type Feed struct {
	Source *Source
	Class  int

	next   sim.Time
	number uint64
}

// Process is a PSAP and what feeds it as a process of a run. It lives by one timer of its own, at the next instant at which
// anything happens.
type Process struct {
	PSAP *PSAP

	feeds  []Feed
	entity model.EntityID
	self   sim.Source
	armed  sim.Time // the earliest timer that is still to come
}

// msgDue says that something may be due.
const msgDue = model.MsgPrivate

// NewProcess returns the process of a PSAP that is entity me of the run.
func NewProcess(p *PSAP, me model.EntityID, feeds ...Feed) *Process {
	return &Process{PSAP: p, feeds: feeds, entity: me, self: me.Source(), armed: sim.Never}
}

// Start posts the first timer.
func (p *Process) Start(e *model.Engine, id sim.ProcessID) {
	for i := range p.feeds {
		p.feeds[i].draw()
	}
	if p.armed = p.next(); p.armed != sim.Never {
		e.Post(&p.self, id, p.armed, p.due())
	}
}

func (f *Feed) draw() { f.next, f.number = f.Source.Next() }

func (p *Process) due() model.Msg { return model.Msg{Kind: msgDue, To: p.entity, From: p.entity} }

func (p *Process) next() sim.Time {
	next := p.PSAP.Next()
	for i := range p.feeds {
		next = min(next, p.feeds[i].next)
	}
	return next
}

// Handle does all that is due: first what the PSAP does by itself, then arrivals, in the order of the feeds.
func (p *Process) Handle(ctx *model.Context, _ *model.Msg) error {
	now := ctx.Now()
	if now >= p.armed {
		p.armed = sim.Never
	}
	p.PSAP.Advance(now)
	for i := range p.feeds {
		for f := &p.feeds[i]; f.next <= now; f.draw() {
			p.PSAP.Offer(now, f.Class, f.number)
		}
	}
	if next := p.next(); next < p.armed {
		p.armed = next
		ctx.Send(&p.self, ctx.Self(), next.Sub(now), p.due())
	}
	return nil
}

var _ model.Process = (*Process)(nil)
