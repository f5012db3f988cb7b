package measure

import (
	"fmt"
	"slices"

	"cascata/model"
)

// Measure is something a city could buy.
type Measure struct {
	ID          string // "mfa"
	Title       string
	Doc         string // what it is, in a sentence or two
	Stage       string // "design", "operations", "governance"
	Family      string // one of Families
	Strength    Strength
	Buy         Cost // once
	Yearly      Cost // every year
	CostSource  string
	AddsSurface bool // it gives the attacker a device, account, supplier or link more
	Effects     []Effect
}

// Strength is the knob of a measure: 0 is no measure at all.
type Strength struct {
	Unit  string  // "h", "share of accounts"
	Usual float64 // when nothing is said [unit, above 0]
	Most  float64 // [unit, Usual or more]
}

// Cost is what the usual strength costs; a multiple of the strength costs as much more.
type Cost struct {
	EUR float64 // [EUR, 0 or more]
	Per string  // "city", "operator", "asset", "device"
}

// Effect is one parameter that a measure moves.
type Effect struct {
	Parameter  string   // name of a Parameter
	Value      float64  // at the usual strength: a factor, or an amount [unit of the parameter]
	Low, High  float64  // range in which the value may lie
	Techniques []string // of estates: ids or "needs=credentials", "gives=backups", "trait=weak", "tactic=..."; none = all
	Zones      []string // of estates: kinds of zone; none = all
	From       string   // of link.added: "msp:support"
	Needs      []string // of needs: keys such as "telecom/site.power", with "*"
	Kinds      []string // of assets: kinds such as "water/reservoir", with "*"
	Source     string   // where the value comes from
	Confidence string   // "published", "derived", "general knowledge", "expert judgement"
}

// Stages are the stages at which measures are bought.
func Stages() []string { return []string{"design", "operations", "governance"} }

// Families are the families of measures.
func Families() []string {
	return []string{"compusec", "infosec", "comsec/transec", "monitoring", "incident handling", "continuity", "supply chain", "governance", "awareness"}
}

// Confidences say how much is behind a number, the best first.
func Confidences() []string {
	return []string{"published", "derived", "general knowledge", "expert judgement"}
}

// Check says everything that is wrong with an entry of the catalogue.
func (m *Measure) Check() []string {
	var bad []string
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Sprintf(format, args...))
		}
	}
	add(m.Title == "" || m.Doc == "" || m.CostSource == "", "it needs a title, a doc and the source of its cost")
	add(!slices.Contains(Stages(), m.Stage), "unknown stage %q; %s", m.Stage, model.DidYouMean(m.Stage, Stages()))
	add(!slices.Contains(Families(), m.Family), "unknown family %q; %s", m.Family, model.DidYouMean(m.Family, Families()))
	add(!(m.Strength.Usual > 0 && m.Strength.Most >= m.Strength.Usual), "the strength must be more than 0 usually, and at most that or more")
	for _, c := range []Cost{m.Buy, m.Yearly} {
		add(!(c.EUR >= 0), "a cost of %v EUR", c.EUR)
		add(c.EUR > 0 && !slices.Contains(pers(), c.Per), "unknown %q; %s", c.Per, model.DidYouMean(c.Per, pers()))
	}
	add(len(m.Effects) == 0, "it moves nothing")
	surface := false
	for i := range m.Effects {
		e := &m.Effects[i]
		for _, what := range e.check() {
			add(true, "effect %d (%s): %s", i+1, e.Parameter, what)
		}
		surface = surface || e.helpsAttacker()
	}
	add(surface && !m.AddsSurface, "it makes a way of the attacker shorter and must say adds_surface")
	add(!surface && m.AddsSurface, "it says adds_surface, but no effect adds any")
	return bad
}

func pers() []string { return []string{"city", "operator", "asset", "device"} }

func (e *Effect) check() []string {
	p := ParameterNamed(e.Parameter)
	if p == nil {
		return []string{"unknown parameter; " + model.DidYouMean(e.Parameter, parameterNames())}
	}
	var bad []string
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Sprintf(format, args...))
		}
	}
	add(!(e.Low <= e.Value && e.Value <= e.High), "%v lies outside its range, %v to %v", e.Value, e.Low, e.High)
	add(p.Times && !(e.Low > 0), "a factor must be more than 0")
	add(!(e.Value >= p.Least && e.Value <= p.Most), "%v lies outside what the parameter can bear, %v to %v", e.Value, p.Least, p.Most)
	add((p.Room == "need") != (len(e.Needs) > 0), "needs are to be named for need.* and for nothing else")
	add((p.Room == "asset") != (len(e.Kinds) > 0), "kinds are to be named for asset.* and for nothing else")
	add(p.Room != "estate" && len(e.Techniques)+len(e.Zones) > 0, "techniques and zones belong to estates")
	add((p.Name == "link.added") != (e.From != ""), "from belongs to link.added")
	add(e.Source == "", "no source")
	add(!slices.Contains(Confidences(), e.Confidence), "unknown confidence %q; %s", e.Confidence, model.DidYouMean(e.Confidence, Confidences()))
	return bad
}

// helpsAttacker reports whether the effect can make a way of the attacker shorter.
func (e *Effect) helpsAttacker() bool {
	p := ParameterNamed(e.Parameter)
	if p == nil {
		return false
	}
	switch p.Attack {
	case Slows:
		return e.Value < 1
	case Fails:
		return e.Value > 1
	case Opens:
		return e.Value > 0
	}
	return false
}
