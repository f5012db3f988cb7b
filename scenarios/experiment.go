package scenarios

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/scenarios/strict"
)

// Experiment is a sweep over one scenario: every combination of the levels of its factors is an arm, and all arms run on the same random
// numbers. The first level of each factor is what the others are compared with.
type Experiment struct {
	Replications int
	Metrics      []string // keys of the metrics that are reported, as in summary.json
	Factors      []Factor
}

// Factor is something that is varied.
type Factor struct {
	Name   string
	Levels []FactorLevel
}

// FactorLevel is one value of a factor, as changes of the scenario (see strict.Doc.Set).
type FactorLevel struct {
	Name string
	Set  []string
}

// mostArms bounds an experiment.
const mostArms = 400

// Arms lists every combination of levels, by position; the first factor varies slowest.
func (e *Experiment) Arms() [][]int {
	arms := [][]int{nil}
	for _, f := range e.Factors {
		var next [][]int
		for _, arm := range arms {
			for level := range f.Levels {
				next = append(next, append(arm[:len(arm):len(arm)], level))
			}
		}
		arms = next
	}
	return arms
}

// Sets are the changes of an arm.
func (e *Experiment) Sets(arm []int) []string {
	var sets []string
	for i, level := range arm {
		sets = append(sets, e.Factors[i].Levels[level].Set...)
	}
	return sets
}

type experimentEntry struct {
	Replications int           `toml:"replications" in:"[2,100000]"`
	Metrics      []string      `toml:"metrics"`
	Factors      []factorEntry `toml:"factor"`
}

type factorEntry struct {
	Name   string       `toml:"name,required"`
	Levels []levelEntry `toml:"levels,required"`
}

type levelEntry struct {
	Name string   `toml:"name,required"`
	Set  []string `toml:"set"`
}

// experiment reads the sweep of a scenario, if it has one.
func (l *loader) experiment() {
	e := &l.file.Experiment
	if len(e.Factors) == 0 {
		if e.Replications != 0 || len(e.Metrics) > 0 {
			l.fault("experiment", "add [[experiment.factor]]", "an experiment without a factor varies nothing")
		}
		return
	}
	x := &Experiment{Replications: e.Replications, Metrics: e.Metrics}
	if x.Replications == 0 {
		x.Replications = 20
	}
	if len(x.Metrics) == 0 {
		l.fault("experiment.metrics", "name some, as in summary.json: affected_person_h", "an experiment without metrics reports nothing")
	}
	l.metrics(x.Metrics)
	arms := 1
	names := map[string]bool{}
	for i, f := range e.Factors {
		at := strict.Path("experiment", "factor", i)
		if names[f.Name] {
			l.fault(at+".name", "", "there are two factors %q", f.Name)
		}
		if len(f.Levels) < 2 {
			l.fault(at+".levels", "write two levels or more, the first is what the others are compared with", "a factor with %d level varies nothing", len(f.Levels))
		}
		names[f.Name] = true
		arms = min(arms*max(len(f.Levels), 1), mostArms+1)
		x.Factors = append(x.Factors, l.factor(at, f))
	}
	if arms > mostArms {
		l.fault("experiment", fmt.Sprintf("at most %d", mostArms), "the levels combine to more arms than can be run")
	}
	l.s.Experiment = x
}

// metrics checks the names of metrics.
func (l *loader) metrics(names []string) {
	if l.catalog == nil {
		return
	}
	var known []string
	for _, m := range resilience.Metrics() {
		if !m.PerSector {
			known = append(known, m.Name)
			continue
		}
		for i := range l.catalog.Sectors {
			known = append(known, (&resilience.Value{Metric: m, Sector: l.catalog.Sectors[i].Name}).Key())
		}
	}
	for i, name := range names {
		if !slices.Contains(known, name) {
			l.fault(fmt.Sprintf("experiment.metrics[%d]", i), model.DidYouMean(name, known), "there is no metric %q", name)
		}
	}
}

func (l *loader) factor(at string, e factorEntry) Factor {
	f := Factor{Name: e.Name}
	names := map[string]bool{}
	for i, level := range e.Levels {
		if names[level.Name] {
			l.fault(fmt.Sprintf("%s.levels[%d].name", at, i), "", "factor %q has two levels %q", e.Name, level.Name)
		}
		names[level.Name] = true
		f.Levels = append(f.Levels, FactorLevel(level))
	}
	return f
}
