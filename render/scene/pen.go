package scene

import "math"

// pen adds items to the picture.
type pen struct {
	items []Item
	layer Layer
}

func (p *pen) add(it Item) {
	it.Layer = p.layer
	it.Paths = roundAll(it.Paths)
	it.At = Point{round(it.At.X), round(it.At.Y)}
	switch it.Kind {
	case Text:
		it.Rect = textRect(it)
	case Glyph:
		r := it.reach()
		it.Rect = Rect{it.At.X - r, it.At.Y - r, 2 * r, 2 * r}
	default:
		it.Rect = bounds(it.Paths)
	}
	it.Rect = Rect{round(it.Rect.X), round(it.Rect.Y), round(it.Rect.W), round(it.Rect.H)}
	p.items = append(p.items, it)
}

// box adds a rectangle with slightly rounded corners.
func (p *pen) box(id string, r Rect, fill, edge Ink) {
	p.add(Item{ID: id, Kind: Polygon, Paths: [][]Point{rounded(r, min(4, r.H/4))}, Fill: fill, Stroke: edge, Width: 1})
}

// bar adds a plain filled rectangle.
func (p *pen) bar(id string, r Rect, fill Ink, fade float64) {
	p.add(Item{ID: id, Kind: Polygon, Fill: fill, Fade: fade,
		Paths: [][]Point{{{r.X, r.Y}, {r.Right(), r.Y}, {r.Right(), r.Bottom()}, {r.X, r.Bottom()}}}})
}

func (p *pen) line(id string, ink Ink, width float64, points ...Point) {
	p.add(Item{ID: id, Kind: Polyline, Paths: [][]Point{points}, Stroke: ink, Width: width})
}

// style is how words are set.
type style struct {
	size  float64
	bold  bool
	ink   Ink
	align Align
}

// words adds one line of text with its base line at (x, y).
func (p *pen) words(id, text string, x, y float64, s style) {
	if text == "" {
		return
	}
	p.add(Item{ID: id, Kind: Text, Text: text, At: Point{x, y}, Size: s.size, Bold: s.bold, Fill: s.ink, Align: s.align})
}

// textRect is what a text covers, accents and tails included.
func textRect(it Item) Rect {
	w := TextWidth(it.Text, it.Size, it.Bold)
	x := it.At.X
	switch it.Align {
	case Middle:
		x -= w / 2
	case End:
		x -= w
	}
	return Rect{x, it.At.Y - it.Size*Ascent, w, it.Size * (Ascent + Descent)}
}

// fit cuts a text to a width, ending in an ellipsis where something was lost.
func fit(text string, size float64, bold bool, width float64) string {
	if TextWidth(text, size, bold) <= width {
		return text
	}
	const dots = "..."
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		short := string(runes[:n])
		if TextWidth(short+dots, size, bold) <= width {
			return short + dots
		}
	}
	return ""
}

// wrap breaks a text into at most lines lines of a width; the last one is cut.
func wrap(text string, size float64, width float64, lines int) []string {
	var out []string
	rest := text
	for rest != "" && len(out) < lines {
		if len(out) == lines-1 || TextWidth(rest, size, false) <= width {
			return append(out, fit(rest, size, false, width))
		}
		head, tail := split(rest, size, width)
		out, rest = append(out, head), tail
	}
	return out
}

// split takes as many whole words as fit from the front.
func split(text string, size, width float64) (head, tail string) {
	best := -1
	for i, r := range text {
		if r == ' ' && TextWidth(text[:i], size, false) <= width {
			best = i
		}
	}
	if best <= 0 {
		return fit(text, size, false, width), ""
	}
	return text[:best], text[best+1:]
}

// rounded is a rectangle with round corners.
func rounded(r Rect, radius float64) []Point {
	var out []Point
	for i, c := range [4]Point{{r.Right() - radius, r.Y + radius}, {r.Right() - radius, r.Bottom() - radius},
		{r.X + radius, r.Bottom() - radius}, {r.X + radius, r.Y + radius}} {
		for k := 0; k <= 3; k++ {
			s, cos := math.Sincos(math.Pi / 2 * (float64(i) + float64(k)/3))
			out = append(out, Point{c.X + radius*s, c.Y - radius*cos})
		}
	}
	return out
}
