package trace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/sim"
)

// Worst asks Explain for the moment at which the subject stood worst.
const Worst sim.Time = -1

// PeopleAffected is the name of the KPI that counts people without some essential service.
const PeopleAffected = "people-affected"

// Explanation is the answer to "why?" as data; WriteText writes it for people.
type Explanation struct {
	Subject string // the name explained: the one asked about, unless Note says otherwise
	Title   string
	Note    string // what to know before reading on, such as that another subject was more telling; mostly empty
	At      sim.Time
	Clock   Clock
	State   string   // what was the case at that instant
	Since   sim.Time // since when; 0 when since the start

	Story []Beat // of a call or a patient: what happened, step by step

	Change int    // the Change that brought the state about; 0 if there is none
	Chain  []Step // from that Change along first causes to the root
	Others []Step // further causes of the Changes of the chain
	Cone   Cone   // what followed from the Change

	Figure       bool          // the subject is a KPI
	Value        int64         // of a KPI: people
	Contributors []Contributor // of a KPI: whose service is missing, the largest first; their People add up to Value
	Origins      []Contributor // of a KPI: the same people by the Command, or else the root, that their asset's chain goes back to
}

// Step is one Change of a chain.
type Step struct {
	Number   int
	At       sim.Time
	Entity   model.EntityID
	Name     string // path of the entity
	Title    string
	What     string          // "service 100 % to 0 %"
	Sentence string          // why
	Cause    model.CauseKind // how it contributed to the Change Of; 0 for the first of a chain
	Of       int             // number of that Change; 0 for the first of a chain
}

// Contributor is the part of a KPI that one entity accounts for.
type Contributor struct {
	Entity   model.EntityID
	Name     string
	Title    string
	People   int64
	Change   int    // the Change that brought the entity to its state; 0 if there is none
	Sentence string // why that happened
}

// Explain answers why name stood as it did at the instant, or at its Worst. A name is an asset or actor (its path, or its title
// where only one has it), the number of a Change, a call (call/NUMBER), a patient (patient/ and the number in patients.csv), or a KPI:
// people-affected, sector/NAME, each also with /DISTRICT behind it.
func Explain(r *Recording, name string, at sim.Time) (*Explanation, error) {
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "#")); err == nil {
		if n < 1 || n > len(r.Changes) {
			return nil, fmt.Errorf("there is no Change %d: this run has Changes 1 to %d", n, len(r.Changes))
		}
		return r.explainChange(n), nil
	}
	if strings.HasPrefix(name, callPrefix) {
		return r.explainCall(name)
	}
	if strings.HasPrefix(name, patientNames) {
		return r.explainPatient(name)
	}
	if k, err := r.kpi(name); k != nil || err != nil {
		if err != nil {
			return nil, err
		}
		return r.explainKPI(k, at), nil
	}
	switch found := r.find(name); len(found) {
	case 0:
		return nil, fmt.Errorf("nothing here is called %q: %s", name, r.hint(name))
	case 1:
		return r.explainEntity(found[0], at), nil
	default:
		return nil, r.ambiguous(name, found)
	}
}

// ambiguous says which paths share a title.
func (r *Recording) ambiguous(name string, found []model.EntityID) error {
	const told = 5
	var paths []string
	for _, e := range found[:min(told, len(found))] {
		paths = append(paths, r.Name(e))
	}
	list := strings.Join(paths, ", ")
	if n := len(found) - told; n > 0 {
		list += fmt.Sprintf(" and %d more", n)
	}
	return fmt.Errorf("%q is the title of %d things: write the path of one: %s", name, len(found), list)
}

// hint is the nearest name, or what kinds of names there are: a list of the first dozen of thousands helps nobody.
func (r *Recording) hint(name string) string {
	if r.sectorNamed(name) {
		return fmt.Sprintf("did you mean %q?", "sector/"+strings.ToLower(name))
	}
	near := model.DidYouMean(name, r.names())
	if strings.HasPrefix(near, "known: ") {
		return "write the path or title of an asset, device, operator or campaign, the number of a Change, people-affected or sector/NAME"
	}
	return near
}

// sectorNamed reports whether a sector is called so.
func (r *Recording) sectorNamed(name string) bool {
	return slices.ContainsFunc(r.Sectors, func(s model.Sector) bool { return strings.EqualFold(s.Name, name) })
}

// find is the entity of that path, or else those of that title or label.
func (r *Recording) find(name string) []model.EntityID {
	if e, ok := r.Entity(name); ok {
		return []model.EntityID{e}
	}
	var found []model.EntityID
	for i := range r.Entities {
		if e := &r.Entities[i]; strings.EqualFold(e.Title, name) || e.Label != "" && strings.EqualFold(e.Label, name) {
			found = append(found, model.EntityID(i))
		}
	}
	return found
}

// names are all names Explain knows except numbers.
func (r *Recording) names() []string {
	out := []string{PeopleAffected}
	for i := range r.Sectors {
		out = append(out, "sector/"+r.Sectors[i].Name)
	}
	for i := range r.Entities {
		out = append(out, r.Entities[i].Name)
	}
	return out
}

func (r *Recording) explainChange(n int) *Explanation {
	c := r.Change(n)
	x := &Explanation{
		Subject: strconv.Itoa(n), Title: r.Title(c.Entity), At: c.At, Since: c.At, Clock: r.Clock(), Change: n,
		State: r.What(n),
	}
	r.trace(x)
	return x
}

func (r *Recording) explainEntity(e model.EntityID, at sim.Time) *Explanation {
	if at == Worst {
		at = r.worst(e)
	}
	x := &Explanation{Subject: r.Name(e), Title: r.Title(e), At: at, Clock: r.Clock()}
	s := r.StatesAt(at)[e]
	x.State = r.describe(e, &s)
	parts := []Contributor{{Entity: e}}
	latest := r.decideAll(parts, at)[0]
	x.Change = parts[0].Change
	if x.Change == 0 {
		return x
	}
	x.Since = r.Change(latest).At
	if x.State == asBefore { // people and campaigns have no state but what they last went through
		x.State = r.What(latest) + ": " + r.Sentence(latest)
	}
	r.trace(x)
	return x
}

// worst is when the entity's level first was at its lowest, or the instant of its first Change if its level never moved.
func (r *Recording) worst(e model.EntityID) sim.Time {
	at, low, any := sim.Time(0), model.Full, false
	for i := range r.Changes {
		c := &r.Changes[i]
		if c.Entity != e {
			continue
		}
		if !any {
			at, any = c.At, true
		}
		if c.Kind == model.KindService && c.To < low {
			at, low = c.At, c.To
		}
	}
	return at
}

// asBefore is the state of whom nothing befell.
const asBefore = "as at the start"

// describe puts a state into words.
func (r *Recording) describe(e model.EntityID, s *State) string {
	var parts []string
	if r.Entities[e].IsAsset() {
		parts = append(parts, "service "+s.Level.String())
	}
	open := "switched off"
	if r.isSwitch(e) {
		open = "open"
	}
	for _, f := range []struct {
		flag Flags
		word string
	}{{Compromised, "held by the attacker"}, {Opened, open}, {Stopped, "stopped"}, {Damaged, "damaged"},
		{Limited, "set-point moved"}, {NoControl, "no remote control"}, {Restoring, "being restored"}} {
		if s.Flags&f.flag != 0 {
			parts = append(parts, f.word)
		}
	}
	if s.Flags&OnBuffer != 0 {
		parts = append(parts, "on buffer until "+r.Clock().Second(s.Until))
	}
	if len(parts) == 0 {
		return asBefore
	}
	return strings.Join(parts, ", ")
}

// trace fills in chain, other causes and cone of the explanation's Change.
func (r *Recording) trace(x *Explanation) {
	chain := r.Chain(x.Change)
	in := make(map[int]bool, len(chain))
	for _, n := range chain {
		in[n] = true
	}
	for i, n := range chain {
		s := r.step(n)
		if i > 0 {
			s.Of, s.Cause = chain[i-1], r.Causes(chain[i-1])[0].Kind
		}
		x.Chain = append(x.Chain, s)
		for _, c := range r.Causes(n) {
			if o := int(c.Number); !in[o] {
				in[o] = true
				s := r.step(o)
				s.Of, s.Cause = n, c.Kind
				x.Others = append(x.Others, s)
			}
		}
	}
	x.Cone = r.ConeOf(x.Change)
}

// step is Change number n as a step.
func (r *Recording) step(n int) Step {
	c := r.Change(n)
	return Step{
		Number: n, At: c.At, Entity: c.Entity, Name: r.Name(c.Entity), Title: r.Title(c.Entity),
		What: r.What(n), Sentence: r.Sentence(n),
	}
}
