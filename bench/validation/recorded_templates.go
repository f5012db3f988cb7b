package validation

import (
	"math"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Heating holds the scenario of district heating against the night in Lviv.
func Heating() ([]Row, error) { return compareAll(recordedReplications, heating()) }

// FaultyUpdate holds the scenario of a supplier's faulty update against the emergency dispatch of that day.
func FaultyUpdate() ([]Row, error) { return compareAll(recordedReplications, faultyUpdate()) }

// Neighbour holds the scenario of a warned neighbour against Muleshoe and Hale Center.
func Neighbour() ([]Row, error) { return compareAll(recordedReplications, neighbour()) }

// CityHall holds the scenario of a city hall against Leicester.
func CityHall() ([]Row, error) { return compareAll(recordedReplications, cityHall()) }

func neighbour() recorded {
	const (
		muleshoe = "Muleshoe, 18 January 2024: an overflow for 30 to 45 min; Bremanger, 7 April 2025: about 4 h"
		hale     = "Hale Center, January 2024: off line when it heard of Muleshoe, and spared (AP, Govtech, KLBK)"
	)
	return recorded{scenario: "neighbour-warned", without: "sharing.offline=0", rows: []recordedRow{
		{"NW1", "check: time from the first order of the attacker until the utility understands", muleshoe, "h", between(0.5, 4), ""},
		{"NW2", "calibration: replications in which the warned neighbour is struck", hale + "; half or fewer are taken for spared", "share", between(0, 0.5), ""},
		{"NW3", "check: replications in which it is struck if it does not act on the warning", "Abernathy and Lockney were probed too; half or more are taken for struck", "share", between(0.5, 1), ""},
	}, figures: func(run, without *trace.Recording) ([]float64, error) {
		effect, err := metric("first_effect_h")(run)
		if err != nil {
			return nil, err
		}
		aware, err := metric("awareness_h")(run)
		return []float64{aware - effect, struck(run), struck(without)}, err
	}}
}

// struck is 1 if the attacker switched off anything of the second utility.
func struck(run *trace.Recording) float64 {
	if closed, _ := switched(run, "wastewater/lift-station"); len(closed) > 0 {
		return 1
	}
	return 0
}

func cityHall() recorded {
	const leicester = "Leicester, 7 March 2024: all-clear after six days, a good majority of staff back after twelve (council statements)"
	return recorded{scenario: "city-hall-ransomware", rows: []recordedRow{
		{"CH1", "check: until the last town hall works again, against a good majority of staff", leicester, "d", around(12), ""},
	}, figures: func(run, _ *trace.Recording) ([]float64, error) {
		hours, err := without("administration/town-hall-")(run)
		return []float64{hours / 24}, err
	}}
}

func heating() recorded {
	const lviv = "Lviv, 23 January 2024: 324 points off at 02:00, 175 back by 09:30, 98 % of hot water the next morning (UNN, Lviv City Council)"
	return recorded{scenario: "heating-in-winter", rows: []recordedRow{
		{"HW1", "calibration: substations back 7.5 h after the first was closed (V5)", lviv, "share", aroundShare(175.0 / 324), ""},
		{"HW2", "check: substations back after 31 h (V5)", lviv, "share", between(0.96, 1), ""},
	}, figures: func(run, _ *trace.Recording) ([]float64, error) {
		closed, back := switched(run, "heat/substation")
		return []float64{share(back, closed, 7*time.Hour+30*time.Minute), share(back, closed, 31*time.Hour)}, nil
	}}
}

func faultyUpdate() recorded {
	const states = "19 July 2024: dispatch of several American states on paper for 5 to 9 h (NYT, Newsweek, Officer)"
	return recorded{scenario: "supplier-update", rows: []recordedRow{
		{"SU1", "validation: time without computer-aided dispatch; its repair time is a default for electronics", states, "h", between(5, 9), ""},
	}, figures: func(run, _ *trace.Recording) ([]float64, error) {
		hours, err := without("emergency/cad-")(run)
		return []float64{hours}, err
	}}
}

// switched are the instants at which the assets of a kind were first switched off by an order, and those at which they were on again.
func switched(run *trace.Recording, kind string) (closed, back []sim.Time) {
	for i := range run.Changes {
		c := &run.Changes[i]
		if c.Kind != model.KindCommand || !strings.HasPrefix(run.Entities[c.Entity].Name, kind+"-") {
			continue
		}
		if c.To < c.From {
			closed = append(closed, c.At)
		} else {
			back = append(back, c.At)
		}
	}
	return closed, back
}

// share is how many of those switched off were back so long after the first of them; NaN if none was.
func share(back, closed []sim.Time, after time.Duration) float64 {
	if len(closed) == 0 {
		return math.NaN()
	}
	n := 0
	for _, at := range back {
		if at <= closed[0].Add(after) {
			n++
		}
	}
	return float64(n) / float64(len(closed))
}
