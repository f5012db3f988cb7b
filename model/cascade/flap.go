package cascade

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// calmer keeps an asset from flapping. Loops of needs that cross processes pass a short pulse on for ever, loops through a
// network can chase their own tail, and loops with a gain near one creep by a level at a time; in the world, a relay that has
// tried often enough waits before it tries again. A change counts if it is a rise after a fall, or smaller than tiny. Up to
// streakFree in a row are free; then the asset waits, one lookahead before the next one, twice that before the one after, up to
// longestWait, and shows the level of that instant. A pause ends the row. Falls, and rises that go on rising, pass at once when
// they are not tiny, and so do commands and steps of inertia: a ramp lags by less than tiny.
type calmer struct {
	changed sim.Time // when a change counted last
	streak  uint8
	rising  bool // direction of the last change
	waiting bool // a timer runs
	ordered bool // a command has come since
}

const (
	streakFree  = 64
	streakMost  = streakFree + 10
	longestWait = 10 * time.Minute
	pause       = time.Minute
	tiny        = model.Full >> 12
)

// wait is how long the asset keeps its level at least.
func (c *calmer) wait(lookahead time.Duration) time.Duration {
	if c.streak < streakFree {
		return 0
	}
	return min(lookahead<<(c.streak-streakFree), longestWait)
}

// mayChange reports whether an asset may change to a level now; if not, it sees to it that it tries again in time.
func (g *group) mayChange(ctx *model.Context, local int32, level model.Level) bool {
	a := &g.assets[local]
	rises := level > a.level
	far := level-a.level >= tiny || a.level-level >= tiny
	if a.ordered || g.spec.assets[local].slow > 0 || far && (!rises || a.rising) {
		a.ordered, a.rising = false, rises
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
	a.changed, a.rising = ctx.Now(), rises
	return true
}

// flapSlot marks the timer of an asset that waits.
const flapSlot = -2
