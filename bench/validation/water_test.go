package validation

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWater(t *testing.T) {
	present := 0
	for _, c := range waterCases {
		w := &waterCase{name: c.name, class: c.class}
		if err := w.run(); err != nil {
			require.ErrorIs(t, err, fs.ErrNotExist, c.name)
			continue
		}
		present++
		t.Logf("%s %-22s %.3g of the tolerance: %s", c.class, c.name, w.worst, w.where)
		assert.LessOrEqual(t, w.worst, 1.0, "%s: %s", c.name, w.where)
	}
	assert.GreaterOrEqual(t, present, 6)
}

// TestWaterElsewhere: without the cases that may not be copied the rows say so, and the others stay.
func TestWaterElsewhere(t *testing.T) {
	t.Setenv("CASCATA_REFERENCE", t.TempDir())
	rows, err := Water()
	require.NoError(t, err)
	present := 0
	for _, r := range rows {
		assert.True(t, r.OK(), r.Title)
		if r.Absent == "" {
			present++
		}
	}
	assert.Equal(t, 6, present)
}
