package recovery

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Options are the numbers of crews and dispatchers. The zero value works. Durations are distributions in rng.Parse form.
type Options struct {
	Switching string         // one remote command: find, check, send, confirm; "" = DefaultSwitching
	Mobilise  string         // from the order until a crew drives; "" = DefaultMobilise
	Speed     float64        // of crews in the city, as the crow flies [km/h]; 0 = DefaultSpeed
	Spread    string         // factor on the driving time, a distribution with median 1 written in seconds; "" = DefaultSpread
	Remote    float64        // level of the control centre below which nothing can be operated remotely [0 to 1]; 0 = DefaultRemote
	Crews     map[string]int // crews on duty of an operator, by name, instead of the city's number
	Pace      []Pace         // by operator: how its crews differ from what is usual; nil: nobody's do
	Order     Order          // which work comes first
	Weight    []float64      // by asset: how much it matters, for ByWeight [any unit, larger first]
}

// Order is how an operator decides what to do first.
type Order uint8

// The orders. Equals come by the names of the assets.
const (
	ByPeople Order = iota // what most residents depend on, whatever fails behind it
	AtRandom              // by lot, drawn anew in every replication: a baseline
	Nearest               // what is nearest to a free crew; the desk, which does not drive, goes by people
	ByWeight              // by Options.Weight
)

// Pace is how long an operator's crews work on site, as factors on what the kinds say [above 0; 0 = 1].
type Pace struct {
	Manual float64 // operating by hand
	Repair float64
}

// Defaults of Options, with their sources.
const (
	DefaultSwitching = "lognormal(3m, 0.5)"  // general knowledge, uncertain: minutes, as a switching order is read back
	DefaultMobilise  = "lognormal(10m, 0.3)" // InfraRisk: travel is 10 min plus the shortest way; spread uncertain
	DefaultSpeed     = 18.0                  // 25 km/h in town over ways 1.4 times as long as the straight line; uncertain
	DefaultSpread    = "lognormal(1s, 0.3)"  // uncertain
	DefaultRemote    = 0.5                   // uncertain: with less than half of its control centre an operator sends crews
)

// Spec is the immutable half: what crews of one city need to know. All replications share it.
type Spec struct {
	city      *model.City
	repair    []rng.Dist // by kind
	manual    []rng.Dist // by kind; nil: cannot be done by hand
	switching rng.Dist
	mobilise  rng.Dist
	spread    rng.Dist
	speed     float64 // [m/s]
	remote    model.Level
	pace      []Pace // by operator; nil: as usual
	order     Order
	weight    []float64        // by asset; nil unless ByWeight
	lots      []rng.Name       // by operator: stream of lots, drawn by asset
	crews     []int            // by operator
	entity    []model.EntityID // by operator
	base      []model.Point    // by operator: where crews start
	names     [][3]rng.Name    // by operator: streams
}

// Compile reads the durations of the kinds and the options, and registers every operator's crews in the order of operators.
// It returns everything that is wrong at once.
func Compile(r *model.Roster, o Options) (*Spec, error) {
	var f model.Faults
	s := &Spec{city: r.City}
	for i := range r.City.Kinds {
		k := &r.City.Kinds[i]
		s.repair = append(s.repair, read(&f, "kind "+k.Name+": repair", k.Repair, ""))
		s.manual = append(s.manual, read(&f, "kind "+k.Name+": manual", k.Manual, ""))
	}
	s.switching = read(&f, "recovery: switching", o.Switching, DefaultSwitching)
	s.mobilise = read(&f, "recovery: mobilise", o.Mobilise, DefaultMobilise)
	s.spread = read(&f, "recovery: spread", o.Spread, DefaultSpread)
	s.numbers(&f, o)
	s.paces(&f, o)
	s.first(&f, o)
	s.staff(&f, o)
	if err := f.Err(); err != nil {
		return nil, err
	}
	s.register(r)
	return s, nil
}

// read parses a distribution; with neither a text nor a default there is none.
func read(f *model.Faults, what, text, usual string) rng.Dist {
	if text == "" {
		text = usual
	}
	if text == "" {
		return nil
	}
	d, err := rng.Parse(text)
	if err != nil {
		f.Add(what, 0, 0, "", "%v", err)
		return nil
	}
	return d
}

func (s *Spec) numbers(f *model.Faults, o Options) {
	speed, remote := o.Speed, o.Remote
	if speed == 0 {
		speed = DefaultSpeed
	}
	if remote == 0 {
		remote = DefaultRemote
	}
	if !(speed >= 1 && speed <= 200) {
		f.Add("recovery: speed", 0, 0, "1 to 200 km/h", "%v km/h", o.Speed)
	}
	if !(remote > 0 && remote <= 1) {
		f.Add("recovery: remote", 0, 0, "a share above 0, up to 1", "%v", o.Remote)
	}
	s.speed, s.remote = speed/3.6, model.LevelOf(remote)
}

// paces takes over how operators differ.
func (s *Spec) paces(f *model.Faults, o Options) {
	if o.Pace != nil && len(o.Pace) != len(s.city.Operators) {
		f.Add("recovery: pace", 0, 0, "one for each operator", "%d for %d operators", len(o.Pace), len(s.city.Operators))
		return
	}
	for i, p := range o.Pace {
		if !(p.Manual >= 0 && p.Repair >= 0) {
			f.Add("recovery: pace", 0, 0, "0 or more", "%+v of %s", p, s.city.Operators[i].Name)
		}
	}
	s.pace = o.Pace
}

// first takes over which work comes first.
func (s *Spec) first(f *model.Faults, o Options) {
	s.order = o.Order
	if o.Order > ByWeight {
		f.Add("recovery: order", 0, 0, "ByPeople, AtRandom, Nearest or ByWeight", "there is no order %d", o.Order)
	}
	if o.Order != ByWeight {
		return
	}
	if len(o.Weight) != len(s.city.Assets) {
		f.Add("recovery: weight", 0, 0, "one for each asset", "%d for %d assets", len(o.Weight), len(s.city.Assets))
	}
	for _, w := range o.Weight {
		if math.IsNaN(w) {
			f.Add("recovery: weight", 0, 0, "a number", "%v", w)
			return
		}
	}
	s.weight = o.Weight
}

// longer is a span as the crews of an operator need it.
func (s *Spec) longer(o model.OperatorID, op model.Op, d time.Duration) time.Duration {
	if s.pace == nil {
		return d
	}
	factor := s.pace[o].Manual
	if op == model.OpRepair {
		factor = s.pace[o].Repair
	}
	if factor == 0 || factor == 1 {
		return d
	}
	return span(d.Seconds() * factor)
}

// staff counts the crews and finds where they start: the control centre, else the middle of the operator's assets.
func (s *Spec) staff(f *model.Faults, o Options) {
	used := 0
	for i := range s.city.Operators {
		op := &s.city.Operators[i]
		n, given := o.Crews[op.Name]
		if !given {
			n = op.Crews
		} else {
			used++
		}
		if n < 0 {
			f.Add("recovery: crews", 0, 0, "0 or more", "%d crews of %s", n, op.Name)
		}
		s.crews = append(s.crews, n)
		s.base = append(s.base, s.start(model.OperatorID(i)))
	}
	if used < len(o.Crews) {
		f.Add("recovery: crews", 0, 0, "", "%d of the operators named do not exist", len(o.Crews)-used)
	}
}

func (s *Spec) start(o model.OperatorID) model.Point {
	if c := s.city.Operators[o].Control; c != model.Absent {
		return s.city.Assets[c].At
	}
	var sum model.Point
	n := 0.0
	for i := range s.city.Assets {
		if a := &s.city.Assets[i]; a.Operator == o {
			sum.X, sum.Y, n = sum.X+a.At.X, sum.Y+a.At.Y, n+1
		}
	}
	if n == 0 {
		return sum
	}
	return model.Point{X: sum.X / n, Y: sum.Y / n}
}

// purposes name the random streams of an operator's crews. Draws about an asset come from a sub-stream of its name.
func purposes() [3]string { return [3]string{"switching", "travel", "work"} }

func (s *Spec) register(r *model.Roster) {
	for i := range s.city.Operators {
		o := &s.city.Operators[i]
		s.entity = append(s.entity, r.Add(model.Actor{Name: o.Name + "/crews", Title: o.Title + ", crews", Sort: model.SortCrews,
			Operator: model.OperatorID(i), District: o.District, At: s.base[i]}))
		var names [3]rng.Name
		for k, p := range purposes() {
			names[k] = rng.NameOf("crews/" + o.Name + "/" + p)
		}
		s.names = append(s.names, names)
		s.lots = append(s.lots, rng.NameOf("crews/"+o.Name+"/order"))
	}
}

// Crews is the entity of an operator's crews.
func (s *Spec) Crews(o model.OperatorID) model.EntityID { return s.entity[o] }

// travel is the time a crew needs from one point to another, without its spread.
func (s *Spec) travel(from, to model.Point) time.Duration {
	metres := math.Hypot(to.X-from.X, to.Y-from.Y)
	return span(metres / s.speed)
}

// Wiring tells the crews of one replication where the others are.
type Wiring struct {
	Root  rng.Root
	Asset []sim.ProcessID // by asset: the process that owns it
	Crews []sim.ProcessID // by operator
	SOC   []model.Address // by operator: who else hears of trouble with the assets (Entity Absent: nobody); nil: nobody at all
}

// Listeners are the assets whose level the crews watch: their operators' control centres.
func (s *Spec) Listeners(w *Wiring) []model.Listener {
	var list []model.Listener
	for o := range s.city.Operators {
		if control := s.city.Operators[o].Control; control != model.Absent {
			list = append(list, model.Listener{Asset: control, To: s.Address(w, model.OperatorID(o))})
		}
	}
	return list
}

// Address is where the work orders of an operator's assets go.
func (s *Spec) Address(w *Wiring, o model.OperatorID) model.Address {
	return model.Address{Process: w.Crews[o], Entity: s.entity[o]}
}

// Live makes the processes of one replication, by operator.
func (s *Spec) Live(w *Wiring) []*Crews {
	list := make([]*Crews, len(s.entity))
	for o := range list {
		list[o] = newCrews(s, model.OperatorID(o), w)
	}
	return list
}
