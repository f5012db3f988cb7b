package validation

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAttackHolds(t *testing.T) {
	rows, err := Attack()
	require.NoError(t, err)
	assert.Len(t, rows, 20)
	for _, r := range rows {
		assert.True(t, r.OK(), "%s %s: %v, want %v within %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
		t.Logf("%-5s %-75s reference %8.4f computed %8.4f tolerance %.4f", r.ID, r.Title, r.Reference, r.Computed, r.Tolerance)
	}
}

// A tolerance that nothing could miss would prove nothing: a wrong model misses these.
func TestAttackTolerancesAreTight(t *testing.T) {
	rows, err := attackPairs()
	require.NoError(t, err)
	for _, r := range rows {
		assert.Less(t, r.Tolerance, 0.02, "the wrong number of hands is off by half a day")
	}
	sample := []float64{0.1, 0.3, 0.5, 0.7, 0.9} // evenly spread: distance 0.1 from the uniform
	assert.InDelta(t, 0.1, distance(sample, func(x float64) float64 { return x }), 1e-12)
	assert.Greater(t, distance(sample, func(x float64) float64 { return x * x }), 0.2)
	mean, variance := moments([]float64{1, 2, 3, 4})
	assert.Equal(t, 2.5, mean)
	assert.InDelta(t, 5.0/3, variance, 1e-12)
	assert.False(t, math.IsNaN(mean))
}
