package citybuild

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/scenarios/defaults"
	"cascata/sim/rng"
)

// draft is a city in the making. Assets stand in the order in which they are made and everything refers to them by name, so that needs
// may name what comes later; finish sorts and resolves them.
type draft struct {
	in       *input
	root     rng.Root
	cat      *defaults.Catalog
	bodies   []body
	operator map[string]model.OperatorID
	city     *model.City      // districts, kinds and assets are numbered as they come until the city is finished
	index    map[string]int32 // asset of a name
	needs    []draftNeed

	load      []model.Point // streets with people: one power load, one water junction, one place each
	loadNode  []int         // its street node
	loadOf    []string      // its asset
	loads     *finder       // of load
	homes     [][]int       // loads of each district
	middles   []model.Point // of each district: the load nearest to where its people are
	feederOf  []int
	substOf   []int // substation of each load
	junction  []string
	site      []string // cell sites
	exchange  []string
	exchanges *finder
	radio     []string
	radios    *finder
	serving   [][]int32 // assets that serve each load's people, besides
	common    [][]int32 // those of its district
}

// asset is an asset with the usual values left out.
type asset struct {
	name, kind, operator, label string
	at                          model.Point
	district                    int
	capacity, demand, stored    float64
	real                        bool // from the data set; else SYNTHETIC
	inertia                     time.Duration
}

// draftNeed is a need whose suppliers are names, "name*0.5" where the rule is weighted. Options are "field=value" with the fields of
// defaults.NeedFields and "k".
type draftNeed struct {
	asset     model.AssetID
	name      string
	suppliers []string
	options   []string
}

// place adds an asset and returns its name.
func (d *draft) place(a asset) string {
	kind := d.kindOf(a)
	operator, known := d.operator[a.operator]
	if _, twice := d.index[a.name]; twice || kind == model.Absent || !known {
		panic("citybuild: asset " + a.name + " made twice, or without kind or operator")
	}
	d.index[a.name] = int32(len(d.city.Assets))
	real := a.real && !d.in.invented
	if !real && d.in.invented {
		a.label = ""
	}
	d.city.Assets = append(d.city.Assets, model.Asset{Name: a.name, Label: a.label, Kind: kind, District: model.DistrictID(a.district), Operator: operator,
		At: round(a.at), Capacity: digits(a.capacity), Demand: digits(a.demand), Stored: digits(a.stored), Synthetic: !real, Inertia: a.inertia})
	return a.name
}

// kindOf is the kind of an asset, by default the longest that its name begins with: "power/load" for "power/load-001".
func (d *draft) kindOf(a asset) model.KindID {
	if a.kind != "" {
		return d.cat.Kind(a.kind)
	}
	for name := a.name; ; {
		cut := strings.LastIndexByte(name, '-')
		if cut < 0 {
			return model.Absent
		}
		name = name[:cut]
		if k := d.cat.Kind(name); k != model.Absent {
			return k
		}
	}
}

// id is the number of an asset so far.
func (d *draft) id(name string) model.AssetID {
	i, found := d.index[name]
	if !found {
		panic("citybuild: there is no asset " + name)
	}
	return model.AssetID(i)
}

// placed is the asset of a name.
func (d *draft) placed(name string) *model.Asset { return &d.city.Assets[d.id(name)] }

// at are the places of assets.
func (d *draft) at(names ...string) []model.Point {
	points := make([]model.Point, len(names))
	for i, name := range names {
		points[i] = d.placed(name).At
	}
	return points
}

func (d *draft) home(name string) int { return int(d.placed(name).District) }

// need lets an asset depend on suppliers.
func (d *draft) need(asset, name string, suppliers []string, options ...string) {
	if len(suppliers) > 0 {
		d.needs = append(d.needs, draftNeed{d.id(asset), name, suppliers, options})
	}
}

// network begins a network named after its sector; the edges that follow are its own.
func (d *draft) network(sector string) {
	d.city.Networks = append(d.city.Networks, model.Network{Name: sector, Sector: d.cat.Sector(sector)})
}

// edge joins two assets of the network begun last. What it returns may be changed until the next one.
func (d *draft) edge(asset, from, to string) *model.Edge {
	n := &d.city.Networks[len(d.city.Networks)-1]
	n.Edges = append(n.Edges, model.Edge{Asset: d.id(asset), From: d.id(from), To: d.id(to)})
	return &n.Edges[len(n.Edges)-1]
}

// member adds an asset that is no edge, nor an end of one, to the network begun last.
func (d *draft) member(name string) {
	n := &d.city.Networks[len(d.city.Networks)-1]
	n.Members = append(n.Members, d.id(name))
}

// serve says that an asset serves the people of a load.
func (d *draft) serve(l int, name string) { d.serving[l] = append(d.serving[l], int32(d.id(name))) }

// lisbon is the residents of Lisbon (census 2021), for which the counts in the rules hold.
const lisbon = 545_796

// scale is how many of a thing a city has of which Lisbon has n, and at least so many.
func (in *input) scale(n float64, least int) int {
	return max(least, int(math.Round(n*float64(in.people())/lisbon)))
}

// people are the residents of all districts.
func (in *input) people() int {
	total := 0
	for i := range in.districts {
		total += in.districts[i].residents
	}
	return total
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

// least is x in four digits, rounded down: a register of everybody holds no more people than live there.
func least(x float64) float64 {
	unit := math.Pow10(max(0, int(math.Log10(max(x, 1)))-3))
	return math.Floor(x/unit) * unit
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
