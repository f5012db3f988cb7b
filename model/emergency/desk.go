package emergency

// CallID names a call on a desk, until its trunk is free again. The zero value names none.
type CallID struct {
	slot       int32
	generation uint32
}

// State is where a call on a desk is.
type State uint8

// The states of a call.
const (
	Gone    State = iota // not on the desk, or no longer
	Waiting              // in the queue
	Talking              // at a position
)

// MaxCalls is how many calls a desk holds at most, however many trunks it has [calls]. With it memory is bounded (200 MB
// for a PSAP); what comes beyond is blocked.
const MaxCalls = 1 << 20

// Counts is what became of the calls offered to a desk so far: Offered = Answered + Abandoned + Blocked + those that wait for
// their first answer.
type Counts struct {
	Offered, Answered, Abandoned, Blocked uint64
	Cut                                   uint64 // of the answered: lost at a position, or after that in the queue
}

// Desk is the positions, the trunks and the queue of a PSAP: first come, first served, one queue for all positions. A trunk is
// held from the offer to the end of the call. It has no clock: whoever owns it says when a call leaves or is done, and after
// each change of anything puts calls through with Answer until there is none left to answer.
//
// Memory grows with the most calls that were on the desk at once; nothing is allocated for a call when it has.
type Desk struct {
	calls       []deskCall // slab: the unused ones are chained from unused by next
	unused      int32
	first, last int32 // of the queue
	waiting     int
	again       int     // of those waiting, how many were answered before
	at          []int32 // by position: its call
	idle        []int32 // staffed positions without a call; the last one is next
	positions   int
	trunks      int
	talking     int
	counts      Counts
	moved       []CallID // result of Cut and Trunks
}

// deskCall is a call, or an unused place for one.
type deskCall struct {
	prev, next int32 // in the queue
	position   int32
	generation uint32
	state      State
	answered   bool // by a position, maybe one that is gone
}

const none = int32(-1)

// NewDesk returns a desk. trunks 0 means no limit but MaxCalls.
func NewDesk(positions, trunks int) *Desk {
	if trunks == 0 {
		trunks = MaxCalls
	}
	d := &Desk{unused: none, first: none, last: none}
	d.Staff(positions)
	d.Trunks(trunks)
	return d
}

// Busy reports whether nobody can take a call: as many are at positions as there are positions, or more.
func (d *Desk) Busy() bool { return d.talking >= d.positions }

// Waiting is how many calls are in the queue.
func (d *Desk) Waiting() int { return d.waiting }

// Talking is how many calls are at positions.
func (d *Desk) Talking() int { return d.talking }

// Counts is what became of the calls.
func (d *Desk) Counts() Counts { return d.counts }

// Unanswered is how many calls wait for their first answer.
func (d *Desk) Unanswered() int { return d.waiting - d.again }

// State is where a call is.
func (d *Desk) State(id CallID) State {
	if id.generation == 0 || int(id.slot) >= len(d.calls) || d.calls[id.slot].generation != id.generation {
		return Gone
	}
	return d.calls[id.slot].state
}

// Offer puts a call at the end of the queue. It is blocked (false) if no trunk is free.
func (d *Desk) Offer() (CallID, bool) {
	d.counts.Offered++
	if d.waiting+d.talking >= d.trunks {
		d.counts.Blocked++
		return CallID{}, false
	}
	i := d.unused
	if i != none {
		d.unused = d.calls[i].next
	} else {
		i = int32(len(d.calls))
		d.calls = append(d.calls, deskCall{})
	}
	c := &d.calls[i]
	c.generation++
	if c.generation == 0 {
		c.generation = 1
	}
	c.state, c.answered, c.position = Waiting, false, none
	d.insert(i, d.last, none)
	return CallID{i, c.generation}, true
}

// Answer puts the call that has waited longest through to a free position. False: no call waits or no position is free.
func (d *Desk) Answer() (CallID, bool) {
	if d.first == none || d.talking >= d.positions {
		return CallID{}, false
	}
	i := d.first // and a position is idle, since fewer calls are at positions than there are
	c := &d.calls[i]
	d.remove(i)
	last := len(d.idle) - 1
	c.state, c.position = Talking, d.idle[last]
	d.idle = d.idle[:last]
	d.at[c.position] = i
	d.talking++
	if c.answered {
		d.again--
	} else {
		c.answered = true
		d.counts.Answered++
	}
	return CallID{i, c.generation}, true
}

// Leave ends a call that waits: its caller hangs up. It reports whether the call did wait.
func (d *Desk) Leave(id CallID) bool {
	if d.State(id) != Waiting {
		return false
	}
	d.remove(id.slot)
	if d.calls[id.slot].answered {
		d.again--
		d.counts.Cut++
	} else {
		d.counts.Abandoned++
	}
	d.release(id.slot)
	return true
}

// Done ends a call at a position, which is free then if it is still staffed. It reports whether the call was at one.
func (d *Desk) Done(id CallID) bool {
	if d.State(id) != Talking {
		return false
	}
	d.vacate(id.slot)
	d.release(id.slot)
	return true
}

// vacate takes a call off its position.
func (d *Desk) vacate(i int32) {
	p := d.calls[i].position
	d.at[p] = none
	d.talking--
	if int(p) < d.positions {
		d.idle = append(d.idle, p)
	}
}

// release gives a call's place back.
func (d *Desk) release(i int32) {
	d.calls[i].state, d.calls[i].next = Gone, d.unused
	d.unused = i
}

// insert puts a call into the queue between two others, or none.
func (d *Desk) insert(i, prev, next int32) {
	d.calls[i].prev, d.calls[i].next = prev, next
	if prev == none {
		d.first = i
	} else {
		d.calls[prev].next = i
	}
	if next == none {
		d.last = i
	} else {
		d.calls[next].prev = i
	}
	d.waiting++
}

// remove takes a call out of the queue.
func (d *Desk) remove(i int32) {
	prev, next := d.calls[i].prev, d.calls[i].next
	if prev == none {
		d.first = next
	} else {
		d.calls[prev].next = next
	}
	if next == none {
		d.last = prev
	} else {
		d.calls[next].prev = prev
	}
	d.waiting--
}
