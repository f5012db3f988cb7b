package sim

import (
	"cmp"
	"fmt"
	"slices"
)

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
	e.order = e.order[:0]
	for i, s := range e.shards {
		for j := range s.records {
			if r := &s.records[j]; r.At <= until {
				e.order = append(e.order, recordKey{r.At, r.ID.Process, r.ID.N, int32(i), int32(j)})
			}
		}
	}
	if len(e.order) == 0 {
		return nil
	}
	slices.SortFunc(e.order, recordKey.compare)
	e.batch = e.batch[:0]
	for _, k := range e.order {
		e.batch = append(e.batch, e.shards[k.shard].records[k.place])
	}
	for _, s := range e.shards {
		clear(s.records)
		s.records = s.records[:0]
	}
	err := e.opt.Observe(e.batch)
	clear(e.batch) // let go of what records may point to
	if err != nil {
		return fmt.Errorf("sim: observing the records before %v: %w", e.limit, err)
	}
	return nil
}
