package scene

import (
	"cmp"
	"slices"

	"cascata/model"
	"cascata/model/trace"
)

// spot is a glyph that is drawn: an asset, or the devices of one place that the attacker holds.
type spot struct {
	entity model.EntityID
	at     Point
	state  State
	size   float64
	shape  string
	minor  bool
	weight float64 // importance
	count  int     // devices, for a cyber spot
	left   float64
	fade   float64
}

// assets places the glyphs, the most important first: what finds no room is moved a little, or left out when it is minor.
func (d *drawing) assets() {
	d.pen.layer = LayerAssets
	all := append(d.candidates(), d.footholds()...)
	slices.SortStableFunc(all, func(a, b spot) int {
		if c := cmp.Compare(b.weight, a.weight); c != 0 {
			return c
		}
		return cmp.Compare(a.entity, b.entity)
	})
	grid := newGrid(d.px(24))
	for _, s := range all {
		if d.settle(&s, grid) {
			d.spots = append(d.spots, s)
		}
	}
	for i := len(d.spots) - 1; i >= 0; i-- {
		s := &d.spots[i]
		d.pen.add(Item{ID: id("asset", d.rec.Name(s.entity)), Kind: Glyph, At: s.at, Size: s.size, Shape: s.shape,
			State: s.state, Left: round(s.left), Fade: s.fade})
	}
}

// settle finds room for a glyph near its place.
func (d *drawing) settle(s *spot, grid *grid) bool {
	reach := s.size * 0.55
	inside := d.view.rect.Inset(Item{Size: s.size, State: Compromised}.reach())
	step := s.size * 1.05
	for _, o := range [9]Point{{}, {1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}} {
		p := Point{s.at.X + o.X*step, s.at.Y + o.Y*step}
		r := Rect{p.X - reach, p.Y - reach, 2 * reach, 2 * reach}
		if !inside.has(p) || grid.taken(r) {
			if s.minor {
				return false
			}
			continue
		}
		s.at = p
		grid.take(r)
		return true
	}
	return inside.has(s.at)
}

// candidates are the assets worth a glyph at the scale of the whole city.
func (d *drawing) candidates() []spot {
	var out []spot
	for i := range d.rec.Assets {
		e := &d.rec.Entities[i]
		kind := &d.rec.Kinds[e.Kind]
		state := d.now.state[i]
		chosen := d.opt.Sector == d.rec.Sectors[kind.Sector].Name
		marked := d.opt.Highlight != "" && e.Name == d.opt.Highlight
		if !marked && (d.names.area[e.Kind] || !d.worth(kind, state, chosen)) {
			continue
		}
		s := spot{entity: model.EntityID(i), at: d.view.at(e.At), state: state, minor: kind.Minor && !marked,
			shape: d.rec.Sectors[kind.Sector].Glyph, left: d.now.left[i],
			size: d.plan.glyph * d.glyphSize(kind, state, e.People), weight: d.importance(kind, state, e.People, marked)}
		if d.opt.Sector != "" && !chosen {
			s.fade, s.weight = 0.75, s.weight-2000
		}
		out = append(out, s)
	}
	return out
}

// worth decides whether an asset shows. In the picture of all sectors that is what is important, what failed, and what of the
// rest is worst; with one sector chosen everything of that sector, and the landmarks of the others. Edges are lines.
func (d *drawing) worth(kind *trace.Kind, state State, chosen bool) bool {
	const street, site, landmark, well = 7, 25, 60, 70 // in Lisboa: a signal, a pump, a reservoir, an exchange
	essential, rank := d.counts(kind.Sector), d.rank(kind)
	switch {
	case kind.Network == model.RoleEdge && (kind.Minor || !chosen):
		return false
	case chosen:
		return rank >= street
	case d.opt.Sector != "":
		return rank >= landmark && !kind.Minor
	}
	switch state {
	case Failed, Compromised:
		return rank >= street && (essential || !kind.Minor || rank >= site)
	case Degraded, Restoring:
		return rank >= site
	case OnBackup:
		return rank >= landmark && essential
	}
	return rank >= landmark && essential && !kind.Minor || rank >= well
}

// rank is the importance of a kind on a scale on which the city's most important kind has 100.
func (d *drawing) rank(kind *trace.Kind) int {
	top := 1
	for i := range d.rec.Kinds {
		top = max(top, d.rec.Kinds[i].Rank)
	}
	return (100*kind.Rank + top/2) / top
}

// glyphSize is the width of a glyph in three steps of importance: people served, or rank for what serves them through others
// [px of the standard picture].
func (d *drawing) glyphSize(kind *trace.Kind, state State, people int32) float64 {
	size := 11.0
	switch {
	case kind.Minor:
		size = 7
	case people >= 50_000 || d.rank(kind) >= 85:
		size = 16
	case people >= 5_000 || d.rank(kind) >= 60:
		size = 13.5
	}
	if state == Failed || state == Compromised {
		size *= 1.2
	}
	return size
}

// importance orders glyphs and labels: first what is wrong, then rank, then people.
func (d *drawing) importance(kind *trace.Kind, state State, people int32, marked bool) float64 {
	w := float64(d.rank(kind)) + min(float64(people)/5000, 30)
	if kind.Minor {
		w -= 60
	}
	switch state {
	case Failed, Compromised:
		w += 500
	case Degraded, Restoring:
		w += 450
	case OnBackup:
		w += 300
	}
	if marked {
		w += 5000
	}
	return w
}

// footholds are the devices that the attacker holds, one glyph for each operator and place.
func (d *drawing) footholds() []spot {
	type key struct {
		operator model.OperatorID
		at       model.Point
	}
	index := map[key]int{}
	var out []spot
	for i := d.rec.Assets; i < len(d.rec.Entities); i++ {
		e := &d.rec.Entities[i]
		if e.Sort != model.SortDevice || d.now.state[i] != Compromised {
			continue
		}
		at, ok := d.place(model.EntityID(i))
		if !ok {
			continue
		}
		k := key{e.Operator, at}
		if j, seen := index[k]; seen {
			out[j].count++
			continue
		}
		index[k] = len(out)
		out = append(out, spot{entity: model.EntityID(i), at: d.view.at(at), state: Compromised, size: d.plan.glyph * 15, shape: "pentagon",
			weight: 900, count: 1})
	}
	return out
}

// place is where an entity stands: its own place, or that of its operator's control centre.
func (d *drawing) place(e model.EntityID) (model.Point, bool) {
	ent := &d.rec.Entities[e]
	if ent.IsAsset() || ent.At != (model.Point{}) {
		return ent.At, true
	}
	if ent.Operator >= 0 && int(ent.Operator) < len(d.rec.Operators) {
		if c := d.rec.Operators[ent.Operator].Control; c >= 0 {
			return d.rec.Entities[c].At, true
		}
	}
	return model.Point{}, false
}

// grid finds out quickly whether a rectangle is free.
type grid struct {
	cell  float64
	rects map[[2]int][]Rect
}

func newGrid(cell float64) *grid { return &grid{max(cell, 4), map[[2]int][]Rect{}} }

func (g *grid) each(r Rect, do func(key [2]int) bool) bool {
	for x := int(r.X / g.cell); x <= int(r.Right()/g.cell); x++ {
		for y := int(r.Y / g.cell); y <= int(r.Bottom()/g.cell); y++ {
			if do([2]int{x, y}) {
				return true
			}
		}
	}
	return false
}

func (g *grid) taken(r Rect) bool {
	return g.each(r, func(key [2]int) bool {
		return slices.ContainsFunc(g.rects[key], r.Overlaps)
	})
}

func (g *grid) take(r Rect) {
	g.each(r, func(key [2]int) bool {
		g.rects[key] = append(g.rects[key], r)
		return false
	})
}
