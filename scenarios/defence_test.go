package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/telecom"
)

// defended is a shipped scenario with a playbook, a team, a forum and a measure.
func defended(t *testing.T, sets ...string) *Scenario {
	t.Helper()
	return shipped(t, "water-supplier", append([]string{
		`playbook.careful.steps=[{ name = "cut", action = "isolate" }, { name = "warn", action = "warn-public", share = 0.2, hold = "12h", after = ["cut"] },` +
			` { name = "out", action = "eradicate" }, { name = "back", action = "restore" }]`,
		`defence[]={ response = { playbook = "careful", manual = 0.8, failed = 0.05, missed = 0.1, dwell = "2d", alarms = 4.0, analysts = 1, triage = "5m" } }`,
		`team.csirt={ operators = ["water*"], capacity = 1, response = "1h" }`,
		`sharing={ delay = "30m" }`,
	}, sets...)...)
}

func TestTheDefenceOfAScenario(t *testing.T) {
	s := defended(t)
	one := run(t, s, RunOptions{Workers: 1})
	assert.Equal(t, one.Changes, run(t, s, RunOptions{Workers: 3}).Changes)
	codes := map[model.WhyCode]int{}
	for i := range one.Changes {
		if _, found := codes[one.Changes[i].Why.Code]; !found {
			codes[one.Changes[i].Why.Code] = i
		}
	}
	for _, code := range []model.WhyCode{model.WhyTeamAsked, model.WhyTeamSent, model.WhyShared, model.WhyWarned, model.WhyPublicWarning} {
		require.Contains(t, codes, code)
		assert.NotEmpty(t, one.Causes(codes[code]+1), "reason %d", code)
	}
	from := one.Changes[codes[model.WhyPublicWarning]].At
	reached := telecom.Warned(one, from, from.Add(time.Hour))
	assert.InDelta(t, telecom.WarningNormal, reached, 0.05, "the networks work, so nearly all who can be reached are")
}

func TestFaultsOfTheDefenceHaveTheirPlaces(t *testing.T) {
	const text = `title = "x"
start = "2026-03-14T08:30"

[playbook.loop]
steps = [
  { name = "a", action = "isolate", after = ["b"] },
  { name = "b", action = "isolat", after = ["a"] },
  { name = "out", action = "eradicate" },
  { name = "back", action = "restore" },
]

[team.csirt]
operators = ["dsoo"]

[sharing]
delay = "1h"
members = ["psapp"]
`
	_, err := Load("x.toml", nil, func(string) ([]byte, error) { return []byte(text), nil })
	require.Error(t, err)
	for _, want := range []string{
		`x.toml:6:45: steps wait for each other in a circle: a -> b -> a`,
		`x.toml:7:26: unknown action "isolat"; did you mean "isolate"?`,
		`x.toml:13:14: no operator with an estate is called "dsoo"; did you mean "dso"?`,
		`x.toml:17:12: no operator with an estate is called "psapp"; did you mean "psap"?`,
	} {
		assert.ErrorContains(t, err, want)
	}
}
