package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/scenarios"
)

func (a *app) experimentCommand() *cobra.Command {
	var f scenarioFlags
	var replications int
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "experiment SCENARIO",
		Short: "Run the sweep of a scenario and say what each factor does",
		Long: `Run every combination of the factors that a scenario's [experiment] names, all on the same random numbers, and print what each
level does on average over the others: the mean difference from the factor's first level with its 95 % interval (paired by
replication). Writes arms.csv (every arm against the first), effects.csv (the printed table) and summary.json.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: oneScenario,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			s, err := f.load(args)
			if err != nil {
				return err
			}
			if s.Experiment == nil {
				return usagef("scenario %s has no [experiment]", s.Name)
			}
			if replications == 0 {
				replications = s.Experiment.Replications
			}
			if replications < 2 || replications > mostReplications {
				return usagef("--replications %d: write a whole number from 2 to %d", replications, mostReplications)
			}
			if out == "" {
				out = resultFolder(s, "experiment")
			}
			if err := canCreate(out, force); err != nil {
				return err
			}
			r, err := a.sweep(cmd.Context(), args, s, &f, replications)
			if err != nil {
				return err
			}
			return a.finishExperiment(r, out, force)
		}),
	}
	f.register(cmd, false)
	flags := cmd.Flags()
	flags.IntVar(&replications, "replications", 0, "how many replications of each arm (default: the experiment's)")
	flags.StringVar(&out, "out", "", "folder of the result (default runs/NAME-SEED-experiment)")
	flags.BoolVar(&force, "force", false, "replace a result that exists")
	return cmd
}

// experimentResult is summary.json of an experiment.
type experimentResult struct {
	Dir          string        `json:"dir,omitempty"`
	Versions     versions      `json:"versions"`
	Scenario     scenarioFacts `json:"scenario"`
	City         cityFacts     `json:"city"`
	Seed         int64         `json:"seed"`
	Replications int           `json:"replications"`
	Effects      []effect      `json:"effects"`
	Arms         []armResult   `json:"arms"`
	experiment   *scenarios.Experiment
	metrics      []metric
}

// armResult is one combination of levels.
type armResult struct {
	Levels  []string    `json:"levels"`
	Metrics []armMetric `json:"metrics"`
	at      []int
	values  [][]float64 // by metric, by replication
}

// armMetric is a metric of an arm, and its difference from the first arm.
type armMetric struct {
	Name string   `json:"name"`
	Mean optional `json:"mean"`
	gap
}

// gap is a paired difference.
type gap struct {
	N    int      `json:"n"`
	Diff optional `json:"difference_mean"`
	Low  optional `json:"difference_ci95_low"`
	High optional `json:"difference_ci95_high"`
}

// effect is what a level of a factor does to a metric, averaged over the levels of the other factors.
type effect struct {
	Factor string   `json:"factor"`
	Level  string   `json:"level"`
	Metric string   `json:"metric"`
	Ledger string   `json:"ledger"`
	Unit   string   `json:"unit"`
	Mean   optional `json:"mean"`
	gap
}

// sweep checks every level, then runs every arm.
func (a *app) sweep(ctx context.Context, args []string, s *scenarios.Scenario, f *scenarioFlags, n int) (*experimentResult, error) {
	e := s.Experiment
	r := &experimentResult{Versions: versionsNow(), Scenario: factsOf(s), City: cityFactsOf(s), Seed: s.Seed, Replications: n, experiment: e}
	for _, factor := range e.Factors {
		for _, level := range factor.Levels {
			if _, err := scenarios.Load(args[0], slices.Concat(s.Sets, level.Set), os.ReadFile); err != nil {
				return nil, usagef("factor %s, level %s: %w", factor.Name, level.Name, err)
			}
		}
	}
	arms := e.Arms()
	for i, arm := range arms {
		x, err := scenarios.Load(args[0], slices.Concat(s.Sets, e.Sets(arm)), os.ReadFile)
		if err != nil {
			return nil, usage(err)
		}
		x.Seed = s.Seed
		a.say("arm %d of %d: %s", i+1, len(arms), strings.Join(levelNames(e, arm), ", "))
		done, err := a.runArm(ctx, x, f, n, r)
		if err != nil {
			return nil, fmt.Errorf("arm %d: %w", i+1, err)
		}
		done.at, done.Levels = arm, levelNames(e, arm)
		r.Arms = append(r.Arms, *done)
	}
	return r, r.compare()
}

func levelNames(e *scenarios.Experiment, arm []int) []string {
	var names []string
	for i, level := range arm {
		names = append(names, e.Factors[i].Levels[level].Name)
	}
	return names
}

// runArm runs one arm; a replication that fails ends the experiment, since the pairs would be gone.
func (a *app) runArm(ctx context.Context, s *scenarios.Scenario, f *scenarioFlags, n int, r *experimentResult) (*armResult, error) {
	slots, metrics := a.replicate(ctx, s, f, n)
	for i := range slots {
		switch {
		case slots[i].Err != nil:
			return nil, slots[i].Err
		case !slots[i].Done:
			return nil, fmt.Errorf("interrupted; nothing was written")
		}
	}
	if r.metrics == nil {
		r.metrics = metrics
	}
	arm := &armResult{}
	for _, name := range r.experiment.Metrics {
		k := slices.IndexFunc(metrics, func(m metric) bool { return m.Name == name })
		if k < 0 {
			var known []string
			for _, m := range metrics {
				known = append(known, m.Name)
			}
			return nil, usagef("experiment.metrics: there is no metric %q; %s", name, model.DidYouMean(name, known))
		}
		values := make([]float64, len(slots))
		for i := range slots {
			values[i] = slots[i].Value.values[k]
		}
		arm.values = append(arm.values, values)
	}
	return arm, nil
}

// compare fills the differences.
func (r *experimentResult) compare() error {
	for i := range r.Arms {
		arm := &r.Arms[i]
		for m, name := range r.experiment.Metrics {
			g, err := gapOf(r.Arms[0].values[m], arm.values[m])
			if err != nil {
				return err
			}
			arm.Metrics = append(arm.Metrics, armMetric{name, optional(resilience.Summarise(arm.values[m]).Mean), g})
		}
	}
	for m, name := range r.experiment.Metrics {
		k := slices.IndexFunc(r.metrics, func(x metric) bool { return x.Name == name })
		for f, factor := range r.experiment.Factors {
			first := r.average(f, 0, m)
			for level := range factor.Levels {
				values := r.average(f, level, m)
				g, err := gapOf(first, values)
				if err != nil {
					return err
				}
				r.Effects = append(r.Effects, effect{factor.Name, factor.Levels[level].Name, name, r.metrics[k].Ledger, r.metrics[k].Unit,
					optional(resilience.Summarise(values).Mean), g})
			}
		}
	}
	return nil
}

func gapOf(a, b []float64) (gap, error) {
	d, err := resilience.Paired(a, b)
	return gap{d.N, optional(d.Mean), optional(d.Low), optional(d.High)}, err
}

// average is a metric by replication, averaged over all arms in which a factor has a level.
func (r *experimentResult) average(factor, level, m int) []float64 {
	sum, arms := make([]float64, r.Replications), 0.0
	for i := range r.Arms {
		if r.Arms[i].at[factor] != level {
			continue
		}
		arms++
		for k, x := range r.Arms[i].values[m] {
			sum[k] += x
		}
	}
	for k := range sum {
		sum[k] /= arms
	}
	return sum
}

// finishExperiment writes and prints an experiment.
func (a *app) finishExperiment(r *experimentResult, dir string, force bool) error {
	f, err := newFolder(dir, force)
	if err != nil {
		return err
	}
	defer f.drop()
	for _, part := range []struct {
		name string
		rows [][]string
	}{{"arms.csv", r.armRows()}, {"effects.csv", r.effectRows()}} {
		if err := f.csv(part.name, part.rows); err != nil {
			return err
		}
	}
	if err := f.json("summary.json", r); err != nil {
		return err
	}
	if err := f.keep(); err != nil {
		return err
	}
	r.Dir = dir
	return a.printExperiment(r)
}

func (r *experimentResult) effectRows() [][]string {
	rows := [][]string{{"factor", "level", "metric", "ledger", "unit", "n", "mean", "difference", "low", "high"}}
	for _, e := range r.Effects {
		rows = append(rows, append([]string{e.Factor, e.Level, e.Metric, e.Ledger, e.Unit, strconv.Itoa(e.N), exactOf(e.Mean)}, e.cells()...))
	}
	return rows
}

func (r *experimentResult) armRows() [][]string {
	var head []string
	for _, f := range r.experiment.Factors {
		head = append(head, f.Name)
	}
	rows := [][]string{append(head, "metric", "n", "mean", "difference", "low", "high")}
	for _, arm := range r.Arms {
		for _, m := range arm.Metrics {
			row := append(slices.Clone(arm.Levels), m.Name, strconv.Itoa(m.N), exactOf(m.Mean))
			rows = append(rows, append(row, m.cells()...))
		}
	}
	return rows
}

// exactOf is a number as files have it; empty if there is none.
func exactOf(x optional) string {
	if math.IsNaN(float64(x)) {
		return ""
	}
	return exact(float64(x))
}

func (g *gap) cells() []string { return []string{exactOf(g.Diff), exactOf(g.Low), exactOf(g.High)} }

// printExperiment prints the effects, ledger by ledger.
func (a *app) printExperiment(r *experimentResult) error {
	if a.json {
		return writeJSON(a.out, r)
	}
	if !a.quiet {
		fmt.Fprintf(a.out, "%s (%s), seed %d, %d arms of %d replications on the same random numbers\n", r.Scenario.Title, r.Scenario.Name, r.Seed, len(r.Arms), r.Replications)
		if r.City.Synthetic != "" {
			fmt.Fprintln(a.out, r.City.Synthetic)
		}
		fmt.Fprintln(a.out)
	}
	t := &table{head: []string{"", "", "mean", "difference", "95 % interval", "pairs"}, right: []bool{false, false, true, true, true, true}}
	ledger, name := "", ""
	for _, e := range r.Effects {
		if e.Ledger != ledger {
			t.add("-- "+e.Ledger+" --", "", "", "", "", "")
			ledger = e.Ledger
		}
		if e.Metric != name {
			t.add(e.Metric, unitText(e.Unit), "", "", "", "")
			name = e.Metric
		}
		t.add("  "+e.Factor, e.Level, figure(float64(e.Mean)), figure(float64(e.Diff)), intervalText(float64(e.Low), float64(e.High)), strconv.Itoa(e.N))
	}
	t.write(a.out)
	if !a.quiet {
		fmt.Fprintf(a.out, "\nresult in %s\n", r.Dir)
	}
	return nil
}
