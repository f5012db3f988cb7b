package scenarios

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/law"
	"cascata/scenarios/defaults"
	"cascata/sim/rng"
)

// lawEntry says who is bound.
type lawEntry struct {
	InScope   *float64 `toml:"in_scope" in:"[0,1]"`
	Lot       int      `toml:"lot" in:"[0,1000000]"`
	Voluntary bool     `toml:"voluntary"`
	Clocks    *bool    `toml:"clocks"`
}

// clockEntry changes a legal clock of one operator.
type clockEntry struct {
	Operator string `toml:"operator,required"`
	Duty     string `toml:"duty,required"`
	Within   string `toml:"within"`
	Prepare  string `toml:"prepare"`
}

// law completes the regimes of the city's operators: what their kind has by default, what the city file says, what the scenario says.
func (l *loader) law() {
	legal, err := defaults.Law()
	if err != nil {
		l.join(err)
		return
	}
	l.legal = legal
	city := l.s.City
	for i := range city.Operators {
		o := &city.Operators[i]
		said := strings.Fields(o.Regime)
		if e, ok := l.file.Operators[o.Name]; ok && e.Regimes != nil {
			said = e.Regimes
		}
		o.Regime = strings.Join(legal.Regimes(o.Estate, said), " ")
	}
	if share := l.file.Law.InScope; share != nil {
		l.scope(*share)
	}
	city.Defaults = append(slices.Clone(city.Defaults), legal.Parameters...)
}

// scope puts a share of the operators under NIS 2 and the others out of it; those that are excluded by nature stay so. Who comes first
// depends on names and the lot alone, so that a larger share includes a smaller one.
func (l *loader) scope(share float64) {
	var list []*model.Operator
	for i := range l.s.City.Operators {
		if o := &l.s.City.Operators[i]; o.Estate != "" && law.Status(strings.Fields(o.Regime)) != "excluded" {
			list = append(list, o)
		}
	}
	place := func(o *model.Operator) uint64 {
		luck := rng.NewRoot(uint64(l.file.Law.Lot), 0).Stream("scope/" + o.Name)
		return luck.Uint64()
	}
	slices.SortFunc(list, func(a, b *model.Operator) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.Name, b.Name))
	})
	n := int(math.Round(share * float64(len(list))))
	for i, o := range list {
		status := "out-of-scope"
		if i < n {
			if status = law.Status(l.legal.Organisations[o.Estate].Regimes); status[0] != 'n' {
				status = "nis2-important"
			}
		}
		o.Regime = strings.Join(l.legal.Regimes(o.Estate, []string{status}), " ")
	}
}

// maturity is what the operators' places under NIS 2 do to their defence, against the places that their estates describe. Under a
// voluntary city policy the city's own operators out of scope prepare as if they were important.
func (l *loader) maturity() []cyber.Maturity {
	var list []cyber.Maturity
	for i := range l.s.City.Operators {
		o := &l.s.City.Operators[i]
		kind, known := l.legal.Organisations[o.Estate]
		if !known {
			continue
		}
		usual, now := law.Status(kind.Regimes), law.Status(strings.Fields(o.Regime))
		if l.file.Law.Voluntary && kind.City && now == "out-of-scope" {
			now = "nis2-important"
		}
		if m := l.legal.Maturity[now].Against(l.legal.Maturity[usual]); now != usual {
			list = append(list, cyber.Maturity{Operator: o.Name, Monitoring: m.Monitoring, Delay: m.Delay, Lost: m.Lost})
		}
	}
	return list
}

// duties compiles the legal clocks, once it is known whom an attack can reach.
func (l *loader) duties(roster *model.Roster, attack *cyber.Spec) {
	o := law.Options{Start: l.file.Start.Time, Rules: l.legal.Rules}
	clocks := l.file.Law.Clocks == nil || *l.file.Law.Clocks
	for i := range l.s.City.Operators {
		id := model.OperatorID(i)
		e := law.Operator{Regimes: strings.Fields(l.s.City.Operators[i].Regime)}
		if attack != nil && clocks {
			e.Attackers = attack.Attackers(id)
		}
		if attack != nil && slices.Contains(e.Regimes, "gdpr-processor") {
			e.Controls = attack.Customers(id)
		}
		o.Operators = append(o.Operators, e)
	}
	for _, c := range l.file.Clocks {
		o.Clocks = append(o.Clocks, law.Clock(c))
	}
	if attack != nil {
		for _, s := range attack.Stores() {
			o.Stores = append(o.Stores, law.Store(s))
		}
	}
	spec, problems := law.Compile(roster, o)
	for _, p := range problems {
		l.legalProblem(p)
	}
	l.s.world.law = spec
}

// legalProblem finds the place of a problem: in the scenario if it says so there, else in the city.
func (l *loader) legalProblem(p model.Problem) {
	name, _, _ := strings.Cut(strings.TrimPrefix(p.Path, "operators."), ".")
	_, stated := l.file.Operators[name]
	if strings.HasPrefix(p.Path, "clock") || stated && l.file.Operators[name].Regimes != nil {
		l.fault(p.Path, p.Want, "%s", p.What)
		return
	}
	l.faults.Add("city "+l.s.City.Name, 0, 0, p.Want, "%s: %s", p.Path, p.What)
}

// hasLaw reports whether somebody may owe a report.
func (s *Scenario) hasLaw() bool { return s.world.law != nil && !s.world.law.Empty() }

// desks is where the news of each operator goes; nil if nobody reports.
func (s *Scenario) desks() []model.Address {
	if !s.hasLaw() {
		return nil
	}
	list := make([]model.Address, len(s.City.Operators))
	for o := range list {
		list[o], _ = s.world.law.Address(model.OperatorID(o), s.world.layout.law)
	}
	return list
}

// addLaw adds the process of those who report.
func (s *Scenario) addLaw(engine *model.Engine, root rng.Root) {
	if s.hasLaw() {
		engine.Add("reports to authorities", s.world.law.Live(root))
	}
}

// lawListeners are the assets whose level decides whether an incident is significant.
func (s *Scenario) lawListeners() []model.Listener {
	if !s.hasLaw() {
		return nil
	}
	return s.world.law.Listeners(s.world.layout.law)
}
