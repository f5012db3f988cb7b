package power

import (
	"math"
	"time"
)

// Cold-load pick-up (docs/power.md): what was without power asks for more when it comes back, since everything with a thermostat
// starts at once. How much of that diversity is lost follows the dark part of the load with one time constant.
const (
	coldTime   = 30 * time.Minute
	coldLeast  = 0.5  // more than the plan after a long outage in mild weather
	coldDegree = 0.07 // and for every degree of heating or cooling
	coldMost   = 1.5
	warm       = 1e-3 // of the diversity lost below which nothing is
	coldTick   = 10 * time.Minute
)

// coldGain is what a load asks for beyond its plan when all diversity is lost [share of the plan].
func coldGain(temperature float64) float64 {
	return min(coldMost, coldLeast+coldDegree*(max(0, heatingBelow-temperature)+max(0, temperature-coolingAbove)))
}

// cool follows what the loads were delivered since the last solve.
func (v *cityLife) cool(dt time.Duration) {
	if !v.isCold && !v.short {
		return
	}
	left := math.Exp(-dt.Hours() / coldTime.Hours())
	v.isCold = false
	for row, i := range v.vertex {
		if v.elements[i].demand == 0 {
			continue
		}
		lost := 1 - v.state[i].level.Share()
		c := lost + float64((v.cold[row]-lost)*left)
		if lost == 0 && c < warm {
			c = 0
		}
		v.cold[row] = c
		v.isCold = v.isCold || c > 0
	}
}
