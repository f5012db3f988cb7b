package closure

import "math"

// giant holds the largest component. Its edges come from a function, so that a random network needs no memory for edges that
// fail at once: a State keeps those whose ends both work, fewer with every pass.
type giant struct {
	first, nodes int32
	count        int // of edges
	edges        func(yield func(a, b int32))
}

// gone marks a failed node in the forest. Other negative numbers are roots: less the size of their tree.
const gone = math.MinInt32

// check implements network. O((nodes + edges left) alpha).
func (g *giant) check(s *State, m *memory) bool {
	s.parent = sized(s.parent, int(g.nodes))
	failed := s.failed[g.first : g.first+g.nodes]
	working := g.nodes
	for v, f := range failed {
		s.parent[v] = -1 - int32(f)*math.MaxInt32 // -1 or gone, without a branch
		working -= int32(f)
	}
	if m.known && working == m.working {
		return false
	}
	if !m.known {
		m.edges = room(m.edges, g.count, float64(working)/float64(g.nodes))
		s.sorted = g.gather(failed, m, s.sorted)
	}
	m.edges = join(s.parent, m.edges)
	root, size := largest(s.parent)
	m.known, m.working = true, size
	if size == working {
		return false
	}
	for v, p := range s.parent {
		if p != gone && p != root && find(s.parent, int32(v)) != root {
			s.Fail(g.first + int32(v))
		}
	}
	return true
}

// room is memory for the edges among a share of the nodes, so that appending seldom moves them: in a random network the share
// squared of them, and some more for chance, in 64 steps so that the next run finds it large enough.
func room(edges []edge, count int, share float64) []edge {
	step := count/64 + 1
	need := int(1.01 * float64(count) * share * share)
	return sized(edges, min(count, (need/step+1)*step))
}

// gather lists the edges whose ends work. In a large network it sorts them by the blocks that hold their ends, because every
// pass looks both ends up and a block fits the cache. spare is memory for the sorting, which it returns.
func (g *giant) gather(failed []uint8, m *memory, spare []edge) []edge {
	kept := m.edges[:0]
	bits := make([]uint64, len(failed)>>6+1) // an eighth of the bytes: they stay in the cache while edges jump about
	for v, f := range failed {
		bits[v>>6] |= uint64(f) << (v & 63)
	}
	g.edges(func(a, b int32) {
		if (bits[a>>6]>>(a&63)|bits[b>>6]>>(b&63))&1 == 0 {
			kept = append(kept, edge{a, b})
		}
	})
	m.edges = kept
	blocks := int32(len(failed)-1)>>blockBits + 1
	if blocks < 4 {
		return spare
	}
	begin := make([]int32, blocks*blocks+1)
	for _, e := range kept {
		begin[e.a>>blockBits*blocks+e.b>>blockBits+1]++
	}
	for i := range blocks * blocks {
		begin[i+1] += begin[i]
	}
	spare = sized(spare, cap(kept))[:len(kept)]
	for _, e := range kept {
		block := e.a>>blockBits*blocks + e.b>>blockBits
		spare[begin[block]] = e
		begin[block]++
	}
	copy(kept, spare)
	return spare
}

// blockBits makes blocks of 2^16 nodes: a quarter of a mebibyte of forest.
const blockBits = 16

// join grows the forest along the edges whose ends work, and forgets the others.
func join(parent []int32, edges []edge) []edge {
	kept := 0
	for _, e := range edges {
		if parent[e.a] != gone && parent[e.b] != gone {
			edges[kept] = e
			kept++
			unite(parent, e.a, e.b)
		}
	}
	return edges[:kept]
}

// largest is the root and the size of the largest tree; of equal ones, that of the smallest root.
func largest(parent []int32) (root, size int32) {
	root = -1
	least := int32(0)
	for v, p := range parent {
		if p < least && p != gone {
			root, least = int32(v), p
		}
	}
	return root, -least
}

// unite joins the trees of two nodes, the smaller under the larger.
func unite(parent []int32, a, b int32) {
	a, b = find(parent, a), find(parent, b)
	if a == b {
		return
	}
	if parent[a] > parent[b] {
		a, b = b, a
	}
	parent[a] += parent[b]
	parent[b] = a
}

// find is the root of a node; it halves the path on the way.
func find(parent []int32, v int32) int32 {
	for {
		p := parent[v]
		if p < 0 {
			return v
		}
		q := parent[p]
		if q < 0 {
			return p
		}
		parent[v] = q
		v = q
	}
}
