package scenarios

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
)

// everyEffect is a day of Lisboa on which insiders do everything that techniques can do to what operators know and may do.
const everyEffect = `
title = "Every effect"
doc = "Test."
city = "lisboa"
start = "2026-03-02T08:00"
horizon = "2d"

[[campaign]]
name = "grid"
tempo = 0.001
entry = { technique = "T0864", operator = "dso", zone = "control" }
goals = [
  { technique = "T0878", operator = "dso", target = "control" },
  { technique = "T0829", operator = "dso", target = "power/feeder", count = 3 },
  { technique = "T0813", operator = "dso", target = "power/feeder", count = 3 },
  { technique = "T0837", operator = "dso", target = "power/hv-line", count = 2 },
  { technique = "T0880", operator = "dso", target = "power/hv-line", count = 2 },
  { technique = "T0855", operator = "dso", target = "power/feeder", count = 3 },
]

[[campaign]]
name = "load"
tempo = 0.001
entry = { technique = "T1566", operator = "dso", zone = "office" }
goals = [{ technique = "T0806", operator = "dso", target = "power/meters", count = 5 }]

[[campaign]]
name = "tanks"
tempo = 0.001
entry = { technique = "T0848", operator = "water", zone = "field" }
goals = [{ technique = "T0856", operator = "water", target = "water/reservoir" }]

[[campaign]]
name = "air"
tempo = 0.001
entry = { technique = "T1204", operator = "environment", zone = "office" }
goals = [{ technique = "T0856", operator = "environment", target = "environment/sensors", count = 1 }]

[[campaign]]
name = "demand"
tempo = 0.001
entry = { technique = "T0864", operator = "traffic-control", zone = "control" }
goals = [{ technique = "T0856", operator = "traffic-control", target = "traffic/flow", count = 1 }]

[[campaign]]
name = "flood"
tempo = 0.001
entry = { technique = "T1505.003", operator = "municipality", zone = "dmz" }
goals = [{ technique = "T1498", operator = "municipality", target = "administration/citizen-services" }]
`

// TestEveryEffectInTheCity finds each effect in the record, and that what it leads to goes back to a campaign.
func TestEveryEffectInTheCity(t *testing.T) {
	s, err := Load("./every.toml", nil, func(string) ([]byte, error) { return []byte(everyEffect), nil })
	require.NoError(t, err)
	rec := run(t, s, RunOptions{})
	for what, x := range map[string]struct {
		code model.WhyCode
		kind string // of the asset
		by   string // kind of what the sentence names; empty = anything
	}{
		"alarms suppressed":                    {model.WhyQuiet, "", ""},
		"feeders out of sight":                 {model.WhyBlinded, "power/feeder", ""},
		"feeders seen again":                   {model.WhySeen, "power/feeder", ""},
		"feeders locked":                       {model.WhyLocked, "power/feeder", ""},
		"protection of lines off":              {model.WhyDisarmed, "power/hv-line", ""},
		"lines forced":                         {model.WhyForced, "power/hv-line", ""},
		"load on":                              {model.WhyDraws, "power/meters", ""},
		"tanks read full":                      {model.WhySpoofed, "water/reservoir", ""},
		"pumps stop for tanks that read full":  {model.WhySetPoint, "water/pump", "water/reservoir"},
		"air reads bad":                        {model.WhySpoofed, "environment/sensors", ""},
		"streets are closed for it":            {model.WhySetPoint, "traffic/street", "environment/sensors"},
		"detectors read nothing":               {model.WhySpoofed, "traffic/flow", ""},
		"signals keep to the wrong plan":       {model.WhySetPoint, "traffic/signal", "traffic/flow"},
		"citizens' services under the flood":   {model.WhySetPoint, "administration/citizen-services", ""},
		"sensors read what is true afterwards": {model.WhyTrue, "water/reservoir", ""},
	} {
		n := find(rec, s.City, x.code, x.kind, x.by)
		if assert.NotZero(t, n, what) {
			chain := rec.Chain(n)
			assert.Equal(t, model.WhyCampaignStart, rec.Change(chain[len(chain)-1]).Why.Code, what)
		}
	}
	crews := false
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Why.Code == model.WhyCrewSent && kindOf(s.City, c.Why.Other) == "power/feeder" {
			crews = true
		}
	}
	assert.True(t, crews, "crews go to feeders that no order from afar reaches")
}

// find is the number of the first Change with a reason about an asset of a kind, by one of another; 0 = none.
func find(rec *trace.Recording, city *model.City, code model.WhyCode, kind, by string) int {
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Why.Code == code && kindOf(city, c.Entity) == kind && (by == "" || kindOf(city, c.Why.Other) == by) {
			return i + 1
		}
	}
	return 0
}

// kindOf is the name of an asset's kind; empty for what is no asset.
func kindOf(city *model.City, e model.EntityID) string {
	if e < 0 || int(e) >= len(city.Assets) {
		return ""
	}
	return city.Kinds[city.Assets[e].Kind].Name
}
