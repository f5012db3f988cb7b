package rng

import (
	"fmt"
	"math"
	"time"
)

// Dist is a distribution as an immutable value. The values are times in seconds [s], except Bernoulli's 0 or 1.
// Sample takes exactly one draw of the stream and never falls as the draw rises; Mean is the closed form;
// String is a text that Parse turns back into the same value. Parse returns only valid ones; one written
// in code is checked by its own Validate. An invalid one may sample anything.
type Dist interface {
	Sample(s *Stream) float64
	Mean() float64
	String() string
}

var (
	_ Dist = Constant{}
	_ Dist = Uniform{}
	_ Dist = Triangular{}
	_ Dist = Exponential{}
	_ Dist = Weibull{}
	_ Dist = LogNormal{}
	_ Dist = Gamma{}
	_ Dist = Bernoulli{}
	_ Dist = Empirical{}
)

// MaxDuration is the longest time a parameter may state and the longest that Duration gives: 100 Julian years.
// It leaves room in an int64 of nanoseconds to add three of them without overflow (the type holds 292 years).
const MaxDuration = 36525 * 24 * time.Hour

// Duration samples d, takes the variate as seconds and rounds it to the nanosecond. What would be negative becomes 0,
// what would be longer than MaxDuration (or not a number) becomes MaxDuration.
func Duration(d Dist, s *Stream) time.Duration {
	ns := math.Round(d.Sample(s) * 1e9)
	switch {
	case ns < 0:
		return 0
	case ns < float64(MaxDuration):
		return time.Duration(ns)
	}
	return MaxDuration
}

// Constant is always the same time.
type Constant struct {
	Value float64 // [s], 0 to 100 years
}

// Sample takes a draw, for the stream's sake, and returns Value.
func (d Constant) Sample(s *Stream) float64 { s.next++; return d.Value }

// Mean is Value [s].
func (d Constant) Mean() float64 { return d.Value }

// String is the time, such as "10m".
func (d Constant) String() string { return timeText(d.Value) }

// Validate says what is wrong with the value, if anything.
func (d Constant) Validate() error { return checkTime("value", d.Value) }

// Uniform is even between Low and High.
type Uniform struct {
	Low, High float64 // [s], 0 to 100 years, Low <= High
}

// Sample draws a time [s].
func (d Uniform) Sample(s *Stream) float64 { return d.Low + (d.High-d.Low)*s.Float64() }

// Mean is the middle [s].
func (d Uniform) Mean() float64 { return (d.Low + d.High) / 2 }

// String is such as "uniform(10m, 30m)".
func (d Uniform) String() string {
	return "uniform(" + timeText(d.Low) + ", " + timeText(d.High) + ")"
}

// Validate says what is wrong with the ends, if anything.
func (d Uniform) Validate() error {
	return firstOf(checkTime("low", d.Low), checkTime("high", d.High), checkOrder("low", d.Low, "high", d.High))
}

// Triangular rises from Low to its peak at Mode and falls to High.
type Triangular struct {
	Low, Mode, High float64 // [s], 0 to 100 years, Low <= Mode <= High
}

// Sample draws a time [s].
func (d Triangular) Sample(s *Stream) float64 {
	u, width := s.Float64(), d.High-d.Low
	if rise := d.Mode - d.Low; u*width < rise {
		return d.Low + math.Sqrt(u*width*rise)
	}
	return d.High - math.Sqrt((1-u)*width*(d.High-d.Mode))
}

// Mean is the mean of the three corners [s].
func (d Triangular) Mean() float64 { return (d.Low + d.Mode + d.High) / 3 }

// String is such as "triangular(1h, 2h, 5h)".
func (d Triangular) String() string {
	return "triangular(" + timeText(d.Low) + ", " + timeText(d.Mode) + ", " + timeText(d.High) + ")"
}

// Validate says what is wrong with the corners, if anything.
func (d Triangular) Validate() error {
	return firstOf(checkTime("low", d.Low), checkTime("mode", d.Mode), checkTime("high", d.High),
		checkOrder("low", d.Low, "mode", d.Mode), checkOrder("mode", d.Mode, "high", d.High))
}

// Bernoulli is 1 with chance P, else 0. It has no unit.
type Bernoulli struct {
	P float64 // 0 to 1
}

// Sample draws 1 or 0. Raising P only ever turns a 0 into a 1.
func (d Bernoulli) Sample(s *Stream) float64 {
	if 1-s.Float64() < d.P {
		return 1
	}
	return 0
}

// Mean is P.
func (d Bernoulli) Mean() float64 { return d.P }

// String is such as "bernoulli(0.3)".
func (d Bernoulli) String() string { return "bernoulli(" + numberText(d.P) + ")" }

// Validate says what is wrong with the chance, if anything.
func (d Bernoulli) Validate() error { return checkRange("chance", d.P, 0, 1) }

// checkTime refuses what cannot be a time parameter in seconds.
func checkTime(what string, v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Errorf("the %s is %v: it must be a finite time", what, v)
	case v < 0:
		return fmt.Errorf("the %s is negative (%vs): a time is 0 or more", what, v)
	case v > 0 && v < 1e-9:
		return fmt.Errorf("the %s is %vs: the clock knows nothing between 0 and 1ns", what, v)
	case v > MaxDuration.Seconds():
		return fmt.Errorf("the %s is longer than 100 years (%vs)", what, v)
	}
	return nil
}

// checkPositive is checkTime for parameters that may not be 0 either.
func checkPositive(what string, v float64) error {
	if v == 0 {
		return fmt.Errorf("the %s is 0: it must be more", what)
	}
	return checkTime(what, v)
}

// checkRange refuses a plain number outside [low, high], or not a number at all.
func checkRange(what string, v, low, high float64) error {
	if v >= low && v <= high {
		return nil
	}
	return fmt.Errorf("the %s is %v: it must lie between %v and %v", what, v, low, high)
}

func checkOrder(whatA string, a float64, whatB string, b float64) error {
	if a <= b {
		return nil
	}
	return fmt.Errorf("the %s (%s) is more than the %s (%s)", whatA, timeText(a), whatB, timeText(b))
}

// firstOf is the first fault, so that a check may build on those before it.
func firstOf(faults ...error) error {
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}
