package validation

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/emergency"
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

// TestControlsAreTakenOff: y = 3 + 2a - b exactly; at a = b = 0 it is 3 without error, wherever a and b scatter.
func TestControlsAreTakenOff(t *testing.T) {
	l := &emergency.Load{ArrivalsPerHour: 3600, HandlingS: 1}
	var windows []emergency.Sums
	var exact, noisy []float64
	for i, p := range [][2]float64{{1, 2}, {2, 1}, {0, 5}, {4, 4}, {-1, 3}, {2, -2}} {
		w := emergency.Sums{}
		w[emergency.SumTime], w[emergency.SumHandling] = p[0], p[1]
		windows = append(windows, w)
		exact = append(exact, 3+2*p[0]-p[1])
		noisy = append(noisy, exact[i]+[]float64{0.1, -0.1, 0.1, -0.1, 0.1, -0.1}[i])
	}
	c := newControls(l, windows)
	mean, se := c.atZero(exact, 6)
	assert.InDelta(t, 3, mean, 1e-9)
	assert.InDelta(t, 0, se, 1e-6)
	mean, se = c.atZero(noisy, 6)
	assert.InDelta(t, 3, mean, 3*se)
	assert.Greater(t, se, 0.03)
	mean, se = plain([]float64{1, 2, 3, 6}, 2) // batches of 1.5 and 4.5
	assert.InDelta(t, 3, mean, 1e-12)
	assert.InDelta(t, 1.5, se, 1e-12)
}

// TestControlsAreZeroOnAverage: each of the fourteen, of draws that are what they should be, lies within five standard errors of 0.
func TestControlsAreZeroOnAverage(t *testing.T) {
	l := &emergency.Load{ArrivalsPerHour: 600, HandlingS: 60, Positions: 12, Trunks: 24, Calls: 400_000, Seed: 77, Batches: 5000}
	s, err := l.Solve(context.Background())
	require.NoError(t, err)
	columns := newControls(l, s.Batches).columns
	require.Len(t, columns, 1+2+12)
	for k, y := range columns[1:] {
		mean, se := plain(y, 100)
		assert.Less(t, math.Abs(mean), 5*se, "control %d", k+1)
		assert.Positive(t, se, "control %d", k+1)
	}
}
