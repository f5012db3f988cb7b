package raster

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/vector"

	"cascata/render/scene"
)

// Painter paints draw lists. It is not safe for concurrent use; the zero value is not usable, see NewPainter.
type Painter struct {
	fonts [2]*face // regular, bold
	mask  vector.Rasterizer
	path  path
	dst   *image.RGBA
	theme scene.Theme
}

// NewPainter reads the fonts.
func NewPainter() (*Painter, error) {
	p := &Painter{}
	for i := range p.fonts {
		f, err := newFace(i == 1)
		if err != nil {
			return nil, err
		}
		p.fonts[i] = f
	}
	return p, nil
}

// PNG paints the list and writes it. It returns the errors of w, and an error when a character cannot be read from the font.
func PNG(w io.Writer, pic *scene.Picture) error {
	p, err := NewPainter()
	if err != nil {
		return err
	}
	img, err := p.Paint(pic)
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := enc.Encode(w, img); err != nil {
		return fmt.Errorf("raster: writing the picture: %w", err)
	}
	return nil
}

// Paint paints the list on a new image of its size.
func (p *Painter) Paint(pic *scene.Picture) (*image.RGBA, error) {
	w, h := int(math.Ceil(pic.W)), int(math.Ceil(pic.H))
	p.dst, p.theme = image.NewRGBA(image.Rect(0, 0, w, h)), pic.Theme
	for i := range pic.Items {
		for _, part := range pic.Items[i].Parts() {
			if err := p.item(&part); err != nil {
				return nil, fmt.Errorf("raster: %s: %w", part.ID, err)
			}
		}
	}
	return p.dst, nil
}

func (p *Painter) item(it *scene.Item) error {
	switch it.Kind {
	case scene.Polygon:
		p.polygon(it)
	case scene.Polyline:
		p.path.reset()
		for _, line := range it.Paths {
			p.path.strokeDashed(line, it.Width, it.Dash)
		}
		p.fill(it.Stroke, it.Fade)
	case scene.Text:
		return p.text(it)
	default:
		return fmt.Errorf("an item of unknown kind %d", it.Kind)
	}
	return nil
}

func (p *Painter) polygon(it *scene.Item) {
	if it.Fill != scene.NoInk {
		p.path.reset()
		for _, ring := range it.Paths {
			p.path.ring(ring)
		}
		p.fill(it.Fill, it.Fade)
	}
	if it.Stroke != scene.NoInk && it.Width > 0 {
		p.path.reset()
		for _, ring := range it.Paths {
			p.path.strokeRing(ring, it.Width)
		}
		p.fill(it.Stroke, it.Fade)
	}
}

// fill paints the collected path in one colour. Rings that turn the same way add up to their union, because coverage is
// cut at one.
func (p *Painter) fill(ink scene.Ink, fade float64) {
	box := p.path.box().Intersect(p.dst.Bounds())
	if box.Empty() || ink == scene.NoInk {
		return
	}
	p.mask.Reset(box.Dx(), box.Dy())
	for _, ring := range p.path.rings {
		for i := ring.from; i < ring.to; i++ {
			x, y := p.path.points[i].x-float32(box.Min.X), p.path.points[i].y-float32(box.Min.Y)
			if i == ring.from {
				p.mask.MoveTo(x, y)
			} else {
				p.mask.LineTo(x, y)
			}
		}
		p.mask.ClosePath()
	}
	c := p.theme.Colour(ink)
	alpha := uint8(math.Round((1 - fade) * 255))
	p.mask.Draw(p.dst, box, image.NewUniform(color.NRGBA{c.R, c.G, c.B, alpha}), image.Point{})
}
