package water

import "math"

// powers raises positive numbers to fixed powers in a fraction of the time of math.Pow: log2 by a table of 512 values and a short
// series, exp2 likewise. The relative error is below 2e-14 + 4e-16 |y ln x|: that of the series, and three roundings (2^-53 each)
// of a logarithm as large as the result's.
const (
	logBits = 9
	expBits = 9
)

type powerTable struct {
	log  [1 << logBits]struct{ inverse, log2 float64 } // 1/c and log2 c, c the middle of the interval
	exp2 [1 << expBits]float64                         // 2^(i/512)
}

var powers = newPowerTable()

func newPowerTable() *powerTable {
	t := &powerTable{}
	for i := range t.log {
		c := 1 + (float64(i)+0.5)/(1<<logBits)
		t.log[i].inverse, t.log[i].log2 = 1/c, math.Log2(c)
	}
	for i := range t.exp2 {
		t.exp2[i] = math.Exp2(float64(i) / (1 << expBits))
	}
	return t
}

// pow is x^y for x >= 0 and moderate y.
func pow(x, y float64) float64 {
	const smallest = 2.2250738585072014e-308
	if !(x >= smallest && x <= math.MaxFloat64) {
		return math.Pow(x, y)
	}
	t := powers
	bits := math.Float64bits(x)
	i := bits >> (52 - logBits) & (1<<logBits - 1)
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	middle := math.Float64frombits(1023<<52 | i<<(52-logBits) | 1<<(51-logBits))
	l := &t.log[i]
	const e = math.Log2E
	r := (m - middle) * l.inverse
	r2 := r * r
	series := r*(e-e/2*r) + r2*r*(e/3-e/4*r)
	z := y * (float64(int64(bits>>52)-1023) + l.log2 + series)
	if !(z > -1000 && z < 1000) {
		return math.Pow(x, y)
	}
	const round = 3 << 51 // adding it leaves an integer in the last digits
	scaled := z*(1<<expBits) + round
	k := int64(math.Float64bits(scaled)) - int64(math.Float64bits(round))
	f := (z*(1<<expBits) - (scaled - round)) * (math.Ln2 / (1 << expBits))
	g := (1 + f) + f*f*(1./2+f*(1./6))
	whole := uint64(k>>expBits+1023) << 52
	return t.exp2[k&(1<<expBits-1)] * g * math.Float64frombits(whole)
}
