package transport

import (
	"fmt"
	"slices"
)

// Point is where a node lies, in any plane coordinates.
type Point struct{ X, Y float64 }

// Arc is one direction of a street, between nodes numbered from 0.
type Arc struct{ From, To int32 }

// Streets is a street graph made ready for fastest ways at any travel times: a customisable contraction hierarchy (Dibbelt,
// Strasser and Wagner 2016). Immutable, shared by all routers. What it costs to make depends on the graph alone, so that a
// change of travel times needs a new Router.Customise only.
//
// Inside, nodes are numbered by rank: separators last. Every edge joins a node with one of higher rank; an edge stands for
// both directions.
type Streets struct {
	arcs   []Arc
	rank   []int32 // by node
	node   []int32 // by rank
	first  []int32 // by rank: its edges, nodes+1
	head   []int32 // by edge: rank of the upper end, ascending within a node
	parent []int32 // by rank: lowest upper neighbour, -1 at the top
	edge   []int32 // by arc; -1 for an arc from a node to itself
}

// NewStreets prepares the graph. Points are used to cut it well; bad ones make it slow, not wrong. Arcs may be parallel.
func NewStreets(points []Point, arcs []Arc) (*Streets, error) {
	n := int32(len(points))
	for i, a := range arcs {
		if a.From < 0 || a.From >= n || a.To < 0 || a.To >= n {
			return nil, fmt.Errorf("arc %d leads from %d to %d: nodes are 0 to %d", i, a.From, a.To, n-1)
		}
	}
	s := &Streets{arcs: slices.Clone(arcs), node: dissect(points, arcs), rank: make([]int32, n), edge: make([]int32, len(arcs))}
	for r, v := range s.node {
		s.rank[v] = int32(r)
	}
	s.contract()
	for i, a := range arcs {
		low, high := s.rank[a.From], s.rank[a.To]
		s.edge[i] = s.between(min(low, high), max(low, high))
	}
	return s, nil
}

// contract adds the edges that contracting the nodes by rank makes: what is above a node is handed to its lowest upper neighbour.
func (s *Streets) contract() {
	n := len(s.node)
	above := make([][]int32, n)
	for _, a := range s.arcs {
		if low, high := s.rank[a.From], s.rank[a.To]; low != high {
			above[min(low, high)] = append(above[min(low, high)], max(low, high))
		}
	}
	s.first, s.parent = make([]int32, n+1), make([]int32, n)
	for v := range n {
		slices.Sort(above[v])
		up := slices.Compact(above[v])
		s.parent[v] = -1
		if len(up) > 0 {
			s.parent[v] = up[0]
			above[up[0]] = append(above[up[0]], up[1:]...)
		}
		s.head = append(s.head, up...)
		s.first[v+1] = int32(len(s.head))
		above[v] = nil
	}
}

// between is the edge of two ranks, low < high, or -1.
func (s *Streets) between(low, high int32) int32 {
	i, ok := slices.BinarySearch(s.head[s.first[low]:s.first[low+1]], high)
	if !ok {
		return -1
	}
	return s.first[low] + int32(i)
}

// Nodes and Arcs of the graph as it was given.
func (s *Streets) Nodes() int { return len(s.node) }

// Arcs is how many arcs were given.
func (s *Streets) Arcs() int { return len(s.arcs) }
