package main

import (
	"io"

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
Without --at it is the moment at which most people are affected.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: oneScenario,
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("draw needs -o FILE.png")
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
	return cmd
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
