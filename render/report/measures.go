package report

import (
	"strconv"

	"cascata/model/measure"
	"cascata/render/scene"
)

// bought is the measures in force, with their cost beside what was lost all the same. Money and losses are never added up.
type bought struct {
	Rows            []boughtRow
	Buy, Yearly     string // [EUR]
	People, Records string // what the run lost in spite of them
}

type boughtRow struct {
	Title, On, Stage, Family, Strength, Buy, Yearly string
	Surface                                         bool
	Moves                                           []boughtMove
}

type boughtMove struct{ What, Source string }

// boughtOf is nil without measures.
func boughtOf(list []measure.InForce, all figures) *bought {
	if len(list) == 0 {
		return nil
	}
	b := &bought{People: show(all.of("", "affected_person_h")), Records: show(all.of("", "records_reached_count"))}
	buy, yearly := 0.0, 0.0
	for i := range list {
		m := &list[i]
		buy, yearly = buy+m.Buy, yearly+m.Yearly
		row := boughtRow{Title: m.Title, On: m.On, Stage: m.Stage, Family: m.Family, Buy: euros(m.Buy), Yearly: euros(m.Yearly), Surface: m.AddsSurface,
			Strength: strconv.FormatFloat(m.Strength, 'g', 4, 64) + " " + m.Unit}
		for _, x := range m.Moves {
			row.Moves = append(row.Moves, boughtMove{x.String(), x.Certainty + ": " + x.Source})
		}
		b.Rows = append(b.Rows, row)
	}
	b.Buy, b.Yearly = euros(buy), euros(yearly)
	return b
}

func euros(x float64) string { return scene.Count(int64(x + 0.5)) }
