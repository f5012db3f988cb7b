package scenarios

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
)

func shipped(t *testing.T, name string, sets ...string) *Scenario {
	t.Helper()
	s, err := Load(name, sets, nil)
	require.NoError(t, err)
	return s
}

func TestShippedScenariosGiveTheSameBytesForAnyNumberOfWorkers(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			s := shipped(t, name)
			want := run(t, s, RunOptions{Workers: 1}).Hash()
			for _, workers := range []int{2, 4} {
				assert.Equal(t, want, run(t, s, RunOptions{Workers: workers}).Hash(), "%d workers", workers)
			}
		})
	}
}

// longest is the longest chain of first causes from a campaign's beginning to lost service of people, in hops.
func longest(rec *trace.Recording) (hops int) {
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Kind != model.KindService || c.To >= c.From || rec.Entities[c.Entity].People == 0 {
			continue
		}
		chain := rec.Chain(i + 1)
		if rec.Change(chain[len(chain)-1]).Why.Code == model.WhyCampaignStart {
			hops = max(hops, len(chain)-1)
		}
	}
	return hops
}

func TestShippedAttacksReachPeopleInAtLeastFourHops(t *testing.T) {
	for _, name := range Names() {
		s := shipped(t, name)
		if s.Attack.Campaigns() == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) { assert.GreaterOrEqual(t, longest(run(t, s, RunOptions{})), 4) })
	}
}

func services(t *testing.T, rec *trace.Recording) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, rec.WriteServices(&b))
	return b.String()
}

func TestQuietDayIsTheCityWithoutAnAttack(t *testing.T) {
	quiet := run(t, shipped(t, "quiet-day"), RunOptions{})
	for n := range quiet.Changes {
		forbidden := []model.ChangeKind{model.KindSupply, model.KindControl, model.KindFoothold, model.KindCommand, model.KindService}
		assert.False(t, slices.Contains(forbidden, quiet.Change(n+1).Kind), "Change %d: %s", n+1, quiet.Line(n+1))
	}
	for a, level := range quiet.LevelsAt(quiet.Header.End, nil) {
		require.Equal(t, model.Full, level, quiet.Name(model.EntityID(a)))
	}
	unattacked := run(t, shipped(t, Default, "campaign=[]"), RunOptions{})
	assert.Equal(t, services(t, quiet), services(t, unattacked))
}

func TestReplicationsDiffer(t *testing.T) {
	s := shipped(t, Default)
	assert.NotEqual(t, run(t, s, RunOptions{}).Hash(), run(t, s, RunOptions{Replication: 1}).Hash())
	seed := s.Seed + 1
	assert.NotEqual(t, run(t, s, RunOptions{}).Hash(), run(t, s, RunOptions{Seed: &seed}).Hash())
}
