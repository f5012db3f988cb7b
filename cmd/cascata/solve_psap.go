package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"cascata/model/emergency"
)

// psapAnswer is what `solve psap` prints. Each _hw95 is the half-width of a 95 % interval.
type psapAnswer struct {
	WaitProbability           float64 `json:"wait_probability"`
	WaitProbabilityHW         float64 `json:"wait_probability_hw95"`
	WaitProbabilityAdmitted   float64 `json:"wait_probability_admitted"`
	WaitProbabilityAdmittedHW float64 `json:"wait_probability_admitted_hw95"`
	MeanWait                  float64 `json:"mean_wait_s"`
	MeanWaitHW                float64 `json:"mean_wait_s_hw95"`
	ServiceLevel10            float64 `json:"service_level_10s"`
	ServiceLevel10HW          float64 `json:"service_level_10s_hw95"`
	ServiceLevel15            float64 `json:"service_level_15s"`
	ServiceLevel15HW          float64 `json:"service_level_15s_hw95"`
	ServiceLevel20            float64 `json:"service_level_20s"`
	ServiceLevel20HW          float64 `json:"service_level_20s_hw95"`
	AbandonProbability        float64 `json:"abandon_probability"`
	AbandonProbabilityHW      float64 `json:"abandon_probability_hw95"`
	BlockingProbability       float64 `json:"blocking_probability"`
	BlockingProbabilityHW     float64 `json:"blocking_probability_hw95"`
	Offered                   float64 `json:"offered_erlangs"`
	Calls                     uint64  `json:"calls"`
	Discarded                 uint64  `json:"discarded"`
	Batches                   int     `json:"batches"`
	Seed                      uint64  `json:"seed"`
}

// psapWaits are the waits of the service levels.
var psapWaits = []time.Duration{10 * time.Second, 15 * time.Second, 20 * time.Second}

func (a *app) solvePSAP() *cobra.Command {
	l := emergency.Load{Within: psapWaits}
	cmd := &cobra.Command{
		Use:   "psap",
		Short: "Waits, hang-ups and blocked calls of an emergency call centre under a steady load",
		Long: `Simulate an emergency call centre (PSAP) call by call, by the same code that answers calls in a city, and print as JSON:

  wait_probability      all positions are busy when a call comes, of all offered calls
  mean_wait_s           of the calls that found a trunk; those who hang up count with the time they waited
  service_level_10s     answered within 10 s, of all offered calls (also 15s, 20s)
  abandon_probability   the caller hangs up, of all offered calls
  blocking_probability  no trunk is free, of all offered calls

and wait_probability_admitted, of the calls that found a trunk. Each *_hw95 is the half-width of a 95 % interval: the first tenth
of the calls is discarded, the rest is cut into 30 batches. Arrivals are Poisson, handling and patience exponential with the
given means; first come, first served; a trunk is held from the first ring to the end of the call.

Without --patience-s nobody hangs up, without --trunks no call is blocked; with neither, a load of as many erlangs as there are
positions or more has no steady state and is refused.`,
		Args: cobra.NoArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			if err := checkPSAP(cmd, &l); err != nil {
				return err
			}
			if perBatch := float64(l.Calls) * 0.9 / emergency.DefaultBatches; perBatch < 10*l.Relaxation() {
				fmt.Fprintf(a.err, "cascata: the queue forgets slowly (%.0f calls) and a batch has only %.0f: the intervals are too narrow; use --calls %.0f or more\n",
					l.Relaxation(), perBatch, 10*l.Relaxation()*emergency.DefaultBatches/0.9)
			}
			s, err := l.Solve(cmd.Context())
			if err != nil {
				return err
			}
			return writeJSON(a.out, psapFigures(&l, s))
		}),
	}
	flags := cmd.Flags()
	flags.Float64Var(&l.ArrivalsPerHour, "arrivals-per-hour", 0, "calls that come, on average (needed)")
	flags.Float64Var(&l.HandlingS, "handling-s", 0, "mean time a call takes at a position [s] (needed)")
	flags.IntVar(&l.Positions, "positions", 0, "call takers at work (needed)")
	flags.Float64Var(&l.PatienceS, "patience-s", 0, "mean time after which a waiting caller hangs up [s] (default: never)")
	flags.IntVar(&l.Trunks, "trunks", 0, "calls in service and waiting at most (default: no limit)")
	flags.Uint64Var(&l.Calls, "calls", 1_000_000, "calls to simulate; the first tenth is discarded")
	flags.Uint64Var(&l.Seed, "seed", 1, "seed of all draws")
	return cmd
}

// checkPSAP refuses what cannot be solved, all at once.
func checkPSAP(cmd *cobra.Command, l *emergency.Load) error {
	var faults []error
	for _, name := range []string{"arrivals-per-hour", "handling-s", "positions"} {
		if !cmd.Flags().Changed(name) {
			faults = append(faults, fmt.Errorf("--%s is missing", name))
		}
	}
	if cmd.Flags().Changed("patience-s") && l.PatienceS == 0 {
		faults = append(faults, errors.New("--patience-s 0: write a mean above 0, or leave it out where nobody hangs up"))
	}
	if cmd.Flags().Changed("trunks") && l.Trunks == 0 {
		faults = append(faults, errors.New("--trunks 0: write the positions or more, or leave it out for no limit"))
	}
	if len(faults) == 0 {
		faults = append(faults, l.Validate())
	}
	return usage(errors.Join(faults...))
}

func psapFigures(l *emergency.Load, s *emergency.Steady) psapAnswer {
	x := psapAnswer{Offered: l.Offered(), Calls: l.Calls, Discarded: s.Discarded(), Batches: len(s.Batches), Seed: l.Seed}
	for _, f := range []struct {
		over, under      emergency.Sum
		value, halfWidth *float64
	}{
		{emergency.SumDelayed, emergency.SumOffered, &x.WaitProbability, &x.WaitProbabilityHW},
		{emergency.SumQueued, emergency.SumAdmitted, &x.WaitProbabilityAdmitted, &x.WaitProbabilityAdmittedHW},
		{emergency.SumWait, emergency.SumAdmitted, &x.MeanWait, &x.MeanWaitHW},
		{emergency.SumWithin(0), emergency.SumOffered, &x.ServiceLevel10, &x.ServiceLevel10HW},
		{emergency.SumWithin(1), emergency.SumOffered, &x.ServiceLevel15, &x.ServiceLevel15HW},
		{emergency.SumWithin(2), emergency.SumOffered, &x.ServiceLevel20, &x.ServiceLevel20HW},
		{emergency.SumAbandoned, emergency.SumOffered, &x.AbandonProbability, &x.AbandonProbabilityHW},
		{emergency.SumBlocked, emergency.SumOffered, &x.BlockingProbability, &x.BlockingProbabilityHW},
	} {
		e := s.Ratio(f.over, f.under)
		*f.value, *f.halfWidth = e.Value, e.HalfWidth
	}
	return x
}
