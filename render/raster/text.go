package raster

import (
	"fmt"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"cascata/render/scene"
)

// em is the size at which outlines are kept: the fonts' own units, so that nothing is rounded.
const em = 2048

// face is a font with the outlines it has been asked for.
type face struct {
	font     *sfnt.Font
	buf      sfnt.Buffer
	bold     bool
	outlines map[rune][][]scene.Point // flattened contours [1/em], down positive
}

func newFace(bold bool) (*face, error) {
	data := goregular.TTF
	if bold {
		data = gobold.TTF
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("raster: reading the font: %w", err)
	}
	return &face{font: f, bold: bold, outlines: map[rune][][]scene.Point{}}, nil
}

func (f *face) outline(r rune) ([][]scene.Point, error) {
	if o, ok := f.outlines[r]; ok {
		return o, nil
	}
	index, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return nil, fmt.Errorf("character %q: %w", r, err)
	}
	segments, err := f.font.LoadGlyph(&f.buf, index, fixed.I(em), nil)
	if err != nil {
		return nil, fmt.Errorf("character %q: %w", r, err)
	}
	o := flatten(segments)
	f.outlines[r] = o
	return o, nil
}

// flatten turns the contours of a letter into rings; curves become four lines each, enough up to 100 pixels.
func flatten(segments sfnt.Segments) [][]scene.Point {
	var rings [][]scene.Point
	var ring []scene.Point
	at := func(p fixed.Point26_6) scene.Point { return scene.Point{X: float64(p.X) / 64, Y: float64(p.Y) / 64} }
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(ring) > 2 {
				rings = append(rings, ring)
			}
			ring = []scene.Point{at(s.Args[0])}
		case sfnt.SegmentOpLineTo:
			ring = append(ring, at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			ring = curve(ring, at(s.Args[0]), at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			ring = curve(ring, at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	if len(ring) > 2 {
		rings = append(rings, ring)
	}
	return rings
}

// curve appends a Bezier curve with controls b and c; equal controls make it the quadratic one through b.
func curve(ring []scene.Point, b, c, d scene.Point) []scene.Point {
	a, quadratic := ring[len(ring)-1], b == c
	for i := 1; i <= 4; i++ {
		t := float64(i) / 4
		u := 1 - t
		w := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
		if quadratic {
			w = [4]float64{u * u, 2 * u * t, 0, t * t}
		}
		ring = append(ring, scene.Point{
			X: float64(w[0]*a.X) + float64(w[1]*b.X) + float64(w[2]*c.X) + float64(w[3]*d.X),
			Y: float64(w[0]*a.Y) + float64(w[1]*b.Y) + float64(w[2]*c.Y) + float64(w[3]*d.Y),
		})
	}
	return ring
}

// text paints one line of words, the halo first.
func (p *Painter) text(it *scene.Item) error {
	rings, err := p.letters(it)
	if err != nil {
		return err
	}
	if it.Halo != scene.NoInk {
		p.path.reset()
		for _, r := range rings {
			p.path.strokeRing(r, it.Size*0.24)
		}
		p.fill(it.Halo, it.Fade)
	}
	p.path.reset()
	for _, r := range rings {
		p.path.ring(r)
	}
	p.fill(it.Fill, it.Fade)
	return nil
}

func (p *Painter) letters(it *scene.Item) ([][]scene.Point, error) {
	f := p.fonts[0]
	if it.Bold {
		f = p.fonts[1]
	}
	width := scene.TextWidth(it.Text, it.Size, it.Bold)
	x := it.At.X - float64(width*[...]float64{scene.Start: 0, scene.Middle: 0.5, scene.End: 1}[it.Align])
	scale := it.Size / em
	var rings [][]scene.Point
	for _, r := range it.Text {
		outline, err := f.outline(r)
		if err != nil {
			return nil, err
		}
		for _, ring := range outline {
			moved := make([]scene.Point, len(ring))
			for i, q := range ring {
				moved[i] = scene.Point{X: x + float64(q.X*scale), Y: it.At.Y + float64(q.Y*scale)}
			}
			rings = append(rings, moved)
		}
		x += scene.TextWidth(string(r), it.Size, it.Bold)
	}
	return rings, nil
}
