package validation

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"cascata/model/emergency"
)

// What calls drew is known: how fast they came and how long they were handled differ from their means by chance alone. Control variates
// (Lavenberg and Welch, "A perspective on the use of control variables", Management Science 27(3), 1981) take off what this explains.

// perTrunk is how long a window is where trunks are limited [calls per trunk], by a trial with other seeds: some times as long as a full queue
// is remembered.
const perTrunk = 2

// window is how many calls are summed together; 0: those of a batch.
func window(l *emergency.Load) int { return perTrunk * l.Trunks }

// controls are known to be 0 on average, window by window, with the factor of their squares.
type controls struct {
	columns [][]float64 // the first is 1
	inverse *mat.SymDense
}

// newControls are the excess of gaps between calls (in mean gaps) and of handling (in mean handlings). Where windows are short,
// their squares and products, the same of the window before, and the products of both windows as well: a queue is blocked by a window that is busy and
// finds the one before busy, which no sum shows that is linear in the draws.
func newControls(l *emergency.Load, windows []emergency.Sums) *controls {
	n := len(windows)
	one, gaps, handling := make([]float64, n), make([]float64, n), make([]float64, n)
	c := &controls{columns: [][]float64{one, gaps, handling}}
	for i := range windows {
		one[i] = 1
		gaps[i], handling[i] = excess(l, &windows[i])
	}
	if window(l) > 0 {
		c.columns = append(c.columns, squares(l, windows, gaps, handling)...)
	}
	k := len(c.columns)
	gram := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			gram.SetSym(i, j, dot(c.columns[i], c.columns[j]))
		}
	}
	var factor mat.Cholesky
	if !factor.Factorize(gram) {
		return nil
	}
	c.inverse = mat.NewSymDense(k, nil)
	if factor.InverseTo(c.inverse) != nil {
		return nil
	}
	return c
}

// excess is how much longer the gaps and the handling of a window's calls were than their means, in means.
func excess(l *emergency.Load, w *emergency.Sums) (gaps, handling float64) {
	return w[emergency.SumTime]*l.ArrivalsPerHour/3600 - w[emergency.SumOffered], w[emergency.SumHandling]/l.HandlingS - w[emergency.SumServed]
}

// squares are the controls of second order. An exponential draw has variance 1 in means, and no draw is known before the calls that it
// could have moved, so that each is 0 on average.
func squares(l *emergency.Load, windows []emergency.Sums, gaps, handling []float64) [][]float64 {
	const each, both = 3, 4
	out := make([][]float64, 2+2*each+both)
	for k := range out {
		out[k] = make([]float64, len(windows))
	}
	for i := range windows {
		g, h, w := gaps[i], handling[i], &windows[i]
		now := [...]float64{g, h, g*g - w[emergency.SumOffered], h*h - w[emergency.SumServed], g * h}
		put(out, i, 0, now[2:])
		if i+1 == len(windows) {
			break
		}
		put(out, i+1, each, now[:])
		next, after := gaps[i+1], handling[i+1]
		put(out, i+1, 2+2*each, []float64{g * next, g * after, h * next, h * after})
	}
	return out
}

// put writes a window's values into columns.
func put(columns [][]float64, row, from int, values []float64) {
	for k, v := range values {
		columns[from+k][row] = v
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// atZero is the mean of y where all controls are 0, with its standard error by batches of windows: windows remember each other, batches do not.
func (c *controls) atZero(y []float64, batches int) (mean, se float64) {
	k := len(c.columns)
	with, slopes := make([]float64, k), make([]float64, k)
	for i := range c.columns {
		with[i] = dot(c.columns[i], y)
	}
	for i := range slopes {
		for j := range with {
			slopes[i] += c.inverse.At(i, j) * with[j]
		}
	}
	rest, each := 0.0, len(y)/batches
	for b := range batches {
		sum := 0.0
		for i := b * each; i < (b+1)*each; i++ {
			sum += y[i]
			for j := range slopes {
				sum -= slopes[j] * c.columns[j][i]
			}
		}
		rest += sum * sum
	}
	rest /= float64(batches - linear)
	return slopes[0], math.Sqrt(rest * float64(batches) / float64(len(y)) * c.inverse.At(0, 0))
}

// plain is the mean of y, with its standard error by batches.
func plain(y []float64, batches int) (mean, se float64) {
	each, total, square := len(y)/batches, 0.0, 0.0
	for b := range batches {
		sum := 0.0
		for _, v := range y[b*each : (b+1)*each] {
			sum += v
		}
		total, square = total+sum, square+sum*sum
	}
	n := float64(batches)
	return total / n / float64(each), math.Sqrt((square-total*total/n)/(n-1)/n) / float64(each)
}
