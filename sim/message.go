package sim

// ProcessID numbers a process densely, in the order of Engine.Add.
type ProcessID int32

// SourceID numbers a sending entity. The city gives the numbers, each to one
// entity, so that ties keep their order whatever the layout of processes.
type SourceID uint32

// Source is the sending half of an entity: it numbers what the entity sends. It
// lives in the entity's own state, so that the counter shares its cache line,
// and is used only by the process that owns the entity. Never copy a Source
// that is in use: two copies would give the same number twice, which stops the
// run when both messages meet.
type Source struct {
	key uint64 // source id << 32 | number of messages sent
}

// NewSource returns the source of the entity numbered id. The zero Source is
// that of entity 0.
func NewSource(id SourceID) Source { return Source{key: uint64(id) << 32} }

// ID returns the number of the entity.
func (s Source) ID() SourceID { return SourceID(s.key >> 32) }

// Timer names one message sent with Context.After, to cancel it. It has a
// meaning only inside the process that set it. The zero Timer is never pending.
type Timer struct {
	slot, generation uint32
}

// RecordID names a record inside its run. N counts from 1 inside the process;
// the zero value names none.
type RecordID struct {
	Process ProcessID
	N       uint32
}

// Record is something a process emitted at an instant, to be observed.
type Record[R any] struct {
	At    Time
	ID    RecordID
	Value R
}

// event is a message on its way. It is a plain value, pointer-free when M is:
// the garbage collector skips it and a queue is one contiguous array.
type event[M any] struct {
	at   Time
	key  uint64 // source id << 32 | sequence number
	slot uint32 // of its timer; 0: cannot be cancelled
	msg  M
}

// before is the order contract.
func (e *event[M]) before(f *event[M]) bool {
	return e.at < f.at || e.at == f.at && e.key < f.key
}
