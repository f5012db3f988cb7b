package defaults_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/scenarios/cities"
	"cascata/scenarios/defaults"
)

func TestEstatesFitTheCity(t *testing.T) {
	techniques, templates, err := defaults.Cyber()
	require.NoError(t, err)
	city, err := cities.Load("mini")
	require.NoError(t, err)
	spec, problems := cyber.Compile(&model.Roster{City: city}, cyber.Definitions{
		Techniques: techniques, Templates: templates,
		Campaigns: []cyber.CampaignSpec{{
			Name: "switching", Skill: "expert", Tempo: 0.005, Entry: cyber.EntrySpec{Technique: "T1566", Operator: "dso", Zone: "office"},
			Goals: []cyber.GoalSpec{
				{Technique: "T0855", Operator: "dso", Target: "power/substation"},
				{Technique: "T0827", Operator: "dso", Target: "control"},
			},
		}},
	})
	require.Empty(t, problems)
	t.Log(spec.Steps(0))
}

func TestEveryOperatorOfLisboaHasAnEstate(t *testing.T) {
	techniques, templates, err := defaults.Cyber()
	require.NoError(t, err)
	city, err := cities.Load("lisboa")
	require.NoError(t, err)
	roster := &model.Roster{City: city}
	spec, problems := cyber.Compile(roster, cyber.Definitions{Techniques: techniques, Templates: templates})
	require.Empty(t, problems)
	for o := range city.Operators {
		if name := city.Operators[o].Name; name != "consumers" {
			assert.NotEqual(t, model.EntityID(model.Absent), spec.Operator(model.OperatorID(o)), name)
		}
	}
	stores := map[model.OperatorID]bool{}
	for _, s := range spec.Stores() {
		stores[s.Operator] = true
	}
	t.Log(len(city.Operators), "operators,", len(roster.Actors), "actors,", len(stores), "with data")
	for o := range city.Operators {
		if spec.Operator(model.OperatorID(o)) != model.Absent {
			assert.True(t, stores[model.OperatorID(o)], "each operator has a data store: %s", city.Operators[o].Name)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	techniques, templates, err := defaults.Cyber()
	require.NoError(b, err)
	city, err := cities.Load("lisboa")
	require.NoError(b, err)
	for b.Loop() {
		_, problems := cyber.Compile(&model.Roster{City: city}, cyber.Definitions{
			Techniques: techniques, Templates: templates, Campaigns: []cyber.CampaignSpec{switching()},
		})
		require.Empty(b, problems)
	}
}
