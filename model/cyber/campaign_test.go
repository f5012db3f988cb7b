package cyber

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

const second = time.Second // the lookahead: what a message to another process takes

func TestACampaignWalksFromTheMailToTheCommand(t *testing.T) {
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}})
	f, log := play(t, s, 0, 1, 8*time.Hour)
	assert.Equal(t, []event{
		{0, "campaign/test", model.WhyCampaignStart},
		{1 * time.Hour, "water/office/mail", model.WhyTechnique},
		{2 * time.Hour, "water/office/mail", model.WhyTechnique},   // credentials
		{4 * time.Hour, "water/control/scada", model.WhyTechnique}, // twice as long through the filter
		{5 * time.Hour, "water/control", model.WhyTechnique},       // the map
		{6 * time.Hour, "water/control/scada", model.WhyTechnique}, // the commands
		{6*time.Hour + time.Minute, "campaign/test", model.WhyCampaignEnd},
	}, story(log, r)[:7])
	assert.Equal(t, []order{
		{6*time.Hour + second, model.OpOpen, "water/pump-2", 0}, // most people first
		{6*time.Hour + time.Minute + second, model.OpOpen, "water/pump-1", 0},
	}, f.orders)
}

func TestEveryCommandLeadsBackToTheMail(t *testing.T) {
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}})
	f, log := play(t, s, 0, 1, 8*time.Hour)
	byID := map[sim.RecordID]*model.Record{}
	for i := range log {
		byID[log[i].ID] = &log[i]
	}
	for _, ref := range f.causes {
		var chain []string
		for x := byID[ref]; x != nil; x = byID[x.Value.Causes[0].Ref] {
			chain = append(chain, r.Name(x.Value.Entity))
		}
		assert.Equal(t, []string{"water/control/scada", "water/control", "water/control/scada", "water/office/mail", "water/office/mail", "campaign/test"}, chain)
	}
}

func TestGoals(t *testing.T) {
	cases := []struct {
		name  string
		goal  GoalSpec
		op    model.Op
		want  []string
		level model.Level
	}{
		{"open all of a kind, most people first", GoalSpec{Technique: "T06", Target: "water/pump"}, model.OpOpen, []string{"water/pump-2", "water/pump-1"}, 0},
		{"open so many", GoalSpec{Technique: "T06", Target: "water/pump", Count: 1}, model.OpOpen, []string{"water/pump-2"}, 0},
		{"open those of a district", GoalSpec{Technique: "T06", Target: "water/pump@east"}, model.OpOpen, []string{"water/pump-1"}, 0},
		{"open one by name", GoalSpec{Technique: "T06", Target: "=water/pump-1"}, model.OpOpen, []string{"water/pump-1"}, 0},
		{"stop the control centre", GoalSpec{Technique: "T07", Target: "control"}, model.OpStop, []string{"water/control-centre"}, 0},
		{"stop whatever is controlled, from two devices", GoalSpec{Technique: "T07"}, model.OpStop, []string{"water/billing", "water/pump-2", "water/pump-1", "water/control-centre"}, 0},
		{"damage", GoalSpec{Technique: "T09", Target: "water/pump@west"}, model.OpDamage, []string{"water/pump-2"}, 0},
		{"move a set-point", GoalSpec{Technique: "T10", Target: "water/pump@west"}, model.OpSet, []string{"water/pump-2"}, model.Full / 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := attack()
			c.goal.Operator = "water"
			a.Goals = []GoalSpec{c.goal}
			s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
			f, _ := play(t, s, 0, 1, 7*time.Hour+10*time.Minute)
			var got []string
			for _, o := range f.orders {
				got = append(got, o.asset)
				assert.Equal(t, c.op, o.op)
				assert.Equal(t, c.level, o.level)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestDataLedger(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T08", Operator: "water", Target: "customers"}}
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	_, log := play(t, s, 0, 1, 20*time.Hour)
	var data []model.Change
	for _, x := range log {
		if x.Value.Kind == model.KindData {
			data = append(data, x.Value)
		}
	}
	require.Len(t, data, 2)
	assert.Equal(t, model.WhyDataReached, data[0].Why.Code)
	assert.Equal(t, model.WhyExfiltrated, data[1].Why.Code)
	for _, d := range data {
		assert.Equal(t, "water/data/customers", r.Name(d.Entity))
		assert.EqualValues(t, 1000, d.Why.Amount)
	}
	stores := s.Stores()
	require.Len(t, stores, 2)
	assert.EqualValues(t, 900, stores[1].Persons)
}

func TestASupplierIsAWayIn(t *testing.T) {
	a := attack()
	a.Entry.Operator = "vendor"
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	f, log := play(t, s, 0, 1, 10*time.Hour)
	require.Len(t, f.orders, 2)
	var names []string
	for _, e := range story(log, r) {
		if e.code == model.WhyTechnique && !slices.Contains(names, e.entity) {
			names = append(names, e.entity)
		}
	}
	assert.Equal(t, []string{"vendor/office/mail", "vendor/support/station", "water/supplier/gateway", "water/control/scada", "water/control"}, names)
}

func TestStrikeUntilAndOrder(t *testing.T) {
	a := attack()
	a.Start, a.Strike = "10h", "30h"
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	f, log := play(t, s, 0, 1, 100*time.Hour)
	assert.Equal(t, sim.Time(10*time.Hour), log[0].At)
	assert.Equal(t, 31*time.Hour+second, f.orders[0].at, "the goal's own step waits for the strike hour, the way there does not")

	a.Strike, a.Until = "", "14h"
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	f, log = play(t, s, 0, 1, 100*time.Hour)
	assert.Empty(t, f.orders)
	last := story(log, r)[len(log)-1]
	assert.Equal(t, event{14 * time.Hour, "campaign/test", model.WhyCampaignBlocked}, last)

	techniques := catalogue()
	for i := range techniques {
		if techniques[i].ID == "T06" {
			techniques[i].Pace = "2h"
		}
	}
	a = attack()
	a.Until = "7h"
	s, _ = compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{a}})
	f, _ = play(t, s, 0, 1, 8*time.Hour+10*time.Minute)
	assert.Len(t, f.orders, 1, "who gives up between two commands does not give the second, due at 8 h")

	a = attack()
	a.Goals = append(a.Goals, GoalSpec{Technique: "T07", Operator: "water", Target: "water/billing"})
	s, _ = compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	f, _ = play(t, s, 0, 1, 8*time.Hour+10*time.Minute)
	var names []string
	for _, o := range f.orders {
		names = append(names, o.asset)
	}
	assert.Equal(t, []string{"water/pump-2", "water/pump-1", "water/billing"}, names, "goals in the order written, though billing is nearer")
}

func TestTempoAndSkillScaleTheSteps(t *testing.T) {
	a := attack()
	a.Tempo, a.Skill = 0.5, "expert"
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	f, _ := play(t, s, 0, 1, 20*time.Hour)
	want := 6 * 0.5 * Expert.factor() * float64(time.Hour)
	assert.InDelta(t, want+float64(second), float64(f.orders[0].at), 100)
}

func TestAvoid(t *testing.T) {
	a := attack()
	a.Entry.Operator = "vendor"
	a.Avoid.Techniques = []string{"T04"}
	_, problems := Compile(&model.Roster{City: town(t)}, Definitions{Techniques: catalogue(), Templates: estates(), Campaigns: []CampaignSpec{a}})
	require.Len(t, problems, 1)
	assert.Equal(t, "campaign[0].goals[0]", problems[0].Path)
	assert.Contains(t, problems[0].What, "no way leads")
}

func TestSameSeedSameChangesForAnyWorkers(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty, techniques[i].Detection = "exp(1h)", 0.5
	}
	b := attack()
	b.Name, b.Entry.Operator = "second", "vendor"
	s, _ := compile(t, Definitions{Techniques: techniques, Defences: []DefenceSpec{watched(0.5)}, Campaigns: []CampaignSpec{attack(), b}})
	for replication := range uint64(5) {
		f1, log1 := play(t, s, replication, 1, 1000*time.Hour)
		require.NotEmpty(t, log1)
		for _, workers := range []int{1, 2, 3, 8} {
			f, log := play(t, s, replication, workers, 1000*time.Hour)
			assert.Equal(t, log1, log)
			assert.Equal(t, f1.orders, f.orders)
		}
	}
}

func TestAnotherCampaignMovesNobodysDraws(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "exp(1h)"
	}
	far := attack()
	far.Name, far.Start = "far", "900h"
	alone, _ := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{attack()}})
	beside, _ := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{far, attack()}})
	f1, _ := play(t, alone, 3, 1, 800*time.Hour)
	f2, _ := play(t, beside, 3, 1, 800*time.Hour)
	assert.Equal(t, f1.orders, f2.orders)
}

func TestAnotherGoalMovesNobodysDraws(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "exp(1h)"
	}
	when := func(goals ...GoalSpec) time.Duration {
		a := attack()
		a.Hands, a.Goals = new(int), goals // all at once: nothing waits for anything else
		for i := range a.Goals {
			a.Goals[i].AtOnce = true
		}
		s, _ := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{a}})
		_, log := play(t, s, 3, 1, 1000*time.Hour)
		for _, x := range log {
			if x.Value.Why.Code == model.WhyTechnique && techniques[x.Value.Why.Amount].ID == "T07" {
				return time.Duration(x.At)
			}
		}
		t.Fatal("the goal was not struck")
		return 0
	}
	stop := GoalSpec{Technique: "T07", Operator: "water", Target: "water/billing"}
	copyOut := GoalSpec{Technique: "T08", Operator: "water"}
	alone := when(stop)
	assert.Equal(t, alone, when(copyOut, stop), "another goal in front")
	assert.Equal(t, alone, when(stop, copyOut), "another goal behind")
}

func TestAnotherTargetMovesNobodysDraws(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "exp(1h)"
	}
	struck := func(target string) map[model.EntityID]time.Duration {
		a := attack()
		a.Hands = new(int) // all at once: nothing waits for anything else
		a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: target}}
		s, _ := compile(t, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{a}})
		_, log := play(t, s, 3, 1, 1000*time.Hour)
		last := map[model.EntityID]time.Duration{}
		for _, x := range log {
			if x.Value.Why.Code == model.WhyTechnique && techniques[x.Value.Why.Amount].ID == "T07" {
				last[x.Value.Entity] = time.Duration(x.At)
			}
		}
		return last
	}
	alone, both := struck("water/billing"), struck("*") // the pumps, which another device controls, come before billing
	require.Len(t, alone, 1)
	require.Len(t, both, 2)
	for device, at := range alone {
		assert.Equal(t, at, both[device])
	}
}

func TestWithoutACampaignNothingHappens(t *testing.T) {
	s, _ := compile(t, Definitions{})
	f, log := play(t, s, 0, 1, 1000*time.Hour)
	assert.Empty(t, f.orders)
	assert.Empty(t, log)
}
