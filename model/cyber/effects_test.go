package cyber

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

// deceivers are techniques with the effects of effects.go; each step takes an hour.
func deceivers() []Technique {
	list := catalogue()
	for _, x := range []Technique{
		{ID: "T20", Name: "Lock", Gives: givesLock, Needs: []string{needOwn}},
		{ID: "T21", Name: "Blind", Gives: givesBlind, Needs: []string{needOwn}, Delay: 3},
		{ID: "T22", Name: "Hush", Gives: givesQuiet, Needs: []string{needOwn}},
		{ID: "T23", Name: "Lie", Gives: givesSpoof, Needs: []string{needOwn}, Level: 1},
		{ID: "T24", Name: "Disarm", Gives: givesDisarm, Needs: []string{needOwn}},
		{ID: "T25", Name: "Force", Gives: givesForce, Needs: []string{needOwn}},
		{ID: "T26", Name: "Draw", Gives: givesDraw, Needs: []string{needOwn}, Level: 0.5},
		{ID: "T27", Name: "Flood", Gives: givesFlood, Needs: []string{needEntry}, Trait: "users", Level: 0.25},
		{ID: "T28", Name: "Click", Gives: givesFoothold, Needs: []string{needEntry}, Trait: "users", Reported: 1},
	} {
		x.Domain, x.Tactic, x.Difficulty, x.Detection = "ics", "impact", "1h", 1
		list = append(list, x)
	}
	return list
}

// deceitful compiles an attack with some goals on operators who cut off no zone.
func deceitful(t *testing.T, goals ...GoalSpec) *Spec {
	a := attack()
	a.Goals = goals
	for i := range goals {
		goals[i].Operator = "water"
	}
	s, _ := compile(t, Definitions{Techniques: deceivers(), Campaigns: []CampaignSpec{a}, Defences: []DefenceSpec{{Response: Response{Isolate: []string{}}}}})
	return s
}

// An operator that nobody warns: the order at 5 h (mail, dump, log in through the filter, the deed), calls make sense 30 min later,
// escalated in 1 h, decided in 1 h, the attacker out a day after that.
func TestDeceitsArePutRight(t *testing.T) {
	const struck = 5*time.Hour + second
	const decided, out = struck + 2*time.Hour + 30*time.Minute + second, struck + 26*time.Hour + 30*time.Minute + second
	cases := []struct {
		name, technique string
		does, undo      model.Op
		level           model.Level
		undone          time.Duration
	}{
		{"control comes back when the attacker is out", "T20", model.OpLock, model.OpUnlock, 0, out},
		{"a sensor reads what is true when people act", "T23", model.OpSpoof, model.OpTrue, 0, decided},
		{"load is switched off when people act", "T26", model.OpDraw, model.OpDraw, 0, decided},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := deceitful(t, GoalSpec{Technique: c.technique, Target: "water/pump@west"})
			f, _ := play(t, s, 0, 1, 60*time.Hour)
			assert.Equal(t, []order{{struck, c.does, "water/pump-2", 0}, {c.undone, c.undo, "water/pump-2", 0}}, f.orders)
		})
	}
}

func TestWhatNobodySeesIsPutRightAfterAnotherEffect(t *testing.T) {
	for _, c := range []struct {
		technique  string
		does, undo model.Op
		calls      time.Duration
	}{
		{"T21", model.OpBlind, model.OpSee, 90 * time.Minute}, // three times as long in the dark
		{"T24", model.OpDisarm, model.OpArm, 30 * time.Minute},
	} {
		s := deceitful(t, GoalSpec{Technique: c.technique, Target: "water/pump"}, GoalSpec{Technique: "T10", Target: "water/pump@west"})
		f, _ := play(t, s, 0, 1, 60*time.Hour)
		decided := 6*time.Hour + second + c.calls + 2*time.Hour + second
		assert.Equal(t, []order{
			{5*time.Hour + second, c.does, "water/pump-2", 0}, {5*time.Hour + second, c.does, "water/pump-1", 0},
			{6*time.Hour + second, model.OpSet, "water/pump-2", model.Full / 2},
			{decided, c.undo, "water/pump-2", 0}, {decided, c.undo, "water/pump-1", 0}, {decided, model.OpSet, "water/pump-2", model.Full},
		}, f.orders, c.technique)
		s = deceitful(t, GoalSpec{Technique: c.technique, Target: "water/pump"})
		f, log := play(t, s, 0, 1, 60*time.Hour)
		assert.Len(t, f.orders, 2, "alone it is never noticed")
		assert.False(t, slices.ContainsFunc(log, func(r model.Record) bool { return r.Value.Kind == model.KindDetection }))
	}
}

func TestForceIsLeftToTheCrews(t *testing.T) {
	s := deceitful(t, GoalSpec{Technique: "T25", Target: "water/pump@west"})
	f, _ := play(t, s, 0, 1, 60*time.Hour)
	assert.Equal(t, []order{{5*time.Hour + second, model.OpForce, "water/pump-2", 0}}, f.orders)
}

func TestAFloodNeedsNoFoothold(t *testing.T) {
	s := deceitful(t, GoalSpec{Technique: "T27", Target: "water/billing"})
	f, log := play(t, s, 0, 1, 60*time.Hour)
	require.Len(t, f.orders, 2)
	assert.Equal(t, order{time.Hour + second, model.OpSet, "water/billing", model.Full / 4}, f.orders[0])
	assert.Equal(t, order{3*time.Hour + 30*time.Minute + 2*second, model.OpSet, "water/billing", model.Full}, f.orders[1], "people put it back")
	made := 0
	for _, r := range log {
		if r.Value.Why.Code == model.WhyTechnique {
			made++
		}
	}
	assert.Equal(t, 1, made, "no mail, no code on any machine")
}

// Everything is watched, but nobody hears of what is done in a zone whose alarms are off.
func TestAQuietZoneReportsNothing(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T22", Operator: "water", Target: "control"}, {Technique: "T09", Operator: "water", Target: "water/pump"}}
	deaf := watched(0)
	deaf.Monitoring["control"] = 1
	deaf.Response.Notice = "30h"
	s, r := compile(t, Definitions{Techniques: deceivers(), Campaigns: []CampaignSpec{a}, Defences: []DefenceSpec{deaf}})
	_, log := play(t, s, 0, 1, 33*time.Hour)
	quiet, seen := 0, 0
	for _, x := range log {
		switch x.Value.Why.Code {
		case model.WhyQuiet:
			quiet++
			assert.Equal(t, "water/control", r.Name(x.Value.Entity))
		case model.WhyDetected:
			seen++
		}
	}
	assert.Equal(t, 1, quiet)
	assert.Zero(t, seen, "the log-in at 4 h is looked at after 34 h; the deeds after it are not seen at all")
	a.Goals = a.Goals[1:]
	deaf.Response.Notice = "10m"
	s, _ = compile(t, Definitions{Techniques: deceivers(), Campaigns: []CampaignSpec{a}, Defences: []DefenceSpec{deaf}})
	_, log = play(t, s, 0, 1, 6*time.Hour)
	assert.True(t, slices.ContainsFunc(log, func(x model.Record) bool { return x.Value.Why.Code == model.WhyDetected }), "else they are")
}

func TestPeopleReportWhoeverWatches(t *testing.T) {
	a := attack()
	a.Entry.Technique = "T28"
	s, _ := compile(t, Definitions{Techniques: deceivers(), Campaigns: []CampaignSpec{a}, Defences: []DefenceSpec{watched(0)}})
	_, log := play(t, s, 0, 1, 2*time.Hour)
	assert.True(t, slices.ContainsFunc(log, func(x model.Record) bool {
		return x.Value.Why.Code == model.WhyDetected && time.Duration(x.At) == time.Hour+second+10*time.Minute
	}))
}

// legacy makes a device of the water estate one that asks for no account, and takes the accounts away.
func legacy(list []Template) []Template {
	d := list[2].Devices["scada"]
	d.Admits, d.Traits = []string{}, []string{"legacy"}
	list[2].Devices["scada"] = d
	return list
}

func TestALegacyDeviceAsksForNoAccount(t *testing.T) {
	s, _ := compile(t, Definitions{Templates: legacy(estates()), Campaigns: []CampaignSpec{attack()}})
	f, _ := play(t, s, 0, 1, 8*time.Hour)
	require.NotEmpty(t, f.orders)
	assert.Equal(t, 5*time.Hour+second, f.orders[0].at, "an hour less: no account had to be stolen")
	patch := Hardening{Parameter: stepTime, Source: "mfa/0", Operators: []model.OperatorID{2}, Techniques: []string{"needs=credentials"}, Value: 10, Least: 1, Most: 100}
	hard, _ := compile(t, Definitions{Templates: legacy(estates()), Campaigns: []CampaignSpec{attack()}, Hardenings: []Hardening{patch}})
	assert.Equal(t, s.Fastest(0), hard.Fastest(0), "no measure gives it accounts")
	plain, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}})
	slow, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Hardenings: []Hardening{patch}})
	assert.Greater(t, slow.Fastest(0), plain.Fastest(0))
}

// An account that is the vendor's opens the control room to whoever stole it at the vendor, without the link into the supplier zone.
func TestASharedAccountOpensAnotherOperator(t *testing.T) {
	templates := estates()
	templates[2].Accounts = map[string]AccountTemplate{"vendor": {Of: "vendor:staff"}}
	templates[2].Conduits = append(templates[2].Conduits, ConduitTemplate{From: "vendor:office", To: "control"})
	techniques := append(catalogue(), Technique{ID: "T30", Name: "Log in from outside", Domain: "ics", Tactic: "impact", Difficulty: "1h", Gives: givesFoothold,
		Needs: []string{needLink, needCredentials}, In: []string{"control"}})
	a := attack()
	a.Entry.Operator = "vendor"
	a.Avoid.Techniques = []string{"T04"}
	s, r := compile(t, Definitions{Templates: templates, Techniques: techniques, Campaigns: []CampaignSpec{a}})
	f, log := play(t, s, 0, 1, 12*time.Hour)
	require.NotEmpty(t, f.orders)
	var way []string
	for _, e := range story(log, r) {
		if e.code == model.WhyTechnique {
			way = append(way, e.entity)
		}
	}
	assert.Equal(t, []string{"vendor/office/mail", "vendor/office/mail", "water/control/scada", "water/control", "water/control/scada"}, way)
	templates[2].Accounts = map[string]AccountTemplate{"vendor": {}}
	_, problems := Compile(&model.Roster{City: town(t)}, Definitions{Templates: templates, Techniques: techniques, Campaigns: []CampaignSpec{a}})
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].What, "no way leads from the entry to this goal", "with accounts of its own there is none")
}

func TestSharedAccountsAreChecked(t *testing.T) {
	for of, want := range map[string]string{
		"staff": `is no account of another estate`, "vendr:staff": `unknown estate "vendr"`, "vendor:staf": `unknown account of estate vendor "staf"`,
	} {
		templates := estates()
		templates[2].Accounts = map[string]AccountTemplate{"vendor": {Of: of}}
		_, problems := Compile(&model.Roster{City: town(t)}, Definitions{Templates: templates, Techniques: catalogue()})
		require.Len(t, problems, 1, of)
		assert.Contains(t, problems[0].String(), want)
		assert.Equal(t, "estate.water.accounts.vendor.of", problems[0].Path)
	}
}
