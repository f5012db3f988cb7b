package fleet

import (
	"fmt"
	"time"

	"cascata/model"
	"cascata/sim"
)

// Definitions is what a Spec is compiled from, as people write it. Compile checks it.
type Definitions struct {
	Fleets []Fleet // by name
	Worms  []Worm
}

// Fleet is the devices of one kind that an operator has, spread over the districts like the capacity of its assets of that kind.
type Fleet struct {
	Name     string
	Title    string        // for people; empty = Name
	Kind     string        // kind of asset that stands for the devices of a district: "charging/points"
	Operator string        // whose assets
	Count    int           // devices; 0 = by Per1000
	Per1000  float64       // devices per 1,000 residents; both 0 = one a unit of the assets' capacity
	Makes    []Make        // shares add up to 1; empty = one make that is vulnerable
	Legacy   float64       // share of devices without updates and authentication, each behind a gateway [0 to 1]
	Behind   int           // legacy devices behind one gateway; 0 means 200
	Weak     float64       // share of the gateways that are vulnerable [0 to 1]
	Pace     time.Duration // time that taking one device takes an attacker in the head-end; 0 = one order for all
	Cuts     string        // kind of the operator's assets that the devices switch off; empty = Kind itself
}

// Make is a sort of device within a fleet.
type Make struct {
	Name       string
	Share      float64 // of the devices that are not legacy [0 to 1]
	Vulnerable bool    // to the worm
	Patched    float64 // share of its devices that are patched before the worm begins [0 to 1]
}

// Worm spreads on its own over the vulnerable devices of some fleets that it can reach.
type Worm struct {
	Name     string
	Title    string   // for people; empty = Name
	Fleets   []string // names; a fleet has one worm at most
	Start    sim.Time
	District string  // where it begins
	Devices  int     // with so many devices; 0 means 1
	PerHour  float64 // attempts of a captured device [1/h, > 0]
	Space    float64 // addresses that it tries [not fewer than there are devices; 0 = as many: a list of targets]
	Local    float64 // share of attempts at addresses of the same district, or behind the same gateway [0 to 1]
	Success  float64 // chance that an attempt at a vulnerable device takes it [0 to 1]

	Respond time.Duration // from Start until devices are cleaned and patched
	Clean   float64       // rate at which a captured device is cleaned [1/h, >= 0]
	Immune  float64       // share of those that are patched with it [0 to 1]
	Patch   float64       // rate at which a vulnerable device is patched [1/h, >= 0]
	Strike  *Strike       // what its devices do; nil = they only spread
}

// Strike is what captured devices do together.
type Strike struct {
	At     sim.Time
	Until  sim.Time      // sim.Never = to the end
	Load   string        // "on": they draw all they can; "off": what they switch is off
	Period time.Duration // half of it on, half of it back; 0 = on all the time
}

// The values of Strike.Load.
const (
	LoadOn  = "on"
	LoadOff = "off"
)

// checker collects problems below a path.
type checker struct {
	problems *[]model.Problem
	root     string
}

func (c checker) add(key, want, format string, args ...any) {
	path := c.root
	if key != "" {
		path += "." + key
	}
	*c.problems = append(*c.problems, model.Problem{Path: path, What: fmt.Sprintf(format, args...), Want: want})
}

// within reports a number outside [low, high].
func (c checker) within(key string, x, low, high float64) {
	if !(x >= low && x <= high) {
		c.add(key, fmt.Sprintf("a number from %g to %g", low, high), "%v is out of range", x)
	}
}
