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
}

// fine is how many bits x has beyond a Level.
const fine = 20

// follow sets what the asset is supplied with. An asset with inertia starts to move towards it, in steps that all assets
// with the same step take at the same instants.
func (g *group) follow(ctx *model.Context, local int32, supply model.Level) {
	s, a := &g.spec.assets[local], &g.assets[local]
	if s.inertia == 0 {
		a.supply = supply
		return
	}
	a.advance(ctx.Now(), s.inertia)
	a.supply = supply
	if !a.moving && a.x != int64(a.heading())<<fine {
		a.moving = true
		g.alarm(ctx, local, absent, (ctx.Now()/sim.Time(s.step)+1)*sim.Time(s.step))
	}
}

// step ends a step of an asset that moves. It comes before the group settles, so that all steps of an instant see the levels
// of the last: the explicit Euler method, whatever the order of assets.
func (g *group) step(ctx *model.Context, local int32) {
	s, a := &g.spec.assets[local], &g.assets[local]
	a.advance(ctx.Now(), s.inertia)
	const half = 1 << (fine - 1)
	to := int64(a.heading()) << fine
	if a.moving = a.x-to > half || to-a.x > half; a.moving {
		g.alarm(ctx, local, absent, ctx.Now().Add(s.step))
	} else {
		a.x = to
	}
	a.shown = model.Level((a.x + half) >> fine)
	a.why.code = model.WhyInertia
	g.publish(ctx, local)
}

// heading is what a slow asset moves towards.
func (a *asset) heading() model.Level { return min(a.supply, a.cap) }

// advance takes one explicit Euler step from the last one to now.
func (a *asset) advance(now sim.Time, inertia time.Duration) {
	dt := now.Sub(a.at)
	a.at = now
	to := int64(a.heading()) << fine
	if a.x < to {
		a.x += scale(to-a.x, dt, inertia)
	} else {
		a.x -= scale(a.x-to, dt, inertia)
	}
}

// restrain caps the asset at what its own condition allows now, after moving it up to now.
func (a *asset) restrain(now sim.Time, inertia time.Duration, most model.Level) {
	if inertia > 0 {
		a.advance(now, inertia)
	}
	a.cap = most
	a.x = min(a.x, int64(most)<<fine)
	a.shown = min(a.shown, most)
}

// scale is gap*dt/inertia rounded down, at most gap.
func scale(gap int64, dt, inertia time.Duration) int64 {
	if dt >= inertia {
		return gap
	}
	return int64(mulDiv(uint64(gap), uint64(dt), uint64(inertia)))
}
