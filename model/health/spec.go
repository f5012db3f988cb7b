package health

import (
	"fmt"
	"math"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Kinds of assets that this room knows by name.
const (
	kindHospital = "health/hospital"
	kindCare     = "health/care"
)

// Spec is the immutable half: the hospitals of a city and who comes to them. All replications share it.
type Spec struct {
	city       *model.City
	clock      model.Conditions
	options    Options
	triage     rng.Dist
	boarding   rng.Dist
	ward       rng.Dist
	categories [Categories]category
	walk       [Categories]float64 // probabilities, summed up
	ambulance  [Categories]float64
	houses     []house
	of         []int32   // by asset: the house, or -1
	touches    [][]int32 // by asset: houses that need it
	origins    []origin
	calls      int // the origin of patients that come by message
	entity     model.EntityID
}

// house is a hospital.
type house struct {
	asset  model.AssetID
	places int // in its emergency department; 0 = it has none
	inputs [inputs]input

	beds    int // of the wards for patients of the department
	surge   int // of planned admissions, which can give way
	settled int // patients in them at the beginning
	wards   rng.Name
}

// origin is a source of patients.
type origin struct {
	district model.DistrictID
	carried  bool      // by ambulance
	perHour  float64   // mean over the day
	weights  []float64 // by house: how likely it is the first choice
	names    [purposes]rng.Name
}

// The purposes of an origin's random streams. Every draw is keyed by the number of the patient.
const (
	forArrival = iota
	forCategory
	forHospital
	forFollow
	forOther
	forTriage
	forTreatment
	forPatience
	forAdmission
	forBoarding
	forWard
	purposes
)

func purposeNames() [purposes]string {
	return [purposes]string{"arrival", "category", "hospital", "follow", "other", "triage", "treatment", "patience", "admission", "boarding", "ward"}
}

// Has reports whether a city has a hospital, without which there is nothing to compile.
func Has(city *model.City) bool {
	for i := range city.Assets {
		if city.Kinds[city.Assets[i].Kind].Name == kindHospital {
			return true
		}
	}
	return false
}

// Compile finds the hospitals of a city and the people near them, and registers their departments as an actor. It returns everything that is
// wrong at once. A hospital has an emergency department if health care (kind health/care) of some district relies on it; where
// there is no such need all of them have one.
func Compile(r *model.Roster, clock model.Conditions, o Options) (*Spec, error) {
	var f model.Faults
	o.defaults()
	o.check(&f)
	s := &Spec{city: r.City, clock: clock, options: o, triage: read(&f, "triage", o.Triage), boarding: read(&f, "boarding", o.Boarding),
		ward: read(&f, "ward", o.Ward)}
	if len(o.Categories) == Categories {
		s.mix(&f)
	}
	s.find(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	s.sources()
	s.admissions()
	s.plan()
	s.entity = r.Add(model.Actor{Name: "health/departments", Title: "Emergency departments", Sort: model.SortEvent, Operator: model.Absent,
		District: model.Absent})
	return s, nil
}

func (s *Spec) mix(f *model.Faults) {
	walk, ambulance := 0.0, 0.0
	for i, c := range s.options.Categories {
		what := fmt.Sprintf("category %d: ", i+1)
		s.categories[i] = category{read(f, what+"treatment", c.Treatment), read(f, what+"patience", c.Patience), c.Admit}
		if c.Treatment == "" {
			f.Add("health: "+what+"treatment", 0, 0, "a distribution such as exp(1h)", "none")
		}
		walk, ambulance = walk+c.Walk, ambulance+c.Ambulance
		s.walk[i], s.ambulance[i] = walk, ambulance
	}
}

// find lists the hospitals and what they need.
func (s *Spec) find(f *model.Faults) {
	city := s.city
	relied, any := s.relied()
	s.of = make([]int32, len(city.Assets))
	s.touches = make([][]int32, len(city.Assets))
	emergency := false
	for i := range city.Assets {
		a := &city.Assets[i]
		s.of[i] = model.Absent
		if city.Kinds[a.Kind].Name != kindHospital {
			continue
		}
		if a.Capacity < 1 {
			f.Add("city "+city.Name, 0, 0, "give it a capacity of at least 1 bed", "hospital %s has %g beds", a.Name, a.Capacity)
		}
		h := house{asset: model.AssetID(i), wards: rng.NameOf("health/wards/" + a.Name)}
		if relied[i] || !any {
			h.places = max(1, int(math.Round(a.Capacity*s.options.Places)))
			emergency = true
		}
		s.of[i] = int32(len(s.houses))
		s.need(&h)
		s.houses = append(s.houses, h)
	}
	if !emergency {
		f.Add("city "+city.Name, 0, 0, "let health care rely on a hospital", "there is no hospital with an emergency department")
	}
}

// relied says which assets supply health care.
func (s *Spec) relied() (relied []bool, any bool) {
	city := s.city
	relied = make([]bool, len(city.Assets))
	for i := range city.Needs {
		n := &city.Needs[i]
		if city.Kinds[city.Assets[n.Asset].Kind].Name != kindCare {
			continue
		}
		for _, x := range n.Suppliers {
			if city.Kinds[city.Assets[x.Asset].Kind].Name == kindHospital {
				relied[x.Asset], any = true, true
			}
		}
	}
	return relied, any
}

// Wiring tells the departments of one replication where the others are.
type Wiring struct {
	Root  rng.Root
	Self  sim.ProcessID
	Calls model.Address // who sends ambulances and hears of diversions; used with Options.Messages
}

// Address is where ambulances' patients go: any hospital's entity at the process of the departments.
func (s *Spec) Address(w *Wiring, hospital model.AssetID) model.Address {
	return model.Address{Process: w.Self, Entity: hospital.Entity()}
}

// Takes reports whether an asset is a hospital with an emergency department. Others pass patients on to the nearest that has one.
func (s *Spec) Takes(asset model.AssetID) bool {
	return s.of[asset] != none && s.houses[s.of[asset]].places > 0
}

// Listeners are the assets whose level the departments hear: the hospitals, and what gives them power, water and records.
func (s *Spec) Listeners(w *Wiring) []model.Listener {
	var list []model.Listener
	for i := range s.city.Assets {
		if s.of[i] != model.Absent || len(s.touches[i]) > 0 {
			list = append(list, model.Listener{Asset: model.AssetID(i), To: model.Address{Process: w.Self, Entity: s.entity}})
		}
	}
	return list
}
