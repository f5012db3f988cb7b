package validation

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCascade(t *testing.T) {
	rows, err := Cascade()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(rows), 30)
	for _, r := range rows {
		t.Logf("%s %s: %.9g, reference %.9g, off by %.2g of %.2g", r.ID, r.Title, r.Computed, r.Reference, r.Computed-r.Reference, r.Tolerance)
		if !r.OK() {
			t.Errorf("%s %s: %v, reference %v", r.ID, r.Title, r.Computed, r.Reference)
		}
	}
}
