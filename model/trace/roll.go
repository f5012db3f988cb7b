package trace

// roll is a long list under construction: pages that are joined once it is complete, so that growing never holds it twice.
type roll[T any] struct {
	pages [][]T
	n     int
}

// The first page of a roll and the largest, in entries.
const (
	firstPage = 1 << 10
	lastPage  = 1 << 16
)

func (r *roll[T]) add(v T) {
	k := len(r.pages) - 1
	if k < 0 || len(r.pages[k]) == cap(r.pages[k]) {
		size := firstPage
		if k >= 0 {
			size = min(2*cap(r.pages[k]), lastPage)
		}
		r.pages = append(r.pages, make([]T, 0, size))
		k++
	}
	r.pages[k] = append(r.pages[k], v)
	r.n++
}

// join is the whole list; nil when it is empty. The roll is spent, page by page.
func (r *roll[T]) join() []T {
	if r.n == 0 {
		return nil
	}
	all := make([]T, 0, r.n)
	for i, p := range r.pages {
		all = append(all, p...)
		r.pages[i] = nil
	}
	*r = roll[T]{}
	return all
}
