package trace

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"cascata/model"
)

// NewStage copies from a finished city and its actors what a recording needs. Make one for all replications of a scenario.
func NewStage(roster *model.Roster) *Stage {
	s := LateStage(roster)
	s.complete()
	return s
}

// LateStage is NewStage that lists Entities and Needs only when the first recording is finished, since they are what takes memory in
// a large city and nobody looks at them while it is simulated. The roster must not change any more.
func LateStage(roster *model.Roster) *Stage {
	c := roster.City
	s := &Stage{
		Sectors:    c.Sectors,
		Districts:  c.Districts,
		Places:     c.Places,
		Layers:     c.Layers,
		Techniques: roster.Techniques,
		Assets:     len(c.Assets),
		defaults:   c.Defaults,
		head: Header{
			Format: FormatVersion, Languages: []string{"en"},
			City: c.Name, CityTitle: c.Title, Attribution: c.Attribution, Synthetic: c.Synthetic, CityHash: c.Hash,
		},
	}
	for _, k := range c.Kinds {
		s.Kinds = append(s.Kinds, Kind{k.Name, k.Title, k.Sector, k.Unit, k.Network, k.Minor, k.Rank})
	}
	for _, o := range c.Operators {
		s.Operators = append(s.Operators,
			Operator{o.Name, o.Title, o.Sector, o.District, o.Control, o.Regime, o.Persons, o.Records})
	}
	for _, n := range c.Networks {
		for _, e := range n.Edges {
			s.Edges = append(s.Edges, Edge{e.Asset, e.From, e.To, e.Directed, e.Open})
		}
	}
	s.late = late{roster: roster, entities: roster.Len(), needs: len(c.Needs)}
	s.look()
	return s
}

// late is what a stage still lacks.
type late struct {
	once            sync.Once
	roster          *model.Roster // nil: nothing
	entities, needs int           // how many there will be
}

// complete lists the entities and needs and lets the roster go, with the city if nobody else holds it.
func (s *Stage) complete() {
	s.late.once.Do(func() {
		if s.late.roster == nil {
			return
		}
		needs := s.late.roster.City.Needs
		s.Needs = make([]Need, len(needs))
		for i := range needs {
			n := &needs[i]
			s.Needs[i] = Need{n.Asset, n.Name, n.Rule, n.K, n.Bond, int64(n.Buffer)}
		}
		s.cast(s.late.roster)
		s.late.roster = nil
	})
}

// size is how many entities and needs the stage has.
func (s *Stage) size() (entities, needs int) {
	if s.late.entities > 0 {
		return s.late.entities, s.late.needs
	}
	return len(s.Entities), len(s.Needs) // of a file
}

// cast lists the entities.
func (s *Stage) cast(roster *model.Roster) {
	c := roster.City
	s.Entities = make([]Entity, 0, roster.Len())
	for i := range c.Assets {
		a := &c.Assets[i]
		s.Entities = append(s.Entities, Entity{
			Name: a.Name, Title: titleOf(a.Name, c.Kinds[a.Kind].Title), Label: a.Label,
			Kind: a.Kind, Sector: c.Kinds[a.Kind].Sector, District: a.District, Operator: a.Operator, At: a.At,
			People: a.People, Capacity: a.Capacity, Demand: a.Demand, Stored: a.Stored, Synthetic: a.Synthetic,
		})
	}
	for i := range roster.Actors {
		a := &roster.Actors[i]
		e := Entity{
			Name: a.Name, Title: a.Title, Sort: a.Sort,
			Kind: model.Absent, Sector: model.Absent, District: a.District, Operator: a.Operator, At: a.At, People: a.Persons,
		}
		if a.Operator >= 0 && int(a.Operator) < len(c.Operators) {
			e.Sector = c.Operators[a.Operator].Sector
		}
		if e.Title == "" {
			e.Title = titleOf(a.Name, "")
		}
		s.Entities = append(s.Entities, e)
	}
}

// titleOf is the neutral name of an asset: the title of its kind and the number at the end of its name.
func titleOf(name, kind string) string {
	last := name[strings.LastIndexByte(name, '/')+1:]
	if kind == "" {
		return capital(strings.ReplaceAll(last, "-", " "))
	}
	number := last[strings.LastIndexByte(last, '-')+1:]
	if number == "" || strings.TrimLeft(number, "0123456789") != "" {
		return capital(kind)
	}
	return capital(kind) + " " + number
}

// capital is text with its first letter in upper case.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
