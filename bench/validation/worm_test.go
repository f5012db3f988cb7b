package validation

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWormsHold(t *testing.T) {
	rows, err := wormRows(100)
	require.NoError(t, err)
	assert.Len(t, rows, 10)
	for _, r := range rows {
		assert.True(t, r.OK(), "%s %s: %v, want %v within %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
		t.Logf("%-3s %-95s reference %8.4f computed %8.4f tolerance %.4f", r.ID, r.Title, r.Reference, r.Computed, r.Tolerance)
	}
}

// The closed forms themselves: ln(N)/K in the limit, and the final size of R = 2 (0.7968 of all, Kermack and McKendrick).
func TestWormReferences(t *testing.T) {
	assert.InDelta(t, math.Log(1e6), waits(1_000_000, 1, 500_000, 1), 0.6, "Euler's constant is what is missing")
	assert.InDelta(t, math.Log(1e6)+0.5772, waits(1_000_000, 1, 500_000, 1), 1e-4)
	assert.InDelta(t, 0.7968, size(2, 0), 1e-4)
	assert.InDelta(t, math.Log(81)/1.8, waits(10_000, 1000, 9000, 1.8), 1e-3)
	for _, c := range wormCases(wormRuns) {
		assert.Less(t, c.bias, 0.01, c.title)
	}
}
