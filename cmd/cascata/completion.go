package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"cascata/model/trace"
	"cascata/scenarios"
)

// What a shell offers behind the TAB key. Files are offered besides wherever a path may stand.

type completer = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

var (
	_ completer = oneScenario
	_ completer = anyScenarios
	_ completer = runOrScenario
	_ completer = runAndFigure
	_ completer = twoBatches
	_ completer = sectorNames
)

// oneScenario offers the scenarios for the only argument.
func oneScenario(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return scenarios.Names(), cobra.ShellCompDirectiveDefault
}

// anyScenarios offers the scenarios that are not named yet.
func anyScenarios(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	left := slices.DeleteFunc(scenarios.Names(), func(name string) bool { return slices.Contains(args, name) })
	return left, cobra.ShellCompDirectiveDefault
}

// runOrScenario offers the folders of runs and the scenarios.
func runOrScenario(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return append(resultsWith(traceName, begun), scenarios.Names()...), cobra.ShellCompDirectiveDefault
}

// runAndFigure offers the folders of runs, then the figures that can be explained; assets are too many to list.
func runAndFigure(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		return resultsWith(traceName, begun), cobra.ShellCompDirectiveDefault
	case 1:
		names := []string{trace.PeopleAffected}
		if rec, err := openRun(args[0]); err == nil {
			for i := range rec.Sectors {
				names = append(names, "sector/"+rec.Sectors[i].Name)
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// twoBatches offers the folders of batches.
func twoBatches(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return resultsWith("summary.json", begun), cobra.ShellCompDirectiveDefault
}

// sectorNames offers the sectors: those of the run, if one is named already.
func sectorNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if len(args) > 0 && isRun(args[0]) {
		if rec, err := openRun(args[0]); err == nil {
			for i := range rec.Sectors {
				names = append(names, rec.Sectors[i].Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		}
	}
	list, err := listSectors()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	for _, e := range list {
		names = append(names, e.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// resultsWith are the folders that hold a file of that name: in runs, here, and in the folder whose name is begun.
func resultsWith(file, begun string) []string {
	var found []string
	for _, dir := range []string{"runs", ".", filepath.Dir(begun + "x")} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // nothing to offer
		}
		for _, e := range entries {
			name := filepath.Join(dir, e.Name())
			if info, err := os.Stat(filepath.Join(name, file)); err == nil && !info.IsDir() {
				found = append(found, name)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// complete sets what a shell offers for a flag.
func complete(cmd *cobra.Command, flag string, with completer) {
	if err := cmd.RegisterFlagCompletionFunc(flag, with); err != nil {
		panic(fmt.Sprintf("the flag --%s of %s: %v", flag, cmd.Name(), err)) // it was never added, or twice
	}
}

// completionAnswers makes the command completion refuse a shell that it does not know instead of printing its help.
func completionAnswers(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}
