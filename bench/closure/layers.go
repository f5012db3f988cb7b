package closure

import (
	"fmt"
	"math/bits"

	"cascata/model"
	"cascata/model/closure"
	"cascata/sim/rng"
)

// Layers describes layered dependency logic: every node beyond the first layer has one need with suppliers from the layer
// before, all of three, any two of three, or any of four in turn.
type Layers struct {
	Nodes, Depth int
	Seed         uint64
}

// System is the layers as a system. A supplier may stand twice in a need.
func (l Layers) System() closure.System {
	sys := closure.System{Nodes: l.Nodes}
	stream := rng.NewRoot(l.Seed, 0).Stream("layers")
	width := l.Nodes / l.Depth
	for v := width; v < l.Nodes; v++ {
		need := closure.Need{Node: int32(v), Rule: model.KOfN, K: 2}
		count := 3
		switch v % 3 {
		case 0:
			need.Rule = model.All
		case 1:
			need.Rule, count = model.Any, 4
		}
		before := (v/width - 1) * width
		for range count {
			need.Suppliers = append(need.Suppliers, int32(before+stream.IntN(width)))
		}
		sys.Needs = append(sys.Needs, need)
	}
	return sys
}

// Failures draws, for each node, in which of 64 replications it fails by itself, each with the given chance.
func (l Layers) Failures(chance float64) []uint64 {
	stream := rng.NewRoot(l.Seed, 1).Stream(fmt.Sprint("failures ", chance))
	own := make([]uint64, l.Nodes)
	for v := range own {
		for lane := range 64 {
			if stream.Float64() < chance {
				own[v] |= 1 << lane
			}
		}
	}
	return own
}

// Words settles 64 replications at once.
func Words(l *closure.Lanes, own []uint64) {
	for v, in := range own {
		l.Set(int32(v), in)
	}
	l.Settle()
}

// Lists are the same failures as a list of nodes for each replication.
func Lists(own []uint64) [64][]int32 {
	var lists [64][]int32
	for v, in := range own {
		for ; in != 0; in &= in - 1 {
			lane := bits.TrailingZeros64(in)
			lists[lane] = append(lists[lane], int32(v))
		}
	}
	return lists
}

// OneByOne settles one replication with a State.
func OneByOne(s *closure.State, failures []int32) {
	s.Restore()
	for _, v := range failures {
		s.Fail(v)
	}
	s.Settle()
}
