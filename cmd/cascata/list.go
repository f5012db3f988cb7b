package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/model/strategy"
	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/scenarios/defaults"
)

// entry is one line of a list.
type entry struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`

	Measure   *listed    `json:"measure,omitempty"`   // what a measure moves, and at what price
	Technique *technique `json:"technique,omitempty"` // what a technique needs and gives
}

func catalogues() []struct {
	name string
	list func() ([]entry, error)
} {
	return []struct {
		name string
		list func() ([]entry, error)
	}{
		{"scenarios", listScenarios}, {"sectors", listSectors}, {"techniques", listTechniques}, {"measures", listMeasures}, {"duties", listDuties}, {"strategies", listStrategies}, {"cities", listCities},
	}
}

func (a *app) listCommand() *cobra.Command {
	var names []string
	var tactic string
	for _, c := range catalogues() {
		names = append(names, c.name)
	}
	cmd := &cobra.Command{
		Use:       "list [scenarios|sectors|techniques|measures|duties|strategies|cities]",
		Short:     "List what comes with the program",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: names,
		RunE: do(func(_ *cobra.Command, args []string) error {
			if tactic != "" && (len(args) == 0 || args[0] != "techniques") {
				return usagef("--tactic goes with list techniques only")
			}
			found := map[string][]entry{}
			for _, c := range catalogues() {
				if len(args) > 0 && args[0] != c.name {
					continue
				}
				entries, err := c.list()
				if err != nil {
					return err
				}
				found[c.name] = entries
			}
			if len(found) == 0 {
				return usagef("there is no list %q; %s", args[0], model.DidYouMean(args[0], names))
			}
			if tactic != "" {
				list, err := ofTactic(found["techniques"], tactic)
				if err != nil {
					return err
				}
				found["techniques"] = list
			}
			if a.json {
				return writeJSON(a.out, found)
			}
			if len(args) > 0 && args[0] == "techniques" {
				printTechniques(a.out, found["techniques"])
				return nil
			}
			if len(args) > 0 && args[0] == "measures" {
				printMeasures(a.out, found["measures"])
				return nil
			}
			a.printLists(names, found, len(args) == 0)
			return nil
		}),
	}
	cmd.Flags().StringVar(&tactic, "tactic", "", "with techniques: only those of an ATT&CK tactic, such as impact")
	return cmd
}

func (a *app) printLists(names []string, found map[string][]entry, titled bool) {
	for _, name := range names {
		entries, ok := found[name]
		if !ok {
			continue
		}
		t := &table{head: []string{"", ""}}
		if titled {
			t.head[0] = name
		}
		for _, e := range entries {
			if titled {
				e.Name = "  " + e.Name
			}
			t.add(e.Name, e.Doc)
		}
		if len(entries) == 0 {
			t.add("  none in this version", "")
		}
		t.write(a.out)
	}
}

func listScenarios() ([]entry, error) {
	var list []entry
	for _, name := range scenarios.Names() {
		doc, err := scenarios.Describe(name)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", name, err)
		}
		list = append(list, entry{Name: name, Doc: doc})
	}
	return list, nil
}

func listSectors() ([]entry, error) {
	catalog, err := defaults.Load()
	if err != nil {
		return nil, err
	}
	var list []entry
	for _, s := range catalog.Sectors {
		list = append(list, entry{Name: s.Name, Doc: s.Doc})
	}
	return list, nil
}

// listDuties lists what law asks of operators.
func listDuties() ([]entry, error) {
	l, err := defaults.Law()
	if err != nil {
		return nil, err
	}
	var list []entry
	for _, d := range l.Rules.Duties {
		list = append(list, entry{Name: d.ID, Doc: fmt.Sprintf("%s: within %s to %s, of %s. %s.", d.Title, d.Within, d.Recipient, strings.Join(d.Regimes, ", "), d.Act)})
	}
	return list, nil
}

func listCities() ([]entry, error) {
	var list []entry
	for _, name := range cities.Names() {
		c, err := cities.Load(name)
		if err != nil {
			return nil, err
		}
		list = append(list, entry{Name: name, Doc: fmt.Sprintf("%s: %s people, %s assets. %s", c.Title, count(c.Residents()), count(int64(len(c.Assets))), c.Synthetic)})
	}
	return list, nil
}

func listStrategies() ([]entry, error) {
	var list []entry
	for _, s := range strategy.All() {
		list = append(list, entry{Name: s.Name, Doc: s.Doc})
	}
	return list, nil
}
