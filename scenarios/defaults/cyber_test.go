package defaults_test

import (
	"testing"

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
