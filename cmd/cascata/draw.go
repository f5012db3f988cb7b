package main

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/trace"
	"cascata/render/raster"
	"cascata/render/scene"
)

func (a *app) drawCommand() *cobra.Command {
	var f scenarioFlags
	var opt scene.Options
	var at, out string
	var light bool
	cmd := &cobra.Command{
		Use:   "draw RUN|SCENARIO",
		Short: "Draw a moment of a run as a PNG picture",
		Long: `Draw a moment of a run as a PNG picture. RUN is the folder of a run or its trace.cascata; a SCENARIO is simulated first.
Without --at it is the moment at which most people lack an essential service, or that of the hardest-hit sector when nobody does.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: runOrScenario,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if err := canDraw(cmd, args[0], out); err != nil {
				return err
			}
			rec, err := a.recordingOf(cmd, args, &f)
			if err != nil {
				return err
			}
			t, err := instant(rec, at)
			if err != nil {
				return err
			}
			if light {
				opt.Theme = scene.Light
			}
			picture, err := scene.Draw(rec, t, opt)
			if err != nil {
				return usage(err)
			}
			if err := writeWhole(out, func(w io.Writer) error { return raster.PNG(w, picture) }); err != nil {
				return err
			}
			if a.json {
				return writeJSON(a.out, drawn{out, t.Sub(0).Seconds(), rec.Clock().Text(t), picture.Title, rec.Header.Synthetic})
			}
			a.say("%s: %s", out, picture.Title)
			return nil
		}),
	}
	f.register(cmd, true)
	flags := cmd.Flags()
	flags.StringVar(&at, "at", "", `the moment, such as 6h21m or "1d 14:32" (default: the worst)`)
	flags.StringVarP(&out, "out", "o", "", "file to write")
	flags.StringVar(&opt.Sector, "sector", "", "show one sector, the others grey")
	flags.StringVar(&opt.Highlight, "highlight", "", "name of something to ring")
	flags.IntVar(&opt.Width, "width", 0, "width in pixels (default 1920)")
	flags.IntVar(&opt.Height, "height", 0, "height in pixels (default 1080)")
	flags.BoolVar(&light, "light", false, "dark on light, for print")
	flags.BoolVar(&opt.MapOnly, "map-only", false, "only the map, no panels")
	flags.BoolVar(&opt.RealNames, "real-names", false, "show the names of real facilities")
	complete(cmd, "sector", sectorNames)
	return cmd
}

// drawn is what --json prints of a picture.
type drawn struct {
	File      string  `json:"file"`
	At        float64 `json:"at_s"`
	Clock     string  `json:"at"`
	Title     string  `json:"title"`
	Synthetic string  `json:"synthetic"`
}

// canDraw refuses what would be ignored: another format than PNG, and flags that cannot change a run that is over.
func canDraw(cmd *cobra.Command, of, out string) error {
	if !strings.EqualFold(filepath.Ext(out), ".png") {
		return usagef("draw needs -o FILE.png")
	}
	if err := isFolder(out); err != nil {
		return err
	}
	if !isRun(of) {
		return nil
	}
	for _, name := range []string{"seed", "replication", "horizon", "set", "workers"} {
		if cmd.Flags().Changed(name) {
			return usagef("%s is a run that is over: --%s works with a scenario only", of, name)
		}
	}
	return nil
}

func (a *app) recordingOf(cmd *cobra.Command, args []string, f *scenarioFlags) (*trace.Recording, error) {
	if isRun(args[0]) {
		return openRun(args[0])
	}
	s, err := f.load(args)
	if err != nil {
		return nil, err
	}
	return a.simulate(cmd.Context(), s, f)
}
