package sim

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Engine runs processes in windows of one lookahead. Within a window every
// process runs on its own, since nothing that another sends can reach it before
// the next.
type Engine[M, R any] struct {
	opt     Options[M, R]
	procs   []*process[M, R]
	shards  []*shard[M, R]
	crew    *crew
	batch   []Record[R]
	order   []recordKey
	err     error // of New, Add or Post; reported by Run
	started bool
	stats   Stats

	// The window being run, written by the leader between windows.
	side  int
	limit Time
}

// New returns an engine without processes. Faults in opt are reported by Run.
func New[M, R any](opt Options[M, R]) *Engine[M, R] {
	e := &Engine[M, R]{}
	if opt.Lookahead == 0 {
		opt.Lookahead = time.Second
	}
	if opt.Horizon == 0 {
		opt.Horizon = Never
	}
	if opt.MinParallelEvents == 0 {
		opt.MinParallelEvents = minParallelEvents
	}
	opt.Workers = max(opt.Workers, 1)
	e.opt = opt
	switch {
	case opt.Lookahead < 0:
		e.fail(fmt.Errorf("sim: lookahead %v is negative", opt.Lookahead))
	case opt.Horizon < 0:
		e.fail(fmt.Errorf("sim: horizon %v is negative", opt.Horizon))
	case opt.Queue > QueueLadder:
		e.fail(fmt.Errorf("sim: unknown queue kind %d", opt.Queue))
	}
	return e
}

// minParallelEvents is the work that pays for waking the other workers.
const minParallelEvents = 64

func (e *Engine[M, R]) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// Add adds a process, before Run. The name is for errors.
func (e *Engine[M, R]) Add(name string, p Process[M, R]) ProcessID {
	if e.started {
		e.fail(fmt.Errorf("sim: process %q added after the start of the run", name))
	}
	id := ProcessID(len(e.procs))
	e.procs = append(e.procs, &process[M, R]{id: id, name: name, handler: p, queue: newQueue[M](e.opt.Queue)})
	return id
}

// Post sends an initial message, before Run, to arrive at an instant [>= 0].
func (e *Engine[M, R]) Post(src *Source, to ProcessID, at Time, msg M) {
	switch {
	case e.started:
		e.fail(fmt.Errorf("sim: message %+v posted after the start of the run", msg))
		return
	case uint(to) >= uint(len(e.procs)):
		e.fail(fmt.Errorf("sim: message %+v posted to unknown process %d; there are %d", msg, to, len(e.procs)))
		return
	case at < 0:
		e.fail(fmt.Errorf("sim: message %+v posted to process %q at %v, before the start", msg, e.procs[to].name, at))
		return
	}
	src.key++
	if uint32(src.key) == 0 {
		e.fail(errSourceSpent)
		return
	}
	if at < e.opt.Horizon {
		e.procs[to].queue.push(&event[M]{at: at, key: src.key, msg: msg})
	}
}

// Run runs the processes until no event is left before the horizon, an error,
// or the end of ctx, whose error it then returns. An error of a handler comes
// wrapped with time, process and message; of several in one window the earliest
// by (time, process). Records are observed up to the time of the error. Run can
// be called once.
func (e *Engine[M, R]) Run(ctx context.Context) (Stats, error) {
	if e.started {
		e.fail(errors.New("sim: an engine runs once"))
	}
	e.started = true
	if e.err != nil {
		return e.stats, e.err
	}
	e.deal(ctx)
	if len(e.shards) > 1 {
		e.crew = hire(len(e.shards)-1, func(worker int) { e.runShard(e.shards[worker+1]) })
		defer e.crew.dismiss()
	}
	err := e.loop(ctx)
	return e.stats, err
}

// loop runs window after window.
func (e *Engine[M, R]) loop(ctx context.Context) error {
	work := uint64(0) // events of the window before
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := Never
		for _, s := range e.shards {
			start = min(start, s.earliest())
		}
		if start >= e.opt.Horizon {
			return nil
		}
		e.limit = min(start.Add(e.opt.Lookahead), e.opt.Horizon)
		e.side = 1 - e.side
		if len(e.shards) > 1 && int64(work) >= int64(e.opt.MinParallelEvents) {
			e.crew.begin()
			e.runShard(e.shards[0])
			e.crew.wait()
		} else {
			for _, s := range e.shards {
				e.runShard(s)
			}
		}
		before := e.stats.Events
		if err := e.close(ctx); err != nil {
			return err
		}
		work = e.stats.Events - before
	}
}

// runShard runs one shard's part of the current window.
func (e *Engine[M, R]) runShard(s *shard[M, R]) { s.window(e.shards, e.side, e.limit) }

// close ends a window: counts, errors, observers.
func (e *Engine[M, R]) close(ctx context.Context) error {
	e.stats.Windows++
	e.stats.Events = 0
	var failed *failure
	for _, s := range e.shards {
		e.stats.Events += s.events
		e.stats.End = max(e.stats.End, s.last)
		if s.failed != nil && s.failed.before(failed) {
			failed = s.failed
		}
	}
	if failed != nil {
		if err := e.observe(failed.at); err != nil {
			return err
		}
		return failed.err
	}
	if err := ctx.Err(); err != nil {
		return err // some shard may have stopped inside the window
	}
	if err := e.observe(Never); err != nil {
		return err
	}
	if e.opt.OnWindow != nil {
		e.opt.OnWindow(e.limit)
	}
	return nil
}

// deal distributes the processes over the shards, in turn, since neighbours in
// the order of Add are likely to be busy together.
func (e *Engine[M, R]) deal(ctx context.Context) {
	n := max(1, min(e.opt.Workers, len(e.procs)))
	for i := range n {
		s := &shard[M, R]{id: i, done: ctx.Done(), observed: e.opt.Observe != nil, posted: Never}
		s.agenda.all = Never
		s.out = [2][][]parcel[M]{make([][]parcel[M], n), make([][]parcel[M], n)}
		s.ctx = Context[M, R]{shard: s, procs: e.procs, ahead: Time(e.opt.Lookahead), end: e.opt.Horizon}
		e.shards = append(e.shards, s)
	}
	for i, p := range e.procs {
		s := e.shards[i%n]
		p.shard, p.index = s, s.agenda.add()
		s.procs = append(s.procs, p)
		s.agenda.lower(p.index, p.queue.next())
	}
}
