package trace

import (
	"slices"
	"sort"

	"cascata/model"
	"cascata/sim"
)

// FormatVersion is the version of the run file that this package writes; it reads every version from 1 on.
const FormatVersion = 3

// Header says which run this is. The Recorder fills the city's lines; the rest is for whoever started the run.
type Header struct {
	Format  int    // version of the file that it was read from; FormatVersion when it was not read
	Program string // program and version that made the run: "cascata 0.2.0"

	City        string // name of the city: "lisboa"
	CityTitle   string
	Attribution string // the line that every picture and export must carry
	Synthetic   string // what is invented, with the word SYNTHETIC; empty when nothing is
	CityHash    string // SHA-256 of the city file [hex]; may be empty

	Scenario      string
	ScenarioTitle string
	ScenarioHash  string   // SHA-256 of the scenario [hex]
	ModelledOn    string   // what the scenario is modelled on; since version 2 of the format, as the next two
	Invented      string   // what is invented in it
	Sets          []string // what was set on top of its file, "path=value"
	Seed          uint64
	Replication   int
	Start         string   // the scenario's clock at time 0, as NewClock reads it: "2026-01-14 08:00"
	Horizon       sim.Time // where the scenario ends
	End           sim.Time // where the recording ends: the horizon, or earlier when the run was cut short
	Languages     []string // languages of the texts: ["en"]
	Fidelity      []string // "power=physics": how each sector with a choice was simulated; since version 3, as the next
	Plans         []Plan   // what the networks with physics take on a quiet day
}

// Plan is what the nodes of a sector's networks take on a quiet day, as multiples of their Demand.
type Plan struct {
	Sector string // its name
	model.Plan
}

// Recording is one recorded run. It is read-only once finished and safe for several readers.
type Recording struct {
	Header Header
	*Stage
	Changes    []Change // Change number n is Changes[n-1]; ascending in time
	Services   Series   // key: Cell(sector, district); a row at 0 and at every change
	City       Series   // key: sector; the whole city
	Affected   Series   // key: district, or AllDistricts; Level = share of people with every essential service
	Parameters []model.Parameter
	Requests   []Request // calls and patients, ascending by trigger; Request number n is Requests[n-1]

	causes  []Cause // the causes of all Changes, in order
	frames  frames
	lineage lineage
}

// Change is one thing that happened. The Change's number is its place in Recording.Changes plus one.
type Change struct {
	At       sim.Time
	Entity   model.EntityID
	From, To model.Level
	Kind     model.ChangeKind
	causes   uint8 // how many
	first    int32 // where they begin in Recording.causes
	Why      model.Why
}

// Cause is an earlier Change, by number, and how it contributed.
type Cause struct {
	Number int32
	Kind   model.CauseKind
}

// Change is Change number n, in 1 to len(Changes).
func (r *Recording) Change(n int) *Change { return &r.Changes[n-1] }

// Causes are the causes of Change number n, the one that tipped it first; empty for a root.
func (r *Recording) Causes(n int) []Cause {
	c := &r.Changes[n-1]
	return r.causes[c.first : c.first+int32(c.causes) : c.first+int32(c.causes)]
}

// Stage is what a run takes place on: everything of the city and of the actors that drawing and explaining need. It is
// read-only and shared by all recordings of a batch.
type Stage struct {
	Sectors    []model.Sector
	Kinds      []Kind
	Districts  []model.District
	Operators  []Operator
	Entities   []Entity // first the Assets assets, then the actors
	Assets     int
	Needs      []Need
	Edges      []Edge
	Places     []model.Place
	Layers     []model.Layer
	Techniques []string // "T0855 Unauthorized Command Message", indexed by Why.Amount of technique reasons

	Served    []int64 // by Cell: residents whom the sector serves in the district
	Residents []int64 // by district, and of the whole city at AllDistricts

	head     Header // the lines of the city
	defaults []model.Parameter
	index    index
	late     late
}

// Kind is a type of asset.
type Kind struct {
	Name, Title string
	Sector      model.SectorID
	Unit        string // of Capacity and Demand
	Network     model.NetworkRole
	Minor       bool // too many to draw one by one at the scale of the city
	Rank        int  // importance, larger first
}

// Operator runs assets.
type Operator struct {
	Name, Title string
	Sector      model.SectorID
	District    model.DistrictID // Absent if unknown
	Control     model.AssetID    // its control centre; Absent if it has none
	Regime      string
	Persons     int32 // natural persons in its largest data store
	Records     int64 // records in it
}

// Entity is anything that can change: an asset of the city, or an actor.
type Entity struct {
	Name      string          // path: "power/substation-04"
	Title     string          // neutral name for people: "Substation 04"
	Label     string          // real name, shown only on request; may be empty
	Sort      model.ActorSort // 0 for an asset
	Synthetic bool
	Kind      model.KindID   // Absent for an actor
	Sector    model.SectorID // of the kind, or of the actor's operator; Absent if neither
	District  model.DistrictID
	Operator  model.OperatorID
	People    int32 // residents who depend on the asset; natural persons in a data store
	At        model.Point
	Capacity  float64
	Demand    float64 // [unit of the kind]
	Stored    float64
}

// IsAsset reports whether the entity is an asset.
func (e *Entity) IsAsset() bool { return e.Sort == 0 }

// Need is what an asset depends on, as far as an explanation needs it.
type Need struct {
	Asset  model.AssetID
	Name   string
	Rule   model.Rule
	K      int
	Bond   model.Bond
	Buffer int64 // [ns]
}

// Edge joins two node assets of a network.
type Edge struct {
	Asset, From, To model.AssetID
	Directed, Open  bool
}

// Cell is the key of a sector in a district in Services and Served.
func (s *Stage) Cell(sector model.SectorID, district model.DistrictID) int32 {
	return int32(sector)*int32(len(s.Districts)) + int32(district)
}

// AllDistricts is the key of the whole city in Affected and Residents.
func (s *Stage) AllDistricts() int32 { return int32(len(s.Districts)) }

// Entity finds an entity by its path name: assets fast, since a city sorts them by name.
func (s *Stage) Entity(name string) (model.EntityID, bool) {
	k := sort.Search(s.Assets, func(i int) bool { return s.Entities[i].Name >= name })
	if k < s.Assets && s.Entities[k].Name == name {
		return model.EntityID(k), true
	}
	i := slices.IndexFunc(s.Entities, func(e Entity) bool { return e.Name == name })
	return model.EntityID(i), i >= 0
}

// Name is the path name of an entity; empty for Absent and for numbers that do not exist.
func (s *Stage) Name(e model.EntityID) string {
	if e < 0 || int(e) >= len(s.Entities) {
		return ""
	}
	return s.Entities[e].Name
}

// SectorName is the name of the sector of an entity; empty if it has none.
func (s *Stage) SectorName(e model.EntityID) string {
	if e < 0 || int(e) >= len(s.Entities) || s.Entities[e].Sector < 0 {
		return ""
	}
	return s.Sectors[s.Entities[e].Sector].Name
}
