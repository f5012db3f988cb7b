package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPower(t *testing.T) {
	rows, err := Power()
	require.NoError(t, err)
	require.Len(t, rows, 3*14+4+4+3)
	for _, r := range rows {
		t.Logf("%s %s: %.3g; %s", r.ID, r.Title, r.Computed, r.Absent)
		assert.True(t, r.OK(), "%s: %g", r.Title, r.Computed)
	}
}

// TestPowerElsewhere: without the cases that may not be copied the rows say so, and the others stay.
func TestPowerElsewhere(t *testing.T) {
	t.Setenv("CASCATA_REFERENCE", t.TempDir())
	rows, err := Power()
	require.NoError(t, err)
	present := 0
	for _, r := range rows {
		if r.Absent == "" {
			present++
		}
	}
	assert.Equal(t, 3*2+1, present)
}
