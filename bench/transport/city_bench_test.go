package transport

import (
	"testing"
	"time"

	"cascata/model"
	"cascata/model/transport"
	library "cascata/scenarios/cities"
	"cascata/sim"
)

// outageFrom and outageTo are when half of the signals are dark: from eight in the morning of a Tuesday until two.
const (
	outageFrom = time.Hour
	outageTo   = 7 * time.Hour
)

// lisboa is the embedded city and its roads; the benchmark is skipped where the city has none.
func lisboa(b *testing.B) (*model.City, func() *transport.Roads) {
	b.Helper()
	c, err := library.Load("lisboa")
	if err != nil {
		b.Fatal(err)
	}
	for i := range c.Networks {
		if c.Networks[i].Name == "traffic" {
			return c, func() *transport.Roads {
				r, err := transport.NewRoads(c, i, model.Conditions{Start: 7 * time.Hour, Weekday: time.Tuesday, Horizon: 72 * time.Hour})
				if err != nil {
					b.Fatal(err)
				}
				return r
			}
		}
	}
	b.Skip("the city has no streets")
	return nil, nil
}

// outage is a replication of 72 hours with half of the signals dark for six. It returns how many levels were told.
func outage(c *model.City, r *transport.Roads) (told int) {
	v := r.Prepared().New()
	set := func(level model.Level) {
		n := 0
		for i := range c.Assets {
			if c.Kinds[c.Assets[i].Kind].Name != "traffic/signal" {
				continue
			}
			if n++; n%2 == 0 {
				v.Set(model.AssetID(i), level, true)
			}
		}
	}
	set(model.None)
	for at := sim.Time(outageFrom); at < sim.Time(72*time.Hour); {
		if at == sim.Time(outageTo) {
			set(model.Full)
		}
		at = v.Solve(at, func(model.AssetID, model.Level, model.WhyCode, model.AssetID) { told++ })
	}
	return told
}

// BenchmarkCityFirst prepares the roads of Lisboa and runs the first replication with an outage, which solves the hours of a quiet day.
func BenchmarkCityFirst(b *testing.B) {
	c, fresh := lisboa(b)
	for b.Loop() {
		outage(c, fresh())
	}
}

// BenchmarkCityOutage is every further replication.
func BenchmarkCityOutage(b *testing.B) {
	c, fresh := lisboa(b)
	r := fresh()
	told := outage(c, r)
	b.ReportAllocs()
	for b.Loop() {
		outage(c, r)
	}
	b.ReportMetric(float64(told), "levels")
}

// BenchmarkCityWay asks for one way on the city's streets after another, a street changing each hundred ways.
func BenchmarkCityWay(b *testing.B) {
	c, fresh := lisboa(b)
	w := fresh().Ways()
	n, level := 0, model.Full
	for b.Loop() {
		if n++; n%100 == 0 {
			level = model.Full/2 + model.Full - level
			w.Hear(c.Streets[n%len(c.Streets)].Asset, level)
		}
		from, to := &c.Places[n%len(c.Places)], &c.Places[n*7919%len(c.Places)]
		if _, ok := w.Time(sim.Time(outageFrom), from.At, to.At, true); !ok {
			b.Fatal("no way")
		}
	}
}
