package validation

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMore: a tenth of the replications; CASCATA_VALIDATE=full makes all of them, half a minute of one core.
func TestMore(t *testing.T) {
	run := func() ([]Row, error) { return moreRows(20, 30) }
	if os.Getenv("CASCATA_VALIDATE") == "full" {
		run = func() ([]Row, error) { return moreRows(moreReplications, moreQueues) }
	}
	rows, err := run()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	for _, r := range rows {
		t.Logf("%s: %g", r.Title, r.Computed)
		assert.True(t, r.OK(), "%s: %g", r.Title, r.Computed)
	}
}

// TestMoreNoticesTheContrary: one position fewer does lengthen waits, and a change for the worse lies above 0.
func TestMoreNoticesTheContrary(t *testing.T) {
	longer, err := longestDelay(30, 0)
	require.NoError(t, err)
	assert.Zero(t, longer, "the same queue")
	few, many := queueWaits(7, 3, 150), queueWaits(7, 4, 150)
	assert.Greater(t, few[len(few)-1], many[len(many)-1])
	r, err := moreRow("worse", []float64{1, 2, 3, 4}, []float64{3, 5, 5, 7})
	require.NoError(t, err)
	assert.False(t, r.OK())
}
