package defaults_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/cyber"
	"cascata/model/recovery"
	"cascata/scenarios/cities"
	"cascata/scenarios/defaults"
	"cascata/sim"
	"cascata/sim/rng"
)

// run simulates the mini city under some campaigns for three days and returns what happened, with the roster for names.
func run(t testing.TB, workers int, replication uint64, campaigns ...cyber.CampaignSpec) ([]model.Record, *model.Roster) {
	t.Helper()
	techniques, templates, err := defaults.Cyber()
	require.NoError(t, err)
	city, err := cities.Load("mini")
	require.NoError(t, err)
	roster := &model.Roster{City: city}
	attack, problems := cyber.Compile(roster, cyber.Definitions{Techniques: techniques, Templates: templates, Campaigns: campaigns})
	require.Empty(t, problems)
	crews, err := recovery.Compile(roster, recovery.Options{})
	require.NoError(t, err)
	physics, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)

	var log []model.Record
	engine := sim.New(sim.Options[model.Msg, model.Change]{
		Workers: workers, MinParallelEvents: -1, Horizon: sim.Time(72 * time.Hour),
		Observe: func(batch []model.Record) error { log = append(log, batch...); return nil },
	})
	root := rng.NewRoot(1, replication)
	cw := &cyber.Wiring{Root: root}
	rw := &recovery.Wiring{Root: root}
	for a := range city.Assets {
		cw.Asset = append(cw.Asset, sim.ProcessID(physics.GroupOf(model.AssetID(a))))
	}
	rw.Asset = cw.Asset
	next := sim.ProcessID(physics.Groups())
	number := func(n int) (ids []sim.ProcessID) {
		for range n {
			ids = append(ids, next)
			next++
		}
		return ids
	}
	cw.SOC, rw.Crews, cw.Campaign = number(len(city.Operators)), number(len(city.Operators)), number(attack.Campaigns())
	for o := range city.Operators {
		rw.SOC = append(rw.SOC, model.Address{Process: cw.SOC[o], Entity: attack.Operator(model.OperatorID(o))})
	}
	var listeners []model.Listener
	for _, l := range append(attack.Listeners(cw), crews.Listeners(rw)...) {
		listeners = append(listeners, l)
	}
	for i, p := range physics.Processes(cascade.Wiring{Root: root, Listeners: listeners, Crews: func(o model.OperatorID) (model.Address, bool) {
		return crews.Address(rw, o), true
	}}) {
		engine.Add(physics.GroupName(i), p)
	}
	live := attack.Live(cw)
	for _, p := range live.SOCs {
		engine.Add("soc", p)
	}
	for _, p := range crews.Live(rw) {
		engine.Add("crews", p)
	}
	for _, p := range live.Campaigns {
		engine.Add("campaign", p)
	}
	live.Start(engine, cw)
	_, err = engine.Run(context.Background())
	require.NoError(t, err)
	return log, roster
}

func switching() cyber.CampaignSpec {
	return cyber.CampaignSpec{
		Name: "switching", Skill: "expert", Tempo: 0.005, Entry: cyber.EntrySpec{Technique: "T1566", Operator: "dso", Zone: "office"},
		Goals: []cyber.GoalSpec{
			{Technique: "T0855", Operator: "dso", Target: "power/substation"},
			{Technique: "T0827", Operator: "dso", Target: "control"},
		},
	}
}

func show(r *model.Record, roster *model.Roster) string {
	c := &r.Value
	s := fmt.Sprintf("%-14v %v kind=%d %s %v>%v why=%d other=%s amount=%d", r.At, r.ID, c.Kind, roster.Name(c.Entity), c.From, c.To, c.Why.Code, roster.Name(c.Why.Other), c.Why.Amount)
	for _, x := range c.Causes {
		if x.Ref != (sim.RecordID{}) {
			s += fmt.Sprint(" <-", x.Ref)
		}
	}
	return s
}

func TestChain(t *testing.T) {
	log, roster := run(t, 1, 0, switching())
	for i := range log {
		t.Log(show(&log[i], roster))
	}
}
