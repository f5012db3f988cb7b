package scene

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
)

// maxLabels is how many names a map bears.
const maxLabels = 40

// labels names the most important assets and then the districts, wherever there is room.
func (d *drawing) labels() {
	d.pen.layer = LayerLabels
	for _, s := range d.spots {
		if s.state != Normal || !s.minor && s.fade == 0 {
			r := s.size*0.6 + 1
			d.placed = append(d.placed, Rect{s.at.X - r, s.at.Y - r, 2 * r, 2 * r})
		}
	}
	left := maxLabels
	for i := range d.spots {
		if left == 0 || d.spots[i].state == Normal && left < maxLabels/2 {
			break
		}
		if d.labelSpot(&d.spots[i]) {
			left--
		}
	}
	for i := range d.rec.Districts {
		if left > 0 && d.labelDistrict(model.DistrictID(i)) {
			left--
		}
	}
	d.ring()
}

// labelSpot tries the eight places around a glyph.
func (d *drawing) labelSpot(s *spot) bool {
	if s.minor && s.state == Normal || s.fade > 0 {
		return false
	}
	text, size, ink := d.title(s.entity), d.font(13.5), Words
	if s.count > 1 {
		text = strconv.Itoa(s.count) + " devices held"
	}
	if s.state == Normal {
		ink = Muted
	}
	w, gap := TextWidth(text, size, false), Item{Size: s.size, State: s.state}.reach()+d.px(2)
	for _, at := range [8]Point{
		{s.at.X + gap, s.at.Y + size*0.35}, {s.at.X - gap - w, s.at.Y + size*0.35},
		{s.at.X - w/2, s.at.Y - gap - size*Descent}, {s.at.X - w/2, s.at.Y + gap + size*Ascent},
		{s.at.X + gap*0.7, s.at.Y - gap*0.7}, {s.at.X + gap*0.7, s.at.Y + gap*0.7 + size*0.6},
		{s.at.X - gap*0.7 - w, s.at.Y - gap*0.7}, {s.at.X - gap*0.7 - w, s.at.Y + gap*0.7 + size*0.6},
	} {
		it := Item{ID: id("label", d.rec.Name(s.entity)), Kind: Text, Text: text, At: at, Size: size, Fill: ink, Halo: Background}
		if d.put(it) {
			return true
		}
	}
	return false
}

// put adds a label if it covers nothing and lies on the map.
func (d *drawing) put(it Item) bool {
	r := textRect(it).Inset(-d.px(2))
	if !d.view.rect.Contains(r) || slices.ContainsFunc(d.placed, r.Overlaps) {
		return false
	}
	d.placed = append(d.placed, r)
	d.pen.add(it)
	return true
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
		Size: d.font(11.5), Fill: Muted, Halo: Background, Fade: 0.15})
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
	r := d.px(20)
	if !ok || !d.view.rect.Contains(Rect{p.X - r, p.Y - r, 2 * r, 2 * r}) {
		return
	}
	d.pen.add(Item{ID: "selection", Kind: Polygon, Paths: [][]Point{place(regular(40, 1, 0), p, r)}, Stroke: Background, Width: d.px(5)})
	d.pen.add(Item{ID: "selection", Kind: Polygon, Paths: [][]Point{place(regular(40, 1, 0), p, r)}, Stroke: Accent, Width: d.px(2.4)})
}
