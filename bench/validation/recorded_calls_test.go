package validation

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/trace"
	"cascata/sim"
)

// fewReplays is enough to see that the rows are made as they should be; `cascata validate` runs more.
const fewReplays = 6

func TestRecordedCalls(t *testing.T) {
	for name, rows := range map[string]func(int) ([]Row, error){"sirens": sirens, "staffing": staffing, "platform": platform} {
		t.Run(name, func(t *testing.T) {
			list, err := rows(fewReplays)
			require.NoError(t, err)
			for _, r := range list {
				t.Logf("%s %s: %.4g, recorded %.4g ± %.4g, %s", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance, r.TolWhy)
				assert.True(t, r.OK(), "%s %s: %v, recorded %v ± %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
			}
		})
	}
}

// Positions are set by a rule, not by what came out: the fewest that meet the operator's target without the incident.
func TestPositionsAreTheFewestThatMeetTheTarget(t *testing.T) {
	for _, c := range []struct {
		scenario, quiet, enough, fewer string
		from, until                    sim.Time
		seconds, share                 float64
		days                           int
	}{
		{"sirens-at-midnight", "calls=[]", "psap.positions=11", "psap.positions=10", clock(2, 30), clock(6, 0), 10, 0.90, 20},
		{"emergency-platform-fails", "event=[]", "psap.positions=120", "psap.positions=119", clock(6, 24), clock(16, 56), 5, 0.95, 2},
	} {
		t.Run(c.scenario, func(t *testing.T) {
			met := func(sets ...string) float64 {
				days, err := replay(c.scenario, append(sets, c.quiet), c.days, func(rec *trace.Recording) float64 {
					x := listen(rec, c.from, c.until)
					return x.within(c.seconds)
				})
				require.NoError(t, err)
				sum := 0.0
				for _, share := range days {
					sum += share / float64(c.days)
				}
				return sum
			}
			assert.InDelta(t, met(c.enough), met(), 0, "the scenario is not shipped with these positions")
			assert.GreaterOrEqual(t, met(c.enough), c.share)
			assert.Less(t, met(c.fewer), c.share)
		})
	}
}

func TestRecordedIsTheCentralInterval(t *testing.T) {
	values := make([]float64, 41) // 0 to 40: quantiles 1 and 39, mean 20
	for i := range values {
		values[40-i] = float64(i)
	}
	high := central(Row{Reference: 39}, values)
	assert.InDelta(t, 20, high.Computed, 1e-12)
	assert.InDelta(t, 19, high.Tolerance, 1e-12)
	assert.True(t, high.OK())
	assert.False(t, central(Row{Reference: 39.5}, values).OK())
	assert.False(t, central(Row{Reference: 0.5}, values).OK())
}

func TestInterpolate(t *testing.T) {
	sweep := [][]staffed{{{0.2, 0.6, 0}, {0.3, 0.5, 0}}, {{0.4, 0.4, 0}, {0.35, 0.4, 0}}}
	got := interpolate(sweep, 0.25, func(d staffed) float64 { return d.abandoned })
	assert.InDelta(t, 0.55, got[0], 1e-12)
	assert.True(t, math.IsNaN(got[1]), "no two numbers of positions lie around it")
}

func TestLongestGap(t *testing.T) {
	assert.InDelta(t, 7, longestGap([]sim.Time{8e9, 1e9, 0}), 1e-12)
	assert.True(t, math.IsNaN(longestGap([]sim.Time{1})))
}
