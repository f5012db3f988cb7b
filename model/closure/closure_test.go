package closure

import (
	"fmt"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
)

// pump needs power from either of two feeders and any two of three telecom sites; the tower needs the pump and, weighted,
// two feeders of 0.4 and 0.5.
func pump() System {
	return System{Nodes: 7, Needs: []Need{
		{Node: 5, Rule: model.Any, Suppliers: []int32{0, 1}},
		{Node: 5, Rule: model.KOfN, K: 2, Suppliers: []int32{2, 3, 4}},
		{Node: 6, Rule: model.All, Suppliers: []int32{5}},
		{Node: 6, Rule: model.Weighted, Suppliers: []int32{0, 1}, Weights: []float64{0.4, 0.5}, Bar: model.Full / 4},
	}}
}

func TestNeeds(t *testing.T) {
	cases := []struct {
		name string
		fail []int32
		want []int32 // everything that fails in the end
	}{
		{"nothing", nil, []int32{}},
		{"one of two feeders", []int32{1}, []int32{1}},
		{"both feeders", []int32{0, 1}, []int32{0, 1, 5, 6}}, // the weighted rest of 0.1 is below the bar of 0.25, too
		{"one of three sites", []int32{3}, []int32{3}},
		{"two of three sites", []int32{3, 4}, []int32{3, 4, 5, 6}},
		{"told twice", []int32{5, 5}, []int32{5, 6}},
	}
	spec, err := Compile(pump())
	require.NoError(t, err)
	lanes, err := NewLanes(spec)
	require.NoError(t, err)
	s := NewState(spec)
	for lane, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s.Restore()
			for _, v := range c.fail {
				s.Fail(v)
			}
			assert.Equal(t, 0, s.Settle(), "there is no network to pass over")
			assert.ElementsMatch(t, c.want, s.Failed())
			lanes.Clear()
			for _, v := range c.fail {
				lanes.Set(v, 1<<lane)
			}
			lanes.Settle()
			for v := range int32(7) {
				assert.Equal(t, s.Works(v), lanes.Failed(v) == 0)
				assert.Zero(t, lanes.Failed(v)&^(1<<lane), "replications do not meet")
			}
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	cases := []struct {
		name string
		sys  System
		want string
	}{
		{"need of nobody", System{Nodes: 1, Needs: []Need{{Node: 1}}}, "there is no node 1"},
		{"unknown supplier", System{Nodes: 1, Needs: []Need{{Suppliers: []int32{-1}}}}, "there is no supplier -1"},
		{"weights without the rule", System{Nodes: 1, Needs: []Need{{Suppliers: []int32{0}, Weights: []float64{1}}}}, "1 weights"},
		{"too few weights", System{Nodes: 2, Needs: []Need{{Rule: model.Weighted, Suppliers: []int32{0, 1}, Weights: []float64{1}}}}, "1 weights for 2"},
		{"negative weight", System{Nodes: 2, Needs: []Need{{Rule: model.Weighted, Suppliers: []int32{0}, Weights: []float64{-1}}}}, "negative"},
		{"too many weights", System{Nodes: 1, Needs: []Need{{Rule: model.Weighted, Suppliers: make([]int32, 1001), Weights: make([]float64, 1001)}}}, "at most 1000"},
		{"network of too many", System{Nodes: 2, Networks: []Network{{Nodes: 3}}}, "nodes 0 to 2"},
		{"edge to outside", System{Nodes: 3, Networks: []Network{{Nodes: 2, Edges: [][2]int32{{0, 2}}}}}, "edge 0 to 2"},
		{"source outside", System{Nodes: 3, Networks: []Network{{Hold: Fed, Sources: []int32{3}}}}, "no source 3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compile(c.sys)
			assert.ErrorContains(t, err, c.want)
		})
	}
}

// A path of six, broken in the middle, keeps its larger part; of equal parts that with the smallest number at its root.
func TestGiant(t *testing.T) {
	path := System{Nodes: 7, Networks: []Network{{First: 1, Nodes: 6, Edges: [][2]int32{{1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}}}}}
	spec, err := Compile(path)
	require.NoError(t, err)
	s := NewState(spec)
	assert.Equal(t, 0, s.Settle())
	assert.Empty(t, s.Failed(), "node 0 is in no network")
	s.Fail(3)
	assert.Equal(t, 1, s.Settle())
	assert.ElementsMatch(t, []int32{1, 2, 3}, s.Failed())
	s.Fail(5)
	assert.Equal(t, 1, s.Settle())
	assert.ElementsMatch(t, []int32{1, 2, 3, 5, 6}, s.Failed())
	s.Restore()
	assert.Equal(t, 0, s.Settle())
	_, err = NewLanes(spec)
	assert.ErrorIs(t, err, ErrNetworks)
}

// 0 feeds 1 and 2 in a ring of one-way edges; 3 hangs on 2 both ways; 4 and 5 are joined to nothing that feeds them.
func TestFed(t *testing.T) {
	net := Network{Hold: Fed, Sources: []int32{0}, Edges: [][2]int32{{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 2}, {4, 5}}}
	spec, err := Compile(System{Nodes: 6, Networks: []Network{net}, Needs: []Need{{Node: 5, Suppliers: []int32{3}}}})
	require.NoError(t, err)
	for _, c := range []struct {
		fail int32
		want []int32
	}{{0, []int32{0, 1, 2, 3, 5}}, {1, []int32{1, 2, 3, 5}}, {3, []int32{3, 5}}, {4, []int32{4}}} {
		s := NewState(spec)
		s.Fail(c.fail)
		s.Settle()
		assert.ElementsMatch(t, c.want, s.Failed(), "after %d", c.fail)
	}
}

// randomSystem has rings and every rule, but no networks.
func randomSystem(t *rapid.T) System {
	sys := System{Nodes: rapid.IntRange(1, 40).Draw(t, "nodes")}
	node := rapid.Int32Range(0, int32(sys.Nodes-1))
	for i := range rapid.IntRange(0, 60).Draw(t, "needs") {
		n := Need{Node: node.Draw(t, "node"), Rule: model.Rule(rapid.IntRange(0, 3).Draw(t, "rule"))}
		n.Suppliers = rapid.SliceOfN(node, 1, 9).Draw(t, fmt.Sprint("suppliers ", i))
		n.K = rapid.IntRange(1, len(n.Suppliers)).Draw(t, "k")
		if n.Rule == model.Weighted {
			n.Weights = rapid.SliceOfN(rapid.Float64Range(0, 1.5), len(n.Suppliers), len(n.Suppliers)).Draw(t, "weights")
		}
		sys.Needs = append(sys.Needs, n)
	}
	return sys
}

// settle is the closure by its definition: ask every need of every node until nothing changes.
func settle(sys System, failed []bool) {
	for changed := true; changed; {
		changed = false
		for _, n := range sys.Needs {
			works, left := 0, float64(model.Full)
			for i, v := range n.Suppliers {
				if !failed[v] {
					works++
				} else if n.Rule == model.Weighted {
					left -= float64(n.weight(i))
				}
			}
			holds := works == len(n.Suppliers)
			switch n.Rule {
			case model.Any:
				holds = works > 0
			case model.KOfN:
				holds = works >= n.K
			case model.Weighted:
				holds = left > 0
			}
			if !holds && !failed[n.Node] {
				failed[n.Node], changed = true, true
			}
		}
	}
}

func TestStateAndLanesFollowTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := randomSystem(t)
		spec, err := Compile(sys)
		require.NoError(t, err)
		lanes, err := NewLanes(spec)
		require.NoError(t, err)
		own := make([]uint64, sys.Nodes)
		for v := range own {
			some := rapid.Uint64().Draw(t, "some")
			own[v] = some & rapid.Uint64().Draw(t, "own")
			lanes.Set(int32(v), own[v])
		}
		lanes.Settle()
		s := NewState(spec)
		for lane := range 64 {
			failed := make([]bool, sys.Nodes)
			s.Restore()
			for v, mask := range own {
				if failed[v] = mask>>lane&1 == 1; failed[v] {
					s.Fail(int32(v))
				}
			}
			settle(sys, failed)
			s.Settle()
			for v := range failed {
				require.Equal(t, failed[v], !s.Works(int32(v)), "node %d, replication %d", v, lane)
				require.Equal(t, failed[v], lanes.Failed(int32(v))>>lane&1 == 1, "node %d, replication %d by bits", v, lane)
			}
		}
	})
}

func TestBitSlicedCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64(), 1, 70).Draw(t, "words")
		spare := uint32(rapid.IntRange(0, len(words)).Draw(t, "spare"))
		l := Lanes{failed: words}
		var inputs []int32
		for i := range words {
			inputs = append(inputs, int32(i))
		}
		var want uint64
		for lane := range 64 {
			n := 0
			for _, w := range words {
				n += int(w >> lane & 1)
			}
			if n > int(spare) {
				want |= 1 << lane
			}
		}
		got := l.more(inputs, spare)
		assert.Equal(t, want, got, "%d replications differ", bits.OnesCount64(want^got))
	})
}
