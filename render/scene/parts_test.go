package scene

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 184200: "184,200", 1234567: "1,234,567", -12400: "−12,400"} {
		require.Equal(t, want, Count(n))
	}
	require.Equal(t, "184,200 (34 %)", CountOf(184200, 544851)) // 0.338
	require.Equal(t, "5", CountOf(5, 0))
	for share, want := range map[float64]string{0: "0 %", 0.001: "< 1 %", 0.5: "50 %", 0.999: "> 99 %", 1: "100 %"} {
		require.Equal(t, want, Percent(share))
	}
	for d, want := range map[time.Duration]string{
		45 * time.Second: "45 s", 18 * time.Minute: "18 min", 4 * time.Hour: "4 h", 4*time.Hour + 20*time.Minute: "4 h 20 min",
		51 * time.Hour: "2 d 3 h", -time.Hour: "−1 h",
	} {
		require.Equal(t, want, Span(d))
	}
	require.Equal(t, "T+06:21", Elapsed(sim.Time(6*time.Hour+21*time.Minute)))
	require.Equal(t, "T+71:59", Elapsed(sim.Time(72*time.Hour-time.Second)))
}

func area(ring []Point) float64 {
	var sum float64
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return math.Abs(sum / 2)
}

func genPoint(t *rapid.T, label string) Point {
	return Point{rapid.Float64Range(-50, 150).Draw(t, label+"x"), rapid.Float64Range(-50, 150).Draw(t, label+"y")}
}

func TestClippedLinesStayInside(t *testing.T) {
	frame := Rect{0, 0, 100, 80}
	rapid.Check(t, func(t *rapid.T) {
		line := make([]Point, rapid.IntRange(2, 8).Draw(t, "n"))
		for i := range line {
			line[i] = genPoint(t, "p")
		}
		var length, want float64
		for _, part := range clipLine(nil, line, frame) {
			require.GreaterOrEqual(t, len(part), 2)
			for i, p := range part {
				require.True(t, frame.Inset(-1e-9).has(p), "%v", p)
				if i > 0 {
					length += math.Hypot(p.X-part[i-1].X, p.Y-part[i-1].Y)
				}
			}
		}
		// The oracle walks the line in small steps and adds up those inside.
		const n = 2000
		for i := 0; i+1 < len(line); i++ {
			a, b := line[i], line[i+1]
			step := math.Hypot(b.X-a.X, b.Y-a.Y) / n
			for k := range n {
				s := (float64(k) + 0.5) / n
				if frame.has(Point{a.X + (b.X-a.X)*s, a.Y + (b.Y-a.Y)*s}) {
					want += step
				}
			}
		}
		require.InDelta(t, want, length, 2)
	})
}

func TestClippedRectangles(t *testing.T) {
	frame := Rect{0, 0, 100, 100}
	square := []Point{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}}
	require.InDelta(t, 2500, area(clipRing(square, frame)), 1e-9)
	require.Empty(t, clipRing([]Point{{200, 200}, {300, 200}, {300, 300}}, frame))
	require.InDelta(t, 5000, area(clipHalf(square, Point{1, 0}, 0)), 1e-9)
}

// TestHatchCoversItsShare: lines a gap apart have a total length of area / gap.
func TestHatchCoversItsShare(t *testing.T) {
	ring := []Point{{10, 10}, {210, 10}, {210, 160}, {10, 160}}
	for _, gap := range []float64{3, 7, 12} {
		var length float64
		for _, l := range hatch([][]Point{ring}, gap) {
			require.Len(t, l, 2)
			length += math.Hypot(l[1].X-l[0].X, l[1].Y-l[0].Y)
		}
		require.InEpsilon(t, area(ring)/gap, length, 0.05, "gap %v", gap)
	}
	require.Empty(t, hatch(nil, 5))
}

func TestFit(t *testing.T) {
	require.Equal(t, "short", fit("short", 10, false, 100))
	cut := fit("a rather long sentence that does not fit", 10, false, 100)
	require.LessOrEqual(t, TextWidth(cut, 10, false), 100.0)
	require.Contains(t, cut, "...")
	require.Empty(t, fit("anything", 10, false, 1))
}

// TestGlyphsHaveSimilarAreas: no sector looks more important than another because of its shape.
func TestGlyphsHaveSimilarAreas(t *testing.T) {
	for _, name := range []string{"square", "circle", "triangle", "triangle-down", "diamond", "hexagon", "pentagon", "plus", "star"} {
		a := area(shapes(name))
		require.Greater(t, a, 1.9, name)
		require.Less(t, a, 3.1, name)
	}
	require.Equal(t, shapes("circle"), shapes("no such shape"), "a shape nobody knows is a circle")
}

func TestPartsStayWithinReach(t *testing.T) {
	for s := range states {
		for _, shape := range []string{"square", "star", "triangle", "plus"} {
			it := Item{Kind: Glyph, At: Point{50, 50}, Size: 16, Shape: shape, State: s, Left: 0.4}
			r := it.reach()
			box := Rect{50 - r, 50 - r, 2 * r, 2 * r}
			parts := it.Parts()
			require.NotEmpty(t, parts)
			for _, p := range parts {
				require.NotEqual(t, Glyph, p.Kind)
				require.True(t, box.Contains(p.Rect), "%v %s: %v leaves %v", s, shape, p.Rect, box)
			}
		}
	}
}

func TestShareClasses(t *testing.T) {
	for share, want := range map[float64]int{0: 0, 0.0001: 1, 0.049: 1, 0.05: 2, 0.2: 3, 0.5: 4, 1: 4} {
		require.Equal(t, want, shareClass(share), "%v", share)
	}
	for class := 2; class <= 4; class++ {
		require.Less(t, hatchGap(class), hatchGap(class-1), "more people, denser hatch")
	}
}

func TestShorten(t *testing.T) {
	require.Equal(t, []int{1, 2, 3}, shorten([]int{1, 2, 3}, 7))
	require.Equal(t, []int{1, 2, 3, 0, 8, 9, 10}, shorten([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 7))
}

func TestAxisStep(t *testing.T) {
	for hour, want := range map[float64]float64{400: 0.25, 100: 1, 20: 6, 4: 24, 0.1: 7 * 24} {
		require.Equal(t, sim.Time(want*3600e9), axisStep(hour, 84), "%v px an hour", hour)
	}
}

// TestAxisPressesQuietStretches: what happens at 1, 2, 30 and 31 h of 72 leaves two quiet stretches; outside them every hour is equally
// wide, and the whole fills the width.
func TestAxisPressesQuietStretches(t *testing.T) {
	h := func(x float64) sim.Time { return sim.Time(x * 3600e9) }
	a := newAxis(100, 1000, h(72), []sim.Time{h(1), h(2), h(30), h(31)})
	var quiet int
	for i, p := range a.pieces {
		if p.quiet {
			quiet++
			require.InDelta(t, 45, p.w, 1e-9)
		}
		if i > 0 {
			require.Equal(t, a.pieces[i-1].to, p.from)
			require.InDelta(t, a.pieces[i-1].x+a.pieces[i-1].w, p.x, 1e-9)
		}
	}
	require.Equal(t, 2, quiet)
	require.InDelta(t, a.at(h(2))-a.at(h(1)), a.at(h(31))-a.at(h(30)), 1e-9)
	require.InDelta(t, 100, a.at(0), 1e-9)
	require.InDelta(t, 1100, a.at(h(72)), 1e-9)
	whole := newAxis(0, 720, h(72), nil)
	require.InDelta(t, 100, whole.at(h(10)), 1e-9, "a run in which nothing happens is even")
}

// TestAxisPressesFewStretches: one thing every ten hours for 30 days leaves 72 quiet stretches, none of them worth pressing; with a
// week and three times two days between, these four are.
func TestAxisPressesFewStretches(t *testing.T) {
	h := func(x float64) sim.Time { return sim.Time(x * 3600e9) }
	var moments []sim.Time
	for x := 0.0; x <= 720; x += 10 {
		moments = append(moments, h(x))
	}
	require.Len(t, newAxis(0, 1000, h(720), moments).pieces, 1)
	gaps := []sim.Time{h(0), h(168), h(216), h(264), h(312)}
	for x := 320.0; x <= 500; x += 10 {
		gaps = append(gaps, h(x))
	}
	a := newAxis(0, 1000, h(500), gaps)
	require.Len(t, a.pieces, 9)
	require.InDelta(t, 1000, a.at(h(500)), 1e-9)
}

func TestAxisIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		end := sim.Time(rapid.Int64Range(1, 400*3600e9).Draw(t, "end"))
		moments := rapid.SliceOfN(rapid.Int64Range(0, int64(end)), 0, 60).Draw(t, "moments")
		slices.Sort(moments)
		var list []sim.Time
		for _, m := range moments {
			list = append(list, sim.Time(m))
		}
		a := newAxis(10, 500, end, list)
		before := 10.0
		for k := range 200 {
			x := a.at(sim.Time(float64(end) * float64(k) / 199))
			require.GreaterOrEqual(t, x, before-1e-6)
			require.LessOrEqual(t, x, 510+1e-6)
			before = x
		}
		require.InDelta(t, 510, a.at(end), 1e-6)
	})
}

// TestVerbsFitTheirSubject: crews and what else is many have plural verbs.
func TestVerbsFitTheirSubject(t *testing.T) {
	rec := trace.Example()
	names := NewNames(rec, false)
	for name, want := range map[string][3]string{
		"dso/crews":       {" have no remote control", " have remote control again", " notice something"},
		"dso":             {" have no remote control", " have remote control again", " notice something"}, // "Grid operations"
		"dso/office/mail": {" has no remote control", " has remote control again", " notices something"},
	} {
		e, ok := rec.Entity(name)
		require.True(t, ok)
		got := [3]string{
			names.Outcome(&trace.Change{Entity: e, Kind: model.KindControl, From: model.Full}),
			names.Outcome(&trace.Change{Entity: e, Kind: model.KindControl, To: model.Full}),
			names.Outcome(&trace.Change{Entity: e, Kind: model.KindDetection}),
		}
		require.Equal(t, want, got, name)
	}
}

// TestGroupsTellTheirSpread: one number for many assets would be true of one only.
func TestGroupsTellTheirSpread(t *testing.T) {
	rec := trace.Example()
	d := &drawing{rec: rec, names: NewNames(rec, false)}
	load, _ := rec.Entity("power/load-01")
	line, _ := rec.Entity("power/line-01")
	half, third := model.Full/2, model.Full/4
	for _, c := range []struct {
		entity    model.EntityID
		from, to  model.Level
		low, high model.Level
		want      string
	}{
		{load, model.Full, half, half, half, "Load node in 2 districts falls to 50 %"},
		{load, model.Full, half, third, half, "Load node in 2 districts falls to between 25 % and 50 %"},
		{load, third, half, half, model.Full, "Load node in 2 districts recovers to between 50 % and 100 %"},
		{line, model.Full, model.None, model.None, model.None, "2 lines are out of service"},
		{line, model.Full, half, model.None, half, "2 lines fall to between 0 % and 50 %"},
	} {
		d.names.area[rec.Entities[line].Kind] = false
		g := &news{who: map[model.EntityID]bool{1: true, 2: true}, low: c.low, high: c.high}
		require.Equal(t, c.want, d.group(&trace.Change{Entity: c.entity, Kind: model.KindService, From: c.from, To: c.to}, g))
	}
	g := &news{who: map[model.EntityID]bool{1: true}, low: half, high: half}
	g.add(&trace.Change{Entity: 2, To: third})
	g.add(&trace.Change{Entity: 2, To: model.None}) // an earlier one of the same
	require.Equal(t, [2]model.Level{third, half}, [2]model.Level{g.low, g.high})
}
