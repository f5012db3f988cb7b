package validation

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"cascata/model/emergency"
	"cascata/sim"
	"cascata/sim/batch"
	"cascata/sim/rng"
)

// surge is a load whose rate changes: means over replications at given instants.
type surge struct {
	title              string
	positions          int
	handling, patience float64 // [s]
	table              *grid
	at                 []int // rows of the table that are compared
}

// settled is how long each replication runs at the first rate before the table begins [s]: 20 mean handling times or more.
const settled = 2000

// surgeGroup is one figure at all instants.
type surgeGroup struct {
	title       string
	probability bool
	samples     []sample
}

func (g *surgeGroup) row(tests, runs int) Row {
	worst := 0.0
	for _, s := range g.samples {
		worst = max(worst, s.t())
	}
	return Row{ID: "V18", Title: fmt.Sprintf("%s, %d instants: largest |t|", g.title, len(g.samples)), Source: queueSource, Computed: worst,
		Tolerance: familyQuantile(tests, runs), Unit: "standard errors", TolWhy: fmt.Sprintf("Student's t of %d replications, 99 %% for %d tests at once", runs, tests)}
}

// widestSurge is the row of the widest interval of a probability during a surge. One point of a hundred, not of the probability: that would take two million replications
// where it is 0.08, and the steady loads have it.
func widestSurge(groups []surgeGroup, tests int, e callEffort) Row {
	r := Row{ID: "V18", Source: queueSource, Tolerance: e.widest, Unit: "percentage points", TolWhy: "one percentage point at every instant"}
	quantile := familyQuantile(tests, e.surges)
	for _, g := range groups {
		for _, x := range g.samples {
			if width := 100 * quantile * x.se; g.probability && width > r.Computed {
				r.Computed, r.Title = width, fmt.Sprintf("%s: widest half-width at 99 %% for all tests at once (where it is %.2g)", g.title, x.reference)
			}
		}
	}
	return r
}

// surgeGroups simulates both surges.
func (e callEffort) surgeGroups() ([]surgeGroup, error) {
	var groups []surgeGroup
	for i, s := range []surge{
		{title: "surge, 12 positions", positions: 12, handling: 75, patience: 60},
		{title: "surge, 25 positions", positions: 25, handling: 95, patience: 45},
	} {
		var err error
		if s.table, err = readQueues("transient_surge_" + string(rune('a'+i))); err != nil {
			return nil, err
		}
		s.choose()
		runs, err := s.simulate(e, uint64(1000+i))
		if err != nil {
			return nil, err
		}
		groups = append(groups, s.compare(runs)...)
	}
	return groups, nil
}

// choose picks the first instant, every minute for five minutes after each change of the rate, and every ten minutes.
func (s *surge) choose() {
	since := math.Inf(-1) // the last change
	for i, line := range s.table.lines {
		t := s.table.get(line, "t_s")
		if i > 0 && s.rate(i) != s.rate(i-1) {
			since = s.table.get(s.table.lines[i-1], "t_s")
		}
		if math.Mod(t, 600) == 0 || t-since <= 300 && math.Mod(t, 60) == 0 {
			s.at = append(s.at, i)
		}
	}
}

// rate is that of the interval which ends at a row.
func (s *surge) rate(row int) float64 { return s.table.get(s.table.lines[row], "calls_per_hour") }

func (s *surge) rates() []emergency.Rate {
	rates := []emergency.Rate{{PerHour: s.rate(0)}}
	for i := 1; i < len(s.table.lines); i++ {
		if s.rate(i) != s.rate(i-1) {
			rates = append(rates, emergency.Rate{From: instant(s.table.get(s.table.lines[i-1], "t_s")), PerHour: s.rate(i)})
		}
	}
	return rates
}

// instant is that of a time of the table.
func instant(t float64) sim.Time { return sim.Time((settled + t) * 1e9) }

// The figures of a replication at an instant. Counts are of the time since the instant before.
const (
	inSystem = iota
	inQueue
	allBusy
	hangUps
	completions
	surgeFigures
)

type seen [surgeFigures]float64

func (s *surge) simulate(e callEffort, seed uint64) ([][]seen, error) {
	spec := emergency.Spec{Name: "surge", Positions: s.positions + e.wrong, Classes: []emergency.Class{{Name: "voice",
		Handling: rng.Exponential{Avg: s.handling}, Patience: rng.Exponential{Avg: s.patience}}}}
	rates := s.rates()
	slots, err := batch.Run(context.Background(), batch.Options{Replications: e.surges}, func(_ context.Context, run int) ([]seen, error) {
		return s.replicate(&spec, rates, rng.NewRoot(seed, uint64(run))), nil
	})
	runs := make([][]seen, 0, len(slots))
	for _, slot := range slots {
		if slot.Err != nil {
			return nil, slot.Err
		}
		runs = append(runs, slot.Value)
	}
	return runs, err
}

// replicate runs one replication and looks at it at the instants.
func (s *surge) replicate(spec *emergency.Spec, rates []emergency.Rate, root rng.Root) []seen {
	p, source := emergency.New(spec, root), emergency.NewSource(rates, root.Stream("surge"))
	count := seen{}
	p.Observe = func(what emergency.What, _ sim.Time, _ *emergency.Call) {
		switch what {
		case emergency.Abandoned:
			count[hangUps]++
		case emergency.Handled:
			count[completions]++
		}
	}
	at, number := source.Next()
	runs := make([]seen, 0, len(s.at))
	for _, row := range s.at {
		until := instant(s.table.get(s.table.lines[row], "t_s"))
		for ; at <= until; at, number = source.Next() {
			p.Offer(at, 0, number)
		}
		p.Advance(until)
		d := p.Desk()
		count[inSystem], count[inQueue] = float64(d.Waiting()+d.Talking()), float64(d.Waiting())
		if d.Busy() {
			count[allBusy] = 1
		}
		runs = append(runs, count)
		count = seen{}
	}
	return runs
}

// compare makes samples of the figures at all instants.
func (s *surge) compare(runs [][]seen) []surgeGroup {
	groups := make([]surgeGroup, surgeFigures)
	for k, title := range []string{"mean in system", "mean queue", "all positions busy", "hang-ups since the instant before", "completions since the instant before"} {
		groups[k].title, groups[k].probability = s.title+": "+title, k == allBusy
	}
	values := make([]float64, len(runs))
	for i := range s.at {
		for k := range groups {
			if k >= hangUps && !s.smooth(i) {
				continue
			}
			reference, allowed := s.theory(k, i)
			for r := range runs {
				values[r] = runs[r][i][k]
			}
			mean, sd := stat.MeanStdDev(values, nil)
			x := sample{reference: reference, mean: mean, se: sd / math.Sqrt(float64(len(runs))), finite: allowed}
			if p := min(reference, 1-reference); k == allBusy && p*float64(len(runs)) < few {
				x.finite = few / float64(len(runs))
			}
			groups[k].samples = append(groups[k].samples, x)
		}
	}
	return groups
}

// theory is a figure at an instant by the table, and what it may be off by. Rates are integrated from the instant before by
// Simpson's rule; it is off by less than a fifth of what it differs from the trapezoidal one.
func (s *surge) theory(figure, i int) (reference, allowed float64) {
	row := s.at[i]
	switch figure {
	case inSystem:
		return s.table.get(s.table.lines[row], "mean_in_system"), 1e-6
	case inQueue:
		return s.table.get(s.table.lines[row], "mean_queue"), 1e-6
	case allBusy:
		return s.table.get(s.table.lines[row], "p_all_busy"), 1e-6
	}
	name := map[int]string{hangUps: "abandon_rate_per_hour", completions: "completed_rate_per_hour"}[figure]
	return s.integral(name, s.at[i-1], row)
}

// smooth reports whether the rate of arrivals was the same since the instant before: in the minute after a change the steps of the table
// are too coarse for an integral.
func (s *surge) smooth(i int) bool {
	if i == 0 {
		return false
	}
	for row := s.at[i-1]; row < s.at[i]; row++ {
		if s.rate(row) != s.rate(row+1) {
			return false
		}
	}
	return true
}

// integral is that of a rate [1/h] between two rows that lie an even number of equal steps apart.
func (s *surge) integral(name string, from, to int) (value, allowed float64) {
	rate := func(i int) float64 { return s.table.get(s.table.lines[i], name) / 3600 }
	step := s.table.get(s.table.lines[from+1], "t_s") - s.table.get(s.table.lines[from], "t_s")
	simpson, trapezoid := 0.0, 0.0
	for i := from; i < to; i += 2 {
		simpson += step / 3 * (rate(i) + 4*rate(i+1) + rate(i+2))
		trapezoid += step / 2 * (rate(i) + 2*rate(i+1) + rate(i+2))
	}
	return simpson, math.Abs(simpson-trapezoid) / 5
}
