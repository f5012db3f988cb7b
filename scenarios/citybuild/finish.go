package citybuild

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/scenarios/defaults"
)

// finish sorts everything as a city wants it and turns names into numbers.
func (d *draft) finish() (*model.City, error) {
	keys := d.resolveNeeds()
	d.sortAssets()
	d.sortNetworks()
	d.sortStreets()
	d.keepKinds()
	d.sortDistricts()
	d.index, d.needs, d.serving = nil, nil, nil // memory for the look-ups of the city
	c := d.city
	for i := range c.Places {
		slices.SortStableFunc(c.Places[i].Serving, func(x, y model.Serving) int { return cmp.Compare(x.Sector, y.Sector) })
	}
	slices.SortStableFunc(c.Places, func(p, q model.Place) int {
		return cmp.Or(cmp.Compare(p.District, q.District), cmp.Compare(p.At.X, q.At.X), cmp.Compare(p.At.Y, q.At.Y), cmp.Compare(p.Residents, q.Residents))
	})
	kinds := make([]string, len(c.Kinds))
	for i := range kinds {
		kinds[i] = c.Kinds[i].Name
	}
	c.Defaults = d.cat.Parameters(kinds, keys)
	if err := c.Finish(); err != nil {
		return nil, err
	}
	return c, nil
}

// resolveNeeds makes the needs of the assets, numbered as they came, and returns the keys of the defaults in use.
func (d *draft) resolveNeeds() []string {
	used, c := map[string]bool{}, d.city
	c.Needs = make([]model.Need, 0, len(d.needs))
	for i := range d.needs {
		draft := &d.needs[i]
		key := d.cat.Kinds[c.Assets[draft.asset].Kind].Name + "." + draft.name
		found := d.cat.Need(key)
		if found == nil {
			panic("citybuild: there is no need " + key)
		}
		used[key] = true
		n := found.Default
		n.Asset = draft.asset
		n.Suppliers = make([]model.Supplier, len(draft.suppliers))
		for k, text := range draft.suppliers {
			name, weight, _ := strings.Cut(text, "*")
			n.Suppliers[k].Asset = d.id(name)
			n.Suppliers[k].Weight, _ = strconv.ParseFloat(weight, 64) // our own text, or none
		}
		for _, o := range draft.options {
			field, value, _ := strings.Cut(o, "=")
			var err error
			if field == "k" {
				n.K, err = strconv.Atoi(value)
			} else {
				err = defaults.SetNeed(&n, field, value)
			}
			if err != nil {
				panic(fmt.Sprintf("citybuild: need %s: %v", key, err))
			}
		}
		c.Needs = append(c.Needs, n)
	}
	return sortedKeys(used)
}

// sortAssets puts the assets in the order of their names, and renumbers whoever refers to them.
func (d *draft) sortAssets() {
	c := d.city
	order, rank := make([]int32, len(c.Assets)), make([]model.AssetID, len(c.Assets))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(c.Assets[a].Name, c.Assets[b].Name) })
	for at, i := range order {
		rank[i] = model.AssetID(at)
	}
	for start := range order { // along each cycle of the permutation, so that no second list is needed
		first, at := c.Assets[start], start
		for order[at] >= 0 && int(order[at]) != start {
			next := int(order[at])
			c.Assets[at] = c.Assets[next]
			order[at], at = -1, next
		}
		if order[at] >= 0 {
			c.Assets[at] = first
			order[at] = -1
		}
	}
	for i := range c.Needs {
		c.Needs[i].Asset = rank[c.Needs[i].Asset]
		for k := range c.Needs[i].Suppliers {
			s := &c.Needs[i].Suppliers[k]
			s.Asset = rank[s.Asset]
		}
	}
	slices.SortStableFunc(c.Needs, func(x, y model.Need) int {
		return cmp.Or(cmp.Compare(x.Asset, y.Asset), strings.Compare(x.Name, y.Name))
	})
	for i := range c.Networks {
		for k := range c.Networks[i].Edges {
			e := &c.Networks[i].Edges[k]
			e.Asset, e.From, e.To = rank[e.Asset], rank[e.From], rank[e.To]
		}
		for k, m := range c.Networks[i].Members {
			c.Networks[i].Members[k] = rank[m]
		}
	}
	for i := range c.Corners {
		if s := c.Corners[i].Signal; s != model.Absent {
			c.Corners[i].Signal = rank[s]
		}
	}
	for i := range c.Streets {
		c.Streets[i].Asset = rank[c.Streets[i].Asset]
	}
	for i := range c.Operators {
		if c.Operators[i].Control != model.Absent {
			c.Operators[i].Control = rank[c.Operators[i].Control]
		}
	}
	for i := range c.Places {
		for k := range c.Places[i].Serving {
			s := &c.Places[i].Serving[k]
			s.Asset = rank[s.Asset]
		}
	}
}

func (d *draft) sortNetworks() {
	c := d.city
	for i := range c.Networks {
		slices.SortFunc(c.Networks[i].Edges, func(x, y model.Edge) int { return cmp.Compare(x.Asset, y.Asset) })
	}
	slices.SortFunc(c.Networks, func(x, y model.Network) int { return strings.Compare(x.Name, y.Name) })
}

// keepKinds leaves the city the kinds and sectors of the catalogue that it uses.
func (d *draft) keepKinds() {
	c := d.city
	kinds, sectors := make([]model.KindID, len(d.cat.Kinds)), make([]model.SectorID, len(d.cat.Sectors))
	usedKind, usedSector := make([]bool, len(kinds)), make([]bool, len(sectors))
	for i := range c.Assets {
		usedKind[c.Assets[i].Kind] = true
	}
	for k, used := range usedKind {
		usedSector[d.cat.Kinds[k].Sector] = usedSector[d.cat.Kinds[k].Sector] || used
	}
	for i := range c.Operators {
		usedSector[c.Operators[i].Sector] = true
	}
	for i, s := range d.cat.Sectors {
		if usedSector[i] {
			sectors[i] = model.SectorID(len(c.Sectors))
			c.Sectors = append(c.Sectors, s)
		}
	}
	for i, k := range d.cat.Kinds {
		if usedKind[i] {
			kinds[i] = model.KindID(len(c.Kinds))
			k.Sector = sectors[k.Sector]
			c.Kinds = append(c.Kinds, k)
		}
	}
	for i := range c.Assets {
		c.Assets[i].Kind = kinds[c.Assets[i].Kind]
	}
	for i := range c.Operators {
		c.Operators[i].Sector = sectors[c.Operators[i].Sector]
	}
	for i := range c.Networks {
		c.Networks[i].Sector = sectors[c.Networks[i].Sector]
	}
	for i := range c.Places {
		for k := range c.Places[i].Serving {
			s := &c.Places[i].Serving[k]
			s.Sector = sectors[s.Sector]
		}
	}
}

// sortDistricts puts the districts in the order of their names.
func (d *draft) sortDistricts() {
	c := d.city
	order, rank := make([]int, len(c.Districts)), make([]model.DistrictID, len(c.Districts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(c.Districts[a].Name, c.Districts[b].Name) })
	sorted := make([]model.District, len(order))
	for at, i := range order {
		sorted[at], rank[i] = c.Districts[i], model.DistrictID(at)
	}
	c.Districts = sorted
	for i := range c.Assets {
		c.Assets[i].District = rank[c.Assets[i].District]
	}
	for i := range c.Operators {
		c.Operators[i].District = rank[c.Operators[i].District]
	}
	for i := range c.Places {
		c.Places[i].District = rank[c.Places[i].District]
	}
}
