package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const about = `Cascata simulates a city under cyber attack, from the first phishing mail to lost services, and explains every step.

SCENARIO is the name of a scenario that comes with the program (cascata list scenarios), or the path of a file: anything
with a slash or ending in .toml. Times are spans from the start, such as 6h21m, or readings of the scenario's clock, such as
"1d 14:32". Results go to standard output, progress to standard error. It exits with 0 when done, 1 when a run failed, 2 on
bad usage or a bad file.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "cascata",
		Short:         "Simulate a city under cyber attack",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return noEmptyFlags(cmd)
		},
	}
	root.PersistentFlags().BoolVar(&a.quiet, "quiet", false, "print no progress and no more than the result")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print one JSON object instead of text")
	root.AddCommand(a.runCommand(), a.batchCommand(), a.compareCommand(), a.experimentCommand(), a.benchCommand(), a.checkCommand(), a.listCommand(), a.explainCommand(),
		a.drawCommand(), a.exportCommand(), a.solveCommand(), a.cityCommand(), a.validateCommand(), a.versionCommand())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return plainly(err) })
	completionAnswers(root)
	return root
}

// plainly says what is wrong with a number without the names of the functions that read it.
func plainly(err error) error {
	text, how, found := strings.Cut(err.Error(), ": strconv.")
	if !found {
		return err
	}
	want := "write a whole number"
	switch {
	case strings.Contains(how, "out of range"):
		want = "the number is too large"
	case strings.HasPrefix(how, "ParseFloat"):
		want = "write a number"
	case strings.HasPrefix(how, "ParseBool"):
		want = "write true or false"
	}
	return errors.New(text + ": " + want)
}

// noEmptyFlags refuses a flag that was given without a text, such as --out "$DIR" with nothing in DIR: it would silently mean the default.
func noEmptyFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && f.Value.Type() == "string" && f.Value.String() == "" {
			err = usagef("--%s is empty: leave the flag out or give it a value", f.Name)
		}
	})
	return err
}

// noArgs refuses arguments of a command that has only flags. cobra.NoArgs would call the first one an unknown command.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes flags only: %q is one too many", cmd.CommandPath(), args[0])
	}
	return nil
}
