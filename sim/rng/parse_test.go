package rng

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	cases := []struct {
		text string
		want time.Duration
	}{
		{"0", 0}, {"0s", 0}, {"1ns", 1}, {"1us", time.Microsecond}, {"1µs", time.Microsecond}, {"250ms", 250 * time.Millisecond},
		{"90s", 90 * time.Second}, {"1.5h", 90 * time.Minute}, {".5m", 30 * time.Second}, {"2.9d", 250_560 * time.Second},
		{"1d6h", 30 * time.Hour}, {"2w", 14 * day}, {"1w2d3h4m5s6ms7us8ns", 9*day + 3*time.Hour + 4*time.Minute + 5*time.Second + 6_007_008},
		{"6h21m", 6*time.Hour + 21*time.Minute}, {" 10m ", 10 * time.Minute}, {"1.4ns", 1}, {"1.5ns", 2},
		{"36525d", MaxDuration}, {"0.1d", 8_640 * time.Second},
		{"1234567.123456789s", 1_234_567_123_456_789},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := ParseDuration(c.text)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestParseDurationRefuses(t *testing.T) {
	cases := []struct{ text, says string }{
		{"", "write a number and a unit"},
		{" ", "write a number and a unit"},
		{"-1h", "negative"}, {"-0s", "negative"}, {"1h-5m", "unknown unit"},
		{"+1h", "write a number and a unit"},
		{"NaN", "write a number and a unit"}, {"inf", "write a number and a unit"}, {"Infs", "write a number and a unit"},
		{"90", "lacks a unit"}, {"1h30", "lacks a unit"}, {"00", "lacks a unit"},
		{"5min", `unknown unit "min"`}, {"1e3s", `unknown unit "e"`}, {"0x1s", `unknown unit "x"`}, {"1_0s", `unknown unit "_"`}, {"1 h", `unknown unit " h"`},
		{"1/2h", `unknown unit "/"`}, {"1y", `unknown unit "y"`}, {"1M", `unknown unit "M"`},
		{"1h1h", "only once"}, {"6h1d", "must stand before"}, {"1us1µs", "only once"},
		{"1.2.3s", "write a number and a unit"}, {".s", "write a number and a unit"}, {"h", "write a number and a unit"},
		{"101w36500d", "longer than 100 years"}, {"36525.1d", "longer than 100 years"}, {strings.Repeat("9", 40) + "w", "longer than 100 years"},
		{"0.3ns", "shorter than 1ns"},
		{strings.Repeat("9", 41) + "s", "write a number and a unit"},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := ParseDuration(c.text)
			assert.ErrorContains(t, err, c.says)
			assert.Zero(t, got)
		})
	}
}

// Where both read a text, the standard library's reader agrees.
func TestParseDurationAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Duration(rapid.Int64Range(0, int64(MaxDuration)).Draw(t, "ns"))
		got, err := ParseDuration(want.String())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

func TestParse(t *testing.T) {
	curve, err := NewEmpirical([]float64{600, 1200, 3600}, []float64{0, 0.5, 1})
	require.NoError(t, err)
	cases := []struct {
		text string
		want Dist
	}{
		{"10m", Constant{600}}, {"0", Constant{0}},
		{"exp(1h)", Exponential{3600}}, {" exp ( 1h ) ", Exponential{3600}},
		{"lognormal(4h, 0.5)", LogNormal{14400, 0.5}}, {"gamma(2, 2.9d)", Gamma{2, 250560}},
		{"weibull(1.5,3h)", Weibull{1.5, 10800}}, {"triangular(1h, 2h, 5h)", Triangular{3600, 7200, 18000}},
		{"uniform(10m, 30m)", Uniform{600, 1800}}, {"bernoulli(0.3)", Bernoulli{0.3}},
		{"empirical(10m: 0, 20m: 0.5, 1h: 1)", curve},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := Parse(c.text)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	cases := []struct {
		text string
		says []string
	}{
		{"", []string{"write a number and a unit"}},
		{"soon", []string{"write a number and a unit"}},
		{"exp", []string{"write a number and a unit"}},
		{"exp(1h", []string{"brackets"}}, {"exp(1h))", []string{"brackets"}}, {"exp((1h))", []string{"brackets"}}, {"exp(1h) x", []string{"brackets"}},
		{"normal(1h, 2h)", []string{`there is no "normal"`, "lognormal(median, sigma)", "empirical("}},
		{"exponential(1h)", []string{`there is no "exponential"`, `did you mean "exp"`}},
		{"lognorm(1h, 1)", []string{`did you mean "lognormal"`}},
		{"Gamma(1, 1h)", []string{`did you mean "gamma"`}},
		{"exp()", []string{"write a number and a unit"}},
		{"exp(1h, 2h)", []string{"it has 2 parameters where exp(mean) has 1"}},
		{"gamma(2)", []string{"it has 1 parameters where gamma(shape, scale) has 2"}},
		{"gamma(-2, 5)", []string{`"-2" is not a plain number`, `"5" lacks a unit`}},
		{"gamma(NaN, 5m)", []string{"not a plain number"}}, {"gamma(inf, 5m)", []string{"not a plain number"}},
		{"exp(0s)", []string{"the mean is 0"}}, {"exp(-1h)", []string{"negative"}}, {"exp(101000d)", []string{"longer than 100 years"}},
		{"uniform(30m, 10m)", []string{"the low (30m) is more than the high (10m)"}},
		{"bernoulli(1.01)", []string{"between 0 and 1"}},
		{"lognormal(1h, 9)", []string{"the sigma is 9"}},
		{"empirical()", []string{"lacks its chance"}},
		{"empirical(1h: 0, 2x: y)", []string{`unknown unit "x"`, `"y" is not a plain number`}},
		{"empirical(1h: 0, 2h: 0.5)", []string{"the last chance is 0.5"}},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := Parse(c.text)
			assert.Nil(t, got)
			for _, part := range c.says {
				assert.ErrorContains(t, err, part)
			}
		})
	}
}

func TestStringIsShort(t *testing.T) {
	cases := []struct {
		want string
		dist Dist
	}{
		{"0s", Constant{0}}, {"10m", Constant{600}}, {"1.5h", Constant{5400}}, {"2w", Constant{14 * 86400}}, {"100s", Constant{100}}, {"1ns", Constant{1e-9}},
		{"0.3333333333333333s", Constant{1.0 / 3}},
		{"exp(1h)", Exponential{3600}}, {"lognormal(4h, 0.5)", LogNormal{14400, 0.5}}, {"gamma(2, 2.9d)", Gamma{2, 250560}},
		{"weibull(1.5, 3h)", Weibull{1.5, 10800}}, {"triangular(1h, 2h, 5h)", Triangular{3600, 7200, 18000}},
		{"uniform(10m, 30m)", Uniform{600, 1800}}, {"bernoulli(0.3)", Bernoulli{0.3}}, {"empirical()", Empirical{}},
	}
	for _, c := range cases {
		t.Run(c.want, func(t *testing.T) { assert.Equal(t, c.want, c.dist.String()) })
	}
}

// Any valid value survives the way through its text bit by bit.
func TestStringRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) float64 { return rapid.Float64Range(1e-9, MaxDuration.Seconds()).Draw(t, name) }
		low, high := at("low"), at("high")
		low, high = min(low, high), max(low, high)
		chance := rapid.Float64Range(0, 1).Draw(t, "chance")
		curve, err := NewEmpirical([]float64{low, high, high}, []float64{0, math.Round(chance*1e6) / 1e6, 1})
		require.NoError(t, err)
		for _, d := range []Dist{
			Constant{low}, Uniform{low, high}, Triangular{low, low, high}, Exponential{high}, Bernoulli{math.Round(chance*1e9) / 1e9}, curve,
			Weibull{0.1 + chance, low}, LogNormal{high, 5 * math.Sqrt(chance*0.99+0.001)}, Gamma{0.01 + 9999*chance, low},
		} {
			back, err := Parse(d.String())
			require.NoError(t, err, d.String())
			assert.Equal(t, d, back, d.String())
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, d := range examples() {
		f.Add(d.String())
	}
	for _, text := range []string{"exp(", "gamma(1,", "empirical(1h:1,:)", "uniform(1w1d, .5w)", "exp(0.000000001s)", "bernoulli(0.0000000000000000000000000000001)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			return
		}
		require.NoError(t, d.(interface{ Validate() error }).Validate())
		back, err := Parse(d.String())
		require.NoError(t, err, "%q became %q", text, d.String())
		require.Equal(t, d, back, "%q became %q", text, d.String())
		s := NewRoot(1, 1).Stream(text)
		x := d.Sample(&s)
		require.True(t, x >= 0, "%q sampled %v", text, x)
		require.Equal(t, uint64(1), s.next)
		span := Duration(d, &s)
		require.True(t, span >= 0 && span <= MaxDuration)
	})
}

func FuzzParseDuration(f *testing.F) {
	for _, text := range []string{"0", "1ns", "1d6h", "2.9d", "1w2d3h4m5s6ms7us8ns", "-1s", "NaN", "1e9s", "99999999999999999999w", "1.5.5h", "5µs", "0.4ns", "5min"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, err := ParseDuration(text)
		if err != nil {
			require.Zero(t, span)
			return
		}
		require.True(t, span >= 0 && span <= MaxDuration, "%q gave %v", text, span)
		seconds, err := parseSeconds(text)
		require.NoError(t, err)
		require.InDelta(t, seconds, span.Seconds(), 1e-9+seconds*1e-15)
		// What the standard library can read too, it reads alike: it cuts below the nanosecond, this rounds.
		if std, err := time.ParseDuration(strings.TrimSpace(text)); err == nil {
			require.InDelta(t, float64(std), float64(span), 9, "%q", text)
		}
	})
}
