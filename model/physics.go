package model

import (
	"math"
	"time"

	"cascata/sim"
)

// Solver is the physics of one network: availabilities of its assets in, service levels out. A sector's solver replaces
// another one without the cascade noticing. An asset of the network that physics has no part for answers with its availability.
type Solver interface {
	// Set tells the availability [share of its capacity that the asset itself can give] and whether a switch is closed.
	Set(asset AssetID, available Level, closed bool)
	// Ask tells what an asset is asked for beyond its plan [unit of its kind], less if negative: load that somebody switches on
	// or off, cars of people whose train does not run. It replaces what was asked before; 0 is the plan.
	Ask(asset AssetID, extra float64)
	// Solve settles the network at now and calls changed once for every asset whose level differs from the last call, in
	// ascending order; because names the asset whose change or emptiness is the nearest reason (Absent if there is none).
	// It returns the instant at which the network changes by itself (a storage runs empty, the hour changes what is asked for),
	// sim.Never if it does not. As long as nothing was Set or Asked, everything is Full and the answer is sim.Never.
	Solve(now sim.Time, changed func(asset AssetID, level Level, code WhyCode, because AssetID)) sim.Time
}

// Protected is a Solver with protection that an attacker can disable.
type Protected interface {
	// Protect says whether the protection of an asset works; it does until told otherwise.
	Protect(asset AssetID, on bool)
}

// Switching is a Solver that knows which of its normally open edges its operator would rather have closed now.
type Switching interface {
	// Wishes calls wish, in ascending order, for each normally open edge about which the last Solve changed its mind: closed to
	// feed what nothing else can feed soon, open again when that is over.
	Wishes(wish func(edge AssetID, closed bool))
}

// Physics prepares the solvers of network number index of a city for runs under some conditions. Errors: a network that it
// cannot take.
type Physics func(city *City, index int, c Conditions) (Prepared, error)

// Prepared is what all replications of a network share.
type Prepared struct {
	New  func() Solver // the solver of one replication, everything available
	Plan Plan
}

// Plan is what the nodes of a network take on a quiet day, as multiples of their Demand. The zero value is 1 at all times.
type Plan struct {
	Step  time.Duration // length of a step [> 0 unless Share is empty]
	Share []float64     // by step from the beginning of the run [0 or more]; the last one holds on
}

// At is the multiple at an instant.
func (p *Plan) At(t sim.Time) float64 {
	if len(p.Share) == 0 {
		return 1
	}
	return p.Share[min(int64(t)/int64(p.Step), int64(len(p.Share)-1))]
}

// Over is the mean multiple from one instant to a later one, times the time between them [h].
func (p *Plan) Over(from, to sim.Time) float64 {
	if len(p.Share) == 0 {
		return to.Sub(from).Hours()
	}
	sum := 0.0
	for last := int64(len(p.Share) - 1); from < to; {
		step := int64(from) / int64(p.Step)
		until := to
		if step < last {
			until = min(to, sim.Time((step+1)*int64(p.Step)))
		}
		sum += p.Share[min(step, last)] * until.Sub(from).Hours()
		from = until
	}
	return sum
}

// Conditions are the clock and the weather around a run.
type Conditions struct {
	Start   time.Duration // time of day at which the run begins [0 to 24 h)
	Weekday time.Weekday  // of the day on which it begins
	Horizon time.Duration
	Low     float64 // outdoor temperature before dawn [°C]
	High    float64 // and in the afternoon [°C], not less than Low
}

// coldest is the hour of the lowest temperature, warmest that of the highest.
const (
	coldest = 6
	warmest = 15
)

// Clock is the weekday and the time of day at an instant.
func (c Conditions) Clock(t sim.Time) (time.Weekday, time.Duration) {
	const day = 24 * time.Hour
	since := c.Start + t.Sub(0)
	return time.Weekday((int64(c.Weekday) + int64(since/day)) % 7), since % day
}

// Temperature is the outdoor temperature at an instant [°C]: half a cosine from the coldest hour to the warmest and half a
// cosine back.
func (c Conditions) Temperature(t sim.Time) float64 {
	_, clock := c.Clock(t)
	h := clock.Hours()
	phase := (h - warmest) / (24 - warmest + coldest) // of the way down
	if h < coldest {
		phase = (h + 24 - warmest) / (24 - warmest + coldest)
	} else if h < warmest {
		phase = (warmest - h) / (warmest - coldest) // of the way up, seen from its end
	}
	return c.Low + (c.High-c.Low)*(1+math.Cos(math.Pi*phase))/2
}
