package resilience

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

var none4 = math.NaN()

func TestSummary(t *testing.T) {
	s := Summarise([]float64{4, 1, none4, 3, 2, 5})
	require.Equal(t, 5, s.N)
	require.Equal(t, 1, s.Missing)
	require.InDelta(t, 3, s.Mean, 1e-12)
	require.InDelta(t, 3, s.Median, 1e-12)
	require.InDelta(t, math.Sqrt(2.5), s.SD, 1e-12)
	require.InDelta(t, 1.2, s.P5, 1e-12) // R: quantile(1:5, c(.05, .95))
	require.InDelta(t, 4.8, s.P95, 1e-12)
	// t with 4 degrees of freedom, 97.5 %: 2.776445 (any table)
	require.InDelta(t, 3-2.776445*math.Sqrt(0.5), s.Low, 1e-6)
	require.InDelta(t, 3+2.776445*math.Sqrt(0.5), s.High, 1e-6)
}

func TestSummaryOfFew(t *testing.T) {
	s := Summarise(nil)
	require.Zero(t, s.N)
	require.True(t, math.IsNaN(s.Mean) && math.IsNaN(s.Median) && math.IsNaN(s.High))
	s = Summarise([]float64{7, none4})
	require.Equal(t, 7.0, s.Mean)
	require.Equal(t, 7.0, s.P95)
	require.True(t, math.IsNaN(s.SD) && math.IsNaN(s.Low))
}

func TestSummaryLeavesItsInputAlone(t *testing.T) {
	x := []float64{3, none4, 1}
	Summarise(x)
	require.Equal(t, 3.0, x[0])
	require.Equal(t, 1.0, x[2])
}

// Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16, 2001, define the
// interval; the numbers are its formula with z = 1.959964.
func TestWilson(t *testing.T) {
	p, low, high := Wilson(8, 10)
	require.InDelta(t, 0.8, p, 1e-12)
	require.InDelta(t, 0.4901625, low, 1e-6)
	require.InDelta(t, 0.9433178, high, 1e-6)
	_, low, high = Wilson(0, 10) // here it is 0 to z^2 / (n + z^2)
	z2 := 1.959963985 * 1.959963985
	require.InDelta(t, 0, low, 1e-12)
	require.InDelta(t, z2/(10+z2), high, 1e-9)
	_, low, _ = Wilson(10, 10)
	require.InDelta(t, 10/(10+z2), low, 1e-9)
}

// Student's own example (Biometrika 6, 1908): extra hours of sleep of ten patients under two drugs. R's t.test(paired)
// gives t = 4.0621, p = 0.002833, interval 0.7001142 to 2.4598858.
func TestPaired(t *testing.T) {
	one := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0, none4}
	two := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4, 1}
	d, err := Paired(one, two)
	require.NoError(t, err)
	require.Equal(t, 10, d.N)
	require.Equal(t, 1, d.Missing)
	require.InDelta(t, 1.58, d.Mean, 1e-12)
	require.InDelta(t, 4.0621, d.T, 5e-5)
	require.InDelta(t, 0.002833, d.P, 5e-7)
	require.InDelta(t, 0.7001142, d.Low, 5e-8)
	require.InDelta(t, 2.4598858, d.High, 5e-8)
	require.InDelta(t, d.T/math.Sqrt(10), d.Effect, 1e-12)
}

func TestPairedEdges(t *testing.T) {
	_, err := Paired([]float64{1}, []float64{1, 2})
	require.ErrorContains(t, err, "1 replications cannot be paired with 2")
	same, err := Paired([]float64{1, 2, 3}, []float64{1, 2, 3})
	require.NoError(t, err)
	require.Equal(t, 1.0, same.P)
	require.Equal(t, 0.0, same.High)
	shifted, err := Paired([]float64{1, 2, 3}, []float64{0, 1, 2})
	require.NoError(t, err)
	require.Equal(t, 0.0, shifted.P)
	require.True(t, math.IsInf(shifted.T, -1))
	single, err := Paired([]float64{1}, []float64{2})
	require.NoError(t, err)
	require.Equal(t, 1.0, single.Mean)
	require.True(t, math.IsNaN(single.P))
}

func TestHolm(t *testing.T) {
	// by hand: 0.01 x 3, then 0.03 x 2, then max(0.06, 0.04 x 1)
	got := Holm([]float64{0.01, 0.04, none4, 0.03})
	require.InDelta(t, 0.03, got[0], 1e-12)
	require.InDelta(t, 0.06, got[1], 1e-12)
	require.True(t, math.IsNaN(got[2]))
	require.InDelta(t, 0.06, got[3], 1e-12)
	require.Equal(t, []float64{1, 1}, Holm([]float64{0.7, 0.9}))
}

// The interval must hold the true mean in 95 % of repetitions: 2000 samples of 8 normal values with a fixed seed; four
// standard errors are 4 sqrt(0.95 x 0.05 / 2000) = 0.0195.
func TestCoverage(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	const repetitions = 2000
	hits := 0
	for range repetitions {
		x := make([]float64, 8)
		for i := range x {
			x[i] = 10 + 3*rnd.NormFloat64()
		}
		if s := Summarise(x); s.Low <= 10 && 10 <= s.High {
			hits++
		}
	}
	require.InDelta(t, Confidence, float64(hits)/repetitions, 0.0195)
}
