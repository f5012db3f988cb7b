package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/scenarios"
)

func (a *app) checkCommand() *cobra.Command {
	var sets, measures []string
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Check scenario and city files and report every fault",
		Long: `Check scenario files (.toml) and city files (.city, .city.zst) and report every fault with its line and column, what is
wrong and what would be right. A warning is about what can be meant but hardly is, such as an event after the end. The name of an embedded scenario works too.`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: anyScenarios,
		RunE: do(func(_ *cobra.Command, args []string) error {
			var all []checked
			var failed error
			bought, err := measureSets(measures)
			if err != nil {
				return err
			}
			sets := append(slices.Clone(sets), bought...)
			for _, name := range args {
				about, s, err := checkOne(name, sets)
				found := newChecked(name, about, s, err)
				all = append(all, found)
				switch {
				case err == nil && !a.json:
					a.printChecked(&found, s)
				case err != nil:
					if failed != nil {
						a.complain(failed)
					}
					failed = usage(err)
				}
			}
			if a.json {
				return errors.Join(writeJSON(a.out, checkedAll{failed == nil, all}), failed)
			}
			return failed
		}),
	}
	measureFlag(cmd, &measures)
	cmd.Flags().StringArrayVar(&sets, "set", nil, "change the scenario before it is checked (may be repeated)")
	return cmd
}

// checkedAll is what --json prints.
type checkedAll struct {
	Fine  bool      `json:"fine"` // every file
	Files []checked `json:"files"`
}

// checked is what --json prints of a file.
type checked struct {
	File   string      `json:"file"`
	Fine   bool        `json:"fine"`
	About  string      `json:"about,omitempty"`
	Faults []jsonFault `json:"faults,omitempty"`

	Measures []string    `json:"measures,omitempty"` // what each changes here
	Warnings []jsonFault `json:"warnings,omitempty"` // of a file that is fine: what can be meant but hardly is
}

// printChecked prints a file without a fault.
func (a *app) printChecked(c *checked, s *scenarios.Scenario) {
	fmt.Fprintf(a.out, "%s: fine: %s\n", c.File, c.About)
	for _, line := range c.Measures {
		fmt.Fprintf(a.out, "%s: measure: %s\n", c.File, line)
	}
	if s != nil {
		a.warn(warnings(c.File, s))
	}
}

type jsonFault struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	What   string `json:"what"`
	Want   string `json:"want,omitempty"`
}

func newChecked(name, about string, s *scenarios.Scenario, err error) checked {
	c := checked{File: name, Fine: err == nil, About: about}
	if s != nil {
		c.Measures, c.Warnings = measureLines(s), inJSON(warnings(name, s))
	}
	var faults model.Faults
	switch {
	case errors.As(err, &faults):
		c.Faults = inJSON(faults)
	case err != nil:
		c.Faults = []jsonFault{{File: name, What: err.Error()}}
	}
	return c
}

func checkOne(name string, sets []string) (string, *scenarios.Scenario, error) {
	if strings.HasSuffix(name, ".city") || strings.HasSuffix(name, ".city.zst") {
		if len(sets) > 0 {
			return "", nil, usagef("%s is a city file: --set changes a scenario only", name)
		}
		c, err := openCity(name)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("%s, %s assets, %s people", c.Title, count(int64(len(c.Assets))), count(c.Residents())), nil, nil
	}
	s, err := scenarios.Load(name, sets, os.ReadFile)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("%s, city %s, campaigns: %d, events: %d", s.Title, s.City.Name, s.Attack.Campaigns(), len(s.Events)), s, nil
}

// warnings are those of a scenario and of the measures in it.
func warnings(name string, s *scenarios.Scenario) model.Faults {
	list := s.Warnings
	for _, what := range idleMeasures(s) {
		list.Add(name, 0, 0, "", "%s", what)
	}
	return list
}

func inJSON(faults model.Faults) []jsonFault {
	var list []jsonFault
	for _, f := range faults {
		list = append(list, jsonFault{f.File, f.Line, f.Col, f.What, f.Want})
	}
	return list
}

// warn prints warnings, one a line.
func (a *app) warn(warnings model.Faults) {
	for _, w := range warnings {
		fmt.Fprintf(a.err, "warning: %v\n", w)
	}
}
