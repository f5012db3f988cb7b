package modeltest

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"cascata/model"
)

// Town is a small city by names. The sector of an asset is its name up to the first '/'.
type Town struct {
	Things []Thing
	Wires  []Wire // make one network per sector
	Wants  []Want
}

// Thing is an asset that is not an edge. Its kind and its operator are its sector's.
type Thing struct {
	Name                     string
	Role                     model.NetworkRole
	District                 int // 0 to 9
	Capacity, Demand, Stored float64
	Inertia, Step            time.Duration
}

// Wire is an edge and its asset.
type Wire struct {
	Name, From, To string
	Capacity       float64
	Directed, Open bool
}

// Want is a need of asset Of. The rest of Need is as in a city, Suppliers apart: From names them and Weights, if any, weighs
// them. Backup None and Failover 0 mean what they say.
type Want struct {
	Of      string
	From    []string
	Weights []float64
	model.Need
}

// districts is how many districts a Town has.
const districts = 10

// City is the finished city.
func (t Town) City() (*model.City, error) {
	c := &model.City{Name: "town"}
	for i := range districts {
		c.Districts = append(c.Districts, model.District{Name: fmt.Sprintf("district-%d", i)})
	}
	t.addAssets(c)
	ids := make(map[string]model.AssetID, len(c.Assets))
	for i := range c.Assets {
		ids[c.Assets[i].Name] = model.AssetID(i)
	}
	var f model.Faults
	find := func(name string) model.AssetID {
		id, ok := ids[name]
		if !ok {
			f.Add(c.Name, 0, 0, "", "no asset %q", name)
		}
		return id
	}
	t.addNetworks(c, find)
	t.addNeeds(c, find)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return c, c.Finish()
}

func sectorOf(name string) string { s, _, _ := strings.Cut(name, "/"); return s }

func (t Town) sectors() []string {
	var names []string
	for _, x := range t.Things {
		names = append(names, sectorOf(x.Name))
	}
	for _, w := range t.Wires {
		names = append(names, sectorOf(w.Name))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// addAssets adds a kind for each sector and role, an operator for each sector, and the assets by name.
func (t Town) addAssets(c *model.City) {
	for s, name := range t.sectors() {
		c.Sectors = append(c.Sectors, model.Sector{Name: name, Title: name})
		c.Operators = append(c.Operators, model.Operator{Name: name, Sector: model.SectorID(s), Control: model.Absent})
		for role := model.RoleNone; role <= model.RoleEdge; role++ {
			c.Kinds = append(c.Kinds, model.Kind{Name: fmt.Sprintf("%s/role-%d", name, role), Sector: model.SectorID(s), Network: role})
		}
	}
	add := func(a model.Asset, role model.NetworkRole) {
		s := c.Sector(sectorOf(a.Name))
		a.Kind = model.KindID(int(s)*(int(model.RoleEdge)+1) + int(role))
		a.Operator = model.OperatorID(s)
		c.Assets = append(c.Assets, a)
	}
	for _, x := range t.Things {
		add(model.Asset{Name: x.Name, District: model.DistrictID(x.District), Capacity: x.Capacity, Demand: x.Demand,
			Stored: x.Stored, Inertia: x.Inertia, Step: x.Step}, x.Role)
	}
	for _, w := range t.Wires {
		add(model.Asset{Name: w.Name, Capacity: w.Capacity}, model.RoleEdge)
	}
	sort.SliceStable(c.Assets, func(i, j int) bool { return c.Assets[i].Name < c.Assets[j].Name })
}

func (t Town) addNetworks(c *model.City, find func(string) model.AssetID) {
	for s := range c.Sectors {
		n := model.Network{Name: c.Sectors[s].Name, Sector: model.SectorID(s)}
		for _, w := range t.Wires {
			if sectorOf(w.Name) == n.Name {
				n.Edges = append(n.Edges, model.Edge{Asset: find(w.Name), From: find(w.From), To: find(w.To),
					Directed: w.Directed, Open: w.Open})
			}
		}
		if len(n.Edges) > 0 {
			c.Networks = append(c.Networks, n)
		}
	}
}

func (t Town) addNeeds(c *model.City, find func(string) model.AssetID) {
	for _, w := range t.Wants {
		n := w.Need
		n.Asset, n.Suppliers = find(w.Of), nil
		for i, name := range w.From {
			p := model.Supplier{Asset: find(name)}
			if i < len(w.Weights) {
				p.Weight = w.Weights[i]
			}
			n.Suppliers = append(n.Suppliers, p)
		}
		c.Needs = append(c.Needs, n)
	}
	sort.SliceStable(c.Needs, func(i, j int) bool { return c.Needs[i].Asset < c.Needs[j].Asset })
}
