package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// programVersion is the version of the program; CHANGELOG.md says what is in it.
const programVersion = "0.1.0"

type versions struct {
	Cascata  string `json:"cascata"`
	Revision string `json:"revision,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func versionsNow() versions {
	v := versions{Cascata: programVersion, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v.Revision = s.Value
			}
		}
	}
	return v
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  noArgs,
		RunE: do(func(*cobra.Command, []string) error {
			v := versionsNow()
			if a.json {
				return writeJSON(a.out, v)
			}
			fmt.Fprintf(a.out, "cascata %s, %s, %s\n", v.Cascata, v.Go, v.Platform)
			return nil
		}),
	}
}
