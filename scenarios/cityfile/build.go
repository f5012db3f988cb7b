package cityfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cascata/model"
	"cascata/model/law"
	"cascata/scenarios/defaults"
)

// builder turns rows into a city. References between rows are by name and resolved here, so that rows may stand in any order.
type builder struct {
	fields
	lines  [sections][]line
	header [sections][]int
	quiet  splitter              // the scanner has reported the faults of form
	wide   [needFields + 16]cell // the cells of the row at hand
	cat    *defaults.Catalog
	city   *model.City

	districts, operators, assets, networks, layers index
	looked                                         int // names compared with unknown ones
	lost                                           map[[2]string]*missing
	kinds, sectors                                 index   // of the city, not of the catalogue
	corners                                        []int32 // numbers of the corners, ascending
	stamps                                         []int32 // by asset: line of the last need that named it as supplier
}

func newBuilder(s *scanner, cat *defaults.Catalog) *builder {
	return &builder{fields: fields{s.file, s.faults, schema()}, lines: s.lines, header: s.header, quiet: splitter{faults: &model.Faults{}},
		cat: cat, city: &model.City{}, lost: map[[2]string]*missing{}}
}

// cloned is a text of its own, without the line around it.
func cloned(text string) string { return strings.Clone(text) }

// index finds the position of a name among things sorted by name.
type index struct {
	what    string
	names   []string
	at      map[string]int
	missing bool // the file has no such section, which is fault enough
}

func newIndex(what string, names []string) index {
	x := index{what: what, names: names, at: make(map[string]int, len(names))}
	for i, name := range names {
		x.at[name] = i
	}
	return x
}

// missing is a name that nothing has: the place of its fault among the faults, and how many cells use it.
type missing struct{ fault, count int }

// find is the position of the name in a cell, or Absent and a fault for the first cell that uses an unknown name.
func (b *builder) find(x *index, r row, c cell) int {
	if i, ok := x.at[c.text]; ok {
		return i
	}
	key := [2]string{x.what, c.text}
	switch known := b.lost[key]; {
	case x.missing:
	case known != nil:
		known.count++
	case !b.full():
		key[1] = cloned(c.text)
		b.lost[key] = &missing{len(*b.faults), 1}
		b.fault(r, c, b.suggest(c.text, x.names), "there is no %s %q", x.what, c.text)
	}
	return model.Absent
}

// countMissing says with each missing name how often it is used: one damaged row is one fault, not one for each row that refers to it.
func (b *builder) countMissing() {
	for _, m := range b.lost { // each writes a fault of its own
		if m.count > 1 {
			(*b.faults)[m.fault].What += fmt.Sprintf(" (used %d times)", m.count)
		}
	}
}

// suggest names what may have been meant, as long as looking through all names does not take seconds.
func (b *builder) suggest(text string, names []string) string {
	const patience = 5_000_000
	if b.looked += len(names); b.looked > patience {
		return ""
	}
	return model.DidYouMean(text, names)
}

func (b *builder) build() {
	b.head()
	b.collect()
	b.readDistricts()
	b.readOperators()
	b.readAssets()
	b.readNeeds()
	b.readNetworks()
	b.readCorners()
	b.readStreets()
	b.readPlaces()
	b.readLayers()
	b.countMissing()
	b.defaults()
}

// head reads the section of keys and values.
func (b *builder) head() {
	c := b.city
	texts := map[string]*string{"name": &c.Name, "title": &c.Title, "synthetic": &c.Synthetic, "attribution": &c.Attribution}
	numbers := map[string]*float64{"lon": &c.Lon, "lat": &c.Lat}
	known := []string{"name", "title", "synthetic", "attribution", "lon", "lat"}
	seen := map[string]bool{}
	for r := range b.take(secCity) {
		key, value := r.cells[cityKey], r.cells[cityValue]
		text, number := texts[key.text], numbers[key.text]
		switch {
		case seen[key.text]:
			b.fault(r, key, "state each key once", "key %q stands twice", key.text)
		case text != nil:
			*text = cloned(value.text)
		case number != nil:
			*number = b.number(r, value, key.text, -180, 180)
		default:
			b.fault(r, key, model.DidYouMean(key.text, known), "unknown key %q", key.text)
		}
		seen[key.text] = true
		if key.text == "name" {
			b.name(r, value, "name of the city")
		}
	}
	for _, key := range known[:2] {
		if !seen[key] {
			b.faults.Add(b.file, 0, 0, "", "section [city] lacks the key %q", key)
		}
	}
}

// collect gathers the names that rows define, so that references can be resolved, and the kinds and sectors in use.
func (b *builder) collect() {
	b.districts = b.names(secDistricts, "district")
	b.operators = b.names(secOperators, "operator")
	b.assets = b.names(secAssets, "asset")
	b.stamps = make([]int32, len(b.assets.names))
	b.networks = b.names(secNetworks, "network")
	b.layers = b.layerNames()
	kinds, sectors := map[string]bool{}, map[string]bool{}
	for r := range b.rows(secAssets) {
		kinds[r.cells[assetKind].text] = true
	}
	for r := range b.rows(secOperators) {
		sectors[r.cells[operatorSector].text] = true
	}
	for r := range b.rows(secNetworks) {
		sectors[r.cells[networkSector].text] = true
	}
	for _, k := range b.cat.Kinds {
		if kinds[k.Name] {
			sectors[b.cat.Sectors[k.Sector].Name] = true
		}
	}
	for _, s := range b.cat.Sectors {
		if sectors[s.Name] {
			b.city.Sectors = append(b.city.Sectors, s)
		}
	}
	b.sectors = newIndex("sector", namesOf(b.city.Sectors, func(s *model.Sector) string { return s.Name }))
	for _, k := range b.cat.Kinds {
		if kinds[k.Name] {
			k.Sector = model.SectorID(b.sectors.at[b.cat.Sectors[k.Sector].Name])
			b.city.Kinds = append(b.city.Kinds, k)
		}
	}
	b.kinds = newIndex("kind", namesOf(b.city.Kinds, func(k *model.Kind) string { return k.Name }))
	b.sectors.names, b.kinds.names = b.cat.SectorNames(), b.cat.KindNames() // what a file could have meant
}

func namesOf[T any](list []T, name func(*T) string) []string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = name(&list[i])
	}
	return names
}

// layerNames indexes the layers in the order of the file, which is the order of drawing.
func (b *builder) layerNames() index {
	x := newIndex("layer", nil)
	for r := range b.rows(secLayers) {
		name := cloned(b.name(r, r.cells[layerName], "layer"))
		if _, twice := x.at[name]; twice {
			b.fault(r, r.cells[layerName], "give each its own name", "layer %q stands twice", name)
		}
		x.names, x.at[name] = append(x.names, name), len(x.names)
	}
	return x
}

func (b *builder) readDistricts() {
	for r := range b.take(secDistricts) {
		b.filled(secDistricts, r)
		residents := b.count(r, r.cells[districtResidents], "residents", maxPeople)
		b.city.Districts = append(b.city.Districts, model.District{
			Name: cloned(r.cells[districtName].text), Title: cloned(r.cells[districtTitle].text), Residents: int32(residents),
		})
	}
	for r := range b.take(secRings) {
		d := b.find(&b.districts, r, r.cells[ringDistrict])
		ring := b.points(r, r.cells[ringPoints], 3)
		if d != model.Absent {
			b.city.Districts[d].Rings = append(b.city.Districts[d].Rings, ring)
		}
	}
}

// maxPeople bounds every count of people, so that sums fit in an int32.
const maxPeople = 100_000_000

func (b *builder) readOperators() {
	for r := range b.take(secOperators) {
		b.filled(secOperators, r)
		c := r.cells
		o := model.Operator{
			Name: cloned(c[operatorName].text), Title: cloned(c[operatorTitle].text), Estate: cloned(c[operatorEstate].text), Regime: cloned(c[operatorRegime].text),
			Sector: model.SectorID(b.find(&b.sectors, r, c[operatorSector])), District: model.DistrictID(b.find(&b.districts, r, c[operatorDistrict])),
			Crews: int(b.count(r, c[operatorCrews], "crews", 10_000)), Persons: int32(b.count(r, c[operatorPersons], "persons", maxPeople)),
			Records: b.count(r, c[operatorRecords], "records", 1<<50), Control: model.Absent,
		}
		if c[operatorControl].text != "" {
			o.Control = model.AssetID(b.find(&b.assets, r, c[operatorControl]))
		}
		if o.Estate != "" {
			b.name(r, c[operatorEstate], "estate")
		}
		b.regimes(r, c[operatorRegime])
		b.city.Operators = append(b.city.Operators, o)
	}
}

// regimes are the legal regimes of an operator; what is not said is what its kind of organisation has.
func (b *builder) regimes(r row, c cell) {
	known, places := slices.Concat(law.Statuses(), law.Roles()), 0
	for _, name := range strings.Fields(c.text) {
		if !slices.Contains(known, name) {
			b.fault(r, c, model.DidYouMean(name, known), "unknown regime %q", name)
		}
		if slices.Contains(law.Statuses(), name) {
			places++
		}
	}
	if places > 1 {
		b.fault(r, c, "write one of "+strings.Join(law.Statuses(), ", "), "an operator has one place under NIS 2, not %d", places)
	}
}

// huge is more than any asset holds, in its unit.
const huge = 1e12

func (b *builder) readAssets() {
	b.city.Assets = make([]model.Asset, 0, len(b.assets.names))
	for r := range b.take(secAssets) {
		b.filled(secAssets, r)
		c := r.cells
		b.city.Assets = append(b.city.Assets, model.Asset{
			Name: b.assets.names[len(b.city.Assets)], Label: cloned(c[assetLabel].text), At: b.point(r, c[assetX], c[assetY]), Z: b.ground(r, c[assetZ]),
			Kind:     model.KindID(b.find(&b.kinds, r, c[assetKind])),
			District: model.DistrictID(b.find(&b.districts, r, c[assetDistrict])), Operator: model.OperatorID(b.find(&b.operators, r, c[assetOperator])),
			Capacity: b.capacity(r, c[assetCapacity], c[assetKind].text), Demand: b.number(r, c[assetDemand], "demand", 0, huge),
			Stored: b.number(r, c[assetStored], "stored", 0, huge), Synthetic: b.flag(r, c[assetSynthetic], "synthetic"),
			Inertia: b.span(r, c[assetInertia]), Step: b.span(r, c[assetStep]),
		})
	}
}

func (b *builder) readPlaces() {
	b.city.Places = make([]model.Place, 0, len(b.lines[secPlaces]))
	for r := range b.take(secPlaces) {
		b.filled(secPlaces, r)
		c := r.cells
		b.city.Places = append(b.city.Places, model.Place{
			District: model.DistrictID(b.find(&b.districts, r, c[placeDistrict])), At: b.point(r, c[placeX], c[placeY]),
			Residents: int32(b.count(r, c[placeResidents], "residents", maxPeople)), Serving: b.serving(r, c[placeServing]),
		})
	}
	slices.SortStableFunc(b.city.Places, func(p, q model.Place) int {
		return cmp.Or(cmp.Compare(p.District, q.District), cmp.Compare(p.At.X, q.At.X), cmp.Compare(p.At.Y, q.At.Y), cmp.Compare(p.Residents, q.Residents))
	})
	b.checkPeople()
}

// checkPeople refuses more people than an int32 can count.
func (b *builder) checkPeople() {
	total := int64(0)
	for _, p := range b.city.Places {
		total += int64(p.Residents)
	}
	if total > maxPeople {
		b.faults.Add(b.file, 0, 0, "", "the places have %d residents together: at most %d can be counted", total, maxPeople)
	}
}

// serving reads the assets that serve a place; the sector of each is that of its kind.
func (b *builder) serving(r row, c cell) []model.Serving {
	names := strings.Fields(c.text)
	list := make([]model.Serving, 0, len(names))
	for _, name := range names {
		a := b.find(&b.assets, r, cell{name, c.col})
		if a == model.Absent || b.city.Assets[a].Kind == model.Absent {
			continue
		}
		list = append(list, model.Serving{Sector: b.city.Kinds[b.city.Assets[a].Kind].Sector, Asset: model.AssetID(a)})
	}
	slices.SortStableFunc(list, func(x, y model.Serving) int { return cmp.Compare(x.Sector, y.Sector) })
	for i := 1; i < len(list); i++ {
		if list[i].Sector == list[i-1].Sector {
			b.fault(r, c, "name one asset per sector", "sector %q serves the place twice", b.city.Sectors[list[i].Sector].Name)
		}
	}
	return list
}

func (b *builder) readLayers() {
	for r := range b.take(secLayers) {
		b.city.Layers = append(b.city.Layers, model.Layer{Name: cloned(r.cells[layerName].text), Synthetic: b.flag(r, r.cells[layerSynthetic], "synthetic")})
	}
	for r := range b.take(secLines) {
		l := b.find(&b.layers, r, r.cells[lineLayer])
		line := b.points(r, r.cells[linePoints], 2)
		if l != model.Absent {
			b.city.Layers[l].Lines = append(b.city.Layers[l].Lines, line)
		}
	}
}

// defaults lists the defaults that the city uses.
func (b *builder) defaults() {
	kinds, needs := map[string]bool{}, map[string]bool{}
	for _, a := range b.city.Assets {
		if a.Kind != model.Absent {
			kinds[b.city.Kinds[a.Kind].Name] = true
		}
	}
	for i := range b.city.Needs {
		n := &b.city.Needs[i]
		needs[b.city.Kinds[b.city.Assets[n.Asset].Kind].Name+"."+n.Name] = true
	}
	b.city.Defaults = b.cat.Parameters(sortedKeys(kinds), sortedKeys(needs))
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
