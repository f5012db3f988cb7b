package validation

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRecordedCallCentres(t *testing.T) {
	for _, r := range callRows() {
		t.Logf("%s %s: %.4g (%.4g ± %.4g)", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
		assert.True(t, r.OK(), "%s %s: %v is outside %v ± %v", r.ID, r.Title, r.Computed, r.Reference, r.Tolerance)
	}
}
