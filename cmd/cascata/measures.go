package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/measure"
	"cascata/scenarios"
	"cascata/scenarios/defaults"
)

// bought is a measure in force as JSON has it, with what it cost and what it changed.
type bought struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Stage    string      `json:"stage"`
	Family   string      `json:"family"`
	On       string      `json:"on"`
	Strength float64     `json:"strength"`
	Unit     string      `json:"unit"`
	Buy      float64     `json:"buy_eur"`
	Yearly   float64     `json:"yearly_eur"`
	Surface  bool        `json:"adds_surface,omitempty"`
	Idle     bool        `json:"changes_nothing,omitempty"`
	Moves    []movedFact `json:"moves"`
}

type movedFact struct {
	Parameter string  `json:"parameter"`
	Factor    float64 `json:"factor,omitempty"`
	Amount    float64 `json:"amount,omitempty"`
	Count     int     `json:"count"`
	Thing     string  `json:"of"`
}

func boughtOf(s *scenarios.Scenario) []bought {
	var list []bought
	for i := range s.Measures {
		m := &s.Measures[i]
		b := bought{ID: m.ID, Title: m.Title, Stage: m.Stage, Family: m.Family, On: m.On, Strength: m.Strength, Unit: m.Unit, Buy: m.Buy,
			Yearly: m.Yearly, Surface: m.AddsSurface, Idle: m.Idle()}
		for _, x := range m.Moves {
			f := movedFact{Parameter: x.Parameter, Count: x.Count, Thing: x.Thing}
			if x.Times {
				f.Factor = x.Value
			} else {
				f.Amount = x.Value
			}
			b.Moves = append(b.Moves, f)
		}
		list = append(list, b)
	}
	return list
}

// costs is what measures cost together.
func costs(list []bought) (buy, yearly float64) {
	for i := range list {
		buy, yearly = buy+list[i].Buy, yearly+list[i].Yearly
	}
	return buy, yearly
}

// named says which measures are meant, in a line.
func named(list []bought) string {
	if len(list) == 0 {
		return "none"
	}
	var names []string
	for i := range list {
		names = append(names, fmt.Sprintf("%s on %s", list[i].ID, list[i].On))
	}
	buy, yearly := costs(list)
	return fmt.Sprintf("%s (EUR %s once, %s a year)", strings.Join(names, ", "), euros(buy), euros(yearly))
}

func euros(x float64) string { return count(int64(x + 0.5)) }

// measureFlag adds --measure to a command.
func measureFlag(cmd *cobra.Command, measures *[]string) {
	cmd.Flags().StringArrayVar(measures, "measure", nil,
		"add a measure: ID, ID@WHOM, ID=STRENGTH@WHOM, such as mfa@dso or battery-hours=8@telecom/site (may be repeated; see list measures)")
	complete(cmd, "measure", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		list, err := defaults.Measures()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var ids []string
		for i := range list {
			ids = append(ids, list[i].ID)
		}
		return ids, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// measureSets are the assignments that --measure stands for.
func measureSets(measures []string) ([]string, error) {
	var sets []string
	for _, m := range measures {
		what, _, _ := strings.Cut(m, "@")
		if _, strength, given := strings.Cut(what, "="); given {
			if x, err := strconv.ParseFloat(strength, 64); err != nil || !(x >= 0 && x <= 1e9) {
				return nil, usagef("--measure %s: the strength %q is no number from 0 up", m, strength)
			}
		}
		sets = append(sets, scenarios.MeasureSet(m))
	}
	return sets, nil
}

// measureLines say what each measure in force changes here; warnings are those that change nothing.
func measureLines(s *scenarios.Scenario) []string {
	var lines []string
	for i := range s.Measures {
		m := &s.Measures[i]
		var moves []string
		for _, x := range m.Moves {
			moves = append(moves, x.String())
		}
		lines = append(lines, fmt.Sprintf("%s=%s on %s changes %s; EUR %s once, %s a year", m.ID, exact(m.Strength), m.On, strings.Join(moves, ", "), euros(m.Buy), euros(m.Yearly)))
	}
	return lines
}

// idleMeasures says of which measures nothing can be seen here, and which leave an attack no way.
func idleMeasures(s *scenarios.Scenario) []string {
	var warnings []string
	for i := range s.Measures {
		if m := &s.Measures[i]; m.Idle() {
			warnings = append(warnings, fmt.Sprintf("%s=%s on %s changes nothing in %s", m.ID, exact(m.Strength), m.On, s.City.Title))
		}
	}
	for i := range s.Attack.Campaigns() {
		if len(s.Measures) > 0 && math.IsInf(s.Attack.Fastest(i), 1) {
			warnings = append(warnings, fmt.Sprintf("the measures leave campaign %d no way to one of its goals: it ends blocked", i+1))
		}
	}
	return warnings
}

// listed is a measure of the catalogue as `list measures --json` shows it.
type listed struct {
	Stage  string  `json:"stage"`
	Family string  `json:"family"`
	Unit   string  `json:"strength_unit"`
	Usual  float64 `json:"strength_usual"`
	Most   float64 `json:"strength_most"`
	Buy    string  `json:"buy"`
	Yearly string  `json:"yearly"`
	Adds   bool    `json:"adds_surface,omitempty"`
	Moves  []moves `json:"moves"`
}

type moves struct {
	What       string `json:"what"`
	Source     string `json:"source"`
	Confidence string `json:"confidence"`
}

func listMeasures() ([]entry, error) {
	list, err := defaults.Measures()
	if err != nil {
		return nil, err
	}
	var entries []entry
	for i := range list {
		m := &list[i]
		l := &listed{Stage: m.Stage, Family: m.Family, Unit: m.Strength.Unit, Usual: m.Strength.Usual, Most: m.Strength.Most,
			Buy: price(m.Buy), Yearly: price(m.Yearly), Adds: m.AddsSurface}
		for k := range m.Effects {
			e := &m.Effects[k]
			l.Moves = append(l.Moves, moves{e.Describe(), e.Source, e.Confidence})
		}
		entries = append(entries, entry{Name: m.ID, Doc: m.Title + ". " + m.Doc, Measure: l})
	}
	return entries, nil
}

func price(c measure.Cost) string {
	if c.EUR == 0 {
		return "EUR 0"
	}
	return fmt.Sprintf("EUR %s per %s", euros(c.EUR), c.Per)
}

// printMeasures prints the catalogue with what each measure moves, at what price, and where the numbers come from.
func printMeasures(w io.Writer, entries []entry) {
	t := &table{head: []string{"measure", "stage", "family", "strength", "moves", "cost, once and a year", "source"}}
	for _, e := range entries {
		m := e.Measure
		for i, x := range m.Moves {
			row := []string{"", "", "", "", x.What, "", x.Confidence + ": " + x.Source}
			if i == 0 {
				row[0], row[1], row[2] = e.Name, m.Stage, m.Family
				row[3] = fmt.Sprintf("%s, at most %s %s", exact(m.Usual), exact(m.Most), m.Unit)
				row[5] = m.Buy + ", " + m.Yearly
				if m.Adds {
					row[0] += " (adds surface)"
				}
			}
			t.add(row...)
		}
	}
	t.write(w)
}
