package citybuild

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/network"
	"cascata/scenarios/cities"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
	"cascata/sim"
)

var update = flag.Bool("update", false, "write the embedded city anew")

const embedded = "../cities/lisboa.city.zst"

func data() fs.FS { return os.DirFS("../cities/lisboa") }

func build(t testing.TB, o Options) (*model.City, *Statistics) {
	t.Helper()
	c, s, err := Build(data(), o)
	require.NoError(t, err)
	return c, s
}

func packed(t testing.TB, c *model.City) []byte {
	t.Helper()
	cat, err := defaults.Load()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, cityfile.WriteCompressed(&b, c, cat))
	return b.Bytes()
}

// The embedded city is exactly what the data and the default seed make, and stays below the 400 kB of its brief.
func TestEmbeddedCityIsCurrent(t *testing.T) {
	c, _ := build(t, Options{})
	got := packed(t, c)
	if *update {
		require.NoError(t, os.WriteFile(embedded, got, 0o644))
	}
	want, err := os.ReadFile(embedded)
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got), "run go test ./scenarios/citybuild -update")
	require.Less(t, len(got), 400_000)
}

func TestSeed(t *testing.T) {
	first, _ := build(t, Options{Seed: 7, Name: "other", Title: "Other"})
	second, _ := build(t, Options{Seed: 7, Name: "other", Title: "Other"})
	third, _ := build(t, Options{Seed: 8, Name: "other", Title: "Other"})
	require.Equal(t, first.Hash, second.Hash)
	require.NotEqual(t, first.Hash, third.Hash)
	require.Equal(t, first.Residents(), third.Residents())
	for i := range first.Places {
		require.Equal(t, first.Places[i].Residents, third.Places[i].Residents, "the seed moves what is invented, not the people")
	}
}

func lisboa(t testing.TB) *model.City {
	t.Helper()
	c, err := cities.Load("lisboa")
	require.NoError(t, err)
	return c
}

// solve settles a network with some assets out and returns the levels of its members.
func solve(t *testing.T, c *model.City, n int, out ...model.AssetID) map[model.AssetID]model.Level {
	t.Helper()
	spec, err := network.Compile(c, n)
	require.NoError(t, err)
	solver, levels := spec.New(), map[model.AssetID]model.Level{}
	for _, a := range out {
		solver.Set(a, model.None, true)
	}
	solver.Solve(sim.Time(0), func(a model.AssetID, l model.Level, _ model.WhyCode, _ model.AssetID) { levels[a] = l })
	return levels
}

func assetsOf(c *model.City, kind string) []model.AssetID {
	var list []model.AssetID
	for i := range c.Assets {
		if c.Kinds[c.Assets[i].Kind].Name == kind {
			list = append(list, model.AssetID(i))
		}
	}
	return list
}

func networkNamed(t *testing.T, c *model.City, name string) int {
	for i := range c.Networks {
		if c.Networks[i].Name == name {
			return i
		}
	}
	t.Fatal("no network " + name)
	return 0
}

// The reference's check of the high-voltage grid: no bridge; any one line out leaves all fed. The same for any one infeed.
func TestOneLineOutLeavesAllFed(t *testing.T) {
	c := lisboa(t)
	n := networkNamed(t, c, "power")
	for _, kind := range []string{"power/hv-line", "power/infeed"} {
		for _, out := range assetsOf(c, kind) {
			levels := solve(t, c, n, out)
			for _, load := range assetsOf(c, "power/load") {
				l, changed := levels[load]
				require.True(t, !changed || l == model.Full, "%s out leaves %s at %v", c.Assets[out].Name, c.Assets[load].Name, l)
			}
		}
	}
}

// With nothing out, nothing differs from the plan; with all sources out, nobody is fed (water until its tanks are empty).
func TestNetworksAtBothEnds(t *testing.T) {
	c := lisboa(t)
	for _, set := range []struct{ network, source, sink string }{
		{"power", "power/infeed", "power/load"}, {"heat", "heat/plant", "heat/substation"}, {"water", "water/treatment", "water/junction"},
	} {
		n := networkNamed(t, c, set.network)
		require.Empty(t, solve(t, c, n), set.network)
		out := assetsOf(c, set.source)
		out = append(out, assetsOf(c, "power/storage")...)
		out = append(out, assetsOf(c, "water/reservoir")...)
		levels := solve(t, c, n, out...)
		for _, a := range assetsOf(c, set.sink) {
			l, changed := levels[a]
			require.True(t, changed && l == model.None, "%s is fed from nowhere", c.Assets[a].Name)
		}
	}
}

// A feeder can be back-fed: its trunk out and a tie closed, its loads have power again.
func TestTieFeedsBack(t *testing.T) {
	c := lisboa(t)
	n := networkNamed(t, c, "power")
	spec, err := network.Compile(c, n)
	require.NoError(t, err)
	up := map[model.AssetID]model.AssetID{}
	for _, e := range c.Networks[n].Edges {
		if !e.Open {
			up[e.To] = e.From
		}
	}
	feederOf := func(a model.AssetID) model.AssetID {
		for c.Kinds[c.Assets[a].Kind].Name != "power/feeder" {
			a = up[a]
		}
		return a
	}
	for _, e := range c.Networks[n].Edges {
		if !e.Open {
			continue
		}
		level := map[model.AssetID]model.Level{e.From: model.Full}
		solver := spec.New()
		note := func(a model.AssetID, l model.Level, _ model.WhyCode, _ model.AssetID) { level[a] = l }
		solver.Set(feederOf(e.From), model.None, true)
		solver.Solve(0, note)
		require.Equal(t, model.None, level[e.From], c.Assets[e.From].Name)
		solver.Set(e.Asset, model.Full, true)
		solver.Solve(1, note)
		require.Greater(t, level[e.From], model.None, "%s does not feed back %s", c.Assets[e.Asset].Name, c.Assets[e.From].Name)
	}
}

// Loops of needs without buffer in which everything falls when one does could never start again by themselves. Networks do not
// need each other back at once: power needs nothing, so a loop would have to go through needs alone or through water or heat.
func TestNoLoopCanLockItselfOut(t *testing.T) {
	c := lisboa(t)
	to := make([][]int, len(c.Assets)+len(c.Networks)) // hard needs; a network stands for its members
	member := map[model.AssetID]int{}
	for n, net := range c.Networks {
		for _, e := range net.Edges {
			for _, a := range []model.AssetID{e.Asset, e.From, e.To} {
				if _, known := member[a]; !known {
					member[a] = len(c.Assets) + n
					to[a] = append(to[a], len(c.Assets)+n)
				}
			}
		}
	}
	for _, n := range c.Needs {
		if n.Without > 0 || n.Buffer > 0 || c.Kinds[c.Assets[n.Asset].Kind].Name == "power/storage" { // a storage helps, the grid starts without it
			continue
		}
		for _, s := range n.Suppliers {
			to[n.Asset] = append(to[n.Asset], int(s.Asset))
			if m, known := member[n.Asset]; known {
				to[m] = append(to[m], int(s.Asset))
			}
		}
	}
	state := make([]int, len(to)) // 1 on the path, 2 done
	var visit func(i int)
	visit = func(i int) {
		require.NotEqual(t, 1, state[i], "a loop goes through number %d", i)
		if state[i] == 2 {
			return
		}
		state[i] = 1
		for _, j := range to[i] {
			visit(j)
		}
		state[i] = 2
	}
	for i := range to {
		visit(i)
	}
}

// Every thing that the brief names exists and hangs together.
func TestEverySectorIsThere(t *testing.T) {
	c := lisboa(t)
	require.Len(t, c.Sectors, 22)
	cat, err := defaults.Load()
	require.NoError(t, err)
	for i := range cat.Kinds {
		name := cat.Kinds[i].Name
		if name == "emergency/siren" { // Lisboa has none; the city prairie has
			continue
		}
		require.True(t, slices.ContainsFunc(c.Kinds, func(k model.Kind) bool { return k.Name == name }), "a %s stands in Lisboa", name)
	}
	serving := map[model.SectorID]int64{}
	for _, p := range c.Places {
		for _, s := range p.Serving {
			serving[s.Sector] += int64(p.Residents)
		}
	}
	for i, s := range c.Sectors {
		switch s.Name {
		case "port": // serves ships
		case "heat":
			require.Greater(t, serving[model.SectorID(i)], int64(50_000))
		default:
			require.EqualValues(t, c.Residents(), serving[model.SectorID(i)], s.Name)
		}
	}
	for _, o := range c.Operators {
		require.Contains(t, o.Title, "SYNTHETIC")
		require.Equal(t, o.Name == "consumers", o.Control == model.Absent, o.Name)
	}
	for i := range c.Assets {
		a := &c.Assets[i]
		if a.Label != "" {
			require.NotContains(t, a.Name, slug(a.Label), "a neutral name must not give the place away")
		}
		nameless := c.Kinds[a.Kind].Name == "transit/rail-line" || c.Kinds[a.Kind].Name == "traffic/street" // some of these, and yet real
		require.Equal(t, a.Synthetic, a.Label == "" && !nameless, a.Name)
	}
}

// copied is the data set in memory, to be spoilt.
func copied(t *testing.T) fstest.MapFS {
	files := fstest.MapFS{}
	entries, err := os.ReadDir("../cities/lisboa")
	require.NoError(t, err)
	for _, e := range entries {
		text, err := os.ReadFile("../cities/lisboa/" + e.Name())
		require.NoError(t, err)
		files[e.Name()] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestImpossibleCitiesAreRefused(t *testing.T) {
	header := func(text []byte) []byte { return text[:bytes.IndexByte(text, '\n')+1] }
	files := copied(t)
	for _, name := range []string{"hospitals.csv", "ferry_terminals.csv", "metro_links.csv"} {
		files[name].Data = header(files[name].Data)
	}
	lines := bytes.SplitAfter(files["roads_arterial_edges.csv"].Data, []byte("\n"))
	files["roads_arterial_edges.csv"].Data = bytes.Join(lines[:500], nil)
	_, _, err := Build(files, Options{})
	for _, want := range []string{"hospitals.csv: has no row", "no hospital has an emergency department", "ferry_terminals.csv: has no row",
		"the streets are not connected", `line "azul" has no links`} {
		require.ErrorContains(t, err, want)
	}
}

func TestBadInputIsReportedAtOnce(t *testing.T) {
	files := copied(t)
	spoil := func(name, old, new string) {
		require.Contains(t, string(files[name].Data), old)
		files[name].Data = bytes.Replace(files[name].Data, []byte(old), []byte(new), 1)
	}
	spoil("roads_arterial_nodes.csv", "-9.149247", "NaN")
	spoil("roads_arterial_edges.csv", "0,0,1,primary", "0,0,99999,primary")
	delete(files, "boundary.geojson")
	_, _, err := Build(files, Options{})
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	require.ErrorContains(t, err, "boundary.geojson: cannot be opened")
	require.ErrorContains(t, err, "roads_arterial_edges.csv:2: column u, v, length_m: an end that does not exist")
	require.ErrorContains(t, err, `roads_arterial_nodes.csv:2: column lon: "NaN" is not a number`)
}

func FuzzInput(f *testing.F) {
	f.Add("id,lon,lat,elev_m\n0,-9.1,38.7,1\n1,-9.2,38.8,\n", "u,v,class,name,length_m,via_lonlat\n0,1,primary,x,10,-9.1 38.7\n", `{"features":[]}`)
	f.Add("id,lon,lat\n0,1e400,38.7\n", "u\n", `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}}`)
	f.Add("id\n\"", "u\n", "{}") // once a panic in the reader of CSV
	f.Fuzz(func(t *testing.T, nodes, edges, parishes string) {
		files := fstest.MapFS{"roads_arterial_nodes.csv": {Data: []byte(nodes)}, "roads_arterial_edges.csv": {Data: []byte(edges)},
			"parishes.geojson": {Data: []byte(parishes)}, "boundary.geojson": {Data: []byte(parishes)}}
		_, err := read(files) // the facilities are missing, so there is always a fault and never a panic
		require.Error(t, err)
	})
}

// A register holds no more people than it was made for: 545,796 residents are 545,700, not 545,800.
func TestPersonsAreRoundedDown(t *testing.T) {
	for x, want := range map[float64]float64{0: 0, 7: 7, 9999: 9999, 545_796: 545_700, 545_749: 545_700, 12_349: 12_340, 999_999: 999_900, 100_000: 100_000} {
		require.Equal(t, want, least(x), x)
	}
	c, _ := build(t, Options{})
	for _, o := range c.Operators {
		if o.Name == "municipality" {
			require.LessOrEqual(t, int64(o.Persons), c.Residents())
		}
	}
}
