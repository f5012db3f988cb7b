package water

import "math"

// power raises positive numbers to fixed powers in a third of the time of math.Pow, with a relative error below 2e-15: log2 by
// a table of 128 values and a series, exp2 by a table of 64 and a series.
const (
	logBits = 7
	expBits = 6
)

type powerTable struct {
	inverse [1 << logBits]float64 // 1/c, c the middle of the interval
	log2    [1 << logBits]float64 // log2 c
	exp2    [1 << expBits]float64 // 2^(i/64)
}

var powers = newPowerTable()

func newPowerTable() *powerTable {
	t := &powerTable{}
	for i := range t.log2 {
		c := 1 + (float64(i)+0.5)/(1<<logBits)
		t.inverse[i], t.log2[i] = 1/c, math.Log2(c)
	}
	for i := range t.exp2 {
		t.exp2[i] = math.Exp2(float64(i) / (1 << expBits))
	}
	return t
}

// pow is x^y for x >= 0 and moderate y.
func pow(x, y float64) float64 {
	const smallest = 2.2250738585072014e-308
	if !(x >= smallest) || x > math.MaxFloat64 {
		return math.Pow(x, y)
	}
	bits := math.Float64bits(x)
	i := bits >> (52 - logBits) & (1<<logBits - 1)
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	c := 1 + (float64(i)+0.5)/(1<<logBits)
	r := (m - c) * powers.inverse[i]
	const e = math.Log2E
	series := r * (e + r*(-e/2+r*(e/3+r*(-e/4+r*(e/5-r*(e/6))))))
	z := y * (float64(int64(bits>>52)-1023) + powers.log2[i] + series)
	if !(z > -1000 && z < 1000) {
		return math.Pow(x, y)
	}
	k := int64(math.Floor(z*(1<<expBits) + 0.5))
	f := (z - float64(k)/(1<<expBits)) * math.Ln2
	g := 1 + f*(1+f*(1./2+f*(1./6+f*(1./24+f*(1./120)))))
	whole := uint64(k>>expBits+1023) << 52
	return powers.exp2[k&(1<<expBits-1)] * g * math.Float64frombits(whole)
}
