package health

import (
	"fmt"

	"cascata/model"
	"cascata/sim/rng"
)

// Categories is the number of triage categories: 1 is treated first.
const Categories = 4

// Category is a triage category: who comes with it, and what becomes of them. Durations are distributions in rng.Parse form.
type Category struct {
	Walk      float64 // share of the patients on foot [0 to 1]
	Ambulance float64 // share of those by ambulance [0 to 1]
	Treatment string  // time in a treatment place
	Patience  string  // wait after which a patient leaves without being seen; "" = never
	Admit     float64 // probability of a bed in the hospital afterwards [0 to 1]
}

// Options are the numbers of the departments. The zero value works: a zero means the default.
type Options struct {
	Walk       float64 // visits on foot [per resident and year]
	Ambulance  float64 // arrivals by ambulance [per resident and year], unless they come by message
	Messages   bool    // ambulances come by message, not from a source of this room
	Flat       bool    // as many come in every hour of the day
	Places     float64 // treatment places for each bed of the hospital, all staffed
	Busy       float64 // of the patients' mean load, how much places are planned for
	Exact      bool    // no more places than that, however many patients are to be expected
	Triage     string  // from the arrival until a patient's category is known
	Boarding   string  // from the moment an admitted patient has a bed on a ward until they leave the place
	Ward       string  // stay on a ward
	Held       float64 // of the places, how many those who wait for a bed keep at most [0 to 1]; others lie in the corridor
	Surge      float64 // of the beds for emergency admissions, how many planned admissions can give up besides [0 to 1]
	Follow     float64 // share of the patients on foot who heed that their hospital diverts [0 to 1]
	Level      float64 // of service below which a hospital diverts ambulances [0 to 1]
	Crowded    float64 // patients for each working place at which a troubled hospital diverts [above Relieved]
	Relieved   float64 // and at which it stops
	Categories []Category
}

// Defaults of Options. Where no source stands, they are general knowledge and uncertain; docs/health.md gives the ranges.
const (
	DefaultWalk      = 0.5   // Portugal: 0.6 to 0.7 visits per resident and year in all, the most in the OECD
	DefaultAmbulance = 0.081 // Bavaria 2007 to 2016, large cities: 81 emergencies per 1,000 residents and year (SJTREM 2019)
	DefaultPlaces    = 0.05
	DefaultBusy      = 1.1
	DefaultTriage    = "lognormal(6m, 0.5)"
	DefaultBoarding  = "lognormal(2h, 0.7)"
	DefaultWard      = "lognormal(4d, 0.8)"
	DefaultHeld      = 0.1
	DefaultSurge     = 0.15
	DefaultFollow    = 0.21 // fitted: with 29 % by ambulance, visits rise by 15 % when ambulances rise by 35 % (Dameff et al. 2023)
	DefaultLevel     = 0.5
	DefaultCrowded   = 2.5
	DefaultRelieved  = 1.5
)

// closedBelow is the level below which a department takes nobody in.
const closedBelow = model.Full / 10

// DefaultCategories are the four categories: emergent, very urgent, urgent, and the rest (as in Manchester triage: red,
// orange, yellow, green with blue). General knowledge, uncertain; patience was chosen so that 3 % leave on an ordinary day, with a spread that does not
// overstate how many more leave when waits grow (Dameff et al. 2023).
func DefaultCategories() []Category {
	return []Category{
		{0.01, 0.06, "lognormal(180m, 0.6)", "", 0.9},
		{0.12, 0.30, "lognormal(150m, 0.6)", "lognormal(24h, 1.6)", 0.45},
		{0.50, 0.50, "lognormal(100m, 0.7)", "lognormal(10h, 1.6)", 0.15},
		{0.37, 0.14, "lognormal(45m, 0.7)", "lognormal(6h, 1.6)", 0.02},
	}
}

// category is a Category as a run takes it.
type category struct {
	treatment, patience rng.Dist // patience nil: never leaves
	admit               float64
}

// defaults fills in what is zero.
func (o *Options) defaults() {
	for _, x := range []struct {
		value *float64
		usual float64
	}{{&o.Walk, DefaultWalk}, {&o.Ambulance, DefaultAmbulance}, {&o.Places, DefaultPlaces}, {&o.Busy, DefaultBusy}, {&o.Follow, DefaultFollow}, {&o.Level, DefaultLevel},
		{&o.Crowded, DefaultCrowded}, {&o.Relieved, DefaultRelieved}, {&o.Surge, DefaultSurge}, {&o.Held, DefaultHeld}} {
		if *x.value == 0 {
			*x.value = x.usual
		}
	}
	if o.Triage == "" {
		o.Triage = DefaultTriage
	}
	if o.Boarding == "" {
		o.Boarding = DefaultBoarding
	}
	if o.Ward == "" {
		o.Ward = DefaultWard
	}
	if o.Categories == nil {
		o.Categories = DefaultCategories()
	}
}

// maxRate is the most visits a resident makes in a year on average: one a minute. It keeps the clock's nanoseconds apart.
const maxRate = 525_600

// check notes everything that is wrong with options whose defaults are filled in.
func (o *Options) check(f *model.Faults) {
	within := func(what string, x, low, high float64) {
		if !(x >= low && x <= high) {
			f.Add("health: "+what, 0, 0, fmt.Sprintf("%g to %g", low, high), "%v", x)
		}
	}
	within("walk", o.Walk, 0, maxRate)
	within("ambulance", o.Ambulance, 0, maxRate)
	within("places", o.Places, 0, 10)
	within("follow", o.Follow, 0, 1)
	within("surge", o.Surge, 0, 1)
	within("held", o.Held, 0, 1)
	within("level", o.Level, 0, 1)
	within("relieved", o.Relieved, 0, 1000)
	if !(o.Crowded > o.Relieved) {
		f.Add("health: crowded", 0, 0, "more than relieved", "%v, relieved %v", o.Crowded, o.Relieved)
	}
	if len(o.Categories) != Categories {
		f.Add("health: categories", 0, 0, fmt.Sprintf("%d categories", Categories), "%d", len(o.Categories))
	}
	walk, ambulance := 0.0, 0.0
	for i, c := range o.Categories {
		at := fmt.Sprintf("category %d: ", i+1)
		within(at+"walk", c.Walk, 0, 1)
		within(at+"ambulance", c.Ambulance, 0, 1)
		within(at+"admit", c.Admit, 0, 1)
		walk, ambulance = walk+c.Walk, ambulance+c.Ambulance
	}
	within("sum of walk over categories", walk, 1-1e-9, 1+1e-9)
	within("sum of ambulance over categories", ambulance, 1-1e-9, 1+1e-9)
}

// read parses a distribution; an empty text is none.
func read(f *model.Faults, what, text string) rng.Dist {
	if text == "" {
		return nil
	}
	d, err := rng.Parse(text)
	if err != nil {
		f.Add("health: "+what, 0, 0, "", "%v", err)
		return nil
	}
	return d
}
