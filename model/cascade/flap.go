package cascade

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// calmer keeps an asset from flapping. Loops of needs that cross processes pass a short pulse on for ever, and loops through a
// network can chase their own tail; in the world, a relay that has tried often enough waits before it tries again. An asset may
// change its level freely streakFree times in a row; then it waits, one lookahead before the next change, twice that before
// the one after, up to longestWait, and shows the level of that instant. A pause ends the streak. Commands and steps of
// inertia are exempt.
type calmer struct {
	changed sim.Time // when it changed its level last
	streak  uint8
	waiting bool // a timer runs
	ordered bool // a command has come since
}

const (
	streakFree  = 64
	streakMost  = streakFree + 10
	longestWait = 10 * time.Minute
	pause       = time.Minute
)

// wait is how long the asset keeps its level at least.
func (c *calmer) wait(lookahead time.Duration) time.Duration {
	if c.streak < streakFree {
		return 0
	}
	return min(lookahead<<(c.streak-streakFree), longestWait)
}

// mayChange reports whether an asset may change its level now; if not, it sees to it that it tries again in time.
func (g *group) mayChange(ctx *model.Context, local int32) bool {
	a := &g.assets[local]
	if a.ordered || g.spec.assets[local].inertia > 0 {
		a.ordered = false
		return true
	}
	wait := a.wait(ctx.Lookahead())
	since := ctx.Now().Sub(a.changed)
	if since < wait {
		if !a.waiting {
			a.waiting = true
			g.alarm(ctx, local, flapSlot, a.changed.Add(wait))
		}
		return false
	}
	switch {
	case since >= max(pause, 2*wait):
		a.streak = 0
	case a.streak < streakMost:
		a.streak++
	}
	a.changed = ctx.Now()
	return true
}

// flapSlot marks the timer of an asset that waits.
const flapSlot = -2
