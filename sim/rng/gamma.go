package rng

import "math"

// gammaQuantile is the x at which the gamma distribution of shape a and scale 1 reaches the chance u in (0, 1).
//
// Newton's method runs on y = ln x. In y both ln P and ln Q are concave (P and Q: the chances below and above x), so it
// closes in from one side and cannot cycle; the half of the distribution chosen is the one in which the chance
// sought is the smaller, hence exact. Four to six steps are usual.
func gammaQuantile(a, u float64) float64 {
	const steps, enough = 60, 1e-14
	lgamma1, _ := math.Lgamma(a + 1)
	y := gammaGuess(a, u, lgamma1)
	for range steps {
		x := math.Exp(y)
		below, above := gammaTails(a, x, lgamma1)
		slope := math.Exp(a*y - x - lgamma1 + math.Log(a)) // density x x
		step := math.Log(below/u) * below / slope
		if u > 0.5 {
			step = math.Log((1-u)/above) * above / slope
		}
		if !(math.Abs(step) < math.MaxFloat64) {
			return x // a tail so thin that it underflows: the guess is as good as float64 gets
		}
		y -= step
		if math.Abs(step) <= enough*(1+math.Abs(y)) {
			break
		}
	}
	return math.Exp(y)
}

// gammaGuess starts Newton's method: the logarithm of Wilson and Hilferty's cube where it is sound, else of the first term
// of the series near 0.
func gammaGuess(a, u, lgamma1 float64) float64 {
	ninth := 1 / (9 * a)
	root := 1 - ninth + normalQuantile(u)*math.Sqrt(ninth)
	first := (math.Log(u) + lgamma1) / a
	if root < 0.3 || first < math.Log(0.2*(a+1)) {
		return first
	}
	return math.Log(a) + 3*math.Log(root)
}

// gammaTails is the regularised incomplete gamma function, lower and upper: a series below a+1, a continued fraction above.
func gammaTails(a, x, lgamma1 float64) (below, above float64) {
	front := a*math.Log(x) - x - lgamma1
	if x < a+1 {
		below = math.Exp(front) * gammaSeries(a, x)
		return below, 1 - below
	}
	above = math.Exp(front+math.Log(a)) * gammaFraction(a, x)
	return 1 - above, above
}

// gammaSeries is the sum over n of x^n / ((a+1)...(a+n)), n from 0 (DLMF 8.7.1, with the factor 1/Gamma(a+1) taken out).
func gammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1.0; term > sum*1e-17; n++ {
		term *= x / (a + n)
		sum += term
	}
	return sum
}

// gammaFraction is the continued fraction of Gamma(a, x) exp(x) x^-a (DLMF 8.9.2, contracted to its even part), by
// Lentz's forward evaluation as modified by Thompson and Barnett. For x >= a+1 no denominator vanishes.
func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	sum := d
	for n := 1.0; n < 10_000; n++ {
		top := n * (a - n)
		b += 2
		d = 1 / (top*d + b)
		c = b + top/c
		sum *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return sum
}
