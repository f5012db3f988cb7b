package defaults_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
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
	listeners := append(attack.Listeners(cw), crews.Listeners(rw)...)
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

// lockedOut is the pattern of Ukraine 2015: the dispatchers first, then the breakers, then the control servers.
func lockedOut() cyber.CampaignSpec {
	c := switching()
	c.Goals = []cyber.GoalSpec{
		{Technique: "T0827", Operator: "dso", Target: "control"},
		{Technique: "T0855", Operator: "dso", Target: "power/substation"},
		{Technique: "T0809", Operator: "dso", Target: "control"},
	}
	return c
}

// chain walks from a Change to its first causes and returns the names of what it met, each once in a row.
func chain(log []model.Record, roster *model.Roster, from *model.Record) []string {
	byID := map[sim.RecordID]*model.Record{}
	for i := range log {
		byID[log[i].ID] = &log[i]
	}
	var names []string
	for r := from; r != nil; r = byID[r.Value.Causes[0].Ref] {
		if name := roster.Name(r.Value.Entity); len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return names
}

func TestAServiceLossLeadsBackToTheMail(t *testing.T) {
	log, roster := run(t, 1, 0, lockedOut())
	for i := range log {
		c := &log[i].Value
		if c.Kind == model.KindService && roster.Name(c.Entity) == "emergency/service-south" {
			names := chain(log, roster, &log[i])
			assert.Equal(t, []string{
				"dso/control", "dso/control/hmi", "dso/access/jump-host", "dso/servers/domain-server", "dso/office/workstation",
				"campaign/switching",
			}, names[len(names)-6:], "%v", names)
			assert.Equal(t, "emergency/service-south", names[0])
			assert.Contains(t, names, "power/substation-s")
			return
		}
	}
	t.Fatal("nobody in the south missed anything")
}

func TestLockedOutDispatchersSendCrews(t *testing.T) {
	// Ukraine 2015: manual switching ended the outage in one to six hours. Two sites and four crews bring the first back sooner.
	var last []float64
	for replication := range uint64(20) {
		log, roster := run(t, 1, replication, lockedOut())
		opened, closed := map[string]sim.Time{}, map[string]sim.Time{}
		for _, r := range log {
			switch name := roster.Name(r.Value.Entity); {
			case r.Value.Kind == model.KindCommand && r.Value.Why.Code == model.WhyOpened:
				opened[name] = r.At
			case r.Value.Kind == model.KindCommand && r.Value.Why.Code == model.WhyClosed:
				closed[name] = r.At
				assert.Equal(t, "dso/crews", roster.Name(r.Value.Why.Other))
			case r.Value.Kind == model.KindRepair:
				assert.NotEqual(t, model.WhyRemoteDone, r.Value.Why.Code, "remote control is lost")
			}
		}
		require.Len(t, opened, 2)
		for name := range opened {
			require.Contains(t, closed, name)
			last = append(last, closed[name].Sub(opened[name]).Hours())
		}
	}
	for _, hours := range last {
		assert.Greater(t, hours, 0.3)
		assert.Less(t, hours, 6.0)
	}
}

func TestAQuietDayIsQuiet(t *testing.T) {
	log, roster := run(t, 1, 0)
	for i := range log {
		c := &log[i].Value
		switch c.Kind {
		case model.KindSupply, model.KindControl, model.KindFoothold, model.KindCommand, model.KindDetection, model.KindAwareness,
			model.KindDecision, model.KindRepair, model.KindData:
			t.Errorf("%v: kind %d of %s", log[i].At, c.Kind, roster.Name(c.Entity))
		case model.KindService:
			assert.Equal(t, model.Full, c.To)
		}
	}
}

func TestTheSameForAnyNumberOfWorkers(t *testing.T) {
	spill := cyber.CampaignSpec{
		Name: "cad", Tempo: 0.01, Entry: cyber.EntrySpec{Technique: "T1190", Operator: "psap", Zone: "dmz"},
		Goals: []cyber.GoalSpec{{Technique: "T1490", Operator: "psap"}, {Technique: "T1486", Operator: "psap", Target: "emergency/cad"}},
	}
	one, _ := run(t, 1, 4, lockedOut(), spill)
	require.Greater(t, len(one), 100)
	for _, workers := range []int{1, 2, 3, 8} {
		other, _ := run(t, workers, 4, lockedOut(), spill)
		require.Equal(t, one, other)
	}
}
