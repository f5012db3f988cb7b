package scene

// plan is which rectangle of the picture belongs to what.
type plan struct {
	unit     float64 // [px] per pixel of the standard picture
	glyph    float64 // the same for glyphs, which shrink with the map
	compact  bool    // a small picture: no side panels
	title    Rect
	kpi      Rect
	chart    Rect // the map
	free     Rect // the part of the map that the city must fit in
	legend   Rect // empty in a compact picture, where the key is a row
	key      Rect
	story    Rect
	timeline Rect
	credits  Rect
}

// newPlan lays a picture out; credits is how many lines the attribution takes at a width and a size of text.
func newPlan(opt Options, credits func(width, size float64) int) plan {
	w, h := float64(opt.Width), float64(opt.Height)
	p := plan{compact: w < 1200 || h < 640}
	switch p.unit = min(w/1920, h/1080); {
	case opt.MapOnly:
		p.unit = min(w/760, h/640)
	case p.compact:
		p.unit = min(w/1280, h/720)
	}
	u := p.unit
	gap := 14 * u
	lines := float64(credits(w-2*gap, p.font(creditSize))) * p.font(creditSize) * creditLead
	p.credits = Rect{gap, h - lines - 6*u, w - 2*gap, lines}
	p.panels(opt, w, gap)
	p.glyph = max(0.65*u, min(u, min(p.free.W, p.free.H)/600))
	return p
}

// The attribution: its size [px of the standard picture] and the distance of its lines [size].
const creditSize, creditLead = 13, 1.25

// font is a size of text, never so small that it cannot be read.
func (p *plan) font(x float64) float64 { return max(round(x*p.unit), 10) }

// panels gives everything but the attribution its place.
func (p *plan) panels(opt Options, w, gap float64) {
	u := p.unit
	if opt.MapOnly {
		p.chart = Rect{0, 0, w, p.credits.Y - 4*u}
		p.free = p.chart.Inset(12 * u)
		return
	}
	p.title = Rect{gap, 0, w - 2*gap, 56 * u}
	if p.compact {
		p.small(w, gap)
		return
	}
	p.kpi = Rect{gap, 58 * u, w - 2*gap, 94 * u}
	p.timeline = Rect{gap, p.credits.Y - 4*u - 226*u, w - 2*gap, 226 * u}
	top, bottom := p.kpi.Bottom()+gap, p.timeline.Y-gap
	p.legend = Rect{gap, top, 292 * u, bottom - top}
	p.story = Rect{w - gap - 500*u, top, 500 * u, bottom - top}
	p.chart = Rect{p.legend.Right() + gap, top, p.story.X - p.legend.Right() - 2*gap, bottom - top}
	p.free = p.chart.Inset(10 * u)
}

// small lays out a thumbnail: indicators, map, one row of keys, a slim timeline.
func (p *plan) small(w, gap float64) {
	u := p.unit
	p.title.H = 48 * u
	p.kpi = Rect{gap, 50 * u, w - 2*gap, 84 * u}
	p.timeline = Rect{gap, p.credits.Y - 4*u - 168*u, w - 2*gap, 168 * u}
	p.key = Rect{gap, p.timeline.Y - 30*u, w - 2*gap, 26 * u}
	top := p.kpi.Bottom() + 8*u
	p.chart = Rect{gap, top, w - 2*gap, p.key.Y - 6*u - top}
	p.free = p.chart.Inset(8 * u)
}
