package sim_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

func TestTimeAddSaturates(t *testing.T) {
	cases := []struct {
		t    sim.Time
		d    time.Duration
		want sim.Time
	}{
		{0, 5, 5}, {5, -7, -2},
		{sim.Never - 1, 1, sim.Never}, {sim.Never - 1, 2, sim.Never}, {1, math.MaxInt64, sim.Never},
		{sim.Never, -5, sim.Never}, {sim.Never, 5, sim.Never},
		{math.MinInt64 + 1, -2, math.MinInt64},
	}
	for _, c := range cases {
		require.Equal(t, c.want, c.t.Add(c.d), "%d + %d", c.t, c.d)
	}
}

func TestTimeSubSaturates(t *testing.T) {
	cases := []struct {
		t, u sim.Time
		want time.Duration
	}{
		{7, 5, 2}, {5, 7, -2}, {sim.Never, 0, math.MaxInt64}, {0, sim.Never, -math.MaxInt64},
		{sim.Never, -1, math.MaxInt64}, {-2, sim.Never, math.MinInt64}, {math.MinInt64, 1, math.MinInt64},
		{0, math.MinInt64, math.MaxInt64}, {-1, math.MinInt64, math.MaxInt64}, {-5, -7, 2},
	}
	for _, c := range cases {
		require.Equal(t, c.want, c.t.Sub(c.u), "%d - %d", c.t, c.u)
	}
}

func TestTimeString(t *testing.T) {
	cases := map[string]sim.Time{
		"0s": 0, "1.5s": 1_500_000_000, "-3s": -3 * second, "6h21m0s": 22860 * second,
		"23h59m59.999999999s": 86400*second - 1,
		"1d 00:00:00":         86400 * second,
		"1d 06:21:07":         (86400 + 22867) * second,
		"3d 00:00:00.25":      3*86400*second + 250_000_000,
		"never":               sim.Never,
	}
	for want, at := range cases {
		require.Equal(t, want, at.String())
	}
}
