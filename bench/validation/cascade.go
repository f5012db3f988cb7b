package validation

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
	"cascata/sim/rng"
)

// Cascade compares needs, buffers and groups of suppliers with closed forms, and weighted needs with the inoperability
// input-output model, by running small cities on the real kernel.
func Cascade() ([]Row, error) {
	var rows []Row
	for _, part := range []func() ([]Row, error){bufferRows, groupRows, triangleRows, leontiefRows, inoperabilityRows} {
		more, err := part()
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

const hour = time.Hour

// loss sums the loss of level of one kind of assets over time, from service Changes.
type loss struct {
	of    func(model.EntityID) int // which sum an asset counts in; negative for none
	level map[model.EntityID]model.Level
	since map[model.EntityID]sim.Time
	sums  []float64 // [h]
}

func newLoss(sums int, of func(model.EntityID) int) *loss {
	return &loss{of: of, level: map[model.EntityID]model.Level{}, since: map[model.EntityID]sim.Time{}, sums: make([]float64, sums)}
}

// watch takes one record.
func (l *loss) watch(r model.Record) {
	v := &r.Value
	if v.Kind != model.KindService || l.of(v.Entity) < 0 {
		return
	}
	l.add(v.Entity, v.From, r.At)
	l.level[v.Entity] = v.To
}

// add closes the span up to an instant, in which an asset had a level.
func (l *loss) add(e model.EntityID, level model.Level, until sim.Time) {
	l.sums[l.of(e)] += (1 - level.Share()) * until.Sub(l.since[e]).Hours()
	l.since[e] = until
}

// finish closes all spans at the end of a run.
func (l *loss) finish(end sim.Time) {
	for e, level := range l.level {
		if level < model.Full {
			l.add(e, level, end)
		}
	}
}

// bufferRows: 20,000 sites with a battery of 4 h, each with one outage of exponential length with mean 8 h, one from each of
// as many equal strata, so that the sums are integrals. Every outage is a Command to a run of the kernel.
func bufferRows() ([]Row, error) {
	const n, mean, buffer = 20000, 8.0, 4.0
	need := model.Need{Name: "power", Buffer: time.Duration(buffer * float64(hour)), Backup: model.Full, Failover: 1}
	lost, down, _, err := outages(n, mean, need)
	if err != nil {
		return nil, err
	}
	source := "closed form: a buffer b behind an exponential outage of mean m"
	rows := []Row{
		{ID: "V20", Title: "share of outages (mean 8 h) that outlast a buffer of 4 h: exp(-b/m)", Source: source, Reference: math.Exp(-buffer / mean),
			Computed: lost, Tolerance: 1.0 / n, TolWhy: "one stratum of 20,000", Unit: "1"},
		{ID: "V20", Title: "mean time down per outage: m exp(-b/m)", Source: source, Reference: mean * math.Exp(-buffer/mean),
			Computed: down, Tolerance: 1e-3, TolWhy: "midpoints of 20,000 strata of an exponential: its tail beyond the last midpoint", Unit: "h"},
	}
	need.Failover = 0.7
	_, _, refused, err := outages(n, mean, need)
	se := math.Sqrt(0.3 * 0.7 / n)
	return append(rows, Row{ID: "V20", Title: "share of outages in which a failover of probability 0.7 fails", Source: "Bernoulli",
		Reference: 0.3, Computed: refused, Tolerance: 4 * se, TolWhy: "4 standard errors of 20,000 draws", Unit: "1"}), err
}

// outages runs n outages and returns the share that was felt, the mean time down [h] and the share of failed failovers.
func outages(n int, mean float64, need model.Need) (lost, down, refused float64, err error) {
	var town modeltest.Town
	var orders []modeltest.Order
	for i := range n {
		feed, site := fmt.Sprintf("p/feed-%05d", i), fmt.Sprintf("p/site-%05d", i)
		town.Things = append(town.Things, modeltest.Thing{Name: feed}, modeltest.Thing{Name: site})
		town.Wants = append(town.Wants, modeltest.Want{Of: site, From: []string{feed}, Need: need})
		length := -mean * math.Log(1-(float64(i)+0.5)/float64(n))
		orders = append(orders, modeltest.Order{Op: model.OpStop, Asset: feed},
			modeltest.Order{At: time.Duration(length * float64(hour)), Op: model.OpStart, Asset: feed})
	}
	city, err := town.City()
	if err != nil {
		return 0, 0, 0, err
	}
	l := newLoss(1, func(e model.EntityID) int { return int(e)/n - 1 }) // feeds stand before sites
	trial := modeltest.Trial{City: city, Orders: orders, Root: rng.NewRoot(20, 0), Watch: func(r model.Record) {
		switch r.Value.Why.Code {
		case model.WhyBufferEmpty:
			if r.Value.Kind == model.KindService {
				lost++
			}
		case model.WhyFailoverFailed:
			if r.Value.Kind == model.KindSupply {
				refused++
			}
		}
		l.watch(r)
	}}
	_, err = trial.Run()
	return lost / float64(n), l.sums[0] / float64(n), refused / float64(n), err
}

// groupRows: one run walks through all 2^5 states of five suppliers, an hour each; weighted with the states' probabilities, the
// time a 3-of-5 need is satisfied is binomial.
func groupRows() ([]Row, error) {
	const n, p = 5, 0.9
	var rows []Row
	for k := 1; k <= n; k++ {
		computed, err := groupAvailability(n, k, p)
		if err != nil {
			return nil, err
		}
		var reference float64
		for i := k; i <= n; i++ {
			reference += float64(choose(n, i)) * math.Pow(p, float64(i)) * math.Pow(1-p, float64(n-i))
		}
		rows = append(rows, Row{ID: "V20", Title: fmt.Sprintf("availability of %d of %d suppliers, each available with probability 0.9", k, n),
			Source: "binomial distribution", Reference: reference, Computed: computed, Tolerance: 1e-12, TolWhy: "rounding of floating-point sums", Unit: "1"})
	}
	return rows, nil
}

func groupAvailability(n, k int, p float64) (float64, error) {
	town := modeltest.Town{Things: []modeltest.Thing{{Name: "s/z"}}}
	want := modeltest.Want{Of: "s/z", Need: model.Need{Name: "n", Rule: model.KOfN, K: k}}
	for i := range n {
		name := fmt.Sprintf("s/%d", i)
		town.Things = append(town.Things, modeltest.Thing{Name: name})
		want.From = append(want.From, name)
	}
	town.Wants = []modeltest.Want{want}
	city, err := town.City()
	if err != nil {
		return 0, err
	}
	var orders []modeltest.Order
	for state := range 1 << n {
		for i := range n {
			op := model.OpStop
			if state>>i&1 == 1 {
				op = model.OpStart
			}
			orders = append(orders, modeltest.Order{At: time.Duration(state) * hour, Op: op, Asset: want.From[i]})
		}
	}
	records, err := modeltest.Trial{City: city, Orders: orders}.Run()
	var available float64
	for state := range 1 << n {
		chance, level := 1.0, model.Full
		for i := range n {
			if state>>i&1 == 1 {
				chance *= p
			} else {
				chance *= 1 - p
			}
		}
		for _, r := range records {
			if r.Value.Kind == model.KindService && r.Value.Entity == model.EntityID(n) && r.At <= sim.Time(state)*sim.Time(hour) {
				level = r.Value.To
			}
		}
		available += chance * level.Share()
	}
	return available, err
}

func choose(n, k int) int {
	c := 1
	for i := range k {
		c = c * (n - i) / (i + 1)
	}
	return c
}

// triangleRows: a drop of 0.6 that recovers after, or linearly over, 10 h. The slope is a staircase of 1,000 steps through its
// middle.
func triangleRows() ([]Row, error) {
	const drop, length, steps = 0.6, 10.0, 1000
	town := modeltest.Town{Things: []modeltest.Thing{{Name: "s/a"}, {Name: "s/b"}},
		Wants: []modeltest.Want{{Of: "s/b", From: []string{"s/a"}, Need: model.Need{Name: "n"}}}}
	city, err := town.City()
	if err != nil {
		return nil, err
	}
	level := func(at float64, loss float64) modeltest.Order {
		return modeltest.Order{At: time.Duration(at * float64(hour)), Op: model.OpSet, Asset: "s/a", Level: model.LevelOf(1 - loss)}
	}
	var slope []modeltest.Order
	for i := range steps {
		slope = append(slope, level(length*float64(i)/steps, drop*(1-(float64(i)+0.5)/steps)))
	}
	integral := func(orders []modeltest.Order) (float64, error) {
		l := newLoss(1, func(e model.EntityID) int { return int(e) - 1 })
		_, err := modeltest.Trial{City: city, Orders: append(orders, level(length, 0)), Watch: l.watch}.Run()
		return l.sums[0], err
	}
	step, err := integral([]modeltest.Order{level(0, drop)})
	if err != nil {
		return nil, err
	}
	line, err := integral(slope)
	source := "resilience triangle, Bruneau et al., Earthquake Spectra 19(4), 2003"
	why := "levels are multiples of 2^-20"
	return []Row{
		{ID: "V21", Title: "loss of level, drop d = 0.6 for T = 10 h: d T", Source: source, Reference: drop * length, Computed: step, Tolerance: length * 0x1p-20, TolWhy: why, Unit: "h"},
		{ID: "V21", Title: "loss of level, drop d = 0.6 and linear recovery over T = 10 h: d T / 2", Source: source, Reference: drop * length / 2, Computed: line, Tolerance: length * 0x1p-20, TolWhy: why, Unit: "h"},
	}, err
}
