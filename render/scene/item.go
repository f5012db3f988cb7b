package scene

import "math"

// Point is a place in the picture [px, right and down from its top left corner].
type Point struct{ X, Y float64 }

// Rect is an upright rectangle of the picture [px].
type Rect struct{ X, Y, W, H float64 }

// Right is the right edge [px].
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom is the lower edge [px].
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Inset is r made smaller by d on every side; larger when d is negative.
func (r Rect) Inset(d float64) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// Overlaps reports whether r and s share an area; touching edges do not.
func (r Rect) Overlaps(s Rect) bool {
	return r.X < s.Right() && s.X < r.Right() && r.Y < s.Bottom() && s.Y < r.Bottom()
}

// Contains reports whether s lies inside r, edges included.
func (r Rect) Contains(s Rect) bool {
	return s.X >= r.X && s.Y >= r.Y && s.Right() <= r.Right() && s.Bottom() <= r.Bottom()
}

func (r Rect) has(p Point) bool {
	return p.X >= r.X && p.X <= r.Right() && p.Y >= r.Y && p.Y <= r.Bottom()
}

func (r Rect) centre() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Kind says how an item is drawn.
type Kind uint8

// The kinds of item. A renderer needs the first three only: Parts takes glyphs apart.
const (
	Polygon  Kind = iota + 1 // Paths are closed rings, filled with Fill and outlined with Stroke
	Polyline                 // Paths are open lines, drawn with Stroke
	Text                     // one line of Text at At
	Glyph                    // an asset: Shape with the second code of State
)

// Align says which end of a text stands at its point.
type Align uint8

// The alignments.
const (
	Start Align = iota
	Middle
	End
)

// Item is one thing to draw. Its zero fields mean "none": no fill, no line, no dash, opaque.
type Item struct {
	ID    string // what it shows: "asset/power/substation-04", "kpi/no-water"
	Layer Layer
	Kind  Kind
	Rect  Rect // what it covers [px]

	Paths  [][]Point
	Fill   Ink
	Stroke Ink
	Width  float64   // of the line [px]
	Dash   []float64 // lengths of lines and gaps in turn [px]
	Fade   float64   // transparency in [0, 1]

	Text  string
	At    Point   // left, middle or right end of the base line, as Align says
	Size  float64 // of the text [px per em], or of a glyph across [px]
	Bold  bool
	Align Align
	Halo  Ink // drawn behind the text, so that it can be read on the map

	Shape string  // of a glyph: the Glyph of its sector
	State State   // of a glyph
	Left  float64 // for OnBackup, how much of the buffer is left, in [0, 1]
}

// Layer orders items from the ground up; items of one layer are drawn in the order of the list.
type Layer uint8

// The layers.
const (
	LayerBackground Layer = iota
	LayerDistricts
	LayerStreets
	LayerNetwork
	LayerAssets
	LayerArrows
	LayerLabels
	LayerSelection
	LayerPanels
)

// Picture is the draw list of one moment: everything a renderer needs, and nothing it has to decide.
type Picture struct {
	W, H  float64 // [px]
	Theme Theme
	Title string // what the picture shows, in one sentence, for those who cannot see it
	Items []Item // in drawing order
}

// round cuts a length to hundredths of a pixel, so that the last bits of a sine cannot reach a picture.
func round(x float64) float64 { return math.Round(x*100) / 100 }

func roundAll(paths [][]Point) [][]Point {
	for _, p := range paths {
		for i := range p {
			p[i] = Point{round(p[i].X), round(p[i].Y)}
		}
	}
	return paths
}

// bounds is the smallest rectangle around the paths.
func bounds(paths [][]Point) Rect {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, path := range paths {
		for _, p := range path {
			lo.X, lo.Y = min(lo.X, p.X), min(lo.Y, p.Y)
			hi.X, hi.Y = max(hi.X, p.X), max(hi.Y, p.Y)
		}
	}
	if lo.X > hi.X {
		return Rect{}
	}
	return Rect{lo.X, lo.Y, hi.X - lo.X, hi.Y - lo.Y}
}
