package resilience

import (
	"strings"

	"cascata/model/trace"
)

// The ledgers.
const (
	Functions = "functions" // the city's critical functions: hours, people, energy, water
	Data      = "data"      // data incidents: stores, records, persons
	Law       = "law"       // legal clocks: how many were met
	Course    = "course"    // how attack and defence went; part of neither account
)

// Metric describes one figure.
type Metric struct {
	Name      string // snake case with the unit at the end; of a sector's metric the part behind the sector
	Title     string
	Unit      string // "h", "min", "s", "people", "people h", "MWh", "m3", "share" (0 to 1), "count"
	Ledger    string
	Doc       string
	Better    int  // +1: more is better, -1: less is better, 0: neither
	PerSector bool // one value for each sector that serves people
}

// Value is a metric of one run.
type Value struct {
	Metric
	Sector string // name of the sector of a PerSector metric; empty otherwise
	Number float64
	OK     bool // false when the run has no such value: no recovery before the end, no attack, nothing detected
}

// Key is the name of the value: that of the metric, behind its sector's name with underscores if it has one
// ("public_transport_loss_h").
func (v *Value) Key() string {
	if v.Sector == "" {
		return v.Name
	}
	return strings.ReplaceAll(v.Sector, "-", "_") + "_" + v.Name
}

// result is a number that may not exist.
type result struct {
	number float64
	ok     bool
}

func some(x float64) result { return result{x, true} }

func none() result { return result{} }

// rule is a metric with the function that works it out for sector (Absent for the whole city).
type rule struct {
	Metric
	of func(s *study, sector int) result
}

// Metrics lists the metrics in the order of All.
func Metrics() []Metric {
	rules := append(table(), fleetRules()...)
	out := make([]Metric, len(rules))
	for i := range rules {
		out[i] = rules[i].Metric
	}
	return out
}

// All works out every metric of a recording: first those of the whole run, then each sector's. Recordings of one stage give
// the same values in the same order.
func All(r *trace.Recording) []Value {
	s := newStudy(r)
	var out []Value
	rules := table()
	if hasFleets(r) {
		rules = append(rules, fleetRules()...)
	}
	for i := range rules {
		if !rules[i].PerSector {
			x := rules[i].of(s, whole)
			out = append(out, Value{Metric: rules[i].Metric, Number: x.number, OK: x.ok})
		}
	}
	for sector := range r.Sectors {
		if s.served[sector] == 0 {
			continue
		}
		for i := range rules {
			if rules[i].PerSector {
				x := rules[i].of(s, sector)
				out = append(out, Value{Metric: rules[i].Metric, Sector: r.Sectors[sector].Name, Number: x.number, OK: x.ok})
			}
		}
	}
	return out
}
