package water

import "math"

// pumpShape is how a pump's curve is evaluated.
type pumpShape uint8

const (
	pumpPower  pumpShape = iota // head = h0 - a q^b
	pumpCustom                  // straight between points
	pumpWatts                   // constant power
)

// headCurve is a pump curve in the units of its points: head = h0 - a q^b, or straight between points.
type headCurve struct {
	shape    pumpShape
	h0, a, b float64
	q0       float64 // design flow
	hmax     float64 // shut-off head
	qmax     float64
}

// pumpCurve fits a curve: one point (shut-off head 4/3, no head at twice the flow), three points from flow 0 (a power
// function through them), or any other number of points with falling head.
func pumpCurve(c Curve) (headCurve, bool) {
	n := len(c.X)
	switch {
	case n == 0:
		return headCurve{}, false
	case n == 1:
		return fit(1.33334*c.Y[0], c.Y[0], 0, c.X[0], 2*c.X[0])
	case n == 3 && c.X[0] == 0:
		return fit(c.Y[0], c.Y[1], c.Y[2], c.X[1], c.X[2])
	}
	for i := 1; i < n; i++ {
		if c.Y[i] >= c.Y[i-1] {
			return headCurve{}, false
		}
	}
	return headCurve{shape: pumpCustom, hmax: c.Y[0], qmax: c.X[n-1], q0: (c.X[0] + c.X[n-1]) / 2}, true
}

// fit lays h0 - a q^b through (0, h0), (q1, h1) and (q2, h2).
func fit(h0, h1, h2, q1, q2 float64) (headCurve, bool) {
	const tiny = 1e-6
	if h0 < tiny || h0-h1 < tiny || h1-h2 < tiny || q1 < tiny || q2-q1 < tiny {
		return headCurve{}, false
	}
	b := math.Log((h0-h2)/(h0-h1)) / math.Log(q2/q1)
	if b <= 0 || b > 20 {
		return headCurve{}, false
	}
	a := (h0 - h1) / math.Pow(q1, b)
	return headCurve{shape: pumpPower, h0: h0, a: a, b: b, q0: q1, hmax: h0, qmax: math.Pow(h0/a, 1/b)}, true
}
