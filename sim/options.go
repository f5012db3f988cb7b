package sim

import "time"

// QueueKind chooses the structure that holds a process's pending events.
type QueueKind uint8

const (
	// QueueAuto is a heap that becomes a ladder once it is large.
	QueueAuto QueueKind = iota
	// QueueHeap is a binary heap: the reference, best for few events.
	QueueHeap
	// QueueLadder sorts events by ever finer slices of time, only when
	// their time comes: constant cost per event at any size.
	QueueLadder
)

// String returns the kind's name.
func (k QueueKind) String() string {
	switch k {
	case QueueAuto:
		return "auto"
	case QueueHeap:
		return "heap"
	case QueueLadder:
		return "ladder"
	}
	return "unknown"
}

// Options of a run. The zero value works; only Lookahead and Horizon change
// results.
type Options[M, R any] struct {
	// Lookahead is the least delay of a message to another process, and
	// the length of a window [> 0; 0 means 1 s].
	Lookahead time.Duration
	// Workers is how many goroutines run processes [0 means 1].
	Workers int
	// Horizon ends the run: events at or after it do not run [0 means Never].
	Horizon Time
	// Observe, if set, is called at barriers, on the goroutine of Run, with the
	// records emitted since the last call, each once, ordered by (time, process,
	// count) within and across calls. The slice is reused. An error stops the run.
	Observe func(batch []Record[R]) error
	// OnWindow, if set, is called after every window, on the goroutine of Run,
	// with the instant up to which everything has happened.
	OnWindow func(now Time)
	// MinParallelEvents is the work below which a window runs on one worker,
	// judged by the window before [events; 0 means a tuned default, negative
	// means every window runs on all workers].
	MinParallelEvents int
	// Queue is the structure of the event sets.
	Queue QueueKind
}

// Stats counts what a run did. They do not depend on Workers,
// MinParallelEvents or Queue.
type Stats struct {
	Events  uint64 // messages handled
	Windows uint64 // barriers passed
	End     Time   // time of the last message handled
}
