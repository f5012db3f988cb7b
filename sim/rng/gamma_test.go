package rng

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

// tailDraws reach the ends of both tails. They lie on the grid of Float64, where 1-u and 2u-1 are exact.
func tailDraws() []float64 {
	near := []float64{0, 1e-12, 1e-9, 1e-6, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.6, 0.9, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12, 1 - 0x1p-53}
	for i, u := range near {
		near[i] = unit(uint64(u*0x1p52) << 12)
	}
	return near
}

// Shape 1 is the exponential, so the quantile is a logarithm.
func TestGammaQuantileOfShapeOneIsExponential(t *testing.T) {
	for _, u := range tailDraws() {
		assert.InEpsilon(t, -math.Log1p(-u), gammaQuantile(1, u), 1e-12, "u = %v", u)
	}
}

// Shape 1/2 is half the square of a normal.
func TestGammaQuantileOfShapeHalfIsNormalSquared(t *testing.T) {
	for _, u := range tailDraws() {
		z := math.Erfinv(u)
		if u > 0.999 {
			z = math.Erfcinv(1 - u)
		}
		assert.InEpsilon(t, z*z, gammaQuantile(0.5, u), 1e-9, "u = %v", u)
	}
}

// Whole shapes have a finite sum for the upper tail: exp(-x) times the first terms of the exponential series.
func TestGammaTailsOfWholeShapes(t *testing.T) {
	for _, a := range []int{1, 2, 5, 19, 60} {
		for _, x := range []float64{0.1, 1, 4.5, 20, 61, 80} {
			sum, term := 0.0, 1.0
			for n := range a {
				sum += term
				term *= x / float64(n+1)
			}
			lgamma1, _ := math.Lgamma(float64(a) + 1)
			below, above := gammaTails(float64(a), x, lgamma1)
			assert.InEpsilon(t, math.Exp(-x)*sum, above, 1e-12, "a = %d, x = %v", a, x)
			assert.InDelta(t, 1, below+above, 1e-14)
		}
	}
}

// Over the whole range of shapes, the chance at the quantile (as gonum computes it) is the chance asked for, in the thinner tail.
func TestGammaQuantileInvertsTheOracle(t *testing.T) {
	for _, a := range []float64{0.01, 0.05, 0.1, 0.3, 0.9, 1, 1.5, 2, 3.7, 10, 55, 100, 999, 10_000} {
		t.Run(fmt.Sprint(a), func(t *testing.T) {
			for _, u := range tailDraws() {
				x := gammaQuantile(a, u)
				require.False(t, math.IsNaN(x) || x < 0, "u = %v: x = %v", u, x)
				if x < 1e-300 {
					continue // below the smallest ordinary number: there the oracle has no digits either
				}
				if u <= 0.5 {
					assert.InEpsilon(t, u, mathext.GammaIncReg(a, x), 1e-9, "u = %v, x = %v", u, x)
				} else {
					assert.InEpsilon(t, 1-u, mathext.GammaIncRegComp(a, x), 1e-9, "u = %v, x = %v", u, x)
				}
			}
		})
	}
}

func TestGammaQuantileRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := math.Exp(rapid.Float64Range(math.Log(0.01), math.Log(10_000)).Draw(t, "ln shape"))
		u := unit(rapid.Uint64().Draw(t, "u"))
		v := unit(rapid.Uint64().Draw(t, "v"))
		x, y := gammaQuantile(a, min(u, v)), gammaQuantile(a, max(u, v))
		// Draws a few grid steps apart may change places by rounding alone.
		assert.LessOrEqual(t, x, y*(1+1e-11))
	})
}
