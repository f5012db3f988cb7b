package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTraffic(t *testing.T) {
	rows, err := traffic(1e-10)
	require.NoError(t, err)
	require.Len(t, rows, 9)
	for _, r := range rows {
		t.Logf("%s %s: %.6g, reference %.6g, tolerance %.2g; %s%s", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance, r.TolWhy, r.Absent)
		assert.True(t, r.OK(), "%s: %g", r.Title, r.Computed)
	}
}

// TestTrafficElsewhere: without the data that may not be copied the rows say so, and the others stay.
func TestTrafficElsewhere(t *testing.T) {
	t.Setenv("CASCATA_REFERENCE", t.TempDir())
	rows, err := traffic(1e-10)
	require.NoError(t, err)
	absent := 0
	for _, r := range rows {
		if r.Absent != "" {
			absent++
		}
	}
	assert.Equal(t, 5, absent)
}
