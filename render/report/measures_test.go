package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model/measure"
	"cascata/model/trace"
)

// TestMeasuresInForce: two measures of which one adds surface; the costs add up, each number says how sure it is.
func TestMeasuresInForce(t *testing.T) {
	rec := trace.Example()
	require.NotContains(t, pageOf(t, rec, Options{}), `id="measures"`)
	page := pageOf(t, rec, Options{Measures: []measure.InForce{
		{ID: "mfa", Title: "Second <factor>", Stage: "operations", Family: "compusec", On: "dso", Strength: 0.5, Unit: "share", Buy: 1000, Yearly: 20,
			Moves: []measure.Moved{{Parameter: "step.success", Value: 0.84, Times: true, Count: 13, Thing: "devices", Source: "a survey", Certainty: "derived"}}},
		{ID: "watch", Title: "Watch", Stage: "operations", Family: "monitoring", On: "all", Strength: 1, Unit: "share", Buy: 234, Yearly: 1, AddsSurface: true},
	}})
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
	require.Contains(t, page, `<a href="#measures">`)
	_, section, found := strings.Cut(page, `<h2 id="measures">`)
	require.True(t, found)
	section, _, _ = strings.Cut(section, "</section>")
	for _, want := range []string{"cost EUR 1,234 once and EUR 21 a year", "Second &lt;factor&gt;", "<td>0.5 share</td>", "step.success x 0.84: 13 devices", "derived: a survey", "Watch (adds surface)",
		`<td class="n">1,000</td><td class="n">20</td>`} {
		require.Contains(t, section, want)
	}
}
