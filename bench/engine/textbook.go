package engine

import (
	"container/heap"
	"time"

	"cascata/sim"
)

// textbook is the engine one finds in a textbook: a container/heap of pointers
// to events with a boxed payload, handlers behind an interface, one goroutine.
// It keeps the kernel's order contract, so that its hash is the kernel's.
type textbook struct {
	pending agenda
	now     sim.Time
}

// handler gets events.
type handler interface {
	handle(engine *textbook, e *boxed)
}

type boxed struct {
	at      sim.Time
	key     uint64 // source << 32 | sequence number
	to      handler
	payload any
}

// agenda is the container/heap of the textbook engine.
type agenda []*boxed

var _ heap.Interface = (*agenda)(nil)

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a agenda) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].key < a[j].key
}
func (a *agenda) Push(e any) { *a = append(*a, e.(*boxed)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	return e
}

func (t *textbook) schedule(at sim.Time, key uint64, to handler, payload any) {
	heap.Push(&t.pending, &boxed{at: at, key: key, to: to, payload: payload})
}

func (t *textbook) run(end sim.Time) (events uint64) {
	for len(t.pending) > 0 && t.pending[0].at < end {
		e := heap.Pop(&t.pending).(*boxed)
		t.now = e.at
		e.to.handle(t, e)
		events++
	}
	return events
}

// crowd is all entities of PHOLD as the handler of the textbook engine.
type crowd struct {
	draws
	entities []entity
}

var _ handler = (*crowd)(nil)

func (c *crowd) handle(t *textbook, e *boxed) {
	self := e.payload.(message).entity
	one := &c.entities[self]
	one.see(t.now, sim.SourceID(e.key>>32))
	to, delay := c.next(one, self)
	c.send(t, self, to, delay)
}

func (c *crowd) send(t *textbook, from, to uint32, delay time.Duration) {
	one := &c.entities[from]
	one.sent++
	t.schedule(t.now.Add(delay), uint64(from)<<32|uint64(one.sent), c, message{entity: to})
}

// Textbook runs the model on the textbook engine.
func (m PHOLD) Textbook() Result {
	m = m.defaults()
	c := &crowd{draws: m.draws(), entities: m.population()}
	t := &textbook{}
	for i := range c.entities {
		for range m.Each {
			_, delay := c.next(&c.entities[i], uint32(i))
			c.send(t, uint32(i), uint32(i), delay)
		}
	}
	began := time.Now()
	events := t.run(sim.Time(m.End))
	r := Result{Hash: hashOf(c.entities), Took: time.Since(began)}
	r.Events, r.End = events, t.now
	return r
}
