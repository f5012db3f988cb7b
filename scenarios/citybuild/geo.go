package citybuild

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"cascata/model"
)

// plane projects degrees to metres east and north of an origin: equirectangular with the radii of curvature of the WGS 84
// ellipsoid at the origin. Within 10 km of the origin it is off by less than 10 m.
type plane struct {
	lon, lat float64
	perLon   float64 // [m per degree]
	perLat   float64
}

func newPlane(lon, lat float64) plane {
	const a, e2 = 6378137.0, 0.00669437999014 // WGS 84: major half axis [m], squared eccentricity
	sin, cos := math.Sincos(lat * math.Pi / 180)
	w := 1 - e2*sin*sin
	degree := math.Pi / 180
	return plane{lon, lat, a / math.Sqrt(w) * cos * degree, a * (1 - e2) / (w * math.Sqrt(w)) * degree}
}

// project rounds to 0.1 m: finer than the data, and short to write.
func (p plane) project(q orb.Point) model.Point {
	return model.Point{X: tenth((q[0] - p.lon) * p.perLon), Y: tenth((q[1] - p.lat) * p.perLat)}
}

func tenth(x float64) float64 { return math.Round(x*10)/10 + 0 }

func round(p model.Point) model.Point { return model.Point{X: tenth(p.X), Y: tenth(p.Y)} }

// polygons moves polygons from degrees to the plane.
func (p plane) polygons(all orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range all {
		for _, r := range polygon {
			for i := range r {
				q := p.project(r[i])
				r[i] = orb.Point{q.X, q.Y}
			}
		}
	}
	return all
}

// outer is the outer ring of each polygon.
func outer(m orb.MultiPolygon) []ring {
	var rings []ring
	for _, polygon := range m {
		r := make(ring, len(polygon[0]))
		for i, p := range polygon[0] {
			r[i] = model.Point{X: p[0], Y: p[1]}
		}
		rings = append(rings, r)
	}
	return rings
}

func dist(a, b model.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

func middle(a, b model.Point) model.Point { return between(a, b, 0.5) }

func between(a, b model.Point, t float64) model.Point {
	return round(model.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)})
}

// districtAt is the district whose shape holds the point, or the nearest one.
func (in *input) districtAt(p model.Point) int {
	if i := in.districtOf(p); i >= 0 {
		return i
	}
	q := orb.Point{p.X, p.Y}
	best, least := 0, math.Inf(1)
	for i := range in.districts {
		for _, polygon := range in.districts[i].shape {
			if d := planar.DistanceFrom(polygon[0], q); d < least {
				best, least = i, d
			}
		}
	}
	return best
}

// districtOf is the district whose shape holds the point; -1 if there is none.
func (in *input) districtOf(p model.Point) int {
	q := orb.Point{p.X, p.Y}
	for i := range in.districts {
		if in.districts[i].bound.Contains(q) && planar.MultiPolygonContains(in.districts[i].shape, q) {
			return i
		}
	}
	return -1
}

// nearest is the index of the point nearest to p; -1 if there is none. Ties go to the first. A finder does it for many points.
func nearest(p model.Point, points []model.Point) int {
	best, least := -1, math.Inf(1)
	for i, q := range points {
		if d := dist(p, q); d < least {
			best, least = i, d
		}
	}
	return best
}

// slug is a path-safe name: "São Vicente" becomes "sao-vicente".
func slug(title string) string {
	plain := strings.NewReplacer("á", "a", "à", "a", "â", "a", "ã", "a", "ä", "a", "é", "e", "ê", "e", "è", "e", "í", "i", "ó", "o", "ô", "o", "õ", "o",
		"ö", "o", "ú", "u", "ü", "u", "ç", "c", "ñ", "n")
	var b strings.Builder
	for _, c := range plain.Replace(strings.ToLower(title)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
