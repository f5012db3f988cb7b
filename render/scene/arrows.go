package scene

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"cascata/model"
)

// Limits of the arrows: more would be a hedge.
const (
	maxArrows   = 10
	bundleFrom  = 12 // from so many arrows on, those of one cause into one district and sector become one
	maxHops     = 12 // how far back a cause on the map is looked for
	shortestRun = 34 // an arrow shorter than this says nothing [px of the standard picture]
)

// arrow is a cause and one or more effects of it.
type arrow struct {
	from     Point
	cause    model.EntityID
	sector   model.SectorID
	district model.DistrictID
	first    int // number of the first effect
	latest   int // and of the last
	sum      Point
	count    int
	people   int64
	delayed  bool
}

func (a *arrow) to() Point { return Point{a.sum.X / float64(a.count), a.sum.Y / float64(a.count)} }

// arrows draws the latest losses of service, each from what caused it.
func (d *drawing) arrows() {
	d.pen.layer = LayerArrows
	list := d.recent()
	if len(list) > bundleFrom {
		list = bundle(list)
	}
	list = slices.DeleteFunc(list, func(a arrow) bool {
		to := a.to()
		return math.Hypot(to.X-a.from.X, to.Y-a.from.Y) < d.px(shortestRun)
	})
	slices.SortStableFunc(list, func(a, b arrow) int {
		if c := cmp.Compare(b.people, a.people); c != 0 {
			return c
		}
		return cmp.Compare(b.count, a.count)
	})
	list = list[:min(len(list), maxArrows)]
	slices.SortFunc(list, func(a, b arrow) int { return cmp.Compare(a.first, b.first) })
	for i := range list {
		d.arrow(&list[i], i+1)
	}
}

// recent is one arrow for each loss of service in the window of the options, from the nearest cause that is on the map. Both ends
// are glyphs.
func (d *drawing) recent() []arrow {
	spots := make(map[model.EntityID]Point, len(d.spots))
	for i := range d.spots {
		if d.spots[i].fade == 0 || d.spots[i].state != Normal {
			spots[d.spots[i].entity] = d.spots[i].at
		}
	}
	d.standIns(spots)
	var out []arrow
	for n := d.now.count; n > 0 && d.rec.Change(n).At > d.t-d.opt.Arrows; n-- {
		c := d.rec.Change(n)
		to, shown := spots[c.Entity]
		if !shown || c.Kind != model.KindService || c.To >= c.From {
			continue
		}
		e := &d.rec.Entities[c.Entity]
		if d.opt.Sector != "" && d.rec.SectorName(c.Entity) != d.opt.Sector {
			continue
		}
		cause, delayed, ok := d.origin(n, spots)
		if !ok {
			continue
		}
		out = append(out, arrow{from: spots[cause], cause: cause, sector: e.Sector, district: e.District, first: n, latest: n, sum: to,
			count: 1, people: int64(float64(e.People) * lost(c.To)), delayed: delayed})
	}
	return out
}

// standIns lets the one glyph of several devices in one place stand for all of them.
func (d *drawing) standIns(spots map[model.EntityID]Point) {
	type site struct {
		operator model.OperatorID
		at       model.Point
	}
	glyphs := map[site]Point{}
	for i := range d.spots {
		if e := d.spots[i].entity; int(e) >= d.rec.Assets {
			at, _ := d.place(e)
			glyphs[site{d.rec.Entities[e].Operator, at}] = d.spots[i].at
		}
	}
	for i := d.rec.Assets; i < len(d.rec.Entities); i++ {
		at, ok := d.place(model.EntityID(i))
		if p, found := glyphs[site{d.rec.Entities[i].Operator, at}]; ok && found && d.rec.Entities[i].Sort == model.SortDevice {
			spots[model.EntityID(i)] = p
		}
	}
}

// origin is the nearest cause of Change n that is on the map at another place.
func (d *drawing) origin(n int, spots map[model.EntityID]Point) (cause model.EntityID, delayed, ok bool) {
	here := spots[d.rec.Change(n).Entity]
	for range maxHops {
		delayed = delayed || d.rec.Change(n).Why.Code == model.WhyBufferEmpty
		causes := d.rec.Causes(n)
		if len(causes) == 0 {
			return 0, false, false
		}
		n = int(causes[0].Number)
		e := d.rec.Change(n).Entity
		if at, shown := spots[e]; shown && at != here {
			return e, delayed, true
		}
	}
	return 0, false, false
}

// bundle joins the arrows of one cause into one sector of one district.
func bundle(list []arrow) []arrow {
	type key struct {
		cause    model.EntityID
		sector   model.SectorID
		district model.DistrictID
	}
	index := map[key]int{}
	var out []arrow
	for _, a := range list {
		k := key{a.cause, a.sector, a.district}
		i, seen := index[k]
		if !seen {
			index[k] = len(out)
			out = append(out, a)
			continue
		}
		b := &out[i]
		b.first, b.latest = min(b.first, a.first), max(b.latest, a.latest)
		b.sum = Point{b.sum.X + a.sum.X, b.sum.Y + a.sum.Y}
		b.count += a.count
		b.people += a.people
		b.delayed = b.delayed || a.delayed
	}
	return out
}

// arrow draws one: a bow with a head, its place in the order, and how many it stands for.
func (d *drawing) arrow(a *arrow, order int) {
	to := a.to()
	bow := d.bow(a.from, to)
	name := id("arrow", strconv.Itoa(order), d.rec.Name(a.cause), d.rec.Name(d.rec.Change(a.first).Entity))
	age := float64(d.t-d.rec.Change(a.latest).At) / float64(d.opt.Arrows)
	fade := round(0.55 * max(0, min(1, age)))
	ink := sectorInk(d.rec.Sectors[a.sector].Name)
	width := d.px(2 + min(2, math.Log10(float64(a.count))*1.5))
	var dash []float64
	if a.delayed {
		dash = []float64{d.px(8), d.px(5)}
	}
	d.pen.add(Item{ID: name, Kind: Polyline, Paths: [][]Point{append([]Point(nil), bow...)}, Stroke: Background, Width: width + d.px(2.6), Fade: 0.25})
	d.pen.add(Item{ID: name, Kind: Polyline, Paths: [][]Point{bow}, Stroke: ink, Width: width, Dash: dash, Fade: fade})
	d.pen.add(Item{ID: name, Kind: Polygon, Paths: [][]Point{place(regular(12, 1, 0), bow[0], width*0.9)}, Fill: ink, Fade: fade})
	tip, before := bow[len(bow)-1], bow[len(bow)-3]
	d.pen.add(Item{ID: name, Kind: Polygon, Paths: [][]Point{d.head(before, tip, width)}, Fill: ink, Stroke: Background, Width: d.px(0.8), Fade: fade})
	d.number(name, bow[len(bow)*2/5], order, ink)
}

// bow is the curve of an arrow: it bends to the left and stops short of both ends.
func (d *drawing) bow(from, to Point) []Point {
	dx, dy := to.X-from.X, to.Y-from.Y
	length := math.Hypot(dx, dy)
	trim := min(d.px(9)/length, 0.25)
	mid := Point{from.X + dx/2 + dy*0.18, from.Y + dy/2 - dx*0.18}
	const n = 18
	out := make([]Point, n+1)
	for i := range out {
		t := trim + (1-2*trim)*float64(i)/n
		u := 1 - t
		out[i] = Point{u*u*from.X + 2*u*t*mid.X + t*t*to.X, u*u*from.Y + 2*u*t*mid.Y + t*t*to.Y}
	}
	for i, p := range out { // a bow may leave the map at its edge
		out[i] = Point{max(d.view.rect.X+2, min(d.view.rect.Right()-2, p.X)), max(d.view.rect.Y+2, min(d.view.rect.Bottom()-2, p.Y))}
	}
	return out
}

// head is the point of an arrow at tip.
func (d *drawing) head(before, tip Point, width float64) []Point {
	dx, dy := tip.X-before.X, tip.Y-before.Y
	length := max(math.Hypot(dx, dy), 1e-6)
	dx, dy = dx/length, dy/length
	l, w := d.px(7)+width*1.5, d.px(3.5)+width
	return []Point{{tip.X + dx*d.px(3), tip.Y + dy*d.px(3)}, {tip.X - dx*l - dy*w, tip.Y - dy*l + dx*w},
		{tip.X - dx*l*0.7, tip.Y - dy*l*0.7}, {tip.X - dx*l + dy*w, tip.Y - dy*l - dx*w}}
}

// number is a disc with a number in it, unless another one is in its place already.
func (d *drawing) number(name string, at Point, n int, ink Ink) {
	r := max(d.px(8.5), 6.5)
	box := Rect{at.X - r, at.Y - r, 2 * r, 2 * r}
	if slices.ContainsFunc(d.placed, box.Overlaps) || !d.view.rect.Contains(box) {
		return
	}
	d.placed = append(d.placed, box)
	d.pen.add(Item{ID: name, Kind: Polygon, Paths: [][]Point{place(regular(20, 1, 0), at, r)}, Fill: Background, Stroke: ink, Width: d.px(1.4)})
	size := max(round(r*1.3), 8.5)
	d.pen.words(name, strconv.Itoa(n), at.X, at.Y+size*0.36, style{size, true, Words, Middle})
}
