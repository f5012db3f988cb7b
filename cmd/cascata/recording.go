package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/trace"
	"cascata/sim"
)

const traceName = "trace.cascata"

// isRun reports whether an argument names a result of run, not a scenario: a folder or a trace file.
func isRun(arg string) bool {
	if strings.HasSuffix(arg, ".cascata") {
		return true
	}
	info, err := os.Stat(arg)
	return err == nil && info.IsDir()
}

// openRun reads the trace of a run, given its folder or the file itself.
func openRun(arg string) (_ *trace.Recording, err error) {
	name := arg
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		name = filepath.Join(arg, traceName)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, usagef("%s is no run: %w", arg, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, usage(err)
	}
	rec, err := trace.Read(file, info.Size())
	if err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	return rec, nil
}

// instant reads --at on the clock of a recording; empty is the moment at which most people are affected, or without the service of the
// hardest-hit sector where nobody is.
func instant(rec *trace.Recording, text string) (sim.Time, error) {
	if text == "" {
		x, err := trace.Explain(rec, rec.FocusName(), trace.Worst)
		if err != nil {
			return 0, err
		}
		return x.At, nil
	}
	t, err := rec.Clock().Parse(text)
	if err != nil {
		return 0, usagef("--at: %w", err)
	}
	if t > rec.Header.End {
		return 0, usagef("--at %s: the run ends at %s", text, rec.Clock().Text(rec.Header.End))
	}
	return t, nil
}

func (a *app) explainCommand() *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use:   "explain RUN NAME",
		Short: "Say why something in a run was as it was",
		Long: `Say why something stood as it did, by following causes back to where they began. RUN is the folder of a run or its
trace.cascata. NAME is an asset, a device, an operator or a campaign by its path or title, the number of a Change in changes.csv, or a
figure: people-affected, sector/NAME, each also with /DISTRICT behind it, or the name of a metric that one of them lies behind
(affected_peak_people, power_loss_h). patient/NUMBER tells one patient's story; patients.csv has the numbers. Without --at it is the moment when it stood worst.`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: runAndFigure,
		RunE: do(func(_ *cobra.Command, args []string) error {
			rec, err := openRun(args[0])
			if err != nil {
				return err
			}
			t := trace.Worst
			if at != "" {
				if t, err = instant(rec, at); err != nil {
					return err
				}
			}
			x, err := trace.Explain(rec, figureBehind(rec, args[1]), t)
			if err != nil {
				return usage(err)
			}
			return a.printExplanation(rec, x)
		}),
	}
	cmd.Flags().StringVar(&at, "at", "", `the moment, such as 6h21m or "1d 14:32" (default: when it stood worst)`)
	return cmd
}

// figureBehind is what Explain calls the curve that a metric sums up; any other name stays as it is.
func figureBehind(rec *trace.Recording, name string) string {
	for _, m := range metricsOf(rec) {
		switch {
		case m.Name != name:
		case m.Sector != "":
			return "sector/" + m.Sector
		case name == "energy_not_served_mwh":
			return "sector/power"
		case name == "water_not_served_m3":
			return "sector/water"
		case name == "resilience_loss_h", name == "robustness_share",
			strings.HasPrefix(name, "affected_"), strings.HasPrefix(name, "recover_"):
			return trace.PeopleAffected
		}
	}
	return name
}

func (a *app) printExplanation(rec *trace.Recording, x *trace.Explanation) error {
	if a.json {
		return writeJSON(a.out, explained(rec, x))
	}
	if err := x.WriteText(a.out); err != nil || rec.Header.Synthetic == "" || a.quiet {
		return err
	}
	_, err := fmt.Fprintf(a.out, "\n%s\n", rec.Header.Synthetic)
	return err
}

func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}
