package scene

import (
	"math"

	"cascata/model"
	"cascata/model/trace"
)

// view maps the plane of the city [m] to the map's rectangle of the picture [px], north up.
type view struct {
	rect   Rect
	scale  float64 // [px/m]
	centre model.Point
	middle Point
}

// newView fits the city into free, a part of the map's rectangle that no panel covers.
func newView(stage *trace.Stage, rect, free Rect) view {
	lo, hi := extent(stage)
	w, h := max(hi.X-lo.X, 100), max(hi.Y-lo.Y, 100)
	return view{
		rect:   rect,
		scale:  min(free.W/w, free.H/h),
		centre: model.Point{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2},
		middle: free.centre(),
	}
}

// extent is the box around the districts, or around the assets when there are none.
func extent(stage *trace.Stage) (lo, hi model.Point) {
	lo, hi = model.Point{X: math.Inf(1), Y: math.Inf(1)}, model.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	grow := func(p model.Point) {
		lo.X, lo.Y = min(lo.X, p.X), min(lo.Y, p.Y)
		hi.X, hi.Y = max(hi.X, p.X), max(hi.Y, p.Y)
	}
	for i := range stage.Districts {
		for _, ring := range stage.Districts[i].Rings {
			for _, p := range ring {
				grow(p)
			}
		}
	}
	if lo.X > hi.X {
		for i := range stage.Assets {
			grow(stage.Entities[i].At)
		}
	}
	if lo.X > hi.X {
		return model.Point{}, model.Point{X: 1000, Y: 1000}
	}
	return lo, hi
}

// at is where a place of the city stands in the picture.
func (v *view) at(p model.Point) Point {
	return Point{
		round(v.middle.X + float64((p.X-v.centre.X)*v.scale)),
		round(v.middle.Y - float64((p.Y-v.centre.Y)*v.scale)),
	}
}

func (v *view) line(points []model.Point) []Point {
	out := make([]Point, 0, len(points))
	for _, p := range points {
		q := v.at(p)
		// Corners closer than half a pixel add nothing that can be seen.
		if n := len(out); n > 0 && math.Abs(out[n-1].X-q.X) < 0.5 && math.Abs(out[n-1].Y-q.Y) < 0.5 {
			continue
		}
		out = append(out, q)
	}
	return out
}
