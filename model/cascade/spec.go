package cascade

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/model/network"
	"cascata/sim/rng"
)

// Spec is a city compiled for the cascade: read-only, shared by all replications.
type Spec struct {
	city   *model.City
	groups []groupSpec
	homes  []home // by asset
	draws  map[model.AssetID][]hung
	acts   []Automatic // ascending by sensor
}

// home is where an asset lives.
type home struct{ group, local int32 }

// Options of Compile. The zero value works.
type Options struct {
	// Solvers returns what makes the physics of network number index, one solver per replication; it is called once per
	// network. nil means connectivity and capacity (model/network) everywhere. Where it returns nil the network has no solver:
	// its assets live in one process and have their needs and their condition only.
	Solvers func(city *model.City, index int) (func() model.Solver, error)
	// Automatics are what acts on the readings of sensors; they move only when a reading is falsified.
	Automatics []Automatic
}

// groupSpec is the immutable half of a group: all that its process needs, numbered locally.
type groupSpec struct {
	name    string
	assets  []assetSpec
	slow    []slowSpec  // of assets with inertia, from 1
	carries int         // needs with a delay or a buffer
	needs   []needSpec  // grouped by asset
	inputs  []inputSpec // grouped by need
	feeds   []feed      // ascending by supplier
	fed     []int32     // inputs of the feeds
	outs    []out       // of all groups, grouped by asset: who hears when an asset's level changes
	solver  func() model.Solver
	most    int // suppliers of the largest need
}

// assetSpec is an asset of a group.
type assetSpec struct {
	id             model.AssetID
	needs0, needs1 int32
	outs0, outs1   int32
	slow           int32 // among the group's assets with inertia, from 1; 0 for the others
	standby        bool  // a normally open edge
}

// slowSpec is the inertia of an asset.
type slowSpec struct{ inertia, step time.Duration }

// needSpec is a need.
type needSpec struct {
	*form
	id               model.NeedID
	asset            int32 // local
	inputs0, inputs1 int32
	quorum           int32 // the group gives its quorum-th highest level
	carry            int32 // among the group's needs with a delay or a buffer, from 1; 0 for the others
	stream           rng.Name
}

// form is what needs have in common that come from one default: durations and levels as in model.Need.
type form struct {
	rule                       model.Rule
	threshold, backup, without model.Level
	delay, buffer, refill      time.Duration
	failover                   float64
}

// inputSpec is one supplier of a need.
type inputSpec struct {
	need     int32 // local
	supplier model.AssetID
	weight   int64 // [2^-32]
}

// feed is what one supplier means to a group: inputs fed[from:to].
type feed struct {
	supplier model.AssetID
	from, to int32
}

// out is one group that depends on an asset, and the feed there.
type out struct{ group, feed int32 }

// weightOne is a weight of 1; weights above maxWeight lose everything at the first thousandth and are cut there.
const (
	weightOne = 1 << 32
	maxWeight = 1 << 10
)

// Compile prepares a finished city. Errors: what a solver refuses, an asset in two networks, two needs of one asset that have
// one name and draw lots. O(assets + needs + suppliers).
func Compile(city *model.City, opt Options) (*Spec, error) {
	s := &Spec{city: city, homes: make([]home, len(city.Assets))}
	if err := s.group(); err != nil {
		return nil, fmt.Errorf("cascade of %q: %w", city.Name, err)
	}
	if err := s.solvers(opt); err != nil {
		return nil, fmt.Errorf("cascade of %q: %w", city.Name, err)
	}
	if err := s.automatics(opt.Automatics); err != nil {
		return nil, fmt.Errorf("cascade of %q: %w", city.Name, err)
	}
	forms := map[form]*form{}
	for g := range s.groups {
		s.compileNeeds(&s.groups[g], forms)
	}
	for g := range s.groups {
		s.compileFeeds(int32(g))
	}
	s.compileOuts()
	s.compileDraws()
	if err := s.checkStreams(); err != nil {
		return nil, fmt.Errorf("cascade of %q: %w", city.Name, err)
	}
	return s, nil
}

// Groups is the number of processes.
func (s *Spec) Groups() int { return len(s.groups) }

// GroupName is the name of process i: that of its network, or "sector in district".
func (s *Spec) GroupName(i int) string { return s.groups[i].name }

// GroupOf is the number of the process that owns an asset.
func (s *Spec) GroupOf(a model.AssetID) int { return int(s.homes[a].group) }

// solvers prepares the networks' physics.
func (s *Spec) solvers(opt Options) error {
	make := opt.Solvers
	if make == nil {
		make = func(city *model.City, index int) (func() model.Solver, error) {
			if len(city.Networks[index].Edges) == 0 {
				return nil, nil // nothing joins its members
			}
			n, err := network.Compile(city, index)
			if err != nil {
				return nil, err
			}
			return n.New, nil
		}
	}
	for i := range s.city.Networks {
		var err error
		if s.groups[i].solver, err = make(s.city, i); err != nil {
			return err
		}
	}
	return nil
}

// compileNeeds fills the needs and inputs of a group.
func (s *Spec) compileNeeds(g *groupSpec, forms map[form]*form) {
	s.makeRoom(g)
	for local := range g.assets {
		a := &g.assets[local]
		from, to := s.city.NeedsOf(a.id)
		a.needs0 = int32(len(g.needs))
		for id := from; id < to; id++ {
			n := &s.city.Needs[id]
			c := needSpec{form: formOf(n, forms), id: id, asset: int32(local), quorum: int32(n.Rule.Quorum(n.K, len(n.Suppliers))),
				stream: rng.NameOf(s.streamName(n)), inputs0: int32(len(g.inputs))}
			for _, p := range n.Suppliers {
				w := int64(math.RoundToEven(float64(min(p.Weight, maxWeight) * weightOne)))
				g.inputs = append(g.inputs, inputSpec{need: int32(len(g.needs)), supplier: p.Asset, weight: w})
			}
			c.inputs1 = int32(len(g.inputs))
			if n.Delay > 0 || n.Buffer > 0 {
				g.carries++
				c.carry = int32(g.carries)
			}
			g.most = max(g.most, len(n.Suppliers))
			g.needs = append(g.needs, c)
		}
		a.needs1 = int32(len(g.needs))
	}
}

// makeRoom makes the lists of a group's needs and inputs as long as they will be.
func (s *Spec) makeRoom(g *groupSpec) {
	needs, inputs := 0, 0
	for local := range g.assets {
		from, to := s.city.NeedsOf(g.assets[local].id)
		needs += int(to - from)
		for id := from; id < to; id++ {
			inputs += len(s.city.Needs[id].Suppliers)
		}
	}
	g.needs, g.inputs = make([]needSpec, 0, needs), make([]inputSpec, 0, inputs)
}

// formOf is the form of a need, shared by all that have the same.
func formOf(n *model.Need, forms map[form]*form) *form {
	f := form{rule: n.Rule, threshold: n.Threshold, backup: n.Backup, without: n.Without, delay: n.Delay, buffer: n.Buffer, refill: n.Refill,
		failover: n.Failover}
	if f.refill == 0 {
		f.refill = f.buffer
	}
	if forms[f] == nil {
		forms[f] = &f
	}
	return forms[f]
}

// streamName names the draws of a need's failover.
func (s *Spec) streamName(n *model.Need) string {
	return s.city.Assets[n.Asset].Name + "/" + n.Name + "/failover"
}

// checkStreams refuses needs that would share their luck.
func (s *Spec) checkStreams() error {
	var names []string
	for i := range s.city.Needs {
		if n := &s.city.Needs[i]; n.Buffer > 0 && n.Failover > 0 && n.Failover < 1 {
			names = append(names, s.streamName(n))
		}
	}
	return rng.CheckNames(names)
}
