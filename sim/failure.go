package sim

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// failure is what stopped a process. The run reports the earliest by (time,
// process) of its window, which is the same for any number of workers.
type failure struct {
	at      Time
	process ProcessID
	err     error
}

func (f *failure) before(g *failure) bool {
	return g == nil || f.at < g.at || f.at == g.at && f.process < g.process
}

// fail records why the process stopped at the current message: a programming
// error seen by the Context goes before what the handler made of it.
func (s *shard[M, R]) fail(p *process[M, R], err error) {
	c := &s.ctx
	if c.err != nil {
		err, c.err = c.err, nil
	}
	f := &failure{at: c.event.at, process: p.id}
	f.err = fmt.Errorf("sim: at %v (%d ns), process %q, message %+v: %w", f.at, int64(f.at), p.name, c.event.msg, err)
	if f.before(s.failed) {
		s.failed = f
	}
}

var (
	errSourceShared = errors.New("two messages of one time, source and number: the source is shared or was copied")
	errLeft         = errors.New("the handler ended its goroutine")
)

// panicked makes an error of a recovered panic, with the stack down to the
// kernel. It holds names and lines only, no addresses, so that it is the same
// in every run.
func panicked(value any) error {
	if value == nil {
		return errLeft
	}
	var b strings.Builder
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if strings.Contains(f.Function, ").drain") {
			break
		}
		fmt.Fprintf(&b, "\n\t%s %s:%d", f.Function, f.File, f.Line)
	}
	if err, ok := value.(error); ok {
		return fmt.Errorf("panic: %w%s", err, b.String())
	}
	return fmt.Errorf("panic: %v%s", value, b.String())
}
