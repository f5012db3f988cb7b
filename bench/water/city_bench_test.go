package water

import (
	"testing"
	"time"

	"cascata/model"
	"cascata/model/water"
	"cascata/scenarios/cities"
	"cascata/sim"
)

// lisboa is the embedded city and the number of its water network.
func lisboa(b testing.TB) (*model.City, int) {
	b.Helper()
	city, err := cities.Load("lisboa")
	if err != nil {
		b.Fatal(err)
	}
	for i := range city.Networks {
		if city.Networks[i].Name == "water" {
			return city, i
		}
	}
	b.Fatal("no water network")
	return nil, 0
}

var conditions = model.Conditions{Start: 8 * time.Hour, Weekday: time.Tuesday, Horizon: 72 * time.Hour}

// BenchmarkCompileCity lays out the water network of Lisboa.
func BenchmarkCompileCity(b *testing.B) {
	city, index := lisboa(b)
	for b.Loop() {
		if _, err := water.NewSupply(city, index, conditions); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQuietCity computes the quiet trajectory of 72 h and the warm-up before it, by the first thing that is told.
func BenchmarkQuietCity(b *testing.B) {
	city, index := lisboa(b)
	for b.Loop() {
		b.StopTimer()
		s, err := water.NewSupply(city, index, conditions)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		v := s.Prepared().New()
		v.Set(pumps(city, index)[0], model.None, true)
		v.Solve(0, func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {})
	}
}

// pumps are the pumps of a network.
func pumps(city *model.City, index int) (all []model.AssetID) {
	for _, e := range city.Networks[index].Edges {
		if e.Directed && city.Assets[e.Asset].Capacity > 0 {
			all = append(all, e.Asset)
		}
	}
	return all
}

// BenchmarkDisturbedCity runs 72 h in which all pumps stand still for ten hours.
func BenchmarkDisturbedCity(b *testing.B) {
	city, index := lisboa(b)
	s, err := water.NewSupply(city, index, conditions)
	if err != nil {
		b.Fatal(err)
	}
	p := s.Prepared()
	solves, changes := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		v := p.New()
		solves, changes = blackout(v, pumps(city, index))
	}
	b.ReportMetric(float64(solves), "solves")
	b.ReportMetric(float64(changes), "changes")
}

func blackout(v model.Solver, pumps []model.AssetID) (solves, changes int) {
	note := func(model.AssetID, model.Level, model.WhyCode, model.AssetID) { changes++ }
	set := func(level model.Level) {
		for _, a := range pumps {
			v.Set(a, level, true)
		}
	}
	begin, end := sim.Time(10*time.Hour), sim.Time(20*time.Hour)
	set(model.None)
	next := v.Solve(begin, note)
	for back := false; next <= sim.Time(72*time.Hour); solves++ {
		if !back && next >= end {
			back, next = true, end
			set(model.Full)
		}
		next = v.Solve(next, note)
	}
	return solves, changes
}
