package transport

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestGravityByHand: two zones, so that the doubly constrained table has one free number x = trips from 1 to 1, and the
// cross product of the table is that of the deterrence: x(x+out2-in1... solved below as a quadratic.
func TestGravityByHand(t *testing.T) {
	g := Gravity{Out: []float64{30, 70}, In: []float64{4, 6}, Cost: []float64{1, 3, 3, 1}, Deterrence: 0.5}
	d, err := g.Distribute()
	require.NoError(t, err)
	// x11 x22 / (x12 x21) = exp(-0.5(1+1-3-3)) = e^2 with x12 = 30-x, x21 = 40-x, x22 = 30+x.
	e := math.Exp(2)
	// x(30+x) = e(30-x)(40-x): (1-e)x^2 + (30+70e)x - 1200e = 0
	b := 30 + 70*e
	x := (-b + math.Sqrt(b*b+4*(1-e)*1200*e)) / (2 * (1 - e))
	for k, want := range []float64{x, 30 - x, 40 - x, 30 + x} {
		assert.InDelta(t, want, d.Trips[k], 1e-7)
	}
	assert.InDelta(t, (x+30+x+3*(70-2*x))/100, d.Mean, 1e-9)
}

func TestGravityMargins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "zones")
		real := func(from, to float64) []float64 {
			return rapid.SliceOfN(rapid.Float64Range(from, to), n, n).Draw(t, "by zone")
		}
		g := Gravity{Out: real(0, 1e4), In: real(0.1, 10), Cost: rapid.SliceOfN(rapid.Float64Range(0, 60), n*n, n*n).Draw(t, "cost"),
			Deterrence: rapid.Float64Range(0, 0.2).Draw(t, "deterrence")}
		d, err := g.Distribute()
		require.NoError(t, err)
		total, ends := 0.0, 0.0
		for i := range n {
			total += g.Out[i]
			ends += g.In[i]
		}
		for i := range n {
			out, in := 0.0, 0.0
			for j := range n {
				require.GreaterOrEqual(t, d.Trips[i*n+j], 0.0)
				out += d.Trips[i*n+j]
				in += d.Trips[j*n+i]
			}
			require.InDelta(t, g.Out[i], out, 1e-9*(1+total))
			require.InDelta(t, g.In[i]*total/ends, in, 1e-9*(1+total))
		}
	})
}

func TestCalibrate(t *testing.T) {
	const n = 12
	g := Gravity{Out: make([]float64, n), In: make([]float64, n), Cost: make([]float64, n*n)}
	for i := range n {
		g.Out[i], g.In[i] = 100+10*float64(i), 1+float64(i%3)
		for j := range n {
			g.Cost[i*n+j] = 2 + 4*math.Abs(float64(i-j))
		}
	}
	for _, mean := range []float64{8, 12, 16} {
		d, err := g.Calibrate(mean)
		require.NoError(t, err)
		assert.InEpsilon(t, mean, d.Mean, 1e-6)
		assert.Positive(t, g.Deterrence)
	}
	_, err := g.Calibrate(50)
	assert.ErrorContains(t, err, "without deterrence it is")
	_, err = g.Calibrate(1)
	assert.ErrorContains(t, err, "cannot be reached")
}

func TestGravityRefuses(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name string
		g    Gravity
		want string
	}{
		{"sizes", Gravity{Out: []float64{1}, In: []float64{1, 2}}, "want n, n and n*n"},
		{"negative", Gravity{Out: []float64{-1}, In: []float64{1}, Cost: []float64{1}}, "zone 1: -1 trips begin"},
		{"NaN", Gravity{Out: []float64{1}, In: []float64{1}, Cost: []float64{math.NaN()}}, "cost from zone 1 to 1 is NaN"},
		{"no ends", Gravity{Out: []float64{1}, In: []float64{0}, Cost: []float64{1}}, "none end"},
		{"cut off", Gravity{Out: []float64{1, 1}, In: []float64{1, 1}, Cost: []float64{inf, inf, 1, 1}}, "zone 1: 1 trips begin and none can end"},
		{"unbalanced", Gravity{Out: []float64{5, 1}, In: []float64{1, 1}, Cost: []float64{1, inf, 1, 1}}, "cannot be balanced"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.g.Distribute()
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func TestWeekday(t *testing.T) {
	w := Weekday()
	out, home := 0.0, 0.0
	for h := range 24 {
		out += w.Out[h]
		home += w.Home[h]
	}
	assert.InDelta(t, 1, out, 1e-12)
	assert.InDelta(t, 1, home, 1e-12)
	g := Gravity{Out: w.Cars([]float64{1000, 0}), In: []float64{0, 1}, Cost: []float64{1, 1, 1, 1}}
	assert.InDelta(t, 1000*0.851*1.3*0.589/1.6, g.Out[0], 1e-9)
	tours, err := g.Distribute()
	require.NoError(t, err)
	day := 0.0
	for h := range 24 {
		day += w.Hour(tours, h).Total()
	}
	assert.InDelta(t, 2*g.Out[0], day, 1e-6) // every tour goes out and comes home
	morning := w.Hour(tours, 8)
	assert.InDelta(t, w.Out[8]*g.Out[0], morning.Origins[0].To[0].Trips, 1e-6)
	assert.InDelta(t, w.Home[8]*g.Out[0], morning.Origins[1].To[0].Trips, 1e-6)
}

func TestSignals(t *testing.T) {
	a := Approach{}
	works := a.Effect(SignalWorks, 0)
	assert.Equal(t, 1.0, works.Capacity)
	assert.InDelta(t, 0.5*90*0.55*0.55, works.Delay, 1e-9)
	dark := a.Effect(SignalDark, 0)
	assert.InDelta(t, 375.0/855, dark.Capacity, 1e-9) // 3600/9.6 against 1900*0.45 vehicles an hour
	assert.InDelta(t, 6.9, dark.Delay, 1e-9)
	assert.Equal(t, 0.85, a.Effect(SignalStale, 0).Capacity)
	assert.Zero(t, a.Effect(SignalRed, time.Minute).Capacity)
	assert.Equal(t, dark, a.Effect(SignalRed, RedPatience))
	main, side := Approach{Main: true}, Approach{Conflicting: 900}
	assert.Greater(t, main.Effect(SignalFlash, 0).Capacity, 1.0)
	assert.Less(t, side.Effect(SignalFlash, 0).Capacity, 0.5)
	assert.InDelta(t, 900*math.Exp(-1.625)/(1-math.Exp(-1)), gapCapacity(900), 1e-9)
	assert.InDelta(t, 3600/followUp, gapCapacity(1e-9), 1e-3)
	wave := Approach{Coordinated: true}
	assert.Less(t, wave.Effect(SignalWorks, 0).Delay, works.Delay)
	assert.Equal(t, works.Delay, wave.Effect(SignalStale, 0).Delay)
}
