package scene

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Matrices of Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG
// 15(6), 2009, at severity 1.0, for linear RGB.
var visions = map[string][9]float64{
	"normal": {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protan": {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deutan": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritan": {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// linear is a colour as linear light (IEC 61966-2-1).
func linear(c RGB) [3]float64 {
	var out [3]float64
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		s := float64(v) / 255
		if s <= 0.04045 {
			out[i] = s / 12.92
		} else {
			out[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return out
}

func seen(c RGB, m [9]float64) [3]float64 {
	l := linear(c)
	var out [3]float64
	for i := range out {
		out[i] = math.Min(1, math.Max(0, m[3*i]*l[0]+m[3*i+1]*l[1]+m[3*i+2]*l[2]))
	}
	return out
}

// lab is linear light in CIELAB under D65.
func lab(l [3]float64) [3]float64 {
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*l[0] + 0.3575761*l[1] + 0.1804375*l[2]) / 0.95047)
	y := f(0.2126729*l[0] + 0.7151522*l[1] + 0.0721750*l[2])
	z := f((0.0193339*l[0] + 0.1191920*l[1] + 0.9503041*l[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b RGB) float64 {
	luminance := func(c RGB) float64 {
		l := linear(c)
		return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
	}
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestContrastOfBlackAndWhite(t *testing.T) {
	require.InDelta(t, 21, contrast(RGB{}, RGB{255, 255, 255}), 1e-9) // WCAG 2.2: the largest ratio is 21
	white := lab([3]float64{1, 1, 1})
	require.InDelta(t, 100, white[0], 1e-3)
}

// TestStatesCanBeToldApart is check 16 of the visual notes: any two states differ by at least 18 in CIELAB in every theme and with
// every kind of colour vision.
func TestStatesCanBeToldApart(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		for vision, m := range visions {
			t.Run(fmt.Sprintf("%v %s", theme, vision), func(t *testing.T) {
				for a := Normal; a < states; a++ {
					for b := a + 1; b < states; b++ {
						x, y := lab(seen(theme.Colour(a.Ink()), m)), lab(seen(theme.Colour(b.Ink()), m))
						d := math.Sqrt(math.Pow(x[0]-y[0], 2) + math.Pow(x[1]-y[1], 2) + math.Pow(x[2]-y[2], 2))
						require.GreaterOrEqual(t, d, 18.0, "%v and %v", a, b)
					}
				}
			})
		}
	}
}

func TestWordsCanBeRead(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		for _, ink := range []Ink{Words, Muted, Alarm, Accent} {
			for _, ground := range []Ink{Background, Panel, Land} {
				c := contrast(theme.Colour(ink), theme.Colour(ground))
				require.GreaterOrEqual(t, c, 4.5, "%v: %v on %v", theme, ink, ground)
			}
		}
	}
}

// TestMarksStandOut: marks and curves have a contrast of at least 3 with what they are drawn on; a normal asset in the light
// theme has it by its outline.
func TestMarksStandOut(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		marks := []Ink{NormalEdge, StateDegraded, StateFailed, StateBackup, StateCompromised, StateRestoring, SectorPower, SectorWater,
			SectorTelecom, SectorHealth, SectorEmergency, SectorTraffic, SectorTransit, SectorCyber, SectorOther, Accent}
		for _, ink := range marks {
			for _, ground := range []Ink{Background, Panel} {
				c := contrast(theme.Colour(ink), theme.Colour(ground))
				require.GreaterOrEqual(t, c, 3.0, "%v: %v on %v", theme, ink, ground)
			}
		}
	}
}

func TestSharesGrowDarkerOrLighterInOneDirection(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		before := contrast(theme.Colour(Share0), theme.Colour(Words))
		for i := Share1; i <= Share4; i++ {
			now := contrast(theme.Colour(i), theme.Colour(Words))
			require.Less(t, now, before, "%v %v", theme, i)
			before = now
		}
	}
}

func TestEveryInkHasAName(t *testing.T) {
	names := map[string]bool{}
	for _, i := range Inks() {
		require.NotEmpty(t, i.String())
		require.False(t, names[i.String()], "%v twice", i)
		names[i.String()] = true
	}
}
