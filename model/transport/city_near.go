package transport

import (
	"math"

	"cascata/model"
)

// finder finds the nearest of some points, the first of equals: they lie in squares that hold two on average.
type finder struct {
	points     []model.Point
	x, y, side float64
	across     int
	down       int
	first      []int32 // by square
	list       []int32
}

func newFinder(points []model.Point) finder {
	f := finder{points: points, x: math.Inf(1), y: math.Inf(1)}
	right, top := math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		f.x, f.y, right, top = min(f.x, p.X), min(f.y, p.Y), max(right, p.X), max(top, p.Y)
	}
	f.side = max(math.Sqrt((right-f.x)*(top-f.y)*2/float64(max(len(points), 1))), (right-f.x)/1000, (top-f.y)/1000, 1)
	f.across, f.down = int((right-f.x)/f.side)+1, int((top-f.y)/f.side)+1
	f.first = make([]int32, f.across*f.down+1)
	for _, p := range points {
		f.first[f.square(p)+1]++
	}
	for i := range f.across * f.down {
		f.first[i+1] += f.first[i]
	}
	f.list = make([]int32, len(points))
	next := append([]int32(nil), f.first...)
	for i, p := range points {
		s := f.square(p)
		f.list[next[s]] = int32(i)
		next[s]++
	}
	return f
}

func (f *finder) column(x float64) int { return min(max(int((x-f.x)/f.side), 0), f.across-1) }
func (f *finder) row(y float64) int    { return min(max(int((y-f.y)/f.side), 0), f.down-1) }
func (f *finder) square(p model.Point) int {
	return f.row(p.Y)*f.across + f.column(p.X)
}

// nearest is the number of the nearest point; there must be one. It looks through rings of squares until no closer one can come.
func (f *finder) nearest(p model.Point) int32 {
	best, least := int32(-1), math.Inf(1)
	col, row := f.column(p.X), f.row(p.Y)
	for ring := 0; ring <= f.across+f.down; ring++ {
		if best >= 0 && least < float64(ring-1)*f.side {
			break
		}
		for y := max(row-ring, 0); y <= min(row+ring, f.down-1); y++ {
			step := 2 * ring
			if y == row-ring || y == row+ring || ring == 0 {
				step = 1
			}
			for x := col - ring; x <= col+ring; x += step {
				if x >= 0 && x < f.across {
					best, least = f.within(y*f.across+x, p, best, least)
				}
			}
		}
	}
	return best
}

func (f *finder) within(square int, p model.Point, best int32, least float64) (int32, float64) {
	for _, i := range f.list[f.first[square]:f.first[square+1]] {
		if d := math.Hypot(p.X-f.points[i].X, p.Y-f.points[i].Y); d < least || d == least && i < best {
			best, least = i, d
		}
	}
	return best, least
}
