package power

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Outage is what is left after branches went out, in the main island; the rest is dropped.
type Outage struct {
	Row       int     // branch row from 0; none for several
	Before    bool    // it was in service
	Islands   int     // single buses count, buses out of service do not
	Separated int     // buses outside the main island
	LoadMW    float64 // their load
	GenMW     float64 // and scheduled generation
	MaxMW     float64 // the largest flow
	MaxRow    int     // and its branch row from 0; none when there is no branch
	Slack     int     // bus number; 0 when nothing generates
	SlackMW   float64 // generation at the slack's bus
}

// Look sums a settled state up, after dropping all but the main island.
func (s *State) Look() (Outage, error) {
	o := Outage{Row: none, Islands: s.Islands(), MaxRow: none}
	if o.Islands > 1 {
		s.separated(&o)
		s.KeepMain()
	}
	if err := s.Settle(); err != nil {
		return o, err
	}
	s.largest(&o)
	if main := s.Main(); main != none && s.isles[main].slack != none {
		slack := s.isles[main].slack
		o.Slack = s.g.bus(slack).ID
		for _, row := range s.g.gens.of(slack) {
			o.SlackMW += s.Gen(int(row))
		}
	}
	return o, nil
}

// sameFlow is the share by which flows may differ through rounding alone.
const sameFlow = 1e-9

// largest finds the largest flow, and the first row that carries it: branches in a row without load between them carry the same.
func (s *State) largest(o *Outage) {
	for _, x := range s.flow {
		o.MaxMW = max(o.MaxMW, math.Abs(x)*s.g.c.BaseMVA)
	}
	for slot, x := range s.flow {
		row := int(s.g.branch[slot])
		if math.Abs(x)*s.g.c.BaseMVA >= o.MaxMW*(1-sameFlow) && (o.MaxRow == none || row < o.MaxRow) {
			o.MaxRow = row
		}
	}
}

// separated counts what lies outside the main island.
func (s *State) separated(o *Outage) {
	main := s.Main()
	for place, id := range s.of {
		if id == main || id == none {
			continue
		}
		o.Separated++
		b := s.g.bus(int32(place))
		o.LoadMW += s.load[place]*s.g.c.BaseMVA - b.Gs
		for _, row := range s.g.gens.of(int32(place)) {
			if s.genOn[row] {
				o.GenMW += s.gen[row] * s.g.c.BaseMVA
			}
		}
	}
}

// N1 takes every branch out in turn. Do, if not nil, sees the state of each outage. The State is reset after each.
func (s *State) N1(ctx context.Context, do func(row int, s *State)) ([]Outage, error) {
	outages := make([]Outage, 0, len(s.g.branch))
	for row := range s.g.branch {
		if err := ctx.Err(); err != nil {
			return outages, err
		}
		s.Reset()
		before := s.On(row)
		s.SwitchBranch(row, false)
		o, err := s.Look()
		if err != nil {
			return outages, fmt.Errorf("branch row %d out: %w", row+1, err)
		}
		o.Row, o.Before = row, before
		outages = append(outages, o)
		if do != nil {
			do(row, s)
		}
	}
	s.Reset()
	return outages, nil
}

// After is what is left of the case after a change, the main island alone. The State stays there until the next Reset, which After
// begins with. Rows must exist.
func (s *State) After(ch Change) (Outage, error) {
	s.Reset()
	if scale := ch.LoadScale; scale != 0 && scale != 1 {
		for row := range s.g.c.Buses {
			b := &s.g.c.Buses[row]
			if b.Type != Isolated {
				s.SetLoad(row, b.Pd*scale+b.Gs)
			}
		}
	}
	for _, row := range ch.Gens {
		s.SwitchGen(row, false)
	}
	for _, row := range ch.Branches {
		s.SwitchBranch(row, false)
	}
	return s.Look()
}

// Change is a case's variation: rows from 0.
type Change struct {
	Branches  []int // taken out
	Gens      []int
	LoadScale float64 // of Pd and Qd; 0 means 1
}

// With is the case after a change, as a case of its own; rows that do not exist are an error.
func (c *Case) With(ch Change) (*Case, error) {
	n := *c
	n.Buses, n.Gens, n.Branches = slices.Clone(c.Buses), slices.Clone(c.Gens), slices.Clone(c.Branches)
	for _, row := range ch.Branches {
		if row < 0 || row >= len(n.Branches) {
			return nil, fmt.Errorf("there is no branch row %d: the case has %d", row+1, len(n.Branches))
		}
		n.Branches[row].Status = 0
	}
	for _, row := range ch.Gens {
		if row < 0 || row >= len(n.Gens) {
			return nil, fmt.Errorf("there is no generator row %d: the case has %d", row+1, len(n.Gens))
		}
		n.Gens[row].Status = 0
	}
	if ch.LoadScale != 0 && ch.LoadScale != 1 {
		for i := range n.Buses {
			n.Buses[i].Pd *= ch.LoadScale
			n.Buses[i].Qd *= ch.LoadScale
		}
	}
	return &n, nil
}

// Islands is how many islands the case has, dead ones included, isolated buses not.
func (c *Case) Islands() int { return len(newTopology(c).size) }

// KeepMain isolates the buses of every island but the one with most buses (the earliest row among equals): what the reference's
// outages drop.
func (c *Case) KeepMain() {
	t := newTopology(c)
	main, best := int32(none), int32(0)
	for i, id := range t.of {
		if id != none && t.size[id] > best {
			main, best = t.of[i], t.size[id]
		}
	}
	for i, id := range t.of {
		if id != main {
			c.Buses[i].Type = Isolated
		}
	}
}
