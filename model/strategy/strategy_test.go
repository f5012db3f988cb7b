package strategy

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"cascata/model"
)

// town has a hub (0) that feeds three shops (1, 2, 3), two of which feed houses (4, 5); a lone asset (6) serves most people.
func town(t testing.TB) *model.City {
	need := func(a, supplier model.AssetID) model.Need {
		return model.Need{Name: "power", Asset: a, Suppliers: []model.Supplier{{Asset: supplier}}}
	}
	c := &model.City{
		Name: "town", Sectors: []model.Sector{{Name: "power"}}, Kinds: []model.Kind{{Name: "power/x"}}, Districts: []model.District{{Name: "east"}},
		Operators: []model.Operator{{Name: "a", Control: model.Absent}, {Name: "b", Control: model.Absent}},
		Assets: []model.Asset{{Name: "power/0"}, {Name: "power/1", Operator: 1}, {Name: "power/2"}, {Name: "power/3"}, {Name: "power/4"},
			{Name: "power/5", Operator: 1}, {Name: "power/6"}},
		Needs: []model.Need{need(1, 0), need(2, 0), need(3, 0), need(4, 1), need(5, 2)},
		Places: []model.Place{{Residents: 10, Serving: []model.Serving{{Asset: 4}}}, {Residents: 20, Serving: []model.Serving{{Asset: 5}}},
			{Residents: 90, Serving: []model.Serving{{Asset: 6}}}},
	}
	require.NoError(t, c.Finish())
	return c
}

// ground lets everything downstream fail and counts people.
func ground(c *model.City) *Ground {
	loss := func(failed []model.AssetID) int64 {
		gone := map[model.AssetID]bool{}
		for queue := slices.Clone(failed); len(queue) > 0; queue = queue[1:] {
			if gone[queue[0]] {
				continue
			}
			gone[queue[0]] = true
			for _, in := range c.Dependants(queue[0]) {
				queue = append(queue, c.Needs[in.Need].Asset)
			}
		}
		sum := int64(0)
		for _, p := range c.Places {
			if gone[p.Serving[0].Asset] {
				sum += int64(p.Residents)
			}
		}
		return sum
	}
	reach := []Reach{{Days: 9}, {Days: 3, Weak: true}, {Days: 4, Exposed: true}, {Days: 2, Customers: 5}, {Days: 8, Exposed: true, Weak: true}, {Days: 1}, {Days: 7, Door: true, Customers: 5}}
	return &Ground{City: c, Loss: loss, Reach: func(a model.AssetID) Reach { return reach[a] }}
}

func TestPicks(t *testing.T) {
	cases := []struct {
		strategy string
		among    []model.AssetID // nil: all
		count    int
		want     []model.AssetID
	}{
		{"degree", nil, 3, []model.AssetID{0, 1, 2}}, // 3, 2, 2 links
		{"betweenness", nil, 3, []model.AssetID{0, 1, 2}},
		{"dependency-aware", nil, 3, []model.AssetID{6, 0, 5}},                   // 90, then 30; then nothing adds any more and people stand at 5
		{"dependency-aware", []model.AssetID{1, 2, 5}, 2, []model.AssetID{5, 1}}, // 2 and 5 take the same; people stand at 5
		{"two-stage", nil, 2, []model.AssetID{6, 0}},
		{"minimum-ttc", nil, 3, []model.AssetID{5, 3, 1}},
		{"opportunistic", nil, 4, []model.AssetID{4, 2, 1, 6}},
		{"shared-supplier", nil, 3, []model.AssetID{6, 3, 0}}, // by customers, people; then two operators need 0
	}
	for _, c := range cases {
		t.Run(c.strategy, func(t *testing.T) {
			city := town(t)
			s, ok := Named(c.strategy)
			require.True(t, ok)
			among := c.among
			if among == nil {
				among = []model.AssetID{6, 5, 4, 3, 2, 1, 0}
			}
			assert.Equal(t, c.want, s.Pick(ground(city), among, c.count))
		})
	}
}

func TestPickIsAChoice(t *testing.T) {
	city := town(t)
	rapid.Check(t, func(r *rapid.T) {
		all := All()
		s := all[rapid.IntRange(0, len(all)-1).Draw(r, "strategy")]
		order := rapid.Permutation([]model.AssetID{0, 1, 2, 3, 4, 5, 6}).Draw(r, "order")
		among := order[:rapid.IntRange(1, 7).Draw(r, "offered")]
		count := rapid.IntRange(0, 9).Draw(r, "count")
		got := s.Pick(ground(city), among, count)
		want := len(among)
		if count > 0 {
			want = min(count, want)
		}
		require.Len(r, got, want)
		for i, a := range got {
			require.Contains(r, among, a)
			require.NotContains(r, got[:i], a)
		}
		shuffled := rapid.Permutation(among).Draw(r, "shuffled")
		require.Equal(r, got, s.Pick(ground(city), shuffled, count), "the order of the offer does not matter")
	})
}

// While no gain grows, lazy greedy is greedy: each choice adds at least as much as any other would have.
func TestGreedyTakesTheBestNextOne(t *testing.T) {
	g := ground(town(t))
	all := []model.AssetID{0, 1, 2, 3, 4, 5, 6}
	s, _ := Named("dependency-aware")
	got := s.Pick(g, all, 7)
	for i := range got {
		best := g.Loss(got[:i+1])
		for _, a := range got[i+1:] {
			assert.GreaterOrEqual(t, best, g.Loss(append(slices.Clone(got[:i]), a)))
		}
	}
}

// gonum's betweenness is the sum over ordered pairs too.
func TestBetweennessIsGonums(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(r, "nodes")
		links := make([][]model.AssetID, n)
		g := simple.NewUndirectedGraph()
		for v := range n {
			g.AddNode(simple.Node(v))
		}
		for a := range n {
			for b := range a {
				if rapid.IntRange(0, 2).Draw(r, "link") == 0 {
					links[a], links[b] = append(links[a], model.AssetID(b)), append(links[b], model.AssetID(a))
					g.SetEdge(simple.Edge{F: simple.Node(a), T: simple.Node(b)})
				}
			}
		}
		want := network.Betweenness(g)
		for v, x := range Betweenness(links) {
			require.InDelta(r, want[int64(v)], x, 1e-9)
		}
	})
}

func TestNames(t *testing.T) {
	assert.Equal(t, []string{"random", "degree", "betweenness", "dependency-aware", "minimum-ttc", "opportunistic", "shared-supplier", "two-stage"}, Names())
	_, ok := Named("none")
	assert.False(t, ok)
}
