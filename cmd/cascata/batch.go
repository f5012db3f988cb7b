package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/spf13/cobra"

	"cascata/scenarios"
	"cascata/sim/batch"
)

// outcome is what a batch keeps of one replication: little, for there may be many.
type outcome struct {
	trace  string
	values []float64 // by metric; NaN where the run has none
}

// mostReplications keeps a slip of the finger from asking for more memory than there is.
const mostReplications = 1_000_000

func (a *app) batchCommand() *cobra.Command {
	var f scenarioFlags
	var replications int
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "batch SCENARIO",
		Short: "Simulate many replications and sum up their metrics",
		Long: `Simulate many replications of a scenario on all cores, print mean, median, 5-95 % band and 95 % confidence interval of each
metric, and write replications.csv and summary.json. Ctrl-C keeps what is finished: the result then says "complete": false
and the exit code is 1, as after failed replications.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: oneScenario,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if replications < 1 || replications > mostReplications {
				return usagef("--replications %d: write a whole number from 1 to %d", replications, mostReplications)
			}
			s, err := f.load(args)
			if err != nil {
				return err
			}
			a.warn(s.Warnings)
			if out == "" {
				out = resultFolder(s, "x"+strconv.Itoa(replications))
			}
			if err := canCreate(out, force); err != nil {
				return err
			}
			slots, metrics := a.replicate(cmd.Context(), s, &f, replications)
			return a.finishBatch(newBatchResult(s, &f, slots, metrics), out, force)
		}),
	}
	f.register(cmd, false)
	flags := cmd.Flags()
	flags.IntVar(&replications, "replications", 100, "how many replications")
	flags.StringVar(&out, "out", "", "folder of the result (default runs/NAME-SEED-xREPLICATIONS)")
	flags.BoolVar(&force, "force", false, "replace a result that exists")
	return cmd
}

// replicate runs the replications and says which metrics their values are; an interruption leaves slots that are not done.
func (a *app) replicate(ctx context.Context, s *scenarios.Scenario, f *scenarioFlags, n int) ([]batch.Slot[outcome], []metric) {
	p := a.progress(s.Name)
	defer p.end()
	var once sync.Once
	var metrics []metric // the same for every recording of a stage
	slots, _ := batch.Run(ctx, batch.Options{
		Replications: n,
		Workers:      f.workers,
		Seed:         func(int) string { return strconv.FormatInt(s.Seed, 10) },
		Progress: func(ended, failed int) {
			p.at(float64(ended), float64(n), fmt.Sprintf("%d of %d replications, %d failed", ended, n, failed))
		},
	}, func(ctx context.Context, replication int) (outcome, error) {
		rec, err := s.Run(ctx, scenarios.RunOptions{Replication: replication})
		if err != nil {
			return outcome{}, err
		}
		found := metricsOf(rec)
		once.Do(func() { metrics = found })
		return outcome{rec.HashText(), valuesOf(found)}, nil
	}) // the error says that ctx ended, which the slots show
	return slots, metrics
}

// finishBatch writes and prints a batch, whole or not.
func (a *app) finishBatch(r *batchResult, dir string, force bool) error {
	if r.Counts.Finished == 0 {
		for _, line := range r.Failures {
			a.say("%s", line)
		}
		return fmt.Errorf("no replication finished; nothing was written")
	}
	if err := writeBatch(dir, force, r); err != nil {
		return err
	}
	if err := a.printBatch(r, dir); err != nil {
		return err
	}
	if !r.Complete {
		return fmt.Errorf("incomplete: %d of %d replications finished, %d failed, %d were not run",
			r.Counts.Finished, r.Counts.Asked, r.Counts.Failed, r.Counts.NotRun)
	}
	return nil
}
