package transport

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model/transport"
	"cascata/sim/rng"
)

func ready(t testing.TB, n *transport.Network, trips *transport.Trips) func() *transport.Assignment {
	spec, err := transport.Compile(n)
	require.NoError(t, err)
	demand, err := transport.NewDemand(spec, trips)
	require.NoError(t, err)
	return func() *transport.Assignment { return transport.NewAssignment(spec, demand) }
}

// equilibria are the networks that are present, with the gaps to reach.
func equilibria(b *testing.B, run func(b *testing.B, n *transport.Network, trips *transport.Trips, gap float64)) {
	for _, c := range []struct {
		name string
		gaps []float64
	}{{"SiouxFalls", []float64{1e-6, 1e-9}}, {"Barcelona", []float64{1e-6, 1e-9}}, {"ChicagoSketch", []float64{1e-4, 1e-6, 1e-9}}, {"grid", []float64{1e-4, 1e-6}}} {
		n, trips := Grid{Side: 36, Seed: 1}.Roads()
		if c.name != "grid" {
			var err error
			if n, trips, err = Public(c.name); errors.Is(err, fs.ErrNotExist) {
				continue
			}
		}
		for _, gap := range c.gaps {
			b.Run(fmt.Sprintf("network=%s/gap=%g", c.name, gap), func(b *testing.B) { run(b, n, trips, gap) })
		}
	}
}

// BenchmarkEquilibrium is the time from no flow at all to a relative gap, on one core.
func BenchmarkEquilibrium(b *testing.B) {
	equilibria(b, func(b *testing.B, n *transport.Network, trips *transport.Trips, gap float64) {
		fresh := ready(b, n, trips)
		for b.Loop() {
			r, err := fresh().Solve(context.Background(), transport.Options{Gap: gap})
			if err != nil || !r.Converged {
				b.Fatal(err, r)
			}
		}
	})
}

// BenchmarkPaths is the same by path-based gradient projection.
func BenchmarkPaths(b *testing.B) {
	equilibria(b, func(b *testing.B, n *transport.Network, trips *transport.Trips, gap float64) {
		for b.Loop() {
			p := NewPaths(n, trips)
			for rounds := 0; p.Round() > gap; rounds++ {
				if rounds == 2000 {
					b.Skip("gap not reached in 2000 rounds")
				}
			}
		}
	})
}

// TestPathsAgree: the method beside finds the same flows.
func TestPathsAgree(t *testing.T) {
	n, trips := Grid{Side: 13, Seed: 2}.Roads()
	a := ready(t, n, trips)()
	_, err := a.Solve(context.Background(), transport.Options{Gap: 1e-11})
	require.NoError(t, err)
	p := NewPaths(n, trips)
	for rounds := 0; p.Round() > 1e-9; rounds++ {
		require.Less(t, rounds, 2000)
	}
	used := 0
	for i := range n.Links {
		require.InDelta(t, p.flow[i], a.Flow(i), 0.1, "link %d", i)
		if a.Flow(i) > 1 {
			used++
		}
	}
	require.Greater(t, used, 100)
}

// BenchmarkWarm closes and opens a road of a network in equilibrium, each time back to a gap of 1e-6, beside starting anew.
func BenchmarkWarm(b *testing.B) {
	n, trips := Grid{Side: 36, Seed: 1}.Roads()
	fresh := ready(b, n, trips)
	link := len(n.Links) / 2
	a := fresh()
	solve := func(b *testing.B, a *transport.Assignment, capacity float64) {
		require.NoError(b, a.SetLink(link, capacity, 0))
		require.NoError(b, a.SetLink(link+1, capacity, 0))
		r, err := a.Solve(context.Background(), transport.Options{})
		if err != nil || !r.Converged {
			b.Fatal(err, r)
		}
	}
	solve(b, a, 1)
	b.Run("start=warm", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			solve(b, a, float64(i%2))
		}
	})
	b.Run("start=cold", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			solve(b, fresh(), float64(i%2))
		}
	})
}

// cities are the street graphs that are present.
func cities(t testing.TB) map[string]City {
	all := map[string]City{"grid": Grid{Side: 152, Seed: 1}.Streets()}
	c, err := Lisboa()
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
		all["Lisboa"] = c
	}
	return all
}

func router(t testing.TB, c City) (*transport.Streets, *transport.Router) {
	s, err := transport.NewStreets(c.Points, c.Arcs)
	require.NoError(t, err)
	r := transport.NewRouter(s)
	require.NoError(t, r.Customise(c.Times))
	return s, r
}

// TestEqualTimes: on whole cities the router and plain Dijkstra agree.
func TestEqualTimes(t *testing.T) {
	for name, c := range cities(t) {
		_, r := router(t, c)
		p := NewPlain(&c)
		draw := rng.NewRoot(3, 0).Stream("pairs")
		n, found := len(c.Points), 0
		for range 200 {
			from, to := int32(draw.IntN(n)), int32(draw.IntN(n))
			ms, ok := r.Time(from, to)
			want := p.Time(from, to)
			require.Equal(t, want <= transport.Closed, ok)
			if ok {
				found++
				require.Equal(t, want, ms, "%s, %d to %d", name, from, to)
			}
		}
		require.Greater(t, found, 150)
	}
}

// BenchmarkRoute is one fastest time or way between two random nodes of a city.
func BenchmarkRoute(b *testing.B) {
	for _, name := range []string{"grid", "Lisboa"} {
		c, ok := cities(b)[name]
		if !ok {
			continue
		}
		_, r := router(b, c)
		p := NewPlain(&c)
		var way []int32
		draw := rng.NewRoot(5, 0).Stream("pairs")
		measure := func(method string, run func(from, to int32)) {
			b.Run(fmt.Sprintf("city=%s/method=%s", name, method), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run(int32(draw.IntN(len(c.Points))), int32(draw.IntN(len(c.Points))))
				}
			})
		}
		measure("dijkstra", func(from, to int32) { p.Time(from, to) })
		measure("time", func(from, to int32) { r.Time(from, to) })
		measure("way", func(from, to int32) { _, way, _ = r.Path(from, to, way[:0]) })
	}
}

// BenchmarkStreets is the preparation of a street graph: once per graph, and once per change of travel times.
func BenchmarkStreets(b *testing.B) {
	for _, name := range []string{"grid", "Lisboa"} {
		c, ok := cities(b)[name]
		if !ok {
			continue
		}
		_, r := router(b, c)
		b.Run(fmt.Sprintf("city=%s/step=prepare", name), func(b *testing.B) {
			for b.Loop() {
				_, _ = transport.NewStreets(c.Points, c.Arcs)
			}
		})
		b.Run(fmt.Sprintf("city=%s/step=customise", name), func(b *testing.B) {
			for b.Loop() {
				_ = r.Customise(c.Times)
			}
		})
	}
}
