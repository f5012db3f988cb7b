package health

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// town has hospitals with so many beds, 3 km apart in one line, and one district with a tower of records and a power load that all of them need.
func town(t testing.TB, residents int32, beds ...float64) *model.City {
	c := &model.City{
		Name:      "town",
		Sectors:   []model.Sector{{Name: "health"}, {Name: "power"}},
		Kinds:     []model.Kind{{Name: kindHospital}, {Name: "health/records"}, {Name: "power/load", Sector: 1}},
		Districts: []model.District{{Name: "centre", Residents: residents}},
		Operators: []model.Operator{{Name: "group", Control: model.Absent}},
	}
	records, load := model.AssetID(len(beds)), model.AssetID(len(beds)+1)
	for i, b := range beds {
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("health/hospital-%d", i+1), Capacity: b, At: model.Point{X: 3000 * float64(i)}})
		for _, n := range []struct {
			name string
			of   model.AssetID
		}{{"power", load}, {"records", records}} {
			c.Needs = append(c.Needs, model.Need{Asset: model.AssetID(i), Name: n.name, Suppliers: []model.Supplier{{Asset: n.of}}, Failover: 1, Backup: model.Full})
		}
	}
	c.Assets = append(c.Assets, model.Asset{Name: "health/records", Kind: 1}, model.Asset{Name: "power/load", Kind: 2})
	require.NoError(t, c.Finish())
	return c
}

// news is a message that the departments get at an instant.
type news struct {
	at  time.Duration
	msg model.Msg
}

func level(at time.Duration, asset model.AssetID, l model.Level) news {
	return news{at, model.Msg{Kind: model.MsgSupply, From: asset.Entity(), Level: l, Need: model.Absent, Cause: sim.RecordID{Process: 0, N: 1}}}
}

func ambulance(at time.Duration, hospital model.AssetID, category int32, call int64) news {
	return news{at, model.Msg{Kind: model.MsgRequest, To: hospital.Entity(), From: 99, Slot: category, Amount: call}}
}

// outside takes what the departments tell those who send ambulances.
type outside struct {
	back []model.Msg
	at   []sim.Time
}

func (o *outside) Handle(ctx *model.Context, m *model.Msg) error {
	o.back, o.at = append(o.back, *m), append(o.at, ctx.Now())
	return nil
}

// played is a run and what came of it.
type played struct {
	*Departments
	changes []model.Record
	outside outside
}

func play(t testing.TB, city *model.City, horizon time.Duration, replication uint64, o Options, list ...news) *played {
	t.Helper()
	s, err := Compile(&model.Roster{City: city}, model.Conditions{Horizon: horizon}, o)
	require.NoError(t, err)
	p := &played{}
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(horizon), Observe: func(batch []model.Record) error {
		p.changes = append(p.changes, batch...)
		return nil
	}})
	e.Add("outside", &p.outside)
	p.Departments = s.Live(&Wiring{Root: rng.NewRoot(1, replication), Self: 1, Calls: model.Address{Process: 0, Entity: 99}})
	e.Add("departments", p.Departments)
	p.Start(e)
	source := sim.NewSource(1 << 20)
	for _, n := range list {
		e.Post(&source, 1, sim.Time(n.at), n.msg)
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	return p
}

// accounted holds the log against the tally: nobody is lost, nobody counts twice.
func accounted(t require.TestingT, p *played) {
	n := p.Tally()
	require.NoError(t, p.Check())
	require.Equal(t, n.Arrived, n.Treated+n.Left+n.Transferred+n.Inside)
	var of [model.Outcomes]int64
	for i := range p.log {
		of[p.log[i].Outcome]++
	}
	require.EqualValues(t, n.Arrived, len(p.log))
	require.Equal(t, []int64{n.Inside, n.Treated, n.Left, n.Transferred},
		[]int64{of[model.OutcomeOpen], of[model.OutcomeTreated], of[model.OutcomeLeft], of[model.OutcomeTransfer]})
}

// TestEverybodyIsAccountedFor under levels that come and go, at any load, with ambulances by message: each of them hears that its patient is taken over
// exactly once or still waits; the steps of a patient stand in order; a transferred patient turns up elsewhere.
func TestEverybodyIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		city := town(t, rapid.Int32Range(0, 60_000).Draw(r, "residents"), 100, 200, 40)
		var list []news
		for i := range rapid.IntRange(0, 12).Draw(r, "changes") {
			at := time.Duration(rapid.IntRange(0, 72).Draw(r, "hour")) * time.Hour
			list = append(list, level(at+time.Duration(i), model.AssetID(rapid.IntRange(0, 4).Draw(r, "asset")),
				model.Full/8*model.Level(rapid.IntRange(0, 8).Draw(r, "eighths"))))
		}
		calls := rapid.IntRange(0, 30).Draw(r, "calls")
		for i := range calls {
			list = append(list, ambulance(time.Duration(i)*time.Hour, model.AssetID(i%3), int32(i%6), int64(i+1)))
		}
		p := play(t, city, 72*time.Hour, rapid.Uint64().Draw(r, "replication"), Options{Messages: true}, list...)
		accounted(r, p)
		heard := map[int64]int{}
		for _, m := range p.outside.back {
			if m.Kind == model.MsgRequest {
				heard[m.Amount]++
			}
		}
		held := 0
		for _, x := range p.patients {
			if x.held {
				held++
			}
		}
		require.LessOrEqual(r, calls-len(heard), held+1, "the last message may be on its way")
		for call, n := range heard {
			require.Equal(r, 1, n, "call %d", call)
		}
		follow := 0
		for i := range p.log {
			q := &p.log[i]
			last := sim.Time(0)
			for _, s := range []model.Step{model.StepTrigger, model.StepArrived, model.StepSeen, model.StepLeft} {
				if at := q.Steps[s]; at != sim.Never {
					require.GreaterOrEqual(r, at, last)
					last = at
				}
			}
			if q.Parent.Process == 1 {
				parent := &p.log[q.Parent.N-1]
				require.Equal(r, model.OutcomeTransfer, parent.Outcome)
				require.NotEqual(r, parent.Asset, q.Asset)
				follow++
			}
		}
		require.EqualValues(r, p.Tally().Transferred, follow)
	})
}

// TestTheMostUrgentIsSeenFirst: whoever is seen leaves nobody waiting who is more urgent, or as urgent and longer there; and never are more seen at once
// than there are places.
func TestTheMostUrgentIsSeenFirst(t *testing.T) {
	p := play(t, town(t, 40_000, 100), 48*time.Hour, 3, Options{Triage: "0s", Exact: true})
	for i := range p.log {
		q := &p.log[i]
		seen := q.Steps[model.StepSeen]
		if seen == sim.Never {
			continue
		}
		busy := 0
		for j := range p.log {
			o := &p.log[j]
			waits := o.Steps[model.StepArrived] < seen && o.Steps[model.StepSeen] > seen && o.Steps[model.StepLeft] > seen
			require.False(t, waits && (o.Category < q.Category || o.Category == q.Category && o.Steps[model.StepArrived] < q.Steps[model.StepArrived]),
				"patient %d overtakes %d", i+1, j+1)
			if o.Steps[model.StepSeen] <= seen && o.Steps[model.StepLeft] > seen {
				busy++
			}
		}
		require.LessOrEqual(t, busy, 5, "100 beds times 0.05")
	}
	require.Greater(t, p.Tally().Left, int64(10), "the department is too small, so that some lose patience")
}

// TestTroubleMovesNobodyElsesDraws: the same people come at the same instants with the same urgency whatever happens to the hospitals.
func TestTroubleMovesNobodyElsesDraws(t *testing.T) {
	quiet := play(t, town(t, 30_000, 100, 100), 48*time.Hour, 7, Options{})
	dark := play(t, town(t, 30_000, 100, 100), 48*time.Hour, 7, Options{}, level(5*time.Hour, 0, model.Full/4))
	require.Equal(t, quiet.Tally().Arrived, dark.Tally().Arrived)
	for i := range quiet.log {
		a, b := &quiet.log[i], &dark.log[i]
		require.Equal(t, []any{a.Steps[model.StepTrigger], a.Category, a.District}, []any{b.Steps[model.StepTrigger], b.Category, b.District})
	}
	require.Zero(t, quiet.Tally().Diverted)
	require.Positive(t, dark.Tally().Diverted)
}

// decisions are the reasons of the Changes of a hospital.
func (p *played) decisions(hospital model.AssetID) []model.WhyCode {
	var list []model.WhyCode
	for _, c := range p.changes {
		if c.Value.Entity == hospital.Entity() {
			list = append(list, c.Value.Why.Code)
		}
	}
	return list
}

func TestDiversion(t *testing.T) {
	const h = time.Hour
	cases := []struct {
		name      string
		residents int32
		news      []news
		want      []model.WhyCode // of the first hospital
	}{
		{"an ordinary day", 20_000, nil, nil},
		{"an ordinary crowd is nobody's fault", 200_000, nil, nil},
		{"on generator", 20_000, []news{level(2*h, 4, 0), level(2*h, 0, model.Full*95/100)}, []model.WhyCode{model.WhyDialysis, model.WhyTheatres, model.WhyClinics}},
		{"dark", 1_000, []news{level(2*h, 4, 0), level(2*h, 0, 0)},
			[]model.WhyCode{model.WhyDialysis, model.WhyTheatres, model.WhyClinics, model.WhyOxygen, model.WhyDialysis, model.WhyTheatres, model.WhyLaboratory, model.WhySystems, model.WhyClinics,
				model.WhyDiverts}},
		{"no water, then water", 1_000, []news{level(2*h, 0, model.Full*3/10), level(9*h, 0, model.Full)}, []model.WhyCode{model.WhyDiverts, model.WhyAccepts}},
		{"paper at night, with few patients", 1_000, []news{level(2*h, 3, 0), level(3*h, 0, model.Full*6/10), level(5*h, 3, model.Full), level(5*h, 0, model.Full)},
			[]model.WhyCode{model.WhyTheatres, model.WhySystems, model.WhyClinics, model.WhyTheatres, model.WhySystems, model.WhyClinics}},
		{"paper in a crowd", 200_000, []news{level(10*h, 0, model.Full*6/10)}, []model.WhyCode{model.WhyDivertsCrowd}},
		{"a neighbour's crowd", 200_000, []news{level(10*h, 1, 0)}, []model.WhyCode{model.WhyDivertsCrowd}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := play(t, town(t, c.residents, 100, 100, 100), 14*h, 1, Options{Exact: true, Messages: true, Walk: 0.6}, c.news...)
			accounted(t, p)
			got := p.decisions(0)
			assert.Equal(t, c.want, got[:min(len(got), max(len(c.want), 1))])
			for _, r := range p.changes {
				assert.Equal(t, model.KindDecision, r.Value.Kind)
				assert.NotZero(t, r.Value.Causes[0].Ref, "every decision has a cause")
			}
		})
	}
}

// TestAmbulancesHear of diversions, with their causes, and get rid of patients once triage is over while there is room: 6 minutes here.
func TestAmbulancesHear(t *testing.T) {
	p := play(t, town(t, 0, 100, 100), 10*time.Hour, 1, Options{Messages: true, Triage: "6m"},
		ambulance(time.Hour, 0, 1, 5), level(2*time.Hour, 0, 0), ambulance(3*time.Hour, 0, 2, 6), level(4*time.Hour, 0, model.Full))
	var got []string
	for i, m := range p.outside.back {
		got = append(got, fmt.Sprint(p.outside.at[i], " ", m.Kind, " ", m.From, " ", m.Amount, " ", m.Level))
	}
	// hand-over of call 5 at the first; diversion; call 6 finds it closed and is taken on to the second (3 km at 20 km/h and 10 minutes); open again
	require.Equal(t, []string{
		"1h6m1s " + fmt.Sprint(model.MsgRequest, " 0 5 0 %"), "2h0m1s " + fmt.Sprint(model.MsgReading, " 0 0 0 %"),
		"3h25m1s " + fmt.Sprint(model.MsgRequest, " 0 6 0 %"), "4h0m1s " + fmt.Sprint(model.MsgReading, " 0 0 100 %"),
	}, got)
	admitted := p.Tally().Admitted // each finds a bed at once and stays for days
	require.Equal(t, Tally{Arrived: 3, Treated: 2, Transferred: 1, Diverted: 1, Admitted: admitted, Moved: admitted, OnWard: admitted}, p.Tally())
}

func TestCompileRefuses(t *testing.T) {
	cases := []struct {
		name string
		beds float64
		o    Options
		want string
	}{
		{"no beds", 0, Options{}, "hospital health/hospital-1 has 0 beds; give it a capacity of at least 1 bed"},
		{"negative visits", 100, Options{Walk: -1}, "health: walk: -1; 0 to 525600"},
		{"a share above 1", 100, Options{Follow: 1.5}, "health: follow: 1.5; 0 to 1"},
		{"no distribution", 100, Options{Triage: "soon"}, "health: triage"},
		{"relieved while crowded", 100, Options{Crowded: 1, Relieved: 2}, "health: crowded: 1, relieved 2; more than relieved"},
		{"one category", 100, Options{Categories: []Category{{Walk: 1, Ambulance: 1, Treatment: "1h"}}}, "health: categories: 1; 4 categories"},
		{"shares", 100, Options{Categories: make([]Category, 4)}, "sum of walk over categories: 0"},
		{"no treatment", 100, Options{Categories: make([]Category, 4)}, "category 4: treatment: none; a distribution such as exp(1h)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compile(&model.Roster{City: town(t, 10, c.beds)}, model.Conditions{}, c.o)
			require.IsType(t, model.Faults{}, err)
			assert.ErrorContains(t, err, c.want)
		})
	}
	_, err := Compile(&model.Roster{City: town(t, 10)}, model.Conditions{}, Options{})
	assert.ErrorContains(t, err, "there is no hospital with an emergency department")
	assert.False(t, Has(town(t, 10)))
	assert.True(t, Has(town(t, 10, 5)))
}

// TestAFloodIsBounded: a million patients a day for five places. Whoever finds a hundred waiting leaves; nobody is lost, and no memory grows.
func TestAFloodIsBounded(t *testing.T) {
	p := play(t, town(t, 1000, 100), 2*time.Hour, 1, Options{Exact: true, Walk: 365_000, Flat: true, Messages: true})
	n := p.Tally()
	require.InDelta(t, 2*1e6/24, float64(n.Arrived), 4*288) // four standard deviations of a Poisson number
	accounted(t, p)
	require.Less(t, len(p.patients), 5*room+50)
}

// TestPatientsCostNoAllocation: twice as many patients, no more allocations but for a few longer lists.
func TestPatientsCostNoAllocation(t *testing.T) {
	city := town(t, 100_000, 2000)
	of := func(walk float64) float64 {
		return testing.AllocsPerRun(3, func() { play(t, city, 24*time.Hour, 1, Options{Walk: walk}) })
	}
	require.Less(t, of(8)-of(4), 60.0, "1,100 patients more")
}

// TestWhoGoesElsewhere when a hospital diverts: no ambulance comes to it any more, and of the people on foot who chose it the default share goes elsewhere.
func TestWhoGoesElsewhere(t *testing.T) {
	o := Options{Categories: make([]Category, Categories), Flat: true}
	for i := range o.Categories {
		o.Categories[i].Treatment = "1m"
	}
	o.Categories[0].Ambulance, o.Categories[3].Walk = 1, 1 // so that the log tells them apart
	p := play(t, town(t, 1_000_000, 1000, 1000), 24*time.Hour, 1, o, level(0, 0, model.Full/4))
	var walked, followed float64
	for i := range p.log {
		switch q := &p.log[i]; {
		case q.Category == 1:
			require.EqualValues(t, 1, q.Asset, "an ambulance")
		case q.Asset == 0:
			walked++
		case q.Attempts == 2:
			followed++
			require.NotZero(t, q.Cause)
		}
	}
	share := DefaultFollow
	n := walked + followed // of about 700
	require.InDelta(t, share, followed/n, 4*math.Sqrt(share*(1-share)/n))
}

func TestPatientsOfAClosedHospitalGoToTheNearest(t *testing.T) {
	p := play(t, town(t, 300_000, 40, 40, 40, 40), 20*time.Hour, 1, Options{Exact: true}, level(12*time.Hour, 3, 0))
	n := 0
	for i := range p.log {
		if p.log[i].Parent.N > 0 {
			n++
			require.EqualValues(t, 2, p.log[i].Asset)
		}
	}
	require.Positive(t, n)
}

// BenchmarkThreeDays is 72 h of a city like Lisboa: 545,796 people and nine hospitals, of which one is closed for a day.
func BenchmarkThreeDays(b *testing.B) {
	city := town(b, 545_796, 600, 600, 600, 200, 200, 200, 150, 150, 150)
	b.ReportAllocs()
	for b.Loop() {
		play(b, city, 72*time.Hour, 1, Options{}, level(24*time.Hour, 0, 0), level(48*time.Hour, 0, model.Full))
	}
}
