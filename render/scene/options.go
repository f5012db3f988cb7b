package scene

import (
	"fmt"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Options says how a moment is shown. The zero value is the whole dark picture, 1920 by 1080.
type Options struct {
	Width, Height int      // [px], 0 = 1920 and 1080; at least 480 by 320
	Theme         Theme    // Dark or Light
	Sector        string   // name of the one sector to show, the others grey; empty = all, by state
	Title         string   // instead of the scenario's title
	Highlight     string   // path name of an entity to ring and to explain; empty = none
	RealNames     bool     // show the names of real facilities where the data has them
	MapOnly       bool     // no panels: the map with its scale and attribution
	HideFuture    bool     // nothing of the timeline right of the moment
	Arrows        sim.Time // how long a cause stays visible as an arrow [ns], 0 = 60 min
}

// frame limits and defaults.
const (
	defaultWidth, defaultHeight = 1920, 1080
	minWidth, minHeight         = 480, 320
	maxSide                     = 16384
	panelWidth, panelHeight     = 800, 450 // smaller pictures have no room for panels
)

// complete fills the defaults in and reports what is wrong.
func (o Options) complete(rec *trace.Recording) (Options, error) {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	if o.Height == 0 {
		o.Height = defaultHeight
	}
	if o.Width < minWidth || o.Height < minHeight || o.Width > maxSide || o.Height > maxSide {
		return o, fmt.Errorf("scene: a picture of %d by %d pixels: at least %d by %d, at most %d",
			o.Width, o.Height, minWidth, minHeight, maxSide)
	}
	o.MapOnly = o.MapOnly || o.Width < panelWidth || o.Height < panelHeight
	if o.Arrows == 0 {
		o.Arrows = defaultArrows
	}
	if o.Title == "" {
		o.Title = rec.Header.ScenarioTitle
	}
	if o.Title == "" {
		o.Title = rec.Header.Scenario
	}
	if o.Sector != "" && sectorOf(rec, o.Sector) == model.Absent {
		return o, fmt.Errorf("scene: no sector %q; %s", o.Sector, model.DidYouMean(o.Sector, sectorNames(rec)))
	}
	if _, ok := rec.Entity(o.Highlight); o.Highlight != "" && !ok {
		return o, fmt.Errorf("scene: nothing is called %q", o.Highlight)
	}
	return o, nil
}

func sectorOf(rec *trace.Recording, name string) model.SectorID {
	for i := range rec.Sectors {
		if rec.Sectors[i].Name == name {
			return model.SectorID(i)
		}
	}
	return model.Absent
}

func sectorNames(rec *trace.Recording) []string {
	names := make([]string, len(rec.Sectors))
	for i := range rec.Sectors {
		names[i] = rec.Sectors[i].Name
	}
	return names
}
