package citybuild

import (
	"math"

	"cascata/model"
)

// finder finds the nearest of many points: they lie in square cells, and the search goes around outwards.
type finder struct {
	points []model.Point
	low    model.Point
	cell   float64 // [m]
	nx, ny int
	first  []int32 // items of cell c are item[first[c]:first[c+1]], ascending
	item   []int32
}

// perCell is how many points a cell holds on average.
const perCell = 2

func newFinder(points []model.Point) *finder {
	low, high := bounds(points)
	f := &finder{points: points, low: low, cell: 1, nx: 1, ny: 1}
	if len(points) > 0 {
		w, h := high.X-f.low.X, high.Y-f.low.Y
		f.cell = max(1, math.Sqrt(w*h*perCell/float64(len(points))), max(w, h)*perCell/float64(len(points)))
		f.nx, f.ny = 1+int(w/f.cell), 1+int(h/f.cell)
	}
	f.first, f.item = make([]int32, f.nx*f.ny+1), make([]int32, len(points))
	for _, p := range points {
		f.first[f.at(p)+1]++
	}
	for c := range f.nx * f.ny {
		f.first[c+1] += f.first[c]
	}
	next := append([]int32(nil), f.first...)
	for i, p := range points {
		c := f.at(p)
		f.item[next[c]] = int32(i)
		next[c]++
	}
	return f
}

// bounds are the corners of the box around points.
func bounds(points []model.Point) (low, high model.Point) {
	low, high = model.Point{X: math.Inf(1), Y: math.Inf(1)}, model.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, p := range points {
		low = model.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = model.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	return low, high
}

// at is the cell of a point, the nearest one for a point outside.
func (f *finder) at(p model.Point) int {
	x, y := f.column(p)
	return y*f.nx + x
}

func (f *finder) column(p model.Point) (x, y int) {
	return int(min(float64(f.nx-1), max(0, (p.X-f.low.X)/f.cell))), int(min(float64(f.ny-1), max(0, (p.Y-f.low.Y)/f.cell)))
}

// nearest is the index of the point nearest to p among those that ok accepts (nil accepts all); -1 if there is none. Ties go to the first.
func (f *finder) nearest(p model.Point, ok func(int) bool) int {
	best, least := -1, math.Inf(1)
	x, y := f.column(p)
	for r := 0; r <= max(f.nx, f.ny) && (best < 0 || least >= float64(r-1)*f.cell); r++ {
		f.around(x, y, r, func(i int) {
			if d := dist(p, f.points[i]); (d < least || d == least && i < best) && (ok == nil || ok(i)) {
				best, least = i, d
			}
		})
	}
	return best
}

// around visits the points of the cells r steps from a cell.
func (f *finder) around(x, y, r int, visit func(int)) {
	for row := max(0, y-r); row <= min(f.ny-1, y+r); row++ {
		step := 2 * r
		if row == y-r || row == y+r {
			step = 1
		}
		for col := x - r; col <= x+r; col += max(1, step) {
			if col >= 0 && col < f.nx {
				c := row*f.nx + col
				for _, i := range f.item[f.first[c]:f.first[c+1]] {
					visit(int(i))
				}
			}
		}
	}
}

// nearestN are the indices of the n nearest points, nearest first.
func (f *finder) nearestN(p model.Point, n int) []int {
	var chosen []int
	for len(chosen) < min(n, len(f.points)) {
		chosen = append(chosen, f.nearest(p, func(i int) bool {
			for _, c := range chosen {
				if c == i {
					return false
				}
			}
			return true
		}))
	}
	return chosen
}

// within visits the points at most reach from p.
func (f *finder) within(p model.Point, reach float64, visit func(int)) {
	x, y := f.column(p)
	for r := range 2 + int(reach/f.cell) {
		f.around(x, y, r, func(i int) {
			if dist(p, f.points[i]) <= reach {
				visit(i)
			}
		})
	}
}
