package validation

import (
	"fmt"

	"cascata/model/cyber"
)

// attackPatching sets what patching gains beside the paper's own cells: on the dominant path the component went from 19 to 11 known
// vulnerabilities when the whole system lost 86 % of them. Each cell is printed to one decimal, which is the tolerance of their ratio.
func attackPatching() ([]Row, error) {
	const source = "McQueen, Boyer, Flynn, Beitel 2006"
	longer := func(many, few float64) float64 { return 100 * (few/many - 1) }
	var rows []Row
	sum := 0.0
	cells := []struct {
		skill     cyber.Skill
		many, few float64 // [days]
	}{{cyber.Beginner, 13.2, 15.2}, {cyber.Intermediate, 6.5, 7.6}, {cyber.Expert, 2.9, 3.8}}
	for _, c := range cells {
		ours := longer(cyber.McQueen{Vulnerabilities: 19, Skill: c.skill}.Days(), cyber.McQueen{Vulnerabilities: 11, Skill: c.skill}.Days())
		sum += ours
		reference := longer(c.many, c.few)
		rows = append(rows, Row{ID: "TTC", Title: fmt.Sprintf("patching from 19 to 11 vulnerabilities makes the %v's time longer by", c.skill),
			Source: source + fmt.Sprintf(", cells %.1f and %.1f d", c.many, c.few), Reference: reference, Computed: ours,
			Tolerance: longer(c.many-0.05, c.few+0.05) - reference, TolWhy: "the paper prints one decimal", Unit: "%"})
	}
	return append(rows, Row{ID: "TTC", Title: "86 % fewer vulnerabilities in all make the dominant path longer by (mean of the three)", Source: source + ": 13 to 30 %",
		Reference: 21.5, Computed: sum / float64(len(cells)), Tolerance: 8.5, TolWhy: "the published range; in proportion it would be 614 %", Unit: "%"}), nil
}
