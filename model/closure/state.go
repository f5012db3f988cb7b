package closure

// State is one replication of a Spec. The zero value is ready for Reset.
type State struct {
	spec   *Spec
	spare  []int32 // by need: the weight that may still fail
	failed []uint8 // by node: 0 or 1
	trail  []int32 // failed nodes in the order of failing
	done   int     // how many of the trail have told their dependants
	memory []memory
	sorted []edge  // memory to sort edges in
	parent []int32 // of the forest of a Giant network, one network at a time
}

// memory is what a network keeps between passes.
type memory struct {
	known   bool  // edges holds all edges whose ends worked at the last pass
	working int32 // nodes that worked after the last pass
	edges   []edge
	reached []int32 // Fed: stamp of the last pass that reached a member
	stamp   int32
	queue   []int32
}

// edge joins two nodes of a Giant network, numbered from its first.
type edge struct{ a, b int32 }

// NewState is a replication with everything working but what cannot.
func NewState(spec *Spec) *State {
	var s State
	s.Reset(spec)
	return &s
}

// Reset makes a replication of any Spec in the same memory. O(nodes + needs).
func (s *State) Reset(spec *Spec) {
	s.spec = spec
	s.spare = sized(s.spare, len(spec.spare))
	copy(s.spare, spec.spare)
	s.failed = cleared(s.failed, spec.nodes)
	s.trail, s.done = sized(s.trail, spec.nodes)[:0], 0
	for len(s.memory) < len(spec.networks) {
		s.memory = append(s.memory, memory{})
	}
	for i := range s.memory {
		s.memory[i].known = false
	}
	for _, v := range spec.doomed {
		s.Fail(v)
	}
}

// Restore undoes all failures. O(what failed, and its dependants), plus a first pass over each network.
func (s *State) Restore() {
	for _, v := range s.trail {
		s.failed[v] = 0
		for _, need := range s.spec.inputs[s.spec.start[v]:s.spec.start[v+1]] {
			s.spare[need] = s.spec.spare[need]
		}
	}
	s.trail, s.done = s.trail[:0], 0
	for i := range s.memory {
		s.memory[i].known = false
	}
	for _, v := range s.spec.doomed {
		s.Fail(v)
	}
}

// Fail makes a node fail for good. Settle spreads it.
func (s *State) Fail(node int32) {
	if s.failed[node] == 0 {
		s.failed[node] = 1
		s.trail = append(s.trail, node)
	}
}

// Works reports whether a node works.
func (s *State) Works(node int32) bool { return s.failed[node] == 0 }

// Failed are the nodes that do not work, in the order of failing. It is valid until the next call.
func (s *State) Failed() []int32 { return s.trail }

// Settle spreads failures until nothing changes and returns the rounds: passes over all networks, in order, in which a
// network lost a node. What a network drops fails its dependants before the next network is asked. Between networks needs
// cost O(dependants of what fails); a pass over a network is linear in what is left of it.
func (s *State) Settle() (rounds int) {
	s.spread()
	for {
		changed := false
		for i, n := range s.spec.networks {
			if n.check(s, &s.memory[i]) {
				changed = true
				s.spread()
			}
		}
		if !changed {
			return rounds
		}
		rounds++
	}
}

// spread fails what needs the failed.
func (s *State) spread() {
	spec := s.spec
	for ; s.done < len(s.trail); s.done++ {
		v := s.trail[s.done]
		for at := spec.start[v]; at < spec.start[v+1]; at++ {
			need, weight := spec.inputs[at], int32(1)
			if spec.weights != nil {
				weight = spec.weights[at]
			}
			if s.spare[need] < 0 {
				continue
			}
			if s.spare[need] -= weight; s.spare[need] < 0 {
				s.Fail(spec.of[need])
			}
		}
	}
}
