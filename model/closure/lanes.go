package closure

import (
	"errors"
	"math/bits"
)

// ErrNetworks is what NewLanes answers to a Spec with networks: a component is not found bit by bit.
var ErrNetworks = errors.New("64 replications at once work for needs alone, not for networks")

// Lanes are 64 replications of a Spec at once, one per bit: a failure, a need and a node are masks of the replications they
// concern. Nodes stand in the order of their dependence, so that one sweep settles everything but rings, which are swept until
// nothing changes.
//
// It pays where failures reach more than about one node in a hundred; below that State, which visits only what fails, is faster.
type Lanes struct {
	place  []int32  // by node: its position
	gates  []gate   // by position, then one past the end
	groups []group  // needs in the order of the gates
	inputs []int32  // positions of suppliers, in the order of the groups
	weight []int32  // by input; nil if all are 1
	own    []uint64 // by position: failed by itself
	failed []uint64 // by position
	rings  []ring   // ascending; all other positions are components of one
}

// gate is where the needs of a node begin.
type gate struct{ groups int32 }

// group is a need: its suppliers end where those of the next begin.
type group struct {
	inputs int32
	spare  int32
}

// ring is a strong component of several nodes, or of one that needs itself: positions from to to.
type ring struct{ from, to int32 }

// NewLanes lays a Spec out for 64 replications with nothing failed. Error: ErrNetworks.
func NewLanes(spec *Spec) (*Lanes, error) {
	if len(spec.networks) > 0 {
		return nil, ErrNetworks
	}
	o := newOrder(spec)
	l := &Lanes{place: make([]int32, spec.nodes), own: make([]uint64, spec.nodes), failed: make([]uint64, spec.nodes)}
	for p, v := range o.nodes {
		l.place[v] = int32(p)
	}
	l.layGroups(spec, o)
	l.layInputs(spec, l.layRings(spec, o))
	return l, nil
}

// layGroups places the needs of each node beside each other, and leaves room for their suppliers.
func (l *Lanes) layGroups(spec *Spec, o order) {
	count := make([]int32, len(spec.of)) // suppliers by need
	for _, need := range spec.inputs {
		count[need]++
	}
	first := make([]int32, spec.nodes+1) // needs by node
	for _, v := range spec.of {
		first[v+1]++
	}
	for v := range spec.nodes {
		first[v+1] += first[v]
	}
	needs, next := make([]int32, len(spec.of)), append([]int32(nil), first...)
	for need, v := range spec.of {
		needs[next[v]] = int32(need)
		next[v]++
	}
	inputs := int32(0)
	for _, v := range o.nodes {
		l.gates = append(l.gates, gate{int32(len(l.groups))})
		for _, need := range needs[first[v]:first[v+1]] {
			l.groups = append(l.groups, group{inputs, spec.spare[need]})
			inputs += count[need]
		}
	}
	l.gates = append(l.gates, gate{int32(len(l.groups))})
	l.groups = append(l.groups, group{inputs: inputs})
}

// layRings notes the components to be swept more than once and returns, by need, its group.
func (l *Lanes) layRings(spec *Spec, o order) []int32 {
	for c := range len(o.begins) - 1 {
		if from, to := o.begins[c], o.begins[c+1]; to-from > 1 || selfish(spec, o.nodes[from]) {
			l.rings = append(l.rings, ring{from, to})
		}
	}
	groups := make([]int32, len(spec.of))
	next := make([]int32, spec.nodes)
	for need, v := range spec.of {
		groups[need] = l.gates[l.place[v]].groups + next[v]
		next[v]++
	}
	return groups
}

// selfish reports whether a node needs itself.
func selfish(spec *Spec, v int32) bool {
	for _, need := range spec.inputs[spec.start[v]:spec.start[v+1]] {
		if spec.of[need] == v {
			return true
		}
	}
	return false
}

// layInputs places the suppliers.
func (l *Lanes) layInputs(spec *Spec, groups []int32) {
	l.inputs = make([]int32, len(spec.inputs))
	if spec.weights != nil {
		l.weight = make([]int32, len(spec.inputs))
	}
	filled := make([]int32, len(spec.of))
	for v := range int32(spec.nodes) {
		for at := spec.start[v]; at < spec.start[v+1]; at++ {
			need := spec.inputs[at]
			i := l.groups[groups[need]].inputs + filled[need]
			filled[need]++
			l.inputs[i] = l.place[v]
			if l.weight != nil {
				l.weight[i] = spec.weights[at]
			}
		}
	}
}

// Set says in which of the replications a node fails by itself. It replaces what was set before; Settle spreads it.
func (l *Lanes) Set(node int32, in uint64) { l.own[l.place[node]] = in }

// Clear undoes all that was Set.
func (l *Lanes) Clear() { clear(l.own) }

// Failed is in which of the replications a node does not work, after Settle.
func (l *Lanes) Failed(node int32) uint64 { return l.failed[l.place[node]] }

// Settle finds what fails and returns the most sweeps that a ring took [1 if there is none].
func (l *Lanes) Settle() (sweeps int) {
	sweeps = 1
	done := int32(0)
	for _, r := range l.rings {
		l.sweep(done, r.from)
		sweeps = max(sweeps, l.settleRing(r))
		done = r.to
	}
	l.sweep(done, int32(len(l.failed)))
	return sweeps
}

// sweep settles positions whose suppliers stand before them.
func (l *Lanes) sweep(from, to int32) {
	for p := from; p < to; p++ {
		l.failed[p] = l.evaluate(p)
	}
}

// settleRing starts from the failures of its own and adds what they bring until nothing changes: the fewest failures that fit.
func (l *Lanes) settleRing(r ring) (sweeps int) {
	copy(l.failed[r.from:r.to], l.own[r.from:r.to])
	for changed := true; changed; sweeps++ {
		changed = false
		for p := r.from; p < r.to; p++ {
			if f := l.evaluate(p); f != l.failed[p] {
				l.failed[p], changed = f, true
			}
		}
	}
	return sweeps
}

// evaluate is where a node fails, given its suppliers.
func (l *Lanes) evaluate(p int32) uint64 {
	failed := l.own[p]
	for g := l.gates[p].groups; g < l.gates[p+1].groups; g++ {
		from, to, spare := l.groups[g].inputs, l.groups[g+1].inputs, l.groups[g].spare
		switch {
		case spare < 0:
			return ^uint64(0)
		case l.weight != nil:
			failed |= l.heavier(from, to, uint32(spare))
		case spare == 0:
			for _, i := range l.inputs[from:to] {
				failed |= l.failed[i]
			}
		case spare == to-from-1:
			all := ^uint64(0)
			for _, i := range l.inputs[from:to] {
				all &= l.failed[i]
			}
			failed |= all
		case spare == 1:
			failed |= l.pairs(l.inputs[from:to])
		case spare < to-from:
			failed |= l.more(l.inputs[from:to], uint32(spare))
		}
	}
	return failed
}

// planes is the room for a bit-sliced sum: plane i holds bit i of 64 sums. Weights of at most 2^21 fit for 1,024 suppliers and
// counts for any number.
const planes = 32

// pairs is where two or more of the suppliers fail.
func (l *Lanes) pairs(inputs []int32) uint64 {
	var one, two uint64
	for _, i := range inputs {
		f := l.failed[i]
		two |= one & f
		one |= f
	}
	return two
}

// more is where more than spare of the suppliers fail: a bit-sliced count, compared from its highest bit.
func (l *Lanes) more(inputs []int32, spare uint32) uint64 {
	var sum [planes]uint64
	for _, i := range inputs {
		carry := l.failed[i]
		for b := 0; carry != 0; b++ {
			sum[b], carry = sum[b]^carry, sum[b]&carry
		}
	}
	return above(&sum, bits.Len(uint(len(inputs))), spare)
}

// heavier is where the failed suppliers weigh more than spare.
func (l *Lanes) heavier(from, to int32, spare uint32) uint64 {
	var sum [planes]uint64
	for i := from; i < to; i++ {
		for w := uint32(l.weight[i]); w != 0; w &= w - 1 {
			carry := l.failed[l.inputs[i]]
			for b := bits.TrailingZeros32(w); carry != 0; b++ {
				sum[b], carry = sum[b]^carry, sum[b]&carry
			}
		}
	}
	return above(&sum, planes, spare)
}

// above is where sums of so many bits are greater than x.
func above(sum *[planes]uint64, width int, x uint32) uint64 {
	greater, equal := uint64(0), ^uint64(0)
	for b := width - 1; b >= 0; b-- {
		if x>>b&1 == 0 {
			greater |= equal & sum[b]
			equal &^= sum[b]
		} else {
			equal &= sum[b]
		}
	}
	return greater
}
