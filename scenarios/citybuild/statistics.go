package citybuild

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"cascata/model"
)

// Statistics say whether a city is believable: totals and shapes that real networks have. All are computed from the city
// alone, so they can be had for any city.
type Statistics struct {
	Residents  int64   `json:"residents"`
	PeakMW     float64 `json:"peak_mw"`          // sum of the demands of the power loads [MW]
	WaterM3Day float64 `json:"water_m3_per_day"` // sum of the demands of the water junctions [m3/d]

	Substations       int     `json:"substations"`
	SubstationMW      Spread  `json:"substation_mw"` // demand behind a substation
	FeedersPerSubst   Spread  `json:"feeders_per_substation"`
	FeederMW          Spread  `json:"feeder_mw"`
	PeoplePerFeeder   Spread  `json:"people_per_feeder"`
	MetresPerCustomer float64 `json:"metres_per_household"` // length of feeder sections per 2.2 residents
	LineKM            float64 `json:"hv_line_km"`
	Ties              int     `json:"ties"` // normally open ties; feeders that have one
	FeedersBacked     int     `json:"feeders_backed"`

	PipeKM        float64 `json:"pipe_km"`
	WaterLoops    int     `json:"water_loops"`
	WaterDegrees  []int   `json:"water_degrees"`  // number of junctions by number of pipes
	Meshedness    float64 `json:"meshedness"`     // of the water network: loops over the most a planar graph can have
	ReservoirDays Spread  `json:"reservoir_days"` // not of one reservoir: of all, in average days of demand

	Streets   int     `json:"streets"`
	StreetKM  float64 `json:"street_km"`
	LaneKM    float64 `json:"lane_km"` // of both directions
	Corners   int     `json:"corners"`
	Signalled int     `json:"corners_with_signal"`
	Ground    Spread  `json:"ground_m"` // ground level of the corners above the sea [m]

	PeoplePerSite Spread   `json:"people_per_site"`
	Within        []Within `json:"within"`
}

// Spread is the least, median and largest of some numbers.
type Spread struct {
	Least  float64 `json:"least"`
	Median float64 `json:"median"`
	Most   float64 `json:"most"`
}

// Within is the share of people who live within a distance of a kind of asset.
type Within struct {
	Kind   string  `json:"kind"`
	Metres float64 `json:"metres"`
	Share  float64 `json:"share"`
}

func spreadOf(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	s := slices.Sorted(slices.Values(values))
	return Spread{s[0], s[len(s)/2], s[len(s)-1]}
}

func (s Spread) String() string { return fmt.Sprintf("%.4g, %.4g, %.4g", s.Least, s.Median, s.Most) }

// Measure computes the statistics of a city.
func Measure(c *model.City) *Statistics {
	s := &Statistics{Residents: c.Residents()}
	g := &gauge{c: c, s: s, kinds: map[string][]model.AssetID{}}
	for i := range c.Assets {
		kind := c.Kinds[c.Assets[i].Kind].Name
		g.kinds[kind] = append(g.kinds[kind], model.AssetID(i))
	}
	for _, n := range c.Networks {
		switch n.Name {
		case "power":
			g.power(n)
		case "water":
			g.water(n)
		}
	}
	g.streets()
	s.PeoplePerSite = spreadOf(g.nearest("telecom/site"))
	for _, w := range []Within{{"telecom/site", 500, 0}, {"emergency/fire-station", 2000, 0}, {"emergency/ambulance-station", 2000, 0}, {"health/hospital", 2000, 0},
		{"health/health-centre", 1000, 0}, {"education/school", 500, 0}, {"transit/metro-station", 800, 0}} {
		w.Share = g.share(w.Kind, w.Metres)
		s.Within = append(s.Within, w)
	}
	return s
}

// gauge gathers what the statistics need.
type gauge struct {
	c     *model.City
	s     *Statistics
	kinds map[string][]model.AssetID
}

func (g *gauge) is(a model.AssetID, kind string) bool {
	return g.c.Kinds[g.c.Assets[a].Kind].Name == kind
}

// nearest is how many people are nearer to each asset of a kind than to the others.
func (g *gauge) nearest(kind string) []float64 {
	var at []model.Point
	for _, a := range g.kinds[kind] {
		at = append(at, g.c.Assets[a].At)
	}
	people := make([]float64, len(at))
	if f := newFinder(at); len(at) > 0 {
		for i := range g.c.Places {
			people[f.nearest(g.c.Places[i].At, nil)] += float64(g.c.Places[i].Residents)
		}
	}
	return people
}

// length is that of an edge [m]: as the crow flies where the city does not say.
func (g *gauge) length(e *model.Edge) float64 {
	if e.Length > 0 {
		return e.Length
	}
	return dist(g.c.Assets[e.From].At, g.c.Assets[e.To].At)
}

func (g *gauge) streets() {
	for i := range g.c.Streets {
		street := &g.c.Streets[i]
		ways := 2
		if street.OneWay {
			ways = 1
		}
		g.s.StreetKM += street.Length / 1000
		g.s.LaneKM += float64(ways*street.Lanes) * street.Length / 1000
	}
	levels := make([]float64, len(g.c.Corners))
	for i := range g.c.Corners {
		levels[i] = g.c.Corners[i].Z
		if g.c.Corners[i].Signal != model.Absent {
			g.s.Signalled++
		}
	}
	g.s.Streets, g.s.Corners, g.s.Ground = len(g.c.Streets), len(levels), spreadOf(levels)
}

// power follows each load up its sections to its feeder and substation.
func (g *gauge) power(n model.Network) {
	up := map[model.AssetID]model.AssetID{}
	length, tied := 0.0, map[model.AssetID]bool{}
	for _, e := range n.Edges {
		switch {
		case g.is(e.Asset, "power/section"), g.is(e.Asset, "power/trunk"):
			up[e.To] = e.From
			length += g.length(&e)
		case g.is(e.Asset, "power/hv-line"):
			g.s.LineKM += g.length(&e) / 1000
		case e.Open:
			g.s.Ties++
			tied[e.From], tied[e.To] = true, true
		}
	}
	mw, people, subst, feeders := map[model.AssetID]float64{}, map[model.AssetID]float64{}, map[model.AssetID]float64{}, map[model.AssetID]float64{}
	backed := map[model.AssetID]bool{}
	for _, l := range g.kinds["power/load"] {
		g.s.PeakMW += g.c.Assets[l].Demand
		for at, found := up[l]; found; at, found = up[at] {
			if g.is(at, "power/feeder") {
				mw[at] += g.c.Assets[l].Demand
				people[at] += float64(g.c.Assets[l].People)
				backed[at] = backed[at] || tied[l]
			}
			if g.is(at, "power/substation") {
				subst[at] += g.c.Assets[l].Demand
			}
		}
	}
	for _, f := range g.kinds["power/feeder"] {
		feeders[up[f]]++
		if backed[f] {
			g.s.FeedersBacked++
		}
	}
	g.s.Substations = len(g.kinds["power/substation"])
	g.s.SubstationMW = spreadOf(g.values(subst, "power/substation"))
	g.s.FeedersPerSubst = spreadOf(g.values(feeders, "power/substation"))
	g.s.FeederMW = spreadOf(g.values(mw, "power/feeder"))
	g.s.PeoplePerFeeder = spreadOf(g.values(people, "power/feeder"))
	const household = 2.2 // residents per household (2021 census, Lisbon: 545,796 in about 250,000)
	g.s.MetresPerCustomer = length / (float64(g.s.Residents) / household)
}

// values are the entries of a map for all assets of a kind, in their order.
func (g *gauge) values(of map[model.AssetID]float64, kind string) []float64 {
	list := make([]float64, len(g.kinds[kind]))
	for i, a := range g.kinds[kind] {
		list[i] = of[a]
	}
	return list
}

func (g *gauge) water(n model.Network) {
	degree, nodes := map[model.AssetID]int{}, map[model.AssetID]bool{}
	pairs := map[[2]model.AssetID]bool{}
	for _, e := range n.Edges {
		nodes[e.From], nodes[e.To] = true, true
		if g.is(e.Asset, "water/pipe") {
			g.s.PipeKM += g.length(&e) / 1000
		}
		if pair := [2]model.AssetID{min(e.From, e.To), max(e.From, e.To)}; !pairs[pair] { // a pump and its way back are one
			pairs[pair] = true
			degree[e.From]++
			degree[e.To]++
		}
	}
	stored := 0.0
	for _, a := range g.kinds["water/junction"] {
		g.s.WaterM3Day += g.c.Assets[a].Demand * 24
		for len(g.s.WaterDegrees) <= degree[a] {
			g.s.WaterDegrees = append(g.s.WaterDegrees, 0)
		}
		g.s.WaterDegrees[degree[a]]++
	}
	for _, a := range g.kinds["water/reservoir"] {
		stored += g.c.Assets[a].Stored
	}
	g.s.WaterLoops = len(pairs) - len(nodes) + 1
	g.s.Meshedness = float64(g.s.WaterLoops) / float64(2*len(nodes)-5)
	if days := stored / g.s.WaterM3Day; !math.IsNaN(days) {
		g.s.ReservoirDays = Spread{days, days, days}
	}
}

// share is the share of people within a distance of an asset of a kind.
func (g *gauge) share(kind string, metres float64) float64 {
	var points []model.Point
	for _, a := range g.kinds[kind] {
		points = append(points, g.c.Assets[a].At)
	}
	near, find := int64(0), newFinder(points)
	for _, p := range g.c.Places {
		if n := find.nearest(p.At, nil); n >= 0 && dist(p.At, points[n]) <= metres {
			near += int64(p.Residents)
		}
	}
	return float64(near) / float64(max(1, g.s.Residents))
}

// String is a table for people.
func (s *Statistics) String() string {
	var b strings.Builder
	row := func(what, format string, args ...any) {
		fmt.Fprintf(&b, "  %-34s "+format+"\n", append([]any{what}, args...)...)
	}
	row("peak power", "%.1f MW", s.PeakMW)
	row("drinking water", "%.0f m3/d", s.WaterM3Day)
	b.WriteString("  least, median, most:\n")
	row("power per substation", "%v MW (%d substations)", s.SubstationMW, s.Substations)
	row("feeders per substation", "%v", s.FeedersPerSubst)
	row("power per feeder", "%v MW", s.FeederMW)
	row("people per feeder", "%v", s.PeoplePerFeeder)
	row("people per cell site", "%v", s.PeoplePerSite)
	row("ground level of the corners", "%v m", s.Ground)
	row("feeder length per household", "%.2f m", s.MetresPerCustomer)
	row("high-voltage lines", "%.0f km", s.LineKM)
	row("streets", "%d, %.0f km with %.0f km of lanes; %d corners, %d with a signal", s.Streets, s.StreetKM, s.LaneKM, s.Corners, s.Signalled)
	row("ties", "%d, backing %d feeders", s.Ties, s.FeedersBacked)
	row("water mains", "%.0f km, %d loops, meshedness %.3f", s.PipeKM, s.WaterLoops, s.Meshedness)
	row("junctions by number of pipes", "%v", s.WaterDegrees)
	row("stored water", "%.2f average days", s.ReservoirDays.Median)
	for _, w := range s.Within {
		row(fmt.Sprintf("people within %.0f m", w.Metres), "%.1f %% of a %s", 100*w.Share, w.Kind)
	}
	return b.String()
}
