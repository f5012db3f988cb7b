package citybuild

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
	"cascata/sim/rng"
)

// draft is a city in the making: rows of the city format, in which everything refers to everything by name. The reader of the
// format resolves and checks them at the end.
type draft struct {
	in    *input
	root  rng.Root
	kinds []string // names of the catalogue
	rows  map[string][][]string
	at    map[string]model.Point // of every asset
	home  map[string]int         // district of every asset

	load      []model.Point // streets with people: one power load, one water junction, one place each
	loadNode  []int         // its street node
	loadOf    []string      // its asset
	feederOf  []int
	substOf   []int // substation of each load
	junction  []string
	pressures []int    // zone of each street node
	site      []string // cell sites
	exchange  []string
	radio     []string
	serving   [][]string // assets that serve each load's people
}

// asset is a row of the assets with the usual values left out.
type asset struct {
	name, kind, operator, label string
	at                          model.Point
	district                    int
	capacity, demand, stored    float64
	real                        bool // from the data set; else SYNTHETIC
	inertia                     time.Duration
}

// place adds an asset and returns its name.
func (d *draft) place(a asset) string {
	if a.kind == "" {
		a.kind = d.kindOf(a.name)
	}
	if _, twice := d.at[a.name]; twice {
		panic("citybuild: asset " + a.name + " made twice")
	}
	a.at = round(a.at)
	d.at[a.name], d.home[a.name] = a.at, a.district
	synthetic, inertia := "yes", ""
	if a.real {
		synthetic = ""
	}
	if a.inertia > 0 {
		inertia = defaults.SpanText(a.inertia)
	}
	d.row("assets", a.name, a.kind, d.in.districts[a.district].name, a.operator, number(a.at.X), number(a.at.Y), a.label,
		number(digits(a.capacity)), number(digits(a.demand)), number(digits(a.stored)), synthetic, inertia, "")
	return a.name
}

// kindOf is the longest kind that a name begins with: "power/load" for "power/load-001".
func (d *draft) kindOf(name string) string {
	longest := ""
	for i := range d.kinds {
		if k := d.kinds[i]; len(k) > len(longest) && strings.HasPrefix(name, k+"-") {
			longest = k
		}
	}
	return longest
}

// row adds a row to a section.
func (d *draft) row(section string, cells ...string) {
	d.rows[section] = append(d.rows[section], cells)
}

// need lets an asset depend on suppliers. Options are "field=value" with the fields of defaults.NeedFields and "k".
func (d *draft) need(asset, name string, suppliers []string, options ...string) {
	if len(suppliers) == 0 {
		return
	}
	fields := defaults.NeedFields()
	cells := make([]string, 4+len(fields))
	cells[0], cells[1], cells[2] = asset, name, strings.Join(suppliers, " ")
	for _, o := range options {
		field, value, _ := strings.Cut(o, "=")
		if field == "k" {
			cells[3] = value
		}
		for i := range fields {
			if fields[i] == field {
				cells[4+i] = value
			}
		}
	}
	d.row("needs", cells...)
}

// one is a single supplier.
func one(name string) []string { return []string{name} }

// shares are suppliers weighted in proportion to weights, in millionths that sum to 1; evenly when all weights are 0.
func shares(names []string, weights []float64) []string {
	const millionths = 1_000_000
	if !slices.ContainsFunc(weights, func(w float64) bool { return w > 0 }) {
		weights = slices.Repeat([]float64{1}, len(names))
	}
	var list []string
	for i, n := range apportion(weights, millionths) {
		if n > 0 {
			list = append(list, names[i]+"*"+number(float64(n)/millionths))
		}
	}
	return list
}

// evenly is shares of the same weight.
func evenly(names []string) []string { return shares(names, make([]float64, len(names))) }

func number(x float64) string {
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// digits rounds to four significant digits: what is invented needs no more.
func digits(x float64) float64 {
	if x == 0 {
		return 0
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64) // its own text: cannot fail
	return y
}

// numbered is a name with a number wide enough to sort: "power/load-007".
func numbered(kind string, i, of int) string {
	return fmt.Sprintf("%s-%0*d", kind, max(2, len(strconv.Itoa(of))), i+1)
}

// stream is the random stream of a layer, so that a change in one layer moves no other.
func (d *draft) stream(layer string) *rng.Stream {
	s := d.root.Stream("citybuild/" + layer)
	return &s
}

// headers are the columns of the rows of a draft.
func headers() [][2]string {
	return [][2]string{
		{"city", "key,value"}, {"districts", "name,title,residents"}, {"rings", "district,points"},
		{"operators", "name,title,sector,district,estate,regime,control,crews,persons,records"},
		{"assets", "name,kind,district,operator,x,y,label,capacity,demand,stored,synthetic,inertia,step"},
		{"needs", "asset,need,suppliers,k," + strings.Join(defaults.NeedFields(), ",")},
		{"networks", "name,sector"}, {"edges", "network,asset,from,to,directed,open"},
		{"places", "district,x,y,residents,serving"}, {"layers", "name,synthetic"}, {"lines", "layer,points"},
	}
}

// finish reads the rows as a city file.
func (d *draft) finish(cat *defaults.Catalog) (*model.City, error) {
	var text bytes.Buffer
	text.WriteString("cascata-city 1\n")
	w := csv.NewWriter(&text)
	for _, h := range headers() {
		w.Flush()
		fmt.Fprintf(&text, "[%s]\n%s\n", h[0], h[1])
		if err := w.WriteAll(d.rows[h[0]]); err != nil {
			return nil, err
		}
	}
	w.Flush()
	c, err := cityfile.Read("the generated city", &text, cat)
	if err != nil {
		return nil, err
	}
	c.Hash, err = cityfile.Hash(c, cat)
	return c, err
}
