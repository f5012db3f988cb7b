package citybuild

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"cascata/model"
	"cascata/scenarios/cityfile"
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
	d := newDraft(in, cat, o)
	d.city.Attribution = Attribution
	d.city.Synthetic = fmt.Sprintf("SYNTHETIC: all utility networks, control centres, operators and per-district services are invented (seed %d); streets, "+
		"parishes, residents and the places of public facilities are real, lanes, speeds and capacities of streets assumed.", o.Seed)
	in.spread()
	d.generate()
	c, err := d.finish()
	if err == nil {
		c.Hash, err = cityfile.Hash(c, cat)
	}
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
	d.places()
	d.layers()
	d.level()
}

// Attribution is the line that the data set asks for.
const Attribution = "(c) OpenStreetMap contributors, ODbL 1.0 - Censos 2021: INE, CC BY 4.0 - facilities: Carris Metropolitana / TML, ODbL 1.0 - " +
	"elevation: produced using Copernicus data (EU-DEM)"

// assetsPerNode is about how many assets a street node brings, to reserve memory.
const assetsPerNode = 7

// newDraft begins a city with its name and its districts.
func newDraft(in *input, cat *defaults.Catalog, o Options) *draft {
	d := &draft{in: in, root: rng.NewRoot(o.Seed, 0), cat: cat, bodies: in.bodies(), operator: map[string]model.OperatorID{}, index: make(map[string]int32, assetsPerNode*len(in.streets))}
	for i, b := range d.bodies {
		d.operator[b.name] = model.OperatorID(i)
	}
	d.city = &model.City{Assets: make([]model.Asset, 0, assetsPerNode*len(in.streets)), Name: o.Name, Title: o.Title, Lon: in.plane.lon, Lat: in.plane.lat}
	for _, p := range in.districts {
		rings := make([][]model.Point, len(p.rings))
		for i, r := range p.rings {
			rings[i] = r
		}
		d.city.Districts = append(d.city.Districts, model.District{Name: p.name, Title: p.title, Residents: int32(p.residents), Rings: rings})
	}
	return d
}

// places are the people, and what serves them.
func (d *draft) places() {
	d.city.Places = make([]model.Place, len(d.load))
	for l, n := range d.loadNode {
		s := d.in.streets[n]
		p := model.Place{District: model.DistrictID(s.district), At: s.at, Residents: int32(s.residents), Serving: make([]model.Serving, 0, len(d.serving[l])+len(d.common[s.district]))}
		for _, list := range [2][]int32{d.serving[l], d.common[s.district]} {
			for _, id := range list {
				p.Serving = append(p.Serving, model.Serving{Sector: d.cat.Kinds[d.city.Assets[id].Kind].Sector, Asset: model.AssetID(id)})
			}
		}
		d.city.Places[l] = p
	}
}

// layer adds lines to draw.
func (d *draft) layer(name string, synthetic bool, lines ...[]model.Point) {
	d.city.Layers = append(d.city.Layers, model.Layer{Name: name, Synthetic: synthetic || d.in.invented, Lines: lines})
}

// manyStreets is from how many small streets on nobody could see them in a picture.
const manyStreets = 20_000

// layers are the lines to draw: the shore, streets by class, metro lines.
func (d *draft) layers() {
	var boundary [][]model.Point
	for _, r := range d.in.boundary {
		boundary = append(boundary, r)
	}
	d.layer("boundary", false, boundary...)
	if d.in.invented {
		d.layer("river", true, d.in.river...)
	} else {
		d.layer("shore", true, d.shore()...)
	}
	roads := map[string][][]model.Point{}
	for _, e := range d.in.edges {
		class := e.class
		if strings.HasSuffix(class, "_link") {
			class = "link"
		}
		roads[class] = append(roads[class], e.line)
	}
	for _, class := range []string{"motorway", "trunk", "primary", "secondary", "tertiary", "link", "residential"} {
		if n := len(roads[class]); n == 0 && (d.in.invented || class == "residential") || class == "residential" && n > manyStreets {
			continue
		}
		d.layer("roads/"+class, false, roads[class]...)
	}
	at := map[string]model.Point{}
	for _, f := range d.in.metro {
		at[f.id] = f.at
	}
	lines, names := map[string][][]model.Point{}, []string(nil)
	for _, l := range d.in.links {
		if lines[l.line] == nil {
			names = append(names, l.line)
		}
		lines[l.line] = append(lines[l.line], []model.Point{at[l.from], at[l.to]})
	}
	for _, name := range names {
		d.layer("metro/"+slug(name), false, lines[name]...)
	}
}

// shore is the parts of the boundary along low ground: where the nearest street lies at the water's edge.
func (d *draft) shore() [][]model.Point {
	const edge, reach = 12.0, 700.0 // [m]
	all := make([]model.Point, len(d.in.streets))
	for i, s := range d.in.streets {
		all[i] = s.at
	}
	streets := newFinder(all)
	var lines [][]model.Point
	for _, r := range d.in.boundary {
		var run []model.Point
		for _, p := range append(slices.Clone(r), model.Point{X: math.Inf(1)}) {
			n := 0
			if !math.IsInf(p.X, 0) {
				n = streets.nearest(p, nil)
			}
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
