package citybuild

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"cascata/model"
	"cascata/scenarios/defaults"
	"cascata/sim/rng"
)

// DefaultSeed is the seed of the embedded city.
const DefaultSeed = 2025

// Options say how a city is made. The zero value makes the embedded Lisboa.
type Options struct {
	Seed  uint64 // of everything invented; 0 means DefaultSeed
	Name  string // short name; "" means lisboa
	Title string // as people write it; "" means Lisboa
}

// Build reads the data set in fsys (files as in cities/lisboa) and makes a city. The same files and seed give the same bytes. The error
// is model.Faults where files are at fault.
func Build(fsys fs.FS, o Options) (*model.City, *Statistics, error) {
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	if o.Name == "" {
		o.Name, o.Title = "lisboa", "Lisboa"
	}
	in, err := read(fsys)
	if err != nil {
		return nil, nil, err
	}
	cat, err := defaults.Load()
	if err != nil {
		return nil, nil, err
	}
	d := &draft{in: in, root: rng.NewRoot(o.Seed, 0), kinds: cat.KindNames(), rows: map[string][][]string{}, at: map[string]model.Point{}, home: map[string]int{}}
	d.describe(o)
	in.spread()
	d.generate()
	c, err := d.finish(cat)
	if err != nil {
		return nil, nil, fmt.Errorf("build of %s: %w", o.Name, err)
	}
	return c, Measure(c), nil
}

// generate makes every layer. Later layers look up what earlier ones made; needs may name what comes later.
func (d *draft) generate() {
	d.listLoads()
	d.power()
	d.water()
	d.telecom()
	d.wastewater()
	d.heat()
	d.traffic()
	d.rooms()
	d.transit()
	d.operators()
	d.health()
	d.emergency()
	d.port()
	d.civic()
	for l, n := range d.loadNode {
		s := d.in.streets[n]
		d.row("places", d.in.districts[s.district].name, number(s.at.X), number(s.at.Y), number(float64(s.residents)), strings.Join(d.serving[l], " "))
	}
	d.layers()
}

// Attribution is the line that the data set asks for.
const Attribution = "(c) OpenStreetMap contributors, ODbL 1.0 - Censos 2021: INE, CC BY 4.0 - facilities: Carris Metropolitana / TML, ODbL 1.0 - " +
	"elevation: produced using Copernicus data (EU-DEM)"

// describe writes who the city is and its districts.
func (d *draft) describe(o Options) {
	d.rows["city"] = [][]string{
		{"name", o.Name}, {"title", o.Title}, {"attribution", Attribution},
		{"synthetic", "SYNTHETIC: all utility networks, control centres, operators and per-district services are invented (seed " + fmt.Sprint(o.Seed) +
			"); streets, parishes, residents and the places of public facilities are real."},
		{"lon", number(d.in.plane.lon)}, {"lat", number(d.in.plane.lat)},
	}
	for _, p := range d.in.districts {
		d.row("districts", p.name, p.title, fmt.Sprint(p.residents))
		for _, r := range p.rings {
			d.row("rings", p.name, points(r))
		}
	}
}

func points(line []model.Point) string {
	parts := make([]string, len(line))
	for i, p := range line {
		parts[i] = number(p.X) + " " + number(p.Y)
	}
	return strings.Join(parts, ";")
}

// layers are the lines to draw: the shore, streets by class, metro lines.
func (d *draft) layers() {
	d.row("layers", "boundary", "")
	for _, r := range d.in.boundary {
		d.row("lines", "boundary", points(r))
	}
	d.row("layers", "shore", "yes")
	for _, line := range d.shore() {
		d.row("lines", "shore", points(line))
	}
	for _, class := range []string{"motorway", "trunk", "primary", "secondary", "tertiary", "link"} {
		d.row("layers", "roads/"+class, "")
	}
	for _, e := range d.in.edges {
		class := e.class
		if strings.HasSuffix(class, "_link") {
			class = "link"
		}
		d.row("lines", "roads/"+class, points(e.line))
	}
	at := map[string]model.Point{}
	for _, f := range d.in.metro {
		at[f.id] = f.at
	}
	made := map[string]bool{}
	for _, l := range d.in.links {
		if !made[l.line] {
			made[l.line] = true
			d.row("layers", "metro/"+slug(l.line), "")
		}
		d.row("lines", "metro/"+slug(l.line), points([]model.Point{at[l.from], at[l.to]}))
	}
}

// shore is the parts of the boundary along low ground: where the nearest street lies at the water's edge.
func (d *draft) shore() [][]model.Point {
	const edge, reach = 12.0, 700.0 // [m]
	all := make([]model.Point, len(d.in.streets))
	for i, s := range d.in.streets {
		all[i] = s.at
	}
	var lines [][]model.Point
	for _, r := range d.in.boundary {
		var run []model.Point
		for _, p := range append(slices.Clone(r), model.Point{X: math.Inf(1)}) {
			n := nearest(p, all, nil)
			if !math.IsInf(p.X, 0) && d.in.streets[n].elev <= edge && dist(p, all[n]) <= reach {
				run = append(run, p)
				continue
			}
			if len(run) > 3 {
				lines = append(lines, run)
			}
			run = nil
		}
	}
	return lines
}
