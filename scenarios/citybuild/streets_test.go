package citybuild

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
)

// The streets of a city are its corners joined, all of them, by roads that depend on nothing and belong to the network of traffic.
func checkStreets(t *testing.T, c *model.City) {
	t.Helper()
	net := c.Networks[networkNamed(t, c, "traffic")]
	require.Empty(t, net.Edges, "streets join corners, not assets")
	member := map[model.AssetID]bool{}
	for _, a := range net.Members {
		member[a] = true
	}
	apart, used := newSets(len(c.Corners)), map[model.AssetID]bool{}
	for i := range c.Streets {
		s := &c.Streets[i]
		a := &c.Assets[s.Asset]
		apart.join(int(s.From), int(s.To))
		require.False(t, used[s.Asset], "%s is two streets", a.Name)
		used[s.Asset] = true
		require.True(t, member[s.Asset], a.Name)
		require.False(t, s.OneWay, "directions are not known")
		// The data set merges junctions closer than 28 m and rounds to metres, so that a street may be a little shorter than it looks.
		require.GreaterOrEqual(t, s.Length, min(leastStreet, dist(c.Corners[s.From].At, c.Corners[s.To].At)-2*28), a.Name)
		require.InDelta(t, a.Capacity/float64(s.Lanes), 1300, 701, "%s: from a small street's lane to a motorway's", a.Name)
		if kind := c.Kinds[a.Kind].Name; kind == "traffic/street" {
			from, to := c.NeedsOf(s.Asset)
			require.Equal(t, from, to, "%s depends on nothing", a.Name)
		} else {
			require.Equal(t, "traffic/bridge", kind)
		}
	}
	for i := range c.Corners {
		require.Equal(t, apart.find(0), apart.find(i), "corner %d cannot be reached", i)
		if s := c.Corners[i].Signal; s != model.Absent {
			require.Equal(t, c.Corners[i].At, c.Assets[s].At)
		}
	}
	count := 0
	for _, kind := range []string{"traffic/street", "traffic/bridge", "traffic/signal", "traffic/flow"} {
		for _, a := range assetsOf(c, kind) {
			require.True(t, member[a], c.Assets[a].Name)
			require.True(t, used[a] || kind == "traffic/signal" || kind == "traffic/flow", "%s carries no street", c.Assets[a].Name)
			count++
		}
	}
	require.Len(t, net.Members, count)
}

func TestStreets(t *testing.T) {
	checkStreets(t, lisboa(t))
	eachInvention(t, func(t *testing.T, _ Plan, c *model.City, _ *Statistics) { checkStreets(t, c) })
}

// Speeds, lanes and the real names of some of Lisbon's streets.
func TestStreetsOfLisboa(t *testing.T) {
	c := lisboa(t)
	wide, names := map[[2]int]int{}, 0
	for i := range c.Streets {
		s := &c.Streets[i]
		wide[[2]int{int(s.Speed), s.Lanes}]++
		a := &c.Assets[s.Asset]
		if a.Label != "" {
			names++
		}
		require.True(t, !a.Synthetic || c.Kinds[a.Kind].Name == "traffic/bridge", a.Name)
	}
	require.Equal(t, map[[2]int]int{ // roads_arterial_edges.csv: 7 of motorway, 104 of trunk, 322 of primary, 245 + 319 + 85 of the rest
		{80, 3}: 7, {80, 2}: 104, {50, 2}: 322, {50, 1}: 245 + 319 + 85,
	}, wide)
	require.Greater(t, names, 900)
	bridge, ok := c.Asset("traffic/bridge-01")
	require.True(t, ok)
	require.Equal(t, "Ponte 25 de Abril", c.Assets[bridge].Label)
	require.Equal(t, 4000.0, c.Assets[bridge].Capacity)
	require.Contains(t, c.Synthetic, "lanes, speeds and capacities of streets assumed")
}

// Every asset stands on the ground of the corner nearest to it.
func TestGroundLevels(t *testing.T) {
	check := func(t *testing.T, c *model.City) {
		at := make([]model.Point, len(c.Corners))
		for i := range at {
			at[i] = c.Corners[i].At
		}
		for i := range c.Assets {
			a := &c.Assets[i]
			near := nearest(a.At, at)
			far := dist(a.At, at[near])
			level := c.Corners[near].Z
			for k := near; k < len(at) && level != a.Z; k++ { // several as near
				if dist(a.At, at[k]) == far {
					level = c.Corners[k].Z
				}
			}
			require.Equal(t, level, a.Z, a.Name)
		}
	}
	check(t, lisboa(t))
	c, _ := generate(t, Plan{Residents: 2_000, Seed: 1})
	check(t, c)
}

// The cables from a substation to a load are together as long as the shortest way along the streets.
func TestCablesFollowStreets(t *testing.T) {
	c := lisboa(t)
	type step struct {
		from   model.AssetID
		length float64
	}
	up := map[model.AssetID]step{}
	for _, e := range c.Networks[networkNamed(t, c, "power")].Edges {
		switch c.Kinds[c.Assets[e.Asset].Kind].Name {
		case "power/section", "power/trunk":
			up[e.To] = step{e.From, e.Length}
			fallthrough
		case "power/tie":
			require.GreaterOrEqual(t, e.Length, leastCable, c.Assets[e.Asset].Name)
		case "power/hv-line":
			require.InDelta(t, lineDetour*dist(c.Assets[e.From].At, c.Assets[e.To].At), e.Length, 0.2, c.Assets[e.Asset].Name)
		}
	}
	arcs, corner := make([][]arc, len(c.Corners)), map[model.Point]int{}
	for i, s := range c.Streets {
		arcs[s.From] = append(arcs[s.From], arc{int(s.To), i, s.Length})
		arcs[s.To] = append(arcs[s.To], arc{int(s.From), i, s.Length})
	}
	for i := range c.Corners {
		corner[c.Corners[i].At] = i
	}
	ways := map[model.AssetID]forest{}
	for _, l := range assetsOf(c, "power/load") {
		far, at := 0.0, l
		for s, found := up[at]; found; s, found = up[at] {
			far, at = far+s.length, s.from
		}
		if _, known := ways[at]; !known {
			ways[at] = grow(arcs, []int{corner[c.Assets[at].At]}, nil)
		}
		require.InDelta(t, ways[at].far[corner[c.Assets[l].At]], far, 2*leastCable+1, "%s from %s", c.Assets[l].Name, c.Assets[at].Name)
	}
	require.Len(t, ways, 14)
}

// A main is as long as its street; two short links at the plants and the tanks are straight.
func TestMainsFollowStreets(t *testing.T) {
	c := lisboa(t)
	streets := map[float64]int{}
	for i := range c.Streets {
		streets[c.Streets[i].Length]++
	}
	straight := 0
	for _, e := range c.Networks[networkNamed(t, c, "water")].Edges {
		if e.Length == 0 {
			straight++
			continue
		}
		require.Positive(t, streets[e.Length], c.Assets[e.Asset].Name)
	}
	require.Equal(t, len(assetsOf(c, "water/reservoir"))+treatments, straight)
}

func TestHalfway(t *testing.T) {
	p := func(x, y float64) model.Point { return model.Point{X: x, Y: y} }
	for _, c := range []struct {
		name string
		line []model.Point
		want model.Point
	}{
		{"straight", []model.Point{p(0, 0), p(10, 0)}, p(5, 0)},
		{"round a corner", []model.Point{p(0, 0), p(10, 0), p(10, 30)}, p(10, 10)},
		{"at a point", []model.Point{p(0, 0), p(10, 0), p(10, 10)}, p(10, 0)},
		{"no length", []model.Point{p(3, 4), p(3, 4)}, p(3, 4)},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, halfway(c.line)) })
	}
}
