package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"cascata/model/closure"
	"cascata/sim/batch"
)

// percolationAnswer is what `solve percolation` prints. Shares are of all nodes of a network.
type percolationAnswer struct {
	Model      string    `json:"model"`
	K          float64   `json:"k"`
	KB         float64   `json:"kb"`
	Networks   int       `json:"networks"`
	Coupling   float64   `json:"coupling"`
	Supports   float64   `json:"supports"` // 0: one-to-one pairs
	Attack     string    `json:"attack"`
	P          float64   `json:"p"`
	N          int       `json:"n"`
	Runs       int       `json:"runs"`
	Seed       uint64    `json:"seed"`
	PInfMean   float64   `json:"p_inf_mean"`
	PInfSD     float64   `json:"p_inf_sd"`
	StagesMean float64   `json:"stages_mean"`
	PInfBy     []float64 `json:"p_inf_mean_by_network"`
}

// percolationFlags are the flags of `solve percolation`.
type percolationFlags struct {
	closure.Percolation
	model, attack string
	runs, workers int
}

func (a *app) solvePercolation() *cobra.Command {
	var f percolationFlags
	cmd := &cobra.Command{
		Use:   "percolation",
		Short: "What is left of interdependent random networks (Buldyrev et al. 2010)",
		Long: `Remove a share 1-p of the nodes of random networks that need each other and print, as JSON, what share of network A still
works when the cascade ends (p_inf_mean, p_inf_sd) and how many rounds of all networks it took (stages_mean, the last one,
which finds nothing, included). A node works if it lies in the largest component of its network and what it needs in the
neighbouring networks works. More than two networks form a chain.`,
		Args: noArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			p := a.progress("percolation")
			defer p.end()
			outcomes, err := f.Runs(cmd.Context(), batch.Options{
				Replications: f.runs,
				Workers:      f.workers,
				Seed:         func(int) string { return strconv.FormatUint(f.Seed, 10) },
				Progress: func(ended, _ int) {
					p.at(float64(ended), float64(f.runs), fmt.Sprintf("%d of %d runs", ended, f.runs))
				},
			})
			if err != nil {
				return err
			}
			p.end()
			return writeJSON(a.out, f.answer(outcomes))
		}),
	}
	f.register(cmd)
	return cmd
}

func (f *percolationFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.model, "model", "er", "kind of network: er (Erdos-Renyi)")
	flags.Float64Var(&f.Degree, "k", 4, "mean degree of network A")
	flags.Float64Var(&f.DegreeB, "kb", 0, "mean degree of the other networks (default that of A)")
	flags.IntVar(&f.Networks, "networks", 2, "how many networks, in a chain")
	flags.Float64Var(&f.Coupling, "coupling", 1, "share of the nodes that need the neighbouring network")
	flags.Float64Var(&f.Supports, "supports", 0, "mean number of supports, any of which will do (default one-to-one pairs)")
	flags.StringVar(&f.attack, "attack", "a", "what is attacked: a (network A) or both (every network)")
	flags.Float64Var(&f.P, "p", 0.7, "share of the nodes that survive the attack")
	flags.IntVar(&f.Nodes, "n", 100_000, "nodes of each network")
	flags.IntVar(&f.runs, "runs", 10, "how many runs")
	flags.Uint64Var(&f.Seed, "seed", 1, "seed of all draws")
	flags.IntVar(&f.workers, "workers", 0, "runs at once; the result is the same for any number (default: one per core, fewer for large networks)")
}

// check refuses what cannot be run, all at once.
func (f *percolationFlags) check() error {
	f.Both = f.attack == "both"
	err := f.Validate()
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			err = errors.Join(err, fmt.Errorf(format, args...))
		}
	}
	refuse(f.model != "er", "--model %s is unknown; known: er", f.model)
	refuse(f.attack != "a" && f.attack != "both", "--attack %s is unknown; known: a, both", f.attack)
	refuse(f.runs < 1, "--runs must be 1 or more")
	refuse(f.workers < 0, "--workers must be 0 or more")
	if err != nil {
		return usagef("%v", err)
	}
	return nil
}

// answer sums up the runs. With one run the standard deviation is 0.
func (f *percolationFlags) answer(outcomes []closure.Outcome) percolationAnswer {
	r := percolationAnswer{Model: f.model, K: f.Degree, KB: f.DegreeB, Networks: f.Networks, Coupling: f.Coupling, Supports: f.Supports,
		Attack: f.attack, P: f.P, N: f.Nodes, Runs: f.runs, Seed: f.Seed, PInfBy: make([]float64, f.Networks)}
	if r.KB == 0 {
		r.KB = r.K
	}
	n := float64(len(outcomes))
	for _, o := range outcomes {
		r.StagesMean += float64(o.Stages) / n
		for i, share := range o.Shares {
			r.PInfBy[i] += share / n
		}
	}
	r.PInfMean = r.PInfBy[0]
	for _, o := range outcomes {
		r.PInfSD += (o.Shares[0] - r.PInfMean) * (o.Shares[0] - r.PInfMean)
	}
	if n > 1 {
		r.PInfSD = math.Sqrt(r.PInfSD / (n - 1))
	}
	return r
}
