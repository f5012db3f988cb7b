package sim

// heap is a binary heap of event values, the smallest first. For small sets it
// is the fastest of the simple structures in Go (plain binary beats four-way),
// and it is the reference the ladder is tested against.
type heap[M any] []event[M]

func (h *heap[M]) push(e *event[M]) {
	*h = append(*h, event[M]{})
	s := *h
	i := len(s) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(&s[parent]) {
			break
		}
		s[i] = s[parent]
		i = parent
	}
	s[i] = *e
}

// pop removes the smallest event; the heap must not be empty.
func (h *heap[M]) pop() {
	s := *h
	n := len(s) - 1
	last := &s[n]
	i := 0
	for {
		child := 2*i + 1
		if child >= n {
			break
		}
		if right := child + 1; right < n && s[right].before(&s[child]) {
			child = right
		}
		if !s[child].before(last) {
			break
		}
		s[i] = s[child]
		i = child
	}
	s[i] = *last
	*last = event[M]{} // let go of what a message may point to
	*h = s[:n]
}
