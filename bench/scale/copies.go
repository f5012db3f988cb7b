package scale

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"cascata/model"
)

// spacing is the distance between two copies of a city [m].
const spacing = 20_000

// Copies is a city of k copies of another, side by side: each has its own districts, assets and places; operators are shared,
// and so are the networks, in which each copy is a part of its own. It stands for a large city wherever only its size matters.
func Copies(base *model.City, k int) (*model.City, error) {
	c := &copier{base: base, city: &model.City{
		Name: fmt.Sprintf("%s-x%d", base.Name, k), Title: base.Title, Synthetic: base.Synthetic, Attribution: base.Attribution,
		Sectors: base.Sectors, Kinds: base.Kinds, Operators: slices.Clone(base.Operators), Defaults: base.Defaults,
	}}
	c.side = int(math.Ceil(math.Sqrt(float64(k))))
	c.order(k)
	for _, n := range base.Networks {
		c.city.Networks = append(c.city.Networks, model.Network{Name: n.Name, Sector: n.Sector})
	}
	for i := range k {
		c.copy(i)
	}
	for i := range c.city.Operators {
		o := &c.city.Operators[i]
		o.Crews *= k
		if o.Control != model.Absent {
			o.Control = c.asset(0, o.Control)
		}
	}
	c.sort()
	return c.city, c.city.Finish()
}

// copier makes copies.
type copier struct {
	base, city *model.City
	side       int             // copies in a row
	ids        []model.AssetID // by copy and asset of the base
}

func prefix(i int) string { return fmt.Sprintf("c%04d-", i) }

// order names the assets of all copies and numbers them by name.
func (c *copier) order(k int) {
	n := len(c.base.Assets)
	names := make([]string, 0, k*n)
	for i := range k {
		for a := range c.base.Assets {
			names = append(names, strings.Replace(c.base.Assets[a].Name, "/", "/"+prefix(i), 1))
		}
	}
	byName := make([]int32, len(names))
	for i := range byName {
		byName[i] = int32(i)
	}
	slices.SortFunc(byName, func(x, y int32) int { return strings.Compare(names[x], names[y]) })
	c.ids = make([]model.AssetID, len(names))
	c.city.Assets = make([]model.Asset, len(names))
	for id, i := range byName {
		c.ids[i] = model.AssetID(id)
		c.city.Assets[id].Name = names[i]
	}
}

func (c *copier) asset(i int, a model.AssetID) model.AssetID {
	return c.ids[i*len(c.base.Assets)+int(a)]
}

// copy adds copy i.
func (c *copier) copy(i int) {
	first := model.DistrictID(len(c.city.Districts))
	move := func(p model.Point) model.Point {
		return model.Point{X: p.X + float64(i%c.side)*spacing, Y: p.Y + float64(i/c.side)*spacing}
	}
	for _, d := range c.base.Districts {
		d.Name = prefix(i) + d.Name
		d.Rings = nil
		c.city.Districts = append(c.city.Districts, d)
	}
	for a, x := range c.base.Assets {
		to := &c.city.Assets[c.asset(i, model.AssetID(a))]
		x.Name, x.District, x.At = to.Name, x.District+first, move(x.At)
		*to = x
	}
	for _, n := range c.base.Needs {
		n.Asset, n.Suppliers = c.asset(i, n.Asset), slices.Clone(n.Suppliers)
		for k := range n.Suppliers {
			n.Suppliers[k].Asset = c.asset(i, n.Suppliers[k].Asset)
		}
		c.city.Needs = append(c.city.Needs, n)
	}
	for k, n := range c.base.Networks {
		for _, e := range n.Edges {
			e.Asset, e.From, e.To = c.asset(i, e.Asset), c.asset(i, e.From), c.asset(i, e.To)
			c.city.Networks[k].Edges = append(c.city.Networks[k].Edges, e)
		}
	}
	for _, p := range c.base.Places {
		p.District, p.At, p.Serving = p.District+first, move(p.At), slices.Clone(p.Serving)
		for k := range p.Serving {
			p.Serving[k].Asset = c.asset(i, p.Serving[k].Asset)
		}
		c.city.Places = append(c.city.Places, p)
	}
}

// sort puts what was added copy by copy into the order of a finished city.
func (c *copier) sort() {
	slices.SortStableFunc(c.city.Needs, func(x, y model.Need) int { return cmp.Compare(x.Asset, y.Asset) })
	for i := range c.city.Networks {
		slices.SortFunc(c.city.Networks[i].Edges, func(x, y model.Edge) int { return cmp.Compare(x.Asset, y.Asset) })
	}
}
