package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cascata/model"
	"cascata/scenarios"
	"cascata/scenarios/defaults"
)

// technique is an entry of the catalogue of techniques.
type technique struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Domain     string   `json:"domain"`
	Tactic     string   `json:"tactic"`
	Needs      []string `json:"needs"`
	Trait      string   `json:"trait,omitempty"`
	On         []string `json:"on,omitempty"`
	In         []string `json:"in,omitempty"`
	Gives      string   `json:"gives"`
	Difficulty string   `json:"difficulty"`
	Detection  float64  `json:"detection"`
	Source     string   `json:"source"`
	Used       []string `json:"used_in"`
}

func listTechniques() ([]entry, error) {
	techniques, _, err := defaults.Cyber()
	if err != nil {
		return nil, err
	}
	used := map[string][]string{}
	for _, name := range scenarios.Names() {
		ids, err := scenarios.Techniques(name)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", name, err)
		}
		for _, id := range ids {
			used[id] = append(used[id], name)
		}
	}
	var list []entry
	for _, t := range techniques {
		list = append(list, entry{Name: t.ID, Doc: fmt.Sprintf("%s (%s, %s)", t.Name, t.Domain, t.Tactic), Technique: &technique{
			ID: t.ID, Name: t.Name, Domain: t.Domain, Tactic: t.Tactic, Needs: t.Needs, Trait: t.Trait, On: t.On, In: t.In, Gives: t.Gives,
			Difficulty: t.Difficulty, Detection: t.Detection, Source: t.Source, Used: used[t.ID],
		}})
	}
	return list, nil
}

// ofTactic keeps the techniques of a tactic.
func ofTactic(list []entry, tactic string) ([]entry, error) {
	var kept []entry
	var known []string
	for _, e := range list {
		if known = append(known, e.Technique.Tactic); e.Technique.Tactic == tactic {
			kept = append(kept, e)
		}
	}
	if len(kept) == 0 {
		slices.Sort(known)
		return nil, usagef("no technique has the tactic %q; %s", tactic, model.DidYouMean(tactic, slices.Compact(known)))
	}
	return kept, nil
}

// printTechniques is the catalogue as a table.
func printTechniques(out io.Writer, list []entry) {
	t := &table{head: []string{"id", "name", "tactic", "needs", "gives", "difficulty", "detection", "used in", "source"}}
	for _, e := range list {
		x := e.Technique
		t.add(x.ID, x.Name, x.Tactic, x.wanted(), x.Gives, x.Difficulty, fmt.Sprintf("%g", x.Detection), dash(strings.Join(x.Used, ", ")), x.Source)
	}
	t.write(out)
}

// wanted is all that a technique needs: preconditions, and what the device and its zone must be.
func (x *technique) wanted() string {
	needs := strings.Join(x.Needs, ", ")
	if x.Trait != "" {
		needs += "; trait " + x.Trait
	}
	if len(x.On) > 0 {
		needs += "; on " + strings.Join(x.On, " ")
	}
	if len(x.In) > 0 {
		needs += "; in " + strings.Join(x.In, " ")
	}
	return needs
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
