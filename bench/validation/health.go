package validation

import (
	"context"
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/model/health"
	"cascata/sim"
	"cascata/sim/rng"

	"gonum.org/v1/gonum/stat"
)

// Health compares a department with the closed forms of queues, a region of hospitals, four of which are down, with what two untouched
// departments recorded, and a lost laboratory with a recorded one.
func Health() ([]Row, error) {
	return healthRows(careEffort{runs: 40, hours: 5000, regions: 10, days: 28, suppliers: 5})
}

// careEffort is how much simulation the comparison may cost.
type careEffort struct {
	runs      int // replications of each queue
	hours     int // that each of them lasts
	regions   int // replications of the region
	days      int // that each of them lasts
	suppliers int // replications of the lost supplier
	wrong     int // places too many, for a test that this is noticed
}

func healthRows(e careEffort) ([]Row, error) {
	rows, err := e.queues()
	if err != nil {
		return nil, err
	}
	for _, part := range []func() ([]Row, error){e.spill, e.supplier} {
		more, err := part()
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// ward is a queue of one to four categories with exponential treatment of mean 1 h.
type ward struct {
	places int
	rates  [health.Categories]float64 // [patients/h]
}

func wards() []ward {
	return []ward{
		{1, [4]float64{0, 0, 0.7}}, {5, [4]float64{0, 0, 4}}, {20, [4]float64{0, 0, 18}},
		{5, [4]float64{0, 1.5, 2.5}}, {10, [4]float64{0.5, 2, 4, 2.5}},
	}
}

// queues are the rows of the closed forms: the probability to wait (Erlang C) and the mean wait of each category.
func (e careEffort) queues() ([]Row, error) {
	tests := 0
	for _, w := range wards() {
		for _, r := range w.rates {
			if r > 0 {
				tests += 2
			}
		}
	}
	quantile := familyQuantile(tests, e.runs)
	var rows []Row
	for _, w := range wards() {
		waits, shares, err := e.queue(w)
		if err != nil {
			return nil, err
		}
		delayed := w.delayed()
		for c, mean := range w.waits() {
			if w.rates[c] == 0 {
				continue
			}
			name := fmt.Sprintf("%d places, %v patients/h, category %d: ", w.places, w.rates, c+1)
			for _, x := range []struct {
				what   string
				sample []float64
				want   float64
			}{{"mean wait", waits[c], mean}, {"share who wait", shares[c], delayed}} {
				rows = append(rows, Row{ID: "HQ", Title: fmt.Sprintf("%s%s %.4g, |t| of %d runs", name, x.what, x.want, e.runs), Unit: "standard errors",
					Source:   "Erlang C; Cobham, Operations Research 2, 1954: W0 / ((1 - s(k-1)) (1 - s(k)))",
					Computed: math.Abs(studentT(x.sample, x.want)), Tolerance: quantile, TolWhy: fmt.Sprintf("Student's t, 99 %% for %d tests at once", tests)})
			}
		}
	}
	return rows, nil
}

// studentT is how many standard errors the mean of a sample lies off a value.
func studentT(sample []float64, want float64) float64 {
	mean, sd := stat.MeanStdDev(sample, nil)
	return (mean - want) / (sd / math.Sqrt(float64(len(sample))))
}

func (w *ward) total() float64 {
	sum := 0.0
	for _, r := range w.rates {
		sum += r
	}
	return sum
}

// delayed is Erlang's C by the recursion of his B.
func (w *ward) delayed() float64 {
	a, b := w.total(), 1.0
	for n := 1; n <= w.places; n++ {
		b = a * b / (float64(n) + a*b)
	}
	rho := a / float64(w.places)
	return b / (1 - rho*(1-b))
}

// waits are Cobham's mean waits by category [h].
func (w *ward) waits() [health.Categories]float64 {
	var mean [health.Categories]float64
	above := 0.0
	for c, r := range w.rates {
		upTo := above + r/float64(w.places)
		mean[c] = w.delayed() / float64(w.places) / ((1 - above) * (1 - upTo))
		above = upTo
	}
	return mean
}

// queue simulates a ward and returns the mean wait and the share who wait of each category in each run, the first tenth of the time left out.
func (e careEffort) queue(w ward) (waits, shares [health.Categories][]float64, err error) {
	o := health.Options{Exact: true, Flat: true, Places: float64(w.places+e.wrong) / regionBeds, Triage: "0s", Messages: true, Walk: w.total(),
		Categories: make([]health.Category, health.Categories)}
	for c := range o.Categories {
		o.Categories[c] = health.Category{Walk: w.rates[c] / w.total(), Ambulance: 0.25, Treatment: "exp(1h)"}
	}
	city, err := hospitals(1, 8766) // as many residents as hours of a year: visits per year are then patients per hour
	if err != nil {
		return waits, shares, err
	}
	for r := range e.runs {
		d, err := care(city, o, time.Duration(e.hours)*time.Hour, uint64(r), nil)
		if err != nil {
			return waits, shares, err
		}
		var n, late, sum [health.Categories]float64
		for _, q := range d.Requests() {
			c, arrived, seen := q.Category-1, q.Steps[model.StepArrived], q.Steps[model.StepSeen]
			if arrived < sim.Time(time.Duration(e.hours)*time.Hour/10) || seen == sim.Never {
				continue
			}
			n[c]++
			sum[c] += seen.Sub(arrived).Hours()
			if seen > arrived {
				late[c]++
			}
		}
		for c := range n {
			waits[c], shares[c] = append(waits[c], sum[c]/n[c]), append(shares[c], late[c]/n[c])
		}
	}
	return waits, shares, nil
}

// hospitals is a region of equal hospitals in one place, with so many people around.
func hospitals(n int, residents int32) (*model.City, error) {
	c := &model.City{Name: "region", Sectors: []model.Sector{{Name: "health"}}, Kinds: []model.Kind{{Name: "health/hospital"}},
		Districts: []model.District{{Name: "region", Residents: residents}}, Operators: []model.Operator{{Name: "group", Control: model.Absent}}}
	for i := range n {
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("health/hospital-%02d", i+1), Capacity: regionBeds})
	}
	return c, c.Finish()
}

// care runs the departments of a region in which some hospitals drop to a level at the start. Everybody who comes must be accounted for.
func care(city *model.City, o health.Options, span time.Duration, replication uint64, down map[model.AssetID]model.Level) (*health.Departments, error) {
	s, err := health.Compile(&model.Roster{City: city}, model.Conditions{Horizon: span}, o)
	if err != nil {
		return nil, err
	}
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(span)})
	d := s.Live(&health.Wiring{Root: rng.NewRoot(29, replication)})
	e.Add("departments", d)
	d.Start(e)
	source := sim.NewSource(1 << 20)
	for a := range model.AssetID(len(city.Assets)) {
		if l, is := down[a]; is {
			e.Post(&source, 0, 0, model.Msg{Kind: model.MsgSupply, From: a.Entity(), Level: l, Need: model.Absent, Cause: sim.RecordID{N: 1}})
		}
	}
	if _, err := e.Run(context.Background()); err != nil {
		return nil, err
	}
	return d, d.Check()
}
