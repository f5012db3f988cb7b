package measure

import (
	"fmt"
	"math"
	"strconv"

	"cascata/model"
)

// InForce is what a Use came to, for people.
type InForce struct {
	ID, Title, Stage, Family string
	On                       string
	Strength                 float64
	Unit                     string
	Buy, Yearly              float64 // [EUR]
	AddsSurface              bool
	Moves                    []Moved
}

// Moved is a parameter that a Use moved, and how many things.
type Moved struct {
	Parameter string
	Value     float64 // at this strength: factor, or amount
	Times     bool
	Unit      string
	Count     int
	Thing     string // "devices"
	Source    string
	Certainty string // its confidence
}

// InForce is what every use came to, by measure and strength. Call it after City and Counted.
func (p *Plan) InForce() []InForce {
	var list []InForce
	seen := map[string]bool{} // operators that have a measure already
	for i := range p.uses {
		u := &p.uses[i]
		m := u.Measure
		x := InForce{ID: m.ID, Title: m.Title, Stage: m.Stage, Family: m.Family, On: u.On, Strength: u.Strength, Unit: m.Strength.Unit, AddsSurface: m.AddsSurface}
		n := things{city: 1, operators: p.buying(i, seen), assets: len(p.assets[i])}
		for k := range p.moves[i] {
			e, count := p.moves[i][k].effect, p.moves[i][k].count
			row := ParameterNamed(e.Parameter)
			x.Moves = append(x.Moves, Moved{e.Parameter, e.at(row, u.Strength/m.Strength.Usual), row.Times, row.Unit, count, row.Thing, e.Source, e.Confidence})
			if row.Thing == "devices" {
				n.devices = max(n.devices, count)
			}
		}
		if !x.Idle() {
			share := u.Strength / m.Strength.Usual
			x.Buy, x.Yearly = m.Buy.of(n)*share, m.Yearly.of(n)*share
		}
		list = append(list, x)
	}
	return list
}

// Idle reports whether a measure changes nothing where it was bought for.
func (x *InForce) Idle() bool {
	for _, m := range x.Moves {
		if m.Count > 0 {
			return false
		}
	}
	return true
}

// things is how many of each a cost is counted by.
type things struct{ city, operators, assets, devices int }

func (c Cost) of(n things) float64 {
	switch c.Per {
	case "city":
		return c.EUR * float64(n.city)
	case "operator":
		return c.EUR * float64(n.operators)
	case "asset":
		return c.EUR * float64(n.assets)
	case "device":
		return c.EUR * float64(n.devices)
	}
	return 0
}

// buying counts the operators of a use of whom something moved, and who do not have the measure from a stronger use.
func (p *Plan) buying(use int, seen map[string]bool) int {
	n := 0
	for o := range p.city.Operators {
		key := p.uses[use].Measure.ID + " " + strconv.Itoa(o)
		if p.buyers[use][model.OperatorID(o)] && !seen[key] {
			seen[key] = true
			n++
		}
	}
	return n
}

// String is the move in a few words: "step.time x 3 on 12 devices".
func (m Moved) String() string {
	value := figure(m.Value)
	if m.Times {
		value = "x " + value
	} else {
		value = "+ " + value + " " + m.Unit
	}
	return fmt.Sprintf("%s %s: %d %s", m.Parameter, value, m.Count, m.Thing)
}

// figure is a number with three figures.
func figure(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e6 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// Describe is what an effect does at the usual strength: "step.time x 3 (2 to 5) for T1078, needs=credentials in office, dmz".
func (e *Effect) Describe() string {
	row := ParameterNamed(e.Parameter)
	text := e.Parameter
	if row.Times {
		text += " x " + figure(e.Value)
	} else {
		text += " + " + figure(e.Value) + " " + row.Unit
	}
	text += fmt.Sprintf(" (%s to %s)", figure(e.Low), figure(e.High))
	for _, part := range []struct {
		word string
		list []string
	}{{"for", e.Techniques}, {"in", e.Zones}, {"of", e.Needs}, {"of", e.Kinds}} {
		if len(part.list) > 0 {
			text += " " + part.word + " " + joined(part.list)
		}
	}
	if e.From != "" {
		text += " from " + e.From
	}
	return text
}

func joined(list []string) string {
	text := list[0]
	for _, s := range list[1:] {
		text += ", " + s
	}
	return text
}

// Covers makes a Use of a measure for some operators, or for some assets and the operators they belong to.
func Covers(m *Measure, on string, strength float64, city *model.City, operators []model.OperatorID, assets []model.AssetID) Use {
	u := Use{Measure: m, On: on, Strength: strength, Operators: operators, Assets: assets}
	if assets == nil {
		return u
	}
	has := make([]bool, len(city.Operators))
	for _, a := range assets {
		has[city.Assets[a].Operator] = true
	}
	for o, is := range has {
		if is {
			u.Operators = append(u.Operators, model.OperatorID(o))
		}
	}
	return u
}
