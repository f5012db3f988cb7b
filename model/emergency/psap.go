package emergency

import (
	"cascata/sim"
	"cascata/sim/rng"
)

// What happens to a call.
type What uint8

// Each attempt of a caller comes to exactly one of the first three, once.
const (
	Answered  What = iota // a position took it, for the first time
	Abandoned             // its caller hung up while waiting
	Blocked               // it found no trunk, or lost it before the answer
	Handled               // the position is done with it
	Cut                   // it was answered and then lost
	GaveUp                // the caller does not call again after that: a caller ends as Handled or as GaveUp
)

// Call is one attempt of a caller to reach the PSAP.
type Call struct {
	Number    uint64 // of the caller, in its class
	Offered   sim.Time
	Answered  sim.Time // for the first time; without a meaning before
	Attempt   uint32   // of the caller, from 0
	Tag       int32    // of the owner who brought it (Bring); carried along
	Class     uint8
	Delayed   bool // all positions were busy when it came
	connected bool // was answered
}

// PSAP is a desk in time. Its owner moves it on: Advance to an instant, then what happens then (Offer, Staff, ...), in the order
// of time. Draws are keyed by class and number of the call, so that neither other calls nor the staffing move them.
type PSAP struct {
	// Observe, if set, hears of everything that happens to a call, in order. The call is valid during the call only.
	Observe func(what What, at sim.Time, c *Call)

	spec    *Spec
	desk    *Desk
	moments moments
	calls   []Call // by slot
	coming  Call   // kept here, so that nothing escapes to the heap for a call
	away    away
	luck    []luck // by class
	dice    rng.Stream
	manual  bool

	now          sim.Time
	queue, taken float64 // waiting and talking calls, integrated over time [call ns]
}

// luck is the streams of a class.
type luck struct{ handling, patience, redial rng.Stream }

// New returns a PSAP of a valid Spec at the beginning of a replication.
func New(s *Spec, root rng.Root) *PSAP {
	p := &PSAP{spec: s, desk: NewDesk(s.Positions, s.Trunks)}
	for i := range s.Classes {
		name := "psap/" + s.Name + "/" + s.Classes[i].Name
		p.luck = append(p.luck, luck{root.Stream(name + "/handling"), root.Stream(name + "/patience"), root.Stream(name + "/redial")})
	}
	return p
}

// Desk is the desk as it stands at Now. It is to be read only.
func (p *PSAP) Desk() *Desk { return p.desk }

// Now is the instant to which the PSAP was moved last.
func (p *PSAP) Now() sim.Time { return p.now }

// Away is how many callers will call again.
func (p *PSAP) Away() int { return len(p.away) }

// Load is the waiting calls and the calls at positions, integrated over the time to Now [call seconds].
func (p *PSAP) Load() (waiting, talking float64) { return p.queue / 1e9, p.taken / 1e9 }

// Next is the instant at which something happens by itself; Never if nothing will.
func (p *PSAP) Next() sim.Time {
	next := p.moments.next()
	if len(p.away) > 0 {
		next = min(next, p.away[0].at)
	}
	return next
}

// Advance moves the PSAP to an instant, not before Now, and does all that happens by then.
func (p *PSAP) Advance(to sim.Time) {
	for next := p.Next(); next <= to && next != sim.Never; next = p.Next() {
		p.pass(next)
		if p.moments.next() == next {
			p.turn(p.moments.heap[0].slot)
		} else {
			c := p.away.pop()
			p.coming = Call{Number: c.number, Class: c.class, Attempt: c.attempt + 1}
			p.offer()
		}
		p.serve()
	}
	p.pass(to)
}

// pass lets time pass in which nothing happens.
func (p *PSAP) pass(to sim.Time) {
	span := float64(to - p.now)
	p.queue += float64(span * float64(p.desk.waiting))
	p.taken += float64(span * float64(p.desk.talking))
	p.now = to
}

// turn does what a call's moment is for.
func (p *PSAP) turn(slot int32) {
	p.moments.clear(slot)
	id, c := p.id(slot), &p.calls[slot]
	if p.desk.Done(id) {
		p.tell(Handled, c)
		return
	}
	p.desk.Leave(id)
	if c.connected {
		p.lose(Cut, c)
	} else {
		p.lose(Abandoned, c)
	}
}

func (p *PSAP) id(slot int32) CallID { return CallID{slot, p.desk.calls[slot].generation} }

func (p *PSAP) tell(what What, c *Call) {
	if p.Observe != nil {
		p.Observe(what, p.now, c)
	}
}

// Offer lets a call of a class arrive at an instant, not before Now. Numbers are the caller's own: no two calls of a class share one.
func (p *PSAP) Offer(at sim.Time, class int, number uint64) {
	p.Advance(at)
	p.coming = Call{Number: number, Class: uint8(class)}
	p.offer()
	p.serve()
}

// Bring is Offer for an owner who counts the attempts of callers himself: it takes Number, Class, Attempt and Tag of c.
func (p *PSAP) Bring(at sim.Time, c *Call) {
	p.Advance(at)
	p.coming = Call{Number: c.Number, Class: c.Class, Attempt: c.Attempt, Tag: c.Tag}
	p.offer()
	p.serve()
}

// offer lets the coming call arrive now.
func (p *PSAP) offer() {
	c := &p.coming
	c.Offered, c.Delayed = p.now, p.desk.Busy()
	id, ok := p.desk.Offer()
	if !ok {
		p.lose(Blocked, c)
		return
	}
	for int(id.slot) >= len(p.calls) {
		p.calls = append(p.calls, Call{})
	}
	p.calls[id.slot] = *c
	if c.Delayed {
		p.wait(id.slot)
	}
}

// wait draws a waiting call's patience.
func (p *PSAP) wait(slot int32) {
	c := &p.calls[slot]
	patience := p.spec.Classes[c.Class].Patience
	if patience == nil {
		return
	}
	stream := &p.luck[c.Class].patience
	p.draw(stream, c.Number, c.Attempt)
	p.moments.set(slot, p.now.Add(rng.Duration(patience, &p.dice)))
}

// draw puts the dice at the draw of a caller; a later attempt has its own.
func (p *PSAP) draw(s *rng.Stream, number uint64, attempt uint32) {
	if attempt == 0 {
		p.dice = s.From(number)
		return
	}
	again := s.Sub(uint64(attempt))
	p.dice = again.From(number)
}

// serve puts waiting calls through to free positions.
func (p *PSAP) serve() {
	for id, ok := p.desk.Answer(); ok; id, ok = p.desk.Answer() {
		c := &p.calls[id.slot]
		if !c.connected {
			c.connected, c.Answered = true, p.now
			p.tell(Answered, c)
		}
		class := &p.spec.Classes[c.Class]
		handling := class.Handling
		if p.manual && class.Manual != nil {
			handling = class.Manual
		}
		p.dice = p.luck[c.Class].handling.From(c.Number) // the caller's, whatever the attempt
		p.moments.set(id.slot, p.now.Add(rng.Duration(handling, &p.dice)))
	}
}

// lose is the end of a call that was not handled.
func (p *PSAP) lose(what What, c *Call) {
	p.tell(what, c)
	p.redial(c)
}
