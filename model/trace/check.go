package trace

import "cascata/model"

// checkEntities refuses what the rest of the package takes for granted about entities read from a file.
func (s *Stage) checkEntities(c *coder) {
	if c.err != nil {
		return
	}
	if s.Assets > len(s.Entities) {
		c.fail("%d assets among %d entities", s.Assets, len(s.Entities))
		return
	}
	for i := range s.Kinds {
		if s.Kinds[i].Sector == model.Absent {
			c.fail("kind %q has no sector", s.Kinds[i].Name)
		}
	}
	for i := range s.Entities {
		e := &s.Entities[i]
		switch {
		case (i < s.Assets) != e.IsAsset():
			c.fail("entity %q stands on the wrong side of the assets", e.Name)
		case e.IsAsset() && (e.Kind == model.Absent || e.Sector != s.Kinds[e.Kind].Sector):
			c.fail("asset %q has no kind, or another sector than its kind", e.Name)
		case e.IsAsset() && (e.District == model.Absent || e.Operator == model.Absent):
			c.fail("asset %q has no district or no operator", e.Name)
		}
	}
}

// checkTies refuses needs and edges without assets, and needs that are not grouped by asset.
func (s *Stage) checkTies(c *coder) {
	if c.err != nil {
		return
	}
	for i := range s.Needs {
		if n := &s.Needs[i]; n.Asset == model.Absent || i > 0 && n.Asset < s.Needs[i-1].Asset {
			c.fail("need %d is out of order", i)
		}
	}
	for i, e := range s.Edges {
		if e.Asset == model.Absent || e.From == model.Absent || e.To == model.Absent {
			c.fail("edge %d lacks an asset", i)
		}
	}
}

const (
	mostResidents = 1 << 40 // keeps residents x 2^-20 within 64 bits
	mostCells     = 1 << 20 // sectors x districts
)

// checkPlaces refuses places without a district or with absent assets, and more people than can be counted.
func (s *Stage) checkPlaces(c *coder) {
	if c.err != nil {
		return
	}
	if len(s.Sectors)*len(s.Districts) > mostCells {
		c.fail("%d sectors in %d districts are too many", len(s.Sectors), len(s.Districts))
		return
	}
	total := int64(0)
	for i := range s.Places {
		p := &s.Places[i]
		total += int64(p.Residents)
		if p.District == model.Absent || total > mostResidents {
			c.fail("place %d has no district, or too many people", i)
			return
		}
		for _, v := range p.Serving {
			if v.Sector == model.Absent || v.Asset == model.Absent {
				c.fail("place %d is served by nothing", i)
				return
			}
		}
	}
}
