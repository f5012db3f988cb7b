package validation

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVerdict(t *testing.T) {
	cases := []struct {
		name string
		row  Row
		want bool
	}{
		{"exact", Row{Reference: 1, Computed: 1}, true},
		{"at the edge", Row{Reference: 1, Computed: 1.5, Tolerance: 0.5}, true},
		{"too high", Row{Reference: 1, Computed: 1.75, Tolerance: 0.5}, false},
		{"too low", Row{Reference: 1, Computed: 0.25, Tolerance: 0.5}, false},
		{"not compared", Row{Reference: 1, Absent: "not here"}, true},
		{"known to miss", Row{Reference: 1, Computed: 2, Tolerance: 0.5, Miss: "because"}, true},
		{"said to miss, but does not", Row{Reference: 1, Computed: 1.25, Tolerance: 0.5, Miss: "because"}, false},
		{"undefined and said to miss", Row{Reference: 1, Computed: math.NaN(), Tolerance: 9, Miss: "because"}, false},
		{"undefined", Row{Reference: 1, Computed: math.NaN(), Tolerance: 9}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, c.row.OK()) })
	}
}

func TestMarkdownNamesFailuresAndSources(t *testing.T) {
	area := Area{Title: "Cascade", About: "Needs.", Rows: func() ([]Row, error) {
		return []Row{
			{ID: "V1", Title: "good", Source: "closed form", Reference: 0.5, Computed: 0.5},
			{ID: "V2", Title: "bad", Source: "closed form", Reference: 1, Computed: 2, Tolerance: 0.1, TolWhy: "because", Unit: "h"},
			{ID: "V3", Title: "elsewhere", Source: "their file", Absent: "not here"},
			{ID: "V4", Title: "known", Source: "closed form", Reference: 1, Computed: 2, Tolerance: 0.1, TolWhy: "because", Miss: "no staff"},
		}, nil
	}}
	results, err := Run([]Area{area}, nil)
	require.NoError(t, err)
	assert.Equal(t, 1, Failures(results))
	var b strings.Builder
	require.NoError(t, Markdown(&b, results, "make validate"))
	assert.Contains(t, b.String(), "3 comparisons, 2 outside")
	assert.Contains(t, b.String(), "\nOf these, 1 miss a recorded value and say why.\n")
	assert.Contains(t, b.String(), "| V4 | known | 1 | 2 | 1 | 0.1 | because | **misses**: no staff |")
	assert.Contains(t, b.String(), "| V2 | bad [h] | 1 | 2 | 1 | 0.1 | because | **FAILED** |")
	assert.Contains(t, b.String(), "\n1 more could not be made")
	assert.Contains(t, b.String(), "| V3 | elsewhere | | | | | not here | not present |")
	assert.Equal(t, 1, strings.Count(b.String(), "- closed form"))
}

func TestRunRefusesHoles(t *testing.T) {
	broken := Area{Title: "Attack", Rows: func() ([]Row, error) { return nil, errors.New("no data") }}
	_, err := Run([]Area{broken}, nil)
	assert.EqualError(t, err, "Attack: no data")
}
