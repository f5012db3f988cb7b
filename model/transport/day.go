package transport

// Travel is how the people of a city travel on a day: rates from a survey, and the hours at which they go out and come home.
type Travel struct {
	Tours     float64     // trips from home and back a resident makes in a day
	CarShare  float64     // share of trips by car
	Occupancy float64     // people in a car
	Out, Home [24]float64 // share of the tours that set out, and that come home, within each hour; each sums to 1
}

// Weekday is a working day of the Lisbon metropolitan area: 85.1 % of residents travel (80.4 % on all days), 2.60 trips each, 58.9 %
// of trips by car, 1.60 people in a car (INE, Inquerito a Mobilidade 2017). All trips count as halves of tours from home. The hours
// are an assumption in
// the form that such surveys share: out before nine for work and school, home between five and eight, the rest spread over the day.
func Weekday() Travel {
	return Travel{Tours: 0.851 * 2.60 / 2, CarShare: 0.589, Occupancy: 1.60,
		Out: [24]float64{0.002, 0.001, 0.001, 0.001, 0.004, 0.014, 0.045, 0.130, 0.185, 0.105, 0.070, 0.055,
			0.045, 0.055, 0.065, 0.050, 0.040, 0.038, 0.032, 0.025, 0.017, 0.011, 0.006, 0.003},
		Home: [24]float64{0.008, 0.004, 0.002, 0.001, 0.001, 0.001, 0.002, 0.006, 0.015, 0.020, 0.028, 0.040,
			0.065, 0.055, 0.045, 0.055, 0.080, 0.125, 0.155, 0.120, 0.070, 0.045, 0.035, 0.022}}
}

// Weekend is a Saturday or Sunday: 68.7 % of residents travel, which with a Weekday's 85.1 % makes the 80.4 % of all days. The
// hours are an assumption: out from late morning, home in the evening.
func Weekend() Travel {
	t := Weekday()
	t.Tours = 0.687 * 2.60 / 2
	t.Out = [24]float64{0.012, 0.008, 0.005, 0.003, 0.003, 0.005, 0.012, 0.025, 0.045, 0.075, 0.105, 0.100,
		0.075, 0.070, 0.095, 0.095, 0.075, 0.055, 0.045, 0.040, 0.025, 0.015, 0.008, 0.004}
	t.Home = [24]float64{0.025, 0.018, 0.012, 0.008, 0.005, 0.004, 0.004, 0.006, 0.012, 0.022, 0.040, 0.065,
		0.095, 0.075, 0.050, 0.055, 0.075, 0.095, 0.105, 0.085, 0.055, 0.038, 0.028, 0.023}
	return t
}

// MeanTripMinutes is the mean duration of a trip that Calibrate may aim at for a whole metropolitan area, MeanTripKM its mean
// length (INE, Inquerito a Mobilidade 2017, Lisbon; all modes). Trips within the city alone are shorter.
const (
	MeanTripMinutes = 24.5
	MeanTripKM      = 11.0
)

// Cars is the car trips that begin by residents of each zone [a day]: what Gravity.Out wants.
func (t Travel) Cars(residents []float64) []float64 {
	out := make([]float64, len(residents))
	for i, r := range residents {
		out[i] = r * t.Tours * t.CarShare / t.Occupancy
	}
	return out
}

// Hour is the car trips within an hour, 0 to 23, of the tours: those that set out, and those that come home the other way.
func (t Travel) Hour(tours Distribution, hour int) *Trips {
	n := tours.Zones
	out, home := t.Out[hour], t.Home[hour]
	trips := &Trips{Zones: n}
	for i := range n {
		o := Origin{Zone: int32(i + 1)}
		for j := range n {
			if x := out*tours.Trips[i*n+j] + home*tours.Trips[j*n+i]; x > 0 {
				o.To = append(o.To, Flow{int32(j + 1), x})
			}
		}
		trips.Origins = append(trips.Origins, o)
	}
	return trips
}
