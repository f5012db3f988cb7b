package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// arc leads from a street node to another one.
type arc struct {
	to, edge int
	length   float64
}

// arcsOf is the adjacency of the street graph, shortest of parallel edges only.
func (in *input) arcsOf() [][]arc {
	arcs := make([][]arc, len(in.streets))
	for _, i := range in.simpleEdges() {
		e := in.edges[i]
		arcs[e.u] = append(arcs[e.u], arc{e.v, i, e.length})
		arcs[e.v] = append(arcs[e.v], arc{e.u, i, e.length})
	}
	return arcs
}

// simpleEdges are the edges without loops, of parallel ones the shortest.
func (in *input) simpleEdges() []int {
	if in.simple != nil {
		return in.simple
	}
	best := map[[2]int]int{}
	for i, e := range in.edges {
		pair := [2]int{min(e.u, e.v), max(e.u, e.v)}
		if old, found := best[pair]; e.u != e.v && (!found || e.length < in.edges[old].length) {
			best[pair] = i
		}
	}
	var list []int
	for i, e := range in.edges {
		if at, found := best[[2]int{min(e.u, e.v), max(e.u, e.v)}]; found && at == i {
			list = append(list, i)
		}
	}
	in.simple = list
	return list
}

// forest is a shortest-path forest: for each node the root it belongs to, its parent, and the distance.
type forest struct {
	root, parent []int
	far          []float64
	order        []int // by distance
}

// grow is Dijkstra from several roots at once. A root may have a handicap [m], nil for none, that makes its tree smaller.
func grow(arcs [][]arc, roots []int, handicap []float64) forest {
	f := forest{make([]int, len(arcs)), make([]int, len(arcs)), make([]float64, len(arcs)), nil}
	queue, done := frontier{}, make([]bool, len(arcs))
	for i := range arcs {
		f.root[i], f.parent[i], f.far[i] = -1, -1, math.Inf(1)
	}
	for k, r := range roots {
		f.root[r], f.far[r] = k, 0
		if handicap != nil {
			f.far[r] = handicap[k]
		}
		queue.push(step{f.far[r], r})
	}
	for len(queue) > 0 {
		next := queue.pop()
		if done[next.node] {
			continue
		}
		done[next.node] = true
		f.order = append(f.order, next.node)
		for _, a := range arcs[next.node] {
			if d := next.far + a.length; d < f.far[a.to] {
				f.far[a.to], f.parent[a.to], f.root[a.to] = d, next.node, f.root[next.node]
				queue.push(step{d, a.to})
			}
		}
	}
	return f
}

// frontier is a heap of steps, nearest first, then by node.
type frontier []step

type step struct {
	far  float64
	node int
}

func (s step) before(t step) bool { return s.far < t.far || s.far == t.far && s.node < t.node }

func (q *frontier) push(s step) {
	h := append(*q, s)
	i := len(h) - 1
	for up := (i - 1) / 2; i > 0 && s.before(h[up]); i, up = up, (up-1)/2 {
		h[i] = h[up]
	}
	h[i] = s
	*q = h
}

func (q *frontier) pop() step {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; len(h) > 0; {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].before(h[child]) {
			child++
		}
		if child >= len(h) || !h[child].before(last) {
			h[i] = last
			break
		}
		h[i] = h[child]
		i = child
	}
	*q = h
	return top
}

// sets is a union of sets of numbers.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) find(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join unites two sets and says whether they were apart.
func (s sets) join(i, j int) bool {
	a, b := s.find(i), s.find(j)
	s[max(a, b)] = min(a, b)
	return a != b
}

// manyPoints is from how many points on k-means and balancing take the coarser way.
const manyPoints = 4_096

// clusters is weighted k-means over points: seeding by squared distance, then Lloyd's steps, the best of several
// starts; many points are gathered in squares first. It returns the centres and the cluster of each point.
func clusters(points []model.Point, weights []float64, k int, s *rng.Stream) (centres []model.Point, of []int) {
	starts, all := 8, points
	if len(points) > manyPoints {
		starts = 2
		points, weights = gathered(points, weights, max(manyPoints, 16*k))
	}
	const steps = 60
	least := math.Inf(1)
	for range starts {
		c := seedCentres(points, weights, k, s)
		var o []int
		for range steps {
			o = assign(points, c)
			if !moveCentres(points, weights, o, c) {
				break
			}
		}
		spread := 0.0
		for i, p := range points {
			d := dist(p, c[o[i]])
			spread += weights[i] * d * d
		}
		if spread < least {
			least, centres, of = spread, c, o
		}
	}
	if len(all) > len(points) {
		of = assign(all, centres)
	}
	return centres, of
}

// gathered puts the points of each of about n squares together at their weighted mean.
func gathered(points []model.Point, weights []float64, n int) (means []model.Point, sums []float64) {
	low, high := bounds(points)
	side := max(1, math.Sqrt((high.X-low.X)*(high.Y-low.Y)/float64(n)))
	across := 1 + int((high.X-low.X)/side)
	at := map[int]int{}
	for i, p := range points {
		square := across*int((p.Y-low.Y)/side) + int((p.X-low.X)/side)
		k, known := at[square]
		if !known {
			k = len(means)
			at[square], means, sums = k, append(means, model.Point{}), append(sums, 0)
		}
		means[k].X += weights[i] * p.X
		means[k].Y += weights[i] * p.Y
		sums[k] += weights[i]
	}
	for k, w := range sums {
		means[k] = model.Point{X: means[k].X / max(w, 1e-9), Y: means[k].Y / max(w, 1e-9)}
	}
	return means, sums
}

func seedCentres(points []model.Point, weights []float64, k int, s *rng.Stream) []model.Point {
	var centres []model.Point
	far := make([]float64, len(points)) // to the nearest centre so far
	for i := range far {
		far[i] = math.Inf(1)
	}
	cost := make([]float64, len(points))
	for len(centres) < k {
		total := 0.0
		for i, p := range points {
			cost[i] = weights[i]
			if n := len(centres); n > 0 {
				far[i] = min(far[i], dist(p, centres[n-1]))
				cost[i] *= far[i] * far[i]
			}
			total += cost[i]
		}
		centres = append(centres, points[pick(cost, total, s)])
	}
	return centres
}

// pick draws an index with a chance in proportion to its cost.
func pick(cost []float64, total float64, s *rng.Stream) int {
	at := s.Float64() * total
	for i, c := range cost {
		if at -= c; at < 0 {
			return i
		}
	}
	return len(cost) - 1
}

func assign(points, centres []model.Point) []int {
	of, find := make([]int, len(points)), newFinder(centres)
	for i, p := range points {
		of[i] = find.nearest(p, nil)
	}
	return of
}

// moveCentres puts each centre at the weighted mean of its points and says whether any moved by more than a metre.
func moveCentres(points []model.Point, weights []float64, of []int, centres []model.Point) bool {
	sum, weight := make([]model.Point, len(centres)), make([]float64, len(centres))
	for i, p := range points {
		w := weights[i]
		sum[of[i]].X += w * p.X
		sum[of[i]].Y += w * p.Y
		weight[of[i]] += w
	}
	moved := false
	for c := range centres {
		if weight[c] == 0 {
			continue
		}
		to := model.Point{X: sum[c].X / weight[c], Y: sum[c].Y / weight[c]}
		moved = moved || dist(to, centres[c]) > 1
		centres[c] = to
	}
	return moved
}

// link is an edge between two numbered things with a length.
type link struct {
	a, b   int
	length float64
}

func byLength(x, y link) int {
	return cmp.Or(cmp.Compare(x.length, y.length), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// ringed is the minimum spanning tree of the points plus the cheapest links until no link is a bridge, less the longest that
// are not needed for that.
func ringed(points []model.Point) []link {
	var all []link
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			all = append(all, link{i, j, dist(points[i], points[j])})
		}
	}
	slices.SortFunc(all, byLength)
	apart, chosen := newSets(len(points)), []link(nil)
	rest := all[:0:0]
	for _, l := range all {
		if apart.join(l.a, l.b) {
			chosen = append(chosen, l)
		} else {
			rest = append(rest, l)
		}
	}
	blocks, bridges := twoConnected(len(points), chosen)
	for _, l := range rest {
		if bridges == 0 {
			break
		}
		if blocks[l.a] != blocks[l.b] {
			chosen = append(chosen, l)
			blocks, bridges = twoConnected(len(points), chosen)
		}
	}
	return thinned(len(points), chosen)
}

// thinned drops links, longest first, as long as none of the rest becomes a bridge.
func thinned(n int, links []link) []link {
	slices.SortFunc(links, func(x, y link) int { return byLength(y, x) })
	for i := 0; i < len(links); {
		rest := slices.Concat(links[:i], links[i+1:])
		whole := newSets(n)
		for _, l := range rest {
			whole.join(l.a, l.b)
		}
		_, bridges := twoConnected(n, rest)
		connected := true
		for v := range n {
			connected = connected && whole.find(v) == whole.find(0)
		}
		if connected && bridges == 0 {
			links = rest
		} else {
			i++
		}
	}
	return links
}

// twoConnected labels the 2-edge-connected parts of a graph and counts its bridges: links that no cycle passes. A depth-first walk gives each
// point its time and the earliest time that its branch leads back to; a branch that does not lead back above itself hangs on a bridge.
func twoConnected(n int, links []link) (blocks []int, bridges int) {
	w := walk{links: links, of: make([][]int, n), time: make([]int, n), part: newSets(n)}
	for i, l := range links {
		w.of[l.a], w.of[l.b] = append(w.of[l.a], i), append(w.of[l.b], i)
	}
	for v := range n {
		if w.time[v] == 0 {
			w.visit(v, -1)
		}
	}
	blocks = make([]int, n)
	for i := range blocks {
		blocks[i] = w.part.find(i)
	}
	return blocks, w.bridges
}

type walk struct {
	links   []link
	of      [][]int // links of each point
	time    []int   // when a point was found, from 1; 0 for not yet
	clock   int
	part    sets
	bridges int
}

// visit walks on from a point found through a link and returns the earliest time its branch leads back to.
func (w *walk) visit(v, via int) int {
	w.clock++
	w.time[v] = w.clock
	back := w.clock
	for _, i := range w.of[v] {
		to := w.links[i].a + w.links[i].b - v
		if i == via {
			continue
		}
		if w.time[to] > 0 {
			back = min(back, w.time[to])
			continue
		}
		below := w.visit(to, i)
		back = min(back, below)
		if below > w.time[v] {
			w.bridges++
		} else {
			w.part.join(v, to)
		}
	}
	return back
}
