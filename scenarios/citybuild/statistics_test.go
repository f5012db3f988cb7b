package citybuild

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/scenarios/cities"
)

// The rules and the reference that this generator is held against (docs/city-build.md has the table). The reference used census blocks,
// another order of steps and other random numbers, so counts must agree within the tolerance given, not exactly.
func TestStatisticsAgainstTheReference(t *testing.T) {
	c := lisboa(t)
	s := Measure(c)
	count := func(kind string) float64 { return float64(len(assetsOf(c, kind))) }
	cases := []struct {
		what                 string
		got, want, tolerance float64 // tolerance as a share of want
	}{
		{"residents (census 2021)", float64(s.Residents), 545_796, 0},
		{"peak power [MW], 1.1 kW per resident", s.PeakMW, 600.4, 0.001},
		{"drinking water [m3/d], 180 l per resident", s.WaterM3Day, 98_243, 0.001},
		{"substations", count("power/substation"), 14, 0},
		{"high-voltage lines with infeeds", count("power/hv-line"), 19, 0.2},
		{"length of high-voltage lines with infeeds [km]", s.LineKM, 58.3, 0.1},
		{"length of feeders along the streets [m per household]", s.MetresPerCustomer, 443_820 / (545_796 / 2.2), 0.1},
		{"streets", float64(s.Streets), 1082, 0},
		{"length of streets [km] (scenarios/cities/lisboa)", s.StreetKM, 431, 0.002},
		{"corners", float64(s.Corners), 824, 0},
		{"feeders", count("power/feeder"), 133, 0.15},
		{"median feeder [MW]", s.FeederMW.Median, 4.5, 0.15},
		{"largest feeder [MW], where one node exceeds the cap", s.FeederMW.Most, 10.0, 0.3},
		{"loads", count("power/load"), 531, 0.1},
		{"ties", count("power/tie"), 104, 0.15},
		{"largest substation [MW]; the reference is not evened out", s.SubstationMW.Most, 100.7, 0.4},
		{"water nodes", count("water/junction"), 820, 0.01},
		{"water mains", count("water/pipe"), 949, 0.12},
		{"length of mains [km]; ours have more loops", s.PipeKM, 319.7, 0.2},
		{"loops of mains", float64(s.WaterLoops), 130, 0.5},
		{"reservoirs", count("water/reservoir"), 18, 0.2},
		{"pumping stations; ours serve parts from 6,000 people on", count("water/pump"), 25, 0.5},
		{"stored water [average days], in parts over 8,000 people", s.ReservoirDays.Median, 1, 0.2},
		{"cell sites", count("telecom/site"), 223, 0.15},
		{"median people per cell site", s.PeoplePerSite.Median, 2147, 0.2},
		{"exchanges", count("telecom/exchange"), 12, 0},
		{"signals", count("traffic/signal"), 219, 0.15},
	}
	for _, k := range cases {
		require.InDelta(t, k.want, k.got, k.want*k.tolerance, k.what)
	}
}

// Shapes that must hold whatever the seed.
func TestStatisticsOfOtherSeeds(t *testing.T) {
	for seed := uint64(1); seed <= 2; seed++ {
		c, s := build(t, Options{Seed: seed, Name: "other", Title: "Other"})
		require.Greater(t, s.SubstationMW.Least, 0.0)
		require.Less(t, s.SubstationMW.Most, 130.0, "balanced substations")
		require.LessOrEqual(t, s.FeederMW.Median, feederCap)
		require.Greater(t, float64(s.FeedersBacked), 0.85*float64(len(assetsOf(c, "power/feeder"))), "every feeder but a few can be back-fed")
		require.Greater(t, s.Meshedness, 0.03)
		require.Less(t, s.Meshedness, 0.2)
		require.Zero(t, s.WaterDegrees[0], "no junction is left out")
		for _, w := range s.Within {
			require.Greater(t, w.Share, 0.6, w.Kind)
		}
	}
}

// Batteries follow the reference: 2, 4 or 6 h (25, 50, 25 %), every 12th a hub with 12 h.
func TestBatteries(t *testing.T) {
	c := lisboa(t)
	hours := map[float64]int{}
	for _, n := range c.Needs {
		if n.Name == "power" && c.Kinds[c.Assets[n.Asset].Kind].Name == "telecom/site" {
			hours[n.Buffer.Hours()]++
		}
	}
	total := float64(len(assetsOf(c, "telecom/site")))
	require.InDelta(t, total/12, hours[12], 1)
	rest := total - float64(hours[12])
	for h, share := range map[float64]float64{2: 0.25, 4: 0.5, 6: 0.25} {
		sigma := math.Sqrt(rest * share * (1 - share))
		require.InDelta(t, rest*share, hours[h], 4*sigma, "%v h", h) // four standard deviations of a binomial
	}
}

// The primary and the backup PSAP share neither substation nor exchange, as the rule of the control rooms asks.
func TestBackupIsElsewhere(t *testing.T) {
	c := lisboa(t)
	spot := func(name string) model.Point {
		a, ok := c.Asset(name)
		require.True(t, ok, name)
		return c.Assets[a].At
	}
	first, second := spot("emergency/psap-01"), spot("emergency/psap-02")
	require.Greater(t, dist(first, second), 5000.0)
	var exchanges []model.Point
	for _, a := range assetsOf(c, "telecom/exchange") {
		exchanges = append(exchanges, c.Assets[a].At)
	}
	require.NotEqual(t, nearest(first, exchanges), nearest(second, exchanges))
	p := newProbe(c)
	for _, s := range assetsOf(c, "power/substation") {
		p.lose(s)
		a, _ := c.Asset("emergency/psap-01")
		b, _ := c.Asset("emergency/psap-02")
		require.False(t, p.level[a] == 0 && p.level[b] == 0, "%s takes both", c.Assets[s].Name)
	}
}

// The plane agrees with the national projection (EPSG:3763) in distances: the two differ by a rotation only.
func TestPlaneAgreesWithTheNationalGrid(t *testing.T) {
	f, err := os.Open("../cities/lisboa/roads_arterial_nodes.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	in, err := read(data())
	require.NoError(t, err)
	grid := make([]model.Point, len(rows)-1)
	for i, r := range rows[1:] {
		grid[i].X, err = strconv.ParseFloat(r[3], 64)
		require.NoError(t, err)
		grid[i].Y, err = strconv.ParseFloat(r[4], 64)
		require.NoError(t, err)
	}
	for i := range grid {
		for _, j := range []int{0, len(grid) / 2, len(grid) - 1} {
			require.InDelta(t, dist(grid[i], grid[j]), dist(in.streets[i].at, in.streets[j].at), 15, "street nodes %d and %d", i, j)
		}
	}
}

// The spread of people from parishes to streets against the census blocks, which are not part of the project until their licence
// is confirmed. Half the sum of absolute differences is the share of people in the wrong place.
func TestSpreadAgainstCensusBlocks(t *testing.T) {
	f, err := os.Open(filepath.Join(os.Getenv("CASCATA_SHARED"), "cities/lisboa/population_blocks.csv"))
	if err != nil {
		t.Skip("the census blocks are not here: set CASCATA_SHARED to a folder that has cities/lisboa/population_blocks.csv to check the spread of people")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	in, err := read(data())
	require.NoError(t, err)
	in.spread()
	var points []model.Point
	for _, s := range in.streets {
		points = append(points, s.at)
	}
	find := newFinder(points)
	inhabited := func(i int) bool { return in.streets[i].residents > 0 }
	truth, total := make([]float64, len(in.streets)), 0.0
	for _, r := range rows[1:] {
		lon, _ := strconv.ParseFloat(r[1], 64)
		lat, _ := strconv.ParseFloat(r[2], 64)
		n, err := strconv.ParseFloat(r[3], 64)
		require.NoError(t, err)
		truth[find.nearest(in.plane.project(orb.Point{lon, lat}), inhabited)] += n
		total += n
	}
	require.EqualValues(t, 545_796, total)
	for size, most := range map[float64]float64{500: 0.25, 1000: 0.18, 2000: 0.10} { // measured: 0.23, 0.17, 0.08
		wrong, squares := 0.0, map[[2]float64]float64{}
		for i, s := range in.streets {
			squares[[2]float64{math.Floor(s.at.X / size), math.Floor(s.at.Y / size)}] += truth[i] - float64(s.residents)
		}
		for _, d := range squares {
			wrong += math.Abs(d) / 2
		}
		t.Logf("squares of %.0f m: %.1f %% of people are in the wrong one", size, 100*wrong/total)
		require.Less(t, wrong/total, most, "squares of %v m", size)
	}
}

func TestApportion(t *testing.T) {
	require.Equal(t, []int{2, 1, 0}, apportion([]float64{2, 1, 0}, 3))
	require.Equal(t, []int{1, 1, 1, 0}, apportion([]float64{1, 1, 1, 0}, 3))
	require.Equal(t, []int{4, 3, 3}, apportion([]float64{1, 1, 1}, 10), "the first of equal remainders gets the rest")
}

// A ring of four points in a square is its own cheapest network without bridges.
func TestRinged(t *testing.T) {
	links := ringed([]model.Point{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 1}})
	require.Len(t, links, 4)
	for _, l := range links {
		require.Equal(t, 1.0, l.length)
	}
}

// In mini everything hangs on one infeed, and only on that.
func TestSingleLossesOfMini(t *testing.T) {
	c, err := cities.Load("mini")
	require.NoError(t, err)
	losses := SingleLosses(c, 0)
	power := losses[c.Sector("power")]
	require.Equal(t, "power/infeed-1", c.Assets[power[0].Asset].Name)
	require.EqualValues(t, 4000, power[0].People)
	require.Equal(t, "power/substation-n", c.Assets[power[1].Asset].Name)
	require.EqualValues(t, 2000, power[1].People)
	text := Describe(c).String()
	require.Contains(t, text, "SYNTHETIC")
	require.Contains(t, text, "power/infeed-1 (4000 people)")
}
