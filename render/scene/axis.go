package scene

import (
	"cmp"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// axis maps the run to the width of the timeline. Long stretches in which nothing happens are pressed together and hatched;
// everywhere else an hour is equally wide.
type axis struct {
	x, w   float64
	pieces []piece
}

// piece is a part of the run, from one instant to another, and of the width.
type piece struct {
	from, to sim.Time
	x, w     float64
	quiet    bool
}

// How quiet a stretch must be to be pressed, how much of it stays at either end, how wide the rest becomes, and how many are
// pressed at most: an axis of nothing but hatches tells no time.
const (
	quietFrom  = sim.Time(4 * time.Hour)
	quietKeep  = sim.Time(30 * time.Minute)
	quietWidth = 0.045 // share of the width
	quietMost  = 4
)

// newAxis lays out a run until end; moments are the instants at which something visible happens, ascending.
func newAxis(x, w float64, end sim.Time, moments []sim.Time) axis {
	a := axis{x: x, w: w}
	a.cut(end, moments)
	var active, quiet float64
	for _, p := range a.pieces {
		if p.quiet {
			quiet += w * quietWidth
		} else {
			active += float64(p.to - p.from)
		}
	}
	for i := range a.pieces {
		p := &a.pieces[i]
		p.x, p.w = x, w*quietWidth
		if !p.quiet {
			p.w = (w - quiet) * float64(p.to-p.from) / active
		}
		x += p.w
	}
	return a
}

// cut splits the run into pieces, quiet and not; a run with nothing in it stays whole.
func (a *axis) cut(end sim.Time, moments []sim.Time) {
	from := sim.Time(0) // where the piece begins that is not finished yet
	for _, q := range pressed(stretches(end, moments), end) {
		a.pieces = append(a.pieces, piece{from: from, to: q.from}, q)
		from = q.to
	}
	if from < end || len(a.pieces) == 0 {
		a.pieces = append(a.pieces, piece{from: from, to: max(end, from+1)})
	}
}

// stretches are the parts of a run that could be pressed.
func stretches(end sim.Time, moments []sim.Time) (list []piece) {
	if len(moments) == 0 {
		return nil
	}
	last := sim.Time(0)
	for _, m := range append(append([]sim.Time(nil), moments...), end) {
		if m-last > quietFrom+2*quietKeep {
			q := piece{from: last + quietKeep, to: m - quietKeep, quiet: true}
			if m == end {
				q.to = end
			}
			list = append(list, q)
		}
		last = max(last, m)
	}
	return list
}

// pressed keeps the longest stretches, as long as pressing one leaves it less than half of its width.
func pressed(list []piece, end sim.Time) (kept []piece) {
	slices.SortStableFunc(list, func(p, q piece) int { return cmp.Compare(q.to-q.from, p.to-p.from) })
	for _, q := range list {
		if len(kept) == quietMost || float64(q.to-q.from) < 2*quietWidth*float64(end) {
			break
		}
		kept = append(kept, q)
		end -= q.to - q.from
	}
	slices.SortFunc(kept, func(p, q piece) int { return cmp.Compare(p.from, q.from) })
	return kept
}

// at is where an instant stands.
func (a *axis) at(t sim.Time) float64 {
	for _, p := range a.pieces {
		if t <= p.to {
			return p.x + p.w*max(0, float64(t-p.from))/float64(p.to-p.from)
		}
	}
	return a.x + a.w
}

// hour is how wide an hour is outside the quiet stretches.
func (a *axis) hour() float64 {
	for _, p := range a.pieces {
		if !p.quiet {
			return p.w / p.to.Sub(p.from).Hours()
		}
	}
	return a.w
}

// happenings are the instants at which the timeline has something to show, ascending: marks, changes of the sectors' service, and every
// hour in which an essential service is missing: time without it is not quiet.
func happenings(rec *trace.Recording) []sim.Time {
	var out []sim.Time
	for i := range rec.Changes {
		if c := &rec.Changes[i]; isAttack(c) || isResponse(c) {
			out = append(out, c.At)
		}
	}
	const hour, missing = sim.Time(time.Hour), model.Full - model.Full/100
	for s := range rec.Sectors {
		points := rec.City.Points(int32(s))
		for i, p := range points {
			if i > 0 {
				out = append(out, p.At)
			}
			end := rec.Header.End
			if i+1 < len(points) {
				end = points[i+1].At
			}
			for t := p.At; rec.Sectors[s].Essential && p.Level < missing && t < end; t += hour {
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// grid draws the axis: lines at full steps of the scenario's clock, and a hatch with its length over every quiet stretch.
func (b *bar) grid() {
	for _, p := range b.axis.pieces {
		if p.quiet {
			b.quiet(p)
		}
	}
	step, last := axisStep(b.axis.hour(), b.d.px(84)), 0.0
	for _, p := range b.axis.pieces {
		if !p.quiet {
			last = b.ticks(p, step, last)
		}
	}
}

func (b *bar) quiet(p piece) {
	d := b.d
	ring := []Point{{p.x, b.plot.Y}, {p.x + p.w, b.plot.Y}, {p.x + p.w, b.plot.Bottom()}, {p.x, b.plot.Bottom()}}
	d.pen.add(Item{ID: "quiet", Kind: Polyline, Paths: hatch([][]Point{ring}, d.px(9)), Stroke: PanelEdge, Width: d.px(1)})
	size := d.font(12)
	for _, text := range [2]string{"quiet " + Span(p.to.Sub(p.from).Round(time.Hour)), Span(p.to.Sub(p.from).Round(time.Hour))} {
		w := TextWidth(text, size, false)
		box := Rect{p.x + p.w/2 - w/2 - d.px(6), 0, w + d.px(12), 1}
		if b.covered(box) || box.Right() > d.plan.timeline.Right() {
			continue
		}
		b.taken = append(b.taken, box)
		d.pen.words("quiet", text, p.x+p.w/2, b.plot.Bottom()+d.px(20), style{size, false, Muted, Middle})
		return
	}
}

// ticks draws the lines of one piece; the first one of a day says which.
func (b *bar) ticks(p piece, step sim.Time, last float64) float64 {
	d, clock, small := b.d, b.d.rec.Clock(), b.d.font(13)
	for t := firstTick(clock, step, p.from); t <= p.to; t += step {
		x := b.axis.at(t)
		d.pen.line("axis", PanelEdge, d.px(1), Point{x, b.plot.Y}, Point{x, b.plot.Bottom() + d.px(5)})
		dayName, text := day(clock.Text(t))
		ink := Muted
		switch {
		case text == "00:00":
			text, ink = dayName, Words
		case dayName != b.day:
			text, ink = dayName+" "+text, Words
		}
		w := TextWidth(text, small, false)
		box := Rect{x - w/2 - d.px(2), 0, w + d.px(4), 1}
		if x-w/2 < last+d.px(6) || box.Right() > d.plan.timeline.Right() || b.covered(box) {
			continue
		}
		last, b.day = x+w/2, dayName
		d.pen.words("axis", text, x, b.plot.Bottom()+d.px(20), style{small, false, ink, Middle})
	}
	return last
}

func (b *bar) covered(box Rect) bool {
	for _, r := range b.taken {
		if box.Overlaps(r) {
			return true
		}
	}
	return false
}

// axisStep is the smallest step whose ticks stand at least room apart.
func axisStep(hour, room float64) sim.Time {
	for _, h := range [9]float64{0.25, 0.5, 1, 2, 3, 6, 12, 24, 48} {
		if h*hour >= room {
			return sim.Time(h * 3600e9)
		}
	}
	return 7 * 24 * 3600e9
}

// firstTick is the first instant from begin on whose reading is a multiple of step since midnight of day 0.
func firstTick(clock trace.Clock, step, begin sim.Time) sim.Time {
	into, err := clock.Parse("1d 00:00") // the first midnight tells how far into day 0 the clock starts
	if err != nil {
		return begin
	}
	offset := into % step
	return offset + (begin-offset+step-1)/step*step
}
