package trace

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

// brute works out from nothing but the levels what the recorder keeps step by step.
func brute(s *Stage, levels []model.Level) (cells, city, zones []int64) {
	cells, city, zones = make([]int64, len(s.Served)), make([]int64, len(s.Sectors)), make([]int64, len(s.Residents))
	for _, p := range s.Places {
		low := model.Full
		for _, v := range p.Serving {
			lost := int64(p.Residents) * int64(model.Full-levels[v.Asset])
			cells[s.Cell(v.Sector, p.District)] += lost
			city[v.Sector] += lost
			if s.Sectors[v.Sector].Essential {
				low = min(low, levels[v.Asset])
			}
		}
		lost := int64(p.Residents) * int64(model.Full-low)
		zones[p.District] += lost
		zones[s.AllDistricts()] += lost
	}
	return cells, city, zones
}

func services(lost, residents []int64) []Service {
	out := make([]Service, len(residents))
	for k := range out {
		out[k].Level = model.Full
		if residents[k] > 0 {
			out[k].Level = model.Full - model.Level((lost[k]+residents[k]/2)/residents[k])
			out[k].People = (lost[k] + 1<<19) >> 20
		}
	}
	return out
}

// randomRecords are service Changes at random instants, in order; several share an instant.
func randomRecords(t *rapid.T, assets int) []model.Record {
	n := rapid.IntRange(0, 60).Draw(t, "n")
	levels := make([]model.Level, assets)
	for i := range levels {
		levels[i] = model.Full
	}
	var out []model.Record
	at := sim.Time(0)
	for i := range n {
		at += sim.Time(rapid.IntRange(0, 2).Draw(t, "step"))
		a := rapid.IntRange(0, assets-1).Draw(t, "asset")
		to := model.Level(rapid.SampledFrom([]int32{0, 1, 1 << 19, 1<<20 - 1, 1 << 20}).Draw(t, "level"))
		c := model.Change{Kind: model.KindService, Entity: model.EntityID(a), From: levels[a], To: to,
			Why: model.Why{Code: model.WhyCondition, Other: model.Absent, Need: model.Absent}}
		for range rapid.IntRange(0, 3).Draw(t, "causes") {
			if i > 0 {
				c.Add(out[rapid.IntRange(0, i-1).Draw(t, "cause")].ID, model.CauseAll)
			}
		}
		levels[a] = to
		out = append(out, model.Record{At: at, ID: sim.RecordID{N: uint32(i + 1)}, Value: c})
	}
	return out
}

func TestSeriesAgreeWithBruteForce(t *testing.T) {
	stage := NewStage(exampleRoster())
	rapid.Check(t, func(t *rapid.T) {
		records := randomRecords(t, stage.Assets)
		rec := stage.Recorder()
		cut := rapid.IntRange(0, len(records)).Draw(t, "batch")
		require.NoError(t, rec.Observe(records[:cut]))
		require.NoError(t, rec.Observe(records[cut:]))
		r := rec.Finish(1000)
		residents := make([]int64, len(stage.Sectors))
		for cell, n := range stage.Served {
			residents[cell/len(stage.Districts)] += n
		}
		levels := r.LevelsAt(0, nil)
		for at := sim.Time(0); at < 130; at += 7 {
			levels = r.LevelsAt(at, levels)
			cells, city, zones := brute(stage, levels)
			require.Equal(t, services(cells, stage.Served), r.ServicesAt(at, nil))
			require.Equal(t, services(city, residents), r.CityAt(at, nil))
			require.Equal(t, services(zones, stage.Residents), r.AffectedAt(at, nil))
		}
		for _, s := range []*Series{&r.Services, &r.City, &r.Affected} {
			requireOrdered(t, s)
		}
	})
}

// requireOrdered checks (time, key) order, one row per key and instant, and that every row differs from the one before.
func requireOrdered(t require.TestingT, s *Series) {
	last := map[int32]Service{}
	for i := range s.Len() {
		if i > 0 {
			ordered := s.At[i-1] < s.At[i] || s.At[i-1] == s.At[i] && s.Key[i-1] < s.Key[i]
			require.True(t, ordered, "row %d", i)
		}
		now := Service{s.Level[i], s.People[i]}
		before, ok := last[s.Key[i]]
		require.False(t, ok && before == now, "row %d says what the one before said", i)
		require.Equal(t, !ok, s.At[i] == 0, "row %d: one row at 0, and only one", i)
		last[s.Key[i]] = now
	}
}

func TestOneRowPerInstant(t *testing.T) {
	stage := NewStage(exampleRoster())
	rec := stage.Recorder()
	change := func(n uint32, at sim.Time, asset model.EntityID, to model.Level) model.Record {
		return model.Record{At: at, ID: sim.RecordID{Process: 2, N: n}, Value: model.Change{Kind: model.KindService,
			Entity: asset, From: model.Full, To: to, Why: model.Why{Other: model.Absent, Need: model.Absent}}}
	}
	require.NoError(t, rec.Observe([]model.Record{change(1, 5, assetLoad1, 0), change(2, 5, assetLoad2, 0)}))
	require.NoError(t, rec.Observe([]model.Record{change(3, 5, assetLoad1, model.Full), change(4, 9, assetPump2, model.Full)}))
	r := rec.Finish(10)
	south := r.Cell(1, 2)
	require.Equal(t, []Point{{0, model.Full, 0}, {5, 0, 3000}}, r.Services.Points(south))
	require.Equal(t, []Point{{0, model.Full, 0}}, r.Services.Points(r.Cell(1, 1)), "north was out for no time at all")
	city := r.Affected.Points(r.AllDistricts())
	require.Len(t, city, 2)
	require.Equal(t, Point{5, (model.Full*2 + 1) / 3, 3000}, city[1], "3000 of 9000")
}

func TestRecorderRefuses(t *testing.T) {
	good := func() model.Record {
		return model.Record{At: 7, ID: sim.RecordID{Process: 1, N: 1}, Value: model.Change{Kind: model.KindService, Entity: 3,
			From: model.Full, Why: model.Why{Other: model.Absent, Need: model.Absent}}}
	}
	for _, c := range []struct {
		name, want string
		spoil      func(r *model.Record)
	}{
		{"back in time", "comes after one of 7ns", func(r *model.Record) { r.At = 6 }},
		{"unknown entity", "entity 99 does not exist", func(r *model.Record) { r.Value.Entity = 99 }},
		{"level above 1", "level of \"power/load-01\" outside 0 to 1", func(r *model.Record) { r.Value.To = model.Full + 1 }},
		{"level below 0", "outside 0 to 1", func(r *model.Record) { r.Value.From = -1 }},
		{"unknown other", "names entity 50 and need -1", func(r *model.Record) { r.Value.Why.Other = 50 }},
		{"unknown need", "names entity -1 and need 5", func(r *model.Record) { r.Value.Why.Need = 5 }},
		{"cause of the future", "cause 2 of process 1 has not happened yet",
			func(r *model.Record) { r.Value.Add(sim.RecordID{Process: 1, N: 2}, model.CauseAll) }},
		{"cause of an unknown process", "cause 1 of process 9 has not happened yet",
			func(r *model.Record) { r.Value.Add(sim.RecordID{Process: 9, N: 1}, model.CauseAll) }},
		{"a record twice", "record 2 of the process was expected", func(r *model.Record) { r.ID.N = 1 }},
		{"a record left out", "record 2 of the process was expected", func(r *model.Record) { r.ID.N = 3 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := NewRecorder(exampleRoster())
			require.NoError(t, rec.Observe([]model.Record{good()}))
			bad := good()
			bad.ID.N = 2
			c.spoil(&bad)
			require.ErrorContains(t, rec.Observe([]model.Record{bad}), c.want)
		})
	}
}

func TestCausesBecomeNumbers(t *testing.T) {
	rec := NewRecorder(exampleRoster())
	record := func(p sim.ProcessID, n uint32, at sim.Time, causes ...sim.RecordID) model.Record {
		c := model.Change{Kind: model.KindCommand, Entity: 1, Why: model.Why{Other: model.Absent, Need: model.Absent}}
		for _, ref := range causes {
			c.Add(ref, model.CauseCommand)
		}
		return model.Record{At: at, ID: sim.RecordID{Process: p, N: n}, Value: c}
	}
	require.NoError(t, rec.Observe([]model.Record{
		record(7, 1, 1), record(3, 1, 2, sim.RecordID{Process: 7, N: 1}),
		record(7, 2, 2, sim.RecordID{Process: 3, N: 1}, sim.RecordID{Process: 7, N: 1}),
	}))
	r := rec.Finish(2)
	require.Empty(t, r.Causes(1))
	require.Equal(t, []Cause{{1, model.CauseCommand}}, r.Causes(2))
	require.Equal(t, []Cause{{2, model.CauseCommand}, {1, model.CauseCommand}}, r.Causes(3))
	require.Equal(t, []int{3, 2, 1}, r.Chain(3))
	require.Equal(t, 2, r.Depth(3))
	require.Equal(t, []int32{2, 3}, r.Effects(1))
}

// Beyond packSize Changes are kept as bytes while the run goes on; what comes out must be what went in.
func TestManyChangesComeBackAsTheyWere(t *testing.T) {
	stage := NewStage(exampleRoster())
	rec := stage.Recorder()
	const n = 2*packSize + 17
	change := func(i int) model.Record {
		c := model.Change{Kind: model.KindSupply, Entity: model.EntityID(i % 3), From: model.Level(i % 1000), To: model.Full,
			Why: model.Why{Code: model.WhyOnBuffer, Other: model.EntityID(i%4) - 1, Need: model.Absent, Amount: int64(i) - 70_000}}
		for k := range i % (model.MaxCauses + 1) {
			c.Add(sim.RecordID{Process: sim.ProcessID(i % 2), N: uint32(i/2 - k)}, model.CauseKind(k+1))
		}
		return model.Record{At: sim.Time(i / 5), ID: sim.RecordID{Process: sim.ProcessID(i % 2), N: uint32(i/2 + 1)}, Value: c}
	}
	for i := range n {
		r := change(i)
		if i < 20 {
			r.Value.Causes = [model.MaxCauses]model.Cause{}
		}
		require.NoError(t, rec.Observe([]model.Record{r}))
	}
	out := rec.Finish(sim.Time(n))
	require.Len(t, out.Changes, n)
	for i := range n {
		want, got := change(i), out.Changes[i]
		v := want.Value
		require.Equal(t, Change{At: want.At, Entity: v.Entity, From: v.From, To: v.To, Kind: v.Kind, Why: v.Why},
			Change{At: got.At, Entity: got.Entity, From: got.From, To: got.To, Kind: got.Kind, Why: got.Why}, "Change %d", i+1)
		causes := out.Causes(i + 1)
		if i < 20 {
			require.Empty(t, causes)
			continue
		}
		require.Len(t, causes, i%(model.MaxCauses+1))
		for k, c := range causes {
			require.Equal(t, Cause{Number: int32(2*(i/2-k) - 1 + i%2), Kind: model.CauseKind(k + 1)}, c, "cause %d of Change %d", k, i+1)
		}
	}
}
