package cyber

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim/rng"
)

// at1 is when the first Change of a code happened; ok is false if it did not.
func at1(list []event, entity string, code model.WhyCode) (time.Duration, bool) {
	i := slices.IndexFunc(list, func(e event) bool { return e.code == code && (entity == "" || e.entity == entity) })
	if i < 0 {
		return 0, false
	}
	return list[i].at, true
}

// respond makes the response of everybody so.
func respond(r Response) []DefenceSpec { return []DefenceSpec{{Response: r}} }

// book is the usual steps with more before them.
func book(steps ...PlayStep) Playbook {
	return Playbook{Name: "other", Steps: append(steps, usualPlaybook().Steps...)}
}

func TestTheUsualPlaybookWrittenOutIsTheUsualOne(t *testing.T) {
	one, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: respond(Response{Precaution: share(0.5), Shutdown: []string{"office"}})})
	other, _ := compile(t, Definitions{
		Campaigns: []CampaignSpec{attack()}, Playbooks: []Playbook{book()},
		Defences: respond(Response{Precaution: share(0.5), Shutdown: []string{"office"}, Playbook: "other"}),
	})
	for replication := range uint64(10) {
		f, log := play(t, one, replication, 1, 500*time.Hour)
		g, same := play(t, other, replication, 1, 500*time.Hour)
		assert.Equal(t, log, same)
		assert.Equal(t, f.orders, g.orders)
	}
}

func TestFaultsOfPlaybooksTeamsAndForum(t *testing.T) {
	out, back := PlayStep{Name: "out", Action: "eradicate"}, PlayStep{Name: "back", Action: "restore"}
	cases := []struct {
		name string
		d    Definitions
		want string
	}{
		{"unknown action", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "a", Action: "isolat"}, out, back}}}},
			`playbook.p.steps[0].action: unknown action "isolat"; did you mean "isolate"?`},
		{"circle", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{
			{Name: "a", Action: "isolate", After: []string{"b"}}, {Name: "b", Action: "island", If: "failed c"}, {Name: "c", Action: "manual", After: []string{"a"}}, out, back,
		}}}}, `playbook.p.steps[0].after: steps wait for each other in a circle: a -> b -> c -> a; take one of these out`},
		{"a step that waits for itself", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "a", Action: "isolate", After: []string{"a"}}, out, back}}}},
			`playbook.p.steps[0].after: steps wait for each other in a circle: a -> a; take one of these out`},
		{"unknown step", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "out", Action: "eradicate", After: []string{"bakc"}}, back}}}},
			`playbook.p.steps[0].after: unknown step "bakc"; did you mean "back"?`},
		{"unknown condition", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "out", Action: "eradicate", If: "not dome back"}, back}}}},
			`playbook.p.steps[0].if: unknown condition "dome"; did you mean "done"?`},
		{"two steps of one name", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{out, back, out}}}}, `playbook.p.steps[2].name: there are two steps "out"; give it another name`},
		{"nobody restores", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{out}}}},
			`playbook.p.steps: no step has the action "restore": what the attacker stopped would stay so; add a step with action = restore`},
		{"an eradication that never works", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "out", Action: "eradicate", Success: share(0)}, back}}}},
			`playbook.p.steps[0].success: it is tried until it works, which would be never; a number above 0`},
		{"unknown zone", Definitions{Playbooks: []Playbook{{Name: "p", Steps: []PlayStep{{Name: "a", Action: "island", Zones: []string{"ofice"}}, out, back}}}},
			`playbook.p.steps[0].zones: unknown zone or kind of zone "ofice"; did you mean "office"?`},
		{"unknown playbook", Definitions{Defences: respond(Response{Playbook: "usal"})}, `defence[0].response.playbook: unknown playbook "usal"; did you mean "usual"?`},
		{"no such operator in a team", Definitions{Teams: []TeamSpec{{Name: "csirt", Operators: []string{"watr"}, Capacity: 1}}},
			`team.csirt.operators[0]: no operator with an estate is called "watr"; did you mean "water"?`},
		{"two teams", Definitions{Teams: []TeamSpec{{Name: "a", Operators: []string{"water"}, Capacity: 1}, {Name: "b", Operators: []string{"*"}, Capacity: 1}}},
			`team.b.operators: water has another team already; name each operator in one team`},
		{"a team of nobody", Definitions{Teams: []TeamSpec{{Name: "a", Operators: []string{"water"}}}}, `team.a.capacity: 0 is out of range; a number from 1 to 1e+06`},
		{"no such member", Definitions{Sharing: &SharingSpec{Members: []string{"vendr"}}}, `sharing.members[0]: no operator with an estate is called "vendr"; did you mean "vendor"?`},
		{"a chance above 1", Definitions{Sharing: &SharingSpec{Block: share(2)}}, `sharing.block: 2 is out of range; a number from 0 to 1`},
		{"more alarms than people", Definitions{Defences: []DefenceSpec{{Operator: "water", Response: Response{Alarms: share(12), Triage: "5m"}}}},
			`operator.water: 12 false alarms an hour, each of which takes 5m0s, are more than 1 analysts can look at; more analysts, or fewer alarms`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.d.Techniques, c.d.Templates = catalogue(), estates()
			_, problems := Compile(&model.Roster{City: town(t)}, c.d)
			var texts []string
			for _, p := range problems {
				texts = append(texts, p.String())
			}
			assert.Contains(t, texts, c.want)
		})
	}
}

func TestStepsWaitAndConditionsHold(t *testing.T) {
	b := Playbook{Name: "other", Steps: []PlayStep{
		{Name: "cut", Action: "isolate", Success: share(0)},
		{Name: "island", Action: "island", If: "failed cut", Time: "2h"},
		{Name: "hands", Action: "manual", If: "done cut"},
		{Name: "out", Action: "eradicate", After: []string{"island"}, Time: "3h"},
		{Name: "back", Action: "restore", After: []string{"out"}},
	}}
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Playbooks: []Playbook{b}, Defences: respond(Response{Playbook: "other"})})
	_, log := play(t, s, 0, 1, 500*time.Hour)
	list := story(log, r)
	failed, ok := at1(list, "water", model.WhyStepFailed)
	require.True(t, ok)
	island, ok := at1(list, "water", model.WhyIslanded)
	require.True(t, ok)
	assert.Equal(t, 2*time.Hour, island-failed, "it begins when the step before has failed")
	out, _ := at1(list, "water", model.WhyEradicated)
	assert.Equal(t, 3*time.Hour, out-island, "it waits for its turn")
	_, ok = at1(list, "", model.WhyManual)
	assert.False(t, ok, "its condition is not true")
	_, ok = at1(list, "", model.WhyIsolate)
	assert.False(t, ok, "what failed has no effect")
	for _, x := range log {
		if x.Value.Why.Code == model.WhyIslanded {
			assert.Equal(t, model.WhyStepFailed, because(log, x).Why.Code)
		}
	}
}

func TestAnEradicationThatFailsIsBegunAgain(t *testing.T) {
	b := Playbook{Name: "other", Steps: []PlayStep{{Name: "out", Action: "eradicate", Success: share(0.3), Time: "10h"}, {Name: "back", Action: "restore"}}}
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Playbooks: []Playbook{b}, Defences: respond(Response{Playbook: "other"})})
	tries, n := 0, 400
	for replication := range uint64(n) {
		_, log := play(t, s, replication, 1, 3000*time.Hour)
		list := only(story(log, r), "water")
		aware, _ := at1(list, "water", model.WhyAware)
		out, ok := at1(list, "water", model.WhyEradicated)
		require.True(t, ok)
		tries += int((out - aware - time.Hour) / (10 * time.Hour))
	}
	// Geometric with 0.3: mean 1/0.3, standard deviation sqrt(0.7)/0.3 = 2.8; four standard errors of 400.
	assert.InDelta(t, 1/0.3, float64(tries)/float64(n), 4*2.8/20)
}

func TestWhatIsCutOffIsRunByHand(t *testing.T) {
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: respond(Response{Manual: share(0.75)})})
	f, _ := play(t, s, 0, 1, 500*time.Hour)
	var pump, billing []order
	for _, o := range f.orders {
		if o.op == model.OpSet && o.asset == "water/pump-1" {
			pump = append(pump, o)
		}
		if o.asset == "water/billing" {
			billing = append(billing, o)
		}
	}
	require.Len(t, pump, 2)
	assert.Equal(t, []model.Level{model.Full * 3 / 4, model.Full}, []model.Level{pump[0].level, pump[1].level})
	assert.Equal(t, 24*time.Hour, pump[1].at-pump[0].at, "until the zone opens again")
	assert.Empty(t, billing, "the office was not cut off")
}

func TestTheAttackerComesBackToWhatWasMissed(t *testing.T) {
	a := attack()
	a.Goals = append(a.Goals, GoalSpec{Technique: "T09", Operator: "water", Target: "water/pump"})
	a.Strike = ""
	slow := catalogue()
	slow[8].Difficulty = "100h" // breaking the pumps: not before the first eradication
	run := func(missed float64) []event {
		s, r := compile(t, Definitions{Techniques: slow, Campaigns: []CampaignSpec{a}, Defences: respond(Response{Missed: share(missed), Dwell: "200h", Isolate: []string{}})})
		_, log := play(t, s, 0, 1, 3000*time.Hour)
		return story(log, r)
	}
	list := run(1)
	out, ok := at1(list, "water", model.WhyEradicated)
	require.True(t, ok)
	back, ok := at1(list, "", model.WhyReturned)
	require.True(t, ok)
	assert.Equal(t, 200*time.Hour+second, back-out, "after the dwell; the campaign hears of the eradication a second later")
	_, won := at1(list, "campaign/test", model.WhyCampaignEnd)
	assert.True(t, won, "it goes on to its second goal")
	list = run(0)
	_, ok = at1(list, "", model.WhyReturned)
	assert.False(t, ok)
	_, won = at1(list, "campaign/test", model.WhyCampaignEnd)
	assert.False(t, won, "nothing was missed, nothing is left")
}

// two is an attack on the utility and one on its vendor at the same time.
func two() []CampaignSpec {
	a, b := attack(), attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "water/billing"}}
	b.Name, b.Entry.Operator, b.Start = "vendors", "vendor", "10m"
	b.Goals = []GoalSpec{{Technique: "T08", Operator: "vendor", Target: "customers"}}
	return []CampaignSpec{a, b}
}

func TestOperatorsWaitForTheirTeam(t *testing.T) {
	run := func(capacity int) (water, vendor, sent time.Duration) {
		s, r := compile(t, Definitions{
			Campaigns: two(), Defences: []DefenceSpec{watched(1)},
			Teams: []TeamSpec{{Name: "csirt", Operators: []string{"*"}, Capacity: capacity, Response: "5h"}},
		})
		_, log := play(t, s, 0, 1, 500*time.Hour)
		list := story(log, r)
		water, _ = at1(list, "water", model.WhyEradicated)
		vendor, _ = at1(list, "vendor", model.WhyEradicated)
		for _, x := range log {
			if x.Value.Why.Code == model.WhyTeamSent {
				assert.Equal(t, model.WhyTeamAsked, because(log, x).Why.Code)
			}
		}
		sent, _ = at1(list, "team/csirt", model.WhyTeamSent)
		return water, vendor, sent
	}
	water, vendor, sent := run(2)
	assert.Equal(t, 29*time.Hour+time.Second, water-sent, "five hours on the way, a day to get the attacker out")
	assert.Equal(t, 10*time.Minute, vendor-water, "one team each")
	first, later, _ := run(1)
	assert.Equal(t, water, first)
	assert.Equal(t, 29*time.Hour+2*time.Second, later-first, "the vendor waits until the team is free")
}

func TestTheMoreCriticalOperatorIsHelpedFirst(t *testing.T) {
	s, _ := compile(t, Definitions{Teams: []TeamSpec{{Name: "csirt", Operators: []string{"vendor", "water"}, Capacity: 1}}})
	assert.Greater(t, s.weight(2), s.weight(1), "eighty people depend on the pumps, nobody on the vendor")
	h := newShared(s, &Wiring{Root: rng.NewRoot(1, 0), SOC: nil})
	h.busy[0] = 1
	h.queue[0] = []waiting{{operator: 1}, {operator: 2}}
	assert.Equal(t, 1, h.first(0))
	h.queue[0] = []waiting{{operator: 1}, {operator: 1, since: 5}}
	assert.Equal(t, 0, h.first(0), "of equals the first to ask")
}

// A faster or larger team never lengthens restoration when there is one campaign.
func TestAFasterTeamNeverLengthensRestoration(t *testing.T) {
	top := t
	rapid.Check(t, func(t *rapid.T) {
		slow := rapid.IntRange(1, 200).Draw(t, "hours")
		fast := rapid.IntRange(0, slow).Draw(t, "fewer hours")
		replication := rapid.Uint64Range(0, 1000).Draw(t, "replication")
		run := func(hours int) time.Duration {
			s, _ := compile(top, Definitions{Campaigns: two()[:1], Defences: respond(Response{Restore: "uniform(1h, 90h)"}), Teams: []TeamSpec{
				{Name: "csirt", Operators: []string{"water"}, Capacity: 1, Response: (time.Duration(hours) * time.Hour).String()},
			}})
			f, _ := play(top, s, replication, 1, 3000*time.Hour)
			last := f.orders[len(f.orders)-1]
			require.Equal(top, model.OpStart, last.op)
			return last.at
		}
		assert.LessOrEqual(top, run(fast), run(slow))
	})
}

// chain is an attack on the vendor and then, through its access, on the utility.
func chain() CampaignSpec {
	a := attack()
	a.Entry.Operator = "vendor"
	a.Goals = []GoalSpec{{Technique: "T08", Operator: "vendor", Target: "customers"}, {Technique: "T06", Operator: "water", Target: "water/pump"}}
	return a
}

// A warned operator is never hit earlier than one that nobody warned.
func TestAWarnedOperatorIsNeverHitEarlier(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "exp(3h)"
	}
	top := t
	hit := func(f *SharingSpec, replication uint64) time.Duration {
		s, _ := compile(top, Definitions{Techniques: techniques, Campaigns: []CampaignSpec{chain()}, Sharing: f, Defences: []DefenceSpec{watched(0.5)}})
		orders, _ := play(top, s, replication, 1, 2000*time.Hour)
		for _, o := range orders.orders {
			if o.op == model.OpOpen {
				return o.at
			}
		}
		return 2000 * time.Hour
	}
	rapid.Check(t, func(t *rapid.T) {
		replication := rapid.Uint64Range(0, 100000).Draw(t, "replication")
		f := &SharingSpec{Delay: "exp(4h)"}
		f.Watch, f.Block, f.Offline = share(rapid.Float64Range(0, 1).Draw(t, "watch")), share(rapid.Float64Range(0, 1).Draw(t, "block")), share(rapid.Float64Range(0, 1).Draw(t, "offline"))
		assert.GreaterOrEqual(top, hit(f, replication), hit(nil, replication))
	})
	spared, keen := 0, &SharingSpec{Delay: "1h", Watch: share(1), Block: share(1), Offline: share(1), Hold: "1000h"}
	for replication := range uint64(40) {
		alone, warned := hit(nil, replication), hit(keen, replication)
		assert.GreaterOrEqual(t, warned, alone)
		if warned > alone {
			spared++
		}
	}
	assert.Positive(t, spared, "warnings help now and then, otherwise this shows nothing")
}

func TestAWarnedOperatorGoesOffLineForAWhile(t *testing.T) {
	f := &SharingSpec{Delay: "2h", Watch: share(1), Block: share(1), Offline: share(1), Hold: "50h"}
	s, r := compile(t, Definitions{Campaigns: two()[1:], Sharing: f, Defences: []DefenceSpec{watched(1)}})
	orders, log := play(t, s, 0, 1, 500*time.Hour)
	list := story(log, r)
	told, ok := at1(list, "vendor", model.WhyShared)
	require.True(t, ok)
	var codes []model.WhyCode
	for _, e := range only(list, "water") {
		codes = append(codes, e.code)
		if e.code != model.WhyOffGuard {
			assert.Equal(t, 2*time.Hour+2*time.Second, e.at-told, "the delay, and a second on each way")
		}
	}
	assert.Equal(t, []model.WhyCode{model.WhyWarned, model.WhyWatching, model.WhySupplierBlocked, model.WhyIslanded, model.WhyOffGuard}, codes)
	require.Len(t, orders.orders, 2, "off line, the control centre stands still")
	assert.Equal(t, []model.Op{model.OpStop, model.OpStart}, []model.Op{orders.orders[0].op, orders.orders[1].op})
	assert.Equal(t, 50*time.Hour, orders.orders[1].at-orders.orders[0].at)
}

func TestQueueOfAlarms(t *testing.T) {
	// M/M/1 with load 0.5: an alarm waits with chance 0.5, then 10 min in the mean (5 min / (1 - 0.5)). M/M/2 with load 1: chance 1/3
	// (Erlang C of one erlang on two servers), then 5 min / (2 - 1).
	cases := []struct {
		perHour    float64
		analysts   int
		busy, mean float64
	}{{6, 1, 0.5, 600}, {12, 2, 1.0 / 3, 300}, {0, 1, 0, 0}}
	for _, c := range cases {
		d, ok := newAlarmDesk(c.perHour, c.analysts, 5*time.Minute)
		require.True(t, ok)
		assert.InDelta(t, c.busy, d.busy, 1e-12)
		assert.InDelta(t, c.mean, d.mean, 1e-9)
	}
	d, _ := newAlarmDesk(6, 1, 5*time.Minute)
	stream, sum, n := rng.NewRoot(1, 0).Stream("x"), 0.0, 20000
	for range n {
		sum += d.wait(&stream).Seconds()
	}
	assert.InDelta(t, 300, sum/float64(n), 4*520/141.4, "mean 0.5 x 10 min, standard deviation sqrt(3)/2 x 10 min, four standard errors")
	_, ok := newAlarmDesk(12, 1, 5*time.Minute)
	assert.False(t, ok, "as many as can be looked at is too many")
}

func TestFalseAlarmsMakeNoticeSlower(t *testing.T) {
	run := func(alarms float64) time.Duration {
		s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(1), {Response: Response{Alarms: &alarms, Triage: "5m"}}}})
		sum := time.Duration(0)
		for replication := range uint64(100) {
			_, log := play(t, s, replication, 1, 100*time.Hour)
			seen, ok := at1(story(log, r), "water", model.WhyDetected)
			require.True(t, ok)
			sum += seen
		}
		return sum / 100
	}
	assert.Greater(t, run(11.4), run(0)+10*time.Minute, "at 95 % load an alarm waits 95 min in the mean, but the next step may be seen first")
}

func TestMonitoringByNameComesFirst(t *testing.T) {
	s, _ := compile(t, Definitions{Defences: []DefenceSpec{{Operator: "water", Monitoring: map[string]float64{"control": 0.2, "office": 0.7}}}})
	for z := range s.zones {
		want := map[string]float64{"water/control": 0.2, "water/office": 0.7}[s.city.Operators[s.zones[z].operator].Name+"/"+s.zones[z].name]
		assert.Equal(t, want, s.zones[z].monitoring)
	}
}

// Without success and without detection nothing of the defence happens, however elaborate it is.
func TestAnAttackThatFailsUnseenMovesNobody(t *testing.T) {
	techniques := catalogue()
	for i := range techniques {
		techniques[i].Difficulty = "easy-uncertain"
		techniques[i].Detection = 0
	}
	d := Definitions{Techniques: techniques, Campaigns: []CampaignSpec{attack()}, Defences: respond(Response{Manual: share(0.5), Missed: share(1), Alarms: share(1), Triage: "5m"}),
		Hardenings: []Hardening{{Parameter: stepSuccess, Source: "none/0", Operators: []model.OperatorID{1, 2}, Value: 0, Least: 0, Most: 1}},
		Teams:      []TeamSpec{{Name: "csirt", Operators: []string{"*"}, Capacity: 1}}, Sharing: &SharingSpec{Delay: "1h", Offline: share(1)}}
	s, _ := compile(t, d)
	for replication := range uint64(20) {
		f, log := play(t, s, replication, 1, 500*time.Hour)
		assert.Empty(t, f.orders)
		for _, x := range log {
			assert.Equal(t, model.KindFoothold, x.Value.Kind)
		}
	}
}

// Whatever is shared and however many workers there are: the same Changes.
func TestTheDefenceIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	b := book(PlayStep{Name: "help", Action: "ask-help"}, PlayStep{Name: "island", Action: "island", Chance: share(0.5)}, PlayStep{Name: "tell", Action: "inform", After: []string{"cut"}})
	d := Definitions{
		Campaigns: append(two(), func() CampaignSpec { c := chain(); c.Name = "third"; return c }()), Playbooks: []Playbook{b},
		Defences: []DefenceSpec{watched(0.4), {Response: Response{Playbook: "other", Failed: share(0.2), Missed: share(0.5), Dwell: "exp(20h)", Manual: share(0.8), Alarms: share(5), Triage: "5m"}}},
		Teams:    []TeamSpec{{Name: "csirt", Operators: []string{"*"}, Capacity: 1, Response: "exp(5h)"}},
		Sharing:  &SharingSpec{Delay: "exp(4h)"},
	}
	s, _ := compile(t, d)
	codes := map[model.WhyCode]bool{}
	for replication := range uint64(20) {
		f, one := play(t, s, replication, 1, 1000*time.Hour)
		g, four := play(t, s, replication, 4, 1000*time.Hour)
		assert.Equal(t, one, four)
		assert.Equal(t, f.orders, g.orders)
		for _, x := range one {
			codes[x.Value.Why.Code] = true
			if k := x.Value.Kind; k == model.KindDecision || k == model.KindRepair {
				assert.NotZero(t, x.Value.Causes[0].Ref, "every decision has a cause")
			}
		}
	}
	for _, code := range []model.WhyCode{model.WhyTeamAsked, model.WhyTeamSent, model.WhyStepFailed, model.WhyShared, model.WhyWarned, model.WhyReturned, model.WhyIslanded} {
		assert.True(t, codes[code], "reason %d was met", code)
	}
}

func TestMeasuresMoveWhatOperatorsShare(t *testing.T) {
	d := Definitions{
		Teams: []TeamSpec{{Name: "csirt", Operators: []string{"water"}, Capacity: 1}}, Sharing: &SharingSpec{Delay: "10h"},
		Defences: respond(Response{Failed: share(0.4), Missed: share(0.4), Alarms: share(10), Triage: "3m"}),
	}
	for _, p := range []struct {
		name  string
		value float64
	}{{teamCapacity, 2}, {sharingDelay, 0.5}, {"response.failed", 0.5}, {"response.missed", 0.5}, {"response.alarms", 0.5}} {
		d.Hardenings = append(d.Hardenings, Hardening{Parameter: p.name, Source: "m/0", Operators: []model.OperatorID{2}, Value: p.value, Least: 0, Most: 50})
	}
	s, _ := compile(t, d)
	assert.Equal(t, 3, s.teams[0].capacity)
	assert.InDelta(t, 5*3600, s.forum.delay[2].Mean(), 1e-6, "of the operator that has the measure")
	assert.InDelta(t, 10*3600, s.forum.delay[1].Mean(), 1e-6)
	r := &s.hits[2]
	assert.Equal(t, []float64{0.2, 0.2, 5}, []float64{r.failed, r.missed, r.perHour})
	assert.InDelta(t, 0.25, r.alarms.busy, 1e-12, "M/M/1: five an hour, three minutes each")
	for i, x := range s.Touched() {
		assert.Equal(t, 1, x.Things, d.Hardenings[i].Parameter)
	}
}
