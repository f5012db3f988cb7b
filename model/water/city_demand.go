package water

import (
	"time"

	"cascata/model"
)

// How demand goes through the day, as multiples of the average, by hour: a morning and an evening peak, later and lower on
// Saturdays and Sundays. General knowledge, uncertain; both days average 1.
var (
	workingDay = [24]float64{0.60, 0.45, 0.38, 0.35, 0.38, 0.55, 0.95, 1.40, 1.50, 1.40, 1.25, 1.20, 1.25, 1.25, 1.10, 1.00, 1.00, 1.10, 1.25, 1.40, 1.40, 1.20, 0.95, 0.69}
	restDay    = [24]float64{0.70, 0.55, 0.45, 0.40, 0.38, 0.42, 0.60, 0.90, 1.20, 1.45, 1.50, 1.45, 1.35, 1.30, 1.20, 1.10, 1.05, 1.10, 1.20, 1.30, 1.30, 1.15, 1.00, 0.95}
)

const weekHours = 7 * 24

// demandOfWeek is demand by hour from the beginning of Sunday.
func demandOfWeek() []float64 {
	week := make([]float64, 0, weekHours)
	for day := time.Sunday; day <= time.Saturday; day++ {
		hours := &workingDay
		if day == time.Saturday || day == time.Sunday {
			hours = &restDay
		}
		week = append(week, hours[:]...)
	}
	return week
}

// sinceSunday is the time of the week at which a run begins, by the minute [s].
func sinceSunday(c model.Conditions) int64 {
	return int64((time.Duration(c.Weekday)*24*time.Hour + c.Start.Truncate(time.Minute)) / time.Second)
}

// planOf is the multiple of Demand by step: hours when the run begins with one, else the largest part of an hour that fits.
func planOf(c model.Conditions) model.Plan {
	step := time.Hour
	for r := c.Start.Truncate(time.Minute) % time.Hour; r > 0; {
		step, r = r, step%r
	}
	week, begin := demandOfWeek(), sinceSunday(c)
	p := model.Plan{Step: step}
	for t := time.Duration(0); t <= horizonOf(c); t += step {
		p.Share = append(p.Share, week[(begin+int64(t/time.Second))/3600%weekHours])
	}
	return p
}

// horizonOf is how long the quiet run is computed: a week if nothing is said.
func horizonOf(c model.Conditions) time.Duration {
	if c.Horizon <= 0 {
		return weekHours * time.Hour
	}
	return c.Horizon
}
