package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRecorded: figures of the shipped scenarios lie where the incidents allow, or the row says why not; a statement that is out of date fails.
func TestRecorded(t *testing.T) {
	for _, c := range []struct {
		in           recorded
		replications int
	}{{iberia(), 1}, {diversion(), 3}, {onPaper("cad-nine-days", "CB", "", 9*24), 6}, {onPaper("cad-seventeen-hours", "CM", "", 17), 6}, {heating(), 2}, {faultyUpdate(), 30}, {neighbour(), 10}, {cityHall(), 10}} {
		t.Run(c.in.scenario, func(t *testing.T) {
			rows, err := c.in.compare(c.replications)
			require.NoError(t, err)
			for _, r := range rows {
				t.Logf("%s %s: %.4g (%.4g ± %.4g)", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
				assert.True(t, r.OK(), "%s %s: %v, reference %v ± %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
			}
		})
	}
}
