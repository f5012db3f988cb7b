package scenarios

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/cyber"
	"cascata/model/emergency"
	"cascata/model/fleet"
	"cascata/model/health"
	"cascata/model/law"
	"cascata/model/recovery"
	"cascata/model/trace"
	"cascata/model/transport"
	"cascata/scenarios/defaults"
	"cascata/sim"
	"cascata/sim/rng"
)

// world is the immutable half of a run: what every replication of a scenario shares.
type world struct {
	stage      *trace.Stage
	plans      []trace.Plan // of the networks with physics
	cascade    *cascade.Spec
	crews      *recovery.Spec
	roads      *transport.Roads      // nil: they have no physics
	shift      *transport.ShiftSpec  // nil: the roads have no physics
	calls      *emergency.RegionSpec // nil: no single calls
	health     *health.Spec          // nil: no single patients
	law        *law.Spec             // of those whom an attack can reach and who owe reports
	fleet      *fleet.Spec           // nil: no fleets
	fleetNames []string
	actors     []model.EntityID // by event
	layout     layout
}

// layout is the number of each process: first the cascade's groups, then by operator the people who detect and decide, then
// by operator the crews, then the campaigns, the travellers, the 112 calls, the emergency departments,
// those who report to authorities, what operators share, the fleets, the scenario's events. It comes from the
// city and the scenario alone.
type layout struct {
	owner    []sim.ProcessID // by asset
	soc      []sim.ProcessID // by operator
	crews    []sim.ProcessID // by operator
	campaign []sim.ProcessID
	shift    sim.ProcessID
	calls    sim.ProcessID
	health   sim.ProcessID
	law      sim.ProcessID
	shared   sim.ProcessID // what operators share for their defence
	fleet    sim.ProcessID // of the first district
	events   sim.ProcessID
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
	acts, err := defaults.Automatics(s.City)
	if err != nil {
		return err
	}
	if w.cascade, err = cascade.Compile(s.City, cascade.Options{Solvers: s.solvers, Automatics: acts}); err != nil {
		return err
	}
	if w.crews, err = recovery.Compile(roster, recovery.Options{Pace: s.paces, Order: s.repairs.Order, Weight: s.repairs.Weight}); err != nil {
		return err
	}
	if s.uses("traffic") {
		if w.shift, err = transport.CompileShift(roster, s.Conditions, transport.ShiftOptions{}); err != nil {
			return err
		}
	}
	if err = s.compileCalls(roster); err != nil {
		return err
	}
	if err = s.compileHealth(roster); err != nil {
		return err
	}
	w.actors = eventActors(s.Events, roster)
	w.stage = trace.LateStage(roster)
	w.layout = s.lay()
	return nil
}

// lay numbers the processes.
func (s *Scenario) lay() layout {
	l := layout{owner: make([]sim.ProcessID, len(s.City.Assets))}
	for a := range l.owner {
		l.owner[a] = sim.ProcessID(s.world.cascade.GroupOf(model.AssetID(a)))
	}
	next := sim.ProcessID(s.world.cascade.Groups())
	count := func(n int) []sim.ProcessID {
		ids := make([]sim.ProcessID, n)
		for i := range ids {
			ids[i] = next
			next++
		}
		return ids
	}
	l.soc = count(len(s.City.Operators))
	l.crews = count(len(s.City.Operators))
	l.campaign = count(s.Attack.Campaigns())
	one := func(there bool) sim.ProcessID {
		id := next
		if there {
			next++
		}
		return id
	}
	l.shift = one(s.world.shift != nil)
	l.calls = one(s.world.calls != nil)
	l.health = one(s.world.health != nil)
	l.law = one(s.hasLaw())
	l.shared = one(s.Attack.Shares())
	l.fleet = next
	l.events = next + sim.ProcessID(s.wards())
	return l
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
	horizon := sim.Time(0).Add(s.Horizon)
	rec, label := s.world.stage.Recorder(), s.label()
	engine := sim.New(sim.Options[model.Msg, model.Change]{
		Lookahead: s.Lookahead,
		Workers:   o.Workers,
		Horizon:   horizon,
		Observe:   rec.Observe,
		OnWindow:  o.Progress,
	})
	keepers := s.populate(engine, rng.NewRoot(uint64(seed), uint64(o.Replication)))
	stats, err := engine.Run(ctx)
	if kept := rec.Keep(keepers.logs()); err == nil {
		err = cmp.Or(kept, keepers.check())
	}
	end := horizon
	if err != nil {
		end = stats.End
	}
	// From here on only the recording is used: with the city it takes place in, it is all that a large run has memory for.
	out := rec.Finish(end)
	label.sign(&out.Header, uint64(seed), o.Replication)
	return out, err
}

// label is what a recording says of its scenario, without the rest, which takes memory.
func (s *Scenario) label() *Scenario {
	l := *s
	l.City, l.Attack, l.Events, l.world = nil, nil, nil, world{plans: s.world.plans}
	return &l
}

// sign fills the lines of a recording's header that only the scenario knows.
func (s *Scenario) sign(h *trace.Header, seed uint64, replication int) {
	h.Scenario, h.ScenarioTitle, h.ScenarioHash = s.Name, s.Title, s.Hash
	h.ModelledOn, h.Invented, h.Sets = s.ModelledOn, s.Invented, s.Sets
	h.Seed, h.Replication = seed, replication
	h.Fidelity, h.Plans = s.Fidelity, s.world.plans
	h.Start, h.Horizon = s.Start, sim.Time(0).Add(s.Horizon)
}

// keepers are the processes of a replication that keep logs of requests.
type keepers map[sim.ProcessID]model.Keeper

func (k keepers) logs() map[sim.ProcessID][]model.Request {
	logs := map[sim.ProcessID][]model.Request{}
	for p, keeper := range k {
		logs[p] = keeper.Requests()
	}
	return logs
}

// populate makes the processes of one replication and posts what begins by itself.
func (s *Scenario) populate(engine *model.Engine, root rng.Root) keepers {
	w, l := &s.world, &s.world.layout
	attack := &cyber.Wiring{Root: root, Asset: l.owner, SOC: l.soc, Campaign: l.campaign, Desk: s.desks(), Fleet: s.fleetAddresses(), Shared: l.shared}
	crews := &recovery.Wiring{Root: root, Asset: l.owner, Crews: l.crews, SOC: s.watchers()}
	s.addCascade(engine, root, attack, crews)
	live := s.Attack.Live(attack)
	for o, p := range live.SOCs {
		engine.Add(s.City.Operators[o].Name+"/soc", p)
	}
	for o, p := range w.crews.Live(crews) {
		engine.Add(s.City.Operators[o].Name+"/crews", p)
	}
	for i, p := range live.Campaigns {
		engine.Add(fmt.Sprintf("campaign %d", i+1), p)
	}
	if w.shift != nil {
		engine.Add("travellers", w.shift.Live(s.shiftWiring()))
	}
	k := keepers{}
	s.addCalls(engine, root, k)
	s.addHealth(engine, root, k)
	s.addLaw(engine, root)
	if live.Shared != nil {
		engine.Add("shared defence", live.Shared)
	}
	s.addFleets(engine, root)
	h := &happenings{events: s.Events, owner: l.owner, root: root}
	engine.Add("events of the scenario", h)
	live.Start(engine, attack)
	h.start(engine, l.events, w.actors)
	return k
}

// addCascade adds the processes that own the assets.
func (s *Scenario) addCascade(engine *model.Engine, root rng.Root, attack *cyber.Wiring, crews *recovery.Wiring) {
	w := &s.world
	listeners := slices.Concat(s.Attack.Listeners(attack), w.crews.Listeners(crews))
	if w.shift != nil {
		listeners = append(listeners, w.shift.Listeners(s.shiftWiring())...)
	}
	listeners = append(listeners, s.callsListeners()...)
	listeners = append(listeners, s.healthListeners()...)
	listeners = append(listeners, s.lawListeners()...)
	for _, a := range struckAgain(s.Events) {
		listeners = append(listeners, model.Listener{Asset: a, To: model.Address{Process: w.layout.events, Entity: w.actors[0]}})
	}
	groups := w.cascade.Processes(cascade.Wiring{
		Root: root,
		Crews: func(o model.OperatorID) (model.Address, bool) {
			return w.crews.Address(crews, o), true
		},
		Listeners: listeners,
	})
	for i, p := range groups {
		engine.Add(w.cascade.GroupName(i), p)
	}
}

func (s *Scenario) shiftWiring() *transport.ShiftWiring {
	return &transport.ShiftWiring{Asset: s.world.layout.owner, Self: s.world.layout.shift}
}

// watchers is where each operator's people hear of trouble with its assets.
func (s *Scenario) watchers() []model.Address {
	list := make([]model.Address, len(s.City.Operators))
	for o := range list {
		list[o] = model.Address{Process: s.world.layout.soc[o], Entity: s.Attack.Operator(model.OperatorID(o))}
	}
	return list
}
