package scene

// plan is which rectangle of the picture belongs to what.
type plan struct {
	unit     float64 // [px] per pixel of the standard picture
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

func newPlan(opt Options) plan {
	w, h := float64(opt.Width), float64(opt.Height)
	p := plan{compact: w < 1200 || h < 640}
	p.unit = min(w/1920, h/1080)
	if p.compact {
		p.unit = min(w/1280, h/720)
	}
	u := p.unit
	gap := 14 * u
	p.credits = Rect{gap, h - 26*u, w - 2*gap, 22 * u}
	if opt.MapOnly {
		p.unit = min(w/760, h/640)
		p.credits = Rect{gap, h - 24*p.unit, w - 2*gap, 20 * p.unit}
		p.chart = Rect{0, 0, w, p.credits.Y - 4*p.unit}
		p.free = p.chart.Inset(12 * p.unit)
		return p
	}
	p.title = Rect{gap, 0, w - 2*gap, 58 * u}
	if p.compact {
		p.small(w, gap)
		return p
	}
	p.kpi = Rect{gap, 60 * u, w - 2*gap, 100 * u}
	p.timeline = Rect{gap, p.credits.Y - 4*u - 238*u, w - 2*gap, 238 * u}
	top, bottom := p.kpi.Bottom()+gap, p.timeline.Y-gap
	p.legend = Rect{gap, top, 292 * u, bottom - top}
	p.story = Rect{w - gap - 500*u, top, 500 * u, bottom - top}
	p.chart = Rect{p.legend.Right() + gap, top, p.story.X - p.legend.Right() - 2*gap, bottom - top}
	p.free = p.chart.Inset(10 * u)
	return p
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
