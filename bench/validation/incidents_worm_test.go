package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWormOfLoadSwitchingHolds(t *testing.T) {
	rows, err := loadSwitching()
	require.NoError(t, err)
	require.Len(t, rows, 4)
	for _, r := range rows {
		assert.True(t, r.OK(), "%s: %v", r.Title, r.Computed)
		t.Logf("%s %s: %.2f, reference %.1f", r.ID, r.Title, r.Computed, r.Reference)
	}
}
