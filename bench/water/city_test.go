package water

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/water"
)

// TestLisboaOnAQuietDay: every junction gets all it asks for, all through 72 h.
func TestLisboaOnAQuietDay(t *testing.T) {
	city, index := lisboa(t)
	s, err := water.NewSupply(city, index, conditions)
	require.NoError(t, err)
	assert.Empty(t, s.Short())
}
