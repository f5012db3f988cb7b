package scene

import (
	"fmt"
	"strings"
)

// mapFurniture draws the scale bar and the north arrow in the corner of the map where Lisboa is not.
func (d *drawing) mapFurniture() {
	d.pen.layer = LayerPanels
	metres, text := 500.0, "500 m"
	for _, s := range [4]float64{1000, 2000, 5000, 10000} {
		if s*d.view.scale <= d.px(170) {
			metres, text = s, fmt.Sprintf("%.0f km", s/1000)
		}
	}
	if metres*d.view.scale > d.view.rect.W/3 {
		metres, text = 100, "100 m"
	}
	x, y, w := d.view.rect.X+d.px(38), d.view.rect.Y+d.px(36), metres*d.view.scale
	size := d.font(13)
	d.placed = append(d.placed, Rect{x - d.px(38), y - d.px(36), w + d.px(46), d.px(46)})
	d.pen.line("scale", Muted, d.px(2), Point{x, y - d.px(6)}, Point{x, y}, Point{x + w, y}, Point{x + w, y - d.px(6)})
	d.pen.words("scale", text, x+w/2, y-d.px(7), style{size, false, Muted, Middle})
	n := Point{d.view.rect.X + d.px(16), y}
	d.pen.add(Item{ID: "north", Kind: Polygon, Fill: Muted, Paths: [][]Point{{{n.X, n.Y - d.px(18)}, {n.X + d.px(6), n.Y}, {n.X, n.Y - d.px(5)}, {n.X - d.px(6), n.Y}}}})
	d.pen.words("north", "N", n.X, max(n.Y-d.px(21), d.view.rect.Y+size), style{size, true, Muted, Middle})
}

// titleBar says which city and which run this is, and what of it is invented.
func (d *drawing) titleBar() {
	d.pen.layer = LayerPanels
	r := d.plan.title
	base := r.Y + r.H*0.68
	city := strings.ToUpper(d.cityTitle())
	big, mid, small := d.font(30), d.font(22), d.font(15)
	right := r.Right()
	if d.rec.Header.Synthetic != "" {
		text := "SYNTHETIC UTILITIES"
		w := TextWidth(text, small, true) + d.px(24)
		box := Rect{right - w, r.Y + r.H*0.22, w, r.H * 0.58}
		d.pen.box("synthetic", box, NoInk, Alarm)
		d.pen.words("synthetic", text, box.X+w/2, base-d.px(2), style{small, true, Alarm, Middle})
		right -= w + d.px(18)
	}
	run := fmt.Sprintf("seed %d, replication %d", d.rec.Header.Seed, d.rec.Header.Replication)
	d.pen.words("run", run, right, base, style{small, false, Muted, End})
	right -= TextWidth(run, small, false) + d.px(24)
	d.pen.words("city", fit(city, big, true, (right-r.X)/2), r.X, base, style{big, true, Words, Start})
	x := r.X + TextWidth(fit(city, big, true, (right-r.X)/2), big, true) + d.px(22)
	d.pen.words("title", fit(d.opt.Title, mid, false, right-x), x, base, style{mid, false, Words, Start})
}

// credits is the line that every picture must carry, whole, on as many lines as it takes.
func (d *drawing) credits() {
	d.pen.layer = LayerPanels
	r, size := d.plan.credits, d.font(creditSize)
	y := r.Y + size
	for _, line := range d.creditText(r.W, size) {
		d.pen.words("attribution", line, r.X, y, style{size, false, Muted, Start})
		y += size * creditLead
	}
	if made := d.rec.Header.Program; d.creditLines(r.W, size) == 1 && !d.opt.MapOnly {
		d.pen.words("program", made, r.Right(), y-size*creditLead, style{size, false, Muted, End})
	}
}

// creditText is the attribution in lines of a width, with room for the program's name when one line is enough.
func (d *drawing) creditText(width, size float64) []string {
	text := strings.TrimSpace(d.rec.Header.Synthetic + "  " + d.rec.Header.Attribution)
	made := TextWidth(d.rec.Header.Program, size, false) + 2*size
	if TextWidth(text, size, false)+made <= width {
		return []string{text}
	}
	const most = 8
	return wrap(text, size, width, most)
}

func (d *drawing) creditLines(width, size float64) int { return len(d.creditText(width, size)) }
