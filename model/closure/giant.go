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
	}
	g.join(s.parent, m)
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
// squared of them, and some more for chance.
func room(edges []edge, count int, share float64) []edge {
	return sized(edges, min(count, int(1.01*float64(count)*share*share)+100))
}

// join grows the forest along the edges whose ends work, and forgets the others.
func (g *giant) join(parent []int32, m *memory) {
	if !m.known {
		kept := m.edges[:0]
		g.edges(func(a, b int32) {
			if parent[a] != gone && parent[b] != gone {
				kept = append(kept, edge{a, b})
				unite(parent, a, b)
			}
		})
		m.edges = kept
		return
	}
	kept := 0
	for _, e := range m.edges {
		if parent[e.a] != gone && parent[e.b] != gone {
			m.edges[kept] = e
			kept++
			unite(parent, e.a, e.b)
		}
	}
	m.edges = m.edges[:kept]
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
