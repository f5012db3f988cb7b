package cyber

import (
	"math"
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// TeamSpec is an incident team that several operators share: a city's CSIRT, a firm on retainer. An operator that has one gets the
// attacker out, and begins to restore, once the team is there.
type TeamSpec struct {
	Name      string
	Title     string
	Operators []string // names or patterns with "*"
	Capacity  int      // how many operators it can help at once [1 or more]
	Response  string   // distribution of the time from being sent until it is there; empty = none
}

// SharingSpec is a forum whose members warn each other.
type SharingSpec struct {
	Members []string // names or patterns with "*"; empty = every operator with an estate
	Delay   string   // distribution of the time until a member has understood a warning
	Watch   *float64 // chance that a warned member looks more closely [0 to 1]; nil = 0.8
	Factor  *float64 // factor on the share of events that nobody sees there then [0 to 1]; nil = 0.5
	Block   *float64 // chance that it cuts off suppliers which it shares with the member attacked [0 to 1]; nil = 0.3
	Offline *float64 // chance that it goes off line: cuts off its perimeter, suppliers and control zones [0 to 1]; nil = 0.2
	Hold    string   // distribution of how long; empty = 72h
}

// team is a TeamSpec with its texts read.
type team struct {
	entity   model.EntityID
	capacity int
	response rng.Dist
	luck     rng.Name
}

// forum is a SharingSpec with its texts read.
type forum struct {
	entity                        model.EntityID
	members                       []model.OperatorID // ascending
	delay                         []rng.Dist         // by operator
	watch, factor, block, offline float64
	hold                          rng.Dist
	luck                          rng.Name
}

// teamOf is the team that an operator shares; none if it has one of its own.
func (s *Spec) teamOf(o model.OperatorID) int32 {
	if s.teamIn == nil {
		return none
	}
	return s.teamIn[o]
}

// shares reports whether an operator is a member of the forum.
func (s *Spec) shares(o model.OperatorID) bool {
	return s.forum != nil && slices.Contains(s.forum.members, o)
}

// share reads teams and the forum.
func (c *compiler) share(teams []TeamSpec, sharing *SharingSpec) {
	for i := range teams {
		c.team(&teams[i])
	}
	if sharing != nil {
		c.forum(sharing)
	}
}

// team reads one.
func (c *compiler) team(t *TeamSpec) {
	s, k := c.spec, checker{c.p, at("team", t.Name)}
	if s.teamIn == nil {
		s.teamIn = slices.Repeat([]int32{none}, len(s.estates))
		s.weights = weights(s.city)
	}
	number := int32(len(s.teams))
	k.share(float64(t.Capacity), 1, 1e6, "capacity")
	name := "team/" + t.Name
	s.teams = append(s.teams, team{capacity: t.Capacity, response: k.dist(t.Response, "response"), luck: rng.NameOf(name)})
	c.streams = append(c.streams, name)
	for _, o := range c.fitting(t.Operators, k, "operators") {
		if s.teamIn[o] != none {
			c.p.add(k.at("operators"), "name each operator in one team", "%s has another team already", s.city.Operators[o].Name)
		}
		s.teamIn[o] = number
	}
	c.actor(model.Absent, model.SortCrews, name, first(t.Title, "incident team "+t.Name), func(e model.EntityID) { s.teams[number].entity = e })
}

// weights are the residents that depend on the assets of each operator, asset by asset.
func weights(city *model.City) []int64 {
	list := make([]int64, len(city.Operators))
	for i := range city.Assets {
		if o := city.Assets[i].Operator; o != model.Absent {
			list[o] += int64(city.Assets[i].People)
		}
	}
	return list
}

// forum reads the forum.
func (c *compiler) forum(f *SharingSpec) {
	s, k := c.spec, checker{c.p, "sharing"}
	out := &forum{
		watch: chanceOr(f.Watch, 0.8), factor: chanceOr(f.Factor, 0.5), block: chanceOr(f.Block, 0.3), offline: chanceOr(f.Offline, 0.2),
		hold: k.dist(first(f.Hold, "72h"), "hold"), luck: rng.NameOf("forum"),
	}
	k.share(out.watch, 0, 1, "watch")
	k.share(out.factor, 0, 1, "factor")
	k.share(out.block, 0, 1, "block")
	k.share(out.offline, 0, 1, "offline")
	members := f.Members
	if len(members) == 0 {
		members = []string{"*"}
	}
	out.members = c.fitting(members, k, "members")
	delay := k.dist(f.Delay, "delay")
	out.delay = slices.Repeat([]rng.Dist{delay}, len(s.estates))
	s.forum = out
	c.streams = append(c.streams, "forum")
	c.actor(model.Absent, model.SortCrews, "forum", "information-sharing forum", func(e model.EntityID) { out.entity = e })
}

// fitting are the operators with an estate that fit one of the patterns, ascending.
func (c *compiler) fitting(patterns []string, k checker, key string) []model.OperatorID {
	var list []model.OperatorID
	for i, pattern := range patterns {
		found := false
		for o := range c.spec.estates {
			if c.spec.estates[o].name != "" && match(pattern, c.spec.city.Operators[o].Name) {
				list, found = append(list, model.OperatorID(o)), true
			}
		}
		if !found {
			c.p.add(k.at(key, index(i)), model.DidYouMean(pattern, c.operatorNames()), "no operator with an estate is called %q", pattern)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// share moves what operators share: a team grows by what is added for any of its operators, and a member hears of an attack sooner.
func (h *hardener) share() {
	s := h.spec
	for i := range s.teams {
		more := h.sum(teamCapacity, true, func(x *hardening) bool {
			for o, has := range x.operators {
				if has && x.Assets == nil && s.teamIn[o] == int32(i) {
					return true
				}
			}
			return false
		}, true)
		s.teams[i].capacity += int(math.Round(more))
	}
	if s.forum == nil {
		return
	}
	for _, o := range s.forum.members {
		f := h.sum(sharingDelay, false, func(x *hardening) bool { return x.Assets == nil && x.operators[o] }, true)
		if f != 1 && s.forum.delay[o] != nil {
			s.forum.delay[o] = stretched{s.forum.delay[o], f}
		}
	}
}
