package scene

import (
	"cmp"
	"slices"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// timeline draws the clock, the marks of what happened in lanes, and the service of the sectors over the whole run.
func (d *drawing) timeline() {
	d.pen.layer = LayerPanels
	r := d.plan.timeline
	d.pen.box("timeline", r, Panel, PanelEdge)
	d.clock(Rect{r.X + d.px(18), r.Y, d.px(176), r.H})
	names, key := r.X+d.px(200), d.px(276)
	b := d.newBar(names, Rect{names + d.px(92), r.Y + d.px(12), r.Right() - key - names - d.px(92), r.H - d.px(12) - d.px(28)})
	b.grid()
	rest := b.lanes()
	b.overlay(rest, Rect{b.plot.Right() + d.px(16), r.Y, key - d.px(16), r.H})
	b.playhead()
}

// laneHeight is the height of a lane of marks [px of the standard picture].
const laneHeight = 22

// lanes draws the lanes of marks and gives back what is left of the plot.
func (b *bar) lanes() Rect {
	lane := b.d.px(laneHeight)
	b.marks("attack", b.d.attackLane(), StateCompromised, Rect{b.plot.X, b.plot.Y, b.plot.W, lane}, isAttack)
	b.marks("response", "Response", StateRestoring, Rect{b.plot.X, b.plot.Y + lane, b.plot.W, lane}, isResponse)
	used := 2*lane + b.d.px(3)
	return Rect{b.plot.X, b.plot.Y + used, b.plot.W, b.plot.H - used}
}

// attackLane is the name of the first lane: a run without an attacker has events.
func (d *drawing) attackLane() string {
	for i := range d.rec.Changes {
		if d.rec.Changes[i].Kind == model.KindFoothold {
			return "Attack"
		}
	}
	return "Events"
}

// overlay draws the curves of all sectors over each other, with a key that also tells the service of the moment.
func (b *bar) overlay(r Rect, key Rect) {
	d := b.d
	top, height := r.Y+d.px(6), r.H-d.px(8)
	for i, text := range [3]string{"100 %", "50 %", "0 %"} {
		y, size := top+height*float64(i)/2, d.font(13)
		d.pen.line("axis", PanelEdge, d.px(1), Point{r.X, y}, Point{r.Right(), y})
		if i != 1 || height > 4*size {
			d.pen.words("axis", text, r.X-d.px(10), y+size*0.36, style{size, false, Muted, End})
		}
	}
	step := max(d.px(21), 13)
	list := d.curves(min(9, int((key.H-d.px(8))/step)), false)
	for i := len(list) - 1; i >= 0; i-- { // the hardest hit on top
		b.line(list[i], top, height)
	}
	y := key.centre().Y - step*float64(len(list)-1)/2
	for i, s := range list {
		b.keyRow(s, Rect{key.X, y + step*(float64(i)-0.5), key.W - d.px(12), step})
	}
}

// line draws one sector's curve: strong until now, faint after it.
func (b *bar) line(s model.SectorID, top, height float64) {
	d := b.d
	name := d.rec.Sectors[s].Name
	past, future := b.steps(d.rec.City.Points(int32(s)), top, height)
	if len(future) > 1 && !d.opt.HideFuture {
		d.pen.add(Item{ID: "curve/" + name, Kind: Polyline, Paths: [][]Point{future}, Stroke: sectorInk(name), Width: d.px(1.2), Fade: 0.45})
	}
	if len(past) > 1 {
		d.pen.add(Item{ID: "curve/" + name, Kind: Polyline, Paths: [][]Point{past}, Stroke: sectorInk(name), Width: d.px(2.4), Dash: d.dash(name)})
	}
}

// keyRow names one curve and its value now.
func (b *bar) keyRow(s model.SectorID, r Rect) {
	d := b.d
	sector, size, y := &d.rec.Sectors[s], d.font(15), r.centre().Y
	name := "curve/" + sector.Name + "/key"
	d.pen.add(Item{ID: name, Kind: Polyline, Paths: [][]Point{{{r.X, y}, {r.X + d.px(34), y}}}, Stroke: sectorInk(sector.Name), Width: d.px(2.4),
		Dash: d.dash(sector.Name)})
	now := d.now.city[s].Level
	value := style{size, now < model.Full, Words, End}
	if now < model.Full {
		value.ink = Alarm
	}
	text := Percent(now.Share())
	d.pen.words(name, text, r.Right(), y+size*0.36, value)
	left := r.X + d.px(44)
	d.pen.words(name, fit(sector.Title, size, false, r.Right()-TextWidth(text, size, true)-d.px(8)-left), left, y+size*0.36,
		style{size, false, Words, Start})
}

// Curves is a picture of the whole run: the service of every sector that is essential or lost some of it, above each other, with
// the marks of attack and response; width in px, at least 480. The lost service of a sector is the area that hangs from its
// upper line.
func Curves(rec *trace.Recording, width int, theme Theme) *Picture {
	d := &drawing{rec: rec, t: rec.Header.End, told: rec.Focus(), now: newMoment(rec, rec.Header.End)}
	w := float64(max(width, minWidth))
	d.plan.unit = 1
	shown := d.curves(len(rec.Sectors), true)
	n, left := len(shown), 216.0
	for _, s := range shown {
		left = max(left, min(TextWidth(rec.Sectors[s].Title, d.font(15), false)+24, w/3))
	}
	b := d.newBar(4, Rect{left, 6, w - left - 70, 2*laneHeight + 3 + float64(n)*curveHeight})
	h := b.plot.Bottom() + 30
	d.opt = Options{Width: int(w), Height: int(h), Theme: theme}
	d.plan.timeline = Rect{0, 0, w, h}
	d.pen.layer = LayerPanels
	d.pen.bar("background", Rect{0, 0, w, h}, Background, 0)
	b.grid()
	rest := b.lanes()
	for i, s := range shown {
		b.curve(s, Rect{rest.X, rest.Y + float64(i)*curveHeight, rest.W, curveHeight})
	}
	return &Picture{W: w, H: h, Theme: theme, Title: "Service of each sector over the run, in per cent of what was planned", Items: d.pen.items}
}

// curveHeight is the height of one curve in Curves [px].
const curveHeight = 46

// clock writes the scenario's clock large.
func (d *drawing) clock(r Rect) {
	dayName, clock := day(d.rec.Clock().Text(d.t))
	big, small := d.font(52), d.font(18)
	mid := r.centre().Y
	d.pen.words("clock", clock, r.X, mid+big*0.2, style{big, true, Accent, Start})
	d.pen.words("clock", dayName+"   "+Elapsed(d.t), r.X, mid+big*0.2+small*1.7, style{small, false, Muted, Start})
}

// curves are the sectors to show: the one the picture tells of, the essential ones, and of the others those that lost service and, unless all are asked for, have a
// colour of their own; the hardest hit of the whole run first, so that rows keep their place from picture to picture.
func (d *drawing) curves(n int, all bool) []model.SectorID {
	loss := make([]float64, len(d.rec.Sectors))
	var list []model.SectorID
	for i := range d.rec.Sectors {
		loss[i] = lostHours(d.rec, model.SectorID(i))
		told := d.counts(model.SectorID(i)) || loss[i] > 0 && (all || sectorInk(d.rec.Sectors[i].Name) != SectorOther)
		if told && d.rec.City.Row(int32(i), 0) >= 0 {
			list = append(list, model.SectorID(i))
		}
	}
	slices.SortStableFunc(list, func(a, b model.SectorID) int {
		if a == d.told || b == d.told {
			return firstIf(a == d.told)
		}
		ea, eb := d.rec.Sectors[a].Essential, d.rec.Sectors[b].Essential
		if ea != eb {
			return firstIf(ea)
		}
		return cmp.Compare(loss[b], loss[a])
	})
	return list[:min(n, len(list))]
}

// firstIf orders what comes first against what does not.
func firstIf(first bool) int {
	if first {
		return -1
	}
	return 1
}

// lostHours is the area above a sector's curve: hours of full service lost.
func lostHours(rec *trace.Recording, s model.SectorID) float64 {
	var sum float64
	points := rec.City.Points(int32(s))
	for i, p := range points {
		end := rec.Header.End
		if i+1 < len(points) {
			end = points[i+1].At
		}
		sum += lost(p.Level) * end.Sub(p.At).Hours()
	}
	return sum
}

// bar is the part of the timeline that has an axis.
type bar struct {
	d     *drawing
	plot  Rect
	names float64
	end   sim.Time
	axis  axis
	taken []Rect // words under the axis
	day   string // the day that the axis named last
}

// newBar is a bar over a plot. Where the future is hidden the axis must not tell of it: there it is even.
func (d *drawing) newBar(names float64, plot Rect) bar {
	b := bar{d: d, names: names, end: max(d.rec.Header.End, 1), plot: plot}
	var moments []sim.Time
	if !d.opt.HideFuture {
		moments = happenings(d.rec)
	}
	b.axis = newAxis(plot.X, plot.W, b.end, moments)
	return b
}

func (b *bar) x(t sim.Time) float64 { return b.axis.at(t) }

// curve draws one sector in a row of its own: the service it delivers, and what is lost as an area hanging from full service.
func (b *bar) curve(s model.SectorID, r Rect) {
	d := b.d
	sector := &d.rec.Sectors[s]
	ink, size := sectorInk(sector.Name), d.font(15)
	top, height := r.Y+d.px(4), r.H-d.px(8)
	name := "curve/" + sector.Name
	mid := r.Y + r.H/2 + size*0.36
	d.pen.words(name, fit(sector.Title, size, false, b.plot.X-b.names-d.px(8)), b.plot.X-d.px(10), mid, style{size, false, Words, End})
	d.pen.line(name, PanelEdge, d.px(1), Point{r.X, top}, Point{r.Right(), top})
	line, _ := b.steps(d.rec.City.Points(int32(s)), top, height)
	if len(line) > 1 {
		area := append(append([]Point(nil), line...), Point{line[len(line)-1].X, top}, Point{line[0].X, top})
		d.pen.add(Item{ID: name, Kind: Polygon, Paths: [][]Point{area}, Fill: ink, Fade: 0.62})
		d.pen.add(Item{ID: name, Kind: Polyline, Paths: [][]Point{line}, Stroke: ink, Width: d.px(2), Dash: d.dash(sector.Name)})
	}
	lowest := model.Full
	for _, p := range d.rec.City.Points(int32(s)) {
		lowest = min(lowest, p.Level)
	}
	valueInk := Words
	if lowest < model.Full {
		valueInk = Alarm
	}
	d.pen.words(name, Percent(lowest.Share()), b.plot.Right()+d.px(62), mid, style{size, lowest < model.Full, valueInk, End})
}

func (d *drawing) dash(sector string) []float64 {
	var out []float64
	for _, l := range sectorDash(sector) {
		out = append(out, d.px(l))
	}
	return out
}

// steps turns the points of a step function into a line until now and one after it.
func (b *bar) steps(points []trace.Point, top, height float64) (past, future []Point) {
	level := model.Full
	now := b.x(b.d.t)
	for _, p := range points {
		x, y, before := b.x(p.At), top+height*lost(p.Level), top+height*lost(level)
		line := &past
		if p.At > b.d.t {
			if len(future) == 0 {
				past = append(past, Point{now, before})
				future = append(future, Point{now, before})
			}
			line = &future
		}
		*line = append(*line, Point{x, before}, Point{x, y})
		level = p.Level
	}
	end, y := b.x(b.end), top+height*lost(level)
	if len(future) > 0 {
		return past, append(future, Point{end, y})
	}
	return append(past, Point{now, y}), []Point{{now, y}, {end, y}}
}

// playhead marks now.
func (b *bar) playhead() {
	d := b.d
	x := b.x(d.t)
	d.pen.line("playhead", Accent, d.px(2), Point{x, b.plot.Y - d.px(4)}, Point{x, b.plot.Bottom() + d.px(6)})
	d.pen.add(Item{ID: "playhead", Kind: Polygon, Fill: Accent,
		Paths: [][]Point{{{x - d.px(7), b.plot.Y - d.px(11)}, {x + d.px(7), b.plot.Y - d.px(11)}, {x, b.plot.Y - d.px(1)}}}})
}
