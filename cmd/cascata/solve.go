package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/model/cyber"
)

func (a *app) solveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "solve",
		Short: "Ask one model alone, without a city",
		Args:  cobra.NoArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		}),
	}
	cmd.AddCommand(a.solveTTC(), a.solvePercolation(), a.solvePower(), a.solvePSAP(), a.solveTraffic(), a.solveWater())
	return cmd
}

// ttcAnswer is the mean time to compromise for one skill.
type ttcAnswer struct {
	Skill           string  `json:"skill"`
	Vulnerabilities int     `json:"vulnerabilities"`
	Days            float64 `json:"mean_days"`
}

func (a *app) solveTTC() *cobra.Command {
	var vulnerabilities int
	var skill string
	cmd := &cobra.Command{
		Use:   "ttc",
		Short: "Mean time to compromise a component (McQueen et al. 2006)",
		Args:  noArgs,
		RunE: do(func(*cobra.Command, []string) error {
			const most = 1_000_000
			if vulnerabilities < 0 || vulnerabilities > most {
				return usagef("--vulnerabilities %d: write 0 to %d", vulnerabilities, most)
			}
			var answers []ttcAnswer
			var names []string
			for s := cyber.Novice; s <= cyber.Expert; s++ {
				names = append(names, s.String())
				if skill == "" || skill == s.String() {
					m := cyber.McQueen{Vulnerabilities: vulnerabilities, Skill: s}
					answers = append(answers, ttcAnswer{s.String(), vulnerabilities, m.Days()})
				}
			}
			if len(answers) == 0 {
				return usagef("--skill %s is unknown; %s", skill, model.DidYouMean(skill, names))
			}
			if a.json {
				return writeJSON(a.out, struct {
					Skills []ttcAnswer `json:"skills"`
				}{answers})
			}
			t := &table{head: []string{"skill", "known vulnerabilities", "mean days"}, right: []bool{false, true, true}}
			for _, x := range answers {
				t.add(x.Skill, count(int64(x.Vulnerabilities)), fmt.Sprintf("%.1f", x.Days))
			}
			t.write(a.out)
			return nil
		}),
	}
	cmd.Flags().IntVar(&vulnerabilities, "vulnerabilities", 19, "known vulnerabilities of the component")
	cmd.Flags().StringVar(&skill, "skill", "", "novice, beginner, intermediate or expert (default: all)")
	return cmd
}
