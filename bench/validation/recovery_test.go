package validation

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRecovery(t *testing.T) {
	rows, err := Recovery()
	require.NoError(t, err)
	require.Len(t, rows, 11)
	for _, r := range rows {
		require.True(t, r.OK(), "%s: %s: reference %v, computed %v", r.ID, r.Title, r.Reference, r.Computed)
		require.Positive(t, r.Tolerance)
	}
}
