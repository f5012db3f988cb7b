package validation

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPercolation makes the comparison with a small part of the effort: wider thresholds, every ninth row. The variable
// CASCATA_VALIDATE=full makes all of it, which takes about a minute of one core.
func TestPercolation(t *testing.T) {
	run := func() ([]Row, error) {
		return percolation(effort{runs: 30, nodes: 3000, every: 9, jump: sizes{3, 10_000}, smooth: sizes{4, 50_000}, within: 0.03, few: true})
	}
	if os.Getenv("CASCATA_VALIDATE") == "full" {
		run = Percolation
	}
	rows, err := run()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(rows), 30)
	for _, r := range rows {
		t.Logf("%s %s: %.6g, reference %.6g, off by %.2g of %.2g", r.ID, r.Title, r.Computed, r.Reference, r.Computed-r.Reference, r.Tolerance)
		if !r.OK() {
			t.Errorf("%s %s: %v, reference %v", r.ID, r.Title, r.Computed, r.Reference)
		}
	}
}
