package power

import (
	"errors"
	"math"
)

const (
	modifications = 100 // of a factor before it is made anew
	settlings     = 100 // of the angles before they are
)

// ErrSingular says that the network's equations have no solution or many: reactances cancel.
var ErrSingular = errors.New("the network's susceptance matrix is singular")

// State is what one replication may change: switches, generation, load. After changes Settle brings angles and flows up to
// date. Each island's first reference bus with a generator in service, else its first PV bus with one, else its first bus with one,
// takes the island's imbalance; an island without a generator is dead: no flow, no service. A State allocates nothing after its
// making, save when a matrix needs pivoting.
type State struct {
	g        *Grid
	f        *factor
	lu       *lu       // when L D L' meets a vanishing pivot
	theta    []float64 // [rad] by place, up to a constant per island
	miss     []float64 // what the angles do not yet balance [per unit]
	low      int32     // miss is zero before this place
	sus      []float64 // by slot; 0 when out of service or dead
	phi      []float64
	flow     []float64 // entering at from [per unit] by slot
	over     []int32   // slots above their rate
	closed   []bool    // the branch's own switch, by slot
	on       []bool    // and its ends are in service
	busOn    []bool    // by place
	genOn    []bool    // by row
	gen      []float64 // scheduled output [per unit] by row
	load     []float64 // Pd and Gs [per unit] by place
	live     []int32   // generators in service at a place
	of       []int32   // island of a place; none when its bus is out
	isles    []island
	free     []int32 // islands that no longer exist
	pins     []pin   // second and further reference buses
	stale    bool    // the factor or the islands must be made anew
	again    bool    // the angles must
	mods     int
	solves   int
	topology int // counts changes of islands and their deaths
	search   search
}

// island is a connected part.
type island struct {
	buses  int32
	slack  int32   // place; none when dead
	ground int32   // place whose diagonal is raised
	sum    float64 // scheduled generation - load [per unit]
	offset float64 // what its angles are off by [rad]
	gone   bool    // no such island now
	drop   bool    // left out by KeepMain
}

// fresh is the state of the case as the file has it.
func (g *Grid) fresh() *State {
	n, m := g.p.n, len(g.branch)
	s := &State{g: g, f: newFactor(g.p), theta: make([]float64, n), miss: make([]float64, n), sus: make([]float64, m), phi: make([]float64, m),
		flow: make([]float64, m), over: make([]int32, 0, m), closed: make([]bool, m), on: make([]bool, m), busOn: make([]bool, n),
		genOn: make([]bool, len(g.c.Gens)), gen: make([]float64, len(g.c.Gens)), load: make([]float64, n), live: make([]int32, n),
		of: make([]int32, n), isles: make([]island, 0, n+1), free: make([]int32, 0, n+1), stale: true}
	s.search.init(n)
	for place := range int32(n) {
		b := g.bus(place)
		s.busOn[place] = b.Type != Isolated
		s.load[place] = (b.Pd + b.Gs) / g.c.BaseMVA
	}
	for i := range g.c.Gens {
		gen := &g.c.Gens[i]
		s.gen[i] = gen.Pg / g.c.BaseMVA
		s.genOn[i] = gen.Status > 0 && s.busOn[g.genAt[i]]
		if s.genOn[i] {
			s.live[g.genAt[i]]++
		}
	}
	for slot, row := range g.branch {
		s.closed[slot] = g.c.Branches[row].Status != 0
	}
	return s
}

// NewState is a state as the file has it, solved.
func (g *Grid) NewState() *State {
	s := g.fresh()
	s.Reset()
	return s
}

// Reset puts everything back as the file has it, exactly: it copies the base state's numbers.
func (s *State) Reset() {
	b := s.g.base
	copy(s.f.l, b.f.l)
	copy(s.f.inverse, b.f.inverse)
	copy(s.f.diagonal, b.f.diagonal)
	s.lu = b.lu
	copy(s.theta, b.theta)
	clear(s.miss)
	s.low = int32(s.g.p.n)
	copy(s.sus, b.sus)
	copy(s.phi, b.phi)
	copy(s.flow, b.flow)
	s.over = append(s.over[:0], b.over...)
	copy(s.closed, b.closed)
	copy(s.on, b.on)
	copy(s.busOn, b.busOn)
	copy(s.genOn, b.genOn)
	copy(s.gen, b.gen)
	copy(s.load, b.load)
	copy(s.live, b.live)
	copy(s.of, b.of)
	s.isles = append(s.isles[:0], b.isles...)
	s.free = append(s.free[:0], b.free...)
	s.pins = append(s.pins[:0], b.pins...)
	s.stale, s.again, s.mods, s.solves = false, false, 0, 0
	s.topology++
}

// change adds to what a place gives [per unit]; its island's slack takes it back.
func (s *State) change(place int32, by float64) {
	id := s.of[place]
	if by == 0 || id == none || s.stale {
		return
	}
	isle := &s.isles[id]
	if isle.slack == none {
		return
	}
	isle.sum += by
	s.put(place, by)
	s.put(isle.slack, -by)
}

// put adds to the imbalance of a place.
func (s *State) put(place int32, by float64) {
	s.miss[place] += by
	s.low = min(s.low, place)
}

// SetGen sets a generator's output [MW], by row from 0.
func (s *State) SetGen(row int, mw float64) {
	x := mw / s.g.c.BaseMVA
	if s.genOn[row] {
		s.change(s.g.genAt[row], x-s.gen[row])
	}
	s.gen[row] = x
}

// SwitchGen takes a generator out of service or puts it back. One at a bus out of service stays out.
func (s *State) SwitchGen(row int, on bool) {
	place := s.g.genAt[row]
	on = on && s.busOn[place]
	if on == s.genOn[row] {
		return
	}
	s.genOn[row] = on
	sign := 1.0
	if !on {
		sign = -1
	}
	s.change(place, sign*s.gen[row])
	s.live[place] += int32(sign)
	if s.stale {
		return
	}
	if s.live[place] == 0 || s.live[place] == 1 && on {
		s.chooseSlack(s.of[place])
	}
	if len(s.pins) > 0 || s.g.bus(place).Type == Ref {
		s.again = true
	}
}

// SetLoad sets the load of a bus [MW], its shunt included, by row from 0.
func (s *State) SetLoad(row int, mw float64) {
	place, x := s.g.placeOf[row], mw/s.g.c.BaseMVA
	s.change(place, s.load[place]-x)
	s.load[place] = x
}

// SwitchBranch opens or closes a branch, by row from 0.
func (s *State) SwitchBranch(row int, on bool) {
	slot := s.g.slotOf[row]
	s.closed[slot] = on
	s.follow(slot)
}

// SwitchBus takes a bus out of service with its branches, load and generators, or puts bus and branches back. Its generators
// stay out until they are switched.
func (s *State) SwitchBus(row int, on bool) {
	place := s.g.placeOf[row]
	if s.busOn[place] == on {
		return
	}
	if !on {
		for _, gen := range s.g.gens.of(place) {
			s.SwitchGen(int(gen), false)
		}
	}
	s.busOn[place] = on
	for k := s.g.near.ptr[place]; k < s.g.near.ptr[place+1]; k++ {
		s.follow(s.g.via[k])
	}
	s.stale = s.stale || on
	if !on && !s.stale {
		id := s.of[place]
		s.isles[id].gone = true
		s.topology++
		s.free = append(s.free, id)
		s.of[place] = none
		s.theta[place], s.miss[place] = 0, 0
	}
}

// follow makes a branch what its switch and its buses say.
func (s *State) follow(slot int32) {
	on := s.closed[slot] && s.busOn[s.g.from[slot]] && s.busOn[s.g.to[slot]]
	switch {
	case on == s.on[slot]:
	case s.stale || s.lu != nil:
		s.on[slot], s.stale = on, true
	case on:
		s.close(slot)
	default:
		s.open(slot)
	}
}

// Angle is the voltage angle of a bus row [degrees], NaN when it is dead.
func (s *State) Angle(row int) float64 {
	place := s.g.placeOf[row]
	if !s.Served(row) {
		return math.NaN()
	}
	return (s.theta[place] + s.isles[s.of[place]].offset) * 180 / math.Pi
}

// Served says whether a bus row is in an island with a generator.
func (s *State) Served(row int) bool {
	id := s.of[s.g.placeOf[row]]
	return id != none && s.isles[id].slack != none
}

// Flow is what enters a branch row at its from end [MW].
func (s *State) Flow(row int) float64 { return s.flow[s.g.slotOf[row]] * s.g.c.BaseMVA }

// On says whether a branch row is closed between buses in service.
func (s *State) On(row int) bool { return s.on[s.g.slotOf[row]] }

// Overloads calls do for every branch row above its RateA.
func (s *State) Overloads(do func(row int)) {
	for _, slot := range s.over {
		do(int(s.g.branch[slot]))
	}
}

// Gen is a generator's output [MW], the slack's share included; 0 when it is out or dead.
func (s *State) Gen(row int) float64 {
	place := s.g.genAt[row]
	id := s.of[place]
	if !s.genOn[row] || id == none || s.isles[id].slack == none {
		return 0
	}
	x := s.gen[row]
	if s.first(place) == row {
		if s.isles[id].slack == place {
			x -= s.isles[id].sum
		}
		for i := range s.pins {
			p := &s.pins[i]
			if p.place == place {
				x += p.given
			} else if s.isles[id].slack == place && s.of[p.place] == id {
				x -= p.given
			}
		}
	}
	return x * s.g.c.BaseMVA
}

// first is the first generator row in service at a place.
func (s *State) first(place int32) int {
	for _, row := range s.g.gens.of(place) {
		if s.genOn[row] {
			return int(row)
		}
	}
	return none
}
