package defaults

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/measure"
)

var update = flag.Bool("update", false, "write the tables of docs/measures.md anew")

const measuresDoc = "../../docs/measures.md"

// The tables of docs/measures.md are those of the program.
func TestTheDocsHaveTheCatalogue(t *testing.T) {
	list, err := Measures()
	require.NoError(t, err)
	data, err := os.ReadFile(measuresDoc)
	require.NoError(t, err)
	want := string(data)
	for _, part := range []struct{ name, table string }{{"parameters", parameterTable()}, {"catalogue", catalogueTable(list)}} {
		head, rest, found := strings.Cut(want, "<!-- "+part.name+" -->\n")
		require.True(t, found, part.name)
		_, tail, found := strings.Cut(rest, "<!-- end -->")
		require.True(t, found, part.name)
		want = head + "<!-- " + part.name + " -->\n" + part.table + "<!-- end -->" + tail
	}
	if *update {
		require.NoError(t, os.WriteFile(measuresDoc, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(data), "run the test with -update")
}

func parameterTable() string {
	var b strings.Builder
	b.WriteString("| parameter | what it is | combines | together at least | at most | counted |\n|---|---|---|---|---|---|\n")
	for _, p := range measure.Parameters() {
		how := "adds up"
		if p.Unit != "" {
			how += " [" + p.Unit + "]"
		}
		if p.Times {
			how = "multiplies"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", p.Name, p.Doc, how, shown(p.Least), shown(p.Most), p.Thing)
	}
	return b.String()
}

func catalogueTable(list []measure.Measure) string {
	var b strings.Builder
	b.WriteString("| measure | stage, family | strength | moves | once, a year [EUR] | source and confidence |\n|---|---|---|---|---|---|\n")
	for i := range list {
		m := &list[i]
		var moves, sources []string
		for k := range m.Effects {
			moves = append(moves, "`"+m.Effects[k].Describe()+"`")
			sources = append(sources, m.Effects[k].Source+" ("+m.Effects[k].Confidence+")")
		}
		name := "`" + m.ID + "`: " + m.Title
		if m.AddsSurface {
			name += " (adds surface)"
		}
		fmt.Fprintf(&b, "| %s | %s, %s | %s, at most %s %s | %s | %s | %s |\n", name, m.Stage, m.Family, shown(m.Strength.Usual), shown(m.Strength.Most),
			m.Strength.Unit, strings.Join(moves, "; "), cost(m.Buy)+", "+cost(m.Yearly), strings.Join(sources, "; "))
	}
	return b.String()
}

func cost(c measure.Cost) string { return shown(c.EUR) + " per " + c.Per }

func shown(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
