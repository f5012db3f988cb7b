package sim

// parcel is an event on its way to a process of another shard.
type parcel[M any] struct {
	event event[M]
	to    ProcessID
}

// shard is the processes of one worker and all that the worker writes. Which
// processes share a shard is a matter of speed alone.
type shard[M, R any] struct {
	ctx      Context[M, R]
	agenda   agenda
	procs    []*process[M, R]
	id       int
	events   uint64          // handled so far
	last     Time            // of the latest message handled
	done     <-chan struct{} // of the run's context
	observed bool
	records  pages[R] // of this window
	failed   *failure // the earliest of this window

	// out holds parcels for each other shard, written in one window and read by
	// their receiver in the next while this shard already writes the other side.
	out    [2][][]parcel[M]
	side   int  // being written
	posted Time // earliest event in out[side]
	_      [64]byte
}

// deliver hands an event to a process of this shard.
func (s *shard[M, R]) deliver(p *process[M, R], e *event[M]) {
	p.queue.push(e)
	s.agenda.lower(p.index, e.at)
}

// post keeps an event for a process of another shard until the barrier.
func (s *shard[M, R]) post(p *process[M, R], e *event[M]) {
	box := &s.out[s.side][p.shard.id]
	*box = append(*box, parcel[M]{event: *e, to: p.id})
	s.posted = min(s.posted, e.at)
}

// earliest returns the time of the earliest event that the shard holds or has
// posted.
func (s *shard[M, R]) earliest() Time { return min(s.agenda.all, s.posted) }

// collect takes in what every shard has posted to this one in the last window.
func (s *shard[M, R]) collect(shards []*shard[M, R], side int) {
	for _, from := range shards {
		box := from.out[side][s.id]
		if len(box) == 0 {
			continue
		}
		for i := range box {
			s.deliver(s.ctx.procs[box[i].to], &box[i].event)
		}
		clear(box) // let go of what messages may point to
		from.out[side][s.id] = box[:0]
	}
}

// window runs every process of the shard that has an event before limit.
func (s *shard[M, R]) window(shards []*shard[M, R], side int, limit Time) {
	s.collect(shards, 1-side)
	s.side, s.posted = side, Never
	// A process that runs may lower the entries of others, though not below
	// limit. So each level of the agenda is set to Never before what is below it
	// is visited, and keeps the least of that and of what was lowered meanwhile.
	a := &s.agenda
	a.all = Never
	for g := range a.first {
		if a.first[g] < limit {
			a.first[g] = Never
			s.visit(g, limit)
		}
		a.all = min(a.all, a.first[g])
	}
}

// visit runs the processes of one group that have an event before limit.
func (s *shard[M, R]) visit(g int, limit Time) {
	a := &s.agenda
	first := Never
	for i := g * group; i < min((g+1)*group, len(a.next)); i++ {
		if a.next[i] < limit {
			s.drain(s.procs[i], limit)
			a.next[i] = s.procs[i].queue.next()
		}
		first = min(first, a.next[i])
	}
	a.first[g] = min(a.first[g], first)
}

// drain handles the messages of one process up to the limit.
func (s *shard[M, R]) drain(p *process[M, R], limit Time) {
	c := &s.ctx
	c.proc = p
	returned := false
	defer func() { // once per process and window, not per event
		if !returned {
			s.fail(p, panicked(recover()))
		}
	}()
	at, key := Time(-1), uint64(0)
	for p.queue.pop(limit, &c.event) {
		if c.event.slot != 0 && !p.timers.fire(c.event.slot) {
			continue // cancelled
		}
		if c.event.key == key && c.event.at == at {
			s.fail(p, errSourceShared)
			break
		}
		if s.events%cancelEvery == 0 && s.cancelled() {
			break
		}
		at, key = c.event.at, c.event.key
		s.events++
		if err := p.handler.Handle(c, &c.event.msg); err != nil || c.err != nil {
			s.fail(p, err)
			break
		}
	}
	s.last = max(s.last, at)
	returned = true
}

// cancelEvery is how many events a shard handles between two looks at the run's
// context, for windows that are long or never end. A look costs some 10 ns.
const cancelEvery = 1 << 14

func (s *shard[M, R]) cancelled() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
