package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/scenarios/citybuild"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

func (a *app) cityCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "city",
		Short: "Build or describe a city",
		Args:  cobra.NoArgs,
		RunE: do(func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		}),
	}
	cmd.AddCommand(a.cityBuild())
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
		Args: cobra.NoArgs,
		RunE: do(func(*cobra.Command, []string) error {
			if out == "" {
				return usagef("city build needs -o FILE.city or FILE.city.zst")
			}
			if info, err := os.Stat(data); err != nil || !info.IsDir() {
				return usagef("--data %s is no folder", data)
			}
			c, _, err := citybuild.Build(os.DirFS(data), opt)
			if err != nil {
				return err
			}
			if err := writeCity(out, c); err != nil {
				return err
			}
			a.say("%s: %s, %s assets, %s people", out, c.Title, count(int64(len(c.Assets))), count(c.Residents()))
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
