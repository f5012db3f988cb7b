package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/sim"
	"cascata/sim/rng"
)

// scenarioFlags say which scenario is meant and how it runs.
type scenarioFlags struct {
	seed        string
	replication int
	workers     int
	horizon     string
	sets        []string
	measures    []string
}

func (f *scenarioFlags) register(cmd *cobra.Command, single bool) {
	flags := cmd.Flags()
	flags.StringVar(&f.seed, "seed", "", "seed of the random numbers, a whole number from 0 up (default: the scenario's)")
	flags.StringVar(&f.horizon, "horizon", "", "how long to simulate, such as 48h (default: the scenario's)")
	flags.StringArrayVar(&f.sets, "set", nil, "change the scenario: key=value with a dotted path, such as 'campaign[0].skill=expert' (may be repeated)")
	measureFlag(cmd, &f.measures)
	if single {
		flags.IntVar(&f.replication, "replication", 0, "number of the replication")
		flags.IntVar(&f.workers, "workers", 1, "workers of the engine; the result is the same for any number")
	} else {
		flags.IntVar(&f.workers, "workers", 0, "replications that run at once (default: one per core)")
	}
}

// load reads the scenario that args names, with what the flags change.
func (f *scenarioFlags) load(args []string) (*scenarios.Scenario, error) {
	name := scenarios.Default
	if len(args) > 0 {
		name = args[0]
	}
	sets := f.sets
	bought, err := measureSets(f.measures)
	if err != nil {
		return nil, err
	}
	sets = append(append([]string(nil), sets...), bought...)
	if f.horizon != "" {
		if _, err := rng.ParseDuration(f.horizon); err != nil {
			return nil, usagef("--horizon: %w", err)
		}
		sets = append(sets, "horizon="+strconv.Quote(f.horizon))
	}
	if f.replication < 0 || f.workers < 0 {
		return nil, usagef("--replication and --workers must be 0 or more")
	}
	seed, err := strconv.ParseInt(f.seed, 10, 64)
	if f.seed != "" && (err != nil || seed < 0) {
		return nil, usagef("--seed %s: the seed is a whole number from 0 to 9223372036854775807", f.seed)
	}
	s, err := scenarios.Load(name, sets, os.ReadFile)
	if err != nil {
		return nil, usage(err)
	}
	if f.seed != "" {
		s.Seed = seed
	}
	return s, nil
}

// simulate runs one replication with a bar of progress. When the run itself is over, a large scenario that the caller does not hold
// makes room for the record.
func (a *app) simulate(ctx context.Context, s *scenarios.Scenario, f *scenarioFlags) (*trace.Recording, error) {
	p := a.progress(s.Name)
	defer p.end()
	what := fmt.Sprintf("scenario %s, seed %d, replication %d", s.Name, s.Seed, f.replication)
	rec, err := s.Run(ctx, scenarios.RunOptions{Replication: f.replication, Workers: f.workers, Progress: func(now sim.Time) {
		p.at(float64(now), float64(s.Horizon), s.Clock.Second(now))
	}})
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("interrupted; nothing was written")
	case err != nil:
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	rec.Header.Program = "cascata " + programVersion
	return rec, nil
}

// resultFolder is where a result goes when --out does not say.
func resultFolder(s *scenarios.Scenario, last string) string {
	name := strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, s.Name)
	return fmt.Sprintf("runs/%s-%d-%s", name, s.Seed, last)
}
