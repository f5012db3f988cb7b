package citybuild

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// The parameters of an invented street grid (docs/city-build.md).
const (
	superblock = 1_500.0 // side of the squares between primary streets, at most [m]
	leastRows  = 8       // of these squares across the city, at least
	bent       = 0.12    // how far the middle of a street strays, of its length
	bridgeGap  = 1_500.0 // distance of bridges along the river [m]
)

// plan lays out the streets: squares, split where people are dense. Corners lie on a lattice of whole numbers, on which their neighbours
// are found; where they are on the ground comes from bending each street in its middle, again and again.
type plan struct {
	land   *terrain
	shape  rng.Stream
	root   int32 // lattice steps across all
	base   int32 // lattice steps of a superblock
	side   float64
	places map[corner]model.Point
	node   map[corner]int32
	blocks blockHeap
	in     *input
	weight []float64 // people of each node, in no unit
}

type corner struct{ x, y int32 }

// block is a square; people is what it weighs.
type block struct {
	corner
	size   int32
	people float64
}

// blockHeap has the block with most people first, then the one farthest south, farthest west.
type blockHeap []block

func (h blockHeap) Len() int { return len(h) }
func (h blockHeap) Less(i, j int) bool {
	a, b := h[i], h[j]
	return a.people > b.people || a.people == b.people && (a.y < b.y || a.y == b.y && a.x < b.x)
}
func (h blockHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *blockHeap) Push(x any)   { *h = append(*h, x.(block)) }
func (h *blockHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// layStreets fills in the streets of about so many nodes, the largest connected part only, and what each node weighs.
func layStreets(in *input, land *terrain, root rng.Root, nodes int) []float64 {
	const deepest = 1 << 9 // lattice steps of a superblock
	rows := leastRows
	for 2.4*land.radius/float64(rows) > superblock {
		rows *= 2
	}
	p := &plan{land: land, shape: root.Stream("citygenerate/corners"), root: int32(rows) * deepest, base: deepest, side: 2.4 * land.radius, places: map[corner]model.Point{}, node: map[corner]int32{}, in: in}
	for y := range int32(rows) {
		for x := range int32(rows) {
			p.add(corner{x * deepest, y * deepest}, deepest)
		}
	}
	heap.Init(&p.blocks)
	for len(p.blocks) < nodes && p.blocks[0].size > 1 {
		b := heap.Pop(&p.blocks).(block)
		half := b.size / 2
		for _, c := range [4]corner{{b.x, b.y}, {b.x + half, b.y}, {b.x, b.y + half}, {b.x + half, b.y + half}} {
			p.add(c, half)
			heap.Fix(&p.blocks, len(p.blocks)-1)
		}
	}
	slices.SortFunc(p.blocks, func(a, b block) int { return cmp.Compare(interleave(a.corner), interleave(b.corner)) })
	p.nodes()
	p.streets()
	p.cross()
	p.thin(root)
	return p.connected()
}

// add appends a square when it lies in the city.
func (p *plan) add(c corner, size int32) {
	half := size / 2
	if !p.land.inside(p.rough(corner{c.x + half, c.y + half})) {
		return
	}
	people, metres := 0.0, float64(size)/float64(p.root)*p.side
	for _, q := range [4]corner{{size / 4, size / 4}, {3 * size / 4, size / 4}, {size / 4, 3 * size / 4}, {3 * size / 4, 3 * size / 4}} {
		people += p.land.density(p.rough(corner{c.x + q.x, c.y + q.y})) * metres * metres / 4
	}
	p.blocks = append(p.blocks, block{c, size, people})
}

// rough is where a corner would be if streets were straight.
func (p *plan) rough(c corner) model.Point {
	scale := p.side / float64(p.root)
	return model.Point{X: float64(c.x)*scale - p.side/2, Y: float64(c.y)*scale - p.side/2}
}

// interleave orders corners along a curve that keeps neighbours together (Morton 1966).
func interleave(c corner) uint64 {
	spread := func(x uint64) uint64 {
		x = (x | x<<16) & 0x0000ffff0000ffff
		x = (x | x<<8) & 0x00ff00ff00ff00ff
		x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
		x = (x | x<<2) & 0x3333333333333333
		return (x | x<<1) & 0x5555555555555555
	}
	return spread(uint64(c.x)) | spread(uint64(c.y))<<1
}

// step is the largest power of two that divides both coordinates, at most a superblock.
func (p *plan) step(c corner) int32 {
	both := c.x | c.y | p.base
	return both & -both
}

// at is where a corner lies on the ground, before the river. It is the middle of a street or of a square that was there before it, moved a little.
func (p *plan) at(c corner) model.Point {
	if at, known := p.places[c]; known {
		return at
	}
	s := p.step(c)
	at := p.rough(c)
	length := float64(s) / float64(p.root) * p.side
	stray := bent * 2
	if s < p.base {
		a, b := corner{c.x - s, c.y}, corner{c.x + s, c.y}
		if c.x&(2*s-1) == 0 { // on a street from south to north
			a, b = corner{c.x, c.y - s}, corner{c.x, c.y + s}
		}
		if c.x&(2*s-1) != 0 && c.y&(2*s-1) != 0 { // in the middle of a square
			a, b = corner{c.x - s, c.y - s}, corner{c.x + s, c.y + s}
			u, v := p.at(corner{c.x - s, c.y + s}), p.at(corner{c.x + s, c.y - s})
			at = middleOf(middleOf(p.at(a), p.at(b)), middleOf(u, v))
		} else {
			at = middleOf(p.at(a), p.at(b))
		}
	}
	draw := p.shape.At(interleave(c)) // the same whichever square asks first
	share := func(half uint64) float64 { return float64(uint32(half))/(1<<31) - 1 }
	at = model.Point{X: at.X + length*stray*share(draw), Y: at.Y + length*stray*share(draw>>32)}
	p.places[c] = at
	return at
}

// nodes are the corners of the squares, each with its share of their people.
func (p *plan) nodes() {
	for _, b := range p.blocks {
		for _, c := range b.corners() {
			n, known := p.node[c]
			if !known {
				n = int32(len(p.in.streets))
				p.node[c] = n
				at := round(p.land.ashore(p.land.within(p.at(c))))
				p.in.streets = append(p.in.streets, street{at: at, elev: p.land.elevation(at)})
				p.weight = append(p.weight, 0)
			}
			p.weight[n] += b.people / 4
		}
	}
	p.places = nil
}

func (b block) corners() [4]corner {
	return [4]corner{{b.x, b.y}, {b.x + b.size, b.y}, {b.x + b.size, b.y + b.size}, {b.x, b.y + b.size}}
}

// streets are the sides of the squares, cut where another square has a corner.
func (p *plan) streets() {
	seen := map[[2]int32]bool{}
	for _, b := range p.blocks {
		c := b.corners()
		for i := range c {
			p.line(c[i], c[(i+1)%4], seen)
		}
	}
}

func (p *plan) line(a, b corner, seen map[[2]int32]bool) {
	m := corner{(a.x + b.x) / 2, (a.y + b.y) / 2}
	if _, cut := p.node[m]; cut && m != a && m != b {
		p.line(a, m, seen)
		p.line(m, b, seen)
		return
	}
	u, v := int(p.node[a]), int(p.node[b])
	pair := [2]int32{int32(min(u, v)), int32(max(u, v))}
	if seen[pair] {
		return
	}
	seen[pair] = true
	line := []model.Point{p.in.streets[u].at, p.in.streets[v].at}
	p.in.edges = append(p.in.edges, streetEdge{u: u, v: v, class: p.class(a, b), length: math.Round(10*dist(line[0], line[1])) / 10, line: line})
}

// class is that of the line of the lattice on which a street lies: the coarser the line, the larger the street.
func (p *plan) class(a, b corner) string {
	line := a.x
	if a.y == b.y {
		line = a.y
	}
	switch {
	case line == p.root/4 || line == p.root*3/4:
		return "trunk"
	case line%p.base == 0:
		return "primary"
	case line%(p.base/2) == 0:
		return "secondary"
	case line%(p.base/4) == 0:
		return "tertiary"
	}
	return "residential"
}
