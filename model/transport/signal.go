package transport

import (
	"math"
	"time"
)

// SignalState is what a traffic signal does.
type SignalState uint8

// The states. What an attacker or a power cut makes of a signal, seen by a driver.
const (
	SignalWorks SignalState = iota
	SignalStale             // runs a fixed plan that does not fit the hour, without coordination
	SignalFlash             // amber to the main road, red to the others: the main road has priority
	SignalDark              // out: drivers treat the junction as an all-way stop
	SignalRed               // red to all
)

// Approach is one road into a signalled junction.
type Approach struct {
	Lanes       int     // 0 is 1
	Cycle       float64 // [s]; 0 is 90
	Green       float64 // effective green as a share of the cycle; 0 is 0.45
	Main        bool    // has priority when the signal flashes
	Conflicting float64 // flow that it gives way to when the signal flashes and it is not main [vehicles/h]
	Coordinated bool    // the plan lets platoons pass (green wave)
}

// Effect is what a signal makes of its link.
type Effect struct {
	Capacity float64 // share of the capacity with a working signal; may exceed 1; 0 closes the link
	Delay    float64 // control delay in light traffic [s]; what congestion adds is the link's own cost
}

// Figures of the Highway Capacity Manual (Transportation Research Board, 2000 and 2010), but for what says otherwise.
const (
	saturationFlow  = 1900.0 // [vehicles/h/lane] base
	stopHeadway     = 9.6    // all-way stop, one lane, vehicles on all approaches [s]
	freeStopHeadway = 3.9    // the same, nobody else there [s]
	moveUp          = 2.0    // [s]
	stopping        = 5.0    // to brake and to start again [s]
	criticalGap     = 6.5    // crossing from the minor road [s]
	followUp        = 4.0    // [s]
	platoonRatio    = 1.333  // arrival type 4, favourable progression
	platoonFactor   = 1.15   // the same: supplement for when platoons arrive
	staleCapacity   = 0.85   // design notes: a local plan has 10 to 20 % less capacity
)

// RedPatience is how long drivers wait at a red that does not end before they pass it as if it were dark: an assumption.
const RedPatience = 5 * time.Minute

// Effect is what the signal in a state, in it for so long, makes of the approach.
func (a Approach) Effect(state SignalState, since time.Duration) Effect {
	lanes, cycle, green := float64(max(a.Lanes, 1)), a.Cycle, a.Green
	if cycle <= 0 {
		cycle = 90
	}
	if green <= 0 || green > 1 {
		green = 0.45
	}
	uniform := 0.5 * cycle * (1 - green) * (1 - green) // first term of Webster's delay at no flow
	normal := saturationFlow * green                   // a lane with a working signal
	dark := Effect{Capacity: 3600 / stopHeadway / normal, Delay: freeStopHeadway - moveUp + stopping}
	switch state {
	case SignalStale:
		return Effect{Capacity: staleCapacity, Delay: uniform}
	case SignalFlash:
		if a.Main {
			return Effect{Capacity: saturationFlow / normal}
		}
		return Effect{Capacity: min(1, gapCapacity(a.Conflicting)/(normal*lanes)), Delay: followUp + stopping}
	case SignalDark:
		return dark
	case SignalRed:
		if since < RedPatience {
			return Effect{Delay: uniform}
		}
		return dark
	}
	if a.Coordinated {
		uniform *= max(0, 1-platoonRatio*green) * platoonFactor / (1 - green)
	}
	return Effect{Capacity: 1, Delay: uniform}
}

// gapCapacity is how many vehicles of a minor road cross a flow [vehicles/h] in its gaps (Harders 1968, as in the manual).
func gapCapacity(flow float64) float64 {
	if flow <= 0 {
		return 3600 / followUp
	}
	return flow * math.Exp(-flow*criticalGap/3600) / (1 - math.Exp(-flow*followUp/3600))
}
