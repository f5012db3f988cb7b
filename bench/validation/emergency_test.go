package validation

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fewCalls is a small part of the effort: wider intervals. CASCATA_VALIDATE=full makes all of it, 100 s of one core.
var fewCalls = callEffort{share: 0.004, least: 100_000, batches: 20, surges: 200, widest: 30}

func TestEmergency(t *testing.T) {
	run := func() ([]Row, error) { return emergencyRows(fewCalls) }
	if os.Getenv("CASCATA_VALIDATE") == "full" {
		run = Emergency
	}
	rows, err := run()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(rows), 60)
	for _, r := range rows {
		t.Logf("%s %s: %.3g, allowed %.3g", r.ID, r.Title, r.Computed, r.Tolerance)
		assert.True(t, r.OK(), "%s %s: %v, reference %v within %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
	}
}

// TestEmergencyNoticesAWrongModel: with one position too many every steady load lies outside its tolerance, and
// the queue of both surges.
func TestEmergencyNoticesAWrongModel(t *testing.T) {
	wrong := fewCalls
	wrong.wrong = 1
	rows, err := emergencyRows(wrong)
	require.NoError(t, err)
	for _, r := range rows {
		if strings.Contains(r.Title, "figures of") || strings.Contains(r.Title, "mean queue") {
			assert.False(t, r.OK(), "%s: %v within %v", r.Title, r.Computed, r.Tolerance)
		}
	}
}

// TestRegressionTakesControlsOff: y = 3 + 2a - b exactly; at a = b = 0 it is 3 without error, wherever a and b scatter.
func TestRegressionTakesControlsOff(t *testing.T) {
	var exact, noisy regression
	for i, p := range [][2]float64{{1, 2}, {2, 1}, {0, 5}, {4, 4}, {-1, 3}, {2, -2}} {
		y := 3 + 2*p[0] - p[1]
		exact.add(y, p[0], p[1])
		noisy.add(y+[]float64{0.1, -0.1, 0.1, -0.1, 0.1, -0.1}[i], p[0], p[1])
	}
	mean, se := exact.atZero()
	assert.InDelta(t, 3, mean, 1e-9)
	assert.InDelta(t, 0, se, 1e-6)
	mean, se = noisy.atZero()
	assert.InDelta(t, 3, mean, 3*se)
	assert.Greater(t, se, 0.03)
}
