package defaults

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/measure"
)

func TestTheCatalogueOfMeasuresIsWhole(t *testing.T) {
	list, err := Measures()
	require.NoError(t, err)
	ids := map[string]bool{}
	moved := map[string]bool{}
	for i := range list {
		ids[list[i].ID] = true
		for _, e := range list[i].Effects {
			moved[e.Parameter] = true
		}
	}
	// The list of issue 6, and what the first measures were to hold.
	for _, id := range []string{"segmentation", "data-diode", "secure-defaults", "supplier-diversity", "battery-hours", "generator-hours", "redundancy", "mfa",
		"privileged-access", "edr", "logging", "patching", "ot-monitoring", "offline-backups", "rebuild-drills", "manual-training", "islanding",
		"self-sovereign-identity", "location-access", "link-encryption", "data-encryption", "procurement-rules", "supplier-audit", "standard-contracts",
		"information-sharing", "joint-command", "exercises", "city-policy", "citizen-awareness", "city-csirt", "psap-positions", "backup-psap", "hospital-fuel"} {
		assert.True(t, ids[id], "measure %s is missing", id)
	}
	for _, stage := range measure.Stages() {
		assert.True(t, has(list, func(m *measure.Measure) bool { return m.Stage == stage }), "nothing at stage %s", stage)
	}
	for _, family := range measure.Families() {
		assert.True(t, has(list, func(m *measure.Measure) bool { return m.Family == family }), "nothing of family %s", family)
	}
}

func has(list []measure.Measure, fits func(*measure.Measure) bool) bool {
	for i := range list {
		if fits(&list[i]) {
			return true
		}
	}
	return false
}

// What a measure can move is what the rooms read: the parameters of estates are those of the cyber room, neither more nor less.
func TestEstateParametersAreThoseOfTheCyberRoom(t *testing.T) {
	var ours []string
	for _, p := range measure.Parameters() {
		if p.Room == "estate" {
			ours = append(ours, p.Name)
		}
	}
	assert.ElementsMatch(t, cyber.HardeningParameters(), ours)
}

// Every need and kind that a measure names is one that some city could have.
func TestMeasuresNameNeedsAndKindsThatExist(t *testing.T) {
	list, err := Measures()
	require.NoError(t, err)
	c, err := Load()
	require.NoError(t, err)
	var needs []string
	for i := range c.needs {
		needs = append(needs, c.needs[i].Key)
	}
	for i := range list {
		for _, e := range list[i].Effects {
			for _, p := range e.Needs {
				assert.True(t, anyFits(p, needs), "%s: no need fits %q", list[i].ID, p)
			}
			for _, p := range e.Kinds {
				assert.True(t, anyFits(p, c.KindNames()), "%s: no kind fits %q", list[i].ID, p)
			}
		}
	}
}

func anyFits(pattern string, list []string) bool {
	for _, s := range list {
		if measure.Match(pattern, s) {
			return true
		}
	}
	return false
}

func TestFaultsOfTheCatalogueOfMeasures(t *testing.T) {
	const head = "[sources]\ncosts = \"ours\"\nours = \"ours\"\n[measure.x]\ntitle = \"t\"\ndoc = \"d\"\nbuy = { eur = 1, per = \"city\" }\nyearly = { eur = 1, per = \"city\" }\n"
	const place = "stage = \"design\"\nfamily = \"infosec\"\nstrength = { unit = \"h\", usual = 1, most = 1 }\n"
	cases := []struct{ name, text, want string }{
		{"stage", head + "stage = \"desing\"\nfamily = \"infosec\"\nstrength = { unit = \"h\", usual = 1, most = 1 }\neffects = []", `unknown stage "desing"`},
		{"strength", head + "stage = \"design\"\nfamily = \"infosec\"\nstrength = { unit = \"h\", usual = 2, most = 1 }\neffects = []", "more than 0 usually"},
		{"parameter", head + place + "effects = [{ parameter = \"step.tiem\", value = 1, range = [1, 1], source = \"ours\", confidence = \"published\" }]", "step.time"},
		{"value out of range", head + place + "effects = [{ parameter = \"step.time\", value = 4, range = [1, 3], source = \"ours\", confidence = \"published\" }]", "outside its range"},
		{"value beyond the cap", head + place + "effects = [{ parameter = \"step.time\", value = 40, range = [1, 50], source = \"ours\", confidence = \"published\" }]", "can bear"},
		{"range", head + place + "effects = [{ parameter = \"step.time\", value = 2, range = [1], source = \"ours\", confidence = \"published\" }]", "two ends"},
		{"source", head + place + "effects = [{ parameter = \"step.time\", value = 2, range = [1, 3], source = \"mine\", confidence = \"published\" }]", "unknown source"},
		{"confidence", head + place + "effects = [{ parameter = \"step.time\", value = 2, range = [1, 3], source = \"ours\", confidence = \"sure\" }]", "unknown confidence"},
		{"a shorter way unsaid", head + place + "effects = [{ parameter = \"step.time\", value = 0.5, range = [0.2, 1], source = \"ours\", confidence = \"published\" }]", "must say adds_surface"},
		{"surface without any", head + place + "adds_surface = true\neffects = [{ parameter = \"step.time\", value = 2, range = [1, 3], source = \"ours\", confidence = \"published\" }]", "no effect adds any"},
		{"needs of a step", head + place + "effects = [{ parameter = \"step.time\", value = 2, range = [1, 3], needs = [\"*.power\"], source = \"ours\", confidence = \"published\" }]", "needs are to be named"},
		{"a cost of nobody", "[sources]\nours = \"ours\"\ncosts = \"c\"\n[measure.x]\ntitle = \"t\"\ndoc = \"d\"\nbuy = { eur = 1, per = \"citizen\" }\nyearly = { eur = 1, per = \"city\" }\n" + place + "effects = []", `unknown "citizen"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var faults model.Faults
			readMeasures("x.toml", []byte(c.text), &faults)
			require.NotEmpty(t, faults)
			assert.ErrorContains(t, faults.Err(), c.want)
			for _, f := range faults {
				assert.Positive(t, f.Line, "%v has no place", f)
			}
		})
	}
}

func FuzzMeasures(f *testing.F) {
	f.Add(measuresTOML)
	f.Add([]byte("[measure.x]\neffects = [{ range = [1] }]"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		var faults model.Faults
		list := readMeasures("x.toml", text, &faults)
		if len(faults) > 0 {
			return
		}
		for i := range list {
			if bad := list[i].Check(); len(bad) > 0 {
				panic(bad)
			}
		}
	})
}
