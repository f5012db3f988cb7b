package sim

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// crew is the long-lived workers beside the leader, which is the goroutine of
// Run. The leader begins a window, works itself, and waits for the others.
type crew struct {
	work    func(worker int)
	quit    bool // written by the leader before round
	round   atomic.Uint32
	_       [60]byte
	busy    atomic.Uint32 // workers that have not finished the round
	_       [60]byte
	leader  sleeper
	workers []*sleeper
	spins   int
	gone    sync.WaitGroup
}

// hire starts n workers that call work in every round.
func hire(n int, work func(worker int)) *crew {
	c := &crew{work: work, spins: spins}
	if n+1 > runtime.GOMAXPROCS(0) {
		c.spins = 0 // whoever is waited for may need this core
	}
	c.leader.wake = make(chan struct{}, 1)
	for i := range n {
		w := &sleeper{wake: make(chan struct{}, 1)}
		c.workers = append(c.workers, w)
		c.gone.Add(1)
		go c.serve(i, w)
	}
	return c
}

// serve is the life of one worker.
func (c *crew) serve(worker int, w *sleeper) {
	defer c.gone.Done()
	for round := uint32(1); ; round++ {
		w.await(&c.round, round, c.spins)
		if c.quit {
			return
		}
		c.turn(worker)
	}
}

// turn works one round. It is finished even if a handler ends the goroutine
// (testing.T.FailNow does), so that the leader does not wait for ever.
func (c *crew) turn(worker int) {
	defer func() {
		if c.busy.Add(^uint32(0)) == 0 {
			c.leader.rouse()
		}
	}()
	c.work(worker)
}

// begin lets the workers run a round.
func (c *crew) begin() {
	c.busy.Store(uint32(len(c.workers)))
	c.round.Add(1)
	for _, w := range c.workers {
		w.rouse()
	}
}

// wait returns when every worker has finished the round.
func (c *crew) wait() { c.leader.await(&c.busy, 0, c.spins) }

// dismiss ends the workers and waits until they are gone. A round may still be
// running, if the leader was interrupted in it.
func (c *crew) dismiss() {
	c.wait()
	c.quit = true
	c.begin()
	c.gone.Wait()
}

const (
	spins  = 2000 // looks before giving way, some microseconds
	yields = 300  // turns given to other goroutines before sleeping, some 30 us
)

// sleeper waits for a number in steps: looking at it, which costs 100 ns when
// the others are about to finish; then giving way, so that more workers than
// cores make progress; then asleep, so that a long wait costs no core.
type sleeper struct {
	asleep atomic.Bool
	wake   chan struct{}
	_      [48]byte
}

// await returns when v has the value want. Nobody may move v on before that.
func (s *sleeper) await(v *atomic.Uint32, want uint32, spins int) {
	for range spins {
		if v.Load() == want {
			return
		}
	}
	for range yields {
		if v.Load() == want {
			return
		}
		runtime.Gosched()
	}
	for v.Load() != want {
		s.asleep.Store(true)
		// The number may have changed before the other could see us asleep.
		if v.Load() == want && s.asleep.CompareAndSwap(true, false) {
			return
		}
		<-s.wake
	}
}

// rouse wakes the sleeper after the number was changed.
func (s *sleeper) rouse() {
	if s.asleep.Load() && s.asleep.CompareAndSwap(true, false) {
		s.wake <- struct{}{}
	}
}
