package water

import (
	"math"

	"cascata/model"
)

const (
	grain     = 1.0 / 128 // levels nearer than this to the last one told, to Full or to None are that
	hasWater  = 0.05      // a tank that ran empty counts as filled again from this share on
	settledAt = 1e-9
)

// share is the share of what it asks for that a vertex gets, by its pressure.
func (r *cityRun) share(i int32) float64 {
	x := &r.parts[i]
	n := r.spec.place[x.node]
	if int(n) >= r.spec.junctions { // a tank: what a junction at its highest ground would get
		return 1
	}
	if !r.fed(n) {
		return 0
	}
	return r.spec.wagner().at(r.run.above(n, r.spec.elevation[n]))
}

// fed reports whether a source reaches a node of the hydraulics: a plant, or a tank that is not empty.
func (r *cityRun) fed(n int32) bool { return r.run.reached[n] }

// holds is what a tank holds, as a share of what it can.
func (r *cityRun) holds(i int32) float64 {
	k := r.parts[i].tank
	t := &r.spec.tanks[k]
	return (r.run.volume[k] - t.vmin) / (t.vmax - t.vmin)
}

// publish tells every level that has changed, with its reason.
func (v *citySolver) publish(changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) {
	v.watchTanks()
	for i := range v.parts {
		if !v.parts[i].kind.edge() {
			v.got[i] = v.served(int32(i))
		}
	}
	hour := v.run.now / 3600
	v.fallen = 0
	for i := range v.parts {
		level := v.levelOf(int32(i))
		if old := v.level[i]; level != old {
			code, because := v.reason(int32(i), level > old, hour != v.hour && !v.changed)
			v.level[i] = level
			changed(v.parts[i].asset, level, code, because)
		}
		if level != model.Full {
			v.fallen++
		}
	}
	v.hour = hour
}

// watchTanks notes which tanks ran empty, and which have water again.
func (v *citySolver) watchTanks() {
	for i := range v.parts {
		if v.parts[i].kind != isStore {
			continue
		}
		switch held := v.holds(int32(i)); {
		case !v.empty[i] && held <= settledAt:
			v.empty[i], v.emptied[i] = true, v.round
		case v.empty[i] && held >= hasWater:
			v.empty[i], v.emptied[i] = false, v.round
		}
	}
}

// levelOf is the level of a part.
func (v *citySolver) levelOf(i int32) model.Level {
	x, c := &v.parts[i], &v.cond[i]
	switch {
	case x.open && !c.closed, !x.planned:
		return c.available
	case v.out(i):
		return model.None
	case x.kind == isPlant:
		return c.available
	case x.kind == isStore:
		if v.empty[i] {
			return model.None
		}
		return c.available
	case !x.kind.edge():
		return c.available.Times(v.got[i]) // that share of its demand, as far as the pressure delivers it
	}
	return min(c.available, v.passing(i))
}

// passing is the level of what an edge can draw from.
func (v *citySolver) passing(i int32) model.Level {
	x := &v.parts[i]
	from := v.end(x.from)
	if x.kind == isPipe {
		from = max(from, v.end(x.to))
	}
	return from
}

// end is the level of a vertex as an edge sees it.
func (v *citySolver) end(i int32) model.Level {
	x := &v.parts[i]
	switch {
	case v.out(i):
		return model.None
	case x.kind == isStore && v.empty[i]:
		return model.None
	case x.kind != isNode || !x.planned:
		return model.Full
	}
	return v.got[i]
}

// served is delivered over planned at a vertex, in grains around what it was at the last instant. An instant that did not settle changes only
// what no water can reach.
func (v *citySolver) served(i int32) model.Level {
	now := v.share(i)
	old := v.got[i]
	if v.unsettled {
		if now == 0 {
			return model.None
		}
		return old
	}
	plan := v.supply.base().plan(i, v.run.now)
	switch share := now / plan; {
	case plan < grain || share > 1-grain:
		return model.Full
	case share < grain:
		return model.None
	case math.Abs(share-old.Share()) < grain:
		return old
	default:
		return model.LevelOf(share)
	}
}
