package power

import (
	"math"
	"math/rand/v2"
	"sort"

	"cascata/model/power"
)

// Geographic is a case of n buses in the plane: every bus joined to the nearest of those before it, and 35 % more branches
// between neighbours. A fifth of the buses generate; the ratings leave half a line free.
func Geographic(n int, seed uint64) *power.Case {
	r := rand.New(rand.NewPCG(seed, 1))
	side := int(math.Ceil(math.Sqrt(float64(n))))
	type point struct{ x, y float64 }
	points := make([]point, n)
	for i := range points { // a jittered lattice, so that neighbours are found by their row
		points[i] = point{float64(i%side) + 0.8*r.Float64(), float64(i/side) + 0.8*r.Float64()}
	}
	c := &power.Case{Name: "geographic", Version: 2, BaseMVA: 100}
	for i := range n {
		kind := power.PQ
		if i == 0 {
			kind = power.Ref
		}
		c.Buses = append(c.Buses, power.Bus{ID: i + 1, Type: kind, Pd: 10 * r.Float64(), Vm: 1})
		if i%5 == 0 {
			c.Gens = append(c.Gens, power.Gen{Bus: i + 1, Pg: 25, Status: 1, Pmax: 60})
		}
	}
	join := func(i, j int) {
		d := math.Hypot(points[i].x-points[j].x, points[i].y-points[j].y)
		c.Branches = append(c.Branches, power.Branch{From: i + 1, To: j + 1, X: 0.01 * (0.1 + d), RateA: 300, Status: 1})
	}
	near := func(i int) (js []int) {
		for _, j := range []int{i - 1, i - side, i - side - 1, i - side + 1} {
			if j >= 0 && j < i && abs(j%side-i%side) <= 1 {
				js = append(js, j)
			}
		}
		sort.Slice(js, func(a, b int) bool {
			return math.Hypot(points[i].x-points[js[a]].x, points[i].y-points[js[a]].y) < math.Hypot(points[i].x-points[js[b]].x, points[i].y-points[js[b]].y)
		})
		return js
	}
	for i := 1; i < n; i++ {
		js := near(i)
		join(i, js[0])
		if len(js) > 1 && r.Float64() < 0.35 {
			join(i, js[1])
		}
	}
	return c
}

func abs(x int) int { return max(x, -x) }
