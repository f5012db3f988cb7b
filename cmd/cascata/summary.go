package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"cascata/model/resilience"
	"cascata/scenarios"
	"cascata/sim/batch"
)

// batchResult is summary.json.
type batchResult struct {
	Dir      string          `json:"dir,omitempty"`
	Complete bool            `json:"complete"`
	Counts   batchCounts     `json:"counts"`
	Versions versions        `json:"versions"`
	Scenario scenarioFacts   `json:"scenario"`
	City     cityFacts       `json:"city"`
	Seed     int64           `json:"seed"`
	Measures []bought        `json:"measures,omitempty"`
	Metrics  []metricSummary `json:"metrics"`
	Failures []string        `json:"failures,omitempty"`
	rows     []replication
}

type batchCounts struct {
	Asked    int `json:"asked"`
	Finished int `json:"finished"`
	Failed   int `json:"failed"`
	NotRun   int `json:"not_run"`
}

// metricSummary sums up one metric over the replications that have it.
type metricSummary struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Unit    string   `json:"unit"`
	Ledger  string   `json:"ledger"`
	Sector  string   `json:"sector,omitempty"`
	N       int      `json:"n"`
	Missing int      `json:"missing"`
	Mean    optional `json:"mean"`
	SD      optional `json:"sd"`
	Median  optional `json:"median"`
	P5      optional `json:"p5"`
	P95     optional `json:"p95"`
	Low     optional `json:"mean_ci95_low"`
	High    optional `json:"mean_ci95_high"`
}

// replication is one row of replications.csv.
type replication struct {
	number int
	trace  string
	values []float64 // by metric; NaN when missing
}

func newBatchResult(s *scenarios.Scenario, f *scenarioFlags, slots []batch.Slot[outcome], metrics []metric) *batchResult {
	r := &batchResult{Versions: versionsNow(), Scenario: factsOf(s), City: cityFactsOf(s), Seed: s.Seed, Measures: boughtOf(s)}
	r.Counts.Asked = len(slots)
	for i := range slots {
		switch slot := &slots[i]; {
		case !slot.Done:
			r.Counts.NotRun++
		case slot.Err != nil:
			r.Counts.Failed++
			r.Failures = append(r.Failures, slot.Err.Error())
		default:
			r.Counts.Finished++
			r.rows = append(r.rows, replication{slot.Replication, slot.Value.trace, slot.Value.values})
		}
	}
	r.Complete = r.Counts.Finished == r.Counts.Asked
	for i, m := range metrics {
		r.Metrics = append(r.Metrics, summarise(m, column(r.rows, i)))
	}
	return r
}

func column(rows []replication, i int) []float64 {
	values := make([]float64, len(rows))
	for j := range rows {
		values[j] = rows[j].values[i]
	}
	return values
}

func summarise(m metric, values []float64) metricSummary {
	s := resilience.Summarise(values)
	return metricSummary{Name: m.Name, Title: m.Title, Unit: m.Unit, Ledger: m.Ledger, Sector: m.Sector, N: s.N, Missing: s.Missing,
		Mean: optional(s.Mean), SD: optional(s.SD), Median: optional(s.Median), P5: optional(s.P5), P95: optional(s.P95),
		Low: optional(s.Low), High: optional(s.High)}
}

func writeBatch(dir string, force bool, r *batchResult) error {
	f, err := newFolder(dir, force)
	if err != nil {
		return err
	}
	defer f.drop()
	if err := f.file("replications.csv", r.writeRows); err != nil {
		return err
	}
	if err := f.json("summary.json", r); err != nil {
		return err
	}
	return f.keep()
}

// writeRows writes a line for each finished replication; a value that the run does not have is empty.
func (r *batchResult) writeRows(w io.Writer) error {
	c := csv.NewWriter(w)
	head := []string{"replication", "trace_sha256"}
	for _, m := range r.Metrics {
		head = append(head, m.Name)
	}
	_ = c.Write(head) // the error stays and is returned below
	for _, row := range r.rows {
		line := []string{strconv.Itoa(row.number), row.trace}
		for _, x := range row.values {
			if math.IsNaN(x) {
				line = append(line, "")
			} else {
				line = append(line, exact(x))
			}
		}
		_ = c.Write(line)
	}
	c.Flush()
	return c.Error()
}

func (a *app) printBatch(r *batchResult, dir string) error {
	if a.json {
		r.Dir = dir
		return writeJSON(a.out, r)
	}
	if !a.quiet {
		fmt.Fprintf(a.out, "%s (%s), seed %d, %d of %d replications\n", r.Scenario.Title, r.Scenario.Name, r.Seed, r.Counts.Finished, r.Counts.Asked)
		if r.City.Synthetic != "" {
			fmt.Fprintln(a.out, r.City.Synthetic)
		}
		if len(r.Measures) > 0 {
			fmt.Fprintln(a.out, "Measures:", named(r.Measures))
		}
		fmt.Fprintln(a.out)
	}
	t := &table{head: []string{"metric", "unit", "mean", "median", "5 %", "95 %", "mean, 95 % interval", "without"},
		right: []bool{false, false, true, true, true, true, true, true}}
	for _, m := range r.Metrics {
		if float64(m.P5) == 0 && float64(m.P95) == 0 && float64(m.Mean) == 0 && m.Sector != "" {
			continue // a sector in which nothing happened
		}
		interval := intervalText(float64(m.Low), float64(m.High))
		t.add(m.Name, unitText(m.Unit), figure(float64(m.Mean)), figure(float64(m.Median)), figure(float64(m.P5)), figure(float64(m.P95)),
			interval, strconv.Itoa(m.Missing))
	}
	t.write(a.out)
	if !a.quiet {
		fmt.Fprintf(a.out, "\nresult in %s\n", dir)
	}
	return nil
}
