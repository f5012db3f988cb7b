package cyber

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

// fleetGoal is a campaign that wants the pumps' controllers, a fleet at the water utility.
func fleetGoal(g GoalSpec) Definitions {
	c := attack()
	c.Goals = []GoalSpec{g}
	return Definitions{Techniques: catalogue(), Templates: estates(), Campaigns: []CampaignSpec{c},
		Fleets: []Population{{Name: "valves", Operator: "water", Kind: "water/pump"}}}
}

func TestGoalsOfFleets(t *testing.T) {
	good := GoalSpec{Technique: "T06", Operator: "water", Fleet: "valves", Load: "off"}
	spec, problems := Compile(&model.Roster{City: town(t)}, fleetGoal(good))
	require.Empty(t, problems)
	found := 0
	for _, m := range spec.campaigns[0].moves {
		if m.fleet != none {
			assert.Equal(t, model.OpSet, m.op)
			assert.Empty(t, m.targets)
			found++
		}
	}
	assert.NotZero(t, found)
	for _, c := range []struct {
		name string
		bend func(*GoalSpec)
		path string
	}{
		{"unknown fleet", func(g *GoalSpec) { g.Fleet = "valve" }, "campaign[0].goals[0].fleet"},
		{"no load", func(g *GoalSpec) { g.Load = "" }, "campaign[0].goals[0].load"},
		{"a target as well", func(g *GoalSpec) { g.Target = "water/pump" }, "campaign[0].goals[0].target"},
		{"a technique that gives no order", func(g *GoalSpec) { g.Technique = "T08" }, "campaign[0].goals[0].technique"},
		{"somebody else's fleet", func(g *GoalSpec) { g.Operator = "vendor" }, "campaign[0].goals[0].operator"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := good
			c.bend(&g)
			_, problems := Compile(&model.Roster{City: town(t)}, fleetGoal(g))
			var paths []string
			for _, p := range problems {
				paths = append(paths, p.Path)
			}
			assert.Contains(t, paths, c.path)
		})
	}
}
