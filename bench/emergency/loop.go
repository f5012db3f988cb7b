package emergency

import (
	"time"

	"cascata/sim/rng"
)

// loop is the least that a first-come-first-served queue of many positions needs: a call begins when it has come and the
// first position is free (Kiefer and Wolfowitz 1955). Nobody hangs up, no call is blocked, nothing can change while it runs.
type loop struct {
	arrivals, handling rng.Stream
	gap, service       rng.Dist
	free               []time.Duration // when each position is free: a heap, the earliest in front
	now                time.Duration
}

func newLoop(perHour, handling float64, positions int, root rng.Root) *loop {
	return &loop{arrivals: root.Stream("arrivals"), handling: root.Stream("psap/loop/voice/handling"), gap: rng.Exponential{Avg: 3600 / perHour},
		service: rng.Exponential{Avg: handling}, free: make([]time.Duration, positions)}
}

// next is the wait of the next call.
func (l *loop) next() time.Duration {
	l.now += rng.Duration(l.gap, &l.arrivals)
	begin := max(l.now, l.free[0])
	l.put(begin + rng.Duration(l.service, &l.handling))
	return begin - l.now
}

// put makes the first free position busy until an instant.
func (l *loop) put(until time.Duration) {
	h, k := l.free, 0
	for {
		child := 2*k + 1
		if child+1 < len(h) && h[child+1] < h[child] {
			child++
		}
		if child >= len(h) || h[child] >= until {
			break
		}
		h[k] = h[child]
		k = child
	}
	h[k] = until
}
