package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"cascata/model/resilience"
	"cascata/model/trace"
)

func (a *app) compareCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "compare BATCH_A BATCH_B",
		Short: "Compare two batches replication by replication",
		Long: `Compare two batches replication by replication: the same replication has the same random numbers in both, so the difference
B - A shows the effect of what was changed and little else. Prints the mean difference with its 95 % interval (paired t), p after
Holm's correction for as many tests as there are metrics, and the size of the effect in standard deviations.`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: twoBatches,
		RunE: do(func(_ *cobra.Command, args []string) error {
			left, err := openBatch(args[0])
			if err != nil {
				return err
			}
			right, err := openBatch(args[1])
			if err != nil {
				return err
			}
			c, err := compare(left, right)
			if err != nil {
				return usage(err)
			}
			return a.printComparison(c, all)
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "show metrics without any difference too")
	return cmd
}

// openBatch reads the folder of a batch.
func openBatch(dir string) (*batchResult, error) {
	data, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		return nil, usagef("%s is no batch: %w", dir, err)
	}
	r := &batchResult{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, usagef("%s: %w", filepath.Join(dir, "summary.json"), err)
	}
	name := filepath.Join(dir, "replications.csv")
	file, err := os.Open(name)
	if err != nil {
		return nil, usagef("%s is no batch: %w", dir, err)
	}
	r.Dir = dir
	r.rows, err = readRows(name, file, r.Metrics)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return r, usage(err)
}

// comparison is what compare prints.
type comparison struct {
	A           string       `json:"a"`
	B           string       `json:"b"`
	Synthetic   string       `json:"synthetic"`
	Notes       []string     `json:"notes,omitempty"` // why to read the differences with care
	MeasuresA   []bought     `json:"measures_a,omitempty"`
	MeasuresB   []bought     `json:"measures_b,omitempty"`
	Pairs       int          `json:"pairs"`
	Differences []difference `json:"differences"`
}

type difference struct {
	Name   string   `json:"name"`
	Unit   string   `json:"unit"`
	N      int      `json:"n"`
	MeanA  optional `json:"mean_a"`
	MeanB  optional `json:"mean_b"`
	Mean   optional `json:"difference_mean"`
	Low    optional `json:"difference_ci95_low"`
	High   optional `json:"difference_ci95_high"`
	P      optional `json:"p_holm"`
	Effect optional `json:"effect_sd"`
	none   bool     // no pair differs
}

// compare pairs the replications that both batches finished.
func compare(a, b *batchResult) (*comparison, error) {
	if a.Seed != b.Seed {
		return nil, fmt.Errorf("the batches have the seeds %d and %d: replications match only under one seed; run one of them again with --seed", a.Seed, b.Seed)
	}
	left, right := matched(a.rows, b.rows)
	if len(left) < 2 {
		return nil, fmt.Errorf("the batches share %d replications: at least 2 are needed", len(left))
	}
	c := &comparison{A: a.Dir, B: b.Dir, Pairs: len(left), Synthetic: a.City.Synthetic, Notes: cautions(a, b),
		MeasuresA: a.Measures, MeasuresB: b.Measures}
	var p []float64
	for i, m := range a.Metrics {
		j := slices.IndexFunc(b.Metrics, func(o metricSummary) bool { return o.Name == m.Name })
		if j < 0 {
			continue
		}
		x, y := column(left, i), column(right, j)
		d, err := resilience.Paired(x, y)
		if err != nil {
			return nil, err
		}
		mx, my := resilience.Summarise(x), resilience.Summarise(y)
		c.Differences = append(c.Differences, difference{Name: m.Name, Unit: m.Unit, N: d.N, MeanA: optional(mx.Mean), MeanB: optional(my.Mean),
			Mean: optional(d.Mean), Low: optional(d.Low), High: optional(d.High), Effect: optional(d.Effect), none: d.N == 0 || d.Mean == 0 && !(d.SD > 0)}) // of one pair there is no SD
		p = append(p, d.P)
	}
	for i, adjusted := range resilience.Holm(p) {
		c.Differences[i].P = optional(adjusted)
	}
	return c, nil
}

// cautions says what else differs between two batches than the change under test, and what is missing from them.
func cautions(a, b *batchResult) []string {
	var notes []string
	differ := func(what, x, y string) {
		if x != y {
			notes = append(notes, fmt.Sprintf("the batches differ in %s: %s and %s", what, x, y))
		}
	}
	differ("scenario", a.Scenario.Name, b.Scenario.Name)
	differ("city", a.City.Name, b.City.Name)
	if a.City.Name == b.City.Name && a.City.Hash != b.City.Hash {
		notes = append(notes, "the batches used different versions of the city file")
	}
	differ("horizon", span(a.Scenario.Horizon), span(b.Scenario.Horizon))
	differ("version of the program", a.Versions.Cascata, b.Versions.Cascata)
	for _, r := range []*batchResult{a, b} {
		if !r.Complete {
			notes = append(notes, fmt.Sprintf("%s is incomplete: %d of %d replications", r.Dir, r.Counts.Finished, r.Counts.Asked))
		}
	}
	return notes
}

func span(seconds float64) string { return trace.Span(secondsOf(seconds)) }

// matched keeps the rows of replications that stand in both batches; both are in order of their number.
func matched(a, b []replication) (left, right []replication) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].number < b[j].number:
			i++
		case a[i].number > b[j].number:
			j++
		default:
			left, right = append(left, a[i]), append(right, b[j])
			i, j = i+1, j+1
		}
	}
	return left, right
}

func (a *app) printComparison(c *comparison, all bool) error {
	if a.json {
		return writeJSON(a.out, c)
	}
	if !a.quiet {
		fmt.Fprintf(a.out, "A %s\nB %s\n%d matched replications; difference = B - A\n", c.A, c.B, c.Pairs)
		if len(c.MeasuresA)+len(c.MeasuresB) > 0 {
			fmt.Fprintf(a.out, "Measures of A: %s\nMeasures of B: %s\n", named(c.MeasuresA), named(c.MeasuresB))
		}
		for _, note := range c.Notes {
			fmt.Fprintln(a.out, "Note:", note)
		}
		if c.Synthetic != "" {
			fmt.Fprintln(a.out, c.Synthetic)
		}
		fmt.Fprintln(a.out)
	}
	t := &table{head: []string{"metric", "unit", "A", "B", "difference", "95 % interval", "p (Holm)", "effect", "pairs"},
		right: []bool{false, false, true, true, true, true, true, true, true}}
	for _, d := range c.Differences {
		if d.none && !all {
			continue
		}
		t.add(d.Name, unitText(d.Unit), figure(float64(d.MeanA)), figure(float64(d.MeanB)), figure(float64(d.Mean)),
			intervalText(float64(d.Low), float64(d.High)), figure(float64(d.P)), figure(float64(d.Effect)), count(int64(d.N)))
	}
	if len(t.rows) == 0 {
		fmt.Fprintln(a.out, "no metric differs in any replication")
		return nil
	}
	t.write(a.out)
	return nil
}
