package scene

import "math"

// State is what has become of an asset.
type State uint8

// The states, in the order in which a legend lists them.
const (
	Normal State = iota
	Degraded
	Failed
	OnBackup
	Compromised
	Restoring
	states
)

// String is the word of the legend.
func (s State) String() string {
	return [...]string{"normal", "degraded", "failed", "on backup", "compromised", "restoring"}[s]
}

// Ink is the colour of the state.
func (s State) Ink() Ink { return StateNormal + Ink(s) }

// Parts takes an item apart into polygons, polylines and texts. Only glyphs have more than one part.
func (it Item) Parts() []Item {
	if it.Kind != Glyph {
		return []Item{it}
	}
	p := glyphParts{item: it, r: it.Size / 2, line: max(1.2, it.Size*0.11)}
	p.outline = place(shapes(it.Shape), it.At, p.r)
	switch it.State {
	case Normal:
		p.fill(p.outline, Background)
	case Degraded:
		p.fill(p.outline, Background)
		p.fill(clipHalf(p.outline, Point{1, 0}, it.At.X), it.State.Ink())
	case Failed:
		p.fill(p.outline, it.State.Ink())
	case OnBackup:
		p.fill(p.outline, Background)
		p.ring(it.Left)
	case Compromised:
		p.fill(p.outline, it.State.Ink())
		p.frame()
	case Restoring:
		p.fill(p.outline, Background)
		p.fill(clipHalf(p.outline, Point{0, -1}, -it.At.Y-p.r*0.05), it.State.Ink())
	}
	p.edge()
	if it.State == Failed {
		p.cross()
	}
	return p.parts
}

type glyphParts struct {
	item    Item
	r, line float64
	outline []Point
	parts   []Item
}

func (p *glyphParts) add(it Item) {
	it.ID, it.Layer, it.Fade = p.item.ID, p.item.Layer, p.item.Fade
	it.Paths = roundAll(it.Paths)
	it.Rect = bounds(it.Paths).Inset(-it.Width / 2)
	p.parts = append(p.parts, it)
}

func (p *glyphParts) fill(ring []Point, ink Ink) {
	p.add(Item{Kind: Polygon, Paths: [][]Point{append([]Point(nil), ring...)}, Fill: ink})
}

// edge draws the outline twice: wide in the colour of the background, so that the glyph stands off whatever lies below,
// then in its own colour.
func (p *glyphParts) edge() {
	ink := p.item.State.Ink()
	if p.item.State == Normal {
		ink = NormalEdge
	}
	p.add(Item{Kind: Polygon, Paths: [][]Point{append([]Point(nil), p.outline...)}, Stroke: ink, Width: p.line})
}

func (p *glyphParts) cross() {
	c, d := p.item.At, p.r*0.62
	p.add(Item{Kind: Polyline, Stroke: Background, Width: p.line * 1.35, Paths: [][]Point{
		{{c.X - d, c.Y - d}, {c.X + d, c.Y + d}}, {{c.X - d, c.Y + d}, {c.X + d, c.Y - d}}}})
}

// ring draws what is left of the buffer as an arc clockwise from the top, over a full faint one.
func (p *glyphParts) ring(left float64) {
	r := p.r*1.25 + p.line*0.5
	full := arc(p.item.At, r, 0, 1)
	p.add(Item{Kind: Polyline, Paths: [][]Point{full}, Stroke: Background, Width: p.line * 2.6})
	p.add(Item{Kind: Polyline, Paths: [][]Point{append([]Point(nil), full...)}, Stroke: p.item.State.Ink(), Width: p.line * 0.5})
	if left > 0 {
		p.add(Item{Kind: Polyline, Paths: [][]Point{arc(p.item.At, r, 0, min(1, left))},
			Stroke: p.item.State.Ink(), Width: p.line * 1.5})
	}
}

func (p *glyphParts) frame() {
	d := place(shapes("diamond"), p.item.At, p.r*1.75)
	p.add(Item{Kind: Polygon, Paths: [][]Point{d}, Stroke: Background, Width: p.line * 2.6})
	p.add(Item{Kind: Polygon, Paths: [][]Point{append([]Point(nil), d...)}, Stroke: p.item.State.Ink(), Width: p.line})
}

// reach is how far a glyph extends from its centre [px], frame and ring included.
func (it Item) reach() float64 {
	r := it.Size / 2
	switch it.State {
	case OnBackup:
		return r*1.25 + it.Size*0.25 + 1
	case Compromised:
		return r*2.3 + 2
	}
	return r*1.25 + 1
}

// place moves a shape of the unit circle to c with radius r.
func place(shape []Point, c Point, r float64) []Point {
	out := make([]Point, len(shape))
	for i, p := range shape {
		out[i] = Point{c.X + r*p.X, c.Y + r*p.Y}
	}
	return out
}

// arc is a part of a circle, from and to as shares of a turn clockwise from the top.
func arc(c Point, r, from, to float64) []Point {
	n := max(2, int(math.Ceil((to-from)*28)))
	out := make([]Point, n+1)
	for i := range out {
		s, k := math.Sincos(2 * math.Pi * (from + (to-from)*float64(i)/float64(n)))
		out[i] = Point{c.X + r*s, c.Y - r*k}
	}
	return out
}

// shapes is the outline of a sector's shape in the unit circle, all of about the same area.
func shapes(name string) []Point {
	switch name {
	case "square":
		return []Point{{-.86, -.86}, {.86, -.86}, {.86, .86}, {-.86, .86}}
	case "triangle":
		return []Point{{0, -1.12}, {1.08, .78}, {-1.08, .78}}
	case "triangle-down":
		return []Point{{0, 1.12}, {-1.08, -.78}, {1.08, -.78}}
	case "diamond":
		return []Point{{0, -1.14}, {1.14, 0}, {0, 1.14}, {-1.14, 0}}
	case "plus":
		const a, b = .38, 1.05
		return []Point{{-a, -b}, {a, -b}, {a, -a}, {b, -a}, {b, a}, {a, a}, {a, b}, {-a, b}, {-a, a}, {-b, a}, {-b, -a}, {-a, -a}}
	case "hexagon":
		return regular(6, 1.04, 0.25)
	case "pentagon":
		return regular(5, 1.08, 0)
	case "star":
		return star()
	}
	return regular(20, 0.97, 0)
}

// regular is a polygon of n corners, the first turned by a share of the angle between two.
func regular(n int, r, turn float64) []Point {
	out := make([]Point, n)
	for i := range out {
		s, c := math.Sincos(2 * math.Pi * (float64(i)/float64(n) + turn/3))
		out[i] = Point{r * s, -r * c}
	}
	return out
}

func star() []Point {
	out := make([]Point, 10)
	for i := range out {
		r := 1.25
		if i%2 == 1 {
			r = 0.56
		}
		s, c := math.Sincos(math.Pi * float64(i) / 5)
		out[i] = Point{r * s, -r * c}
	}
	return out
}
