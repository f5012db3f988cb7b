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

// The names are those of ATT&CK v18.1, as the design notes list them (id and name of each read in the STIX bundles).
func TestTechniqueNames(t *testing.T) {
	techniques, _, err := Cyber()
	require.NoError(t, err)
	known := map[string]string{
		"T1566": "Phishing", "T1190": "Exploit Public-Facing Application", "T1133": "External Remote Services", "T1078": "Valid Accounts",
		"T1195": "Supply Chain Compromise", "T1199": "Trusted Relationship", "T1110": "Brute Force", "T1003": "OS Credential Dumping",
		"T1555": "Credentials from Password Stores", "T1046": "Network Service Discovery", "T1021": "Remote Services",
		"T1210": "Exploitation of Remote Services", "T1041": "Exfiltration Over C2 Channel", "T1567": "Exfiltration Over Web Service",
		"T1486": "Data Encrypted for Impact", "T1490": "Inhibit System Recovery", "T1489": "Service Stop", "T1485": "Data Destruction",
		"T1561": "Disk Wipe", "T1565": "Data Manipulation", "T1529": "System Shutdown/Reboot", "T0819": "Exploit Public-Facing Application",
		"T0822": "External Remote Services", "T0883": "Internet Accessible Device", "T0860": "Wireless Compromise",
		"T0862": "Supply Chain Compromise", "T0812": "Default Credentials", "T0891": "Hardcoded Credentials", "T0859": "Valid Accounts",
		"T0886": "Remote Services", "T0866": "Exploitation of Remote Services", "T0823": "Graphical User Interface",
		"T0888": "Remote System Information Discovery", "T0855": "Unauthorized Command Message", "T0836": "Modify Parameter",
		"T0816": "Device Restart/Shutdown", "T0857": "System Firmware", "T0881": "Service Stop", "T0809": "Data Destruction",
		"T0827": "Loss of Control", "T0831": "Manipulation of Control", "T0879": "Damage to Property",
	}
	for _, x := range techniques {
		assert.Equal(t, known[x.ID], x.Name, x.ID)
		assert.NotEmpty(t, x.Source, x.ID)
		assert.Equal(t, x.ID[1] == '0', x.Domain == "ics", "%s: ICS numbers begin with T0", x.ID)
	}
	assert.Len(t, techniques, len(known))
}
