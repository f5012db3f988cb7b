package fleet

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// The messages of this package.
const (
	msgNext    = model.MsgPrivate + iota // the next event of colony Slot
	msgTry                               // an attempt from another district at colony Slot
	msgBegin                             // the worm of colony Slot begins here
	msgRespond                           // cleaning and patching begin in colony Slot
	msgOn                                // the strike of colony Slot begins, or its next half period
	msgOff                               // the half period of rest begins
	msgEnd                               // the strike of colony Slot ends
	msgTake                              // the next device of cell Amount of colony Slot falls to whoever is in the head-end
)

// What holds a device.
const (
	byWorm uint8 = 1 << iota
	byHeadEnd
)

// Ward is the process of the devices of a district, in one replication.
type Ward struct {
	spec     *Spec
	wiring   *Wiring
	colonies []colony
}

// colony is a plot in one replication.
type colony struct {
	*plot
	*group
	ward   int32
	slot   int32
	spec   *Spec
	wiring *Wiring
	src    sim.Source
	draws  rng.Stream

	open, gates, behind class // of their own, not the plot's
	flags               []uint8
	states              []cellState
	timer               sim.Timer // of the next event
	pace                rates     // when the clock was set
	total               float64   // of them [1/s]
	responding          bool
	striking, resting   bool         // the worm's strike is on; it rests for half a period
	arrived             sim.RecordID // Change of the first device that the worm took here; before that, of its beginning
	here                bool         // it has taken one
}

// cellState is a cell in one replication.
type cellState struct {
	held    int32 // devices
	told    int32 // of them, by the latest Change
	band    int32 // steps passed
	latest  sim.RecordID
	arrived sim.RecordID // Change of the first device that the worm took
	bulk    model.Op     // what those taken through the head-end were told: OpDraw, OpSet; OpNone = nothing
	level   model.Level  // what was last ordered: share of the devices that strike
	op      model.Op     // and how
	taken   int32        // devices that whoever is in the head-end has gone through
	ordered sim.RecordID // what made them obey the head-end
}

// Ward makes the process of ward number i.
func (s *Spec) Ward(i int, w *Wiring) *Ward {
	out := &Ward{spec: s, wiring: w, colonies: make([]colony, len(s.wards[i].plots))}
	for k := range out.colonies {
		p := &s.wards[i].plots[k]
		out.colonies[k] = colony{plot: p, group: &s.groups[p.group], ward: int32(i), slot: int32(k), spec: s, wiring: w, src: p.cells[0].entity.Source(),
			draws: w.Root.StreamOf(p.name), open: p.open.copyOf(), gates: p.gates.copyOf(), behind: p.behind.copyOf(),
			flags: make([]uint8, len(p.made)), states: make([]cellState, len(p.cells))}
	}
	return out
}

// Start posts what happens by itself. The engine must know the Ward as process id.
func (w *Ward) Start(e *model.Engine, id sim.ProcessID) {
	for k := range w.colonies {
		c := &w.colonies[k]
		if c.Worm == nil {
			continue
		}
		post := func(at sim.Time, kind model.MsgKind) {
			if at < sim.Never {
				e.Post(&c.src, id, at, model.Msg{Kind: kind, To: c.cells[0].entity, From: c.entity, Need: model.Absent, Slot: int32(k)})
			}
		}
		if c.district() == c.District {
			post(c.Worm.Start, msgBegin)
		}
		if c.Clean > 0 || c.Patch > 0 {
			post(c.Worm.Start.Add(c.Respond), msgRespond)
		}
		if c.Strike != nil {
			post(c.Strike.At, msgOn)
			post(c.Strike.Until, msgEnd)
		}
	}
}

func (c *colony) district() string {
	return c.spec.city.Districts[c.spec.wards[c.ward].district].Name
}

// Handle deals with one message.
func (w *Ward) Handle(ctx *model.Context, m *model.Msg) error {
	if m.Kind == model.MsgCommand {
		w.order(ctx, m)
		return nil
	}
	c := &w.colonies[m.Slot]
	switch m.Kind {
	case msgNext:
		c.timer = sim.Timer{}
		c.next(ctx)
	case msgTry:
		c.tried(ctx, m.Cause)
	case msgBegin:
		c.begin(ctx)
	case msgRespond:
		c.responding = true
		c.wind(ctx)
	case msgOn:
		c.strike(ctx)
	case msgOff:
		c.pause(ctx)
	case msgEnd:
		c.cease(ctx)
	case msgTake:
		c.takeOne(ctx, int32(m.Amount))
	}
	return nil
}

// Held is how many devices of the fleet of that name are held in this ward now.
func (w *Ward) Held(name string) int {
	n := 0
	for i := range w.colonies {
		c := &w.colonies[i]
		for k := range c.cells {
			if c.spec.fleets[c.cells[k].fleet].Name == name {
				n += int(c.states[k].held)
			}
		}
	}
	return n
}

// Free is how many devices of the fleet of that name in this ward a worm could still take.
func (w *Ward) Free(name string) int {
	n := 0
	for i := range w.colonies {
		c := &w.colonies[i]
		for _, x := range []*class{&c.open, &c.gates, &c.behind} {
			for _, id := range x.order[:x.s] {
				if c.spec.fleets[c.cells[c.cellOf(id)].fleet].Name == name {
					n++
				}
			}
		}
	}
	return n
}

var _ model.Process = (*Ward)(nil)
