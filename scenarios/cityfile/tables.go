package cityfile

import "cascata/scenarios/defaults"

// The header line of a file and what it may hold. The limits keep a hostile file from taking the memory of the machine; they are
// twice what a city of a million assets needs.
const (
	magic     = "cascata-city"
	version   = "2"
	before    = "1"       // read as well: it lacks the columns and sections that physics asks for, nothing else
	maxText   = 512 << 20 // uncompressed size [bytes]
	maxWindow = 64 << 20  // what the decompressor may look back [bytes]
	maxLine   = 1 << 20   // [bytes]
	maxRows   = 8_000_000
	maxFaults = 200
	maxName   = 120 // [bytes]
)

// section is the schema of one table.
type section struct {
	name     string
	needed   bool // the file must have it
	columns  []string
	required int // the first so many columns must be in the header and filled in every row
}

// The sections, in the order in which they are written.
const (
	secCity = iota
	secDistricts
	secRings
	secOperators
	secAssets
	secNeeds
	secNetworks
	secEdges
	secMembers
	secCorners
	secStreets
	secPlaces
	secLayers
	secLines
	sections
)

// schema lists the sections. The columns are those of the constants below, in the same order.
func schema() [sections]section {
	return [sections]section{
		secCity:      {"city", true, []string{"key", "value"}, 1},
		secDistricts: {"districts", true, []string{"name", "title", "residents"}, 3},
		secRings:     {"rings", false, []string{"district", "points"}, 2},
		secOperators: {"operators", true, []string{"name", "title", "sector", "district", "estate", "regime", "control", "crews", "persons", "records"}, 4},
		secAssets: {"assets", true, []string{"name", "kind", "district", "operator", "x", "y", "z", "label", "capacity", "demand",
			"stored", "synthetic", "inertia", "step"}, 6},
		secNeeds:    {"needs", false, append([]string{"asset", "need", "suppliers", "k"}, defaults.NeedFields()...), 3},
		secNetworks: {"networks", false, []string{"name", "sector"}, 2},
		secEdges:    {"edges", false, []string{"network", "asset", "from", "to", "directed", "open", "length", "bore"}, 4},
		secMembers:  {"members", false, []string{"network", "asset"}, 2},
		secCorners:  {"corners", false, []string{"number", "x", "y", "z", "signal"}, 3},
		secStreets:  {"streets", false, []string{"asset", "from", "to", "length", "speed", "lanes", "oneway"}, 6},
		secPlaces:   {"places", false, []string{"district", "x", "y", "residents", "serving"}, 4},
		secLayers:   {"layers", false, []string{"name", "synthetic"}, 1},
		secLines:    {"lines", false, []string{"layer", "points"}, 2},
	}
}

const (
	cityKey = iota
	cityValue
)

const (
	districtName = iota
	districtTitle
	districtResidents
)

const (
	ringDistrict = iota
	ringPoints
)

const (
	operatorName = iota
	operatorTitle
	operatorSector
	operatorDistrict
	operatorEstate
	operatorRegime
	operatorControl
	operatorCrews
	operatorPersons
	operatorRecords
)

const (
	assetName = iota
	assetKind
	assetDistrict
	assetOperator
	assetX
	assetY
	assetZ
	assetLabel
	assetCapacity
	assetDemand
	assetStored
	assetSynthetic
	assetInertia
	assetStep
)

const (
	needAsset = iota
	needName
	needSuppliers
	needK
	needFields // the first of defaults.NeedFields
)

const (
	networkName = iota
	networkSector
)

const (
	edgeNetwork = iota
	edgeAsset
	edgeFrom
	edgeTo
	edgeDirected
	edgeOpen
	edgeLength
	edgeBore
)

const (
	memberNetwork = iota
	memberAsset
)

const (
	cornerNumber = iota
	cornerX
	cornerY
	cornerZ
	cornerSignal
)

const (
	streetAsset = iota
	streetFrom
	streetTo
	streetLength
	streetSpeed
	streetLanes
	streetOneWay
)

const (
	placeDistrict = iota
	placeX
	placeY
	placeResidents
	placeServing
)

const (
	layerName = iota
	layerSynthetic
)

const (
	lineLayer = iota
	linePoints
)
