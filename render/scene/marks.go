package scene

import (
	"strconv"

	"cascata/model"
	"cascata/model/trace"
)

func isAttack(c *trace.Change) bool {
	return c.Kind == model.KindFoothold && c.To > c.From || c.Kind == model.KindData ||
		c.Kind == model.KindCommand && (c.Why.Code == model.WhyOpened || c.Why.Code == model.WhyStopped ||
			c.Why.Code == model.WhyDamaged || c.Why.Code == model.WhySetPoint)
}

func isResponse(c *trace.Change) bool {
	switch c.Kind {
	case model.KindDetection, model.KindAwareness, model.KindDecision, model.KindRepair:
		return true
	}
	return false
}

// marks draws a lane of events; those closer than a mark is wide become one with a count.
func (b *bar) marks(name, title string, ink Ink, r Rect, take func(*trace.Change) bool) {
	d := b.d
	size := d.font(15)
	d.pen.words("lane/"+name, title, b.plot.X-d.px(10), r.centre().Y+size*0.36, style{size, false, Words, End})
	var xs []float64
	last := len(d.rec.Changes)
	if d.opt.HideFuture {
		last = d.now.count
	}
	for i := range d.rec.Changes[:last] {
		if c := &d.rec.Changes[i]; take(c) {
			xs = append(xs, b.x(c.At))
		}
	}
	for _, c := range b.clusters(xs, r) {
		b.mark(name, ink, c, r)
	}
}

// cluster is marks that stand too close to be drawn one by one.
type cluster struct {
	sum   float64
	count int
	box   Rect
}

// clusters joins neighbours until no two marks touch.
func (b *bar) clusters(xs []float64, lane Rect) []cluster {
	var out []cluster
	for _, x := range xs {
		c := cluster{sum: x, count: 1}
		c.box = b.box(&c, lane)
		for n := len(out); n > 0 && out[n-1].box.Inset(-b.d.px(1)).Overlaps(c.box); n = len(out) {
			c.sum, c.count = c.sum+out[n-1].sum, c.count+out[n-1].count
			c.box = b.box(&c, lane)
			out = out[:n-1]
		}
		out = append(out, c)
	}
	return out
}

// box is what a cluster covers: a pill as long as its number, inside its lane.
func (b *bar) box(c *cluster, lane Rect) Rect {
	w := b.d.px(11)
	if c.count > 1 {
		w = TextWidth(strconv.Itoa(c.count), b.markSize(), true) + b.d.px(10)
	}
	x := max(lane.X, min(lane.Right()-w, c.sum/float64(c.count)-w/2))
	return Rect{x, lane.centre().Y - b.d.px(8.5), w, b.d.px(17)}
}

func (b *bar) markSize() float64 { return round(max(b.d.px(12.5), 9)) }

// mark is one event, or a cluster with the number of its events.
func (b *bar) mark(name string, ink Ink, c cluster, lane Rect) {
	d, at, fade := b.d, c.box.centre(), 0.0
	if at.X > b.x(d.t)+0.01 {
		fade = 0.55
	}
	shape := rounded(c.box, d.px(7))
	if c.count == 1 {
		shape = place(shapes("diamond"), at, d.px(5))
	}
	d.pen.add(Item{ID: "mark/" + name, Kind: Polygon, Paths: [][]Point{shape}, Fill: ink, Fade: fade})
	if c.count > 1 {
		size := b.markSize()
		d.pen.words("mark/"+name, strconv.Itoa(c.count), at.X, at.Y+size*0.36, style{size, true, Background, Middle})
	}
}
