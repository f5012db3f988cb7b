package raster

import (
	"image"
	"math"

	"cascata/render/scene"
)

// path collects rings of points, rounded to 1/256 pixel so that the last bits of the arithmetic before cannot show.
type path struct {
	points []vertex
	rings  []span
}

type vertex struct{ x, y float32 }

type span struct{ from, to int }

func (p *path) reset() { p.points, p.rings = p.points[:0], p.rings[:0] }

func (p *path) add(x, y float64) {
	p.points = append(p.points, vertex{grid(x), grid(y)})
}

// far is beyond any picture; the rasteriser's whole numbers would overflow much further out.
const far = 1 << 15

func grid(x float64) float32 { return float32(math.RoundToEven(max(-far, min(far, x))*256) / 256) }

func (p *path) close(from int) {
	if len(p.points)-from < 3 {
		p.points = p.points[:from]
		return
	}
	p.rings = append(p.rings, span{from, len(p.points)})
}

// ring adds a filled ring as it is.
func (p *path) ring(ring []scene.Point) {
	from := len(p.points)
	for _, q := range ring {
		p.add(q.X, q.Y)
	}
	p.close(from)
}

// box is the whole pixels the path touches.
func (p *path) box() image.Rectangle {
	if len(p.points) == 0 {
		return image.Rectangle{}
	}
	lo, hi := p.points[0], p.points[0]
	for _, q := range p.points {
		lo.x, lo.y = min(lo.x, q.x), min(lo.y, q.y)
		hi.x, hi.y = max(hi.x, q.x), max(hi.y, q.y)
	}
	floor := func(v float32) int { return int(math.Floor(float64(v))) }
	return image.Rect(floor(lo.x), floor(lo.y), floor(hi.x)+1, floor(hi.y)+1)
}

// convex adds a small convex ring, turned so that all turn the same way.
func (p *path) convex(ring ...scene.Point) {
	var twice float64
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		twice += float64(a.X*b.Y) - float64(b.X*a.Y)
	}
	from := len(p.points)
	for i := range ring {
		if twice < 0 {
			i = len(ring) - 1 - i
		}
		p.add(ring[i].X, ring[i].Y)
	}
	p.close(from)
}

// strokeRing adds a closed line of a width.
func (p *path) strokeRing(ring []scene.Point, width float64) {
	if len(ring) < 2 {
		return
	}
	p.strokeOpen(append(append([]scene.Point(nil), ring...), ring[0], ring[1]), width, true)
}

// strokeDashed adds an open line of a width, cut by the dash pattern.
func (p *path) strokeDashed(line []scene.Point, width float64, dash []float64) {
	if len(dash) == 0 {
		p.strokeOpen(line, width, false)
		return
	}
	for _, piece := range cut(line, dash) {
		p.strokeOpen(piece, width, false)
	}
}

// strokeOpen adds one quad for each segment and, on the outer side of each corner, a round join. With ring set the last
// segment repeats the first and is not drawn again.
func (p *path) strokeOpen(line []scene.Point, width float64, ring bool) {
	half := width / 2
	var before scene.Point // normal of the segment before
	started := false
	for i := 0; i+1 < len(line); i++ {
		a, b := line[i], line[i+1]
		n, ok := normal(a, b, half)
		if !ok {
			continue
		}
		if started {
			p.join(a, before, n, half)
		}
		if !ring || i+2 < len(line) {
			p.convex(plus(a, n), plus(b, n), minus(b, n), minus(a, n))
		}
		before, started = n, true
	}
}

func plus(a, b scene.Point) scene.Point  { return scene.Point{X: a.X + b.X, Y: a.Y + b.Y} }
func minus(a, b scene.Point) scene.Point { return scene.Point{X: a.X - b.X, Y: a.Y - b.Y} }

// normal is the vector of a length across a-b; it fails when the two are the same place.
func normal(a, b scene.Point, length float64) (scene.Point, bool) {
	dx, dy := b.X-a.X, b.Y-a.Y
	d := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if d < 1e-6 {
		return scene.Point{}, false
	}
	return scene.Point{X: -dy / d * length, Y: dx / d * length}, true
}

// join fills the wedge at corner c between the segments with normals m and n, by halving the angle: no sine is needed, so
// every machine agrees.
func (p *path) join(c, m, n scene.Point, half float64) {
	turn := float64(m.X*n.Y) - float64(m.Y*n.X)
	if math.Abs(turn) < 1e-9 && float64(m.X*n.X)+float64(m.Y*n.Y) > 0 {
		return
	}
	if turn > 0 { // the outer side is the other one
		m, n = scene.Point{X: -m.X, Y: -m.Y}, scene.Point{X: -n.X, Y: -n.Y}
	}
	depth := 0
	for r := half; r > 0.7 && depth < 4; r /= 2.5 {
		depth++
	}
	p.wedge(c, m, n, half, depth)
}

func (p *path) wedge(c, m, n scene.Point, half float64, depth int) {
	mid := plus(m, n)
	length := math.Sqrt(float64(mid.X*mid.X) + float64(mid.Y*mid.Y))
	if depth == 0 || length < 1e-6 {
		p.convex(c, plus(c, m), plus(c, n))
		return
	}
	mid = scene.Point{X: mid.X / length * half, Y: mid.Y / length * half}
	p.wedge(c, m, mid, half, depth-1)
	p.wedge(c, mid, n, half, depth-1)
}

// cut splits a line into the drawn pieces of a dash pattern [px, line and gap in turn].
func cut(line []scene.Point, dash []float64) [][]scene.Point {
	var out [][]scene.Point
	var piece []scene.Point
	k, left, on := 0, dash[0], true
	for i := 0; i+1 < len(line); i++ {
		a, b := line[i], line[i+1]
		dx, dy := b.X-a.X, b.Y-a.Y
		length := math.Sqrt(float64(dx*dx) + float64(dy*dy))
		for at := 0.0; at < length; {
			step := min(left, length-at)
			from, to := along(a, dx, dy, at/length), along(a, dx, dy, (at+step)/length)
			if on {
				if len(piece) == 0 {
					piece = append(piece, from)
				}
				piece = append(piece, to)
			}
			at, left = at+step, left-step
			if left <= 1e-9 {
				if on {
					out = append(out, piece)
					piece = nil
				}
				k, on = (k+1)%len(dash), !on
				left = max(dash[k], 0.1)
			}
		}
	}
	if len(piece) > 1 {
		out = append(out, piece)
	}
	return out
}

func along(a scene.Point, dx, dy, share float64) scene.Point {
	return scene.Point{X: a.X + float64(dx*share), Y: a.Y + float64(dy*share)}
}
