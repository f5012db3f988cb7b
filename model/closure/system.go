package closure

import (
	"fmt"
	"math"

	"cascata/model"
)

// System says which nodes (0 to Nodes-1) need which, and which networks have to hold them.
type System struct {
	Nodes    int
	Needs    []Need
	Networks []Network
}

// Need is one group of suppliers of a node. A node works only if all its needs hold.
type Need struct {
	Node      int32
	Rule      model.Rule
	K         int // for KOfN
	Suppliers []int32
	Weights   []float64   // for Weighted: what each supplier's failure takes [share of the level, >= 0]
	Bar       model.Level // for Weighted: the need holds while this much is left; 0 means anything at all
}

// Hold is how a network decides which of its nodes it holds.
type Hold uint8

// The connectivity rules.
const (
	Giant Hold = iota // a node must lie in the largest component of the network's working nodes
	Fed               // a node must be reached from a working source along edges between working nodes
)

// Network joins the nodes First to First+Nodes-1 (Giant) or the ends of its edges (Fed).
type Network struct {
	Hold    Hold
	First   int32
	Nodes   int32
	Edges   [][2]int32 // numbers of nodes; Giant: both ways, Fed: from the first to the second only
	Sources []int32    // Fed: nodes that feed it. What they do not reach with everything working, the network does not judge
}

// Spec is a System compiled: read-only and shared by all replications. The zero value has no nodes.
type Spec struct {
	nodes    int
	of       []int32 // by need: the node that has it
	spare    []int32 // by need: the weight of suppliers that may fail; negative if it cannot hold at all
	doomed   []int32 // nodes with a need that cannot hold at all
	start    []int32 // by node: it supplies inputs[start[v]:start[v+1]]
	inputs   []int32 // needs
	weights  []int32 // by input; nil if all are 1
	networks []network
}

// network is one of the two kinds.
type network interface {
	// check fails what the network no longer holds and reports whether there was any. memory is its own State's.
	check(s *State, memory *memory) bool
}

// Compile prepares a system. Errors: numbers out of range, weights without or other than a Weighted need's. O(nodes + needs +
// suppliers + edges).
func Compile(sys System) (*Spec, error) {
	if err := sys.check(); err != nil {
		return nil, err
	}
	var s Spec
	s.of = make([]int32, len(sys.Needs))
	for i := range sys.Needs {
		s.of[i] = sys.Needs[i].Node
	}
	s.link(sys.Nodes, func(yield func(need, supplier, weight int32)) {
		for i := range sys.Needs {
			n := &sys.Needs[i]
			for k, supplier := range n.Suppliers {
				yield(int32(i), supplier, n.weight(k))
			}
		}
	})
	for i := range sys.Needs {
		s.spare[i] = sys.Needs[i].spare()
	}
	s.doom()
	for i := range sys.Networks {
		n := &sys.Networks[i]
		if n.Hold == Fed {
			s.networks = append(s.networks, newFed(&s, n))
			continue
		}
		s.networks = append(s.networks, &giant{first: n.First, nodes: n.Nodes, count: len(n.Edges), edges: func(yield func(a, b int32)) {
			for _, e := range n.Edges {
				yield(e[0]-n.First, e[1]-n.First)
			}
		}})
	}
	return &s, nil
}

const (
	heaviest     = 2    // weight that counts: twice all there is
	mostWeighted = 1000 // suppliers of a Weighted need, so that their sum fits 31 bits
)

// weight of a supplier: 1, or for Weighted the loss in steps of a Level.
func (n *Need) weight(k int) int32 {
	if n.Rule != model.Weighted {
		return 1
	}
	return int32(math.RoundToEven(min(n.Weights[k], heaviest) * float64(model.Full)))
}

// spare is how much may fail before the need does.
func (n *Need) spare() int32 {
	if n.Rule == model.Weighted {
		return int32(model.Full - max(n.Bar, 1))
	}
	return int32(len(n.Suppliers) - n.Rule.Quorum(n.K, len(n.Suppliers)))
}

// doom lists the nodes that fail with everything else working.
func (s *Spec) doom() {
	s.doomed = s.doomed[:0]
	for need, spare := range s.spare {
		if spare < 0 {
			s.doomed = append(s.doomed, s.of[need])
		}
	}
}

// link fills the needs that each node supplies, from two walks over the inputs: one counts, one places. It leaves in spare the
// number of suppliers of each need. s.of must be filled.
func (s *Spec) link(nodes int, inputs func(yield func(need, supplier, weight int32))) {
	s.nodes = nodes
	s.start = cleared(s.start, nodes+2)
	s.spare = cleared(s.spare, len(s.of))
	weighted, count := false, int32(0)
	inputs(func(need, supplier, weight int32) {
		s.start[supplier+2]++
		s.spare[need]++
		weighted = weighted || weight != 1
		count++
	})
	for v := range nodes {
		s.start[v+2] += s.start[v+1]
	}
	s.inputs, s.weights = sized(s.inputs, int(count)), nil
	if weighted {
		s.weights = make([]int32, count)
	}
	inputs(func(need, supplier, weight int32) {
		at := s.start[supplier+1] // ends as the start of the next node
		s.inputs[at] = need
		if weighted {
			s.weights[at] = weight
		}
		s.start[supplier+1]++
	})
	s.start = s.start[:nodes+1]
}

// sized is a slice of n elements with any content, in the same memory if it fits.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// cleared is sized with zeros.
func cleared[T any](s []T, n int) []T {
	s = sized(s, n)
	clear(s)
	return s
}

// check refuses what cannot be meant.
func (sys *System) check() error {
	within := func(v int32) bool { return v >= 0 && int(v) < sys.Nodes }
	for i := range sys.Needs {
		n := &sys.Needs[i]
		if !within(n.Node) {
			return fmt.Errorf("need %d: there is no node %d; nodes are 0 to %d", i, n.Node, sys.Nodes-1)
		}
		if n.Rule == model.Weighted != (len(n.Weights) > 0) || n.Rule == model.Weighted && len(n.Weights) != len(n.Suppliers) {
			return fmt.Errorf("need %d: %d weights for %d suppliers; a Weighted need has one each, others have none", i, len(n.Weights), len(n.Suppliers))
		}
		if n.Rule == model.Weighted && len(n.Suppliers) > mostWeighted {
			return fmt.Errorf("need %d: %d weighted suppliers; at most %d", i, len(n.Suppliers), mostWeighted)
		}
		for k, v := range n.Suppliers {
			if !within(v) {
				return fmt.Errorf("need %d: there is no supplier %d; nodes are 0 to %d", i, v, sys.Nodes-1)
			}
			if n.Rule == model.Weighted && !(n.Weights[k] >= 0) {
				return fmt.Errorf("need %d: weight %v of supplier %d is negative or undefined", i, n.Weights[k], v)
			}
		}
	}
	for i := range sys.Networks {
		if err := sys.Networks[i].check(within); err != nil {
			return fmt.Errorf("network %d: %w", i, err)
		}
	}
	return nil
}

func (n *Network) check(within func(int32) bool) error {
	if n.Hold == Giant && n.Nodes > 0 && (!within(n.First) || !within(n.First+n.Nodes-1)) {
		return fmt.Errorf("nodes %d to %d are not all there", n.First, n.First+n.Nodes-1)
	}
	for _, e := range n.Edges {
		for _, v := range e {
			if !within(v) || n.Hold == Giant && (v < n.First || v >= n.First+n.Nodes) {
				return fmt.Errorf("edge %d to %d has an end outside", e[0], e[1])
			}
		}
	}
	for _, v := range n.Sources {
		if !within(v) {
			return fmt.Errorf("there is no source %d", v)
		}
	}
	return nil
}
