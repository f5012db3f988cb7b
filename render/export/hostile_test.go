package export

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/trace"
)

// evil is a name as nobody should choose one.
const evil = "a\"b\\c\x00\n\r\t\x1b[31m</script>\u202ee\u2028f\xffg\u200fh"

func TestHostileNamesAreEscaped(t *testing.T) {
	rec := trace.Example()
	for i := range rec.Entities {
		rec.Entities[i].Name, rec.Entities[i].Title = evil+rec.Entities[i].Name, evil
	}
	for i := range rec.Techniques {
		rec.Techniques[i] += evil
	}
	rec.Operators[0].Title, rec.Sectors[1].Title = evil, evil
	h := &rec.Header
	for _, s := range []*string{&h.Program, &h.City, &h.CityTitle, &h.Attribution, &h.Synthetic, &h.Scenario, &h.ScenarioTitle, &h.ModelledOn, &h.Invented, &h.Start} {
		*s = evil
	}
	h.Sets = []string{evil}
	opt := Options{Measures: []Measure{{ID: evil, Title: evil, Stage: evil, Family: evil, On: evil, Unit: evil, Strength: 1}}}
	layers, bundle := layersOf(t, rec, opt), bundleOf(t, rec, opt)
	require.NoError(t, layerSchema(t).Validate(parsed(t, layers)))
	require.Empty(t, readStixSchemas(t).faults(t, bundle))
	for _, text := range []string{string(layers), string(bundle)} {
		require.True(t, utf8.ValidString(text))
		assert.Contains(t, text, `a\"b\\c`)
		for _, bad := range []string{"\x00", "\x1b", "\r", "\t", "\u202e", "\u200f", "\u2028", `\u0000`, `\u001b`, `\u202e`, `\u2028`, `\r`, `\t`} {
			assert.NotContains(t, text, bad)
		}
	}
}

func TestPlainKeepsWhatPeopleWrite(t *testing.T) {
	for _, text := range []string{"Câmara Municipal (SYNTHETIC)", "Πειραιάς 7 €", "日本", "a \"b\" \\ c", ""} {
		assert.Equal(t, text, plain(text))
	}
	assert.Equal(t, "a�b�c", plain("a\nb\xffc"))
}

// TestAnyRecordingGivesValidFiles mixes up the Changes and the stage of the example: whatever a recording says, the files fit their
// schemas, and no reference leads nowhere.
func TestAnyRecordingGivesValidFiles(t *testing.T) {
	layerFile, stix := layerSchema(t), readStixSchemas(t)
	rapid.Check(t, func(r *rapid.T) {
		rec := trace.Example()
		for i := range rec.Changes {
			mixUp(r, rec, &rec.Changes[i])
		}
		for i := range rec.Techniques {
			rec.Techniques[i] = rapid.SampledFrom([]string{"", " ", "T0855", "T1566.001 x", "X", "T9999 y"}).Draw(r, "technique")
		}
		for i := range rec.Entities {
			e := &rec.Entities[i]
			if !e.IsAsset() {
				e.Operator = model.OperatorID(rapid.IntRange(-1, len(rec.Operators)-1).Draw(r, "operator"))
				e.Sort = model.ActorSort(rapid.IntRange(1, 9).Draw(r, "sort"))
			}
			e.Name = rapid.SampledFrom([]string{e.Name, "", "same"}).Draw(r, "name")
			e.Title = rapid.SampledFrom([]string{e.Title, "", "same"}).Draw(r, "title")
		}
		rec.Operators[0].Sector = model.SectorID(rapid.IntRange(-1, 3).Draw(r, "sector"))
		rec.Header.ScenarioTitle = rapid.SampledFrom([]string{"", "x"}).Draw(r, "title")
		if err := layerFile.Validate(parsed(t, layersOf(t, rec, Options{TraceHash: "x"}))); err != nil {
			r.Fatal(err)
		}
		if faults := stix.faults(t, bundleOf(t, rec, Options{TraceHash: "x"})); len(faults) > 0 {
			r.Fatal(strings.Join(faults, "\n"))
		}
	})
}

// mixUp gives a Change another kind, entity and reason; its causes and its instant stay.
func mixUp(r *rapid.T, rec *trace.Recording, c *trace.Change) {
	if rapid.Bool().Draw(r, "keep") {
		return
	}
	c.Kind = rapid.SampledFrom([]model.ChangeKind{model.KindCommand, model.KindFoothold, model.KindDetection, model.KindData, model.KindDeadline}).Draw(r, "kind")
	c.Entity = model.EntityID(rapid.IntRange(0, len(rec.Entities)-1).Draw(r, "entity"))
	c.Why.Code = rapid.SampledFrom([]model.WhyCode{model.WhyTechnique, model.WhyBlocked, model.WhyDetected, model.WhyUnknown, 999}).Draw(r, "code")
	c.Why.Other = model.EntityID(rapid.IntRange(-1, len(rec.Entities)-1).Draw(r, "other"))
	c.Why.Amount = rapid.Int64Range(-2, 4).Draw(r, "amount")
	c.From, c.To = model.Level(rapid.IntRange(0, int(model.Full)).Draw(r, "from")), model.Level(rapid.IntRange(0, int(model.Full)).Draw(r, "to"))
}

// A run in which nothing happens has files too.
func TestQuietRun(t *testing.T) {
	rec := trace.Example()
	rec.Changes = nil
	rec.City, rec.Affected, rec.Services = trace.Series{}, trace.Series{}, trace.Series{}
	for _, l := range readLayers(t, layersOf(t, rec, Options{})) {
		assert.Empty(t, l.Techniques)
	}
	text := bundleOf(t, rec, Options{})
	assert.Empty(t, readStixSchemas(t).faults(t, text))
	all := objectsOf(t, text)
	assert.Empty(t, all["campaign"])
	assert.Equal(t, []string{all["identity"][0].ID}, all["report"][0].Refs)
}
