package sim

import (
	"math/bits"
	"slices"
)

// ladder is the event set for many events. It sorts as late as it can: an event
// lies unsorted in a bucket of time, buckets are cut finer only when their time
// comes, and a bucket that is small enough is sorted and then served from.
// Every event is appended a few times and sorted once among few others, so that
// a push or pop costs the same at a thousand events and at ten million, and
// memory is walked in streams.
//
// Rungs are cut at powers of two: rung r has 64 buckets of 64^r ns, and an
// event lies on the rung of the highest digit (base 64) in which its time
// differs from base, in the bucket of that digit. So no width has to be tuned,
// no time is too far, and nothing is rounded. The price is that time may only
// go forward, which simulation grants: no push is earlier than the last pop.
type ladder[M any] struct {
	base  Time // start of the bucket being served; no event is earlier
	bound Time // end of the bucket being served: base <= served events < bound
	run   []event[M]
	at    int     // of the first event of run not yet popped
	near  heap[M] // events pushed below bound since run was sorted
	rungs [rungs]*rung[M]
	size  int
	spare *chunk[M]
	slabs int // allocated so far
}

const (
	digit     = 6 // bits of time per rung
	fanout    = 1 << digit
	rungs     = 63/digit + 1
	chunkLen  = 16      // events
	slabLen   = 8       // chunks allocated at once
	runLen    = 128     // largest bucket to be sorted as it is, events
	runKept   = 1 << 12 // events; the room of a larger bucket goes when it has been served
	nearLen   = 512     // most events in near before they are put on rungs
	slabsKept = 1 << 10 // an empty ladder with more is let go of: the memory of a rare burst
)

// rung is 64 buckets and which of them hold events.
type rung[M any] struct {
	full    uint64
	buckets [fanout]bucket[M]
}

// bucket is a stack of chunks in no order.
type bucket[M any] struct {
	top   *chunk[M]
	size  int
	first Time // of the earliest event
}

// chunk is a piece of a bucket; chunks go from bucket to bucket through the
// ladder's spare list. Only its first word is a pointer when M has none, so the
// garbage collector reads no further. Old events are not wiped: what a message
// points to may live until its place is taken.
type chunk[M any] struct {
	below  *chunk[M]
	events [chunkLen]event[M]
}

// push adds an event not earlier than the last popped.
func (l *ladder[M]) push(e *event[M]) {
	l.size++
	if e.at < l.bound {
		l.near.push(e)
		return
	}
	l.place(e)
}

// place puts an event that is not below bound into its bucket.
func (l *ladder[M]) place(e *event[M]) {
	r := max(bits.Len64(uint64(e.at^l.base))-1, 0) / digit
	g := l.rungs[r]
	if g == nil {
		g = new(rung[M])
		l.rungs[r] = g
	}
	l.put(g, uint(e.at>>(r*digit))%fanout, e)
}

func (l *ladder[M]) put(g *rung[M], i uint, e *event[M]) {
	b := &g.buckets[i]
	if b.size == 0 {
		g.full |= 1 << i
		b.first = e.at
	}
	in := uint(b.size) % chunkLen
	if in == 0 {
		l.grow(b)
	}
	b.top.events[in%chunkLen] = *e
	b.first = min(b.first, e.at)
	b.size++
}

// grow puts an empty chunk on a bucket.
func (l *ladder[M]) grow(b *bucket[M]) {
	if l.spare == nil {
		slab := make([]chunk[M], slabLen)
		l.slabs++
		for i := range slab {
			l.release(&slab[i])
		}
	}
	c := l.spare
	l.spare = c.below
	c.below = b.top
	b.top = c
}

// next returns the time of the earliest event. It changes nothing: only a pop
// may move base forward, since a push may still come before this event.
func (l *ladder[M]) next() Time {
	first := Never
	if l.at < len(l.run) {
		first = l.run[l.at].at
	}
	if len(l.near) > 0 {
		first = min(first, l.near[0].at)
	}
	if first != Never {
		return first // buckets begin at bound
	}
	if b, _, _ := l.lowest(); b != nil {
		return b.first
	}
	return Never
}

// lowest returns the bucket with the earliest events, nil if all are empty. All
// of a rung is earlier than all of the rungs above it.
func (l *ladder[M]) lowest() (b *bucket[M], r int, i uint) {
	for r, g := range l.rungs {
		if g != nil && g.full != 0 {
			i := uint(bits.TrailingZeros64(g.full)) % fanout
			return &g.buckets[i], r, i
		}
	}
	return nil, 0, 0
}

// pop moves the earliest event into e if it is before the limit.
func (l *ladder[M]) pop(limit Time, e *event[M]) bool {
	if l.at == len(l.run) && len(l.near) == 0 && !l.serve(limit) {
		return false
	}
	if len(l.near) > 0 {
		return l.popNear(limit, e)
	}
	f := &l.run[l.at]
	if f.at >= limit {
		return false
	}
	*e = *f
	l.at++
	l.size--
	return true
}

// popNear is pop when there are events in near.
func (l *ladder[M]) popNear(limit Time, e *event[M]) bool {
	if len(l.near) > nearLen && l.bound-l.base > 1 {
		l.spread()
		return l.pop(limit, e)
	}
	f, near := &l.near[0], true
	if l.at < len(l.run) && l.run[l.at].before(f) {
		f, near = &l.run[l.at], false
	}
	if f.at >= limit {
		return false
	}
	*e = *f
	if near {
		l.near.pop()
	} else {
		l.at++
	}
	l.size--
	return true
}

// serve moves the earliest bucket into run, sorted, if it begins before the
// limit. Larger buckets are cut finer first.
func (l *ladder[M]) serve(limit Time) bool {
	if cap(l.run) > runKept {
		l.run, l.at = nil, 0
	}
	for {
		b, r, i := l.lowest()
		if b == nil || b.first >= limit {
			return false
		}
		l.rungs[r].full &^= 1 << i
		width := Time(1) << (r * digit)
		l.base = b.first &^ (width - 1)
		l.bound = l.base
		if b.size <= runLen || r == 0 {
			l.bound = l.base + width
			if l.bound < l.base {
				l.bound = Never
			}
			l.gather(b)
			return true
		}
		l.cut(b)
	}
}

// gather empties a bucket into run and sorts it.
func (l *ladder[M]) gather(b *bucket[M]) {
	l.run, l.at = l.run[:0], 0
	if cap(l.run) < b.size {
		l.run = make([]event[M], 0, b.size)
	}
	for b.top != nil {
		c, n := b.take()
		l.run = append(l.run, c.events[:n]...)
		l.release(c)
	}
	slices.SortFunc(l.run, func(e, f event[M]) int {
		if e.before(&f) {
			return -1
		}
		return 1 // no two events are equal
	})
}

// cut spreads a bucket over the rungs below.
func (l *ladder[M]) cut(b *bucket[M]) {
	for b.top != nil {
		c, n := b.take()
		for j := range c.events[:n] {
			l.place(&c.events[j])
		}
		l.release(c)
	}
}

// take removes the top chunk and returns how many events it holds.
func (b *bucket[M]) take() (*chunk[M], int) {
	c := b.top
	n := b.size % chunkLen
	if n == 0 {
		n = chunkLen
	}
	b.top = c.below
	b.size -= n
	return c, n
}

func (l *ladder[M]) release(c *chunk[M]) {
	c.below = l.spare
	l.spare = c
}

// spread puts the events in hand onto rungs, when too many have been pushed
// into a bucket being served.
func (l *ladder[M]) spread() {
	l.bound = l.base
	for i := range l.run[l.at:] {
		l.place(&l.run[l.at+i])
	}
	for i := range l.near {
		l.place(&l.near[i])
	}
	l.run, l.at, l.near = l.run[:0], 0, l.near[:0]
}
