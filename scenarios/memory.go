package scenarios

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Memory has the garbage collector keep a program that runs large cities within what they need, instead of twice as much: 960 MiB up
// to a million assets, then 1 kB per asset. It collects more often for it, but only where a run comes near the limit; a limit that
// proves too tight is raised. One of a program is enough. A limit that the user has set (GOMEMLIMIT) stays.
type Memory struct {
	mu          sync.Mutex
	limit       int64 // [bytes]
	collections int   // since the limit was set
	ended       bool
}

const (
	enough     = 960 << 20 // [bytes]
	perAsset   = 1000      // [bytes] for a run of a large city, its record included
	perChange  = 170       // [bytes] for a record, a report on it included
	manyCycles = 32        // collections under one limit after which it is too tight; a run of a million assets has 20 to 25
)

// KeepMemory begins to keep the memory of the program.
func KeepMemory() *Memory {
	m := &Memory{ended: debug.SetMemoryLimit(-1) != math.MaxInt64}
	m.Need(0, 0)
	if !m.ended {
		m.watch()
	}
	return m
}

// Need says what comes next: a run of so many assets, or work on a record of so many Changes.
func (m *Memory) Need(assets, changes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(max(enough, int64(assets)*perAsset, int64(changes)*perChange))
}

// End gives the collector its freedom back.
func (m *Memory) End() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(math.MaxInt64)
	m.ended = true
}

func (m *Memory) set(limit int64) {
	if !m.ended {
		m.limit, m.collections = limit, 0
		debug.SetMemoryLimit(limit)
	}
}

// watch counts collections: what nobody holds is finalized after the next one.
func (m *Memory) watch() {
	type mark struct{ _ [64]byte } // too large to share memory with others
	runtime.SetFinalizer(new(mark), func(*mark) {
		if m.collected() {
			m.watch()
		}
	})
}

// collected notes a collection, and raises the limit when little of it is left or many were needed; false when there is nothing to
// watch any more.
func (m *Memory) collected() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if m.collections++; m.collections > manyCycles || live[0].Value.Uint64() > uint64(m.limit)/20*19 {
		m.set(m.limit + m.limit/4)
	}
	return !m.ended
}
