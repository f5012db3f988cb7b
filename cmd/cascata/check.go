package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/scenarios"
)

func (a *app) checkCommand() *cobra.Command {
	var sets []string
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
			for _, name := range args {
				about, warnings, err := checkOne(name, sets)
				all = append(all, newChecked(name, about, warnings, err))
				switch {
				case err == nil && !a.json:
					fmt.Fprintf(a.out, "%s: fine: %s\n", name, about)
					a.warn(warnings)
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
	// Warnings are of a file that is fine: what can be meant but hardly is.
	Warnings []jsonFault `json:"warnings,omitempty"`
}

type jsonFault struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	What   string `json:"what"`
	Want   string `json:"want,omitempty"`
}

func newChecked(name, about string, warnings model.Faults, err error) checked {
	c := checked{File: name, Fine: err == nil, About: about, Warnings: inJSON(warnings)}
	var faults model.Faults
	switch {
	case errors.As(err, &faults):
		c.Faults = inJSON(faults)
	case err != nil:
		c.Faults = []jsonFault{{File: name, What: err.Error()}}
	}
	return c
}

func checkOne(name string, sets []string) (about string, warnings model.Faults, err error) {
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
	return fmt.Sprintf("%s, city %s, campaigns: %d, events: %d", s.Title, s.City.Name, s.Attack.Campaigns(), len(s.Events)), s.Warnings, nil
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
