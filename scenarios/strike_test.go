package scenarios

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/strategy"
)

const miniStrike = `
title = "Mini strike"
city = "mini"
start = "2025-04-28T08:00"
horizon = "72h"

[[strike]]
name = "first"
at = "1h"
strategy = "random"
targets = ["power/feeder"]
count = 2
`

// hit are the assets that were damaged, with the number of the Change.
func hit(t *testing.T, s *Scenario, replication int) []string {
	t.Helper()
	rec := run(t, s, RunOptions{Replication: replication})
	var names []string
	for i := range rec.Changes {
		if c := rec.Change(i + 1); c.Kind == model.KindCommand && c.Why.Code == model.WhyDamaged && int(c.Entity) < len(s.City.Assets) {
			names = append(names, s.City.Assets[c.Entity].Name)
		}
	}
	return names
}

func TestEveryStrategyStrikes(t *testing.T) {
	for _, name := range strategy.Names() {
		s := load(t, miniStrike, "strike[0].strategy="+name)
		got := hit(t, s, 0)
		assert.Len(t, got, 2, name)
		assert.Equal(t, got, hit(t, s, 0), name)
	}
}

func TestARandomStrikeIsDrawnAnew(t *testing.T) {
	s, different := load(t, miniStrike), map[string]bool{}
	for r := range 12 {
		different[strings.Join(hit(t, s, r), " ")] = true
	}
	assert.Greater(t, len(different), 2, "of the choices of two feeders from four")
}

func TestTheSecondWaveWaitsForTheRecovery(t *testing.T) {
	s := load(t, miniStrike, "strike[0].strategy=two-stage")
	require.Len(t, s.Events, 2)
	rec := run(t, s, RunOptions{})
	var begun []int
	for i := range rec.Changes {
		if rec.Change(i+1).Why.Code == model.WhyEvent {
			begun = append(begun, i+1)
		}
	}
	require.Len(t, begun, 2)
	assert.Empty(t, rec.Causes(begun[0]))
	causes := rec.Causes(begun[1])
	require.NotEmpty(t, causes, "it says what it waited for")
	back := rec.Change(int(causes[0].Number))
	assert.Equal(t, s.Events[0].Assets[0].Entity(), back.Entity)
	assert.Equal(t, model.Full, back.To)
	assert.Greater(t, rec.Change(begun[1]).At, rec.Change(begun[0]).At)
}

func TestRepairOrdersLoad(t *testing.T) {
	for _, order := range RepairOrders() {
		s := load(t, miniStrike, "recovery.order="+order)
		rec := run(t, s, RunOptions{})
		require.NotEmpty(t, rec.Changes, order)
		for _, level := range rec.LevelsAt(rec.Header.End, nil) {
			assert.Equal(t, model.Full, level, "%s: all is repaired in three days", order)
		}
	}
}

func TestStrikeFaults(t *testing.T) {
	for _, c := range []struct{ set, want string }{
		{"strike[0].strategy=degre", "degree"},
		{"strike[0].targets=[\"power/feedr\"]", "power/feeder"},
		{"strike[0].count=0", "count"},
		{"strike[]={name=\"first\", at=\"2h\", strategy=\"degree\", targets=[\"*\"], count=1}", "two strikes"},
		{"recovery.order=fast", "order"},
	} {
		_, err := Load("./test.toml", []string{c.set}, func(string) ([]byte, error) { return []byte(miniStrike), nil })
		require.Error(t, err, c.set)
		assert.Contains(t, err.Error(), c.want)
	}
}
