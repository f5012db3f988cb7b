package emergency

// ordered is a value that knows whether it comes before another one.
type ordered[T any] interface {
	*T
	before(other *T) bool
}

// heap is a binary heap of values, the first of them in front. It allocates only when it grows: values change places inside the list,
// since a copy that is compared through its pointer would be one allocation each.
type heap[T any, P ordered[T]] []T

func (h *heap[T, P]) push(x T) {
	*h = append(*h, x)
	s := *h
	for k := len(s) - 1; k > 0 && P(&s[k]).before(&s[(k-1)/2]); k = (k - 1) / 2 {
		s[k], s[(k-1)/2] = s[(k-1)/2], s[k]
	}
}

// pop takes the first value of a heap that is not empty.
func (h *heap[T, P]) pop() T {
	s := *h
	top, n := s[0], len(s)-1
	s[0] = s[n]
	s = s[:n]
	*h = s
	for k := 0; ; {
		child := 2*k + 1
		if child >= n {
			return top
		}
		if child+1 < n && P(&s[child+1]).before(&s[child]) {
			child++
		}
		if !P(&s[child]).before(&s[k]) {
			return top
		}
		s[k], s[child] = s[child], s[k]
		k = child
	}
}
