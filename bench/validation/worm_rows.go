package validation

import (
	"fmt"
	"math"
	"time"

	"cascata/model/fleet"
)

// wormRuns is how many replications stand behind a row.
const wormRuns = 2000

// Worms compares worms over fleets of devices with closed forms.
func Worms() ([]Row, error) { return wormRows(wormRuns) }

// wormCase is one row.
type wormCase struct {
	id, title, source  string
	devices, districts int
	runs               int
	horizon            time.Duration
	worm               fleet.Worm
	marks              []float64
	figure             func(epidemic) float64
	reference          float64
	bias               float64 // of a finite number of devices, or of the coupling latency
	why, unit          string
}

func wormRows(runs int) ([]Row, error) {
	var rows []Row
	for _, c := range wormCases(runs) {
		o, err := newOutbreak(c.devices, c.districts, c.horizon, c.worm)
		if err != nil {
			return nil, err
		}
		x, err := o.sample(c.runs, c.figure, c.marks...)
		if err != nil {
			return nil, err
		}
		mean, variance := moments(x)
		why := fmt.Sprintf("4 standard errors of %d replications", c.runs)
		if c.why != "" {
			why += ", and " + c.why
		}
		rows = append(rows, Row{ID: c.id, Title: c.title, Source: c.source, Reference: c.reference, Computed: mean,
			Tolerance: 4*math.Sqrt(variance/float64(c.runs)) + c.bias, TolWhy: why, Unit: c.unit})
	}
	return append(rows, codeRed()...), nil
}

// waits is the mean time in which a worm that takes K devices per hour and captured device in the beginning goes from a to b of n
// devices: the sum of the means of exponential waits, n / (K i (n - i)).
func waits(n, a, b int, k float64) float64 {
	sum := 0.0
	for i := a; i < b; i++ {
		sum += float64(n) / (k * float64(i) * float64(n-i))
	}
	return sum
}

// size is the share that an epidemic takes in the end, from a share i0 on: z = 1 - (1 - i0) exp(-r z).
func size(r, i0 float64) float64 {
	z := 1.0
	for range 1000 {
		z = 1 - (1-i0)*math.Exp(-r*z)
	}
	return z
}

func wormCases(runs int) []wormCase {
	const (
		birth  = "pure birth process: the sum of its exponential waits; about ln(N)/K"
		spread = "random constant spread, da/dt = K a (1 - a): Staniford, Paxson, Weaver 2002"
		latent = "a hundredth of a mean wait for the latency of 1 s between districts"
		km     = "Kermack, McKendrick 1927: z = 1 - s exp(-R z)"
	)
	first := func(c epidemic) float64 { return c.at[0] }
	list := []wormCase{}
	for _, n := range []int{100, 1000, 10_000} {
		list = append(list, wormCase{id: "W1", title: fmt.Sprintf("from one to half of %d devices of one district, K = 1.8 per hour: mean time", n), source: birth, devices: n, districts: 1,
			runs: runs, horizon: 100 * time.Hour, worm: fleet.Worm{PerHour: 1.8, Local: 1}, marks: []float64{0.5}, figure: first, reference: waits(n, 1, n/2, 1.8), unit: "h"})
	}
	span := func(c epidemic) float64 { return c.at[1] - c.at[0] }
	return append(list,
		wormCase{id: "W2", title: "from one to half of 4,096 devices of 16 districts, evenly mixed, K = 1.8 per hour: mean time", source: birth, devices: 4096, districts: 16,
			runs: runs / 10, horizon: 100 * time.Hour, worm: fleet.Worm{PerHour: 1.8}, marks: []float64{0.5}, figure: first, reference: waits(4096, 1, 2048, 1.8), unit: "h",
			bias: 0.01 / 1.8, why: latent},
		wormCase{id: "W3", title: "from 10 % to 90 % of 10,000 devices, K = 1.8 per hour: mean time", source: spread + ": ln(81)/K", devices: 10_000, districts: 1, runs: runs / 4, horizon: 100 * time.Hour,
			worm: fleet.Worm{PerHour: 1.8, Local: 1}, marks: []float64{0.1, 0.9}, figure: span, reference: math.Log(81) / 1.8, unit: "h", bias: 1e-3, why: "0.001 h for the finite number of devices"},
		wormCase{id: "W4", title: "share of 10,000 devices ever taken from 100 on, R = 2, cleaned ones immune", source: km, devices: 10_000, districts: 1, runs: runs / 10, horizon: 1000 * time.Hour,
			worm: fleet.Worm{PerHour: 2, Local: 1, Devices: 100, Clean: 1, Immune: 1}, figure: func(c epidemic) float64 { return c.ever }, reference: size(2, 0.01), unit: "share",
			bias: 1e-3, why: "0.001 for the finite number of devices"},
		wormCase{id: "W5", title: "share of outbreaks from one device that die out early, R = 2", source: "birth and death process: 1/R", devices: 2000, districts: 1, runs: runs, horizon: 1000 * time.Hour,
			worm: fleet.Worm{PerHour: 2, Local: 1, Clean: 1, Immune: 1}, reference: 0.5, unit: "share", figure: func(c epidemic) float64 {
				if c.ever < 0.2 {
					return 1
				}
				return 0
			}},
		wormCase{id: "W6", title: "share of 10,000 devices of 8 districts held in the long run, R = 4, cleaned ones not immune", source: "susceptible, infected, susceptible: 1 - 1/R", devices: 10_000,
			districts: 8, runs: max(runs/50, 10), horizon: 30 * time.Hour, worm: fleet.Worm{PerHour: 2, Local: 0.5, Devices: 1000, Clean: 0.5}, reference: 0.75,
			figure: func(c epidemic) float64 { return c.held }, unit: "share", bias: 1e-3, why: "0.001 for the finite number of devices and the latency of 1 s"},
		wormCase{id: "W7", title: "share of 10,000 devices patched before a worm of no success takes them, 0.1 per hour for 10 h", source: "1 - 1/e", devices: 10_000, districts: 1,
			runs: max(runs/50, 10), horizon: 10 * time.Hour, worm: fleet.Worm{PerHour: 1e-9, Local: 1, Patch: 0.1}, reference: 1 - 1/math.E, figure: func(c epidemic) float64 { return c.ever },
			unit: "share", bias: 1e-4, why: "the device that the worm begins with"})
}

// codeRed is a worm of 2001 with the two numbers that were published of it.
func codeRed() []Row {
	r := Row{ID: "W8", Title: "check: Code Red I v2, K = 1.8 per hour, 360,000 hosts: hours until 359,000 are taken", Source: "K: Staniford, Paxson, Weaver 2002; more than 359,000 hosts in less than 14 h: Moore, Shannon, Brown 2002 (general knowledge, uncertain)",
		Reference: 7, Tolerance: 7, TolWhy: "an upper bound: at most 14 h, cleaning and the hours of the day left out", Unit: "h", Computed: math.NaN()}
	o, err := newOutbreak(360_000, 2, 24*time.Hour, fleet.Worm{PerHour: 1.8})
	if err == nil {
		if c, err := o.run(0, 359_000.0/360_000); err == nil {
			r.Computed = c.at[0]
		}
	}
	return []Row{r}
}
