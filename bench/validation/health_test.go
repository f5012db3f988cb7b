package validation

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// littleCare is a small part of the effort; CASCATA_VALIDATE=full makes all of it.
var littleCare = careEffort{runs: 12, hours: 800, regions: 4, days: 10, suppliers: 1}

func TestHealth(t *testing.T) {
	run := func() ([]Row, error) { return healthRows(littleCare) }
	if os.Getenv("CASCATA_VALIDATE") == "full" {
		run = Health
	}
	rows, err := run()
	require.NoError(t, err)
	require.Len(t, rows, 2*9+6+5)
	for _, r := range rows {
		t.Logf("%s %s: %.3g, reference %.3g, allowed %.3g", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
		assert.True(t, r.OK(), "%s %s: %v, reference %v within %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
	}
}

// TestHealthNoticesAWrongModel: with one place too many the waits of every small queue lie outside their tolerance.
func TestHealthNoticesAWrongModel(t *testing.T) {
	wrong := littleCare
	wrong.wrong = 1
	rows, err := wrong.queues()
	require.NoError(t, err)
	for _, r := range rows {
		if strings.HasPrefix(r.Title, "1 ") || strings.HasPrefix(r.Title, "5 ") {
			assert.False(t, r.OK(), "%s: %v within %v", r.Title, r.Computed, r.Tolerance)
		}
	}
}
