package sim

// queue is the set of a process's pending events: a heap, or a ladder. It is a
// struct with a switch rather than an interface, so that the hot calls are
// direct.
type queue[M any] struct {
	ladder *ladder[M] // nil while the events are in heap
	heap   heap[M]
	limit  int // size at which heap becomes a ladder
}

const (
	autoLimit = 512 // where a ladder begins to win over a heap
	autoLeast = 64  // below this a ladder that holds the memory of a rare burst, more than autoSlabs slabs, becomes a heap again
	autoSlabs = 8   // room for 1,024 events
)

// newQueue returns an empty queue.
func newQueue[M any](kind QueueKind) queue[M] {
	switch kind {
	case QueueHeap:
		return queue[M]{limit: int(^uint(0) >> 1)}
	case QueueLadder:
		return queue[M]{ladder: new(ladder[M])}
	}
	return queue[M]{limit: autoLimit}
}

// push adds an event not earlier than the last popped.
func (q *queue[M]) push(e *event[M]) {
	if q.ladder != nil {
		q.ladder.push(e)
		return
	}
	q.heap.push(e)
	if len(q.heap) > q.limit {
		q.climb()
	}
}

// climb moves the events from the heap to a ladder.
func (q *queue[M]) climb() {
	q.ladder = new(ladder[M])
	for i := range q.heap {
		q.ladder.push(&q.heap[i])
	}
	q.heap = nil
}

// thin lets go of the memory of a rare burst when the ladder is nearly empty: its events go to a heap.
func (q *queue[M]) thin() {
	if q.limit != autoLimit {
		if q.ladder.size == 0 && q.ladder.slabs > slabsKept {
			q.ladder = new(ladder[M])
		}
		return
	}
	if q.ladder.slabs <= autoSlabs {
		return
	}
	var e event[M]
	for q.ladder.pop(Never, &e) {
		q.heap.push(&e)
	}
	q.ladder = nil
}

// pop moves the earliest event into e if it is before the limit.
func (q *queue[M]) pop(limit Time, e *event[M]) bool {
	if q.ladder != nil {
		found := q.ladder.pop(limit, e)
		if q.ladder.size < autoLeast {
			q.thin()
		}
		return found
	}
	if len(q.heap) == 0 || q.heap[0].at >= limit {
		return false
	}
	*e = q.heap[0]
	q.heap.pop()
	return true
}

// next returns the time of the earliest event, Never if there is none.
func (q *queue[M]) next() Time {
	switch {
	case q.ladder != nil:
		return q.ladder.next()
	case len(q.heap) == 0:
		return Never
	}
	return q.heap[0].at
}
