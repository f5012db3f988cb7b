package citybuild

import (
	"fmt"
	"strings"
)

// Comparison puts the figures of two cities side by side.
type Comparison struct {
	Titles [2]string       `json:"titles"`
	Rows   []ComparisonRow `json:"rows"`
}

// ComparisonRow is one figure of both cities, as text.
type ComparisonRow struct {
	What   string    `json:"what"`
	Values [2]string `json:"values"`
}

// Compare puts two descriptions side by side: counts per 100,000 residents, and shapes.
func Compare(x, y *Description) *Comparison {
	c := &Comparison{Titles: [2]string{x.Title, y.Title}}
	row := func(what, format string, value func(d *Description) float64) {
		c.Rows = append(c.Rows, ComparisonRow{what, [2]string{fmt.Sprintf(format, value(x)), fmt.Sprintf(format, value(y))}})
	}
	row("residents", "%.0f", func(d *Description) float64 { return float64(d.Residents) })
	row("districts", "%.0f", func(d *Description) float64 { return float64(d.Districts) })
	row("assets", "%.0f", func(d *Description) float64 { return float64(d.Assets) })
	for _, kind := range []string{"power/substation", "power/feeder", "power/tie", "power/load", "water/junction", "water/reservoir", "water/pump", "telecom/site",
		"telecom/exchange", "traffic/signal", "health/hospital", "health/health-centre", "emergency/ambulance-station", "emergency/fire-station",
		"emergency/police-station", "education/school", "transit/metro-station", "transit/rail-station"} {
		row(kind+" per 100,000", "%.2f", func(d *Description) float64 { return 1e5 * float64(d.count(kind)) / float64(max(1, d.Residents)) })
	}
	row("feeders per substation, median", "%.0f", func(d *Description) float64 { return d.Statistics.FeedersPerSubst.Median })
	row("largest substation / median", "%.2f", func(d *Description) float64 {
		return ratio(d.Statistics.SubstationMW.Most, d.Statistics.SubstationMW.Median)
	})
	row("people per feeder, median", "%.0f", func(d *Description) float64 { return d.Statistics.PeoplePerFeeder.Median })
	row("feeder length per household [m]", "%.2f", func(d *Description) float64 { return d.Statistics.MetresPerCustomer })
	row("feeders that a tie backs", "%.2f", func(d *Description) float64 {
		return ratio(float64(d.Statistics.FeedersBacked), float64(d.count("power/feeder")))
	})
	row("high-voltage lines [m per resident]", "%.2f", func(d *Description) float64 { return ratio(1000*d.Statistics.LineKM, float64(d.Residents)) })
	row("streets [m per resident]", "%.2f", func(d *Description) float64 { return ratio(1000*d.Statistics.StreetKM, float64(d.Residents)) })
	row("corners per km of street", "%.2f", func(d *Description) float64 { return ratio(float64(d.Statistics.Corners), d.Statistics.StreetKM) })
	row("lanes in each direction, mean", "%.2f", func(d *Description) float64 { return ratio(d.Statistics.LaneKM, 2*d.Statistics.StreetKM) })
	row("corners with a signal", "%.3f", func(d *Description) float64 {
		return ratio(float64(d.Statistics.Signalled), float64(d.Statistics.Corners))
	})
	row("ground level, median [m]", "%.0f", func(d *Description) float64 { return d.Statistics.Ground.Median })
	row("ground level, range [m]", "%.0f", func(d *Description) float64 { return d.Statistics.Ground.Most - d.Statistics.Ground.Least })
	row("people per cell site, median", "%.0f", func(d *Description) float64 { return d.Statistics.PeoplePerSite.Median })
	row("mains [m per resident]", "%.2f", func(d *Description) float64 { return ratio(1000*d.Statistics.PipeKM, float64(d.Residents)) })
	row("meshedness of the mains", "%.3f", func(d *Description) float64 { return d.Statistics.Meshedness })
	row("stored water [average days]", "%.2f", func(d *Description) float64 { return d.Statistics.ReservoirDays.Median })
	for degree := 1; degree <= 5; degree++ {
		row(fmt.Sprintf("junctions with %d pipes", degree), "%.3f", func(d *Description) float64 { return d.Statistics.degree(degree) })
	}
	for i, w := range x.Statistics.Within {
		row(fmt.Sprintf("people within %.0f m of a %s", w.Metres, w.Kind), "%.3f", func(d *Description) float64 { return d.Statistics.Within[i].Share })
	}
	for _, s := range x.Sectors {
		if s.People > 0 {
			c.Rows = append(c.Rows, ComparisonRow{"single points of failure, " + s.Title, [2]string{x.singles(s.Title), y.singles(s.Title)}})
		}
	}
	return c
}

func ratio(x, of float64) float64 {
	if of == 0 {
		return 0
	}
	return x / of
}

// count is the number of assets of a kind.
func (d *Description) count(kind string) int {
	for _, s := range d.Sectors {
		for _, k := range s.Kinds {
			if k.Kind == kind {
				return k.Count
			}
		}
	}
	return 0
}

// singles is the number of single points of failure of a sector, with a plus where not all assets were tried.
func (d *Description) singles(sector string) string {
	for _, s := range d.Sectors {
		switch {
		case s.Title != sector:
		case d.Tried > 0:
			return fmt.Sprintf("%d+", s.Singles)
		default:
			return fmt.Sprint(s.Singles)
		}
	}
	return "-"
}

// degree is the share of junctions with so many pipes.
func (s *Statistics) degree(pipes int) float64 {
	total, these := 0, 0
	for d, n := range s.WaterDegrees {
		total += n
		if d == pipes {
			these = n
		}
	}
	return ratio(float64(these), float64(total))
}

// String is a table of three columns.
func (c *Comparison) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-52s %16s %16s\n", "Side by side", shortened(c.Titles[0]), shortened(c.Titles[1]))
	for _, r := range c.Rows {
		fmt.Fprintf(&b, "  %-50s %16s %16s\n", r.What, r.Values[0], r.Values[1])
	}
	return b.String()
}

func shortened(title string) string {
	const most = 16
	if r := []rune(title); len(r) > most {
		return string(r[:most-2]) + ".."
	}
	return title
}
