package main

import (
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"cascata/model/emergency"
	"cascata/model/measure"
	"cascata/model/trace"
	"cascata/scenarios"
)

func (a *app) runCommand() *cobra.Command {
	var f scenarioFlags
	var out string
	var force, realNames bool
	cmd := &cobra.Command{
		Use:   "run [SCENARIO]",
		Short: "Simulate one replication and write its record, report and metrics",
		Long: `Simulate one replication of a scenario (` + scenarios.Default + ` when none is named) and write a folder with run.json,
changes.csv, services.csv, calls.csv, patients.csv, law.csv, trace.cascata and report.html. The last line printed is a hash of what happened: the same
scenario, seed and replication give the same hash for any number of workers.`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: oneScenario,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			memory := scenarios.KeepMemory()
			defer memory.End()
			s, err := f.load(args)
			if err != nil {
				return err
			}
			a.warn(s.Warnings)
			if out == "" {
				out = resultFolder(s, strconv.Itoa(f.replication))
			}
			if err := canCreate(out, force); err != nil {
				return err
			}
			memory.Need(len(s.City.Assets), 0)
			result := newRunResult(s, &f)
			rec, err := a.simulate(cmd.Context(), s, &f)
			if err != nil {
				return err
			}
			memory.Need(rec.Assets, len(rec.Changes))
			result.sumUp(rec)
			if len(rec.Calls()) >= emergency.LogLimit {
				fmt.Fprintf(a.err, "warning: the log of 112 calls is full (%s): calls beyond it were simulated and made others wait, but are in none of the figures\n", count(emergency.LogLimit))
			}
			if err := writeRun(out, force, rec, result, realNames); err != nil {
				return err
			}
			result.Dir = out
			return a.printRun(result)
		}),
	}
	f.register(cmd, true)
	cmd.Flags().StringVar(&out, "out", "", "folder of the result (default runs/NAME-SEED-REPLICATION)")
	cmd.Flags().BoolVar(&force, "force", false, "replace a result that exists")
	cmd.Flags().BoolVar(&realNames, "real-names", false, "show the names of real facilities in the report")
	return cmd
}

// runResult is run.json, and with Dir what --json prints.
type runResult struct {
	Dir         string        `json:"dir,omitempty"`
	Versions    versions      `json:"versions"`
	Scenario    scenarioFacts `json:"scenario"`
	City        cityFacts     `json:"city"`
	Seed        int64         `json:"seed"`
	Replication int           `json:"replication"`
	Changes     int           `json:"changes"`
	Measures    []bought      `json:"measures,omitempty"`
	Metrics     []metric      `json:"metrics"`
	inForce     []measure.InForce
	Trace       string `json:"trace_sha256"`
}

type scenarioFacts struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Fidelity   []string `json:"fidelity,omitempty"`
	ModelledOn string   `json:"modelled_on,omitempty"`
	Invented   string   `json:"invented,omitempty"`
	Hash       string   `json:"sha256"`
	Sets       []string `json:"set,omitempty"`
	Start      string   `json:"start"`
	Horizon    float64  `json:"horizon_s"`
}

type cityFacts struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Hash        string `json:"sha256"`
	Synthetic   string `json:"synthetic"`
	Attribution string `json:"attribution"`
}

func newRunResult(s *scenarios.Scenario, f *scenarioFlags) *runResult {
	return &runResult{Versions: versionsNow(), Scenario: factsOf(s), City: cityFactsOf(s), Seed: s.Seed, Replication: f.replication,
		Measures: boughtOf(s), inForce: s.Measures}
}

// sumUp adds what the run came to.
func (r *runResult) sumUp(rec *trace.Recording) {
	r.Changes, r.Metrics, r.Trace = len(rec.Changes), metricsOf(rec), rec.HashText()
}

func factsOf(s *scenarios.Scenario) scenarioFacts {
	return scenarioFacts{Name: s.Name, Title: s.Title, Fidelity: s.Fidelity, ModelledOn: s.ModelledOn, Invented: s.Invented, Hash: s.Hash, Sets: s.Sets,
		Start: s.Start, Horizon: s.Horizon.Seconds()}
}

func cityFactsOf(s *scenarios.Scenario) cityFacts {
	c := s.City
	return cityFacts{Name: c.Name, Title: c.Title, Hash: c.Hash, Synthetic: c.Synthetic, Attribution: c.Attribution}
}

// writeRun writes the folder of a run.
func writeRun(dir string, force bool, rec *trace.Recording, result *runResult, realNames bool) error {
	f, err := newFolder(dir, force)
	if err != nil {
		return err
	}
	defer f.drop()
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"run.json", func(w io.Writer) error { return writeJSON(w, result) }},
		{"changes.csv", rec.WriteChanges},
		{"services.csv", rec.WriteServices},
		{"calls.csv", rec.WriteCalls},
		{"patients.csv", rec.WritePatients},
		{"law.csv", rec.WriteLaw},
		{"trace.cascata", func(w io.Writer) error { return trace.Write(w, rec) }},
		{"report.html", func(w io.Writer) error { return writeReport(w, rec, result, realNames) }},
	} {
		if err := f.file(part.name, part.write); err != nil {
			return err
		}
	}
	return f.keep()
}

// printRun prints the result: one object, or text whose last line is the hash.
func (a *app) printRun(r *runResult) error {
	if a.json {
		return writeJSON(a.out, r)
	}
	if !a.quiet {
		fmt.Fprintf(a.out, "%s (%s), seed %d, replication %d, %s of %s\n", r.Scenario.Title, r.Scenario.Name, r.Seed, r.Replication,
			trace.Span(secondsOf(r.Scenario.Horizon)), r.City.Title)
		if r.City.Synthetic != "" {
			fmt.Fprintln(a.out, r.City.Synthetic)
		}
		if len(r.Measures) > 0 {
			fmt.Fprintln(a.out, "Measures:", named(r.Measures))
		}
		fmt.Fprintln(a.out)
		metricTable(r.Metrics).write(a.out)
		fmt.Fprintln(a.out)
		if t := sectorTable(r.Metrics); len(t.rows) > 0 {
			t.write(a.out)
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "%s Changes; result in %s\n", count(int64(r.Changes)), r.Dir)
	}
	fmt.Fprintln(a.out, "trace sha256", r.Trace)
	return nil
}
