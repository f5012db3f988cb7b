package measure

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"cascata/model"
)

// Use is a measure bought for somebody.
type Use struct {
	Measure   *Measure
	On        string             // as people wrote it: "dso"
	Strength  float64            // [unit of the measure's strength, 0 to Most]
	Operators []model.OperatorID // ascending
	Assets    []model.AssetID    // ascending; nil: everything that the operators have
}

// EstateChange is what the cyber layer is to change: see its Hardening, whose fields these are.
type EstateChange struct {
	Parameter   string
	Source      string
	Strength    float64
	Operators   []model.OperatorID
	Assets      []model.AssetID
	Techniques  []string
	Zones       []string
	From        string
	Value       float64
	Least, Most float64
}

// Plan is all measures of a scenario.
type Plan struct {
	city    *model.City
	uses    []Use
	moves   [][]move // by use
	entries map[string][]entry
	estates []*move // by EstateChange
	changes []EstateChange
	pace    []Pace
	extra   map[model.AssetID]int
	assets  []map[model.AssetID]bool    // by use: those of which something moved
	buyers  []map[model.OperatorID]bool // by use: those of whom something moved
	byUse   []int                       // by EstateChange: its use
}

// move is an effect of a use and how many things it moved.
type move struct {
	effect *Effect
	count  int
}

// entry is an effect of a use on its way to the things it concerns.
type entry struct {
	source   string
	strength float64
	value    float64
	use      int
	move     *move
	covers   cover
}

// cover says what a use concerns.
type cover struct {
	operators []bool
	assets    []bool // nil: all of those operators
}

func (c *cover) asset(city *model.City, a model.AssetID) bool {
	if c.assets != nil {
		return c.assets[a]
	}
	return c.operators[city.Assets[a].Operator]
}

// NewPlan brings the uses into their order: by measure, the strongest first, so that the order in which they were written does
// not matter.
func NewPlan(city *model.City, uses []Use) *Plan {
	p := &Plan{city: city, uses: slices.Clone(uses), entries: map[string][]entry{}, extra: map[model.AssetID]int{}}
	slices.SortStableFunc(p.uses, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Measure.ID, b.Measure.ID), cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.On, b.On),
			slices.Compare(a.Operators, b.Operators), slices.Compare(a.Assets, b.Assets)) // callers may give one name to different things
	})
	p.moves, p.assets, p.buyers = make([][]move, len(p.uses)), make([]map[model.AssetID]bool, len(p.uses)), make([]map[model.OperatorID]bool, len(p.uses))
	for i := range p.uses {
		p.assets[i], p.buyers[i] = map[model.AssetID]bool{}, map[model.OperatorID]bool{}
		p.take(i)
	}
	for _, list := range p.entries {
		slices.SortStableFunc(list, func(a, b entry) int {
			return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.strength, b.strength))
		})
	}
	return p
}

// take enters the effects of a use.
func (p *Plan) take(i int) {
	u := &p.uses[i]
	p.moves[i] = make([]move, len(u.Measure.Effects))
	c := p.cover(u)
	for k := range u.Measure.Effects {
		e := &u.Measure.Effects[k]
		m := &p.moves[i][k]
		m.effect = e
		source := u.Measure.ID + "/" + strconv.Itoa(k)
		row := ParameterNamed(e.Parameter)
		value := e.at(row, u.Strength/u.Measure.Strength.Usual)
		if row.Room != "estate" {
			p.entries[e.Parameter] = append(p.entries[e.Parameter], entry{source, u.Strength, value, i, m, c})
			continue
		}
		p.estates, p.byUse = append(p.estates, m), append(p.byUse, i)
		p.changes = append(p.changes, EstateChange{Parameter: e.Parameter, Source: source, Strength: u.Strength, Operators: u.Operators, Assets: u.Assets,
			Techniques: e.Techniques, Zones: e.Zones, From: e.From, Value: value, Least: row.Least, Most: row.Most})
	}
}

// at is the value of an effect at a share of the usual strength: a factor to that power, or so much of an amount.
func (e *Effect) at(p *Parameter, share float64) float64 {
	if p.Times {
		return math.Pow(e.Value, share)
	}
	return e.Value * share
}

func (p *Plan) cover(u *Use) cover {
	c := cover{operators: make([]bool, len(p.city.Operators))}
	for _, o := range u.Operators {
		c.operators[o] = true
	}
	if u.Assets != nil {
		c.assets = make([]bool, len(p.city.Assets))
		for _, a := range u.Assets {
			c.assets[a] = true
		}
	}
	return c
}

// Estates are the changes that the cyber layer is to make.
func (p *Plan) Estates() []EstateChange { return p.changes }

// Counted takes note of how many things change number i of Estates changed, and whose.
func (p *Plan) Counted(i, things int, operators []model.OperatorID) {
	p.estates[i].count = things
	for _, o := range operators {
		p.buyers[p.byUse[i]][o] = true
	}
}

// moved notes that something of an asset moved.
func (p *Plan) moved(e *entry, a model.AssetID) {
	p.assets[e.use][a] = true
	p.buyers[e.use][p.city.Assets[a].Operator] = true
}

// sum is what the entries of a parameter that fit come to, or ok is false when none moves anything.
func (p *Plan) sum(row *Parameter, fits func(*entry) bool, moved func(*entry)) (total float64, ok bool) {
	neutral := 0.0
	if row.Times {
		neutral = 1
	}
	total = neutral
	list := p.entries[row.Name]
	for i := range list {
		x := &list[i]
		if x.value == neutral || !fits(x) || outdone(list[i+1:], x, fits) {
			continue
		}
		if row.Times {
			total = float64(total * x.value)
		} else {
			total += x.value
		}
		x.move.count++
		moved(x)
	}
	if total != neutral {
		total = min(max(total, row.Least), row.Most)
	}
	return total, total != neutral
}

// outdone reports whether a stronger entry of the same source follows: a thing bought twice helps once.
func outdone(rest []entry, x *entry, fits func(*entry) bool) bool {
	for i := range rest {
		if rest[i].source != x.source {
			return false
		}
		if fits(&rest[i]) {
			return true
		}
	}
	return false
}
