package scene

import (
	"strings"

	"cascata/model"
)

// legend explains shapes, colours, hatches and arrows.
func (d *drawing) legend() {
	d.pen.layer = LayerPanels
	if d.plan.compact {
		d.keyRow()
		return
	}
	r := d.plan.legend
	d.pen.box("legend", r, Panel, PanelEdge)
	c := column{d: d, x: r.X + d.px(16), y: r.Y + d.px(10), w: r.W - d.px(32), bottom: r.Bottom() - d.px(8)}
	c.heading("STATE OF AN ASSET")
	for s := range states {
		c.row("legend/state/"+s.String(), s.String(), func(at Point) {
			d.pen.add(Item{ID: "legend/state/" + s.String(), Kind: Glyph, At: at, Size: d.px(13), Shape: "circle", State: s, Left: 0.65})
		})
	}
	without := "PEOPLE WITHOUT " + d.service()
	if TextWidth(without, d.font(headingSize), true) > c.w {
		without = "WITHOUT " + d.service()
	}
	c.heading(without)
	for class, text := range [5]string{"nobody", "under 5 %", "5 to 20 %", "20 to 50 %", "over 50 %"} {
		c.row("legend/share", text, func(at Point) { d.swatch(at, class) })
	}
	c.heading("CAUSE TO EFFECT, LAST " + strings.ToUpper(Span(d.opt.Arrows.Sub(0))))
	c.row("legend/arrow", "at once", func(at Point) { d.sample(at, nil) })
	c.row("legend/arrow", "after a buffer ran out", func(at Point) { d.sample(at, []float64{d.px(6), d.px(4)}) })
	c.heading("SHAPE OF A SECTOR")
	for _, s := range d.shapeList() {
		c.row("legend/shape/"+s.name, s.title, func(at Point) {
			d.pen.add(Item{ID: "legend/shape/" + s.name, Kind: Glyph, At: at, Size: d.px(13), Shape: s.shape})
		})
	}
}

type shapeRow struct{ name, title, shape string }

// shapeList is the shapes worth explaining: those of the sectors on this map, the essential ones first.
func (d *drawing) shapeList() []shapeRow {
	on := make([]bool, len(d.rec.Sectors))
	for _, s := range d.spots {
		if int(s.entity) < d.rec.Assets {
			on[d.rec.Entities[s.entity].Sector] = true
		}
	}
	out := []shapeRow{{"cyber", "Devices held by the attacker", "pentagon"}}
	for _, essential := range [2]bool{true, false} {
		for i := range d.rec.Sectors {
			if s := &d.rec.Sectors[i]; on[i] && s.Essential == essential {
				out = append(out, shapeRow{s.Name, s.Title, s.Glyph})
			}
		}
	}
	return out
}

// service is the name of what the districts show.
func (d *drawing) service() string {
	if d.told == model.Absent {
		return "A SERVICE"
	}
	return strings.ToUpper(d.rec.Sectors[d.told].Title)
}

// swatch shows one class of the districts.
func (d *drawing) swatch(at Point, class int) {
	w, h := d.px(26), d.px(16)
	ring := []Point{{at.X - w/2, at.Y - h/2}, {at.X + w/2, at.Y - h/2}, {at.X + w/2, at.Y + h/2}, {at.X - w/2, at.Y + h/2}}
	d.pen.add(Item{ID: "legend/share", Kind: Polygon, Paths: [][]Point{ring}, Fill: Share0 + Ink(class), Stroke: LandEdge, Width: d.px(1)})
	if class > 0 {
		d.pen.add(Item{ID: "legend/share", Kind: Polyline, Paths: hatch([][]Point{ring}, d.px(hatchGap(class))), Stroke: HatchInk, Width: d.px(1), Fade: 0.45})
	}
}

func (d *drawing) sample(at Point, dash []float64) {
	a, b := Point{at.X - d.px(14), at.Y}, Point{at.X + d.px(10), at.Y}
	d.pen.add(Item{ID: "legend/arrow", Kind: Polyline, Paths: [][]Point{{a, b}}, Stroke: Words, Width: d.px(2), Dash: dash})
	d.pen.add(Item{ID: "legend/arrow", Kind: Polygon, Paths: [][]Point{d.head(a, b, d.px(1.2))}, Fill: Words})
}

// keyRow is the legend of a small picture: the states in one line.
func (d *drawing) keyRow() {
	r, size := d.plan.key, d.font(13)
	x := r.X + d.px(8)
	for s := range states {
		d.pen.add(Item{ID: "legend/state/" + s.String(), Kind: Glyph, At: Point{x + d.px(8), r.centre().Y}, Size: d.px(12), Shape: "circle", State: s, Left: 0.65})
		d.pen.words("legend/state/"+s.String(), s.String(), x+d.px(26), r.centre().Y+size*0.36, style{size, false, Words, Start})
		x += d.px(26) + TextWidth(s.String(), size, false) + d.px(26)
	}
	text := "hatch: share of people without " + strings.ToLower(d.service())
	d.pen.words("legend/share", fit(text, size, false, r.Right()-x), r.Right(), r.centre().Y+size*0.36, style{size, false, Muted, End})
}

// column sets rows under each other as long as there is room.
type column struct {
	d       *drawing
	x, y, w float64
	bottom  float64
}

// headingSize is the size of a heading [px of the standard picture].
const headingSize = 12.5

// heading starts a group, unless not even one row would fit under it.
func (c *column) heading(text string) {
	size := c.d.font(headingSize)
	c.y += c.d.px(10)
	if c.y+c.d.px(44) > c.bottom {
		c.y = c.bottom
		return
	}
	c.d.pen.words("legend", fit(text, size, true, c.w), c.x, c.y+size, style{size, true, Muted, Start})
	c.y += size + c.d.px(7)
}

// row adds a sample and its words.
func (c *column) row(name, text string, sample func(at Point)) {
	h, size := c.d.px(22.5), c.d.font(15)
	if c.y+h > c.bottom {
		return
	}
	sample(Point{c.x + c.d.px(14), c.y + h/2})
	c.d.pen.words(name, fit(text, size, false, c.w-c.d.px(38)), c.x+c.d.px(38), c.y+h/2+size*0.36, style{size, false, Words, Start})
	c.y += h
}

// inkOf is the colour of an entity's doings: its sector's, or that of the attack.
func (d *drawing) inkOf(e model.EntityID) Ink {
	ent := &d.rec.Entities[e]
	if !ent.IsAsset() {
		switch ent.Sort {
		case model.SortDevice, model.SortZone, model.SortStore, model.SortCampaign:
			return StateCompromised
		}
		return StateRestoring
	}
	return sectorInk(d.rec.SectorName(e))
}
