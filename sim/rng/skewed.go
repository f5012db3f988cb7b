package rng

import "math"

// Exponential is the time to the next event of a steady risk.
type Exponential struct {
	Avg float64 // mean [s], 1 ns to 100 years
}

// Sample draws a time [s], by inversion.
func (d Exponential) Sample(s *Stream) float64 { return -d.Avg * math.Log(1-s.Float64()) }

// Mean is Avg [s].
func (d Exponential) Mean() float64 { return d.Avg }

// String is such as "exp(1h)".
func (d Exponential) String() string { return "exp(" + timeText(d.Avg) + ")" }

// Validate says what is wrong with the mean, if anything.
func (d Exponential) Validate() error { return checkPositive("mean", d.Avg) }

// Weibull is the time to the next event of a risk that grows (Shape > 1) or fades (Shape < 1) with age.
type Weibull struct {
	Shape float64 // 0.1 to 100
	Scale float64 // [s], 1 ns to 100 years; 63 % lie below it
}

// Sample draws a time [s], by inversion.
func (d Weibull) Sample(s *Stream) float64 {
	return d.Scale * math.Pow(-math.Log(1-s.Float64()), 1/d.Shape)
}

// Mean is Scale x Gamma(1 + 1/Shape) [s].
func (d Weibull) Mean() float64 { return d.Scale * math.Gamma(1+1/d.Shape) }

// String is such as "weibull(1.5, 3h)": shape, scale.
func (d Weibull) String() string {
	return "weibull(" + numberText(d.Shape) + ", " + timeText(d.Scale) + ")"
}

// Validate says what is wrong with shape or scale, if anything.
func (d Weibull) Validate() error {
	return firstOf(checkRange("shape", d.Shape, 0.1, 100), checkPositive("scale", d.Scale))
}

// LogNormal is a time whose logarithm is normal: most are near the median, a few are much longer.
type LogNormal struct {
	Median float64 // [s], 1 ns to 100 years
	Sigma  float64 // standard deviation of the natural logarithm, 0 to 5
}

// Sample draws a time [s], by inversion: math.Erfinv is Wichura's AS 241, good to about 16 digits.
func (d LogNormal) Sample(s *Stream) float64 { return d.Quantile(s.Float64()) }

// Quantile is the time [s] below which a share u of the draws lie; u above 0 and below 1.
func (d LogNormal) Quantile(u float64) float64 { return d.Median * math.Exp(d.Sigma*normalQuantile(u)) }

// Mean is Median x exp(Sigma^2 / 2) [s].
func (d LogNormal) Mean() float64 { return d.Median * math.Exp(d.Sigma*d.Sigma/2) }

// String is such as "lognormal(4h, 0.5)": median, sigma.
func (d LogNormal) String() string {
	return "lognormal(" + timeText(d.Median) + ", " + numberText(d.Sigma) + ")"
}

// Validate says what is wrong with median or sigma, if anything.
func (d LogNormal) Validate() error {
	return firstOf(checkPositive("median", d.Median), checkRange("sigma", d.Sigma, 0, 5))
}

// normalQuantile is the standard normal's quantile at u in (0, 1).
func normalQuantile(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) }

// Gamma is the time for Shape steps in a row, each exponential with mean Scale (Shape need not be whole).
type Gamma struct {
	Shape float64 // 0.01 to 10,000
	Scale float64 // [s], 1 ns to 100 years
}

// Sample draws a time [s], by inversion (about a microsecond).
func (d Gamma) Sample(s *Stream) float64 { return d.Scale * gammaQuantile(d.Shape, s.Float64()) }

// Mean is Shape x Scale [s].
func (d Gamma) Mean() float64 { return d.Shape * d.Scale }

// String is such as "gamma(2, 2.9d)": shape, scale.
func (d Gamma) String() string {
	return "gamma(" + numberText(d.Shape) + ", " + timeText(d.Scale) + ")"
}

// Validate says what is wrong with shape or scale, if anything.
func (d Gamma) Validate() error {
	return firstOf(checkRange("shape", d.Shape, 0.01, 10_000), checkPositive("scale", d.Scale))
}
