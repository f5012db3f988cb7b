package emergency

import (
	"time"

	"cascata/model"
)

// The PSAP rings back whom it has lost, once positions are free: callers who hung up and left a number, and callers and vehicles whose call was cut.
const (
	// A vehicle answers by itself as long as it is registered: T9 at least, and some of them, with a subscription of their own, to T10.
	longRegistered = 0.3           // share of vehicles that stay registered until T10 (0 to 0.6, an assumption)
	ringsWithin    = 2 * time.Hour // others are not rung back later (0.5 to 6 h, an assumption; the Portuguese medical dispatch worked off its backlog within hours)
	picksUp        = 0.8           // that they answer then (0.5 to 0.95, an assumption)
	ringEvery      = 30 * time.Second
	keptFree       = 1 // positions that are left for who calls in
	ringAttempt    = 15
)

// MostBacklog is how many lost calls a region keeps to ring back at most [calls]; those beyond are not.
const MostBacklog = 4096

// lostCall is a call to ring back.
type lostCall struct {
	call
	asked bool // what it is about is known: it was cut, not missed
}

// backlog is the calls to ring back, the oldest first.
type backlog struct {
	list []lostCall
	head int
	set  bool // somebody will look at it
}

// miss notes a call to ring back. Who hung up at once, floods, alarms and pocket calls are not worth it.
func (r *Region) miss(c *call, asked bool) {
	b := &r.backlog
	worth := c.sort == model.RequestVoice && (asked || r.now.Sub(r.entry(c).Steps[model.StepConnected]) >= prompt) || c.isECall()
	if r.spec.options.NoCallBack || !worth || len(b.list)-b.head >= MostBacklog {
		return
	}
	if b.head > 0 && b.head == len(b.list) {
		b.list, b.head = b.list[:0], 0
	}
	if b.head > 256 && 2*b.head > len(b.list) {
		b.list = b.list[:copy(b.list, b.list[b.head:])]
		b.head = 0
	}
	x := lostCall{*c, asked}
	x.since = r.now
	b.list = append(b.list, x)
	r.expectRing()
}

// expectRing lets somebody look at the backlog soon.
func (r *Region) expectRing() {
	if b := &r.backlog; !b.set && b.head < len(b.list) {
		b.set = true
		r.after(ringEvery, dutyRing, 0)
	}
}

// ring rings back as many as there are positions free, beyond the one that is kept for who calls in; one at least at a PSAP where nobody waits.
func (r *Region) ring() {
	b := &r.backlog
	b.set = false
	i := r.home()
	if r.spec.centres[i].asset != model.Absent {
		d := r.centres[i].psap.Desk()
		for b.head < len(b.list) && !d.Busy() && d.Waiting() == 0 && (d.Talking() == 0 || d.Talking() < r.centres[i].positions-keptFree) {
			x := &b.list[b.head]
			b.head++
			if r.takes(x) {
				r.ringBack(x, i)
			}
		}
	}
	r.expectRing()
}

// takes reports whether somebody takes a call-back.
func (r *Region) takes(x *lostCall) bool {
	c := &x.call
	gone := r.now.Sub(c.since)
	r.roll(c, drawRing)
	u := r.dice.Float64()
	if c.isECall() {
		if gone > Deregister || gone > CallBack && u >= longRegistered {
			return false
		}
	} else if gone > ringsWithin || u >= picksUp {
		return false
	}
	_, ok := r.reach(c)
	return ok
}

// ringBack puts a call-back onto a free position.
func (r *Region) ringBack(x *lostCall, centre int) {
	c := x.call
	c.ringing, c.answered, c.centre = true, x.asked, int8(centre)
	q := r.entry(&c)
	q.Marks |= model.MarkCallBack
	q.Steps[model.StepRungBack] = r.now
	slot := r.keepCall(&c)
	r.centres[centre].psap.Bring(r.now, &Call{Number: c.number | ringAttempt<<60, Class: r.class(&c), Attempt: ringAttempt, Tag: slot})
}

// rung follows a call-back at its position: what it is about is asked, if it was not before, and then it ends.
func (r *Region) rung(what What, c *call, slot int32) {
	switch what {
	case Answered:
		if !c.answered {
			r.fleet.ask(r, c, r.now)
		}
		c.answered = true // whatever happens from here on, it is over
	case Handled, Cut:
		c.number, c.ringing = idle, false
		r.free = append(r.free, slot)
	}
}
