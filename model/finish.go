package model

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Finish checks the references of a filled City, counts the people of each asset and builds the look-ups. It returns every
// fault at once (as Faults without places: a reader that knows lines should check references itself first).
// Assets must be sorted by name, needs by asset.
func (c *City) Finish() error {
	var f Faults
	c.checkAssets(&f)
	c.checkNeeds(&f)
	c.checkNetworks(&f)
	c.checkStreets(&f)
	c.checkPlaces(&f)
	if err := f.Err(); err != nil {
		return err
	}
	c.index()
	return nil
}

func (c *City) fault(f *Faults, format string, args ...any) {
	f.Add(c.Name, 0, 0, "", format, args...)
}

// UsePhysics leaves out the needs that stand in for the physics of the given sectors, and finishes the city anew.
func (c *City) UsePhysics(sectors ...SectorID) error {
	c.Needs = slices.DeleteFunc(c.Needs, func(n Need) bool { return n.StandIn && slices.Contains(sectors, c.SectorOf(n.Asset)) })
	return c.Finish()
}

func (c *City) checkAssets(f *Faults) {
	for i := range c.Assets {
		a := &c.Assets[i]
		if i > 0 && c.Assets[i-1].Name >= a.Name {
			c.fault(f, "asset %q stands after %q: assets must be sorted by name, each name once", a.Name, c.Assets[i-1].Name)
		}
		if !within(a.Kind, len(c.Kinds)) || !within(a.District, len(c.Districts)) || !within(a.Operator, len(c.Operators)) {
			c.fault(f, "asset %q has a kind, district or operator that does not exist", a.Name)
		}
		if !(a.Capacity >= 0 && a.Demand >= 0 && a.Stored >= 0) || math.IsNaN(a.Z) || a.Inertia < 0 || a.Step < 0 {
			c.fault(f, "asset %q has a negative or undefined capacity, demand, store or time constant", a.Name)
		}
	}
	for i, k := range c.Kinds {
		if !within(k.Sector, len(c.Sectors)) {
			c.fault(f, "kind %q (number %d) has no sector", k.Name, i)
		}
	}
}

func (c *City) checkNeeds(f *Faults) {
	for i := range c.Needs {
		n := &c.Needs[i]
		if !within(n.Asset, len(c.Assets)) {
			c.fault(f, "need %d belongs to an asset that does not exist", i)
			continue
		}
		if i > 0 && c.Needs[i-1].Asset > n.Asset {
			c.fault(f, "needs of %q stand after those of a later asset", c.Assets[n.Asset].Name)
		}
		if err := n.valid(len(c.Assets)); err != nil {
			c.fault(f, "need %q of %q: %v", n.Name, c.Assets[n.Asset].Name, err)
		}
	}
}

func (n *Need) valid(assets int) error {
	if len(n.Suppliers) == 0 {
		return fmt.Errorf("no supplier")
	}
	for _, s := range n.Suppliers {
		if !within(s.Asset, assets) {
			return fmt.Errorf("a supplier that does not exist")
		}
		if !(s.Weight >= 0) {
			return fmt.Errorf("weight %v of a supplier is negative or undefined", s.Weight)
		}
	}
	switch {
	case n.Rule == KOfN && (n.K < 1 || n.K > len(n.Suppliers)):
		return fmt.Errorf("k is %d of %d suppliers", n.K, len(n.Suppliers))
	case n.Buffer < 0 || n.Delay < 0 || n.Refill < 0:
		return fmt.Errorf("a negative duration")
	case !(n.Failover >= 0 && n.Failover <= 1):
		return fmt.Errorf("failover %v is not a probability", n.Failover)
	case !n.Without.valid() || !n.Backup.valid() || !n.Threshold.valid():
		return fmt.Errorf("a level outside 0 to 1")
	}
	return nil
}

func (l Level) valid() bool { return l >= None && l <= Full }

func (c *City) checkNetworks(f *Faults) {
	for i := range c.Networks {
		n := &c.Networks[i]
		for _, a := range n.Members {
			if !within(a, len(c.Assets)) {
				c.fault(f, "network %q has a member that does not exist", n.Name)
			}
		}
		for _, e := range n.Edges {
			if !within(e.Asset, len(c.Assets)) || !within(e.From, len(c.Assets)) || !within(e.To, len(c.Assets)) {
				c.fault(f, "network %q has an edge with an asset that does not exist", n.Name)
			}
			if !(e.Length >= 0 && e.Bore >= 0) {
				c.fault(f, "network %q has an edge with a negative or undefined length or diameter", n.Name)
			}
		}
	}
}

func (c *City) checkStreets(f *Faults) {
	for i := range c.Corners {
		if s := c.Corners[i].Signal; s != Absent && !within(s, len(c.Assets)) {
			c.fault(f, "corner %d has a signal that does not exist", i)
		}
	}
	for i := range c.Streets {
		s := &c.Streets[i]
		if !within(s.Asset, len(c.Assets)) || !within(s.From, len(c.Corners)) || !within(s.To, len(c.Corners)) {
			c.fault(f, "street %d has an asset or a corner that does not exist", i)
		}
		if !(s.Length > 0 && s.Speed > 0) || s.Lanes < 1 {
			c.fault(f, "street %d has no length, speed or lane", i)
		}
	}
}

func (c *City) checkPlaces(f *Faults) {
	for i, p := range c.Places {
		if !within(p.District, len(c.Districts)) || p.Residents < 0 {
			c.fault(f, "place %d has no district or fewer than 0 residents", i)
		}
		for _, s := range p.Serving {
			if !within(s.Asset, len(c.Assets)) || !within(s.Sector, len(c.Sectors)) {
				c.fault(f, "place %d is served by an asset or sector that does not exist", i)
			}
		}
	}
	for _, o := range c.Operators {
		if o.Control != Absent && !within(o.Control, len(c.Assets)) {
			c.fault(f, "operator %q has a control centre that does not exist", o.Name)
		}
	}
}

func within[T ~int32](id T, n int) bool { return id >= 0 && int(id) < n }

func (c *City) index() {
	for i := range c.Assets {
		c.Assets[i].People = 0
	}
	for _, p := range c.Places {
		for _, s := range p.Serving {
			c.Assets[s.Asset].People += p.Residents
		}
	}
	c.needsOf = make([]int32, len(c.Assets)+1)
	c.inputsOf = make([]int32, len(c.Assets)+1)
	for i := range c.Needs {
		c.needsOf[c.Needs[i].Asset+1] = int32(i + 1)
		for _, s := range c.Needs[i].Suppliers {
			c.inputsOf[s.Asset+1]++
		}
	}
	for i := 1; i < len(c.needsOf); i++ {
		c.needsOf[i] = max(c.needsOf[i], c.needsOf[i-1])
		c.inputsOf[i] += c.inputsOf[i-1]
	}
	c.indexInputs()
}

// indexInputs sorts the inputs by supplier. inputsOf is where those of an asset begin; while filling it is where the next goes,
// so that in the end each stands where the following begins.
func (c *City) indexInputs() {
	c.inputs = make([]Input, c.inputsOf[len(c.Assets)])
	for i := range c.Needs {
		for slot, s := range c.Needs[i].Suppliers {
			at := &c.inputsOf[s.Asset]
			c.inputs[*at] = Input{NeedID(i), int32(slot)}
			*at++
		}
	}
	copy(c.inputsOf[1:], c.inputsOf)
	c.inputsOf[0] = 0
}

// NeedsOf is the range [from, to) of the needs of an asset in Needs.
func (c *City) NeedsOf(a AssetID) (from, to NeedID) {
	return NeedID(c.needsOf[a]), NeedID(c.needsOf[a+1])
}

// Dependants are the inputs that asset a supplies, ascending by need.
func (c *City) Dependants(a AssetID) []Input { return c.inputs[c.inputsOf[a]:c.inputsOf[a+1]] }

// Asset finds an asset by name.
func (c *City) Asset(name string) (AssetID, bool) {
	i := sort.Search(len(c.Assets), func(i int) bool { return c.Assets[i].Name >= name })
	return AssetID(i), i < len(c.Assets) && c.Assets[i].Name == name
}

// SectorOf is the sector of an asset.
func (c *City) SectorOf(a AssetID) SectorID { return c.Kinds[c.Assets[a].Kind].Sector }

// Sector finds a sector by name; Absent if there is none.
func (c *City) Sector(name string) SectorID {
	i := sort.Search(len(c.Sectors), func(i int) bool { return c.Sectors[i].Name >= name })
	if i < len(c.Sectors) && c.Sectors[i].Name == name {
		return SectorID(i)
	}
	return Absent
}

// SectorNames are the names of the sectors that the city has.
func (c *City) SectorNames() []string {
	names := make([]string, len(c.Sectors))
	for i := range c.Sectors {
		names[i] = c.Sectors[i].Name
	}
	return names
}

// Residents is the number of people in all places.
func (c *City) Residents() int64 {
	var n int64
	for _, p := range c.Places {
		n += int64(p.Residents)
	}
	return n
}
