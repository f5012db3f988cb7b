package citybuild

import (
	"math"

	"github.com/paulmach/orb"

	"cascata/model"
	"cascata/sim/rng"
)

// The parameters of an invented place (docs/city-build.md). Lisbon: 545,796 people on 100 km2.
const (
	lisbonDensity = 5_450.0 // residents per km2 of a city of Lisbon's size
	denser        = 0.15    // larger cities are denser: by this power of their residents
	lobes         = 0.06    // how far the boundary strays from a circle, per wave
	subcentres    = 20_000  // a city of so many people has one, of twice as many two, and so on
	hillWave      = 3_000.0 // mean length of the waves that the hills are made of [m]
	hillHeight    = 45.0    // [m]
	slope         = 60.0    // rise from the river to the rim [m]
	bankHeight    = 2.0     // of the river's banks above the sea [m]
)

// terrain is the ground that an invented city stands on. The origin is its middle.
type terrain struct {
	radius  float64     // [m]
	waves   [4]wave     // of the boundary, by angle
	bends   [3]wave     // of the river
	along   model.Point // direction of the river
	offset  float64     // of the river from the middle [m]
	width   float64     // of the river [m]
	hills   [10]hill
	centres []centre
}

// wave is amplitude, length and phase.
type wave struct{ height, length, phase float64 }

type hill struct {
	wave
	direction model.Point
}

// centre is where people live densely.
type centre struct {
	at             model.Point
	weight, spread float64
}

func newTerrain(residents int, root rng.Root) *terrain {
	s := root.Stream("citygenerate/terrain")
	density := lisbonDensity * math.Pow(float64(residents)/lisbon, denser)
	t := &terrain{radius: 1000 * math.Sqrt(float64(residents)/density/math.Pi)}
	angle := func() float64 { return 2 * math.Pi * s.Float64() }
	for i := range t.waves {
		t.waves[i] = wave{lobes * (2*s.Float64() - 1), float64(i + 2), angle()}
	}
	a := angle()
	t.along = model.Point{X: math.Cos(a), Y: math.Sin(a)}
	t.offset = t.radius * (0.1 + 0.25*s.Float64())
	t.width = min(600, max(25, 60*math.Pow(t.radius/1000, 0.7)))
	for i := range t.bends {
		length := t.radius * (0.5 + 1.5*s.Float64())
		t.bends[i] = wave{0.08 * length * (0.5 + s.Float64()), length, angle()}
	}
	for i := range t.hills {
		a := angle()
		length := min(hillWave, 0.6*t.radius) * (0.5 + 1.5*s.Float64())
		height := hillHeight * min(1, t.radius/hillWave) * length / hillWave / 2
		t.hills[i] = hill{wave{height, length, angle()}, model.Point{X: math.Cos(a), Y: math.Sin(a)}}
	}
	t.centres = []centre{{t.ashore(model.Point{X: 0.1 * t.radius * t.along.Y, Y: -0.1 * t.radius * t.along.X}), 1, 0.3 * t.radius}}
	for n := residents / subcentres; n > 0; n /= 2 {
		a, far := angle(), t.radius*(0.3+0.4*s.Float64())
		at := t.ashore(model.Point{X: far * math.Cos(a), Y: far * math.Sin(a)})
		t.centres = append(t.centres, centre{at, 0.25 + 0.35*s.Float64(), t.radius * (0.06 + 0.08*s.Float64())})
	}
	return t
}

// rim is the distance of the boundary from the middle in a direction.
func (t *terrain) rim(angle float64) float64 {
	r := 1.0
	for _, w := range t.waves {
		r += w.height * math.Cos(w.length*angle+w.phase)
	}
	return r * t.radius
}

func (t *terrain) inside(p model.Point) bool {
	return math.Hypot(p.X, p.Y) <= t.rim(math.Atan2(p.Y, p.X))
}

// within moves a point beyond the boundary to just inside it.
func (t *terrain) within(p model.Point) model.Point {
	const last, fade = 0.96, 0.1 // the points beyond come to lie in this part of the way, in their order
	far := math.Hypot(p.X, p.Y)
	rim := t.rim(math.Atan2(p.Y, p.X))
	if far <= last*rim {
		return p
	}
	to := rim * (1 - (1-last)*math.Exp(-(far/rim-last)/fade)) / far
	return model.Point{X: p.X * to, Y: p.Y * to}
}

// boundary is the rim as a closed ring.
func (t *terrain) boundary() ring {
	const corners = 180
	r := make(ring, 0, corners+1)
	for i := range corners {
		a := 2 * math.Pi * float64(i) / corners
		r = append(r, round(model.Point{X: t.rim(a) * math.Cos(a), Y: t.rim(a) * math.Sin(a)}))
	}
	return append(r, r[0])
}

// across is where the middle of the river lies at a distance along it, and how steeply it bends there.
func (t *terrain) across(u float64) (v, bend float64) {
	v = t.offset
	for _, w := range t.bends {
		sin, cos := math.Sincos(2*math.Pi*u/w.length + w.phase)
		v += w.height * sin
		bend += w.height * cos * 2 * math.Pi / w.length
	}
	return v, bend
}

// onRiver is a point seen from the river: how far along it, and how far to its left [m].
func (t *terrain) onRiver(p model.Point) (u, left float64) {
	u = p.X*t.along.X + p.Y*t.along.Y
	v, bend := t.across(u)
	return u, (p.Y*t.along.X - p.X*t.along.Y - v) / math.Sqrt(1+bend*bend)
}

// beside is the point at a distance along the river and to its left, the reverse of onRiver.
func (t *terrain) beside(u, left float64) model.Point {
	v, bend := t.across(u)
	v += left * math.Sqrt(1+bend*bend)
	return model.Point{X: u*t.along.X - v*t.along.Y, Y: u*t.along.Y + v*t.along.X}
}

// ashore moves a point out of the river, or close to it, onto its own bank.
func (t *terrain) ashore(p model.Point) model.Point {
	const quay, squeeze = 8.0, 0.3
	u, left := t.onRiver(p)
	near := t.width/2 + quay
	if math.Abs(left) >= near/(1-squeeze) {
		return p
	}
	return t.beside(u, math.Copysign(near+squeeze*math.Abs(left), left))
}

// elevation is the ground level [m above the sea]: banks, a slope up from them, and hills.
func (t *terrain) elevation(p model.Point) float64 {
	_, left := t.onRiver(p)
	far := max(0, math.Abs(left)-t.width/2)
	rise := 1 - math.Exp(-far/(0.35*t.radius+200))
	h := slope * min(1, t.radius/hillWave) * rise
	for _, w := range t.hills {
		h += min(1, 3*rise) * w.height * math.Sin(2*math.Pi*(p.X*w.direction.X+p.Y*w.direction.Y)/w.length+w.phase)
	}
	return math.Round(10*(bankHeight+max(0, h))) / 10
}

// density is how many people live around a point, in no unit.
func (t *terrain) density(p model.Point) float64 {
	if _, left := t.onRiver(p); !t.inside(p) || math.Abs(left) < t.width/2 {
		return 0
	}
	d := 0.12
	for _, c := range t.centres {
		d += c.weight * math.Exp(-dist(p, c.at)/c.spread)
	}
	return d
}

// river is the lines to draw: both banks and the water between.
func (t *terrain) river() [][]model.Point {
	const step = 40                                       // points of a line on each side
	lines := 2 + int(math.Ceil(t.width/(0.005*t.radius))) // side by side, so close that a picture of the whole city shows water
	var all [][]model.Point
	for k := range lines {
		var line []model.Point
		for i := -2 * step; i <= 2*step; i++ {
			p := t.beside(float64(i)/step*0.6*t.radius, t.width*(float64(k)/float64(lines-1)-0.5))
			if math.Hypot(p.X, p.Y) <= 1.15*t.rim(math.Atan2(p.Y, p.X)) {
				line = append(line, round(p))
			}
		}
		if len(line) > 1 {
			all = append(all, line)
		}
	}
	return all
}

// cell is the part of a ring that is nearer to a centre than to any other: the ring cut by the halfway lines.
func cell(r ring, centres []model.Point, find *finder, i int) ring {
	const neighbours = 40
	for _, j := range find.nearestN(centres[i], neighbours) {
		if j == i {
			continue
		}
		m, n := middleOf(centres[i], centres[j]), model.Point{X: centres[j].X - centres[i].X, Y: centres[j].Y - centres[i].Y}
		side := func(p model.Point) float64 { return (p.X-m.X)*n.X + (p.Y-m.Y)*n.Y }
		r = cut(r, side)
	}
	for k := range r {
		r[k] = round(r[k])
	}
	return r
}

func middleOf(a, b model.Point) model.Point {
	return model.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
}

// cut keeps the part of a closed ring where side is not positive.
func cut(r ring, side func(model.Point) float64) ring {
	var out ring
	for i := range len(r) - 1 {
		a, b := r[i], r[i+1]
		sa, sb := side(a), side(b)
		if sa <= 0 {
			out = append(out, a)
		}
		if (sa < 0 && sb > 0) || (sa > 0 && sb < 0) {
			t := sa / (sa - sb)
			out = append(out, model.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)})
		}
	}
	if len(out) > 0 {
		out = append(out, out[0])
	}
	return out
}

// shapeOf is a ring as a polygon.
func shapeOf(r ring) orb.MultiPolygon {
	line := make(orb.Ring, len(r))
	for i, p := range r {
		line[i] = orb.Point{p.X, p.Y}
	}
	return orb.MultiPolygon{orb.Polygon{line}}
}
