package trace

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// bigTown has the size of the default city: 6,000 assets and 10,000 devices, 3,000 places in 24 districts served by 10
// sectors, of which one is served by one asset for all.
func bigTown() *model.Roster {
	rnd := rand.New(rand.NewPCG(1, 1))
	c := &model.City{Name: "big", Operators: []model.Operator{{Name: "one", Control: model.Absent}}}
	for i := range 10 {
		c.Sectors = append(c.Sectors, model.Sector{Name: fmt.Sprintf("sector-%d", i), Essential: i < 6})
		c.Kinds = append(c.Kinds, model.Kind{Name: fmt.Sprintf("sector-%d/site", i), Title: "site", Sector: model.SectorID(i)})
	}
	for i := range 24 {
		c.Districts = append(c.Districts, model.District{Name: fmt.Sprintf("district-%02d", i)})
	}
	for i := range 6000 {
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("sector-%d/site-%04d", i/600, i), Kind: model.KindID(i / 600),
			District: model.DistrictID(i % 24), At: model.Point{X: float64(rnd.IntN(1e6)) / 100, Y: float64(rnd.IntN(1e6)) / 100}})
		c.Needs = append(c.Needs, model.Need{Asset: model.AssetID(i), Name: "power", Failover: 1,
			Suppliers: []model.Supplier{{Asset: model.AssetID(i % 600)}}})
	}
	for i := range 3000 {
		p := model.Place{District: model.DistrictID(i % 24), Residents: 180}
		for s := range 9 {
			p.Serving = append(p.Serving, model.Serving{Sector: model.SectorID(s), Asset: model.AssetID(s*600 + i%600)})
		}
		c.Places = append(c.Places, p)
	}
	for i := range c.Places {
		c.Places[i].Serving = append(c.Places[i].Serving, model.Serving{Sector: 9, Asset: 5999})
	}
	line := make([]model.Point, 50000)
	for i := range line {
		line[i] = model.Point{X: float64(rnd.IntN(1e5)) / 10, Y: float64(rnd.IntN(1e5)) / 10}
	}
	c.Layers = []model.Layer{{Name: "roads", Lines: [][]model.Point{line}}}
	if err := c.Finish(); err != nil {
		panic(err)
	}
	r := &model.Roster{City: c}
	for i := range 10000 {
		r.Add(model.Actor{Name: fmt.Sprintf("one/zone/device-%05d", i), Sort: model.SortDevice, District: model.Absent})
	}
	return r
}

const benchmarkChanges = 50_000

func BenchmarkStage(b *testing.B) {
	roster := bigTown()
	for b.Loop() {
		NewStage(roster)
	}
}

func BenchmarkRecord50k(b *testing.B) {
	stage := NewStage(bigTown())
	records := longRecords(stage, benchmarkChanges, 1)
	b.ReportAllocs()
	for b.Loop() {
		rec := stage.Recorder()
		for i := 0; i < len(records); i += 10 {
			if err := rec.Observe(records[i : i+10]); err != nil {
				b.Fatal(err)
			}
		}
		rec.Finish(sim.Time(benchmarkChanges))
	}
}

func BenchmarkWrite50k(b *testing.B) {
	r := longRecording(NewStage(bigTown()), benchmarkChanges, 1)
	for b.Loop() {
		var out bytes.Buffer
		require.NoError(b, Write(&out, r))
		b.ReportMetric(float64(out.Len())/1e6, "MB")
	}
}

func BenchmarkRead50k(b *testing.B) {
	file := written(b, longRecording(NewStage(bigTown()), benchmarkChanges, 1))
	for b.Loop() {
		if _, err := readBack(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeek(b *testing.B) {
	r := longRecording(NewStage(bigTown()), benchmarkChanges, 1)
	r.StatesAt(0)
	for what, seek := range map[string]func(t sim.Time){
		"levels":   func(t sim.Time) { r.LevelsAt(t, nil) },
		"states":   func(t sim.Time) { r.StatesAt(t) },
		"services": func(t sim.Time) { r.ServicesAt(t, nil) },
	} {
		b.Run(what, func(b *testing.B) {
			t := sim.Time(0)
			for b.Loop() {
				t = (t + 7919) % benchmarkChanges
				seek(t)
			}
		})
	}
	file := written(b, r)
	f, err := Open(bytes.NewReader(file), int64(len(file)))
	require.NoError(b, err)
	b.Run("file", func(b *testing.B) {
		t, levels := sim.Time(0), []model.Level(nil)
		for b.Loop() {
			t = (t + 7919) % benchmarkChanges
			levels, err = f.LevelsAt(t, levels)
			require.NoError(b, err)
		}
	})
}

func BenchmarkHash50k(b *testing.B) {
	r := longRecording(NewStage(bigTown()), benchmarkChanges, 1)
	for b.Loop() {
		r.Hash()
	}
}

func BenchmarkCSV50k(b *testing.B) {
	r := longRecording(NewStage(bigTown()), benchmarkChanges, 1)
	for b.Loop() {
		require.NoError(b, r.WriteChanges(io.Discard))
		require.NoError(b, r.WriteServices(io.Discard))
	}
}

func BenchmarkExplain(b *testing.B) {
	r := longRecording(NewStage(bigTown()), benchmarkChanges, 1)
	for b.Loop() {
		if _, err := Explain(r, "people-affected", Worst); err != nil {
			b.Fatal(err)
		}
	}
}
