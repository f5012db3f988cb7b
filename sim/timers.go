package sim

// timers keeps which cancellable messages of a process are pending. A timer's
// message stays in the queue until its time comes, since to search it would
// cost more; its slot says whether to deliver it. A generation is odd while the
// message is pending, and rises by one when it fires or is cancelled, so that
// an old Timer never touches the slot's next tenant.
type timers struct {
	generation []uint32 // by slot; slot 0 is no timer
	free       []uint32 // slots without a message in the queue
}

// arm takes a slot for a message about to be queued.
func (t *timers) arm() Timer {
	var slot uint32
	if n := len(t.free); n > 0 {
		slot = t.free[n-1]
		t.free = t.free[:n-1]
	} else {
		if len(t.generation) == 0 {
			t.generation = append(t.generation, 0)
		}
		slot = uint32(len(t.generation))
		t.generation = append(t.generation, 0)
	}
	t.generation[slot]++
	return Timer{slot: slot, generation: t.generation[slot]}
}

// beyond marks, in Timer.slot, a timer whose message is not in the queue.
const beyond = 1 << 31

// cancel reports whether the timer was pending, and ends that. The slot itself
// is released when its message leaves the queue, if it is there.
func (t *timers) cancel(m Timer) bool {
	slot := m.slot &^ beyond
	if slot == 0 || int(slot) >= len(t.generation) || t.generation[slot] != m.generation {
		return false
	}
	t.generation[slot]++
	if m.slot != slot {
		t.free = append(t.free, slot)
	}
	return true
}

// fire releases the slot of a message that left the queue and reports whether
// the message is to be delivered.
func (t *timers) fire(slot uint32) bool {
	pending := t.generation[slot]&1 == 1
	if pending {
		t.generation[slot]++
	}
	t.free = append(t.free, slot)
	return pending
}
