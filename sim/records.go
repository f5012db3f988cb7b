package sim

import (
	"cmp"
	"fmt"
	"slices"
)

const (
	pageSize   = 256  // records of a page
	pagesKept  = 192  // pages kept from one window for the next: 49,152 records
	mostAtOnce = 4096 // records in one call of the observer
)

// pages is the records of a shard's window. One instant may touch everything in a large model: pages need no copying when
// they grow, and those of a rare great window are let go of.
type pages[R any] struct {
	list [][]Record[R]
	used int // pages begun in this window
}

func (p *pages[R]) add(r Record[R]) {
	if p.used == 0 || len(p.list[p.used-1]) == pageSize {
		p.turn()
	}
	last := &p.list[p.used-1]
	*last = append(*last, r)
}

// turn begins a page.
func (p *pages[R]) turn() {
	if p.used == len(p.list) {
		p.list = append(p.list, make([]Record[R], 0, pageSize))
	}
	p.used++
}

// at is the record at a place.
func (p *pages[R]) at(place int32) *Record[R] { return &p.list[place/pageSize][place%pageSize] }

// reset forgets the records, and what they may point to.
func (p *pages[R]) reset() {
	for i := range p.used {
		clear(p.list[i])
		p.list[i] = p.list[i][:0]
	}
	if len(p.list) > pagesKept {
		p.list = slices.Clone(p.list[:pagesKept])
	}
	p.used = 0
}

// recordKey is what records are sorted by, with the place of the record: keys
// are small, records may be large.
type recordKey struct {
	at      Time
	process ProcessID
	n       uint32
	shard   int32
	place   int32
}

func (k recordKey) compare(l recordKey) int {
	if c := cmp.Compare(k.at, l.at); c != 0 {
		return c
	}
	if c := cmp.Compare(k.process, l.process); c != 0 {
		return c
	}
	return cmp.Compare(k.n, l.n)
}

// observe hands the records of the window up to an instant to the observer, in
// (time, process, count) order.
func (e *Engine[M, R]) observe(until Time) error {
	e.sortRecords(until)
	defer func() {
		for _, s := range e.shards {
			s.records.reset()
		}
	}()
	for from := 0; from < len(e.order); from += mostAtOnce {
		e.batch = e.batch[:0]
		for _, k := range e.order[from:min(from+mostAtOnce, len(e.order))] {
			e.batch = append(e.batch, *e.shards[k.shard].records.at(k.place))
		}
		err := e.opt.Observe(e.batch)
		clear(e.batch) // let go of what records may point to
		if err != nil {
			return fmt.Errorf("sim: observing the records before %v: %w", e.limit, err)
		}
	}
	return nil
}

// sortRecords puts the keys of the window's records into the order of observation.
func (e *Engine[M, R]) sortRecords(until Time) {
	if cap(e.order) > pagesKept*pageSize {
		e.order = nil
	}
	e.order = e.order[:0]
	for i, s := range e.shards {
		for page, list := range s.records.list[:s.records.used] {
			for j := range list {
				if r := &list[j]; r.At <= until {
					e.order = append(e.order, recordKey{r.At, r.ID.Process, r.ID.N, int32(i), int32(page*pageSize + j)})
				}
			}
		}
	}
	slices.SortFunc(e.order, recordKey.compare)
}
