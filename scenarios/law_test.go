package scenarios

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/law"
	"cascata/model/trace"
	"cascata/scenarios/strict"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lawOf(t *testing.T, rec *trace.Recording) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, rec.WriteLaw(&b))
	return b.String()
}

func TestLegalClocksOfAShippedScenario(t *testing.T) {
	const file = "testdata/uneven-protection-law.csv"
	got := lawOf(t, run(t, shipped(t, "uneven-protection", "law.in_scope=1.0"), RunOptions{Replication: 1}))
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run go test ./scenarios -run LegalClocks -update and review the diff")
}

// Those who report change nothing but the record of their reports.
func TestReportsChangeNothingElse(t *testing.T) {
	const name = "uneven-protection"
	with, without := run(t, shipped(t, name), RunOptions{}), run(t, shipped(t, name, "law.clocks=false"), RunOptions{})
	assert.Equal(t, services(t, without), services(t, with))
	var rest int
	for i := range with.Changes {
		if with.Changes[i].Kind != model.KindDeadline {
			rest++
		}
	}
	assert.Equal(t, len(without.Changes), rest)
	assert.NotEmpty(t, with.LegalClocks())
	assert.Empty(t, without.LegalClocks())
}

func TestNoAttackNoDesks(t *testing.T) {
	assert.False(t, shipped(t, "quiet-day").hasLaw())
	assert.False(t, shipped(t, "blackout").hasLaw())
	assert.True(t, shipped(t, Default).hasLaw())
}

const bound = `
title = "Bound"
city = "mini"
start = "2026-01-31T08:00"

[[campaign]]
name = "c"
entry = { technique = "T1566", operator = "water", zone = "office" }
goals = [{ technique = "T0855", operator = "water", target = "water/pump" }]
`

func regimes(t *testing.T, s *Scenario) map[string]string {
	t.Helper()
	list := map[string]string{}
	for _, o := range s.City.Operators {
		list[o.Name] = o.Regime
	}
	return list
}

func TestRegimes(t *testing.T) {
	load := func(sets ...string) map[string]string {
		s, err := loadText(bound, sets...)
		require.NoError(t, err)
		return regimes(t, s)
	}
	usual := load()
	assert.Equal(t, "nis2-essential cer-critical gdpr-controller", usual["water"], "the city file's place, the roles of its kind")
	assert.Equal(t, "out-of-scope cra-manufacturer", usual["scada-vendor"], "the city file's role, the place of its kind")
	assert.Equal(t, "excluded gdpr-controller", usual["police"])
	assert.Equal(t, "nis2-important gdpr-controller", load(`operators.water.regimes=["nis2-important"]`)["water"], "critical operators are essential")
	assert.Equal(t, "nis2-essential gdpr-processor", load(`operators.water.regimes=["nis2-essential", "gdpr-processor"]`)["water"])
	none, half, all := load("law.in_scope=0.0"), load("law.in_scope=0.5"), load("law.in_scope=1.0")
	for name, r := range all {
		in := func(m map[string]string) bool { return law.InScope(strings.Fields(m[name])) }
		excluded := strings.Contains(r, "excluded")
		assert.False(t, in(none), name)
		assert.True(t, in(all) || excluded, name)
		assert.True(t, !in(half) || in(all), "a larger share includes a smaller one: %s", name)
	}
	assert.Equal(t, "nis2-important gdpr-controller", all["traffic-control"])
}

func TestDefaultPlacesLeaveDefencesAsTheyAre(t *testing.T) {
	assert.Empty(t, maturityOf(t, "quiet-day"), "estates describe an operator in its default place")
	city := maturityOf(t, "quiet-day", "law.voluntary=true")
	assert.Contains(t, city, "municipality")
	assert.NotContains(t, city, "buildings", "no policy of the city binds private owners")
}

// maturityOf are the operators whose defence differs from what their estates say.
func maturityOf(t *testing.T, name string, sets ...string) []string {
	t.Helper()
	l := loaderOf(t, name, sets...)
	var list []string
	for _, m := range l.maturity() {
		list = append(list, m.Operator)
	}
	return list
}

func TestLawRefuses(t *testing.T) {
	text := bound + `
[[clock]]
operator = "police"
duty = "nis2-final"
within = "1 moon"

[operators.dso]
regimes = ["nis2-essential", "excluded"]
`
	_, err := loadText(text)
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	all := err.Error()
	for _, want := range []string{
		`./dir/test.toml:13:8: a report clock without a regime: operator "police" (excluded gdpr-controller)`,
		`./dir/test.toml:14:10: "1 moon" is not a period`,
		`./dir/test.toml:17:11: an operator has one place under NIS 2`,
	} {
		assert.Contains(t, strings.ReplaceAll(all, "excluded, gdpr", "excluded gdpr"), want)
	}
	for set, want := range map[string]string{
		"law.in_scope=1.5": "law.in_scope=1.5", `clock=[{operator="watr", duty="nis2-final"}]`: `did you mean "water"?`,
		`clock=[{operator="water", duty="nis2-finale"}]`: `did you mean "nis2-final"?`, `operators.water.regimes=["nis2-essentiel"]`: `did you mean "nis2-essential"?`,
		`operators.police.regimes=["cer-critical"]`: "critical under CER",
	} {
		_, err := loadText(bound, set)
		require.Error(t, err, set)
		assert.Contains(t, err.Error(), want, set)
	}
}

func TestExperiments(t *testing.T) {
	e := shipped(t, "uneven-protection").Experiment
	require.NotNil(t, e)
	arms := e.Arms()
	assert.Len(t, arms, 5*4*2*2)
	assert.Equal(t, []string{"law.in_scope=0.0", "law.lot=1"}, e.Sets(arms[0]))
	assert.Nil(t, shipped(t, "quiet-day").Experiment)
	for set, want := range map[string]string{
		`experiment={replications=5}`: "varies nothing", `experiment={metrics=["x"], factor=[{name="f", levels=[{name="a"}]}]}`: "a factor with 1 level",
		`experiment={factor=[{name="f", levels=[{name="a"}, {name="a"}]}]}`:                                                             `two levels "a"`,
		`experiment={metrics=["x"], factor=[{name="f", levels=[{name="a"}, {name="b"}]}, {name="f", levels=[{name="a"}, {name="b"}]}]}`: `two factors "f"`,
	} {
		_, err := loadText(bound, set)
		require.Error(t, err, set)
		assert.Contains(t, err.Error(), want, set)
	}
}

// loaderOf is a loader after it has read a scenario.
func loaderOf(t *testing.T, name string, sets ...string) *loader {
	t.Helper()
	_, file, text, err := source(name, nil)
	require.NoError(t, err)
	l := &loader{doc: strict.Parse(file, text), s: &Scenario{}}
	for _, set := range sets {
		require.NoError(t, l.doc.Set(set))
	}
	l.load()
	require.NoError(t, l.faults.Err())
	return l
}
