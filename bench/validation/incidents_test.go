package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIncidents(t *testing.T) {
	rows, err := Incidents()
	require.NoError(t, err)
	for _, r := range rows {
		assert.True(t, r.OK(), "%s %s: %v is outside %v ± %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
	}
}

func TestMetricOfAnUnknownName(t *testing.T) {
	c := incident{scenario: "quiet-day", figure: metric("no_such_metric")}
	_, err := c.mean()
	assert.ErrorContains(t, err, `no metric "no_such_metric"`)
}
