package resilience

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStandings: differences by hand. Arm 2 is 1, 2 and 3 less than arm 1: mean -2, SD 1, t = -2 sqrt(3) with 2 degrees of freedom, for which the
// two-sided p is 1 - |t|/sqrt(t^2+2) = 1 - sqrt(12/14) = 0.0742; Holm's correction doubles it, one of two tests with a p below it.
func TestStandings(t *testing.T) {
	none := math.NaN()
	got, err := Standings([][]float64{{10, 10, 10}, {9, 8, 7}, {10, 10, 10}, {none, none, none}})
	require.NoError(t, err)
	var ranks []int
	for _, s := range got {
		ranks = append(ranks, s.Rank)
	}
	assert.Equal(t, []int{2, 1, 2, 0}, ranks, "equal means share a rank, no value has none")
	p := 1 - math.Sqrt(12.0/14)
	assert.InDelta(t, -2, got[1].Difference.Mean, 1e-12)
	assert.InDelta(t, 2*p, got[1].Adjusted, 1e-9)
	assert.InDelta(t, 1, got[2].Adjusted, 1e-12)
	assert.True(t, math.IsNaN(got[0].Adjusted), "the first is not tested against itself")
}

func TestStandingsOfUnlikeArms(t *testing.T) {
	_, err := Standings([][]float64{{1, 2}, {1}})
	require.ErrorContains(t, err, "2 replications cannot be paired with 1")
}
