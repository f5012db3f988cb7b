package emergency

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Flood is calls that somebody makes on purpose, or by mistake, beside all others.
type Flood struct {
	Why       string // for people
	At, Until sim.Time
	PerHour   float64 // [calls/h, above 0 to MaxRate], shared out by residents
	Sort      model.RequestSort
	Districts []model.DistrictID // ascending; empty = all
	// Because, if there are any, are assets by which people call, such as sirens that sound without a reason: in a district without one that is
	// below full level nobody does. Ascending.
	Because []model.AssetID
}

// RegionOptions says how a region differs from what is assumed. The zero value works.
type RegionOptions struct {
	Floods     []Flood
	Stranded   float64  // share of eCall vehicles without a network for their generation [0 to 1]
	NG         float64  // share of those whose eCall goes over 4G or 5G, with the data in the call's set-up [0 to 1-Stranded]
	Received   float64  // calls that 112 receives [per 100,000 residents and year, to MaxReceived; 0 = 65,600]
	Redial     *float64 // chance that a person calls again who was not answered [0 to 1]; nil = 0.5
	Staffing   Staffing
	NoCallBack bool // the PSAPs ring nobody back
	// Relocation lets a free ambulance move up to the district with the most residents that none is near.
	Relocation bool
	Extra      map[model.AssetID]int // call-taking positions beside the usual ones [0 or more], by PSAP; Absent is the neighbour
}

// RegionSpec is the immutable half of a region: what takes and what makes the calls of a city.
type RegionSpec struct {
	city      *model.City
	clock     model.Conditions
	sources   [origins]source
	options   RegionOptions
	entity    model.EntityID
	floods    []model.EntityID
	shares    [][]float64 // by flood and district: of its calls
	districts []district
	centres   []centreSpec // the last one is the neighbour
	cad       model.AssetID
	bases     []base
	hospitals []model.AssetID
	legacy    []model.AssetID // 2G and 3G layers of operators
	served    []model.AssetID // the 112 service of districts
	heard     []model.AssetID // ascending
}

// district is what calls of a district depend on; Absent where the city has none.
type district struct {
	key       uint64 // of its name: 28 bits
	residents float64
	vehicles  float64
	area      model.AssetID // emergency access of mobile telephones; coverage where the city knows no better
	lines     model.AssetID
	power     model.AssetID
	alarms    model.AssetID
	flow      model.AssetID
	transit   model.AssetID // public transport
	posts     []post        // ambulance stations that are near enough, the nearest first
	homes     []home        // with the residents up to each
	people    float64
}

type home struct {
	upTo float64
	at   model.Point
}

// centreSpec is a PSAP of the region, or the neighbour.
type centreSpec struct {
	asset     model.AssetID // Absent for the neighbour
	positions int
	spec      Spec
}

// base is a station and its units.
type base struct {
	asset   model.AssetID
	service service
	units   int
}

// CompileRegion finds PSAPs, stations, hospitals and what callers depend on in a city, and registers the region as an actor. It is nil
// without an error in a city without a PSAP. It returns everything that is wrong at once.
func CompileRegion(r *model.Roster, c model.Conditions, o RegionOptions) (*RegionSpec, error) {
	s := &RegionSpec{city: r.City, clock: c, sources: sources(), options: o, cad: model.Absent}
	var f model.Faults
	s.checkOptions(&f)
	s.checkStaffing(&f)
	s.scale()
	s.people()
	s.assets(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if len(s.centres) == 0 {
		return nil, nil
	}
	s.neighbour()
	s.man()
	s.hearCauses()
	s.cover()
	s.entity = r.Add(model.Actor{Name: "emergency/112", Title: "112 calls and dispatch", Sort: model.SortEvent, Operator: model.Absent, District: model.Absent})
	for i := range o.Floods {
		s.floods = append(s.floods, r.Add(model.Actor{Name: fmt.Sprintf("scenario/calls-%02d", i+1), Title: o.Floods[i].Why, Sort: model.SortEvent,
			Operator: model.Absent, District: model.Absent}))
		s.shares = append(s.shares, s.shareOut(o.Floods[i].Districts))
	}
	return s, nil
}

// shareOut is the share of the residents of some districts that each one has; of all districts if there are none.
func (s *RegionSpec) shareOut(list []model.DistrictID) []float64 {
	out, sum := make([]float64, len(s.districts)), 0.0
	if len(list) == 0 {
		for d := range s.districts {
			list = append(list, model.DistrictID(d))
		}
	}
	for _, d := range list {
		sum += s.districts[d].residents
	}
	for _, d := range list {
		out[d] = s.districts[d].residents / max(1, sum)
	}
	return out
}

func (s *RegionSpec) checkOptions(f *model.Faults) {
	if x := s.options.Stranded; !(x >= 0 && x <= 1) {
		f.Add("region: stranded", 0, 0, "a share from 0 to 1", "%v", x)
	}
	if x := s.options.NG; !(x >= 0 && x <= 1-s.options.Stranded) {
		f.Add("region: ng", 0, 0, "a share from 0 to what is not stranded", "%v", x)
	}
	for i := range s.options.Floods {
		x := &s.options.Floods[i]
		if !(x.PerHour > 0 && x.PerHour <= MaxRate) {
			f.Add(fmt.Sprintf("flood %d", i+1), 0, 0, fmt.Sprintf("write more than 0, up to %g", float64(MaxRate)), "%v calls an hour", x.PerHour)
		}
		if x.Until <= x.At {
			f.Add(fmt.Sprintf("flood %d", i+1), 0, 0, "it ends after it began", "from %v to %v", x.At, x.Until)
		}
		if x.Sort == 0 || x.Sort >= model.RequestPatient {
			f.Add(fmt.Sprintf("flood %d", i+1), 0, 0, "a sort of call", "sort %d", x.Sort)
		}
	}
}

// people fills in the districts.
func (s *RegionSpec) people() {
	s.districts = make([]district, len(s.city.Districts))
	for d := range s.districts {
		x := &s.districts[d]
		*x = district{key: uint64(rng.NameOf(s.city.Districts[d].Name)) >> 36, residents: float64(s.city.Districts[d].Residents), area: model.Absent,
			lines: model.Absent, power: model.Absent, alarms: model.Absent, flow: model.Absent, transit: model.Absent}
	}
	for i := range s.city.Places {
		p := &s.city.Places[i]
		x := &s.districts[p.District]
		x.people += float64(p.Residents)
		x.homes = append(x.homes, home{x.people, p.At})
	}
}

// assets finds the assets by their kinds.
func (s *RegionSpec) assets(f *model.Faults) {
	keys := map[uint64]bool{}
	for d := range s.districts {
		if keys[s.districts[d].key] {
			f.Add(s.city.Name, 0, 0, "give it another name", "district %q has the same hash as another one", s.city.Districts[d].Name)
		}
		keys[s.districts[d].key] = true
	}
	for i := range s.city.Assets {
		a := &s.city.Assets[i]
		d, id := &s.districts[a.District], model.AssetID(i)
		switch s.city.Kinds[a.Kind].Name {
		case "telecom/area":
			if d.area != model.Absent {
				continue // emergency access is known
			}
			d.area = id
		case "telecom/reach":
			d.area = id
		case "telecom/legacy":
			s.legacy = append(s.legacy, id)
		case "telecom/lines":
			d.lines = id
		case "power/area":
			d.power = id
		case "buildings/alarms":
			d.alarms = id
		case "traffic/flow":
			d.flow = id
		case "transit/service":
			d.transit = id
		case "emergency/ecall-fleet":
			d.vehicles = a.Capacity
		case "emergency/cad":
			s.cad = id
		case "emergency/psap":
			s.centre(f, id, a)
		case "emergency/ambulance-station":
			s.bases = append(s.bases, base{id, ambulance, 0})
		case "emergency/fire-station":
			s.bases = append(s.bases, base{id, fire, fireUnits})
		case "emergency/police-station":
			s.bases = append(s.bases, base{id, police, policeUnits})
		case "emergency/service":
			s.served = append(s.served, id)
			continue
		case "health/hospital":
			if s.takesEmergencies(id) {
				s.hospitals = append(s.hospitals, id)
			}
		default:
			continue
		}
		s.heard = append(s.heard, id)
	}
}

// takesEmergencies reports whether a hospital is one that the people of a district rely on.
func (s *RegionSpec) takesEmergencies(a model.AssetID) bool {
	for _, in := range s.city.Dependants(a) {
		if n := &s.city.Needs[in.Need]; n.Name == "hospital" || n.Name == "hospitals" {
			return true
		}
	}
	return false
}

// Staffing where the city says nothing: an assumption.
const (
	residentsPerPosition = 125_000 // staffed by day (60,000 to 250,000): with it nine in ten are answered within 10 s, with little to spare
	leastPositions       = 3
	backupShare          = 0.5 // positions of the second PSAP and further ones, by those of the first: BT's was "under-sized" in 2023
	nightShare           = 0.6 // of the positions staffed from 0 to 7 h
	trunksPerPosition    = 8   // calls at positions and waiting that the lines carry (4 to 20)
	neighbourPositions   = 3   // that the neighbouring PSAP has to spare (0 to 10)
)

// centre adds a PSAP. The first one by name is the main one.
func (s *RegionSpec) centre(f *model.Faults, id model.AssetID, a *model.Asset) {
	n := int(a.Capacity)
	if a.Capacity > 0 && (a.Capacity < 1 || a.Capacity > MaxPositions) {
		f.Add(s.city.Name, 0, 0, fmt.Sprintf("write 1 to %d, or leave the capacity out", MaxPositions), "PSAP %q has %v positions", a.Name, a.Capacity)
		return
	}
	if n == 0 {
		residents := 0.0
		for d := range s.districts {
			residents += s.districts[d].residents
		}
		n = max(leastPositions, int(math.Ceil(residents/residentsPerPosition)))
		if len(s.centres) > 0 {
			n = max(leastPositions-1, int(math.Ceil(backupShare*float64(n))))
		}
	}
	s.addCentre(id, a.Name, s.options.Staffing.positions(len(s.centres) == 0, n))
}

func (s *RegionSpec) addCentre(id model.AssetID, name string, positions int) {
	positions = min(MaxPositions, positions+s.options.Extra[id])
	s.centres = append(s.centres, centreSpec{id, positions,
		Spec{Name: name, Positions: positions, Trunks: min(MaxCalls, trunksPerPosition*positions), Classes: Classes()}})
}

func (s *RegionSpec) neighbour() {
	s.addCentre(model.Absent, "neighbour", s.options.Staffing.neighbour())
}

// man shares out the ambulances.
func (s *RegionSpec) man() {
	residents, stations := 0.0, 0
	for d := range s.districts {
		residents += s.districts[d].residents
	}
	for i := range s.bases {
		if s.bases[i].service == ambulance {
			stations++
		}
	}
	left := max(stations, int(math.Round(residents*ambulancesPerResident)))
	for i := range s.bases {
		if b := &s.bases[i]; b.service == ambulance {
			b.units = (left + stations - 1) / stations
			left, stations = left-b.units, stations-1
		}
	}
}

// RegionWiring tells the region of one replication where the others are.
type RegionWiring struct {
	Root rng.Root
	Self sim.ProcessID
	// Asset is the process that owns each asset, to which is told how well calls are answered; nil: nobody is told.
	Asset []sim.ProcessID
	// Hospital is who takes the patients of a hospital; nil or not ok: handing over takes a drawn time.
	Hospital func(model.AssetID) (model.Address, bool)
	// Travel is the time between two points, urgent with lights and siren; nil: as the crow flies, at a speed that the level of the
	// traffic slows down. Hear tells it the levels of assets that it listens to; may be nil.
	Travel func(now sim.Time, from, to model.Point, urgent bool) (time.Duration, bool)
	Hear   func(model.AssetID, model.Level) bool
	// Usual is the time between two points if nothing is wrong; nil: as the crow flies.
	Usual func(now sim.Time, from, to model.Point) (time.Duration, bool)
}

// Address is where messages to the region go.
func (s *RegionSpec) Address(w *RegionWiring) model.Address {
	return model.Address{Process: w.Self, Entity: s.entity}
}

// Listeners are the assets whose level the region feels.
func (s *RegionSpec) Listeners(w *RegionWiring) []model.Listener {
	list := make([]model.Listener, len(s.heard))
	for i, a := range s.heard {
		list[i] = model.Listener{Asset: a, To: s.Address(w)}
	}
	return list
}

// place is a point in a district where somebody lives, by the residents.
func (x *district) place(u float64) (model.Point, bool) {
	if len(x.homes) == 0 {
		return model.Point{}, false
	}
	want, low, high := u*x.people, 0, len(x.homes)-1
	for low < high {
		mid := (low + high) / 2
		if x.homes[mid].upTo >= want {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return x.homes[low].at, true
}
