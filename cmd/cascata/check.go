package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cascata/scenarios"
)

func (a *app) checkCommand() *cobra.Command {
	var sets []string
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Check scenario and city files and report every fault",
		Long: `Check scenario files (.toml) and city files (.city, .city.zst) and report every fault with its line and column, what is
wrong and what would be right. The name of an embedded scenario works too.`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: oneScenario,
		RunE: do(func(_ *cobra.Command, args []string) error {
			var failed error
			for _, name := range args {
				text, err := checkOne(name, sets)
				if err == nil {
					fmt.Fprintf(a.out, "%s: fine: %s\n", name, text)
					continue
				}
				if failed != nil {
					a.complain(failed)
				}
				failed = usage(err)
			}
			return failed
		}),
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "change the scenario before it is checked (may be repeated)")
	return cmd
}

func checkOne(name string, sets []string) (string, error) {
	if strings.HasSuffix(name, ".city") || strings.HasSuffix(name, ".city.zst") {
		c, err := openCity(name)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%s, %s assets, %s people", c.Title, count(int64(len(c.Assets))), count(c.Residents())), nil
	}
	s, err := scenarios.Load(name, sets, os.ReadFile)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, city %s, %d campaigns, %d events", s.Title, s.City.Name, s.Attack.Campaigns(), len(s.Events)), nil
}
