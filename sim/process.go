package sim

// process is the kernel's side of a Process. Each is its own allocation, wide
// enough that two workers do not write to one cache line.
type process[M, R any] struct {
	queue   queue[M]
	handler Process[M, R]
	timers  timers
	shard   *shard[M, R]
	id      ProcessID
	index   int32 // in its shard
	emitted uint32
	name    string
	_       [64]byte
}

// group is how many processes share one entry of a shard's upper index.
const group = 16

// agenda says which processes of a shard have work and when: the time of each
// one's earliest event, the earliest of every group of processes, and the
// earliest of all. A window looks at one number per group and touches only the
// groups, and in them the processes, that have an event in it. With the few
// thousand processes of a city that is cheaper than a heap, and it is exact.
type agenda struct {
	next  []Time
	first []Time // of each group
	all   Time   // of all groups
}

// add appends a process without events and returns its index.
func (a *agenda) add() int32 {
	if len(a.next)%group == 0 {
		a.first = append(a.first, Never)
	}
	a.next = append(a.next, Never)
	return int32(len(a.next) - 1)
}

// lower notes an event at t for process i.
func (a *agenda) lower(i int32, t Time) {
	if t < a.next[i] {
		a.next[i] = t
		g := i / group
		a.first[g] = min(a.first[g], t)
		a.all = min(a.all, t)
	}
}
