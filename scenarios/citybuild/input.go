package citybuild

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cascata/model"
)

// input is everything that is read, on the plane of the city.
type input struct {
	plane     plane
	invented  bool  // nothing is real
	simple    []int // of simpleEdges, once asked for
	streets   []street
	edges     []streetEdge
	districts []district
	hospitals []facility // kind holds the emergency department: general, paediatric, ..., or empty
	fire      []facility
	police    []facility
	centres   []facility
	schools   []facility
	metro     []facility // kind holds the lines: "verde|vermelha"
	links     []metroLink
	rail      []facility
	ferry     []facility
	stops     []facility
	boundary  []ring          // of the whole city
	river     [][]model.Point // of an invented city
}

// street is a node of the street graph.
type street struct {
	at        model.Point
	elev      float64 // above the sea [m]; NaN until filled in
	classes   []string
	arms      int
	district  int
	residents int
}

type streetEdge struct {
	u, v   int
	class  string
	name   string
	length float64 // [m]
	bridge bool    // of an invented city
	line   []model.Point
}

// district is a parish.
type district struct {
	code, name, title     string
	residents, households int
	shape                 orb.MultiPolygon // on the plane
	bound                 orb.Bound        // of shape
	rings                 []ring
}

type ring []model.Point

// facility is a real place of the data set.
type facility struct {
	id, name, kind string
	at             model.Point
	district       int
	weight         float64
}

type metroLink struct {
	line     string
	from, to string
}

// reader reads the files and gathers every fault.
type reader struct {
	fsys   fs.FS
	faults model.Faults
	in     *input
	nodes  map[string]int
	codes  map[string]int
}

// read reads the set. The error is model.Faults.
func read(fsys fs.FS) (*input, error) {
	r := &reader{fsys: fsys, in: &input{}, nodes: map[string]int{}, codes: map[string]int{}}
	r.setOrigin()
	r.readDistricts()
	r.readBoundary()
	r.readStreets()
	if len(r.faults) == 0 {
		r.readFacilities()
		r.check()
	}
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return r.in, nil
}

// record is one row of a CSV file, its cells by column name.
type record struct {
	r     *reader
	file  string
	line  int
	cells map[string]string
}

func (c record) fault(column, want, format string, args ...any) {
	c.r.faults.Add(c.file, c.line, 0, want, "column "+column+": "+format, args...)
}

// number is a finite number; an empty cell is NaN.
func (c record) number(column string) float64 {
	if c.cells[column] == "" {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(c.cells[column], 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		c.fault(column, "write a finite number", "%q is not a number", c.cells[column])
	}
	return x
}

func (c record) point() model.Point {
	lon, lat := c.number("lon"), c.number("lat")
	if !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		c.fault("lon, lat", "write degrees", "%v, %v is not a place", lon, lat)
	}
	return c.r.in.plane.project(orb.Point{lon, lat})
}

// table calls row for every row of a CSV file that must have the given columns.
func (r *reader) table(file string, columns []string, row func(record)) {
	f, err := r.fsys.Open(file)
	if err != nil {
		r.faults.Add(file, 0, 0, "", "cannot be opened: %v", err)
		return
	}
	defer f.Close()
	in := csv.NewReader(f)
	header, err := in.Read()
	if err != nil {
		r.faults.Add(file, 1, 0, "", "has no header row: %v", err)
		return
	}
	for _, want := range columns {
		if model.Nearest(want, header) != want {
			r.faults.Add(file, 1, 0, model.DidYouMean(want, header), "lacks the column %q", want)
		}
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.faults.Add(file, 0, 0, "", "%v", err) // says the line itself
			return
		}
		line, _ := in.FieldPos(0)
		c := record{r, file, line, map[string]string{}}
		for i, text := range cells {
			c.cells[header[i]] = text
		}
		row(c)
	}
}

func (r *reader) setOrigin() {
	const minute = 0.01 // the origin is rounded, so that another street does not move every coordinate
	west, east, south, north := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	r.table("roads_arterial_nodes.csv", []string{"id", "lon", "lat", "elev_m"}, func(c record) {
		lon, lat := c.number("lon"), c.number("lat")
		west, east, south, north = min(west, lon), max(east, lon), min(south, lat), max(north, lat)
	})
	r.in.plane = newPlane(math.Round((west+east)/2/minute)*minute, math.Round((south+north)/2/minute)*minute)
}

func (r *reader) readDistricts() {
	for i, f := range r.collection("parishes.geojson") {
		p := f.Properties
		d := district{code: p.Dicofre, title: p.Name, residents: p.Residents, households: p.Households}
		d.name, d.shape = slug(d.title), r.in.plane.polygons(f.shape())
		if d.code == "" || d.name == "" || d.residents < 0 || d.households < 0 || len(d.shape) == 0 {
			r.faults.Add("parishes.geojson", 0, 0, "", "feature %d lacks dicofre, name, residents, households or a polygon", i)
		}
		d.rings, d.bound = outer(d.shape), d.shape.Bound()
		r.codes[d.code] = i
		r.in.districts = append(r.in.districts, d)
	}
}

func (r *reader) readBoundary() {
	for _, f := range r.collection("boundary.geojson") {
		r.in.boundary = append(r.in.boundary, outer(r.in.plane.polygons(f.shape()))...)
	}
}

func (r *reader) readStreets() {
	r.table("roads_arterial_nodes.csv", nil, func(c record) {
		if _, twice := r.nodes[c.cells["id"]]; twice {
			c.fault("id", "", "%q stands twice", c.cells["id"])
		}
		r.nodes[c.cells["id"]] = len(r.in.streets)
		r.in.streets = append(r.in.streets, street{at: c.point(), elev: c.number("elev_m")})
	})
	seen := map[[2]int]bool{}
	r.table("roads_arterial_edges.csv", []string{"u", "v", "class", "name", "length_m", "via_lonlat"}, func(c record) {
		u, okU := r.nodes[c.cells["u"]]
		v, okV := r.nodes[c.cells["v"]]
		e := streetEdge{u: u, v: v, class: c.cells["class"], name: c.cells["name"], length: c.number("length_m")}
		if !okU || !okV || !(e.length >= 0) {
			c.fault("u, v, length_m", "", "an end that does not exist, or no length")
			return
		}
		e.line = append(append([]model.Point{r.in.streets[u].at}, r.via(c)...), r.in.streets[v].at)
		for _, n := range [2]int{u, v} {
			r.in.streets[n].classes = append(r.in.streets[n].classes, e.class)
		}
		if pair := [2]int{min(u, v), max(u, v)}; !seen[pair] {
			seen[pair] = true
			r.in.streets[u].arms++
			r.in.streets[v].arms++
		}
		r.in.edges = append(r.in.edges, e)
	})
	r.in.fillElevation()
	for i := range r.in.streets {
		r.in.streets[i].district = r.in.districtAt(r.in.streets[i].at)
	}
}

func (r *reader) via(c record) []model.Point {
	var points []model.Point
	if c.cells["via_lonlat"] == "" {
		return nil
	}
	for _, pair := range strings.Split(c.cells["via_lonlat"], ";") {
		var p orb.Point
		if _, err := fmt.Sscanf(pair, "%g %g", &p[0], &p[1]); err != nil {
			c.fault("via_lonlat", "write lon lat;lon lat;...", "%q is not a point", pair)
			return nil
		}
		points = append(points, r.in.plane.project(p))
	}
	return points
}

func (r *reader) readFacilities() {
	in := r.in
	for _, set := range []struct {
		file, id, kind string
		to             *[]facility
	}{
		{"hospitals.csv", "osm_id", "ed_assumed", &in.hospitals}, {"fire_stations.csv", "osm_id", "", &in.fire}, {"police_stations.csv", "id", "", &in.police},
		{"health_centres.csv", "id", "", &in.centres}, {"schools.csv", "id", "", &in.schools}, {"metro_stations.csv", "id", "lines", &in.metro},
		{"train_stations.csv", "id", "", &in.rail}, {"ferry_terminals.csv", "id", "", &in.ferry}, {"bus_stops.csv", "id", "", &in.stops},
	} {
		columns := []string{set.id, "name", "lon", "lat"}
		if set.kind != "" {
			columns = append(columns, set.kind)
		}
		r.table(set.file, columns, func(c record) {
			f := facility{id: c.cells[set.id], name: c.cells["name"], at: c.point()}
			if f.name == "" {
				f.name = "OSM " + f.id
			}
			if set.kind != "" {
				f.kind = c.cells[set.kind]
			}
			if set.to == &in.stops {
				f.weight = max(1, c.number("frequency"))
			}
			if d, known := r.codes[c.cells["dicofre"]]; known {
				f.district = d
			} else {
				f.district = in.districtAt(f.at)
			}
			*set.to = append(*set.to, f)
		})
	}
	r.table("metro_links.csv", []string{"line", "seq", "from", "to"}, func(c record) {
		in.links = append(in.links, metroLink{c.cells["line"], c.cells["from"], c.cells["to"]})
	})
}

// fillElevation gives nodes without ground level the mean of their neighbours, and repeats until all have one.
func (in *input) fillElevation() {
	for range in.streets {
		sum, count, missing := make([]float64, len(in.streets)), make([]int, len(in.streets)), 0
		for _, e := range in.edges {
			for _, pair := range [2][2]int{{e.u, e.v}, {e.v, e.u}} {
				if from := in.streets[pair[0]].elev; !math.IsNaN(from) {
					sum[pair[1]] += from
					count[pair[1]]++
				}
			}
		}
		for i := range in.streets {
			if s := &in.streets[i]; math.IsNaN(s.elev) {
				missing++
				if count[i] > 0 {
					s.elev = sum[i] / float64(count[i])
				}
			}
		}
		if missing == 0 {
			return
		}
	}
	for i := range in.streets {
		if math.IsNaN(in.streets[i].elev) {
			in.streets[i].elev = 0
		}
	}
}
