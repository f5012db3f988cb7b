package health

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

const year = 365.25 * 24 // [h]

// sources makes the origins: of each district those on foot and those by ambulance (of which none come by themselves when they come by message), and last those of messages.
func (s *Spec) sources() {
	middles := s.middles()
	for d := range s.city.Districts {
		n := &s.city.Districts[d]
		w := s.weights(middles[d])
		people := float64(n.Residents)
		s.add(origin{district: model.DistrictID(d), perHour: people * s.options.Walk / year, weights: w}, n.Name+"/foot")
		s.add(origin{district: model.DistrictID(d), carried: true, perHour: people * s.options.Ambulance / year, weights: w}, n.Name+"/ambulance")
	}
	s.calls = len(s.origins)
	s.add(origin{district: model.Absent, carried: true}, "calls")
}

func (s *Spec) add(o origin, name string) {
	for i, p := range purposeNames() {
		o.names[i] = rng.NameOf("health/patients/" + name + "/" + p)
	}
	s.origins = append(s.origins, o)
}

// plan gives each department at least the places that its patients keep busy in an hour of the late morning, when most come (busy times the mean
// of the day), and the square root of the mean as a margin (square-root staffing: Halfin and Whitt, Operations Research 29, 1981).
// Nobody plans for those who wait for a bed.
func (s *Spec) plan() {
	if s.options.Exact {
		return
	}
	loads := make([]float64, len(s.houses))
	s.spread(loads, func(o *origin) float64 { return float64(o.perHour * s.stay(o.carried)) })
	for i, r := range loads {
		if h := &s.houses[i]; h.places > 0 {
			h.places = max(h.places, int(math.Ceil(float64(s.options.Busy*r)+math.Sqrt(r))))
		}
	}
}

// spread adds up what comes from each origin, by hospital of first choice.
func (s *Spec) spread(sums []float64, of func(*origin) float64) {
	for i := range s.origins {
		o := &s.origins[i]
		sum := 0.0
		for _, w := range o.weights {
			sum += w
		}
		if sum == 0 {
			continue
		}
		n := of(o)
		for h, w := range o.weights {
			sums[h] += float64(n * w / sum)
		}
	}
}

// stay is how long a patient keeps a place on average [h].
func (s *Spec) stay(carried bool) float64 {
	sum := 0.0
	for i, c := range s.options.Categories {
		share, of := c.Walk, &s.categories[i]
		if carried {
			share = c.Ambulance
		}
		sum += float64(share * (of.treatment.Mean() + float64(of.admit*s.boarding.Mean())))
	}
	return sum / 3600
}

// middles are where the people of each district come from: the mean of its assets, by the people whom they serve, or of all alike where none
// serves anybody.
func (s *Spec) middles() []model.Point {
	type sum struct{ x, y, n float64 }
	sums := make([][2]sum, len(s.city.Districts))
	for i := range s.city.Assets {
		a := &s.city.Assets[i]
		for k, w := range [2]float64{float64(a.People), 1} {
			t := &sums[a.District][k]
			t.x, t.y, t.n = t.x+float64(w*a.At.X), t.y+float64(w*a.At.Y), t.n+w
		}
	}
	points := make([]model.Point, len(sums))
	for d := range sums {
		t := sums[d][0]
		if t.n == 0 {
			t = sums[d][1]
		}
		if t.n > 0 {
			points[d] = model.Point{X: t.x / t.n, Y: t.y / t.n}
		}
	}
	return points
}

// weights is how people who live around a point choose: by places, divided by the square of the distance and one kilometre (a
// gravity model with the usual exponent of 2; uncertain).
func (s *Spec) weights(at model.Point) []float64 {
	w := make([]float64, len(s.houses))
	for i := range s.houses {
		h := &s.houses[i]
		km := 1 + distance(at, s.city.Assets[h.asset].At)/1000
		w[i] = float64(h.places) / float64(km*km)
	}
	return w
}

func distance(a, b model.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// Speeds between hospitals, as the crow flies [m/s]: uncertain, 20 km/h by taxi or bus with ten minutes until it comes.
const (
	speed  = 20 / 3.6
	setOff = 10 * time.Minute
)

func (s *Spec) travel(from, to int32) time.Duration {
	metres := distance(s.city.Assets[s.houses[from].asset].At, s.city.Assets[s.houses[to].asset].At)
	return setOff + time.Duration(math.Round(metres/speed*1e9))
}
