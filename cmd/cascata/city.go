package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/scenarios/citybuild"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

func (a *app) cityCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "city",
		Short: "Build, invent or describe a city",
		Args:  cobra.NoArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		}),
	}
	cmd.AddCommand(a.cityBuild(), a.cityGenerate(), a.cityDescribe())
	return cmd
}

func (a *app) cityBuild() *cobra.Command {
	var data, out string
	var opt citybuild.Options
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build a city file from public data, inventing the missing layers",
		Long: `Build a city file from a folder of CSV and GeoJSON files (as scenarios/cities/lisboa) and invent, by documented rules and a
seed, the layers that no public map has. The same data and seed give the same bytes. A name that ends in .zst is compressed.`,
		Args: noArgs,
		RunE: do(func(*cobra.Command, []string) error {
			if out == "" {
				return usagef("city build needs -o FILE.city or FILE.city.zst")
			}
			if err := isFolder(out); err != nil {
				return err
			}
			if info, err := os.Stat(data); err != nil || !info.IsDir() {
				return usagef("--data %s is no folder", data)
			}
			c, statistics, err := citybuild.Build(os.DirFS(data), opt)
			if err != nil {
				return err
			}
			if err := writeCity(out, c); err != nil {
				return err
			}
			if a.json {
				return writeJSON(a.out, statistics)
			}
			if !a.quiet {
				fmt.Fprint(a.out, statistics)
			}
			return nil
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "scenarios/cities/lisboa", "folder of the data set")
	flags.StringVarP(&out, "out", "o", "", "file to write")
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed of everything invented (default: that of the embedded city)")
	flags.StringVar(&opt.Name, "name", "", "short name (default lisboa)")
	flags.StringVar(&opt.Title, "title", "", "name as people write it")
	return cmd
}

func (a *app) cityGenerate() *cobra.Command {
	var out string
	var plan citybuild.Plan
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Invent a whole city of any size",
		Long: `Invent a city: ground, a river, streets, people, facilities, and by the rules of city build all networks and services. Everything in
it is SYNTHETIC. The same numbers and seed give the same bytes. A name that ends in .zst is compressed. A scenario uses it as
city = "./FILE.city.zst".`,
		Args: noArgs,
		RunE: do(func(*cobra.Command, []string) error {
			if out == "" {
				return usagef("city generate needs -o FILE.city or FILE.city.zst")
			}
			if err := isFolder(out); err != nil {
				return err
			}
			defer debug.SetGCPercent(debug.SetGCPercent(tightGC))
			c, statistics, err := citybuild.Generate(plan)
			if err != nil {
				return usage(err)
			}
			if err := writeCity(out, c); err != nil {
				return err
			}
			if a.json {
				return writeJSON(a.out, statistics)
			}
			if !a.quiet {
				fmt.Fprintf(a.out, "%s: %d residents, %d districts, %d assets\n%s", out, c.Residents(), len(c.Districts), len(c.Assets), statistics)
			}
			return nil
		}),
	}
	flags := cmd.Flags()
	flags.IntVar(&plan.Residents, "residents", 100_000, "people, from 1,000 to 20,000,000")
	flags.Uint64Var(&plan.Seed, "seed", 0, "seed of everything (default: that of the embedded city)")
	flags.IntVar(&plan.Districts, "districts", 0, "districts (default: one for 22,742 residents, as in Lisbon)")
	flags.Float64Var(&plan.AssetsPer1000, "assets-per-1000", 0, "assets for 1,000 residents, from 8 to 200: how fine the streets are (default 100; Lisbon's 10.8)")
	flags.StringVar(&plan.Name, "name", "", "short name (default invented-N)")
	flags.StringVar(&plan.Title, "title", "", "name as people write it")
	flags.StringVarP(&out, "out", "o", "", "file to write")
	return cmd
}

// tightGC is how much garbage [% of what lives] the generator of cities may leave before it is collected: a city of a million assets has to
// fit beside the programs of a small machine.
const tightGC = 25

func (a *app) cityDescribe() *cobra.Command {
	return &cobra.Command{
		Use:   "describe [CITY]",
		Short: "Print what a city has, whom it serves and where one loss hits most people",
		Long: `Print what a city has, how many people each service reaches, the single points of failure of each sector (of a very large
city only its most important assets are tried), and its figures beside those of Lisboa. CITY is the name of an embedded city (lisboa
when none is named) or a city file.`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return cities.Names(), cobra.ShellCompDirectiveDefault
		},
		RunE: do(func(_ *cobra.Command, args []string) error {
			name := "lisboa"
			if len(args) > 0 {
				name = args[0]
			}
			c, err := openCity(name)
			if err != nil {
				return usage(err)
			}
			d := citybuild.Describe(c)
			if c.Name != comparedTo {
				other, err := cities.Load(comparedTo)
				if err != nil {
					return err
				}
				d.Beside = citybuild.Compare(d, citybuild.Describe(other))
			}
			if a.json {
				return writeJSON(a.out, d)
			}
			fmt.Fprint(a.out, d)
			return nil
		}),
	}
}

// comparedTo is the city that others are put beside.
const comparedTo = "lisboa"

// openCity reads an embedded city or a city file.
func openCity(name string) (*model.City, error) {
	if !scenarios.IsPath(name) {
		return cities.Load(name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	catalog, err := defaults.Load()
	if err != nil {
		return nil, err
	}
	return cityfile.Read(name, bytes.NewReader(data), catalog)
}

func writeCity(name string, c *model.City) error {
	catalog, err := defaults.Load()
	if err != nil {
		return err
	}
	write := cityfile.Write
	if strings.HasSuffix(name, ".zst") {
		write = cityfile.WriteCompressed
	}
	if err := writeWhole(name, func(w io.Writer) error { return write(w, c, catalog) }); err != nil {
		return fmt.Errorf("city %s: %w", c.Name, err)
	}
	return nil
}
