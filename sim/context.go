package sim

import (
	"errors"
	"fmt"
	"time"
)

// Process owns a part of the state and changes it only in Handle. Processes
// share nothing that changes.
type Process[M, R any] interface {
	// Handle deals with one message. msg is valid during the call only. An error
	// stops the run.
	Handle(ctx *Context[M, R], msg *M) error
}

// Context is what a handler may do. It is valid during the call only.
//
// It holds the current event itself: a handler gets a pointer into it, so that
// nothing escapes to the heap per event.
type Context[M, R any] struct {
	event event[M]
	proc  *process[M, R]
	shard *shard[M, R]
	procs []*process[M, R]
	ahead Time  // lookahead
	end   Time  // horizon
	err   error // first programming error of the running handler
}

// Now returns the time of the current message.
func (c *Context[M, R]) Now() Time { return c.event.at }

// Self returns the process whose handler runs.
func (c *Context[M, R]) Self() ProcessID { return c.proc.id }

// From returns the source of the current message.
func (c *Context[M, R]) From() SourceID { return SourceID(c.event.key >> 32) }

// Lookahead returns the least delay of a message to another process.
func (c *Context[M, R]) Lookahead() time.Duration { return time.Duration(c.ahead) }

// After sends msg to the process itself, d later [>= 0], and returns a timer
// that can cancel it. A negative d stops the run.
func (c *Context[M, R]) After(src *Source, d time.Duration, msg M) Timer {
	if d < 0 {
		c.fail(fmt.Errorf("message %+v to itself would arrive %v in the past", msg, -d))
		return Timer{}
	}
	src.key++
	if uint32(src.key) == 0 {
		c.fail(errSourceSpent)
		return Timer{}
	}
	t := c.proc.timers.arm()
	e := event[M]{at: c.event.at.Add(d), key: src.key, slot: t.slot, msg: msg}
	if e.at >= c.end {
		t.slot |= beyond // it will never run, and need not be kept
		return t
	}
	c.proc.queue.push(&e)
	return t
}

// Cancel withdraws the message of a timer set by this process. It reports
// whether the message was still to come.
func (c *Context[M, R]) Cancel(t Timer) bool { return c.proc.timers.cancel(t) }

// Send sends msg to a process, d later. To another process d is at least the
// lookahead, to itself at least zero; less, or an unknown process, stops the run.
func (c *Context[M, R]) Send(src *Source, to ProcessID, d time.Duration, msg M) {
	if uint(to) >= uint(len(c.procs)) || Time(d) < c.ahead && (to != c.proc.id || d < 0) {
		c.fail(c.refuse(to, d, &msg))
		return
	}
	src.key++
	if uint32(src.key) == 0 {
		c.fail(errSourceSpent)
		return
	}
	e := event[M]{at: c.event.at.Add(d), key: src.key, msg: msg}
	if e.at >= c.end {
		return // it would never run
	}
	dst := c.procs[to]
	switch {
	case dst == c.proc:
		dst.queue.push(&e)
	case dst.shard == c.shard:
		// It falls into a later window, so the receiver may take it at once,
		// whether or not it has run in this one.
		c.shard.deliver(dst, &e)
	default:
		c.shard.post(dst, &e)
	}
}

// Emit hands a record of the run to the observer, which sees it at the barrier
// that ends the window.
func (c *Context[M, R]) Emit(value R) RecordID {
	p := c.proc
	p.emitted++
	if p.emitted == 0 {
		c.fail(errors.New("a process can emit no more than 4294967295 records"))
	}
	id := RecordID{Process: p.id, N: p.emitted}
	if c.shard.observed {
		c.shard.records.add(Record[R]{At: c.event.at, ID: id, Value: value})
	}
	return id
}

// fail keeps the first programming error of a handler, which may not notice it.
func (c *Context[M, R]) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// refuse says what is wrong with a Send.
func (c *Context[M, R]) refuse(to ProcessID, d time.Duration, msg *M) error {
	switch {
	case uint(to) >= uint(len(c.procs)):
		return fmt.Errorf("message %+v sent to unknown process %d; there are %d", *msg, to, len(c.procs))
	case d < 0:
		return fmt.Errorf("message %+v to process %q would arrive %v in the past", *msg, c.procs[to].name, -d)
	}
	return fmt.Errorf("message %+v to process %q has delay %v, less than the lookahead %v",
		*msg, c.procs[to].name, d, c.Lookahead())
}

var errSourceSpent = errors.New("a source can send no more than 4294967295 messages")
