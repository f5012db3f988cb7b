package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cascata/model/trace"
	"cascata/render/export"
	"cascata/scenarios/defaults"
)

// toStdout is the name of a file that stands for standard output.
const toStdout = "-"

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export navigator|stix",
		Short: "Write the attack of a run for the tools of threat intelligence",
		Long: `Write the attack of a run in formats that other tools read: layers of the MITRE ATT&CK Navigator, or a STIX 2.1 bundle. The same run
gives the same bytes. docs/export.md says what stands in them.`,
		Args: cobra.ArbitraryArgs,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no format %q: export navigator RUN, or export stix RUN", args[0])
			}
			return cmd.Help()
		}),
	}
	cmd.AddCommand(a.navigatorCommand(), a.stixCommand())
	return cmd
}

func (a *app) navigatorCommand() *cobra.Command {
	var opt export.Options
	cmd := a.exporter("navigator", "MITRE ATT&CK Navigator layers", &opt, export.Navigator)
	cmd.Long = `Write the techniques of a run as layers of the MITRE ATT&CK Navigator (format 4.5): a list of two layers, Enterprise and ICS, that the
Navigator opens as two tabs; --domain writes the one layer alone. The score of a technique is how often it succeeded, the colour how it
fared, the comment where and when. RUN is the folder of a run or its trace.cascata.`
	cmd.Flags().StringVar(&opt.Domain, "domain", "", "write one layer alone: enterprise or ics")
	complete(cmd, "domain", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{export.Enterprise, export.ICS}, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func (a *app) stixCommand() *cobra.Command {
	var opt export.Options
	cmd := a.exporter("stix", "a STIX 2.1 bundle", &opt, export.STIX)
	cmd.Long = `Write a run as a STIX 2.1 bundle: campaigns, attack patterns, what was hit, operators, incidents, measures in force, relationships,
sightings for what was noticed, and notes on the cascade. RUN is the folder of a run or its trace.cascata; only a folder knows the
measures.`
	return cmd
}

// exporter is a command that writes a run in one format.
func (a *app) exporter(name, what string, opt *export.Options, write func(io.Writer, *trace.Recording, export.Options) error) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:               name + " RUN",
		Short:             "Write " + what,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: oneRun,
		RunE: do(func(_ *cobra.Command, args []string) error {
			if err := opt.Validate(); err != nil {
				return usagef("--domain: %w", err)
			}
			if err := isFolder(out); err != nil {
				return err
			}
			rec, err := openRun(args[0])
			if err != nil {
				return err
			}
			if err := addFacts(opt, rec, args[0]); err != nil {
				return err
			}
			if out == toStdout {
				return write(a.out, rec, *opt)
			}
			if err := writeWhole(out, func(w io.Writer) error { return write(w, rec, *opt) }); err != nil {
				return err
			}
			if a.json {
				return writeJSON(a.out, exported{out, opt.TraceHash, rec.Header.Synthetic})
			}
			a.say("%s: %s of %s", out, what, args[0])
			return nil
		}),
	}
	cmd.Flags().StringVarP(&out, "out", "o", toStdout, "file to write; - is standard output")
	return cmd
}

// exported is what --json prints of a file.
type exported struct {
	File      string `json:"file"`
	Trace     string `json:"trace_sha256"`
	Synthetic string `json:"synthetic"`
}

// oneRun offers the folders of runs.
func oneRun(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return resultsWith(traceName, begun), cobra.ShellCompDirectiveDefault
}

// addFacts adds what a recording does not say: the tactics of techniques, from the catalogue, and the measures in force, from run.json.
func addFacts(opt *export.Options, rec *trace.Recording, arg string) error {
	techniques, _, err := defaults.Cyber()
	if err != nil {
		return err
	}
	opt.Tactics = make(map[string]string, len(techniques))
	for _, t := range techniques {
		opt.Tactics[t.ID] = t.Tactic
	}
	opt.TraceHash = rec.HashText()
	opt.Measures, err = measuresOf(arg, opt.TraceHash)
	return err
}

// measuresOf reads the measures in force from run.json beside a trace. A trace that was taken out of its folder has none.
func measuresOf(arg, hash string) ([]export.Measure, error) {
	if info, err := os.Stat(arg); err != nil || !info.IsDir() {
		return nil, nil
	}
	name := filepath.Join(arg, "run.json")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, usage(err)
	}
	var run struct {
		Trace    string           `json:"trace_sha256"`
		Measures []export.Measure `json:"measures"`
	}
	if err := json.Unmarshal(text, &run); err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	if run.Trace != hash {
		return nil, usage(fmt.Errorf("%s is of another run than %s beside it: trace_sha256 is %q, that of the trace %s", name, traceName, run.Trace, hash))
	}
	return run.Measures, nil
}
