package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

func bundleOf(t testing.TB, rec *trace.Recording, opt Options) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, STIX(&b, rec, opt))
	return b.Bytes()
}

// objectsOf are the objects of a bundle by type, in order.
func objectsOf(t testing.TB, text []byte) map[string][]object {
	t.Helper()
	var b struct{ Objects []object }
	require.NoError(t, json.Unmarshal(text, &b))
	out := map[string][]object{}
	for _, o := range b.Objects {
		out[o.Type] = append(out[o.Type], o)
	}
	return out
}

// related lists the relationships as "source kind target", by name.
func related(all map[string][]object) []string {
	names := map[string]string{}
	for _, list := range all {
		for _, o := range list {
			names[o.ID] = o.Name
		}
	}
	var out []string
	for _, r := range all["relationship"] {
		out = append(out, names[r.Source]+" "+r.Relation+" "+names[r.Target])
	}
	return out
}

// The instants come from the story of trace.Example, which starts on 2026-01-14 at 08:00 and ends 24 h later.
func TestBundleOfTheExample(t *testing.T) {
	all := objectsOf(t, bundleOf(t, trace.Example(), Options{Tactics: map[string]string{"T0855": "impair-process-control"},
		Measures: []Measure{{ID: "battery-hours", Title: "Battery hours", Stage: "design", Family: "continuity", On: "sector:telecom", Strength: 8, Unit: "h"}}}))
	const dso = "Electricity distribution (SYNTHETIC)"
	const mail, scada, sub = "Mail server (dso/office/mail)", "SCADA server (dso/control/scada)", "Substation 01 (power/substation-01)"
	assert.Equal(t, []string{
		"Attack on the grid uses T1566.001 Spearphishing Attachment",
		"Attack on the grid uses T0859 Valid Accounts",
		"Attack on the grid uses T0855 Unauthorized Command Message",
		mail + " related-to " + dso,
		"Attack on the grid compromises " + mail,
		"Attack on the grid targets " + dso,
		"T1566.001 Spearphishing Attachment targets " + dso,
		scada + " related-to " + dso,
		"Attack on the grid compromises " + scada,
		"T0859 Valid Accounts targets " + dso,
		"T0855 Unauthorized Command Message targets " + dso,
		sub + " related-to " + dso,
		scada + " controls " + sub,
		"Attack on the grid compromises " + sub,
		"Attack on " + dso + " related-to " + dso,
		"Attack on " + dso + " related-to Attack on the grid",
	}, related(all))

	campaign := all["campaign"][0]
	assert.Equal(t, "2026-01-14T08:30:00.000Z", campaign.FirstSeen)
	assert.Equal(t, "2026-01-14T14:00:00.000Z", campaign.LastSeen)
	assert.Contains(t, campaign.Description, "3 steps succeeded, 1 failed")

	command := all["attack-pattern"][2]
	assert.Equal(t, []reference{{"mitre-attack", "T0855", "https://attack.mitre.org/techniques/T0855"}}, command.References)
	assert.Equal(t, []phase{{"mitre-ics-attack", "impair-process-control"}}, command.Phases)
	assert.Equal(t, "In this run it succeeded 1 time, failed 0 times and was noticed 0 times.", strings.TrimPrefix(command.Description, "SYNTHETIC. "))

	require.Len(t, all["sighting"], 1)
	sighting := all["sighting"][0]
	assert.Equal(t, all["attack-pattern"][1].ID, sighting.SightingOf)
	assert.Equal(t, []string{all["identity"][1].ID}, sighting.Where)
	assert.Equal(t, 1, sighting.Count)
	assert.Equal(t, "2026-01-14T13:30:00.000Z", sighting.FirstSeen)

	assert.Equal(t, []string{"energy"}, all["identity"][1].Sectors)
	assert.Contains(t, all["identity"][1].Description, "nis2-essential")
	assert.Equal(t, "Battery hours", all["course-of-action"][0].Name)
	assert.Contains(t, all["course-of-action"][0].Description, "8 h, on sector:telecom")
	assert.Contains(t, all["incident"][0].Description, "0d 14:30:00 Grid operations: decision; Control centre zone isolated")
}

// The losses of trace.Example: power from 0d 14:00 to 19:00, all 5,000 people of the two places of load 01 and half of the
// 3,000 of load 02, 6,500 for 5 h = 32,500 people-hours. The chain to load 01 goes back to the campaign's begin.
func TestNotesTellTheCascade(t *testing.T) {
	notes := map[string]object{}
	for _, n := range objectsOf(t, bundleOf(t, trace.Example(), Options{}))["note"] {
		notes[strings.TrimPrefix(n.Abstract, "SYNTHETIC. ")] = n
	}
	chain := strings.Split(notes["From the first cause to people, at the worst moment"].Content, "\n")
	require.Greater(t, len(chain), 3)
	assert.Equal(t, "People affected: 7,500 at 0d 18:00:01. The chain of Load node 01:", chain[0])
	assert.Equal(t, "0d 08:30:00 Attack on the grid: foothold; campaign began", chain[1])
	assert.Equal(t, "0d 14:00:00 Load node 01: service 100 % to 0 %; no path from any source (Substation 01)", chain[len(chain)-1])
	assert.Contains(t, notes["Loss of service: Power"].Content, "At most 6,500 people were without it at once, 32,500 people-hours in all.")
	assert.Contains(t, notes["Data ledger"].Content, "0d 16:00:00 Customer records: data; 120000 records within reach")
	assert.NotContains(t, notes, "Loss of service: Health", "the hospital's battery lasted")
	assert.NotContains(t, notes, "Legal clocks", "there are none in the example")
}

func TestEverythingSaysItIsSynthetic(t *testing.T) {
	var b struct{ Objects []map[string]any }
	require.NoError(t, json.Unmarshal(bundleOf(t, trace.Example(), Options{Measures: []Measure{{ID: "x"}}}), &b))
	statements := map[string]string{}
	for _, o := range b.Objects {
		if o["type"] == "marking-definition" {
			statements[o["id"].(string)] = o["definition"].(map[string]any)["statement"].(string)
		}
	}
	for _, o := range b.Objects {
		kind := o["type"].(string)
		if kind == "marking-definition" {
			continue
		}
		marked, mitre := false, false
		for _, ref := range o["object_marking_refs"].([]any) {
			marked = marked || strings.HasPrefix(statements[ref.(string)], "SYNTHETIC: ")
			mitre = mitre || strings.Contains(statements[ref.(string)], "permission of The MITRE Corporation")
		}
		assert.True(t, marked, o["id"])
		assert.Equal(t, kind == "attack-pattern", mitre, o["id"])
		if kind != "relationship" && kind != "note" {
			assert.Contains(t, o["description"], "SYNTHETIC", kind)
		}
	}
}

// The report refers to all objects but the statements and the author, and says which run it is.
func TestReportHoldsEverything(t *testing.T) {
	rec := trace.Example()
	all := objectsOf(t, bundleOf(t, rec, Options{}))
	report, n := all["report"][0], 0
	for kind, list := range all {
		if kind != "marking-definition" && kind != "report" {
			n += len(list)
		}
	}
	assert.Len(t, report.Refs, n-1)
	assert.NotContains(t, report.Refs, all["identity"][0].ID)
	assert.Equal(t, "2026-01-15T08:00:00.000Z", report.Published)
	for _, text := range []string{"scenario: example", "seed: 1", "replication: 0", "start: 2026-01-14 08:00", "trace sha256: " + rec.HashText()} {
		assert.Contains(t, report.Description, text)
	}
	assert.NotContains(t, report.Description, "says no date")
	rec.Header.Start = "08:00"
	assert.Contains(t, objectsOf(t, bundleOf(t, rec, Options{}))["report"][0].Description, "its day 0 is written as 2000-01-01")
}

func TestSameRunSameBytes(t *testing.T) {
	one := bundleOf(t, trace.Example(), Options{})
	assert.Equal(t, string(one), string(bundleOf(t, trace.Example(), Options{})))
	assert.Equal(t, string(layersOf(t, trace.Example(), Options{})), string(layersOf(t, trace.Example(), Options{})))

	ids := map[string]bool{}
	for _, list := range objectsOf(t, one) {
		for _, o := range list {
			ids[o.ID] = true
		}
	}
	other := trace.Example()
	other.Header.Replication = 1
	for _, list := range objectsOf(t, bundleOf(t, other, Options{})) {
		for _, o := range list {
			assert.NotContains(t, ids, o.ID, "of another replication")
		}
	}
}

// Names in the namespace of the domain name system: the vector of RFC 9562, appendix A.4, and that of the documentation of Python.
func TestUUIDOfTheRFC(t *testing.T) {
	dns := [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	assert.Equal(t, "2ed6657d-e927-568b-95e1-2665a8aea6a2", uuid(dns, "www.example.com"))
	assert.Equal(t, "886313e1-3b8a-5372-9b90-0c9aee199e5d", uuid(dns, "python.org"))
}

func TestCalendar(t *testing.T) {
	const second = sim.Time(1e9)
	for _, c := range []struct {
		start string
		at    sim.Time
		want  string
		dated bool
	}{
		{"2026-01-14 08:00", 0, "2026-01-14T08:00:00.000Z", true},
		{"2026-01-14T08:00", 1500 * second / 1000, "2026-01-14T08:00:01.500Z", true},
		{"2026-01-14T08:00:30", 0, "2026-01-14T08:00:30.000Z", true},
		{"2026-01-14T08:00:00+02:00", 0, "2026-01-14T08:00:00.000Z", true}, // the clock's reading counts
		{"2024-02-28", 24 * 3600 * second, "2024-02-29T00:00:00.000Z", true},
		{"2026-12-31 23:59", 60 * second, "2027-01-01T00:00:00.000Z", true},
		{"08:00", 0, "2000-01-01T08:00:00.000Z", false},
		{"08:00:05", 0, "2000-01-01T08:00:05.000Z", false},
		{"", 0, "2000-01-01T00:00:00.000Z", false},
		{"noon", 0, "2000-01-01T00:00:00.000Z", false},
		{"2026-01-14 08:00", 999_999, "2026-01-14T08:00:00.000Z", true},
		{"9999-12-31 23:59", sim.Never, "9999-12-31T23:59:59.999Z", true},
	} {
		cal := calendarOf(&trace.Recording{Header: trace.Header{Start: c.start}})
		assert.Equal(t, c.want, cal.stamp(c.at), "%q", c.start)
		assert.Equal(t, c.dated, cal.dated, "%q", c.start)
	}
}

// A run in which more devices fall than a file describes: it says how many are left out.
func TestManyDevicesAreCapped(t *testing.T) {
	rec, more := trace.Example(), 7
	for i := range mostThings + more {
		e := model.EntityID(len(rec.Entities))
		rec.Entities = append(rec.Entities, trace.Entity{Name: "camera-" + number(i), Sort: model.SortDevice, Kind: model.Absent, Sector: model.Absent,
			District: model.Absent, Operator: 0})
		rec.Changes = append(rec.Changes, trace.Change{At: rec.Header.End, Entity: e, Kind: model.KindFoothold, To: model.Full,
			Why: model.Why{Code: model.WhyTechnique, Other: e, Need: model.Absent, Amount: 2}})
	}
	text := bundleOf(t, rec, Options{TraceHash: "x"})
	all := objectsOf(t, text)
	assert.Len(t, all["infrastructure"], mostThings)
	left := 2 + 1 + more // the two devices and the asset of the example; the asset comes last
	assert.Contains(t, all["report"][0].Description, "left out: "+number(left)+".")
	assert.Empty(t, readStixSchemas(t).faults(t, text))
	assert.Len(t, strings.Split(layersOfICS(t, rec).Comment, "\n"), mostLines+1)
	assert.Contains(t, layersOfICS(t, rec).Comment, "\nand "+number(mostThings+more+1-mostLines)+" more")
}

// layersOfICS is the second technique of the example's matrix for industrial control systems.
func layersOfICS(t *testing.T, rec *trace.Recording) cell {
	return readLayers(t, layersOf(t, rec, Options{TraceHash: "x"}))[1].Techniques[1]
}

// Devices that a worm holds come without a step: they are compromised, and no technique was used.
func TestFootholdsWithoutAStep(t *testing.T) {
	rec := trace.Example()
	scada, found := rec.Entity("dso/control/scada")
	require.True(t, found)
	worm, found := rec.Entity("campaign/grid")
	require.True(t, found)
	rec.Changes = []trace.Change{
		{At: 0, Entity: worm, Kind: model.KindFoothold, To: model.Full, Why: model.Why{Code: model.WhyCampaignStart, Other: model.Absent, Need: model.Absent}},
		{At: 1, Entity: scada, Kind: model.KindFoothold, To: model.Full / 2, Why: model.Why{Other: model.Absent, Need: model.Absent}},
		{At: 2, Entity: scada, Kind: model.KindFoothold, From: model.Full / 2, To: 0, Why: model.Why{Other: model.Absent, Need: model.Absent}},
	}
	text := bundleOf(t, rec, Options{TraceHash: "x"})
	assert.Empty(t, readStixSchemas(t).faults(t, text))
	all := objectsOf(t, text)
	require.Len(t, all["infrastructure"], 1)
	assert.Len(t, all["incident"], 1)
	assert.Empty(t, all["attack-pattern"])
	assert.Contains(t, all["campaign"][0].Description, "0 steps succeeded, 0 failed")
	assert.Equal(t, all["infrastructure"][0].FirstSeen, all["infrastructure"][0].LastSeen, "losing it is no deed")
}
