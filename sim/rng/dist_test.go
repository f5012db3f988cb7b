package rng

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// oracle is what gonum knows of a distribution.
type oracle interface {
	CDF(x float64) float64
	Quantile(p float64) float64
	Mean() float64
	Variance() float64
}

// continuous lists distributions beside their oracles; the parameters are of the sizes the model uses.
func continuous() map[string]struct {
	dist   Dist
	oracle oracle
} {
	return map[string]struct {
		dist   Dist
		oracle oracle
	}{
		"exponential":           {Exponential{3600}, distuv.Exponential{Rate: 1.0 / 3600}},
		"uniform":               {Uniform{600, 1800}, distuv.Uniform{Min: 600, Max: 1800}},
		"triangular":            {Triangular{3600, 7200, 18000}, distuv.NewTriangle(3600, 18000, 7200, nil)},
		"triangular, mode low":  {Triangular{60, 60, 120}, distuv.NewTriangle(60, 120, 60, nil)},
		"triangular, mode high": {Triangular{60, 120, 120}, distuv.NewTriangle(60, 120, 120, nil)},
		"weibull ageing":        {Weibull{1.5, 10800}, distuv.Weibull{K: 1.5, Lambda: 10800}},
		"weibull fading":        {Weibull{0.7, 10800}, distuv.Weibull{K: 0.7, Lambda: 10800}},
		"log-normal":            {LogNormal{14400, 0.5}, distuv.LogNormal{Mu: math.Log(14400), Sigma: 0.5}},
		"log-normal, long tail": {LogNormal{14400, 1.2}, distuv.LogNormal{Mu: math.Log(14400), Sigma: 1.2}},
		"gamma, chain of 2":     {Gamma{2, 250560}, distuv.Gamma{Alpha: 2, Beta: 1.0 / 250560}},
		"gamma, chain of 1":     {Gamma{1, 60}, distuv.Gamma{Alpha: 1, Beta: 1.0 / 60}},
		"gamma, below 1":        {Gamma{0.3, 60}, distuv.Gamma{Alpha: 0.3, Beta: 1.0 / 60}},
		"gamma, chain of 40":    {Gamma{40, 60}, distuv.Gamma{Alpha: 40, Beta: 1.0 / 60}},
	}
}

// examples has one valid value of every kind.
func examples() []Dist {
	curve, err := NewEmpirical([]float64{600, 1200, 1200, 3600}, []float64{0.1, 0.3, 0.6, 1})
	if err != nil {
		panic(err)
	}
	return []Dist{
		Constant{600}, Uniform{600, 1800}, Triangular{3600, 7200, 18000}, Exponential{3600}, Weibull{1.5, 10800},
		LogNormal{14400, 0.5}, Gamma{2, 250560}, Bernoulli{0.3}, curve,
	}
}

func samples(d Dist, n int) []float64 {
	s, xs := NewRoot(11, 5).Stream(d.String()), make([]float64, n)
	for i := range xs {
		xs[i] = d.Sample(&s)
	}
	return xs
}

// The mean of n samples lies within five standard errors of the closed form, and the variance within five of
// its own, sqrt((k-1)/n) with k the kurtosis, estimated from the samples.
func TestMomentsMatchClosedForms(t *testing.T) {
	for name, c := range continuous() {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, samples(c.dist, 50_000), c.oracle.Mean(), c.oracle.Variance())
			assert.InEpsilon(t, c.oracle.Mean(), c.dist.Mean(), 1e-12)
		})
	}
	t.Run("bernoulli", func(t *testing.T) {
		checkMoments(t, samples(Bernoulli{0.3}, 50_000), 0.3, 0.3*0.7)
	})
	t.Run("empirical", func(t *testing.T) {
		// By hand: atoms 600 (0.1) and 1200 (0.3), even pieces 600-1200 (0.2) and 1200-3600 (0.4).
		mean := 0.1*600 + 0.3*1200 + 0.2*900 + 0.4*2400
		square := 0.1*600*600 + 0.3*1200*1200 + 0.2*(900*900+600*600/12.0) + 0.4*(2400*2400+2400*2400/12.0)
		d := examples()[8]
		assert.InEpsilon(t, mean, d.Mean(), 1e-12)
		checkMoments(t, samples(d, 50_000), mean, square-mean*mean)
	})
}

func checkMoments(t *testing.T, xs []float64, mean, variance float64) {
	t.Helper()
	n := float64(len(xs))
	m1, m2, m4 := 0.0, 0.0, 0.0
	for _, x := range xs {
		m1 += x / n
		m2 += (x - mean) * (x - mean) / n
		m4 += math.Pow(x-mean, 4) / n
	}
	assert.InDelta(t, mean, m1, 5*math.Sqrt(variance/n), "mean")
	assert.InDelta(t, variance, m2, 5*math.Sqrt((m4-m2*m2)/n), "variance")
}

// Kolmogorov and Smirnov: the greatest distance between the sampled and the true curve, times sqrt(n), exceeds 1.95 with chance 0.001.
func TestSamplesFollowTheOraclesCurve(t *testing.T) {
	const n = 50_000
	for name, c := range continuous() {
		t.Run(name, func(t *testing.T) {
			xs := samples(c.dist, n)
			slices.Sort(xs)
			worst := 0.0
			for i, x := range xs {
				f := c.oracle.CDF(x)
				worst = max(worst, f-float64(i)/n, float64(i+1)/n-f)
			}
			assert.Less(t, worst*math.Sqrt(n), 1.95)
		})
	}
}

// Sample for sample, the variate is the oracle's quantile of the same draw.
func TestSampleIsTheOraclesQuantile(t *testing.T) {
	for name, c := range continuous() {
		t.Run(name, func(t *testing.T) {
			s := NewRoot(1, 1).Stream(name)
			for range 2_000 {
				u := unit(s.At(s.next))
				want := c.oracle.Quantile(u)
				require.InEpsilon(t, want, c.dist.Sample(&s), 1e-9, "u = %v", u)
			}
		})
	}
}

// Common random numbers need it: one draw per variate, and a longer time for a greater draw.
func TestEverySampleTakesOneDrawAndRisesWithIt(t *testing.T) {
	for _, d := range examples() {
		t.Run(d.String(), func(t *testing.T) {
			s := NewRoot(1, 1).Stream("a")
			type pair struct{ u, x float64 }
			pairs := make([]pair, 1_000)
			for i := range pairs {
				pairs[i].u = unit(s.At(uint64(i)))
				pairs[i].x = d.Sample(&s)
				require.Equal(t, uint64(i+1), s.next)
			}
			slices.SortFunc(pairs, func(a, b pair) int { return int(math.Copysign(1, a.u-b.u)) })
			for i := 1; i < len(pairs); i++ {
				require.LessOrEqual(t, pairs[i-1].x, pairs[i].x)
			}
		})
	}
}

func TestEdgesOfTheClosedForms(t *testing.T) {
	s := NewRoot(1, 1).Stream("a")
	for range 1_000 {
		assert.Equal(t, 5.0, Uniform{5, 5}.Sample(&s))
		assert.Equal(t, 5.0, Triangular{5, 5, 5}.Sample(&s))
		assert.Equal(t, 5.0, LogNormal{5, 0}.Sample(&s))
		assert.Equal(t, 0.0, Bernoulli{0}.Sample(&s))
		assert.Equal(t, 1.0, Bernoulli{1}.Sample(&s))
	}
}

// math.Erfinv is trusted for the normal; gonum has its own implementation of the quantile.
func TestNormalQuantileReachesBothTails(t *testing.T) {
	for _, u := range tailDraws() {
		assert.InDelta(t, distuv.UnitNormal.Quantile(u), normalQuantile(u), 2e-14, "u = %v", u)
	}
}

func TestEmpiricalStepCurve(t *testing.T) {
	d, err := NewEmpirical([]float64{10, 20, 20}, []float64{0.25, 0.25, 1})
	require.NoError(t, err)
	ten, n := 0.0, 40_000
	for _, x := range samples(d, n) {
		require.Contains(t, []float64{10, 20}, x)
		if x == 10 {
			ten++
		}
	}
	assert.InDelta(t, 0.25, ten/float64(n), 5*math.Sqrt(0.25*0.75/float64(n)))
	assert.Equal(t, 17.5, d.Mean())
}

func TestEmpiricalKeepsItsOwnCopy(t *testing.T) {
	values, chances := []float64{10, 20}, []float64{0, 1}
	d, err := NewEmpirical(values, chances)
	require.NoError(t, err)
	values[0], chances[0] = 99, 99
	assert.Equal(t, "empirical(10s: 0, 20s: 1)", d.String())
}

func TestValidateRefuses(t *testing.T) {
	empirical := func(values, chances []float64) Empirical {
		d, _ := NewEmpirical(values, chances)
		return d
	}
	nan, inf, long := math.NaN(), math.Inf(1), 1.01*MaxDuration.Seconds()
	cases := []struct {
		name string
		dist interface{ Validate() error }
		says string
	}{
		{"negative constant", Constant{-1}, "negative"},
		{"constant not a number", Constant{nan}, "finite"},
		{"constant without end", Constant{inf}, "finite"},
		{"constant of a picosecond", Constant{1e-12}, "between 0 and 1ns"},
		{"constant too long", Constant{long}, "100 years"},
		{"no mean", Exponential{}, "the mean is 0"},
		{"negative mean", Exponential{-3}, "negative"},
		{"uniform upside down", Uniform{20, 10}, "the low (20s) is more than the high (10s)"},
		{"uniform not a number", Uniform{nan, 10}, "the low"},
		{"mode below low", Triangular{10, 5, 20}, "the low (10s) is more than the mode (5s)"},
		{"mode above high", Triangular{10, 25, 20}, "the mode (25s) is more than the high (20s)"},
		{"weibull without shape", Weibull{0, 10}, "the shape is 0"},
		{"weibull shape not a number", Weibull{nan, 10}, "the shape"},
		{"weibull without scale", Weibull{1, 0}, "the scale is 0"},
		{"log-normal without median", LogNormal{0, 1}, "the median is 0"},
		{"log-normal sigma negative", LogNormal{1, -1}, "the sigma is -1"},
		{"log-normal sigma absurd", LogNormal{1, 50}, "between 0 and 5"},
		{"gamma shape absurd", Gamma{1e6, 1}, "between 0.01 and 10000"},
		{"gamma scale negative", Gamma{1, -1}, "negative"},
		{"chance over one", Bernoulli{1.5}, "between 0 and 1"},
		{"chance not a number", Bernoulli{nan}, "between 0 and 1"},
		{"empirical of nothing", Empirical{}, "at least one point"},
		{"empirical uneven", empirical([]float64{1, 2}, []float64{1}), "2 values but 1 chances"},
		{"empirical value falls", empirical([]float64{2, 1}, []float64{0, 1}), "point 2 lies below"},
		{"empirical chance falls", empirical([]float64{1, 2, 3}, []float64{0.5, 0.4, 1}), "point 2 lies below"},
		{"empirical open end", empirical([]float64{1, 2}, []float64{0, 0.9}), "the last chance is 0.9"},
		{"empirical not a number", empirical([]float64{nan, 2}, []float64{0, 1}), "value 1 is NaN"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.ErrorContains(t, c.dist.Validate(), c.says) })
	}
	for _, d := range examples() {
		assert.NoError(t, d.(interface{ Validate() error }).Validate(), d.String())
	}
}

func TestValidateSaysAllFaultsOfACurve(t *testing.T) {
	_, err := NewEmpirical([]float64{-1, 2}, []float64{0, 0.5})
	require.Error(t, err)
	assert.Equal(t, 2, len(strings.Split(err.Error(), "\n")), err.Error())
}

func TestDurationRoundsAndSaturates(t *testing.T) {
	cases := []struct {
		name    string
		seconds float64
		want    time.Duration
	}{
		{"whole", 90, 90 * time.Second},
		{"rounds down", 1.4e-9, 1},
		{"rounds up", 1.6e-9, 2},
		{"nothing", 0, 0},
		{"negative", -5, 0},
		{"too long", 1e30, MaxDuration},
		{"without end", math.Inf(1), MaxDuration},
		{"not a number", math.NaN(), MaxDuration},
		{"just the longest", MaxDuration.Seconds(), MaxDuration},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := NewRoot(1, 1).Stream("a")
			assert.Equal(t, c.want, Duration(Constant{c.seconds}, &s))
			assert.Equal(t, uint64(1), s.next)
		})
	}
}

func BenchmarkSample(b *testing.B) {
	for _, d := range examples() {
		b.Run(strings.TrimSuffix(strings.SplitAfter(d.String(), "(")[0], "("), func(b *testing.B) {
			s := NewRoot(1, 1).Stream("a")
			b.ReportAllocs()
			for b.Loop() {
				sinkWord ^= math.Float64bits(d.Sample(&s))
			}
		})
	}
}
