package power

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// What people take in the course of a day, as a share of the largest demand of the year, in mild weather, from midnight; and what
// weather adds. General knowledge, uncertain: the shape of a southern European city, with its peak in the evening.
var (
	workday = [24]float64{.55, .50, .47, .46, .46, .48, .56, .66, .73, .77, .79, .80, .80, .79, .78, .77, .78, .80, .83, .87, .88, .83, .74, .63}
	dayOff  = [24]float64{.57, .52, .48, .46, .45, .46, .48, .52, .58, .64, .68, .70, .72, .72, .69, .67, .66, .68, .73, .79, .81, .77, .70, .62}
)

const (
	heatingBelow = 15.0  // [°C]
	coolingAbove = 23.0  // [°C]
	heatingPart  = 0.011 // more demand per degree
	coolingPart  = 0.011
	sunrise      = 6.0 // of a day between the seasons [h]
	sunset       = 18.0
	solarPart    = 2.0 / 3 // of local generation; the rest is cogeneration
	solarBest    = 0.8     // of its capacity at noon
	heatLed      = 0.5     // what cogeneration gives, day and night
)

// planOf is what the city takes by hour, as multiples of the peak demands of its loads.
func planOf(c model.Conditions) model.Plan {
	return model.Plan{Step: time.Hour, Share: hourly(c, func(day time.Weekday, hour, temperature float64) float64 {
		profile := &workday
		if day == time.Saturday || day == time.Sunday {
			profile = &dayOff
		}
		k := int(hour) % 24
		part := hour - math.Floor(hour)
		mild := profile[k]*(1-part) + profile[(k+1)%24]*part
		return mild * (1 + heatingPart*max(0, heatingBelow-temperature) + coolingPart*max(0, temperature-coolingAbove))
	})}
}

// sunOf is what local generation gives by hour, as a share of its capacity.
func sunOf(c model.Conditions) []float64 {
	return hourly(c, func(_ time.Weekday, hour, _ float64) float64 {
		sun := 0.0
		if hour > sunrise && hour < sunset {
			sun = math.Sin(math.Pi * (hour - sunrise) / (sunset - sunrise))
		}
		return solarPart*solarBest*sun + (1-solarPart)*heatLed
	})
}

// hourly asks for the middle of every hour of a run.
func hourly(c model.Conditions, value func(day time.Weekday, hour, temperature float64) float64) []float64 {
	steps := max(1, int((c.Horizon+time.Hour-1)/time.Hour))
	all := make([]float64, steps)
	for i := range all {
		middle := sim.Time(time.Duration(i)*time.Hour + time.Hour/2)
		day, clock := c.Clock(middle)
		all[i] = value(day, clock.Hours(), c.Temperature(middle))
	}
	return all
}
