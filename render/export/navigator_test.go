package export

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/trace"
)

func layersOf(t testing.TB, rec *trace.Recording, opt Options) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Navigator(&b, rec, opt))
	return b.Bytes()
}

// readLayers are the layers of a list.
func readLayers(t testing.TB, text []byte) []layer {
	t.Helper()
	var list []layer
	require.NoError(t, json.Unmarshal(text, &list))
	require.Len(t, list, 2)
	return list
}

// The numbers come from the story of trace.Example: Change 2 is T1566.001 on the mail server at 0d 10:00, Changes 3 and 4 are
// T0859 on the SCADA server at 11:00 (failed) and 13:00 (succeeded, seen by Change 5), Change 6 is T0855 there at 14:00.
func TestLayersOfTheExample(t *testing.T) {
	list := readLayers(t, layersOf(t, trace.Example(), Options{Tactics: map[string]string{"T0855": "impair-process-control", "T1566": "initial-access"}}))
	enterprise, ics := list[0], list[1]
	assert.Equal(t, "enterprise-attack", enterprise.Domain)
	assert.Equal(t, "ics-attack", ics.Domain)
	assert.Equal(t, "A breach in an invented town (ICS)", ics.Name)

	require.Len(t, enterprise.Techniques, 1)
	mail := enterprise.Techniques[0]
	assert.Equal(t, cell{ID: "T1566.001", Tactic: "initial-access", Score: 1, Color: "#d55e00", Comment: "0d 10:00:00 succeeded on Mail server (dso/office/mail)",
		Metadata: []metadatum{{"outcome", "succeeded, never noticed"}, {"used", "1"}, {"succeeded", "1"}, {"failed", "0"}, {"noticed", "0"},
			{"first", "0d 10:00:00"}, {"last", "0d 10:00:00"}},
		Links: []link{{"T1566.001 Spearphishing Attachment", "https://attack.mitre.org/techniques/T1566/001"}}}, mail)

	require.Len(t, ics.Techniques, 2)
	accounts := ics.Techniques[0]
	assert.Equal(t, "T0859", accounts.ID)
	assert.Empty(t, accounts.Tactic, "nobody said its tactic")
	assert.Equal(t, 1, accounts.Score)
	assert.Equal(t, "#e69f00", accounts.Color)
	assert.Equal(t, "0d 11:00:00 failed on SCADA server (dso/control/scada)\n0d 13:00:00 succeeded on SCADA server (dso/control/scada), noticed", accounts.Comment)
	assert.Equal(t, []metadatum{{"outcome", "succeeded, noticed"}, {"used", "2"}, {"succeeded", "1"}, {"failed", "1"}, {"noticed", "1"},
		{"first", "0d 11:00:00"}, {"last", "0d 13:00:00"}}, accounts.Metadata)
	assert.Equal(t, "T0855", ics.Techniques[1].ID)
	assert.Equal(t, "impair-process-control", ics.Techniques[1].Tactic)

	for _, l := range list {
		assert.Contains(t, l.Description, "SYNTHETIC")
		assert.Contains(t, l.Description, "with the permission of The MITRE Corporation")
		assert.Contains(t, l.Metadata, metadatum{"campaign", "Attack on the grid (campaign/grid)"})
		assert.Contains(t, l.Metadata, metadatum{"city data", "No data: an invented town"})
		assert.Len(t, l.Legend, 4)
		assert.Greater(t, l.Gradient.Max, l.Gradient.Min)
	}
}

func TestOneDomainIsOneLayer(t *testing.T) {
	for domain, want := range map[string]string{Enterprise: "enterprise-attack", ICS: "ics-attack"} {
		text := layersOf(t, trace.Example(), Options{Domain: domain})
		require.NoError(t, layerSchema(t).Validate(parsed(t, text)))
		var l layer
		require.NoError(t, json.Unmarshal(text, &l))
		assert.Equal(t, want, l.Domain)
	}
	var b bytes.Buffer
	assert.ErrorContains(t, Navigator(&b, trace.Example(), Options{Domain: "icz"}), `there is no domain "icz": did you mean "ics"?`)
	assert.Zero(t, b.Len(), "nothing half-written")
}

func TestTechniquesWithoutANumberAreCounted(t *testing.T) {
	rec := trace.Example()
	rec.Techniques[1] = "Valid Accounts"
	list := readLayers(t, layersOf(t, rec, Options{}))
	require.Len(t, list[1].Techniques, 1)
	assert.Equal(t, "T0855", list[1].Techniques[0].ID)
	assert.Contains(t, list[1].Description, "1 technique of the run has no ATT&CK number and is left out.")
}

func TestColourSaysHowATechniqueFared(t *testing.T) {
	for want, u := range map[string]use{
		"succeeded, never noticed": {made: 1, failed: 5}, "succeeded, noticed": {made: 1, seen: 1},
		"failed, noticed": {failed: 1, seen: 1}, "failed, never noticed": {failed: 3},
	} {
		assert.Equal(t, want, u.outcome().Label)
	}
	colours := map[string]bool{}
	for _, o := range outcomes() {
		colours[o.Color] = true
	}
	assert.Len(t, colours, 4)
}

func TestNumbersOfTechniques(t *testing.T) {
	for _, c := range []struct{ text, id, domain, url string }{
		{"T0855 Unauthorized Command Message", "T0855", ICS, "https://attack.mitre.org/techniques/T0855"},
		{"T1566.001 Spearphishing Attachment", "T1566.001", Enterprise, "https://attack.mitre.org/techniques/T1566/001"},
		{"T1078", "T1078", Enterprise, "https://attack.mitre.org/techniques/T1078"},
		{"T10 x", "", "", ""}, {"T12345 x", "", "", ""}, {"T1566. x", "", "", ""}, {"T1566.01 x", "", "", ""}, {"T1566.001.2 x", "", "", ""},
		{"1566 x", "", "", ""}, {"TT1566 x", "", "", ""}, {"T15a6 x", "", "", ""}, {"T0855\x00 x", "", "", ""}, {"", "", "", ""},
	} {
		rec := &trace.Recording{Stage: &trace.Stage{Techniques: []string{c.text}}}
		x := techniquesOf(rec, nil)[0]
		assert.Equal(t, c.id, x.id, "%q", c.text)
		assert.Equal(t, c.domain, x.domain(), "%q", c.text)
		if c.id != "" {
			assert.Equal(t, c.url, x.url())
			assert.NotEmpty(t, x.name)
		}
	}
}
