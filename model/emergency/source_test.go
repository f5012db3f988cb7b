package emergency

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim"
	"cascata/sim/rng"
)

func hours(h float64) sim.Time { return sim.Time(h * float64(time.Hour)) }

// TestSourceKeepsItsRates counts calls by piece in 400 replications; by Poisson's law the count of a piece scatters by its root.
func TestSourceKeepsItsRates(t *testing.T) {
	rates := []Rate{{From: hours(1), PerHour: 60}, {From: hours(2), PerHour: 0}, {From: hours(3), PerHour: 300}, {From: hours(3.5), PerHour: 20}, {From: hours(10)}}
	want := []float64{0, 60, 0, 150, 130} // up to 1, 2, 3, 3.5 and 10 h
	got := make([]float64, len(want))
	const runs = 400
	for run := range uint64(runs) {
		s := NewSource(rates, rng.NewRoot(3, run).Stream("calls"))
		last := sim.Time(-1)
		n := uint64(0)
		for at, number := s.Next(); at != sim.Never; at, number = s.Next() {
			require.GreaterOrEqual(t, at, last)
			require.Equal(t, n, number)
			last, n = at, n+1
			piece := 0
			for piece < len(want)-1 && at >= rates[piece].From {
				piece++
			}
			got[piece]++
		}
	}
	for i := range want {
		assert.InDelta(t, want[i], got[i]/runs, 4*math.Sqrt(want[i]/runs), "piece %d", i)
	}
}

// A higher rate brings the same calls, none of them later.
func TestMoreCallsComeEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(1, 100).Draw(t, "low")
		high := low * rapid.Float64Range(1, 10).Draw(t, "times")
		stream := rng.NewRoot(rapid.Uint64().Draw(t, "seed"), 0).Stream("calls")
		a := NewSource([]Rate{{PerHour: 50}, {From: hours(1), PerHour: low}, {From: hours(2), PerHour: 50}}, stream)
		b := NewSource([]Rate{{PerHour: 50}, {From: hours(1), PerHour: high}, {From: hours(2), PerHour: 50}}, stream)
		for range 200 {
			late, _ := a.Next()
			early, _ := b.Next()
			require.LessOrEqual(t, early, late+1000, "but for a nanosecond of rounding a call")
		}
	})
}

func TestSourceEnds(t *testing.T) {
	for name, rates := range map[string][]Rate{"none": nil, "zero": {{PerHour: 0}}, "never": {{From: sim.Never, PerHour: 1}}} {
		at, _ := NewSource(rates, rng.NewRoot(1, 0).Stream("calls")).Next()
		assert.Equal(t, sim.Never, at, name)
	}
}

func TestCheckRates(t *testing.T) {
	assert.NoError(t, CheckRates("calls", []Rate{{PerHour: 3}, {From: 5, PerHour: 0}}))
	for _, c := range []struct {
		name  string
		rates []Rate
		want  string
	}{
		{"negative", []Rate{{PerHour: -1}}, "calls: -1 calls an hour from 0s on; write 0 to 1e+09"},
		{"not a number", []Rate{{PerHour: math.NaN()}}, "NaN calls an hour"},
		{"too many", []Rate{{PerHour: 2e9}}, "2e+09 calls"},
		{"before the start", []Rate{{From: -5}}, "rates stand in the order of time"},
		{"twice", []Rate{{From: 5}, {From: 5}}, "each instant once"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.ErrorContains(t, CheckRates("calls", c.rates), c.want) })
	}
}
