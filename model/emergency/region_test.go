package emergency

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// townOf is a city of two districts with so many residents each. Assets are sorted by name.
func townOf(t require.TestingT, residents int32, leave ...string) *model.Roster {
	c := &model.City{Name: "town", Sectors: []model.Sector{{Name: "all"}}, Operators: []model.Operator{{Name: "all", Control: model.Absent}},
		Districts: []model.District{{Name: "east", Residents: residents}, {Name: "west", Residents: residents}}}
	for _, a := range []struct {
		name, kind string
		district   model.DistrictID
		x          float64
	}{
		{"alarms-east", "buildings/alarms", 0, 0}, {"ambulance-1", "emergency/ambulance-station", 0, 0}, {"ambulance-2", "emergency/ambulance-station", 1, 5000},
		{"area-east", "telecom/area", 0, 0}, {"area-west", "telecom/area", 1, 0}, {"cad", "emergency/cad", 0, 0},
		{"fire-1", "emergency/fire-station", 0, 500}, {"fleet-east", "emergency/ecall-fleet", 0, 0}, {"flow-east", "traffic/flow", 0, 0},
		{"hospital-1", "health/hospital", 0, 1000}, {"lines-east", "telecom/lines", 0, 0}, {"lines-west", "telecom/lines", 1, 0},
		{"police-1", "emergency/police-station", 0, 700}, {"power-east", "power/area", 0, 0}, {"power-west", "power/area", 1, 0},
		{"psap-1", "emergency/psap", 0, 0}, {"psap-2", "emergency/psap", 1, 0},
	} {
		if slices.Contains(leave, a.name) {
			continue
		}
		k := slices.IndexFunc(c.Kinds, func(k model.Kind) bool { return k.Name == a.kind })
		if k < 0 {
			k = len(c.Kinds)
			c.Kinds = append(c.Kinds, model.Kind{Name: a.kind})
		}
		x := model.Asset{Name: a.name, Kind: model.KindID(k), District: a.district, At: model.Point{X: a.x}}
		if a.kind == "emergency/ecall-fleet" {
			x.Capacity = 20 * float64(residents) // many, so that eCalls are seen
		}
		c.Assets = append(c.Assets, x)
	}
	c.Places = []model.Place{{District: 0, At: model.Point{X: 100}, Residents: residents}, {District: 1, At: model.Point{X: 4000}, Residents: residents}}
	if id, ok := c.Asset("hospital-1"); ok { // that somebody relies on
		c.Needs = []model.Need{{Name: "hospital", Asset: 0, Suppliers: []model.Supplier{{Asset: id}}}}
	}
	require.NoError(t, c.Finish())
	return &model.Roster{City: c}
}

// news is a level that the region hears of.
type news struct {
	at    time.Duration
	asset string
	level float64
}

// live runs a region for a time with some news, and returns it.
func live(t require.TestingT, roster *model.Roster, o RegionOptions, horizon time.Duration, list ...news) *Region {
	return liveAs(t, 0, roster, o, horizon, list...)
}

func liveAs(t require.TestingT, replication uint64, roster *model.Roster, o RegionOptions, horizon time.Duration, list ...news) *Region {
	spec, err := CompileRegion(roster, model.Conditions{Horizon: horizon}, o)
	require.NoError(t, err)
	e := sim.New(sim.Options[model.Msg, model.Change]{Lookahead: time.Second, Horizon: sim.Time(0).Add(horizon)})
	w := &RegionWiring{Root: rng.NewRoot(1, replication), Self: 0}
	r := spec.Live(w)
	e.Add("region", r)
	r.Start(e, 0)
	sources := map[model.AssetID]*sim.Source{}
	for i, n := range list {
		a, ok := roster.City.Asset(n.asset)
		require.True(t, ok, n.asset)
		if sources[a] == nil {
			src := a.Entity().Source()
			sources[a] = &src
		}
		e.Post(sources[a], 0, sim.Time(0).Add(n.at), model.Msg{Kind: model.MsgSupply, To: spec.entity, From: a.Entity(), Level: model.LevelOf(n.level), Need: model.Absent,
			Cause: sim.RecordID{Process: 9, N: uint32(i + 1)}})
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	require.NoError(t, r.Check())
	return r
}

// outcomes counts the calls of the log by outcome.
func outcomes(r *Region) (n [model.Outcomes]int) {
	for i := range r.log {
		n[r.log[i].Outcome]++
	}
	return n
}

// TestQuietCallsAreAnswered: 65,600 calls are received per 100,000 residents and year (Portugal 2023), and on a quiet day at least 90 % are
// answered within 10 s (NFPA 1225), as this is how PSAPs are staffed.
func TestQuietCallsAreAnswered(t *testing.T) {
	const days = 20
	r := live(t, townOf(t, 100_000, "fleet-east", "alarms-east"), RegionOptions{}, days*24*time.Hour)
	want := received * 2 * days / 365.25
	assert.InDelta(t, want, float64(len(r.log)), 4*1.3*130) // four standard deviations of some 7,200, more for callers who come together
	assert.InDelta(t, want, 7184, 1)
	prompt, all := 0, 0
	for i := range r.log {
		if q := &r.log[i]; q.Sort == model.RequestVoice && q.Outcome != model.OutcomeOpen {
			all++
			if q.Steps[model.StepAnswered] != sim.Never && q.Steps[model.StepAnswered].Sub(q.Steps[model.StepConnected]) <= 10*time.Second {
				prompt++
			}
		}
	}
	assert.Greater(t, float64(prompt)/float64(all), 0.9)
	assert.Zero(t, outcomes(r)[model.OutcomeLost])
}

// TestBooksBalance: whatever is lost and comes back, each call ends once, in the order of its steps, and nobody answers at a PSAP that has
// lost its power (live checks the sum).
func TestBooksBalance(t *testing.T) {
	assets := []string{"area-east", "area-west", "lines-east", "power-east", "power-west", "psap-1", "psap-2", "cad", "ambulance-1", "hospital-1", "alarms-east"}
	rapid.Check(t, func(t *rapid.T) {
		roster := townOf(t, 200_000)
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) news {
			return news{time.Duration(rapid.IntRange(0, 3*3600).Draw(t, "at")) * time.Second, rapid.SampledFrom(assets).Draw(t, "asset"),
				rapid.SampledFrom([]float64{0, 0, 0.4, 0.7, 1}).Draw(t, "level")}
		}), 0, 12).Draw(t, "news")
		slices.SortStableFunc(list, func(a, b news) int { return int(a.at - b.at) })
		o := RegionOptions{Floods: []Flood{{At: 0, Until: sim.Time(time.Hour), PerHour: 1000, Sort: model.RequestFlood}}}
		r := live(t, roster, o, 3*time.Hour, list...)
		for i := range r.log {
			checkEntry(t, r, i)
			checkPower(t, r, &r.log[i], list)
		}
		checkUnits(t, r)
	})
}

// checkEntry: steps stand in their order, and the outcome fits them.
func checkEntry(t require.TestingT, r *Region, i int) {
	q := &r.log[i]
	last := q.Steps[model.StepTrigger]
	for _, s := range []model.Step{model.StepConnected, model.StepAnswered, model.StepDispatched, model.StepOnScene, model.StepArrived, model.StepSeen} {
		if at := q.Steps[s]; at != sim.Never {
			if at < last {
				require.GreaterOrEqual(t, at, last, "call %d, step %d", i, s)
			}
			last = at
		}
	}
	answered := q.Steps[model.StepAnswered] != sim.Never
	switch q.Outcome {
	case model.OutcomeAnswered, model.OutcomeElsewhere:
		require.True(t, answered, "call %d", i)
		require.Equal(t, q.Outcome == model.OutcomeElsewhere, q.Asset == model.Absent, "call %d", i)
	case model.OutcomeLost, model.OutcomeAbandoned, model.OutcomeBlocked:
		require.False(t, answered, "call %d", i)
		require.NotEqual(t, sim.Never, q.Steps[model.StepEnded], "call %d", i)
	default:
		require.Equal(t, model.OutcomeOpen, q.Outcome, "call %d", i)
	}
}

// checkPower: a PSAP at level 0 answers nobody.
func checkPower(t require.TestingT, r *Region, q *model.Request, list []news) {
	at := q.Steps[model.StepAnswered]
	if at == sim.Never || q.Asset == model.Absent {
		return
	}
	name, level := r.spec.city.Assets[q.Asset].Name, 1.0
	for _, n := range list {
		switch when := sim.Time(0).Add(n.at); {
		case n.asset == name && when < at:
			level = n.level
		case n.asset == name && when == at:
			return // before or after
		}
	}
	require.NotZero(t, level, "%s answers at %v", name, at)
}

// checkUnits: no station has more units out than it has.
func checkUnits(t require.TestingT, r *Region) {
	type move struct {
		at sim.Time
		by int
	}
	for _, b := range r.spec.bases {
		var moves []move
		for i := range r.log {
			q := &r.log[i]
			if q.Unit != b.asset || q.Steps[model.StepDispatched] == sim.Never {
				continue
			}
			moves = append(moves, move{q.Steps[model.StepDispatched], 1})
			if back := q.Steps[model.StepOnScene]; back != sim.Never { // away at least until then
				moves = append(moves, move{back, -1})
			}
		}
		slices.SortFunc(moves, func(a, b move) int {
			if a.at != b.at {
				return int(min(1, max(-1, a.at-b.at)))
			}
			return a.by - b.by
		})
		out := 0
		for _, m := range moves {
			out += m.by
			require.LessOrEqual(t, out, b.units)
		}
	}
}

// triggers are the calls of a sort in a district, by when they begin and what is asked.
func triggers(r *Region, sort model.RequestSort, d model.DistrictID) (list []sim.Time) {
	for i := range r.log {
		if q := &r.log[i]; q.Sort == sort && q.District == d && q.Parent == (sim.RecordID{}) {
			list = append(list, q.Steps[model.StepTrigger])
		}
	}
	return list
}

// TestSourcesDoNotMoveEachOther: common random numbers. A flood, an alarm, a blackout elsewhere and a PSAP less move no other caller.
func TestSourcesDoNotMoveEachOther(t *testing.T) {
	base := live(t, townOf(t, 100_000), RegionOptions{}, 24*time.Hour)
	for name, r := range map[string]*Region{
		"flood":        live(t, townOf(t, 100_000), RegionOptions{Floods: []Flood{{At: 0, Until: sim.Time(time.Hour), PerHour: 3000, Sort: model.RequestFlood}}}, 24*time.Hour),
		"no alarms":    live(t, townOf(t, 100_000, "alarms-east"), RegionOptions{}, 24*time.Hour),
		"no vehicles":  live(t, townOf(t, 100_000, "fleet-east"), RegionOptions{}, 24*time.Hour),
		"one PSAP":     live(t, townOf(t, 100_000, "psap-2"), RegionOptions{}, 24*time.Hour),
		"no PSAP":      live(t, townOf(t, 100_000), RegionOptions{}, 24*time.Hour, news{0, "psap-1", 0}),
		"silent phone": live(t, townOf(t, 100_000), RegionOptions{}, 24*time.Hour, news{0, "area-west", 0}),
	} {
		assert.Equal(t, triggers(base, model.RequestVoice, 1), triggers(r, model.RequestVoice, 1), name)
		assert.Equal(t, triggers(base, model.RequestPocket, 0), triggers(r, model.RequestPocket, 0), name)
	}
}

// TestLongerBatteriesLoseNoCaller: where coverage lasts longer, whoever had a network has it still.
func TestLongerBatteriesLoseNoCaller(t *testing.T) {
	lost := func(hours int) int {
		at := time.Duration(hours) * time.Hour
		r := live(t, townOf(t, 200_000), RegionOptions{}, 12*time.Hour, news{0, "lines-east", 0}, news{at, "area-east", 0})
		return outcomes(r)[model.OutcomeLost]
	}
	before := lost(0)
	assert.Positive(t, before)
	for h := 2; h <= 12; h += 2 {
		now := lost(h)
		assert.Less(t, now, before, "%d h", h)
		before = now
	}
}

// TestDarkHomes: fixed telephones of a dark district are dead but for a tenth; their owners take a mobile one, so that they are lost only
// where that finds no network either, and lost to it.
func TestDarkHomes(t *testing.T) {
	count := func(events ...news) (lost, toLines int) {
		r := live(t, townOf(t, 200_000, "alarms-east"), RegionOptions{}, 12*time.Hour, events...)
		for i := range r.log {
			if q := &r.log[i]; q.Outcome == model.OutcomeLost && q.Sort == model.RequestVoice {
				lost++
				if q.Cause.N == 1 { // the first Change is the loss of the lines
					toLines++
				}
			}
		}
		return lost, toLines
	}
	noLines, toLines := count(news{0, "lines-east", 0})
	assert.Positive(t, noLines)
	assert.Equal(t, noLines, toLines)
	dark, few := count(news{0, "lines-east", 0}, news{0, "power-east", 0})
	assert.Equal(t, dark, few)
	assert.Less(t, dark, noLines/4, "nine of ten who find their line dead have a mobile telephone")
	assert.Positive(t, dark, "a tenth have power and no line")
}

func TestFixedTelephones(t *testing.T) {
	for _, c := range []struct {
		name   string
		supply model.Level
		want   float64
	}{{"lit", model.Full, 1}, {"half", model.Full / 2, 0.55}, {"dark", model.None, 0.1}} {
		assert.InDelta(t, c.want, FixedTelephones(c.supply), 1e-9, c.name)
	}
}

// TestCauses: who finds no network knows the Change that took it; who waits in vain at a dead PSAP that of the PSAP.
func TestCauses(t *testing.T) {
	r := live(t, townOf(t, 200_000, "psap-2"), RegionOptions{}, 12*time.Hour, news{time.Hour, "area-east", 0}, news{time.Hour, "lines-east", 0},
		news{6 * time.Hour, "psap-1", 0})
	seen := map[model.Outcome]int{}
	for i := range r.log {
		q := &r.log[i]
		switch {
		case q.Outcome == model.OutcomeLost:
			assert.Contains(t, []uint32{1, 2}, q.Cause.N)
		case q.Outcome == model.OutcomeAbandoned && q.Sort == model.RequestVoice && q.Steps[model.StepTrigger] > sim.Time(6*time.Hour):
			assert.EqualValues(t, 3, q.Cause.N)
		default:
			continue
		}
		seen[q.Outcome]++
	}
	assert.Positive(t, seen[model.OutcomeLost])
	assert.Positive(t, seen[model.OutcomeAbandoned])
}

// TestDeadMainPSAP: the second one or the neighbour takes over after a while, and everything answered in between was in vain.
func TestDeadMainPSAP(t *testing.T) {
	with := live(t, townOf(t, 300_000), RegionOptions{}, 24*time.Hour, news{time.Hour, "psap-1", 0})
	var second int
	for i := range with.log {
		if q := &with.log[i]; q.Asset != model.Absent && with.spec.city.Assets[q.Asset].Name == "psap-2" {
			second++
		}
	}
	assert.Positive(t, second)
	without := live(t, townOf(t, 300_000, "psap-2"), RegionOptions{}, 24*time.Hour, news{time.Hour, "psap-1", 0})
	assert.Positive(t, outcomes(without)[model.OutcomeElsewhere])
}

// TestFloodBeyondReason: two million calls an hour from one town are all accounted for in bounded memory, beyond what the log keeps.
func TestFloodBeyondReason(t *testing.T) {
	r := live(t, townOf(t, 10_000), RegionOptions{Floods: []Flood{{At: 0, Until: sim.Time(20 * time.Minute), PerHour: 2e6, Sort: model.RequestFlood}}}, time.Hour)
	assert.Len(t, r.log, LogLimit)
	assert.Greater(t, r.made, uint64(600_000))
	assert.Less(t, len(r.calls), 5000) // some seconds' worth
}

func TestNothingIsAllocatedForACallOfARegion(t *testing.T) {
	const horizon = 48 * time.Hour
	run := func(rate float64, sort model.RequestSort) float64 {
		roster := townOf(t, 10_000)
		return testing.AllocsPerRun(1, func() {
			live(t, roster, RegionOptions{Relocation: true, Floods: []Flood{{At: 0, Until: sim.Time(horizon), PerHour: rate, Sort: sort}}}, horizon)
		})
	}
	for _, sort := range []model.RequestSort{model.RequestFlood, model.RequestVoice, model.RequestAlarm} { // alarms want engines, voices are rung back
		few, many := run(100, sort), run(200, sort) // 4,800 calls more
		assert.Less(t, many-few, 250.0, "the heaps and slabs grow to the most calls at once: sort %d", sort)
	}
}

func TestFaultsOfARegion(t *testing.T) {
	roster := townOf(t, 1000)
	id, _ := roster.City.Asset("psap-1")
	roster.City.Assets[id].Capacity = 0.5
	_, err := CompileRegion(roster, model.Conditions{}, RegionOptions{Stranded: 2, NG: -1, Floods: []Flood{{PerHour: -1, Sort: model.RequestPatient}}})
	for _, want := range []string{"stranded", "ng", "-1 calls an hour", "ends after", "sort of call", "0.5 positions"} {
		assert.ErrorContains(t, err, want)
	}
	spec, err := CompileRegion(townOf(t, 1000, "psap-1", "psap-2"), model.Conditions{}, RegionOptions{})
	assert.NoError(t, err)
	assert.Nil(t, spec, "no PSAP, no calls")
}

func TestHoursOfTheDay(t *testing.T) {
	sum := 0.0
	for h := range 24 {
		sum += hourly(h)
	}
	assert.InDelta(t, 24, sum, 1e-9)
}

// TestMorePositionsAndLongerBatteriesLoseFewer: with everything on (redials, patience, overflow, a dead district), the paired 95 % interval of
// callers who reach nobody over 200 replications lies at or below 0.
func TestMorePositionsAndLongerBatteriesLoseFewer(t *testing.T) {
	const replications, horizon = 200, 90 * time.Minute
	flood := RegionOptions{Floods: []Flood{{At: 0, Until: sim.Time(time.Hour), PerHour: 500, Sort: model.RequestVoice}}}
	lost := func(replication, positions int, battery time.Duration) float64 {
		roster := townOf(t, 50_000, "fleet-east")
		id, _ := roster.City.Asset("psap-1")
		roster.City.Assets[id].Capacity = float64(positions)
		n := outcomes(liveAs(t, uint64(replication), roster, flood, horizon, news{battery, "area-west", 0}))
		return float64(n[model.OutcomeLost] + n[model.OutcomeAbandoned] + n[model.OutcomeBlocked])
	}
	paired := func(a, b func(k int) float64) (mean, half float64) {
		sum, square := 0.0, 0.0
		for k := range replications {
			d := b(k) - a(k)
			sum, square = sum+d, square+d*d
		}
		mean = sum / replications
		return mean, 1.97 * math.Sqrt((square/replications-mean*mean)/(replications-1))
	}
	base := make([]float64, replications)
	for k := range base {
		base[k] = lost(k, 8, 10*time.Minute)
	}
	was := func(k int) float64 { return base[k] }
	mean, half := paired(was, func(k int) float64 { return lost(k, 10, 10*time.Minute) })
	assert.Less(t, mean+half, 0.0, "two positions more: %.1f ± %.1f", mean, half)
	mean, half = paired(was, func(k int) float64 { return lost(k, 8, 40*time.Minute) })
	assert.Less(t, mean+half, 0.0, "half an hour more battery: %.1f ± %.1f", mean, half)
}

// Positions beside the usual ones come to the PSAP that is meant, or to the neighbour, and no centre has more than can be.
func TestExtraPositions(t *testing.T) {
	positions := func(extra map[model.AssetID]int) (list []int) {
		s, err := CompileRegion(townOf(t, 100_000), model.Conditions{}, RegionOptions{Extra: extra})
		require.NoError(t, err)
		for i := range s.centres {
			require.Equal(t, s.centres[i].positions, s.centres[i].spec.Positions)
			list = append(list, s.centres[i].positions)
		}
		return list
	}
	r := townOf(t, 100_000)
	first, ok := r.City.Asset("psap-1")
	require.True(t, ok)
	usual := positions(nil)
	require.Len(t, usual, 3)
	assert.Equal(t, []int{usual[0] + 4, usual[1], usual[2]}, positions(map[model.AssetID]int{first: 4}))
	assert.Equal(t, []int{usual[0], usual[1], usual[2] + 10}, positions(map[model.AssetID]int{model.Absent: 10}))
	assert.Equal(t, MaxPositions, positions(map[model.AssetID]int{first: 1 << 30})[0])
}
