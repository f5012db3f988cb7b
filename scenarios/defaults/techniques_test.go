package defaults_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/scenarios/defaults"
)

// TestTechniquesAreThoseOfATTACK compares numbers, names, domains and tactics with a table of ATT&CK v18.1 (MITRE's permission: NOTICE).
func TestTechniquesAreThoseOfATTACK(t *testing.T) {
	f, err := os.Open("testdata/attack.csv")
	require.NoError(t, err)
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.NoError(t, f.Close())
	known := map[string][]string{}
	for _, row := range rows[1:] {
		known[row[0]] = row[1:]
	}
	techniques, _, err := defaults.Cyber()
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(techniques), 60)
	effects := map[string]bool{}
	for _, x := range techniques {
		effects[x.Gives] = true
		row := known[x.ID]
		if !assert.NotNil(t, row, "%s is not in the table", x.ID) {
			continue
		}
		assert.Equal(t, row[0], x.Name, x.ID)
		assert.Equal(t, row[1], x.Domain, x.ID)
		assert.Contains(t, strings.Fields(row[2]), x.Tactic, x.ID)
		assert.NotEmpty(t, x.Source, x.ID)
		assert.Equal(t, x.ID[1] == '0', x.Domain == "ics", "%s: numbers of ICS begin with T0", x.ID)
	}
	for _, want := range []string{"foothold", "credentials", "map", "open", "stop", "damage", "set", "lock", "blind", "quiet", "spoof", "disarm", "force", "draw", "flood", "data", "backups"} {
		assert.True(t, effects[want], "no technique gives %s", want)
	}
}

// TestNewWaysInChangeNoOtherCampaign: a technique that opens ways from machine to machine would move campaigns that never name it.
func TestNewWaysInChangeNoOtherCampaign(t *testing.T) {
	techniques, _, err := defaults.Cyber()
	require.NoError(t, err)
	for _, x := range techniques {
		if slices.Contains([]string{"T1204", "T1505.003", "T0817", "T0848", "T0864"}, x.ID) {
			assert.Equal(t, []string{"entry"}, x.Needs, x.ID)
		}
	}
}
