package cascade

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

// slow is the part of an asset that follows its supply with inertia, in steps of 2^-40: what lies between two levels is kept.
type slow struct {
	x      int64 // [2^-40]
	at     sim.Time
	shown  model.Level // x as of the last step
	moving bool        // a step is due
	head   model.Level // what it moves towards
	down   reason      // of the last fall of head that drove it down
	up     reason      // of the last rise of head that drove it up
}

// fine is how many bits x has beyond a Level.
const fine = 20

// follow sets what the asset is supplied with. An asset with inertia starts to move towards it, in steps that all assets
// with the same step take at the same instants.
func (g *group) follow(ctx *model.Context, local int32, supply model.Level) {
	s, a := &g.spec.assets[local], &g.assets[local]
	if s.slow == 0 {
		a.supply = supply
		return
	}
	w, step := &g.slow[s.slow], sim.Time(g.spec.slow[s.slow].step)
	w.advance(ctx.Now(), a.heading(), g.spec.slow[s.slow].inertia)
	a.supply = supply
	head := a.heading()
	switch to := int64(head) << fine; {
	case head < w.head && to < w.x:
		w.down = a.why
	case head > w.head && to > w.x:
		w.up = a.why
	}
	w.head = head
	if !w.moving && w.x != int64(head)<<fine {
		w.moving = true
		g.alarm(ctx, local, absent, (ctx.Now()/step+1)*step)
	}
}

// step ends a step of an asset that moves. It comes before the group settles, so that all steps of an instant see the levels
// of the last: the explicit Euler method, whatever the order of assets.
func (g *group) step(ctx *model.Context, local int32) {
	s, a := &g.spec.assets[local], &g.assets[local]
	w, pace := &g.slow[s.slow], &g.spec.slow[s.slow]
	w.advance(ctx.Now(), a.heading(), pace.inertia)
	const half = 1 << (fine - 1)
	to := int64(a.heading()) << fine
	if w.moving = w.x-to > half || to-w.x > half; w.moving {
		g.alarm(ctx, local, absent, ctx.Now().Add(pace.step))
	} else {
		w.x = to
	}
	before := w.shown
	w.shown = model.Level((w.x + half) >> fine)
	a.why = w.up
	if w.shown < before {
		a.why = w.down
	}
	a.why.code = model.WhyInertia
	g.publish(ctx, local)
}

// heading is what a slow asset moves towards.
func (a *asset) heading() model.Level { return min(a.supply, a.cap) }

// advance takes one explicit Euler step from the last one to now.
func (w *slow) advance(now sim.Time, heading model.Level, inertia time.Duration) {
	dt := now.Sub(w.at)
	w.at = now
	to := int64(heading) << fine
	if w.x < to {
		w.x += scale(to-w.x, dt, inertia)
	} else {
		w.x -= scale(w.x-to, dt, inertia)
	}
}

// restrain caps an asset at what its own condition allows now; one with inertia moves up to now before.
func (g *group) restrain(now sim.Time, local int32, most model.Level) {
	s, a := &g.spec.assets[local], &g.assets[local]
	if s.slow > 0 {
		w := &g.slow[s.slow]
		w.advance(now, a.heading(), g.spec.slow[s.slow].inertia)
		if most < w.shown { // even if the order is taken back at the same instant
			a.why = g.reasonOf(a, bindOwn)
		}
		if most > a.cap {
			w.up = g.reasonOf(a, bindOwn)
		}
		w.x = min(w.x, int64(most)<<fine)
		w.shown = min(w.shown, most)
	}
	a.cap = most
}

// scale is gap*dt/inertia rounded down, at most gap.
func scale(gap int64, dt, inertia time.Duration) int64 {
	if dt >= inertia {
		return gap
	}
	return int64(mulDiv(uint64(gap), uint64(dt), uint64(inertia)))
}
