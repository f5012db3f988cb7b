package scene

import (
	"math"
	"sort"
)

// clipHalf is the part of a ring where n.X*x + n.Y*y <= limit (Sutherland and Hodgman 1974, one edge).
func clipHalf(ring []Point, n Point, limit float64) []Point {
	var out []Point
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		dp, dq := n.X*p.X+n.Y*p.Y-limit, n.X*q.X+n.Y*q.Y-limit
		if dp <= 0 {
			out = append(out, p)
		}
		if dp*dq < 0 {
			s := dp / (dp - dq)
			out = append(out, Point{p.X + (q.X-p.X)*s, p.Y + (q.Y-p.Y)*s})
		}
	}
	return out
}

// clipRing is the part of a ring inside r.
func clipRing(ring []Point, r Rect) []Point {
	ring = clipHalf(ring, Point{-1, 0}, -r.X)
	ring = clipHalf(ring, Point{1, 0}, r.Right())
	ring = clipHalf(ring, Point{0, -1}, -r.Y)
	return clipHalf(ring, Point{0, 1}, r.Bottom())
}

// clipLine appends the parts of a line inside r to out.
func clipLine(out [][]Point, line []Point, r Rect) [][]Point {
	var run []Point
	for i := 0; i+1 < len(line); i++ {
		a, b, ok := clipSegment(line[i], line[i+1], r)
		if !ok {
			continue
		}
		if len(run) == 0 || run[len(run)-1] != a {
			out = keep(out, run)
			run = []Point{a}
		}
		run = append(run, b)
	}
	return keep(out, run)
}

func keep(out [][]Point, run []Point) [][]Point {
	if len(run) > 1 {
		return append(out, run)
	}
	return out
}

// clipSegment is the part of a-b inside r (Liang and Barsky 1984).
func clipSegment(a, b Point, r Rect) (Point, Point, bool) {
	dx, dy := b.X-a.X, b.Y-a.Y
	lo, hi := 0.0, 1.0
	for _, e := range [4][2]float64{{-dx, a.X - r.X}, {dx, r.Right() - a.X}, {-dy, a.Y - r.Y}, {dy, r.Bottom() - a.Y}} {
		switch {
		case e[0] == 0 && e[1] < 0:
			return a, b, false
		case e[0] < 0:
			lo = max(lo, e[1]/e[0])
		case e[0] > 0:
			hi = min(hi, e[1]/e[0])
		}
	}
	if lo > hi {
		return a, b, false
	}
	p, q := a, b
	if lo > 0 {
		p = Point{a.X + dx*lo, a.Y + dy*lo}
	}
	if hi < 1 {
		q = Point{a.X + dx*hi, a.Y + dy*hi}
	}
	return p, q, true
}

// hatch fills rings with lines rising to the right, gap [px] apart measured across them. Lines of neighbouring rings meet.
func hatch(rings [][]Point, gap float64) [][]Point {
	step := gap * math.Sqrt2 // along either axis
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			lo, hi = min(lo, p.X+p.Y), max(hi, p.X+p.Y)
		}
	}
	var out [][]Point
	for k := math.Ceil(lo / step); k*step < hi; k++ {
		xs := crossings(rings, k*step)
		for i := 0; i+1 < len(xs); i += 2 {
			if xs[i+1]-xs[i] > 0.5 {
				out = append(out, []Point{{xs[i], k*step - xs[i]}, {xs[i+1], k*step - xs[i+1]}})
			}
		}
	}
	return out
}

// crossings are the x of the points where the rings meet the line x + y = c, sorted.
func crossings(rings [][]Point, c float64) []float64 {
	var xs []float64
	for _, ring := range rings {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			dp, dq := p.X+p.Y-c, q.X+q.Y-c
			if (dp < 0) != (dq < 0) {
				xs = append(xs, p.X+(q.X-p.X)*dp/(dp-dq))
			}
		}
	}
	sort.Float64s(xs)
	return xs
}
