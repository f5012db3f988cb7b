package cascade

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Wiring says where the messages of one replication go. The zero value wires a cascade that stands alone, first in its engine.
type Wiring struct {
	First sim.ProcessID // process of group 0; group i is First+i
	Root  rng.Root      // draws of the replication
	// Crews is where an operator's work orders go; false if nobody takes them. nil: nobody does.
	Crews func(model.OperatorID) (model.Address, bool)
	// Listeners hear of every change of an asset's level by MsgSupply with Need and Slot Absent, one lookahead later.
	Listeners []model.Listener
}

// Processes makes the live half of one replication: every asset Full, every buffer full. The caller adds them to the engine
// in this order, the first of them as process w.First.
func (s *Spec) Processes(w Wiring) []model.Process {
	r := s.room()
	all := make([]model.Process, len(s.groups))
	for i := range all {
		all[i] = s.process(int32(i), &w, r)
	}
	return all
}

// room is the memory of one replication's groups, in one piece for each sort: a batch would else make thousands of small ones.
type room struct {
	groups  []group
	assets  []asset
	needs   []need
	inputs  []input
	carries []carry
	slow    []slow
	queue   []int32
}

func (s *Spec) room() *room {
	assets, needs, inputs, carries, slows := 0, 0, 0, 0, 0
	for i := range s.groups {
		g := &s.groups[i]
		assets, needs, inputs = assets+len(g.assets), needs+len(g.needs), inputs+len(g.inputs)
		carries, slows = carries+g.keeps(), slows+len(g.slow)
	}
	return &room{groups: make([]group, len(s.groups)), assets: make([]asset, assets), needs: make([]need, needs), inputs: make([]input, inputs),
		carries: make([]carry, carries), slow: make([]slow, slows), queue: make([]int32, assets)}
}

// keeps is how many carries a group has, with the one that is nobody's.
func (g *groupSpec) keeps() int { return g.carries + min(1, len(g.needs)) }

// part takes the first n of a list.
func part[T any](list *[]T, n int) []T {
	p := (*list)[:n:n]
	*list = (*list)[n:]
	return p
}

func (s *Spec) process(index int32, w *Wiring, r *room) *group {
	spec := &s.groups[index]
	g := &part(&r.groups, 1)[0]
	*g = group{spec: spec, whole: s, wiring: w, index: index, self: sim.NewSource(last - sim.SourceID(index)),
		assets: part(&r.assets, len(spec.assets)), needs: part(&r.needs, len(spec.needs)), inputs: part(&r.inputs, len(spec.inputs)),
		carries: part(&r.carries, spec.keeps()), slow: part(&r.slow, len(spec.slow)), queue: part(&r.queue, len(spec.assets)),
		ranked: make([]model.Level, 0, spec.most)}
	g.netAt = sim.Never
	for i := range g.assets {
		g.assets[i] = asset{src: spec.assets[i].id.Entity().Source(), level: model.Full, set: model.Full, own: model.Full, cap: model.Full,
			supply: model.Full, target: model.Full, bind: bindNone}
	}
	for i := range g.slow {
		g.slow[i] = slow{shown: model.Full, head: model.Full, x: int64(model.Full) << fine}
	}
	for _, l := range w.Listeners {
		if h := s.homes[l.Asset]; h.group == index {
			g.assets[h.local].heard = true
		}
	}
	g.fillNeeds(w.Root)
	for i := range g.inputs {
		g.inputs[i].level = model.Full
	}
	if spec.solver != nil {
		g.solver = spec.solver()
		g.answers = make([]answer, 0, len(spec.assets))
		g.note, g.wish = g.takeAnswer, g.takeWish
		for i := range g.assets {
			g.assets[i].closed = !spec.assets[i].standby
		}
	}
	return g
}

// fillNeeds sets every need to supplied in full and every buffer to full.
func (g *group) fillNeeds(root rng.Root) {
	for i := range g.carries {
		g.carries[i] = carry{delayAt: sim.Never, emptyAt: sim.Never, timerAt: sim.Never}
	}
	for i := range g.needs {
		g.needs[i] = need{supply: model.Full, felt: model.Full, limit: model.Full, fell: absent, rose: absent}
		n := &g.spec.needs[i]
		if n.carry == 0 {
			continue
		}
		c := &g.carries[n.carry]
		c.charge.ns = int64(n.buffer)
		if n.failover > 0 && n.failover < 1 {
			c.luck = root.StreamOf(n.stream)
		}
	}
}

// last is the source of group 0's messages to itself, the others follow below. They are greater than any entity's, so that
// a group settles after it has heard everything that arrives at the same instant.
const last = sim.SourceID(1<<32 - 1)
