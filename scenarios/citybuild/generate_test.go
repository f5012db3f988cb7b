package citybuild

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/scenarios/cities"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

func generate(t testing.TB, p Plan) (*model.City, *Statistics) {
	t.Helper()
	c, s, err := Generate(p)
	require.NoError(t, err)
	return c, s
}

func written(t testing.TB, c *model.City) []byte {
	t.Helper()
	cat, err := defaults.Load()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, cityfile.Write(&b, c, cat))
	return b.Bytes()
}

// inventions are the cities that the properties below are held against: a small town and one with everything but a metro, of three seeds; and one
// as coarse as Lisbon's arterial streets, with a metro and a ferry.
func inventions() []Plan {
	var plans []Plan
	for seed := uint64(1); seed <= 3; seed++ {
		plans = append(plans, Plan{Residents: 2_000, Seed: seed}, Plan{Residents: 50_000, Seed: seed, Districts: 5})
	}
	return append(plans, Plan{Residents: lisbon, Seed: 4, AssetsPer1000: 12.8})
}

func eachInvention(t *testing.T, check func(t *testing.T, p Plan, c *model.City, s *Statistics)) {
	for _, p := range inventions() {
		t.Run(fmt.Sprintf("%d seed %d", p.Residents, p.Seed), func(t *testing.T) {
			c, s := generate(t, p)
			check(t, p, c, s)
		})
	}
}

// What is written can be read, with every check of the format, and is then the same city: nothing dangles.
func TestInventionReadsBack(t *testing.T) {
	cat, err := defaults.Load()
	require.NoError(t, err)
	eachInvention(t, func(t *testing.T, p Plan, c *model.City, _ *Statistics) {
		text := written(t, c)
		back, err := cityfile.Read("invention.city", bytes.NewReader(text), cat)
		require.NoError(t, err)
		require.True(t, bytes.Equal(text, written(t, back)))
		require.EqualValues(t, p.Residents, back.Residents())
		require.Contains(t, back.Synthetic, "SYNTHETIC")
		for i := range back.Assets {
			require.True(t, back.Assets[i].Synthetic && back.Assets[i].Label == "", "%s is not real", back.Assets[i].Name)
		}
	})
}

func TestSamePlanSameBytes(t *testing.T) {
	p := Plan{Residents: 20_000, Seed: 9}
	first, _ := generate(t, p)
	again, _ := generate(t, p)
	require.True(t, bytes.Equal(written(t, first), written(t, again)))
	p.Seed = 10
	other, _ := generate(t, p)
	require.NotEqual(t, first.Assets[0].At, other.Assets[0].At)
	require.False(t, bytes.Equal(written(t, first), written(t, other)))
}

// Every load is fed on a quiet day and after the loss of any one high-voltage line or infeed; the plan itself asks for no more than there is.
func TestInventionNetworks(t *testing.T) {
	eachInvention(t, func(t *testing.T, _ Plan, c *model.City, _ *Statistics) {
		for n := range c.Networks {
			require.Empty(t, solve(t, c, n), "a quiet day of %s", c.Networks[n].Name)
			members := map[model.AssetID]bool{}
			for _, e := range c.Networks[n].Edges {
				members[e.From], members[e.To] = true, true
			}
			for _, kind := range []string{c.Networks[n].Name + "/load", c.Networks[n].Name + "/junction"} {
				for _, a := range assetsOf(c, kind) {
					require.True(t, members[a], "%s hangs on nothing", c.Assets[a].Name)
				}
			}
		}
		for _, set := range []struct{ network, source, sink string }{{"power", "power/infeed", "power/load"}, {"water", "water/treatment", "water/junction"}} {
			out := assetsOf(c, set.source)
			out = append(append(out, assetsOf(c, "power/storage")...), assetsOf(c, "water/reservoir")...)
			levels := solve(t, c, networkNamed(t, c, set.network), out...)
			for _, a := range assetsOf(c, set.sink) {
				l, changed := levels[a]
				require.True(t, changed && l == model.None, "%s was fed by nothing", c.Assets[a].Name)
			}
		}
		power := networkNamed(t, c, "power")
		demand, supply := 0.0, 0.0
		for _, a := range assetsOf(c, "power/load") {
			demand += c.Assets[a].Demand
		}
		infeeds := assetsOf(c, "power/infeed")
		for _, a := range infeeds {
			supply += c.Assets[a].Capacity
		}
		require.Greater(t, supply*float64(len(infeeds)-1)/float64(len(infeeds)), demand, "one infeed out, the others carry the city")
		for _, kind := range []string{"power/hv-line", "power/infeed"} {
			for _, out := range assetsOf(c, kind) {
				for a, l := range solve(t, c, power, out) {
					require.False(t, c.Kinds[c.Assets[a].Kind].Name == "power/load" && l < model.Full, "%s out leaves %s at %v", c.Assets[out].Name, c.Assets[a].Name, l)
				}
			}
		}
	})
}

// The shapes that the embedded city is held to hold for inventions too.
func TestInventionStatistics(t *testing.T) {
	eachInvention(t, func(t *testing.T, p Plan, c *model.City, s *Statistics) {
		require.InDelta(t, float64(p.Residents)*peakKW/1000, s.PeakMW, 0.001*s.PeakMW)
		require.InDelta(t, float64(p.Residents)*litresPerDay/1000, s.WaterM3Day, 0.001*s.WaterM3Day)
		require.LessOrEqual(t, s.SubstationMW.Most, 2*s.SubstationMW.Median, "balanced substations")
		require.LessOrEqual(t, s.FeederMW.Median, feederCap)
		require.Zero(t, s.WaterDegrees[0], "no junction is left out")
		require.Less(t, s.Meshedness, 0.3, "real street networks: 0.1 to 0.3")
		require.Greater(t, s.Meshedness, 0.05)
		require.Greater(t, float64(s.FeedersBacked), 0.85*float64(len(assetsOf(c, "power/feeder"))))
		for _, w := range s.Within {
			if w.Kind != "transit/metro-station" {
				require.Greater(t, w.Share, 0.6, "%s within %v m", w.Kind, w.Metres)
			}
		}
		people := int64(0)
		for _, d := range c.Districts {
			require.Positive(t, d.Residents, d.Name)
			require.Greater(t, len(d.Rings[0]), 3, d.Name)
			people += int64(d.Residents)
		}
		require.EqualValues(t, p.Residents, people)
	})
}

// At the same size and granularity an invention has about what Lisboa has.
func TestInventionBesideLisboa(t *testing.T) {
	invented, _ := generate(t, Plan{Residents: lisbon, Seed: 4, AssetsPer1000: 12.8})
	real, err := cities.Load("lisboa")
	require.NoError(t, err)
	cases := map[string]float64{ // tolerance as a share
		"power/substation": 0, "power/feeder": 0.15, "telecom/exchange": 0, "telecom/site": 0.25, "health/hospital": 0, "education/school": 0, "emergency/police-station": 0,
		"traffic/signal": 0.35, "wastewater/plant": 0, "transit/metro-line": 0, "traffic/message-sign": 0,
	}
	for kind, tolerance := range cases {
		want := float64(len(assetsOf(real, kind)))
		require.InDelta(t, want, len(assetsOf(invented, kind)), tolerance*want, kind)
	}
	text := Compare(Describe(invented), Describe(real)).String()
	require.Contains(t, text, "Lisboa")
	require.Contains(t, text, "meshedness of the mains")
}

// The number of assets is what was asked for, within a fifth, once facilities and districts are the smaller part.
func TestAssetsPer1000(t *testing.T) {
	for _, p := range []Plan{{Residents: 20_000, Seed: 1}, {Residents: 50_000, Seed: 2}, {Residents: 50_000, Seed: 1, AssetsPer1000: 40}, {Residents: 100_000, Seed: 1}} {
		c, _ := generate(t, p)
		want := p.filled().AssetsPer1000 * float64(p.Residents) / 1000
		require.InDelta(t, want, len(c.Assets), want/5, "%+v", p)
	}
}

func TestImpossiblePlansAreRefused(t *testing.T) {
	_, _, err := Generate(Plan{Residents: 10, Districts: -1, AssetsPer1000: 1})
	require.ErrorContains(t, err, "10 residents cannot be")
	require.ErrorContains(t, err, "-1 districts cannot be")
	require.ErrorContains(t, err, "1 assets for 1,000 residents cannot be")
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 3)
}

// The finder agrees with looking at every point, ties and points outside included.
func TestFinderIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		point := rapid.Custom(func(t *rapid.T) model.Point {
			return model.Point{X: float64(rapid.IntRange(-20, 20).Draw(t, "x")), Y: float64(rapid.IntRange(-5, 5).Draw(t, "y"))}
		})
		points, p := rapid.SliceOfN(point, 1, 60).Draw(t, "points"), point.Draw(t, "p")
		p.X *= rapid.SampledFrom([]float64{1, 1, 7}).Draw(t, "far")
		f := newFinder(points)
		require.Equal(t, nearest(p, points), f.nearest(p, nil))
		n := 0
		reach := float64(rapid.IntRange(0, 30).Draw(t, "reach"))
		f.within(p, reach, func(int) { n++ })
		for _, q := range points {
			if dist(p, q) <= reach {
				n--
			}
		}
		require.Zero(t, n)
	})
}

// One generated city of each size, without writing it. 10,000,000 residents give the million assets of the bench.
func BenchmarkGenerate(b *testing.B) {
	for _, residents := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		b.Run(fmt.Sprint(residents), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c, _ := generate(b, Plan{Residents: residents, Seed: 1})
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(c.Assets)), "ns/asset")
			}
		})
	}
}
