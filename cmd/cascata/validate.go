package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"cascata/bench/validation"
)

func (a *app) validateCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Hold the models against closed forms and published results",
		Long: `Compute every comparison of the models with closed forms, published cases and reference programs, and write them as a page of
Markdown with error, tolerance and verdict. It exits with 1 when one lies outside its tolerance without saying why.`,
		Args: noArgs,
		RunE: do(func(*cobra.Command, []string) error {
			if err := isFolder(out); err != nil {
				return err
			}
			areas := validation.All()
			done := 0
			p := a.progress("validate")
			results, err := validation.Run(areas, func(area validation.Area) {
				done++
				p.at(float64(done), float64(len(areas)), area.Title)
			})
			p.end()
			if err != nil {
				return err
			}
			page := func(w io.Writer) error { return validation.Markdown(w, results, "cascata validate") }
			if a.json {
				page = func(w io.Writer) error { return writeJSON(w, compared(results)) }
			}
			if out == "" {
				err = page(a.out)
			} else {
				err = writeWhole(out, page)
			}
			if err != nil {
				return err
			}
			if n := validation.Failures(results); n > 0 {
				return fmt.Errorf("%d comparisons lie outside their tolerance", n)
			}
			if out != "" {
				a.say("%s: every comparison lies within its tolerance, or says why it does not", out)
			}
			return nil
		}),
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write (default: standard output)")
	return cmd
}

// comparedJSON is what --json prints: every comparison with its verdict, and how many lie outside their tolerance without a gap that is known.
type comparedJSON struct {
	Failures    int              `json:"failures"`
	Comparisons []comparisonJSON `json:"comparisons"`
}

type comparisonJSON struct {
	Area      string  `json:"area"`
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Source    string  `json:"source"`
	Unit      string  `json:"unit"`
	Reference float64 `json:"reference"`
	Computed  float64 `json:"computed"`
	Tolerance float64 `json:"tolerance"`
	Because   string  `json:"because"`
	OK        bool    `json:"ok"`
	Absent    string  `json:"absent,omitempty"` // why nothing was compared
	Miss      string  `json:"miss,omitempty"`   // why it is known to lie outside
}

func compared(results []validation.Result) comparedJSON {
	all := comparedJSON{Failures: validation.Failures(results)}
	for _, result := range results {
		for _, r := range result.Rows {
			all.Comparisons = append(all.Comparisons, comparisonJSON{Area: result.Area.Title, ID: r.ID, Title: r.Title, Source: r.Source,
				Unit: r.Unit, Reference: r.Reference, Computed: r.Computed, Tolerance: r.Tolerance, Because: r.TolWhy, OK: r.OK(), Absent: r.Absent, Miss: r.Miss})
		}
	}
	return all
}
