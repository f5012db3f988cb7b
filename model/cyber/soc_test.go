package cyber

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// only keeps the Changes of one entity.
func only(list []event, entity string) []event {
	return slices.DeleteFunc(slices.Clone(list), func(e event) bool { return e.entity != entity })
}

// because is the first cause of a Change.
func because(log []model.Record, x model.Record) *model.Change {
	for i := range log {
		if log[i].ID == x.Value.Causes[0].Ref {
			return &log[i].Value
		}
	}
	return &model.Change{}
}

func TestWhatBlocksACampaignIsItsCause(t *testing.T) {
	hopeless, hard := catalogue(), catalogue()
	for i := range hopeless {
		hopeless[i].Difficulty, hard[i].Difficulty = "very-hard-uncertain", "10h"
	}
	cases := []struct {
		name       string
		techniques []Technique
		defence    []DefenceSpec
		until      string
		want       model.WhyCode
	}{
		{"a step that fails", hopeless, nil, "", model.WhyBlocked},
		{"time", hard, nil, "14h", model.WhyCampaignStart},
		{"time, while a zone is cut off", hard, []DefenceSpec{watched(1)}, "14h", model.WhyIsolate},
		{"the operator that throws it out", hard, []DefenceSpec{watched(1)}, "", model.WhyEradicated},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := attack()
			a.Until = c.until
			s, _ := compile(t, Definitions{Techniques: c.techniques, Campaigns: []CampaignSpec{a}, Defences: c.defence})
			for replication := range uint64(20) {
				_, log := play(t, s, replication, 1, 50000*time.Hour)
				for _, x := range log {
					if x.Value.Why.Code == model.WhyCampaignBlocked {
						assert.Equal(t, c.want, because(log, x).Why.Code)
						return
					}
				}
			}
			t.Fatal("no campaign was blocked")
		})
	}
}

func TestAnUnwatchedAttackIsNoticedByItsEffects(t *testing.T) {
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}})
	f, log := play(t, s, 0, 1, 100*time.Hour)
	first := 6*time.Hour + second // the first pump stops
	assert.Equal(t, []event{
		{first + 30*time.Minute, "water", model.WhyDetected}, // people call
		{first + 90*time.Minute, "water", model.WhyAware},
		{first + 150*time.Minute, "water", model.WhyIsolate},
		{first + 150*time.Minute + 24*time.Hour, "water", model.WhyEradicated},
	}, only(story(log, r), "water"))
	cut := first + 150*time.Minute + second
	assert.Equal(t, []order{
		{cut, model.OpStop, "water/control-centre", 0}, // the zone from which the orders came is cut off: no remote control
		{cut + 24*time.Hour, model.OpStart, "water/control-centre", 0},
	}, f.orders[2:])
}

func TestAWatchedAttackIsStoppedBeforeItsEffects(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "10h"
	}
	s, r := compile(t, Definitions{Techniques: techniques, Defences: []DefenceSpec{watched(1)}, Campaigns: []CampaignSpec{attack()}})
	f, log := play(t, s, 0, 1, 1000*time.Hour)
	assert.Empty(t, f.orders)
	events := only(story(log, r), "water")
	assert.Equal(t, []event{
		{10*time.Hour + 10*time.Minute + second, "water", model.WhyDetected},
		{11*time.Hour + 10*time.Minute + second, "water", model.WhyAware},
		{12*time.Hour + 10*time.Minute + second, "water", model.WhyIsolate},
		{36*time.Hour + 10*time.Minute + second, "water", model.WhyEradicated},
	}, events)
	all := story(log, r)
	assert.Equal(t, []event{
		{36*time.Hour + 10*time.Minute + 2*second, "water/office/mail", model.WhyEradicated},
		{36*time.Hour + 10*time.Minute + 2*second, "campaign/test", model.WhyCampaignBlocked},
	}, all[len(all)-2:], "the foothold is lost and no way is left")
	assert.Equal(t, model.WhyEradicated, because(log, log[len(log)-1]).Why.Code)
}

func TestIsolationCutsARowOfCommandsShort(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		if techniques[i].ID == "T06" {
			techniques[i].Pace = "6h" // slower than the response of 2.5 h
		}
	}
	s, r := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{attack()}})
	f, log := play(t, s, 0, 1, 100*time.Hour)
	var opened int
	for _, o := range f.orders {
		if o.op == model.OpOpen {
			opened++
		}
	}
	assert.Equal(t, 1, opened)
	out := 6*time.Hour + 150*time.Minute + 24*time.Hour + 2*second // decided two and a half hours after the first pump, thrown out in a day
	assert.Equal(t, []event{{0, "campaign/test", model.WhyCampaignStart}, {out, "campaign/test", model.WhyCampaignBlocked}},
		only(story(log, r), "campaign/test"), "one pump of two is not the goal")
}

func TestRestoring(t *testing.T) {
	goal := func(technique, target string) CampaignSpec {
		a := attack()
		a.Goals = []GoalSpec{{Technique: technique, Operator: "water", Target: target}}
		return a
	}
	lost := DefenceSpec{Response: Response{Lost: share(1)}}
	quick := DefenceSpec{Response: Response{Restore: "1h"}}
	billing := 4*time.Hour + second // encrypted: mail, dump, log in, encrypt
	decided := billing + 150*time.Minute
	cases := []struct {
		name    string
		attack  CampaignSpec
		defence []DefenceSpec
		asset   string
		op      model.Op
		at      time.Duration
	}{
		{"from backup, two days", goal("T07", "water/billing"), nil, "water/billing", model.OpStart, decided + 48*time.Hour + second},
		{"without backup, ten days", goal("T07", "water/billing"), []DefenceSpec{lost}, "water/billing", model.OpStart, decided + 240*time.Hour + second},
		{"not before the attacker is out", goal("T07", "water/billing"), []DefenceSpec{quick}, "water/billing", model.OpStart, decided + 24*time.Hour + second},
		{"a set-point at once", goal("T10", "water/billing"), nil, "water/billing", model.OpSet, decided + second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{c.attack}, Defences: c.defence})
			f, _ := play(t, s, 0, 1, 1000*time.Hour)
			last := f.orders[len(f.orders)-1]
			assert.Equal(t, c.asset, last.asset)
			assert.Equal(t, c.op, last.op)
			// Isolating the office stops nothing here: billing is no control centre.
			assert.Equal(t, c.at, last.at)
		})
	}
}

func TestSpoiltBackupsAreRememberedForLaterStops(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Backups = false
	}
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T11", Operator: "water"}, {Technique: "T07", Operator: "water", Target: "water/billing"}}
	s, r := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{a}, Defences: []DefenceSpec{{Response: Response{Lost: share(1)}}}})
	_, log := play(t, s, 0, 1, 1000*time.Hour)
	events := only(story(log, r), "water/billing")
	require.Len(t, events, 2)
	assert.Equal(t, model.WhyBackupLost, events[0].code)
	assert.Equal(t, model.WhyRestored, events[1].code)
	assert.Equal(t, 240*time.Hour, events[1].at-events[0].at)
}

func TestPrecautionStopsHealthySoftwareUntilTheAttackerIsOut(t *testing.T) {
	d := []DefenceSpec{{Operator: "wat*", Response: Response{Precaution: share(1), Shutdown: []string{"office"}}}}
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: d})
	f, log := play(t, s, 0, 1, 100*time.Hour)
	var billing []order
	for _, o := range f.orders {
		if o.asset == "water/billing" {
			billing = append(billing, o)
		}
	}
	require.Len(t, billing, 2)
	assert.Equal(t, model.OpStop, billing[0].op)
	assert.Equal(t, model.OpStart, billing[1].op)
	assert.Equal(t, 24*time.Hour, billing[1].at-billing[0].at)
	assert.True(t, slices.ContainsFunc(story(log, r), func(e event) bool { return e.code == model.WhyShutdown }))
}

func TestStopsAndStartsBalance(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water"}} // everything, the isolated control centre too
	d := []DefenceSpec{{Response: Response{Precaution: share(1), Shutdown: []string{"office", "control"}}}}
	d[0].Operator = "water"
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a}, Defences: d})
	f, _ := play(t, s, 0, 1, 2000*time.Hour)
	down := map[string]bool{}
	for _, o := range f.orders {
		switch o.op {
		case model.OpStop:
			down[o.asset] = true
		case model.OpStart:
			assert.True(t, down[o.asset], "%s starts but was not stopped", o.asset)
			delete(down, o.asset)
		}
	}
	assert.Empty(t, down, "everything is back in the end")
}

func TestAwarenessComesAfterDetectionAndAfterTheCompromise(t *testing.T) {
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(0.3)}})
	for replication := range uint64(50) {
		_, log := play(t, s, replication, 1, 1000*time.Hour)
		at := map[model.ChangeKind]sim.Time{}
		for _, x := range log {
			if _, ok := at[x.Value.Kind]; !ok && (x.Value.Kind != model.KindFoothold || r.Name(x.Value.Entity) != "campaign/test") {
				at[x.Value.Kind] = x.At
			}
		}
		assert.Less(t, at[model.KindFoothold], at[model.KindDetection])
		assert.Less(t, at[model.KindDetection], at[model.KindAwareness])
		assert.Less(t, at[model.KindAwareness], at[model.KindDecision])
	}
}

func TestDetectionHappensAsOftenAsItShould(t *testing.T) {
	// One step is seen with chance 0.4 x 0.5 = 0.2; effects are hidden by a horizon that ends before them.
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Detection = 0.4
	}
	s, _ := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(0.5)}})
	n, seen := 2000, 0
	for replication := range uint64(n) {
		_, log := play(t, s, replication, 1, 80*time.Minute)
		for _, x := range log {
			if x.Value.Kind == model.KindDetection {
				seen++
			}
		}
	}
	assert.InDelta(t, 0.2, float64(seen)/float64(n), 4*math.Sqrt(0.2*0.8/float64(n)), "4 standard errors")
}

func TestASecondCampaignFindsTheOperatorsAtWorkAgain(t *testing.T) {
	b := attack()
	b.Name, b.Start = "again", "500h"
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack(), b}})
	_, log := play(t, s, 0, 1, 1000*time.Hour)
	n := 0
	for _, e := range only(story(log, r), "water") {
		if e.code == model.WhyAware {
			n++
		}
	}
	assert.Equal(t, 2, n)
}

func TestEachRestorationHasItsOwnLuck(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "water/billing"}}
	b := a
	b.Name, b.Start = "again", "500h"
	d := DefenceSpec{Operator: "water", Response: Response{Restore: "uniform(30h, 90h)"}}
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{a, b}, Defences: []DefenceSpec{d}})
	_, log := play(t, s, 0, 1, 1000*time.Hour)
	var spans []time.Duration
	for _, x := range log {
		if x.Value.Why.Code == model.WhyRestored && r.Name(x.Value.Entity) == "water/billing" {
			spans = append(spans, time.Duration(x.Value.Why.Amount))
		}
	}
	require.Len(t, spans, 2)
	assert.NotEqual(t, spans[0], spans[1])
}

func TestASecondAttackWhileOperatorsRestoreIsMetAgain(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "water/billing"}}
	b := attack()
	b.Name, b.Start = "again", "32h"
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{a, b}})
	f, log := play(t, s, 0, 1, 1000*time.Hour)
	first := 4*time.Hour + second   // billing stops; restoring it takes until 54.5 h
	second := 38*time.Hour + second // six hours after the second campaign began a pump opens
	var want []event
	for _, at := range []time.Duration{first, second} {
		want = append(want, event{at + 30*time.Minute, "water", model.WhyDetected}, event{at + 90*time.Minute, "water", model.WhyAware},
			event{at + 150*time.Minute, "water", model.WhyIsolate}, event{at + 150*time.Minute + 24*time.Hour, "water", model.WhyEradicated})
	}
	assert.Equal(t, want, only(story(log, r), "water"))
	var billing []order
	for _, o := range f.orders {
		if o.asset == "water/billing" {
			billing = append(billing, o)
		}
	}
	require.Len(t, billing, 2)
	assert.Equal(t, order{second + 150*time.Minute + 24*time.Hour + time.Second, model.OpStart, "water/billing", 0}, billing[1],
		"restored, it waits until the second attacker is out")
}

func TestAnAssetHitWhileOthersAreRestoredWaitsUntilSomebodyNotices(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "water/billing"}}
	b := attack()
	b.Name, b.Start = "again", "32h"
	b.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "control"}}
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a, b}})
	f, _ := play(t, s, 0, 1, 1000*time.Hour)
	last := f.orders[len(f.orders)-1]
	// Stopped five hours after the second campaign began, decided two and a half hours later, restored in two days.
	assert.Equal(t, order{37*time.Hour + 150*time.Minute + 48*time.Hour + 2*second, model.OpStart, "water/control-centre", 0}, last)
}

func TestLateAlarmsAboutAnAttackerThatIsOutAreClosed(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "1m"
	}
	d := watched(1) // the mail at 1 min is seen at 11 min, what followed until 6 min after the eradication at 14 min
	d.Response = Response{Escalate: "1m", Decide: "1m", Eradicate: "1m"}
	s, r := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{d}})
	_, log := play(t, s, 0, 1, 1000*time.Hour)
	aware := 0
	for _, e := range only(story(log, r), "water") {
		if e.code == model.WhyAware {
			aware++
		}
	}
	assert.Equal(t, 1, aware)
}

func TestAZoneIsRememberedOnce(t *testing.T) {
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(1)}})
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(time.Hour)}) // people see and hear, nothing is decided yet
	soc := s.Live(&Wiring{Root: rng.NewRoot(1, 0)}).SOCs[2]
	e.Add("soc", soc)
	outside, office := sim.NewSource(1<<20), s.estates[2].zones[0]
	zone, entity := s.zones[office], soc.entity()
	for i := range 50 {
		at := sim.Time(i) * sim.Time(time.Second)
		e.Post(&outside, 0, at, model.Msg{Kind: msgHit, Op: model.OpOpen, To: entity, Slot: 2, Need: model.NeedID(office)})
		e.Post(&outside, 0, at, model.Msg{Kind: msgSeen, To: entity, Slot: int32(zone.entity), Amount: int64(i)})
	}
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	assert.Equal(t, []ZoneID{office}, soc.seen)
	assert.Equal(t, []ZoneID{office}, soc.struck)
}
