package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	ranking "cascata/bench/resilience"
	"cascata/model"
	"cascata/model/strategy"
	"cascata/scenarios"
)

// benchFlags are what a benchmark crosses.
type benchFlags struct {
	scenarioFlags
	scenarios, strategies, bought, repairs, metrics []string
	targets, at                                     string
	count, replications                             int
	out                                             string
	force                                           bool
}

// asWritten is the strategy of a scenario's own attack.
const asWritten = "as-written"

func (a *app) benchCommand() *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Benchmark resilience: attackers' strategies x measures x orders of repair",
		Long: `Run every combination of attackers' strategies, measures and orders of repair on the same random numbers, for each scenario, and
rank the arms by what the city loses: mean, paired difference from the first arm with its 95 % interval, p by Holm's correction.
Without arguments a small suite runs in a minute or two. A strategy strikes --count assets out of --targets at --at instead of the
scenario's campaigns; "as-written" keeps the scenario's own attack. Writes arms.csv, summary.json and bench.html.`,
		Args: noArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			if err := canCreate(f.out, f.force); err != nil {
				return err
			}
			suite, err := a.suite(cmd.Context(), &f)
			if err != nil {
				return err
			}
			return a.finishBench(suite, &f)
		}),
	}
	f.flags(cmd)
	return cmd
}

func (f *benchFlags) flags(cmd *cobra.Command) {
	f.register(cmd, false)
	flags := cmd.Flags()
	flags.StringSliceVar(&f.scenarios, "scenarios", []string{"quiet-day"}, "scenarios, by name or file")
	flags.StringSliceVar(&f.strategies, "strategies", []string{"random", "opportunistic", "dependency-aware"}, "attackers' strategies (cascata list strategies), or as-written")
	flags.StringSliceVar(&f.bought, "measures", []string{"none", "battery-hours", "field-crews"}, "measures, each an arm beside none: ID[=STRENGTH][@WHOM]")
	flags.StringSliceVar(&f.repairs, "repairs", []string{"people", "random", "criticality"}, "orders of repair: "+strings.Join(scenarios.RepairOrders(), ", "))
	flags.StringSliceVar(&f.metrics, "metrics", []string{"affected_person_h", "energy_not_served_mwh"}, "metrics of which less is better, by their names in summary.json")
	flags.StringVar(&f.targets, "targets", "power/*", "what strategies choose from: a selector of assets")
	flags.StringVar(&f.at, "at", "10h", "when they strike")
	flags.IntVar(&f.count, "count", 30, "how many assets they damage")
	flags.IntVar(&f.replications, "replications", 20, "replications of each arm")
	flags.StringVar(&f.out, "out", "runs/bench", "folder of the result")
	flags.BoolVar(&f.force, "force", false, "replace a result that exists")
}

// check refuses what no scenario could make right.
func (f *benchFlags) check() error {
	if f.replications < 2 || f.replications > mostReplications {
		return usagef("--replications %d: write a whole number from 2 to %d", f.replications, mostReplications)
	}
	if f.count < 1 {
		return usagef("--count %d: write 1 or more", f.count)
	}
	for _, part := range []struct {
		flag        string
		given, from []string
	}{{"strategies", f.strategies, append(strategy.Names(), asWritten)}, {"repairs", f.repairs, scenarios.RepairOrders()}} {
		for _, name := range part.given {
			if !slices.Contains(part.from, name) {
				return usagef("--%s: there is no %q; %s", part.flag, name, model.DidYouMean(name, part.from))
			}
		}
	}
	for _, part := range []struct {
		flag string
		list []string
	}{{"scenarios", f.scenarios}, {"strategies", f.strategies}, {"measures", f.bought}, {"repairs", f.repairs}, {"metrics", f.metrics}} {
		if len(part.list) == 0 {
			return usagef("--%s is empty", part.flag)
		}
	}
	return nil
}

// factors are what every scenario is crossed with. Networks go by connectivity: many arms, and none of their physics decides who is first.
func (f *benchFlags) factors() ([]scenarios.Factor, error) {
	attacker, bought, repairs := scenarios.Factor{Name: "attacker"}, scenarios.Factor{Name: "measure"}, scenarios.Factor{Name: "repair"}
	for _, name := range f.strategies {
		level := scenarios.FactorLevel{Name: name}
		if name != asWritten {
			level.Set = []string{"campaign=[]", fmt.Sprintf("strike=[{name=%q, at=%q, strategy=%q, targets=[%q], count=%d}]", "bench", f.at, name, f.targets, f.count)}
		}
		attacker.Levels = append(attacker.Levels, level)
	}
	for _, name := range f.bought {
		level := scenarios.FactorLevel{Name: name}
		if name != "none" {
			sets, err := measureSets([]string{name})
			if err != nil {
				return nil, err
			}
			level.Set = sets
		}
		bought.Levels = append(bought.Levels, level)
	}
	for _, name := range f.repairs {
		repairs.Levels = append(repairs.Levels, scenarios.FactorLevel{Name: name, Set: []string{"recovery.order=" + name}})
	}
	return []scenarios.Factor{attacker, bought, repairs}, nil
}

// benchResult is summary.json of a benchmark.
type benchResult struct {
	Dir       string          `json:"dir,omitempty"`
	Versions  versions        `json:"versions"`
	Targets   string          `json:"targets"`
	Count     int             `json:"count"`
	At        string          `json:"at"`
	Scenarios []benchScenario `json:"scenarios"`
}

// benchScenario is what came of one scenario.
type benchScenario struct {
	Scenario     scenarioFacts `json:"scenario"`
	City         cityFacts     `json:"city"`
	Seed         int64         `json:"seed"`
	Replications int           `json:"replications"`
	Tables       []*benchTable `json:"tables"`
}

// benchTable ranks the arms by one metric.
type benchTable struct {
	Metric string      `json:"metric"`
	Unit   string      `json:"unit"`
	Arms   []*benchArm `json:"arms"` // the least loss first
}

// benchArm is one combination.
type benchArm struct {
	Rank   int      `json:"rank"`
	Levels []string `json:"levels"` // attacker, measure, order of repair
	Mean   optional `json:"mean"`
	gap
	P optional `json:"p_holm"`
}

// suite runs the scenarios one after the other.
func (a *app) suite(ctx context.Context, f *benchFlags) (*benchResult, error) {
	factors, err := f.factors()
	if err != nil {
		return nil, err
	}
	all := &benchResult{Versions: versionsNow(), Targets: f.targets, Count: f.count, At: f.at}
	for _, sector := range []string{"power", "water", "telecom", "traffic"} {
		f.sets = append([]string{"sector." + sector + ".fidelity=connectivity"}, f.sets...)
	}
	for _, name := range f.scenarios {
		s, err := f.load([]string{name})
		if err != nil {
			return nil, err
		}
		s.Experiment = &scenarios.Experiment{Replications: f.replications, Metrics: f.metrics, Factors: factors}
		r, err := a.sweep(ctx, []string{name}, s, &f.scenarioFlags, f.replications)
		if err != nil {
			return nil, err
		}
		one, err := ranked(r)
		if err != nil {
			return nil, err
		}
		all.Scenarios = append(all.Scenarios, *one)
	}
	return all, nil
}

// ranked makes the tables of a sweep.
func ranked(r *experimentResult) (*benchScenario, error) {
	one := &benchScenario{Scenario: r.Scenario, City: r.City, Seed: r.Seed, Replications: r.Replications}
	for m, name := range r.experiment.Metrics {
		var values [][]float64
		for i := range r.Arms {
			values = append(values, r.Arms[i].values[m])
		}
		standings, err := ranking.Standings(values)
		if err != nil {
			return nil, err
		}
		k := slices.IndexFunc(r.metrics, func(x metric) bool { return x.Name == name })
		t := &benchTable{Metric: name, Unit: r.metrics[k].Unit}
		for i, s := range standings {
			d := &s.Difference
			t.Arms = append(t.Arms, &benchArm{s.Rank, r.Arms[i].Levels, optional(s.Mean), gap{d.N, optional(d.Mean), optional(d.Low), optional(d.High)}, optional(s.Adjusted)})
		}
		slices.SortStableFunc(t.Arms, func(a, b *benchArm) int { return a.Rank - b.Rank })
		one.Tables = append(one.Tables, t)
	}
	return one, nil
}

func (r *benchResult) rows() [][]string {
	rows := [][]string{{"scenario", "metric", "unit", "rank", "attacker", "measure", "repair", "n", "mean", "difference", "low", "high", "p_holm"}}
	for _, s := range r.Scenarios {
		for _, t := range s.Tables {
			for i := range t.Arms {
				x := t.Arms[i]
				row := append([]string{s.Scenario.Name, t.Metric, t.Unit, strconv.Itoa(x.Rank)}, x.Levels...)
				row = append(append(row, strconv.Itoa(x.N), exactOf(x.Mean)), x.cells()...)
				rows = append(rows, append(row, exactOf(x.P)))
			}
		}
	}
	return rows
}

// finishBench writes and prints a benchmark.
func (a *app) finishBench(r *benchResult, opt *benchFlags) error {
	f, err := newFolder(opt.out, opt.force)
	if err != nil {
		return err
	}
	defer f.drop()
	if err := f.csv("arms.csv", r.rows()); err != nil {
		return err
	}
	if err := f.json("summary.json", r); err != nil {
		return err
	}
	if err := f.file("bench.html", r.page); err != nil {
		return err
	}
	if err := f.keep(); err != nil {
		return err
	}
	r.Dir = opt.out
	if a.json {
		return writeJSON(a.out, r)
	}
	a.printBench(r)
	return nil
}

func (a *app) printBench(r *benchResult) {
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		if !a.quiet {
			fmt.Fprintf(a.out, "%s (%s), seed %d, %d replications of each arm on the same random numbers; networks by connectivity\n%s\n", s.Scenario.Title, s.Scenario.Name, s.Seed,
				s.Replications, s.City.Synthetic)
		}
		for k := range s.Tables {
			s.Tables[k].print(a)
		}
	}
	if !a.quiet {
		fmt.Fprintf(a.out, "\nresult in %s\n", r.Dir)
	}
}

func (t *benchTable) print(a *app) {
	fmt.Fprintf(a.out, "\n%s [%s], the least first\n", t.Metric, unitText(t.Unit))
	out := &table{head: []string{"", "attacker", "measure", "repair", "mean", "difference", "95 % interval", "p (Holm)"}, right: []bool{true, false, false, false, true, true, true, true}}
	for i := range t.Arms {
		x := t.Arms[i]
		out.add(append(append([]string{strconv.Itoa(x.Rank)}, x.Levels...), figure(float64(x.Mean)), figure(float64(x.Diff)), intervalText(float64(x.Low), float64(x.High)), figure(float64(x.P)))...)
	}
	out.write(a.out)
}
