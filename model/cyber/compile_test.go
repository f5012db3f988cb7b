package cyber

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

func TestSelect(t *testing.T) {
	c := town(t)
	cases := []struct {
		selector string
		want     []model.AssetID
	}{
		{"water/pump", []model.AssetID{2, 3}},
		{"water/*", []model.AssetID{0, 1, 2, 3}},
		{"*", []model.AssetID{0, 1, 2, 3}},
		{"*/p*p", []model.AssetID{2, 3}},
		{"water/pump@west", []model.AssetID{3}},
		{"*@w*", []model.AssetID{3}},
		{"=water/pump-1", []model.AssetID{2}},
		{"=*-2", []model.AssetID{3}},
		{"control", []model.AssetID{1}},
		{"", nil},
		{"power/pump", nil},
		{"pump", nil},
	}
	for _, x := range cases {
		t.Run(x.selector, func(t *testing.T) { assert.Equal(t, x.want, Select(c, 2, x.selector)) })
	}
	assert.Empty(t, Select(c, 0, "*"), "another operator's assets are not its own")
}

// TestEveryFaultIsReported breaks the definitions one by one, and then all at once.
func TestEveryFaultIsReported(t *testing.T) {
	type change func(d *Definitions)
	template := func(i int, f func(t *Template)) change { return func(d *Definitions) { f(&d.Templates[i]) } }
	device := func(f func(d *DeviceTemplate)) change {
		return template(2, func(t *Template) {
			v := t.Devices["scada"]
			f(&v)
			t.Devices["scada"] = v
		})
	}
	campaign := func(f func(c *CampaignSpec)) change { return func(d *Definitions) { f(&d.Campaigns[0]) } }
	minus := -1
	cases := []struct {
		path, what, want string
		broken           change
	}{
		{"technique.T05.domain", `unknown domain "isc"`, `did you mean "ics"?`, func(d *Definitions) { d.Techniques[4].Domain = "isc" }},
		{"technique.T05.difficulty", "neither a class nor", "", func(d *Definitions) { d.Techniques[4].Difficulty = "easy" }},
		{"technique.T05.detection", "out of range", "a number from 0 to 1", func(d *Definitions) { d.Techniques[4].Detection = 2 }},
		{"technique.T05.needs", `unknown precondition "presense"`, `did you mean "presence"?`, func(d *Definitions) { d.Techniques[4].Needs = []string{"presense"} }},
		{"technique.T05.gives", `unknown effect "maps"`, `did you mean "map"?`, func(d *Definitions) { d.Techniques[4].Gives = "maps" }},
		{"technique.T05.on", "unknown asset type", "", func(d *Definitions) { d.Techniques[4].On = []string{"A0099"} }},
		{"technique.T05.in", "unknown kind of zone", "", func(d *Definitions) { d.Techniques[4].In = []string{"moon"} }},
		{"technique.T05.trait", "unknown trait", "", func(d *Definitions) { d.Techniques[4].Trait = "shiny" }},
		{"technique.T05.pace", "not a duration", "", func(d *Definitions) { d.Techniques[4].Pace = "often" }},
		{"technique.T05.level", "out of range", "", func(d *Definitions) { d.Techniques[4].Level = -1 }},
		{"technique.T05", "name and tactic", "", func(d *Definitions) { d.Techniques[4].Tactic = "" }},
		{"technique.T06", "two techniques", "", func(d *Definitions) { d.Techniques[4].ID = "T06" }},
		{"estate.water.base", `unknown estate "ofice"`, `did you mean "office"?`, template(2, func(t *Template) { t.Base = "ofice" })},
		{"estate.office.base", "in a circle", "", template(0, func(t *Template) { t.Base = "office" })},
		{"estate.office", "two estates", "", template(1, func(t *Template) { t.Name = "office" })},
		{"estate.water.zones.control.kind", "unknown kind of zone", "", template(2, func(t *Template) { t.Zones["control"] = ZoneTemplate{Kind: "contrl"} })},
		{"estate.water.zones.control.monitoring", "out of range", "", template(2, func(t *Template) { t.Zones["control"] = ZoneTemplate{Kind: "control", Monitoring: share(-1)} })},
		{"estate.water.conduits[0].to", `unknown zone "contrl"`, `did you mean "control"?`, template(2, func(t *Template) { t.Conduits[0].To = "contrl" })},
		{"estate.water.conduits[0].from", "unknown zone", "", template(2, func(t *Template) { t.Conduits[0].From = "nowhere" })},
		{"estate.water.conduits[1].from", "unknown estate", `did you mean "vendor"?`, template(2, func(t *Template) { t.Conduits[1].From = "vendr:support" })},
		{"estate.water.conduits[1].from", `unknown zone of estate vendor "suport"`, `did you mean "support"?`, template(2, func(t *Template) { t.Conduits[1].From = "vendor:suport" })},
		{"estate.water.conduits[0].filter", "out of range", "", template(2, func(t *Template) { t.Conduits[0].Filter = 0.5 })},
		{"estate.water.devices.scada.zone", "unknown zone", "", device(func(d *DeviceTemplate) { d.Zone = "x" })},
		{"estate.water.devices.scada.type", "unknown asset type", "", device(func(d *DeviceTemplate) { d.Type = "PLC" })},
		{"estate.water.devices.scada.traits", "unknown trait", "", device(func(d *DeviceTemplate) { d.Traits = []string{"old"} })},
		{"estate.water.devices.scada.holds", "unknown account", "", device(func(d *DeviceTemplate) { d.Holds = []string{"root"} })},
		{"estate.water.devices.scada.admits", "unknown account", "", device(func(d *DeviceTemplate) { d.Admits = []string{"root"} })},
		{"estate.office.stores.customers.device", "unknown device", "", template(0, func(t *Template) { t.Stores["customers"] = StoreTemplate{Device: "x", Class: "personal"} })},
		{"estate.office.stores.customers.class", "unknown class", "", template(0, func(t *Template) { t.Stores["customers"] = StoreTemplate{Device: "bill", Class: "secret"} })},
		{"estate.office.response.notice", "distribution", "", template(0, func(t *Template) { t.Response.Notice = "soon()" })},
		{"estate.office.response.lost", "out of range", "", template(0, func(t *Template) { t.Response.Lost = share(1.5) })},
		{"estate.office.response.isolate", "unknown zone", "", template(0, func(t *Template) { t.Response.Isolate = []string{"x"} })},
		{"defence[0].operator", `"watr"`, `did you mean "water"?`, func(d *Definitions) { d.Defences = []DefenceSpec{{Operator: "watr"}} }},
		{"defence[0].monitoring.moon", "unknown kind", "", func(d *Definitions) { d.Defences = []DefenceSpec{{Monitoring: map[string]float64{"moon": 1}}} }},
		{"defence[0].monitoring.office", "out of range", "", func(d *Definitions) { d.Defences = []DefenceSpec{{Monitoring: map[string]float64{"office": 7}}} }},
		{"defence[0].response.isolate", "unknown zone", "", func(d *Definitions) {
			d.Defences = []DefenceSpec{{Operator: "water", Response: Response{Isolate: []string{"x"}}}}
		}},
		{"campaign[0].name", "needs a name", "", campaign(func(c *CampaignSpec) { c.Name = "" })},
		{"campaign[0].skill", "unknown skill", `did you mean "expert"?`, campaign(func(c *CampaignSpec) { c.Skill = "expret" })},
		{"campaign[0].tempo", "out of range", "", campaign(func(c *CampaignSpec) { c.Tempo = -1 })},
		{"campaign[0].hands", "-1 hands", "1 or more", campaign(func(c *CampaignSpec) { c.Hands = &minus })},
		{"campaign[0].start", "not a duration", "", campaign(func(c *CampaignSpec) { c.Start = "noon" })},
		{"campaign[0].until", "over before it strikes", "", campaign(func(c *CampaignSpec) { c.Strike, c.Until = "5h", "4h" })},
		{"campaign[0].entry.technique", `unknown technique "T99"`, "", campaign(func(c *CampaignSpec) { c.Entry.Technique = "T99" })},
		{"campaign[0].entry.technique", "no way in", "", campaign(func(c *CampaignSpec) { c.Entry.Technique = "T02" })},
		{"campaign[0].entry.operator", "unknown operator", "", campaign(func(c *CampaignSpec) { c.Entry.Operator = "none" })},
		{"campaign[0].entry.zone", "unknown zone", "", campaign(func(c *CampaignSpec) { c.Entry.Zone = "attic" })},
		{"campaign[0].entry.zone", "no device on which T01", "", campaign(func(c *CampaignSpec) { c.Entry.Zone = "control" })},
		{"campaign[0].goals", "at least one goal", "", campaign(func(c *CampaignSpec) { c.Goals = nil })},
		{"campaign[0].goals[0].technique", "unknown technique", "", campaign(func(c *CampaignSpec) { c.Goals[0].Technique = "T0" })},
		{"campaign[0].goals[0].operator", "unknown operator", "", campaign(func(c *CampaignSpec) { c.Goals[0].Operator = "watre" })},
		{"campaign[0].goals[0].target", `no target "water/pmp"`, `did you mean "water/pump"?`, campaign(func(c *CampaignSpec) { c.Goals[0].Target = "water/pmp" })},
		{"campaign[0].goals[0].count", "-1 targets", "", campaign(func(c *CampaignSpec) { c.Goals[0].Count = -1 })},
		{"campaign[0].goals[0]", "no way leads", "", campaign(func(c *CampaignSpec) { c.Avoid.Techniques = []string{"T02"} })},
		{"campaign[0].avoid.operators", "unknown operator", "", campaign(func(c *CampaignSpec) { c.Avoid.Operators = []string{"wter"} })},
	}
	for _, c := range cases {
		t.Run(c.path+" "+c.what, func(t *testing.T) {
			d := Definitions{Techniques: catalogue(), Templates: estates(), Campaigns: []CampaignSpec{attack()}}
			c.broken(&d)
			spec, problems := Compile(&model.Roster{City: town(t)}, d)
			require.NotEmpty(t, problems)
			assert.Nil(t, spec)
			found := false
			for _, p := range problems {
				if p.Path == c.path {
					found = true
					assert.Contains(t, p.What, c.what)
					assert.Contains(t, p.Want, c.want)
				}
			}
			assert.True(t, found, "%v", problems)
		})
	}
}

func TestFaultsComeTogether(t *testing.T) {
	d := Definitions{Techniques: catalogue(), Templates: estates(), Campaigns: []CampaignSpec{attack(), {Name: "x"}}}
	d.Campaigns[0].Skill, d.Campaigns[0].Tempo, d.Campaigns[0].Entry.Zone = "x", -1, "y"
	_, problems := Compile(&model.Roster{City: town(t)}, d)
	var paths []string
	for _, p := range problems {
		paths = append(paths, p.Path)
	}
	assert.Equal(t, []string{"campaign[0].tempo", "campaign[0].skill", "campaign[0].entry.zone",
		"campaign[1].goals", "campaign[1].entry.technique", "campaign[1].entry.operator"}, paths)
}

func TestInheritance(t *testing.T) {
	s, r := compile(t, Definitions{})
	var names []string
	for _, a := range r.Actors {
		names = append(names, a.Name)
	}
	assert.Equal(t, []string{
		"vendor", "vendor/data/customers", "vendor/office", "vendor/office/bill", "vendor/office/mail", "vendor/support", "vendor/support/station",
		"water", "water/control", "water/control/scada", "water/data/customers", "water/office", "water/office/bill", "water/office/mail",
		"water/supplier", "water/supplier/gateway",
	}, names, "in the order of names")
	assert.Equal(t, 86400.0, s.hits[2].eradicate.Mean(), "taken over from the office")
	assert.Len(t, s.hits[2].isolate, 2, "changed by the utility")
	assert.Equal(t, model.EntityID(model.Absent), s.Operator(0), "an operator without an estate has no people")
	assert.Equal(t, "T06 Open", r.Techniques[5])
}

func TestEntitiesStayWithAnotherCampaign(t *testing.T) {
	_, without := compile(t, Definitions{})
	_, with := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}})
	assert.Equal(t, without.Actors, with.Actors[:len(without.Actors)])
	assert.Len(t, with.Actors, len(without.Actors)+1)
}

func TestOnlyWhatCanHelpIsCompiled(t *testing.T) {
	a := attack()
	a.Goals = []GoalSpec{{Technique: "T07", Operator: "water", Target: "water/billing"}}
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{a}})
	for _, n := range s.campaigns[0].graph.Nodes {
		assert.NotContains(t, n.Name, "vendor")
		assert.NotContains(t, n.Name, "scada", fmt.Sprint(n))
	}
}
