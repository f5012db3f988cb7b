package emergency

import "cascata/sim"

// moments is the next moment of every call that has one: when its caller hangs up, or its handling ends. A call has one at most,
// so that there are never more than calls on the desk, and no stale ones. It is a binary heap that knows the place of each
// call, found by the call's slot on the desk.
type moments struct {
	heap  []moment
	place []int32 // by slot: index in heap, or none
}

type moment struct {
	at   sim.Time
	slot int32
}

// next is the earliest moment; Never if there is none.
func (m *moments) next() sim.Time {
	if len(m.heap) == 0 {
		return sim.Never
	}
	return m.heap[0].at
}

// set gives a call its moment, in place of the one it had.
func (m *moments) set(slot int32, at sim.Time) {
	for int(slot) >= len(m.place) {
		m.place = append(m.place, none)
	}
	k := m.place[slot]
	if k == none {
		k = int32(len(m.heap))
		m.heap = append(m.heap, moment{})
	} else if at > m.heap[k].at {
		m.sink(k, moment{at, slot})
		return
	}
	m.rise(k, moment{at, slot})
}

// clear takes a call's moment away, if it has one.
func (m *moments) clear(slot int32) {
	if int(slot) >= len(m.place) || m.place[slot] == none {
		return
	}
	k, last := m.place[slot], int32(len(m.heap)-1)
	m.place[slot] = none
	x := m.heap[last]
	m.heap = m.heap[:last]
	switch {
	case k == last:
	case k > 0 && x.at < m.heap[(k-1)/2].at:
		m.rise(k, x)
	default:
		m.sink(k, x)
	}
}

// rise puts x at place k or nearer to the root.
func (m *moments) rise(k int32, x moment) {
	for k > 0 {
		parent := (k - 1) / 2
		if m.heap[parent].at <= x.at {
			break
		}
		m.put(k, m.heap[parent])
		k = parent
	}
	m.put(k, x)
}

// sink puts x at place k or farther from the root.
func (m *moments) sink(k int32, x moment) {
	n := int32(len(m.heap))
	for {
		child := 2*k + 1
		if child >= n {
			break
		}
		if child+1 < n && m.heap[child+1].at < m.heap[child].at {
			child++
		}
		if x.at <= m.heap[child].at {
			break
		}
		m.put(k, m.heap[child])
		k = child
	}
	m.put(k, x)
}

func (m *moments) put(k int32, x moment) {
	m.heap[k] = x
	m.place[x.slot] = k
}
