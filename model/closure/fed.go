package closure

import "slices"

// fed holds what its working sources reach. Members are its nodes that sources reach when everything works, in ascending
// order; arcs between them are compact and in local numbers.
type fed struct {
	members []int32
	sources []int32 // local
	start   []int32 // arcs that leave member i: to[start[i]:start[i+1]]
	to      []int32
}

// newFed compiles a network: first with all nodes, then with those that are reached.
func newFed(spec *Spec, n *Network) *fed {
	var ends []int32
	for _, e := range n.Edges {
		ends = append(ends, e[0], e[1])
	}
	all := arcs(n, append(ends, n.Sources...))
	var s State
	s.failed = make([]uint8, spec.nodes)
	var m memory
	all.reach(&s, &m)
	var reached []int32
	for i, v := range all.members {
		if m.reached[i] == m.stamp {
			reached = append(reached, v)
		}
	}
	return arcs(n, reached)
}

// arcs is the network among some of its nodes.
func arcs(n *Network, members []int32) *fed {
	slices.Sort(members)
	f := &fed{members: slices.Compact(members)}
	local := make(map[int32]int32, len(f.members))
	for i, v := range f.members {
		local[v] = int32(i)
	}
	leaving := make([][]int32, len(f.members))
	for _, e := range n.Edges {
		a, fromIn := local[e[0]]
		b, toIn := local[e[1]]
		if fromIn && toIn {
			leaving[a] = append(leaving[a], b)
		}
	}
	for _, v := range n.Sources {
		if i, in := local[v]; in {
			f.sources = append(f.sources, i)
		}
	}
	f.start = make([]int32, 1, len(f.members)+1)
	for _, l := range leaving {
		f.to = append(f.to, l...)
		f.start = append(f.start, int32(len(f.to)))
	}
	return f
}

// check implements network. O(members + arcs) if a member has failed since the last pass.
func (f *fed) check(s *State, m *memory) bool {
	if !m.known {
		m.working = int32(len(f.members)) // everything is reached while everything works
	}
	working := int32(0)
	for _, v := range f.members {
		if s.failed[v] == 0 {
			working++
		}
	}
	unchanged := working == m.working
	m.known, m.working = true, working
	if unchanged {
		return false
	}
	f.reach(s, m)
	for i, v := range f.members {
		if s.failed[v] == 0 && m.reached[i] != m.stamp {
			s.Fail(v)
			m.working--
		}
	}
	return m.working < working
}

// reach stamps the members that working sources reach, breadth first.
func (f *fed) reach(s *State, m *memory) {
	if len(m.reached) != len(f.members) || m.stamp == 1<<30 {
		m.reached, m.stamp = cleared(m.reached, len(f.members)), 0
	}
	m.stamp++
	m.queue = m.queue[:0]
	visit := func(i int32) {
		if m.reached[i] != m.stamp && s.failed[f.members[i]] == 0 {
			m.reached[i] = m.stamp
			m.queue = append(m.queue, i)
		}
	}
	for _, i := range f.sources {
		visit(i)
	}
	for at := 0; at < len(m.queue); at++ {
		i := m.queue[at]
		for _, j := range f.to[f.start[i]:f.start[i+1]] {
			visit(j)
		}
	}
}
