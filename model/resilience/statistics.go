package resilience

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Confidence is the coverage of every interval of this package.
const Confidence = 0.95

// Summary sums up one metric over replications. A replication without a value (NaN) counts as Missing and is left out of the
// rest; what cannot be said from N values is NaN.
type Summary struct {
	N, Missing int
	Mean, SD   float64
	Median     float64
	P5, P95    float64 // band in which 90 % of the replications lie
	Low, High  float64 // confidence interval of the mean, by Student's t; needs two values
}

// Summarise sums up values, NaN where a replication has none.
func Summarise(values []float64) Summary {
	x := existing(values)
	s := Summary{N: len(x), Missing: len(values) - len(x)}
	slices.Sort(x)
	s.Median, s.P5, s.P95 = Quantile(x, 0.5), Quantile(x, 0.05), Quantile(x, 0.95)
	s.Mean, s.SD = moments(x)
	half := halfWidth(s.SD, s.N)
	s.Low, s.High = s.Mean-half, s.Mean+half
	return s
}

func existing(values []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(values), math.IsNaN)
}

// moments are mean and standard deviation; NaN where there are too few values.
func moments(x []float64) (mean, sd float64) {
	switch len(x) {
	case 0:
		return math.NaN(), math.NaN()
	case 1:
		return x[0], math.NaN()
	}
	return stat.MeanStdDev(x, nil)
}

// halfWidth is half the width of the t interval of a mean.
func halfWidth(sd float64, n int) float64 {
	if n < 2 {
		return math.NaN()
	}
	return student(n).Quantile((1+Confidence)/2) * sd / math.Sqrt(float64(n))
}

func student(n int) distuv.StudentsT { return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)} }

// Quantile is the quantile p in [0, 1] of ascending values, by straight lines between them (Hyndman and Fan's type 7, as in R
// and NumPy); NaN of none.
func Quantile(ascending []float64, p float64) float64 {
	n := len(ascending)
	if n == 0 {
		return math.NaN()
	}
	at := p * float64(n-1)
	i := min(int(at), n-1)
	j := min(i+1, n-1)
	return ascending[i] + (at-float64(i))*(ascending[j]-ascending[i])
}

// Wilson is the share k of n with its Wilson score interval; NaN when n is 0.
func Wilson(k, n int) (share, low, high float64) {
	if n == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	z := distuv.UnitNormal.Quantile((1 + Confidence) / 2)
	m, p := float64(n), float64(k)/float64(n)
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return p, max(0, centre-half), min(1, centre+half)
}

// Difference compares two batches replication by replication.
type Difference struct {
	N, Missing int     // pairs, and pairs of which at least one side has no value
	Mean, SD   float64 // of b - a
	Low, High  float64 // confidence interval of the mean, by Student's t
	T, P       float64 // of the paired t test against no difference, two-sided
	Effect     float64 // Mean / SD (Cohen's d of paired data); NaN when SD is 0
}

// Paired is the difference b - a of values of the same replications in the same order, NaN where one has none.
func Paired(a, b []float64) (Difference, error) {
	if len(a) != len(b) {
		return Difference{}, fmt.Errorf("%d replications cannot be paired with %d", len(a), len(b))
	}
	d := make([]float64, len(a))
	for i := range a {
		d[i] = b[i] - a[i]
	}
	x := existing(d)
	out := Difference{N: len(x), Missing: len(d) - len(x)}
	out.Mean, out.SD = moments(x)
	half := halfWidth(out.SD, out.N)
	out.Low, out.High = out.Mean-half, out.Mean+half
	out.T, out.P, out.Effect = math.NaN(), math.NaN(), math.NaN()
	switch {
	case out.N < 2:
	case out.SD > 0:
		out.T = out.Mean / (out.SD / math.Sqrt(float64(out.N)))
		out.P = 2 * student(out.N).Survival(math.Abs(out.T))
		out.Effect = out.Mean / out.SD
	case out.Mean == 0:
		out.T, out.P = 0, 1
	default: // every pair differs by the same amount
		out.T, out.P = math.Inf(cmp.Compare(out.Mean, 0)), 0
	}
	return out, nil
}

// Holm adjusts the p-values of tests made together, in the order given; NaN stays NaN and does not count as a test.
func Holm(p []float64) []float64 {
	out := slices.Clone(p)
	order := make([]int, 0, len(p))
	for i := range p {
		if !math.IsNaN(p[i]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	last := 0.0
	for rank, i := range order {
		last = max(last, min(1, p[i]*float64(len(order)-rank)))
		out[i] = last
	}
	return out
}
