package scenarios

import (
	"context"
	"fmt"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/cyber"
	"cascata/model/trace"
	"cascata/sim"
	"cascata/sim/rng"
)

// world is the immutable half of a run: what every replication of a scenario shares.
type world struct {
	roster  *model.Roster
	stage   *trace.Stage
	cascade *cascade.Spec
	events  model.EntityID // who gives the commands of events
}

// RunOptions says which replication to run and how. The zero value is replication 0 with the scenario's seed on one worker.
type RunOptions struct {
	Seed        *int64 // nil = the scenario's
	Replication int
	Workers     int                // 0 = 1; the result is the same for any number
	Progress    func(now sim.Time) // called now and then; may be nil
}

// assemble compiles what the scenario's replications share. roster holds the actors of the attack already.
func (s *Scenario) assemble(roster *model.Roster) error {
	w := &s.world
	var err error
	if w.cascade, err = cascade.Compile(s.City, cascade.Options{}); err != nil {
		return err
	}
	w.events = roster.Add(model.Actor{Name: "scenario/events", Title: "Events of the scenario", Sort: model.SortEvent,
		Operator: model.Absent, District: model.Absent})
	w.roster = roster
	w.stage = trace.NewStage(roster)
	return nil
}

// Run simulates one replication and records it. The recording depends on the scenario, the seed and the replication only.
// When ctx ends or a handler fails, the recording up to that instant comes with the error.
func (s *Scenario) Run(ctx context.Context, o RunOptions) (*trace.Recording, error) {
	seed := s.Seed
	if o.Seed != nil {
		seed = *o.Seed
	}
	if seed < 0 || o.Replication < 0 {
		return nil, fmt.Errorf("seed %d and replication %d must not be negative", seed, o.Replication)
	}
	rec := s.world.stage.Recorder()
	engine := sim.New(sim.Options[model.Msg, model.Change]{
		Lookahead: s.Lookahead,
		Workers:   o.Workers,
		Horizon:   sim.Time(0).Add(s.Horizon),
		Observe:   rec.Observe,
		OnWindow:  o.Progress,
	})
	s.populate(engine, rng.NewRoot(uint64(seed), uint64(o.Replication)))
	_, err := engine.Run(ctx)
	_ = cyber.Wiring{}
	return rec.Finish(sim.Time(0).Add(s.Horizon)), err
}

func (s *Scenario) populate(engine *model.Engine, root rng.Root) {}
