package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/measure"
	"cascata/model/recovery"
	"cascata/scenarios/defaults"
	"cascata/scenarios/strict"
)

// measureEntry is a measure in force.
type measureEntry struct {
	ID       string   `toml:"id,required"`
	On       string   `toml:"on"`
	Strength *float64 `toml:"strength" in:"[0,)"`
}

// MeasureSet is the assignment that adds a measure to a scenario, from how a command line writes one: ID, ID=STRENGTH, either with
// @WHOM, as in battery-hours=8@telecom/site@alvalade.
func MeasureSet(text string) string {
	what, on, given := strings.Cut(text, "@")
	id, strength, stronger := strings.Cut(what, "=")
	set := fmt.Sprintf("measure[]={ id = %q", id)
	if given {
		set += fmt.Sprintf(", on = %q", on)
	}
	if stronger {
		set += ", strength = " + strength
	}
	return set + " }"
}

// measures changes the city as the measures in force say, and keeps what they change in the estates.
func (l *loader) measures() {
	if len(l.file.Measures) == 0 {
		return
	}
	catalogue, err := defaults.Measures()
	if err != nil {
		l.join(err)
		return
	}
	var uses []measure.Use
	for i := range l.file.Measures {
		if use, ok := l.measure(catalogue, i, &l.file.Measures[i]); ok {
			uses = append(uses, use)
		}
	}
	plan := measure.NewPlan(l.s.City, uses)
	plan.City()
	if extra := plan.Positions(); len(extra) > 0 {
		l.s.Calls.Extra = extra
	}
	for _, p := range plan.Paces() {
		l.s.paces = append(l.s.paces, recovery.Pace(p))
	}
	l.plan = plan
}

// measure reads one row.
func (l *loader) measure(catalogue []measure.Measure, i int, e *measureEntry) (use measure.Use, ok bool) {
	at := func(key string) string { return strict.Path("measure", i, key) }
	var ids []string
	for k := range catalogue {
		ids = append(ids, catalogue[k].ID)
	}
	on := e.On
	if on == "" {
		on = "all"
	}
	operators, assets, found := l.whom(at("on"), on)
	k := slices.Index(ids, e.ID)
	if k < 0 {
		if e.ID != "" { // a missing one was reported
			l.fault(at("id"), model.DidYouMean(e.ID, ids), "there is no measure %q", e.ID)
		}
		return use, false
	}
	m := &catalogue[k]
	strength := m.Strength.Usual
	if e.Strength != nil {
		strength = *e.Strength
	}
	if strength > m.Strength.Most {
		l.fault(at("strength"), fmt.Sprintf("write 0 to %g", m.Strength.Most), "%s has a strength of %g at most (%s), not %g", m.ID, m.Strength.Most, m.Strength.Unit, strength)
		return use, false
	}
	return measure.Covers(m, on, strength, l.s.City, operators, assets), found
}

// whom finds who has a measure: all, an operator, a sector's operators, or some assets. A bare word is an operator if there is one of
// that name.
func (l *loader) whom(path, on string) (operators []model.OperatorID, assets []model.AssetID, ok bool) {
	sort, name, prefixed := strings.Cut(on, ":")
	if !prefixed {
		sort, name = "", on
	}
	if prefixed && sort != "operator" && sort != "sector" {
		l.fault(path, "write operator:NAME or sector:NAME", "nobody fits %q", on)
		return nil, nil, false
	}
	asset := !prefixed && strings.ContainsAny(on, "/=*")
	for o := range l.s.City.Operators {
		op := &l.s.City.Operators[o]
		if on == "all" || !asset && sort != "sector" && op.Name == name {
			operators = append(operators, model.OperatorID(o))
		}
	}
	if len(operators) == 0 && !asset && sort != "operator" {
		operators = l.operatorsOf(name)
	}
	if asset {
		assets = l.selected(on)
		slices.Sort(assets)
	}
	if len(operators)+len(assets) == 0 {
		l.fault(path, l.nearestWhom(on, asset), "nobody fits %q", on)
		return nil, nil, false
	}
	return operators, assets, true
}

// operatorsOf are the operators of a sector.
func (l *loader) operatorsOf(sector string) []model.OperatorID {
	var list []model.OperatorID
	for o := range l.s.City.Operators {
		if l.s.City.Sectors[l.s.City.Operators[o].Sector].Name == sector {
			list = append(list, model.OperatorID(o))
		}
	}
	return list
}

func (l *loader) nearestWhom(on string, asset bool) string {
	if asset {
		return l.nearestTarget(on)
	}
	known := []string{"all"}
	for o := range l.s.City.Operators {
		known = append(known, l.s.City.Operators[o].Name)
	}
	_, name, _ := strings.Cut(":"+on, ":")
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	if near := model.DidYouMean(name, append(known, l.s.City.SectorNames()...)); near != "" {
		return near
	}
	return "write all, an operator, a sector, or assets such as telecom/site"
}

// hardenings are what the measures change in the estates.
func (l *loader) hardenings() []cyber.Hardening {
	if l.plan == nil {
		return nil
	}
	var list []cyber.Hardening
	for _, c := range l.plan.Estates() {
		list = append(list, cyber.Hardening(c))
	}
	return list
}

// inForce sums up the measures once the estates are compiled.
func (l *loader) inForce() {
	if l.plan != nil {
		for i, x := range l.s.Attack.Touched() {
			l.plan.Counted(i, x.Things, x.Operators)
		}
		l.s.Measures = l.plan.InForce()
	}
}
