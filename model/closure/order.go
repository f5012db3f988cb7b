package closure

import (
	"cmp"
	"slices"
)

// order puts the nodes so that suppliers come before what needs them, and says where each strong component begins: nodes that
// need each other in a ring stand together. Tarjan's algorithm without recursion; O(nodes log nodes + inputs).
type order struct {
	nodes  []int32 // by position
	begins []int32 // positions where components begin, then the number of nodes
}

// tarjan is the search of order.
type tarjan struct {
	spec  *Spec
	index []int32 // by node: when it was found, from 1; 0 not yet
	low   []int32 // the earliest found that it reaches on the stack
	at    []int32 // next input to look at
	path  []int32 // from the root of the search to where it is
	stack []int32 // found, and not yet in a component
	on    []bool  // on the stack
	found int32
	out   order // dependants first
}

func newOrder(spec *Spec) order {
	n := spec.nodes
	t := &tarjan{spec: spec, index: make([]int32, n), low: make([]int32, n), at: make([]int32, n), on: make([]bool, n)}
	copy(t.at, spec.start)
	for v := range int32(n) {
		if t.index[v] == 0 {
			t.search(v)
		}
	}
	return t.out.byDepth(spec)
}

// byDepth turns dependants first into suppliers first: by the longest way from a node without suppliers, then by number, so
// that the suppliers of a layer lie close together in memory.
func (o order) byDepth(spec *Spec) order {
	n := len(o.begins)
	bounds := append(o.begins, int32(len(o.nodes)))
	component, depth := make([]int32, spec.nodes), make([]int32, n)
	for c := range n {
		for _, v := range o.nodes[bounds[c]:bounds[c+1]] {
			component[v] = int32(c)
		}
	}
	for c := n - 1; c >= 0; c-- {
		slices.Sort(o.nodes[bounds[c]:bounds[c+1]])
		for _, v := range o.nodes[bounds[c]:bounds[c+1]] {
			for _, need := range spec.inputs[spec.start[v]:spec.start[v+1]] {
				if d := component[spec.of[need]]; d != int32(c) {
					depth[d] = max(depth[d], depth[c]+1)
				}
			}
		}
	}
	sorted := make([]int32, n)
	for c := range sorted {
		sorted[c] = int32(c)
	}
	slices.SortFunc(sorted, func(a, b int32) int {
		return cmp.Or(cmp.Compare(depth[a], depth[b]), cmp.Compare(o.nodes[bounds[a]], o.nodes[bounds[b]]))
	})
	r := order{nodes: make([]int32, 0, len(o.nodes)), begins: make([]int32, 0, n+1)}
	for _, c := range sorted {
		r.begins = append(r.begins, int32(len(r.nodes)))
		r.nodes = append(r.nodes, o.nodes[bounds[c]:bounds[c+1]]...)
	}
	r.begins = append(r.begins, int32(len(r.nodes)))
	return r
}

// search finds everything that depends on v.
func (t *tarjan) search(v int32) {
	t.enter(v)
	for len(t.path) > 0 {
		v := t.path[len(t.path)-1]
		if t.at[v] == t.spec.start[v+1] {
			t.leave(v)
			continue
		}
		w := t.spec.of[t.spec.inputs[t.at[v]]]
		t.at[v]++
		switch {
		case t.index[w] == 0:
			t.enter(w)
		case t.on[w]:
			t.low[v] = min(t.low[v], t.index[w])
		}
	}
}

func (t *tarjan) enter(v int32) {
	t.found++
	t.index[v], t.low[v] = t.found, t.found
	t.path, t.stack, t.on[v] = append(t.path, v), append(t.stack, v), true
}

// leave ends the search from v; what is above v on the stack is its component if v reaches nothing earlier.
func (t *tarjan) leave(v int32) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		up := t.path[len(t.path)-1]
		t.low[up] = min(t.low[up], t.low[v])
	}
	if t.low[v] != t.index[v] {
		return
	}
	t.out.begins = append(t.out.begins, int32(len(t.out.nodes)))
	for {
		w := t.stack[len(t.stack)-1]
		t.stack, t.on[w] = t.stack[:len(t.stack)-1], false
		t.out.nodes = append(t.out.nodes, w)
		if w == v {
			return
		}
	}
}
