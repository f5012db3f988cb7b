package transport

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// plainTimes are the fastest times from a node, by Bellman and Ford.
func plainTimes(nodes int, arcs []Arc, times []int32, from int32) []int32 {
	dist := make([]int32, nodes)
	for v := range dist {
		dist[v] = Closed
	}
	dist[from] = 0
	for changed := true; changed; {
		changed = false
		for i, a := range arcs {
			if t := dist[a.From] + times[i]; t < dist[a.To] {
				dist[a.To], changed = t, true
			}
		}
	}
	return dist
}

// TestRouterIsExact: any graph, any times, closures and new times in between: every time is that of a plain search, and every
// way is one that takes this time.
func TestRouterIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "nodes")
		coordinate, node := rapid.Float64Range(0, 5), rapid.Int32Range(0, int32(n-1))
		var points []Point
		for range n {
			points = append(points, Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")})
		}
		var arcs []Arc
		for range rapid.IntRange(0, 3*n).Draw(t, "arcs") {
			a := Arc{node.Draw(t, "from"), node.Draw(t, "to")}
			arcs = append(arcs, a)
			if rapid.Bool().Draw(t, "both ways") {
				arcs = append(arcs, Arc{a.To, a.From})
			}
		}
		s, err := NewStreets(points, arcs)
		require.NoError(t, err)
		r := NewRouter(s)
		for range 2 {
			times := rapid.SliceOfN(rapid.OneOf(rapid.Int32Range(0, 20), rapid.Just(Closed), rapid.Int32Range(0, Closed)), len(arcs), len(arcs)).Draw(t, "times")
			require.NoError(t, r.Customise(times))
			for from := range int32(n) {
				want := plainTimes(n, arcs, times, from)
				for to, best := range want {
					ms, ok := r.Time(from, int32(to))
					require.Equal(t, best, ms)
					require.Equal(t, best < Closed, ok)
					checkWay(t, r, arcs, times, from, int32(to), best)
				}
			}
		}
	})
}

func checkWay(t require.TestingT, r *Router, arcs []Arc, times []int32, from, to, best int32) {
	ms, way, ok := r.Path(from, to, nil)
	require.Equal(t, best, ms)
	if !ok {
		require.Empty(t, way)
		return
	}
	at, sum := from, int32(0)
	for _, i := range way {
		require.Equal(t, at, arcs[i].From)
		at, sum = arcs[i].To, sum+times[i]
	}
	require.Equal(t, to, at)
	require.Equal(t, best, sum)
}

func TestStreetsRefuse(t *testing.T) {
	_, err := NewStreets(make([]Point, 2), []Arc{{0, 1}, {1, 2}})
	assert.EqualError(t, err, "arc 1 leads from 1 to 2: nodes are 0 to 1")
	s, err := NewStreets(make([]Point, 2), []Arc{{0, 1}})
	require.NoError(t, err)
	r := NewRouter(s)
	_, ok := r.Time(0, 1)
	assert.False(t, ok)
	assert.EqualError(t, r.Customise(nil), "0 travel times for 1 arcs")
	assert.EqualError(t, r.Customise([]int32{-1}), "arc 0 takes -1 ms: times are 0 or more")
}

// TestQueriesAllocateNothing once the slices have grown.
func TestQueriesAllocateNothing(t *testing.T) {
	var points []Point
	var arcs []Arc
	const side = 20
	for i := range int32(side * side) {
		points = append(points, Point{float64(i % side), float64(i / side)})
		if i%side > 0 {
			arcs = append(arcs, Arc{i, i - 1}, Arc{i - 1, i})
		}
		if i >= side {
			arcs = append(arcs, Arc{i, i - side}, Arc{i - side, i})
		}
	}
	s, err := NewStreets(points, arcs)
	require.NoError(t, err)
	r := NewRouter(s)
	times := make([]int32, len(arcs))
	for i := range times {
		times[i] = 1000 + int32(i*i%97)
	}
	require.NoError(t, r.Customise(times))
	var way []int32
	run := func() {
		_, way, _ = r.Path(0, side*side-1, way[:0])
		r.Time(side, side+7)
	}
	run()
	assert.Zero(t, testing.AllocsPerRun(10, run))
	assert.Zero(t, testing.AllocsPerRun(3, func() { _ = r.Customise(times) }))
}
