package scene

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
)

// maxLabels is how many names a map bears, maxAlike how many of them of one kind, maxWell how many of assets on backup, and of those
// with nothing the matter.
const maxLabels, maxAlike, maxWell = 40, 10, 8

// labels names what is wrong, then the districts, then a few of what is well, wherever there is room.
func (d *drawing) labels() {
	d.pen.layer = LayerLabels
	d.reserve()
	left := d.labelWrong(maxLabels - len(d.rec.Districts)/2)
	left = max(left, maxWell)
	for i := range d.rec.Districts {
		if left > 0 && d.labelDistrict(model.DistrictID(i)) {
			left--
		}
	}
	left = min(left, maxWell)
	for i := range d.spots {
		if s := &d.spots[i]; left > 0 && s.state == Normal && !s.minor && d.labelSpot(s) {
			left--
		}
	}
	d.ring()
}

// reserve keeps labels off the glyphs.
func (d *drawing) reserve() {
	for _, s := range d.spots {
		r := s.size*0.6 + 1
		if s.state == Compromised {
			r = (Item{Size: s.size, State: s.state}).reach() // its ring is wider than the glyph
		}
		box := Rect{s.at.X - r, s.at.Y - r, 2 * r, 2 * r}
		if s.state != Normal && !s.minor {
			d.placed = append(d.placed, box)
		} else if s.fade == 0 {
			d.soft = append(d.soft, box)
		}
	}
}

// labelWrong names what something is the matter with, and gives back how many names are left.
func (d *drawing) labelWrong(left int) int {
	backup, small, alike := maxWell, d.fewMinor(), map[model.KindID]int{}
	for i := range d.spots {
		s := &d.spots[i]
		if left <= 0 || s.state == Normal || s.minor && !small || s.state == OnBackup && backup == 0 {
			continue
		}
		kind := d.rec.Entities[s.entity].Kind
		if alike[kind] < maxAlike && d.labelSpot(s) {
			left--
			alike[kind]++
			if s.state == OnBackup {
				backup--
			}
		}
	}
	return left
}

// fewMinor reports whether small assets may be named too: their names say little, and many of them would drown the others.
func (d *drawing) fewMinor() bool {
	const few = 8
	n := 0
	for i := range d.spots {
		if d.spots[i].minor && d.spots[i].state != Normal {
			n++
		}
	}
	return n <= few
}

// holdHeld keeps room for the names of what the attacker holds before arrows take it.
func (d *drawing) holdHeld() {
	d.held = map[model.EntityID]Point{}
	for i := range d.spots {
		s := &d.spots[i]
		if int(s.entity) < d.rec.Assets {
			continue
		}
		it := d.label(s)
		if s.state == Compromised {
			d.marked = append(d.marked, s)
		}
		for _, at := range d.around(s, it) {
			it.At = at
			if r := textRect(it).Inset(-d.px(2)); d.free(r, false) {
				d.placed = append(d.placed, r)
				d.held[s.entity] = at
				break
			}
		}
	}
}

// label is the name of a spot, not placed yet.
func (d *drawing) label(s *spot) Item {
	it := Item{ID: id("label", d.rec.Name(s.entity)), Kind: Text, Text: d.title(s.entity), Size: d.font(13.5), Fill: Words, Halo: Background}
	if s.count > 1 {
		it.Text = strconv.Itoa(s.count) + " devices held"
	}
	if s.state == Normal {
		it.Fill = Muted
	}
	return it
}

// labelSpot tries the eight places around a glyph; the name of something important may cover small glyphs if it must.
func (d *drawing) labelSpot(s *spot) bool {
	if s.fade > 0 {
		return false
	}
	it := d.label(s)
	if at, ok := d.held[s.entity]; ok {
		it.At = at
		d.pen.add(it)
		return true
	}
	around := d.around(s, it)
	for _, at := range around {
		if it.At = at; d.put(it, true) {
			return true
		}
	}
	for _, at := range around {
		if it.At = at; s.state != Normal && !s.minor && d.put(it, false) {
			return true
		}
	}
	return false
}

// around is the places for a name beside a glyph, best first.
func (d *drawing) around(s *spot, it Item) [8]Point {
	gap, w, size := d.reachAt(s)+d.px(2), TextWidth(it.Text, it.Size, false), it.Size
	if d.opt.Highlight != "" && d.rec.Name(s.entity) == d.opt.Highlight {
		gap = d.px(ringSize + 5)
	}
	return [8]Point{
		{s.at.X + gap, s.at.Y + size*0.35}, {s.at.X - gap - w, s.at.Y + size*0.35},
		{s.at.X - w/2, s.at.Y - gap - size*Descent}, {s.at.X - w/2, s.at.Y + gap + size*Ascent},
		{s.at.X + gap*0.7, s.at.Y - gap*0.7}, {s.at.X + gap*0.7, s.at.Y + gap*0.7 + size*0.6},
		{s.at.X - gap*0.7 - w, s.at.Y - gap*0.7}, {s.at.X - gap*0.7 - w, s.at.Y + gap*0.7 + size*0.6},
	}
}

// put adds a label if it lies on the map and covers nothing that matters; with polite set, nothing at all.
func (d *drawing) put(it Item, polite bool) bool {
	r := textRect(it).Inset(-d.px(2))
	if !d.free(r, polite) {
		return false
	}
	d.placed = append(d.placed, r)
	d.pen.add(it)
	return true
}

func (d *drawing) free(r Rect, polite bool) bool {
	return d.view.rect.Contains(r) && !slices.ContainsFunc(d.placed, r.Overlaps) && !(polite && slices.ContainsFunc(d.soft, r.Overlaps))
}

// labelDistrict writes a district's name in its middle.
func (d *drawing) labelDistrict(i model.DistrictID) bool {
	district := &d.rec.Districts[i]
	c, ok := middle(district.Rings)
	if !ok {
		return false
	}
	at := d.view.at(c)
	at.Y += d.px(4)
	return d.put(Item{ID: id("label/district", district.Name), Kind: Text, Text: strings.ToUpper(district.Title), At: at, Align: Middle,
		Size: d.font(11.5), Fill: Muted, Halo: Background}, true)
}

// middle is the centre of gravity of the largest ring.
func middle(rings [][]model.Point) (model.Point, bool) {
	best, most := model.Point{}, 0.0
	for _, ring := range rings {
		var area, x, y float64
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			cross := (p.X-ring[0].X)*(q.Y-ring[0].Y) - (q.X-ring[0].X)*(p.Y-ring[0].Y)
			area += cross
			x += cross * (p.X + q.X + ring[0].X)
			y += cross * (p.Y + q.Y + ring[0].Y)
		}
		if math.Abs(area) > most {
			most = math.Abs(area)
			best = model.Point{X: x / (3 * area), Y: y / (3 * area)}
		}
	}
	return best, most > 0
}

// ringSize is the radius of the ring around the highlighted entity [px of the standard picture].
const ringSize = 20

// ring marks the highlighted entity.
func (d *drawing) ring() {
	if d.opt.Highlight == "" {
		return
	}
	d.pen.layer = LayerSelection
	e, _ := d.rec.Entity(d.opt.Highlight)
	at, ok := d.place(e)
	p := d.view.at(at)
	for _, s := range d.spots {
		if s.entity == e {
			p = s.at
		}
	}
	r := d.px(ringSize)
	if !ok || !d.view.rect.Contains(Rect{p.X - r, p.Y - r, 2 * r, 2 * r}) {
		return
	}
	d.pen.add(Item{ID: "selection", Kind: Polygon, Paths: [][]Point{place(regular(40, 1, 0), p, r)}, Stroke: Background, Width: d.px(5)})
	d.pen.add(Item{ID: "selection", Kind: Polygon, Paths: [][]Point{place(regular(40, 1, 0), p, r)}, Stroke: Accent, Width: d.px(2.4)})
}

// reachAt is how far what stands at a spot's place reaches: a control centre lies under the mark of the devices in it.
func (d *drawing) reachAt(s *spot) float64 {
	r := (Item{Size: s.size, State: s.state}).reach()
	for _, m := range d.marked {
		if math.Hypot(m.at.X-s.at.X, m.at.Y-s.at.Y) < s.size/4 {
			r = max(r, (Item{Size: m.size, State: m.state}).reach())
		}
	}
	return r
}
