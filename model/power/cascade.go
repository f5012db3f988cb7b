package power

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// CascadeOptions say how protection and operation answer. Zero values mean the defaults named.
type CascadeOptions struct {
	Frequency float64 // nominal [Hz]; default 50
	// Thermal relays: a branch at m times its RateA for t seconds has used up t (m^Power - 1) / (Constant Dial) of its time and
	// trips at 1; below its rating it recovers by the same law. IEC 60255-151: 0.02 and 0.14 standard inverse, 1 and 13.5 very
	// inverse, 2 and 80 extremely inverse, which is nearest to the heating of a conductor and the default.
	Power, Constant, Dial float64
	Droop                 float64   // of governors: relative change of frequency for the whole range of power; default 0.05
	Damping               float64   // relative change of load for a relative change of frequency; default 1
	Reserve               float64   // share of Pmax that governors can add at once; default 0.1
	Ramp                  float64   // share of Pmax a minute that a unit can be re-dispatched by, where the file gives no rate; default 0.05
	Stages                []Stage   // under-frequency load shedding; default: six stages of 7.5 %, 49.0 to 48.0 Hz at 50 Hz
	Collapse, Surge       float64   // frequencies at which units disconnect [relative to nominal]; default 0.95 and 1.03
	Priority              []float64 // by bus row: stages shed the lowest first, in whole buses; nil sheds every load in proportion
	Tick                  float64   // longest step while units are re-dispatched [s]; default 60
	Horizon               float64   // [s]; default 86,400
	Steps                 int       // at most; default 100,000
}

// Stage of load shedding: at or below a frequency [relative to nominal] a share of the load of the time before is shed.
type Stage struct{ Below, Share float64 }

// Event is one thing that happened in a cascade.
type Event struct {
	Step   int
	At     float64 // [s] after the first
	Kind   EventKind
	Row    int     // of the branch, generator or bus, from 0
	LostMW float64 // load lost by it
}

// EventKind says what happened, and so what Row counts.
type EventKind uint8

// Kinds of event.
const (
	BranchOut  EventKind = iota // a branch taken out from outside
	GenOut                      // a generator taken out from outside
	BranchTrip                  // a thermal relay opens a branch
	GenTrip                     // frequency disconnects a generator
	Shed                        // stages shed load in an island; Row is the bus that leads it
	Black                       // an island is dead; Row is its first bus
)

// String is the word in files.
func (k EventKind) String() string {
	return [...]string{"branch_out", "gen_out", "branch_trip", "gen_trip", "shed", "black"}[k]
}

// ErrEndless says that a cascade took more steps than allowed.
var ErrEndless = errors.New("the cascade does not come to rest within its steps")

// Cascade drives a State through what follows an outage. It is one replication's; it allocates only to list events.
type Cascade struct {
	s        *State
	opt      CascadeOptions
	Events   []Event
	step     int
	now      float64
	heat     []float64 // used-up share of each relay's time, by slot
	blocked  []bool    // relays switched off, by slot
	planned  []float64 // load before anything is shed [per unit] by place
	kept     []float64 // share of it still connected
	set      []float64 // set points of the units [per unit] by row
	stage    []int     // next stage of shedding, by place of the island's leader
	black    []bool    // by place
	sum      []float64 // scratch by island
	units    []int32   // scratch: generator rows of an island
	homes    []int32   // scratch: places of an island
	unrest   bool      // some unit is being re-dispatched
	topology int       // of the state when dead islands were last looked for
}

func (o CascadeOptions) filled() CascadeOptions {
	def := func(x *float64, to float64) {
		if *x == 0 {
			*x = to
		}
	}
	def(&o.Frequency, 50)
	def(&o.Power, 2)
	def(&o.Constant, 80)
	def(&o.Dial, 1)
	def(&o.Droop, 0.05)
	def(&o.Damping, 1)
	def(&o.Reserve, 0.1)
	def(&o.Ramp, 0.05)
	def(&o.Collapse, 0.95)
	def(&o.Surge, 1.03)
	def(&o.Tick, 60)
	def(&o.Horizon, 86_400)
	if o.Steps == 0 {
		o.Steps = 100_000
	}
	if o.Stages == nil {
		o.Stages = []Stage{{0.98, 0.075}, {0.976, 0.075}, {0.972, 0.075}, {0.968, 0.075}, {0.964, 0.075}, {0.96, 0.075}}
	}
	return o
}

// NewCascade is a cascade on a state of the grid's own, at rest as the file has it.
func (g *Grid) NewCascade(opt CascadeOptions) (*Cascade, error) {
	if opt.Priority != nil && len(opt.Priority) != g.p.n {
		return nil, fmt.Errorf("priorities for %d buses; the case has %d", len(opt.Priority), g.p.n)
	}
	n, m := g.p.n, len(g.branch)
	c := &Cascade{s: g.NewState(), opt: opt.filled(), heat: make([]float64, m), blocked: make([]bool, m), planned: make([]float64, n), kept: make([]float64, n),
		set: make([]float64, len(g.c.Gens)), stage: make([]int, n), black: make([]bool, n), sum: make([]float64, n+1),
		units: make([]int32, 0, len(g.c.Gens)), homes: make([]int32, 0, n)}
	c.Reset()
	return c, nil
}

// State is what the cascade acts on, to look at.
func (c *Cascade) State() *State { return c.s }

// Reset puts everything back to before the first outage.
func (c *Cascade) Reset() {
	s := c.s
	s.Reset()
	c.Events, c.step, c.now, c.unrest, c.topology = c.Events[:0], 0, 0, false, -1
	clear(c.heat)
	clear(c.blocked)
	clear(c.stage)
	clear(c.black)
	copy(c.planned, s.load)
	for i := range c.kept {
		c.kept[i] = 1
	}
	for row := range s.gen { // what the slacks take becomes their schedule
		if x := s.Gen(row); s.genOn[row] {
			s.SetGen(row, x)
		}
		c.set[row] = s.gen[row]
	}
	for place, id := range s.of { // what is dead or out before has nothing to lose
		c.black[place] = id == none || s.isles[id].slack == none
	}
}

// DisableRelay keeps a branch row's thermal relay from opening it.
func (c *Cascade) DisableRelay(row int) { c.blocked[c.s.g.slotOf[row]] = true }

func (c *Cascade) note(kind EventKind, row int, lost float64) {
	c.Events = append(c.Events, Event{c.step, c.now, kind, row, lost * c.s.g.c.BaseMVA})
}

// Run takes the change out and follows the cascade until nothing is overloaded and every frequency is restored or past help, or
// the horizon. On an error the events up to then stay.
func (c *Cascade) Run(ctx context.Context, ch Change) error {
	for _, row := range ch.Branches {
		if row < 0 || row >= len(c.s.g.branch) {
			return fmt.Errorf("there is no branch row %d: the case has %d", row+1, len(c.s.g.branch))
		}
		c.s.SwitchBranch(row, false)
		c.note(BranchOut, row, 0)
	}
	for _, row := range ch.Gens {
		if row < 0 || row >= len(c.s.gen) {
			return fmt.Errorf("there is no generator row %d: the case has %d", row+1, len(c.s.gen))
		}
		c.s.SwitchGen(row, false)
		c.note(GenOut, row, 0)
	}
	for {
		if err := c.settle(); err != nil {
			return err
		}
		wait := c.wait()
		if math.IsInf(wait, 1) || c.now >= c.opt.Horizon {
			return nil
		}
		if c.step == c.opt.Steps {
			return ErrEndless
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		c.step++
		c.advance(min(wait, c.opt.Horizon-c.now))
	}
}

// settle balances every island and brings the flows up to date.
func (c *Cascade) settle() error {
	if err := c.s.Settle(); err != nil {
		return err
	}
	c.mourn()
	c.balance()
	if err := c.s.Settle(); err != nil {
		return err
	}
	c.mourn()
	return nil
}

// mourn notes what died since it last looked.
func (c *Cascade) mourn() {
	s := c.s
	if c.topology == s.topology {
		return
	}
	c.topology = s.topology
	clear(c.sum)
	dead := false
	for _, place := range s.g.placeOf {
		id := s.of[place]
		if c.black[place] || id != none && s.isles[id].slack != none {
			continue
		}
		at := s.g.p.n
		if id != none {
			at = int(id)
		}
		c.sum[at] += c.planned[place] * c.kept[place]
		dead = true
	}
	if !dead {
		return
	}
	for row, place := range s.g.placeOf {
		id := s.of[place]
		if c.black[place] || id != none && s.isles[id].slack != none {
			continue
		}
		c.black[place] = true
		at := s.g.p.n
		if id != none {
			at = int(id)
		}
		if lost := c.sum[at]; lost != 0 {
			c.note(Black, row, lost)
			c.sum[at] = 0
		}
	}
}

// wait is the time until a relay trips or the next re-dispatch [s].
func (c *Cascade) wait() float64 {
	wait := math.Inf(1)
	if c.unrest {
		wait = c.opt.Tick
	}
	for _, slot := range c.s.over {
		if pace := c.pace(slot); !c.blocked[slot] && pace > 0 {
			wait = min(wait, max(0, 1-c.heat[slot])/pace)
		}
	}
	return wait
}

// pace is how fast a branch uses up its relay's time [1/s]; negative when it recovers.
func (c *Cascade) pace(slot int32) float64 {
	m := math.Abs(c.s.flow[slot]) / c.s.g.rate[slot]
	if c.opt.Power == 2 {
		return (m*m - 1) / (c.opt.Constant * c.opt.Dial)
	}
	return (math.Pow(m, c.opt.Power) - 1) / (c.opt.Constant * c.opt.Dial)
}

// advance lets time pass at the present flows, opens what has used up its time and re-dispatches.
func (c *Cascade) advance(dt float64) {
	c.now += dt
	for slot := range c.heat {
		if c.heat[slot] > 0 {
			c.heat[slot] = max(0, c.heat[slot]+min(0, c.pace(int32(slot)))*dt)
		}
	}
	for _, slot := range c.s.over {
		c.heat[slot] += c.pace(slot) * dt
	}
	for slot, h := range c.heat {
		if h >= 1-1e-9 && !c.blocked[slot] {
			c.heat[slot] = 0
			row := int(c.s.g.branch[slot])
			c.s.SwitchBranch(row, false)
			c.note(BranchTrip, row, 0)
		}
	}
	if c.unrest {
		c.redispatch(dt)
	}
}

// ServedMW is the load still connected in live islands.
func (c *Cascade) ServedMW() float64 {
	var sum float64
	for place, id := range c.s.of {
		if id != none && c.s.isles[id].slack != none {
			sum += c.planned[place] * c.kept[place]
		}
	}
	return sum * c.s.g.c.BaseMVA
}
