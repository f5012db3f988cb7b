package power

import (
	"fmt"
	"testing"
	"time"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/model/network"
	"cascata/model/power"
	"cascata/scenarios/cities"
	"cascata/sim"
)

// lisboa is the embedded city and the number of its power network.
func lisboa(b *testing.B) (*model.City, int) {
	b.Helper()
	city, err := cities.Load("lisboa")
	if err != nil {
		b.Fatal(err)
	}
	for i := range city.Networks {
		if city.Networks[i].Name == "power" {
			return city, i
		}
	}
	b.Fatal("Lisboa has no power network")
	return nil, 0
}

var winter = model.Conditions{Weekday: time.Tuesday, Horizon: 72 * time.Hour, Low: 6, High: 14}

// silent takes answers and forgets them.
func silent(model.AssetID, model.Level, model.WhyCode, model.AssetID) {}

// BenchmarkGridCompile prepares Lisboa's grid, once for all replications of a scenario.
func BenchmarkGridCompile(b *testing.B) {
	city, index := lisboa(b)
	for b.Loop() {
		if _, err := power.City(city, index, winter); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGridNew makes the live half of a replication.
func BenchmarkGridNew(b *testing.B) {
	city, index := lisboa(b)
	p, err := power.City(city, index, winter)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.New()
	}
}

// BenchmarkGridSettle is one settling of Lisboa's grid after an event. Every other event undoes the one before; a load stays
// opened throughout, so that the grid never comes to rest, which would cost less.
func BenchmarkGridSettle(b *testing.B) {
	city, index := lisboa(b)
	p, err := power.City(city, index, winter)
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"feeder-050", "section-200", "hv-line-02", "infeed-01", "substation-04"} {
		b.Run(fmt.Sprintf("lost=%s", name), func(b *testing.B) {
			id, ok := city.Asset("power/" + name)
			if !ok {
				b.Fatalf("no asset %s", name)
			}
			other, _ := city.Asset("power/load-400")
			s := p.New()
			s.Set(other, model.None, true)
			s.Solve(0, silent)
			now := sim.Time(0)
			level := model.Full
			b.ReportAllocs()
			for b.Loop() {
				now += sim.Time(time.Millisecond)
				level = model.Full - level
				s.Set(id, level, true)
				s.Solve(now, silent)
			}
		})
	}
}

// BenchmarkGridHour is one settling because the hour changed, with an infeed and a feeder out.
func BenchmarkGridHour(b *testing.B) {
	city, index := lisboa(b)
	p, err := power.City(city, index, model.Conditions{Horizon: 2000 * time.Hour, Low: 6, High: 14})
	if err != nil {
		b.Fatal(err)
	}
	s := p.New()
	for _, name := range []string{"power/infeed-01", "power/feeder-050"} {
		id, _ := city.Asset(name)
		s.Set(id, model.None, true)
	}
	now := s.Solve(0, silent)
	b.ReportAllocs()
	for b.Loop() {
		now = s.Solve(now, silent)
	}
}

// BenchmarkGridRun is 72 h of Lisboa's cascade alone, from a compiled city: two infeeds and a feeder lost for ten hours, with the grid's
// physics and with the stand-in that knows reach and capacity only.
func BenchmarkGridRun(b *testing.B) {
	city, index := lisboa(b)
	physics := func(c *model.City, i int) (func() model.Solver, error) {
		if i == index {
			p, err := power.City(c, i, winter)
			return p.New, err
		}
		s, err := network.Compile(c, i)
		if err != nil {
			return nil, err
		}
		return s.New, nil
	}
	for _, name := range []string{"physics", "connectivity"} {
		b.Run("power="+name, func(b *testing.B) {
			o, changes := cascade.Options{}, 0
			if name == "physics" {
				o.Solvers = physics
			}
			spec, err := cascade.Compile(city, o)
			if err != nil {
				b.Fatal(err)
			}
			t := modeltest.Trial{City: city, Spec: spec, Horizon: sim.Time(72 * time.Hour), Workers: 1, Watch: func(model.Record) { changes++ }}
			for _, lost := range []string{"power/infeed-01", "power/infeed-02", "power/feeder-050"} {
				t.Orders = append(t.Orders, modeltest.Order{At: 8 * time.Hour, Op: model.OpDamage, Asset: lost},
					modeltest.Order{At: 18 * time.Hour, Op: model.OpRepair, Asset: lost})
			}
			for b.Loop() {
				changes = 0
				if _, err := t.Run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(changes), "changes")
		})
	}
}
