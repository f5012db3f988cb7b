package validation

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The chain by hand: state by state the mean number of steps until the next one, over 18 actions of which one helps (or two, in the end).
func TestNASimReference(t *testing.T) {
	const all, p = 18.0, 0.8
	// Root on 3 (rate 1), user and then root on 2 (rates p and 1), in any order: from the end backwards.
	one := all                                // one escalation is left
	user := all/p + all                       // root on 3 is there, nothing on 2
	both := all/2 + one                       // user on both
	last := (all + p*both + 1*user) / (p + 1) // user on 3 only
	assert.InDelta(t, 44.5, last, 1e-9)
	assert.InDelta(t, 107.5, all/p+all+all/p+last, 1e-9)
}

func TestNASimTinyIsTheFile(t *testing.T) {
	data, err := os.ReadFile("testdata/nasim/tiny.yaml")
	require.NoError(t, err)
	for _, line := range []string{"prob: 0.8", "prob: 1.0", "(0, 1): [ssh]", "(1, 2): []", "(1, 3): [ssh]", "(3, 2): [ssh]", "# 3 hosts"} {
		assert.Contains(t, string(data), line)
	}
	hosts := strings.Count(string(data), "processes: [tomcat]")
	assert.Len(t, nasimTiny().Nodes, 6*hosts, "six actions a host")
}
