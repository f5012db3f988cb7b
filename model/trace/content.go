package trace

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// What stands in the chunks. Each function codes one kind of chunk both ways; docs/trace-format.md describes them in words.

// header codes the header of a version of the format; version 1 says nothing of where the scenario comes from, version 2
// nothing of physics.
func (c *coder) header(h *Header, version int) {
	for _, s := range []*string{&h.Program, &h.City, &h.CityTitle, &h.Attribution, &h.Synthetic, &h.CityHash,
		&h.Scenario, &h.ScenarioTitle, &h.ScenarioHash, &h.Start} {
		c.text(s)
	}
	seed := int64(h.Seed)
	integer(c, &seed)
	h.Seed = uint64(seed)
	integer(c, &h.Replication)
	natural(c, &h.Horizon, math.MaxInt64)
	natural(c, &h.End, math.MaxInt64)
	list(c, &h.Languages)
	column(h.Languages, c.text)
	if version < 2 {
		return
	}
	c.text(&h.ModelledOn)
	c.text(&h.Invented)
	list(c, &h.Sets)
	column(h.Sets, c.text)
	if version < 3 {
		return
	}
	list(c, &h.Fidelity)
	column(h.Fidelity, c.text)
	list(c, &h.Plans)
	column(h.Plans, c.plan)
}

func (c *coder) plan(p *Plan) {
	c.text(&p.Sector)
	natural(c, &p.Step, math.MaxInt64)
	list(c, &p.Share)
	c.floats(len(p.Share), func(i int) *float64 { return &p.Share[i] })
	if p.Step == 0 && len(p.Share) > 0 {
		c.fail("a plan whose steps last no time")
	}
}

// stage codes everything that has names but no place on the map.
func (c *coder) stage(s *Stage) {
	list(c, &s.Sectors)
	column(s.Sectors, func(v *model.Sector) {
		c.text(&v.Name)
		c.text(&v.Title)
		c.text(&v.Doc)
		c.text(&v.Glyph)
		c.bit(&v.Essential)
	})
	list(c, &s.Kinds)
	column(s.Kinds, func(v *Kind) {
		c.text(&v.Name)
		c.text(&v.Title)
		c.text(&v.Unit)
		number(c, &v.Sector, len(s.Sectors))
		natural(c, &v.Network, math.MaxUint8)
		c.bit(&v.Minor)
		integer(c, &v.Rank)
	})
	list(c, &s.Districts)
	column(s.Districts, func(v *model.District) {
		c.text(&v.Name)
		c.text(&v.Title)
		natural(c, &v.Residents, math.MaxInt32)
	})
	natural(c, &s.Assets, math.MaxInt32)
	c.operators(s)
	list(c, &s.Techniques)
	column(s.Techniques, c.text)
}

func (c *coder) operators(s *Stage) {
	list(c, &s.Operators)
	column(s.Operators, func(v *Operator) {
		c.text(&v.Name)
		c.text(&v.Title)
		c.text(&v.Regime)
		number(c, &v.Sector, len(s.Sectors))
		number(c, &v.District, len(s.Districts))
		number(c, &v.Control, s.Assets)
		integer(c, &v.Persons)
		integer(c, &v.Records)
	})
}

func (c *coder) entities(s *Stage) {
	listOf(c, &s.Entities, 15) // ten columns of at least a byte, five of numbers
	e := s.Entities
	column(e, func(v *Entity) { c.text(&v.Name) })
	column(e, func(v *Entity) { c.text(&v.Title) })
	column(e, func(v *Entity) { c.text(&v.Label) })
	column(e, func(v *Entity) { natural(c, &v.Sort, math.MaxUint8) })
	column(e, func(v *Entity) { number(c, &v.Kind, len(s.Kinds)) })
	column(e, func(v *Entity) { number(c, &v.Sector, len(s.Sectors)) })
	column(e, func(v *Entity) { number(c, &v.District, len(s.Districts)) })
	column(e, func(v *Entity) { number(c, &v.Operator, len(s.Operators)) })
	column(e, func(v *Entity) { natural(c, &v.People, math.MaxInt32) })
	column(e, func(v *Entity) { c.bit(&v.Synthetic) })
	for _, field := range []func(i int) *float64{
		func(i int) *float64 { return &e[i].At.X }, func(i int) *float64 { return &e[i].At.Y },
		func(i int) *float64 { return &e[i].Capacity }, func(i int) *float64 { return &e[i].Demand },
		func(i int) *float64 { return &e[i].Stored },
	} {
		c.floats(len(e), field)
	}
}

// ties codes the needs and the edges of the networks.
func (c *coder) ties(s *Stage) {
	listOf(c, &s.Needs, 6)
	column(s.Needs, func(v *Need) { number(c, &v.Asset, s.Assets) })
	column(s.Needs, func(v *Need) { c.text(&v.Name) })
	column(s.Needs, func(v *Need) { natural(c, &v.Rule, math.MaxUint8) })
	column(s.Needs, func(v *Need) { integer(c, &v.K) })
	column(s.Needs, func(v *Need) { natural(c, &v.Bond, math.MaxUint8) })
	column(s.Needs, func(v *Need) { natural(c, &v.Buffer, math.MaxInt64) })
	listOf(c, &s.Edges, 5)
	column(s.Edges, func(v *Edge) { number(c, &v.Asset, s.Assets) })
	column(s.Edges, func(v *Edge) { number(c, &v.From, s.Assets) })
	column(s.Edges, func(v *Edge) { number(c, &v.To, s.Assets) })
	column(s.Edges, func(v *Edge) { c.bit(&v.Directed) })
	column(s.Edges, func(v *Edge) { c.bit(&v.Open) })
}

func (c *coder) places(s *Stage) {
	listOf(c, &s.Places, 5)
	p := s.Places
	column(p, func(v *model.Place) { number(c, &v.District, len(s.Districts)) })
	column(p, func(v *model.Place) { natural(c, &v.Residents, math.MaxInt32) })
	c.floats(len(p), func(i int) *float64 { return &p[i].At.X })
	c.floats(len(p), func(i int) *float64 { return &p[i].At.Y })
	column(p, func(v *model.Place) { list(c, &v.Serving) })
	column(p, func(v *model.Place) {
		column(v.Serving, func(u *model.Serving) {
			number(c, &u.Sector, len(s.Sectors))
			number(c, &u.Asset, s.Assets)
		})
	})
}

// layers codes the lines to draw: the boundaries of the districts and the layers under the assets.
func (c *coder) layers(s *Stage) {
	column(s.Districts, func(v *model.District) { list(c, &v.Rings) })
	column(s.Districts, func(v *model.District) { c.lines(v.Rings) })
	list(c, &s.Layers)
	column(s.Layers, func(v *model.Layer) {
		c.text(&v.Name)
		c.bit(&v.Synthetic)
		list(c, &v.Lines)
		c.lines(v.Lines)
	})
}

// lines codes the points of lines whose number is known.
func (c *coder) lines(lines [][]model.Point) {
	var points []*model.Point
	for i := range lines {
		list(c, &lines[i])
		for j := range lines[i] {
			points = append(points, &lines[i][j])
		}
	}
	c.floats(len(points), func(i int) *float64 { return &points[i].X })
	c.floats(len(points), func(i int) *float64 { return &points[i].Y })
}

func (c *coder) parameters(r *Recording) {
	list(c, &r.Parameters)
	column(r.Parameters, func(v *model.Parameter) {
		c.text(&v.Name)
		c.text(&v.Value)
		c.text(&v.Range)
		c.text(&v.Source)
		c.bit(&v.Changed)
	})
}

// times codes a column of instants that never go back.
func (c *coder) times(n int, at func(i int) *sim.Time) {
	last := sim.Time(0)
	for i := range n {
		t := at(i)
		d := *t - last
		natural(c, &d, int64(sim.Never-last))
		last += d
		*t = last
	}
}

// level codes a service level.
func (c *coder) level(v *model.Level) { natural(c, v, int64(model.Full)) }

// series codes rows of a series whose keys are below keys.
func (c *coder) series(s *Series, keys int) {
	list(c, &s.At)
	n := len(s.At)
	if c.reading {
		s.Key, s.Level, s.People = make([]int32, n), make([]model.Level, n), make([]int64, n)
	}
	c.times(n, func(i int) *sim.Time { return &s.At[i] })
	column(s.Key, func(v *int32) { natural(c, v, int64(keys)-1) })
	column(s.Level, c.level)
	column(s.People, func(v *int64) { natural(c, v, math.MaxInt64) })
}
