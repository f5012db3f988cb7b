package sim

// queue is the set of a process's pending events. It is a struct with a switch
// rather than an interface, so that the hot calls are direct.
type queue[M any] struct {
	heap heap[M]
}

// push adds an event.
func (q *queue[M]) push(e *event[M]) { q.heap.push(e) }

// pop moves the earliest event into e if it is before the limit.
func (q *queue[M]) pop(limit Time, e *event[M]) bool {
	if len(q.heap) == 0 || q.heap[0].at >= limit {
		return false
	}
	*e = q.heap[0]
	q.heap.pop()
	return true
}

// next returns the time of the earliest event, Never if there is none.
func (q *queue[M]) next() Time {
	if len(q.heap) == 0 {
		return Never
	}
	return q.heap[0].at
}
