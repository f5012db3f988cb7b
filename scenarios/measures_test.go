package scenarios

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/measure"
	"cascata/model/trace"
	"cascata/scenarios/citybuild"
	"cascata/scenarios/defaults"
	"cascata/scenarios/strict"
)

func catalogue(t *testing.T) []measure.Measure {
	t.Helper()
	list, err := defaults.Measures()
	require.NoError(t, err)
	return list
}

// soon presses an attack into half a day: what differs shows, and the run is short.
func soon() []string {
	sets := []string{"horizon=12h", "campaign[0].tempo=0.0005", "campaign[0].strike=2h"}
	for _, sector := range []string{"power", "telecom", "traffic", "water"} {
		sets = append(sets, "sector."+sector+".fidelity=connectivity")
	}
	return sets
}

// struck reports whether the attack took service from somebody.
func struck(rec *trace.Recording) bool { return longest(rec) > 0 }

// everything is every measure of the catalogue for everybody, with that strength; empty is the usual one.
func everything(t *testing.T, strength string) []string {
	var sets []string
	for _, m := range catalogue(t) {
		sets = append(sets, MeasureSet(m.ID+strength))
	}
	return sets
}

func text(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

// same compares what happened, byte by byte and record by record.
func same(t *testing.T, want, got *trace.Recording, about string) {
	t.Helper()
	assert.True(t, text(t, want.WriteChanges) == text(t, got.WriteChanges), "%s: changes.csv differs", about)
	assert.True(t, text(t, want.WriteServices) == text(t, got.WriteServices), "%s: services.csv differs", about)
	assert.True(t, slices.Equal(want.Changes, got.Changes), "%s: the records differ", about)
}

// Must hold: a measure with zero effect changes nothing.
func TestMeasuresOfStrengthZeroChangeNothing(t *testing.T) {
	for _, name := range []string{Default, "cad-ransomware"} {
		want := run(t, shipped(t, name, soon()...), RunOptions{})
		require.True(t, struck(want), "%s hits nobody: nothing could differ", name)
		s := shipped(t, name, append(everything(t, "=0"), soon()...)...)
		same(t, want, run(t, s, RunOptions{}), name)
		for i := range s.Measures {
			assert.True(t, s.Measures[i].Idle(), "%s moves something", s.Measures[i].ID)
			assert.Zero(t, s.Measures[i].Buy+s.Measures[i].Yearly)
		}
	}
}

// A measure for somebody who is not attacked moves nobody's luck: common random numbers. Needs are left out, since the bank's are
// felt by others.
func TestAMeasureMovesNobodyElsesLuck(t *testing.T) {
	want := run(t, shipped(t, Default, soon()...), RunOptions{})
	require.True(t, struck(want))
	sets := soon()
	for _, id := range []string{"segmentation", "mfa", "edr", "logging", "patching", "secure-defaults", "offline-backups", "rebuild-drills", "islanding", "field-crews", "managed-monitoring"} {
		sets = append(sets, MeasureSet(id+"@bank"))
	}
	s := shipped(t, Default, sets...)
	for i := range s.Measures {
		if id := s.Measures[i].ID; id != "secure-defaults" && id != "islanding" { // the bank has no device with a weak password and no control network
			assert.False(t, s.Measures[i].Idle(), id)
		}
	}
	same(t, want, run(t, s, RunOptions{}), "measures of the bank")
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	sets := []string{MeasureSet("mfa@dso"), MeasureSet("battery-hours=8@sector:telecom"), MeasureSet("mfa=0.5"), MeasureSet("exercises"), MeasureSet("joint-command@dso"),
		MeasureSet("battery-hours=2@telecom/site"), MeasureSet("field-crews=3@dso"), MeasureSet("manual-training@sector:power")}
	one := shipped(t, Default, append(soon(), sets...)...)
	slices.Reverse(sets)
	other := shipped(t, Default, append(soon(), sets...)...)
	assert.Equal(t, one.Measures, other.Measures)
	same(t, run(t, one, RunOptions{}), run(t, other, RunOptions{}), "rows turned round")
}

// Every measure of the catalogue moves something in Lisboa, each of its effects does, and it has a price.
func TestEveryMeasureMovesSomething(t *testing.T) {
	s := shipped(t, "quiet-day", everything(t, "")...)
	require.Len(t, s.Measures, len(catalogue(t)))
	for i := range s.Measures {
		m := &s.Measures[i]
		assert.Positive(t, m.Buy+m.Yearly, m.ID)
		for _, x := range m.Moves {
			assert.Positive(t, x.Count, "%s: %s", m.ID, x.Parameter)
		}
	}
}

func TestWhomAMeasureIsFor(t *testing.T) {
	cases := []struct {
		on   string
		want string // what the first parameter is counted in
	}{
		{"all", "operators"}, {"dso", "operators"}, {"operator:dso", "operators"}, {"sector:power", "operators"}, {"power", "operators"}, {"telecom/site", "devices"},
		{"telecom/site@alvalade", "devices"}, {"=telecom/core-mno-a-01", "devices"}, {"*", "devices"},
	}
	for _, c := range cases {
		t.Run(c.on, func(t *testing.T) {
			id := "joint-command"
			if c.want == "devices" {
				id = "city-policy"
			}
			l := loader{file: file{Measures: []measureEntry{{ID: id, On: c.on}}}, s: &Scenario{City: shippedCity(t)}, doc: strict.Parse("x.toml", nil)}
			l.measures()
			require.Empty(t, l.faults)
			uses := l.plan.Estates()
			require.NotEmpty(t, uses)
			assert.NotEmpty(t, uses[0].Operators)
			assert.Equal(t, c.want == "devices", uses[0].Assets != nil)
		})
	}
}

func shippedCity(t *testing.T) *model.City {
	t.Helper()
	l := loader{doc: strict.Parse("x.toml", []byte("title=\"x\"\nstart=\"2026-01-01T00:00\"\n")), s: &Scenario{}}
	l.file = fileDefaults()
	require.NoError(t, l.doc.Decode(&l.file))
	l.needs()
	l.city()
	return l.s.City
}

// Bad input: everything at once, with its place and what would be right.
func TestFaultsOfMeasures(t *testing.T) {
	_, err := loadText(small + `
[[measure]]
id = "mfaa"
[[measure]]
id = "battery-hours"
strength = 25
[[measure]]
id = "mfa"
on = "dos"
strength = 2
[[measure]]
id = "mfa"
on = "telecom/sit"
[[measure]]
id = "mfa"
on = "district:east"
[[measure]]
id = "mfa"
strength = -1
[[measure]]
on = "dso"
strenght = 1
`)
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	for _, want := range []string{
		`test.toml:28:6: there is no measure "mfaa"; did you mean "mfa"?`,
		`test.toml:31:12: battery-hours has a strength of 24 at most (h), not 25; write 0 to 24`,
		`test.toml:34:6: nobody fits "dos"; did you mean "dso"?`,
		`test.toml:35:12: mfa has a strength of 1 at most (share of accounts), not 2; write 0 to 1`,
		`test.toml:38:6: nobody fits "telecom/sit"; did you mean "telecom/site"?`,
		`test.toml:41:6: nobody fits "district:east"; write operator:NAME or sector:NAME`,
		`test.toml:44:12:`, `strenght`, `id`,
	} {
		assert.Contains(t, err.Error(), want)
	}
	assert.Len(t, faults, 9)
}

func TestMeasureSet(t *testing.T) {
	cases := []struct{ text, want string }{
		{"mfa", `measure[]={ id = "mfa" }`},
		{"mfa@dso", `measure[]={ id = "mfa", on = "dso" }`},
		{"battery-hours=8@telecom/site@alvalade", `measure[]={ id = "battery-hours", on = "telecom/site@alvalade", strength = 8 }`},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, MeasureSet(c.text))
	}
}

// slows reports whether a measure only raises times, lowers chances or takes links away.
func slows(m *measure.Measure) bool { return !m.AddsSurface }

// with compiles the attack of some definitions with one measure for everybody.
func with(t *testing.T, city *model.City, d cyber.Definitions, m *measure.Measure) *cyber.Spec {
	t.Helper()
	var all []model.OperatorID
	for o := range city.Operators {
		all = append(all, model.OperatorID(o))
	}
	d.Hardenings = nil
	if m != nil {
		for _, c := range measure.NewPlan(city, []measure.Use{measure.Covers(m, "all", m.Strength.Usual, city, all, nil)}).Estates() {
			d.Hardenings = append(d.Hardenings, cyber.Hardening(c))
		}
	}
	s, problems := cyber.Compile(&model.Roster{City: city}, d)
	require.Empty(t, problems)
	return s
}

// noShorter checks all measures that say they add no surface on all campaigns.
func noShorter(t *testing.T, city *model.City, d cyber.Definitions) (slower int) {
	t.Helper()
	plain := with(t, city, d, nil)
	list := catalogue(t)
	for i := range list {
		if !slows(&list[i]) {
			continue
		}
		hardened := with(t, city, d, &list[i])
		for k := range plain.Campaigns() {
			before, after := plain.Fastest(k), hardened.Fastest(k)
			assert.GreaterOrEqual(t, after, before*(1-1e-12), "%s shortens campaign %d", list[i].ID, k)
			if after > before {
				slower++
			}
		}
	}
	return slower
}

// Must hold: over the whole catalogue and the shipped scenarios no measure shortens the attacker's fastest expected way.
func TestNoMeasureShortensAShippedAttack(t *testing.T) {
	city := shippedCity(t)
	for _, name := range Names() {
		_, file, data, err := source(name, nil)
		require.NoError(t, err)
		l := loader{doc: strict.Parse(file, data), s: &Scenario{City: city}, file: fileDefaults(), taken: map[string]bool{}}
		require.NoError(t, l.doc.Decode(&l.file))
		if l.file.City != city.Name || len(l.file.Campaigns) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			l.head()
			d, err := l.definitions()
			require.NoError(t, err)
			assert.Positive(t, noShorter(t, city, d), "no measure makes this attack harder at all")
		})
	}
}

// The same in random towns, with random attacks.
func TestNoMeasureShortensARandomAttack(t *testing.T) {
	techniques, templates, err := defaults.Cyber()
	require.NoError(t, err)
	for seed := int64(1); seed <= 3; seed++ {
		city, _, err := citybuild.Generate(citybuild.Plan{Name: fmt.Sprintf("town-%d", seed), Residents: 2000, Seed: uint64(seed)})
		require.NoError(t, err)
		d := cyber.Definitions{Techniques: techniques, Templates: templates}
		for _, target := range []string{"dso", "water", "psap", "hospital", "municipality", "mno"} {
			for o := range city.Operators {
				if name := city.Operators[o].Name; strings.HasPrefix(name, target) && len(d.Campaigns) < 8 {
					d.Campaigns = append(d.Campaigns, cyber.CampaignSpec{Name: name, Skill: []string{"novice", "beginner", "expert"}[int(seed)%3],
						Entry: cyber.EntrySpec{Technique: "T1566", Operator: name, Zone: "office"},
						Goals: []cyber.GoalSpec{{Technique: "T1486", Operator: name}, {Technique: "T1490", Operator: name}}})
				}
			}
		}
		require.NotEmpty(t, d.Campaigns)
		assert.Positive(t, noShorter(t, city, d))
	}
}

// A measure that closes every way leaves an attack that never arrives, not a fault of the scenario.
func TestAnAttackWithoutAWayIsNoFault(t *testing.T) {
	s := shipped(t, Default, append(soon(), MeasureSet("data-diode@dso"))...)
	assert.True(t, math.IsInf(s.Attack.Fastest(0), 1))
	rec := run(t, s, RunOptions{})
	for a, level := range rec.LevelsAt(rec.Header.End, nil) {
		require.Equal(t, model.Full, level, rec.Name(model.EntityID(a)))
	}
}

// twelve is one campaign through a vendor over twelve operators with two goals each.
func twelve(city *model.City) cyber.Definitions {
	techniques, templates, _ := defaults.Cyber() // tested elsewhere
	c := cyber.CampaignSpec{Name: "twelve", Entry: cyber.EntrySpec{Technique: "T1566", Operator: "scada-vendor", Zone: "support"}}
	for _, name := range []string{"dso", "tso", "water", "wastewater", "heat", "mno-a", "mno-b", "traffic-control", "rail", "bus", "port", "metro"} {
		c.Goals = append(c.Goals, cyber.GoalSpec{Technique: "T1486", Operator: name, Target: "control"}, cyber.GoalSpec{Technique: "T0809", Operator: name, Target: "control"})
	}
	return cyber.Definitions{Techniques: techniques, Templates: templates, Campaigns: []cyber.CampaignSpec{c}}
}

// BenchmarkCompileTwelve compiles a campaign over twelve operators of Lisboa without measures and with the whole catalogue for
// everybody.
func BenchmarkCompileTwelve(b *testing.B) {
	l := loader{doc: strict.Parse("x.toml", []byte("title=\"x\"\nstart=\"2026-01-01T00:00\"\n")), s: &Scenario{}}
	l.file = fileDefaults()
	l.needs()
	l.city()
	d := twelve(l.s.City)
	list, err := defaults.Measures()
	require.NoError(b, err)
	for i := range list {
		l.file.Measures = append(l.file.Measures, measureEntry{ID: list[i].ID})
	}
	l.measures()
	for _, c := range []struct {
		name string
		hard []cyber.Hardening
	}{{"without", nil}, {"catalogue", l.hardenings()}} {
		b.Run(c.name, func(b *testing.B) {
			d.Hardenings = c.hard
			for range b.N {
				if _, problems := cyber.Compile(&model.Roster{City: l.s.City}, d); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}

// BenchmarkMeasuresOnACity is what the whole catalogue for everybody costs at load, beside reading the city.
func BenchmarkMeasuresOnACity(b *testing.B) {
	list, err := defaults.Measures()
	require.NoError(b, err)
	for range b.N {
		b.StopTimer()
		l := loader{doc: strict.Parse("x.toml", nil), s: &Scenario{}, file: fileDefaults()}
		l.needs()
		l.city()
		for i := range list {
			l.file.Measures = append(l.file.Measures, measureEntry{ID: list[i].ID})
		}
		b.StartTimer()
		l.measures()
	}
}
