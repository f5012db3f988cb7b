package telecom

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

var _ model.Solver = (*solver)(nil)

// told is what a solver was told about a member, and what it said.
type told struct {
	available model.Level // its own, with what it depends on; None if it is open
	closed    bool
	asked     float64     // [people]
	level     model.Level // told last
	own       model.Level // what it could give by itself then
	service   model.Level // of a district: what the networks give
	fresh     model.Level // to be told
}

// using is the live half of a spot.
type using struct {
	cover float64 // share of the customers with a cell of their operator
	level float64 // share of them whom it can serve
}

// carrying is the live half of a cell.
type carrying struct {
	load  float64 // [people]
	share float64 // of them that it serves
}

// solver is the mobile networks in one replication. A change costs time in proportion to the places near the cells that change.
type solver struct {
	m         *Mobile
	state     []told     // by member
	part      []float64  // by choice: share of the spot's people who use it
	cells     []carrying // by cell
	spots     []using
	operators []signed
	storms    []storm // by operator
	crowds    []crowd // by district x operator
	now       sim.Time

	changed  marks // cells that were told anything
	moving   marks // spots whose cells changed
	loaded   marks // cells whose load or strength changed
	served   marks // spots whose service may have changed
	mobile   marks // district x operator to sum up
	reach    marks // districts to sum up
	cause    []why // by district x operator, of this solve
	access   []why // by district, of this solve
	touched  marks // members that were told anything, or whose level may have changed
	district marks // districts to look at
	heads    bool  // a core, a register or a route was told anything
}

// why is a reason, and the asset behind it.
type why struct {
	code  model.WhyCode
	asset model.AssetID
}

func newSolver(m *Mobile) *solver {
	s := &solver{m: m, state: make([]told, len(m.members)), part: make([]float64, len(m.choice)), cells: make([]carrying, len(m.cells)),
		spots: make([]using, len(m.spots)), operators: make([]signed, len(m.operators)), cause: make([]why, len(m.districts)*len(m.operators)),
		access: make([]why, len(m.districts)), storms: make([]storm, len(m.operators)), crowds: make([]crowd, len(m.districts)*len(m.operators))}
	for i := range s.state {
		s.state[i] = told{available: model.Full, closed: true, level: model.Full, own: model.Full, service: model.Full, fresh: model.Full}
	}
	s.changed, s.loaded = newMarks(len(m.cells)), newMarks(len(m.cells))
	s.moving, s.served = newMarks(len(m.spots)), newMarks(len(m.spots))
	s.mobile, s.reach, s.district = newMarks(len(s.cause)), newMarks(len(m.districts)), newMarks(len(m.districts))
	s.touched = newMarks(len(m.members))
	for o := range s.operators {
		s.operators[o] = signed{alive: 1, core: 1, routed: 1, burden: 1, asset: model.Absent}
	}
	for i := range m.spots {
		s.attach(int32(i))
		s.spots[i].level = 1
	}
	s.open()
	for c := range m.cells {
		s.cells[c].share = 1
		s.carry(int32(c))
	}
	s.rest()
	return s
}

// Set tells the availability of an asset.
func (s *solver) Set(a model.AssetID, available model.Level, closed bool) {
	i := s.m.of(a)
	if i < 0 || s.state[i].available == available && s.state[i].closed == closed {
		return
	}
	s.state[i].available, s.state[i].closed = available, closed
	s.touch(i)
}

// Ask tells how many people a cell serves, or a core signs on, beyond the plan.
func (s *solver) Ask(a model.AssetID, extra float64) {
	if i := s.m.of(a); i >= 0 && s.state[i].asked != extra {
		s.state[i].asked = extra
		s.touch(i)
	}
}

// touch notes what has to be looked at after news of a member.
func (s *solver) touch(i int32) {
	x := &s.m.members[i]
	s.touched.add(i)
	switch x.part {
	case partCell:
		s.changed.add(x.cell)
	case partCore, partRegister, partRoute:
		s.heads = true
		s.operators[x.operator].asset, s.operators[x.operator].asked = x.asset, s.state[i].asked > 0
	}
}

// itself is what a member can give by itself.
func (s *solver) itself(i int32) model.Level {
	if t := &s.state[i]; t.closed {
		return t.available
	}
	return model.None
}

// Solve settles the networks: who signs on, who uses which cell, how many each can serve, whom a call for help reaches.
func (s *solver) Solve(now sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	s.calm(now)
	next := s.sign(now)
	for _, c := range s.changed.list {
		s.disturb(c)
	}
	for _, i := range s.moving.list {
		before := s.spots[i].cover
		s.attach(i)
		s.find(i, before)
	}
	s.burst()
	for _, c := range s.loaded.list {
		s.carry(c)
	}
	for _, i := range s.served.list {
		s.serve(i)
	}
	s.tell(changed)
	s.rest()
	return min(next, s.brewing())
}

// rest forgets what was to be looked at.
func (s *solver) rest() {
	for _, m := range []*marks{&s.changed, &s.moving, &s.loaded, &s.served, &s.reach, &s.touched, &s.district} {
		m.clear()
	}
	for _, k := range s.mobile.list {
		s.cause[k] = why{}
	}
	s.mobile.clear()
	clear(s.access)
	s.heads = false
	for o := range s.operators {
		s.operators[o].woke = false
	}
}

// marks is a set of numbers that is filled and emptied without allocation.
type marks struct {
	list []int32
	in   []bool
}

func newMarks(n int) marks { return marks{make([]int32, 0, n), make([]bool, n)} }

func (m *marks) add(i int32) {
	if !m.in[i] {
		m.in[i] = true
		m.list = append(m.list, i)
	}
}

func (m *marks) clear() {
	for _, i := range m.list {
		m.in[i] = false
	}
	m.list = m.list[:0]
}

// inSteps is a share as a level, in steps.
func inSteps(share float64) model.Level {
	return model.LevelOf(math.Round(min(max(share, 0), 1)*levels) / levels)
}
