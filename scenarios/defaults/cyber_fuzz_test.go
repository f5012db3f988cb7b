package defaults

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cyber"
)

// hamlet is one operator with one asset.
func hamlet(t testing.TB, estate string) *model.City {
	c := &model.City{
		Name: "hamlet", Sectors: []model.Sector{{Name: "water"}}, Kinds: []model.Kind{{Name: "water/pump"}},
		Districts: []model.District{{Name: "all"}}, Operators: []model.Operator{{Name: "water", Estate: estate, Control: model.Absent}},
		Assets: []model.Asset{{Name: "water/pump-1"}},
	}
	require.NoError(t, c.Finish())
	return c
}

// FuzzEstates reads any text as estates. What is accepted must compile, or say why not, without a panic.
func FuzzEstates(f *testing.F) {
	f.Add("")
	f.Add(string(estatesTOML[:2000]))
	f.Add("[estate.a]\nbase = \"b\"\ndoc = \"x\"\nsource = \"y\"\n[estate.b]\nbase = \"a\"\ndoc = \"x\"\nsource = \"y\"\n")
	f.Add("[estate.a]\ndoc = \"x\"\nsource = \"y\"\nzones = { z = { kind = \"office\", monitoring = 2 } }\n[estate.a.devices]\nd = { type = \"A0001\", zone = \"z\", traits = [\"users\"], controls = [\"*\"] }\n")
	f.Add("[estate.a.zones]\nz = 1\n[estate.a]\n")
	techniques, _, err := Cyber()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		var faults model.Faults
		list := readEstates("fuzz.toml", []byte(text), &faults)
		if len(faults) > 0 || len(list) == 0 {
			return
		}
		compileAny(t, techniques, list, list[0].Name)
	})
}

// FuzzTechniques reads any text as techniques, on the shipped estates.
func FuzzTechniques(f *testing.F) {
	f.Add("")
	f.Add(string(techniquesTOML[:4000]))
	f.Add("[technique.T1]\nname = \"x\"\ndomain = \"ics\"\ntactic = \"y\"\ndifficulty = \"mcqueen(1)\"\ndetection = 0.5\nneeds = [\"entry\"]\ngives = \"foothold\"\nsource = \"s\"\n[sources]\ns = \"x\"\n")
	f.Add("[technique]\nT1 = 3\n")
	_, templates, err := Cyber()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		var faults model.Faults
		list := readTechniques("fuzz.toml", []byte(text), &faults)
		if len(faults) > 0 {
			return
		}
		compileAny(t, list, templates, "water")
	})
}

// compileAny compiles with a campaign that uses every technique as a goal in turn.
func compileAny(t *testing.T, techniques []cyber.Technique, templates []cyber.Template, estate string) {
	c := cyber.CampaignSpec{Name: "c", Entry: cyber.EntrySpec{Technique: "T1566", Operator: "water", Zone: "office"}}
	for i := range techniques {
		c.Goals = append(c.Goals, cyber.GoalSpec{Technique: techniques[i].ID, Operator: "water"})
	}
	spec, problems := cyber.Compile(&model.Roster{City: hamlet(t, estate)}, cyber.Definitions{
		Techniques: techniques, Templates: templates, Campaigns: []cyber.CampaignSpec{c},
	})
	assert.Equal(t, spec == nil, len(problems) > 0)
	for _, p := range problems {
		assert.NotEmpty(t, p.String())
	}
}

func TestFaultsOfTheFilesHavePlaces(t *testing.T) {
	var faults model.Faults
	readTechniques("t.toml", []byte("[technique.T1]\nname = \"x\"\ndomain = \"isc\"\n"), &faults)
	readEstates("e.toml", []byte("[estate.a]\nbase = 1\n[estate.a.zones.z]\nmonitoring = 3.0\ncolour = \"red\"\n"), &faults)
	text := faults.Error()
	for _, want := range []string{"t.toml:3:", "e.toml:2:", "e.toml:4:", "e.toml:5:", "colour"} {
		assert.True(t, strings.Contains(text, want), "%q in %s", want, text)
	}
}
