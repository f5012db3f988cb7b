package model

import (
	"time"

	"cascata/sim"
)

// Dense numbers of the city's nouns: positions in the slices of a City, in the order of names.
type (
	AssetID    int32
	DistrictID int32
	OperatorID int32
	SectorID   int32
	KindID     int32
	NeedID     int32
)

// Absent marks "none" wherever one of the ids above may be missing.
const Absent = -1

// City is the immutable description of a city, shared by all replications. Fill the exported fields, then call Finish.
type City struct {
	Name        string  // short name, as in file names: "lisboa"
	Title       string  // as people write it: "Lisboa"
	Synthetic   string  // what is invented, as a sentence with the word SYNTHETIC; empty when nothing is
	Attribution string  // the line that every picture and export must carry
	Hash        string  // SHA-256 of the city file [hex]; empty for a city made in memory
	Lon, Lat    float64 // where the origin of the plane lies [degrees, WGS 84]; both 0 in an invented place

	Sectors   []Sector
	Kinds     []Kind
	Districts []District
	Operators []Operator
	Assets    []Asset
	Needs     []Need // grouped by asset in ascending order
	Networks  []Network
	Corners   []Corner // of the streets
	Streets   []Street
	Places    []Place
	Layers    []Layer
	Defaults  []Parameter // every default that the city uses, with source and range, for the report

	needsOf  []int32 // needs of asset a are Needs[needsOf[a]:needsOf[a+1]]
	inputsOf []int32 // inputs that asset a supplies are inputs[inputsOf[a]:inputsOf[a+1]]
	inputs   []Input
}

// Sector is one of the city's systems, such as power or water.
type Sector struct {
	Name      string // "power"
	Title     string // "Power"
	Doc       string // one line for `cascata list sectors`
	Essential bool   // counts in "people affected"
	Glyph     string // shape of its assets on the map: square, circle, triangle, plus, hexagon, star, triangle-down, diamond, pentagon
}

// Kind is a type of asset, such as power/substation.
type Kind struct {
	Name    string // "power/substation"
	Title   string // "substation"; a neutral name is the title and a number
	Sector  SectorID
	Doc     string
	Unit    string  // unit of Capacity and Demand: "MW", "m3/h", "people", "beds"; empty when they have none
	Repair  string  // distribution of the repair time in rng.Parse form
	Manual  string  // distribution of the time one crew needs to operate a site by hand; empty when that is impossible
	Source  string  // source of the two durations
	DrawKW  float64 // what a unit of Capacity takes when switched on beside what is planned [kW; of a telecom/core sign-ons / 1000]; 0 = it cannot be switched
	Network NetworkRole
	Minor   bool // too many to draw or to label one by one at the scale of the whole city
	Rank    int  // importance on the map and in lists, larger first
}

// NetworkRole is what an asset is to the network of its sector.
type NetworkRole uint8

// The roles. RoleNone assets take no part in a network and have their needs only.
const (
	RoleNone    NetworkRole = iota
	RoleSource              // feeds Capacity into the network
	RoleStorage             // keeps Stored; feeds at most Capacity until empty, refills from surplus
	RoleNode                // passes on at most Capacity (0 = no limit) and takes Demand
	RoleEdge                // joins two nodes, carries at most Capacity (0 = no limit)
)

// District is a part of the city with a boundary and people (in Lisboa a parish).
type District struct {
	Name      string // path-safe: "alvalade"
	Title     string
	Residents int32
	Rings     [][]Point // boundary polygons [m], first ring of each polygon only
}

// Operator runs assets and owns an estate of devices.
type Operator struct {
	Name     string // "dso"
	Title    string // invented and neutral: "Electricity distribution (SYNTHETIC)"
	Sector   SectorID
	Estate   string  // name of the estate template
	Regime   string  // legal regimes, separated by blanks: what the city file says of it, completed by the scenario ("nis2-essential cer-critical gdpr-controller")
	Control  AssetID // its control centre, without which it cannot operate remotely; Absent if it has none
	Crews    int     // field crews on duty
	Persons  int32   // natural persons in its largest data store
	Records  int64   // records in it
	District DistrictID
}

// Point is a place on the plane of the city [m, east and north of the city's origin].
type Point struct{ X, Y float64 }

// Asset is a physical thing with a sector (by its kind), a place, an operator and people served.
type Asset struct {
	Name      string // path: "power/substation-04"
	Label     string // real name where data has one, shown only on request; empty otherwise
	Kind      KindID
	District  DistrictID
	Operator  OperatorID
	At        Point
	Z         float64 // ground level above the sea [m]
	Capacity  float64 // [unit of the kind]
	Demand    float64 // planned take-off [unit of the kind]
	Stored    float64 // what a storage holds when full [unit of the kind x h]
	Synthetic bool
	People    int32 // residents who depend on it, set by Finish from the places

	Inertia time.Duration // time constant with which the level follows its supply (buildings keep warm); 0 = at once
	Step    time.Duration // step of that following; 0 = a hundredth of Inertia
}

// Rule says how the levels of a group of suppliers combine.
type Rule uint8

// The rules: minimum, maximum, k-th highest, and max(0, 1 - sum of w(1 - s)).
const (
	All Rule = iota
	Any
	KOfN
	Weighted
)

// Bond is the kind of a need after Rinaldi et al. (2001), plus the shared supplier.
type Bond uint8

// The bonds.
const (
	Physical Bond = iota
	Cyber
	Geographic
	Logical
	SharedSupplier
)

// Need is one group of suppliers an asset depends on, with what carries it over when they fail.
type Need struct {
	Name      string // "power"; with the kind it names the default: "telecom/site.power"
	Suppliers []Supplier
	K         int // for KOfN
	Asset     AssetID
	Rule      Rule
	Bond      Bond

	Threshold Level         // a combined supply below it counts as 0
	Without   Level         // level that remains without the supply and with the buffer empty
	Backup    Level         // level on buffer: a backup can be smaller than what it replaces (Full for the same)
	Delay     time.Duration // a loss is felt only after it has lasted this long
	Buffer    time.Duration // how long the dependant lasts with nothing at all; 0 = no buffer
	Refill    time.Duration // how long an empty buffer takes to fill; 0 = as long as Buffer
	Failover  float64       // probability in [0, 1] that the buffer takes over when asked; 1 = always
	StandIn   bool          // stands in for physics: left out where the sector of Asset has its own (City.UsePhysics)
}

// Supplier is one input of a need.
type Supplier struct {
	Asset  AssetID
	Weight float64 // for Weighted: loss of level per unit of lost supply, >= 0
}

// Input is the use of an asset as supplier: position Slot among the suppliers of need Need.
type Input struct {
	Need NeedID
	Slot int32
}

// Network is the topology over which one sector delivers: assets as sources, storages, nodes and edges.
type Network struct {
	Name    string // the sector's name, or sector/part
	Sector  SectorID
	Edges   []Edge
	Members []AssetID // assets that belong to it without being an edge or an end of one, ascending
}

// Edge joins two node assets through an edge asset.
type Edge struct {
	Asset    AssetID
	From, To AssetID
	Directed bool    // carries from From to To only (a pump, a check valve)
	Open     bool    // normally open: carries nothing until closed by a Command
	Length   float64 // [m]; 0 = the straight line between its ends
	Bore     float64 // inner diameter of a pipe [mm]; 0 = sized by what it carries
}

// Corner is a junction or an end of streets.
type Corner struct {
	At     Point
	Z      float64 // ground level above the sea [m]
	Signal AssetID // the traffic signal there; Absent if there is none
}

// Street is a road between two corners, in both directions unless OneWay.
type Street struct {
	Asset    AssetID // the road itself, which can be closed
	From, To int32   // Corners
	Length   float64 // [m]
	Speed    float64 // without traffic [km/h]
	Lanes    int     // in each direction
	OneWay   bool    // from From to To only
}

// Place is a group of residents and the assets that serve them, one per sector at most.
type Place struct {
	District  DistrictID
	At        Point
	Residents int32
	Serving   []Serving // ascending by sector
}

// Serving names the asset whose level is the service of a sector at a place.
type Serving struct {
	Sector SectorID
	Asset  AssetID
}

// Layer is a set of lines to draw under the assets.
type Layer struct {
	Name      string // "roads/primary", "metro/azul", "river"
	Synthetic bool
	Lines     [][]Point
}

// Parameter is a default with its provenance.
type Parameter struct {
	Name    string // "telecom/site.power.buffer"
	Value   string // "4h"
	Range   string // "0h to 8h"
	Source  string
	Changed bool // true when the scenario set another value than the default
}

// EntityID numbers everything that can send a message or be the subject of a Change: first the assets, then whatever the
// rooms add (devices, operators, campaigns), as laid out by the scenario. It doubles as the kernel's source id.
type EntityID int32

// Entity is the entity of an asset.
func (a AssetID) Entity() EntityID { return EntityID(a) }

// Source is the sending half of the entity, for the kernel.
func (e EntityID) Source() sim.Source { return sim.NewSource(sim.SourceID(e)) }
