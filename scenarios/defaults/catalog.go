package defaults

import (
	"embed"
	"sort"
	"strings"

	"cascata/model"
)

//go:embed sectors.toml kinds.toml needs.toml
var cityFiles embed.FS

// Catalog is the sectors, kinds and needs that a city can use. Load makes one; Override changes it; one that is no
// longer changed may be shared.
type Catalog struct {
	Sectors []model.Sector // by name
	Kinds   []model.Kind   // by name, Sector counting in Sectors

	needs      []Need // by key
	kindParams [][]Param
}

// Load reads the embedded defaults. The error is Faults of the embedded files, so it is nil in a tested build.
func Load() (*Catalog, error) {
	c, faults := &Catalog{}, model.Faults{}
	c.loadSectors(&faults)
	c.loadKinds(&faults)
	c.loadNeeds(&faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Sector finds a sector by name; Absent if there is none.
func (c *Catalog) Sector(name string) model.SectorID {
	i := sort.Search(len(c.Sectors), func(i int) bool { return c.Sectors[i].Name >= name })
	if i < len(c.Sectors) && c.Sectors[i].Name == name {
		return model.SectorID(i)
	}
	return model.Absent
}

// Kind finds a kind by name; Absent if there is none.
func (c *Catalog) Kind(name string) model.KindID {
	i := sort.Search(len(c.Kinds), func(i int) bool { return c.Kinds[i].Name >= name })
	if i < len(c.Kinds) && c.Kinds[i].Name == name {
		return model.KindID(i)
	}
	return model.Absent
}

// Need finds the default of a need by its key "<kind>.<need>"; nil if there is none.
func (c *Catalog) Need(key string) *Need {
	i := sort.Search(len(c.needs), func(i int) bool { return c.needs[i].Key >= key })
	if i < len(c.needs) && c.needs[i].Key == key {
		return &c.needs[i]
	}
	return nil
}

// SectorNames are the names of all sectors.
func (c *Catalog) SectorNames() []string {
	names := make([]string, len(c.Sectors))
	for i := range c.Sectors {
		names[i] = c.Sectors[i].Name
	}
	return names
}

// KindNames are the names of all kinds.
func (c *Catalog) KindNames() []string {
	names := make([]string, len(c.Kinds))
	for i := range c.Kinds {
		names[i] = c.Kinds[i].Name
	}
	return names
}

// NeedNames are the names of the needs that a kind can have: "power" for "telecom/site.power".
func (c *Catalog) NeedNames(kind string) []string {
	var names []string
	for i := range c.needs {
		if name, found := strings.CutPrefix(c.needs[i].Key, kind+"."); found {
			names = append(names, name)
		}
	}
	return names
}

// Parameters are the defaults of the kinds and needs that a city uses, by name. Both lists must be sorted.
func (c *Catalog) Parameters(kinds, needs []string) []model.Parameter {
	var list []model.Parameter
	for _, name := range kinds {
		if k := c.Kind(name); k != model.Absent {
			list = appendParameters(list, name, c.kindParams[k])
		}
	}
	for _, key := range needs {
		if n := c.Need(key); n != nil {
			list = appendParameters(list, key, n.params)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

func appendParameters(list []model.Parameter, key string, params []Param) []model.Parameter {
	for _, p := range params {
		list = append(list, model.Parameter{Name: key + "." + p.Field, Value: p.Value, Range: p.Range, Source: p.Source, Changed: p.Changed})
	}
	return list
}
