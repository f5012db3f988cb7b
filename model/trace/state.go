package trace

import (
	"sort"
	"sync"

	"cascata/model"
	"cascata/sim"
)

// Flags is what is the matter with an entity, besides its level.
type Flags uint8

// The flags.
const (
	OnBuffer    Flags = 1 << iota // at least one need runs on its buffer
	Compromised                   // the attacker holds it
	Opened                        // commanded open
	Stopped                       // stopped in software
	Damaged                       // broken hardware
	Limited                       // a moved set-point holds it down
	NoControl                     // remote control or view is lost
	Restoring                     // a crew or a team works on it
)

// Impaired are the flags that a Command sets.
const Impaired = Opened | Stopped | Damaged | Limited

// State is an entity at an instant.
type State struct {
	Level  model.Level // service level of an asset; Full for an actor
	Flags  Flags
	Change int32    // number of its latest Change; 0 before the first
	Since  sim.Time // instant of the latest Change of its level; 0 before the first
	Until  sim.Time // with OnBuffer: when the first buffer runs out if nothing changes; else sim.Never
}

// frame is the state of everything after the first count Changes.
type frame struct {
	count   int
	states  []State
	buffers []sim.Time // by need: when its buffer runs out; sim.Never when not on buffer
}

// frames are the keyframes of a recording, made on first use: seeking copies one and replays the few Changes after it.
type frames struct {
	once sync.Once
	each int
	list []frame
}

// newFrame is the state before the first Change.
func newFrame(s *Stage) *frame {
	f := &frame{states: make([]State, len(s.Entities)), buffers: make([]sim.Time, len(s.Needs))}
	for i := range f.states {
		f.states[i] = State{Level: model.Full, Until: sim.Never}
	}
	for i := range f.buffers {
		f.buffers[i] = sim.Never
	}
	return f
}

// keep makes the keyframes. Their distance is at least the number of entities, so that together they are not larger than
// a small multiple of the Changes.
func (r *Recording) keep() *frames {
	r.frames.once.Do(func() {
		f := newFrame(r.Stage)
		r.frames.each = max(256, len(r.Entities)+len(r.Needs))
		for f.count+r.frames.each <= len(r.Changes) {
			f.replay(r, f.count+r.frames.each)
			r.frames.list = append(r.frames.list, *f.clone(nil))
		}
	})
	return &r.frames
}

func (f *frame) clone(into *frame) *frame {
	if into == nil {
		into = &frame{}
	}
	into.count = f.count
	into.states = append(into.states[:0], f.states...)
	into.buffers = append(into.buffers[:0], f.buffers...)
	return into
}

// Until is how many Changes have happened at t (those of the instant t included).
func (r *Recording) Until(t sim.Time) int {
	return sort.Search(len(r.Changes), func(i int) bool { return r.Changes[i].At > t })
}

// at is the frame after n Changes.
func (r *Recording) at(n int) *frame {
	k := r.keep()
	f := (*frame)(nil)
	if i := n/k.each - 1; i >= 0 && len(k.list) > 0 {
		f = k.list[min(i, len(k.list)-1)].clone(nil)
	} else {
		f = newFrame(r.Stage)
	}
	f.replay(r, n)
	return f
}

// StatesAt is the state of every entity at t, all Changes of the instant t included. It depends on t only. The slice is
// fresh.
func (r *Recording) StatesAt(t sim.Time) []State { return r.at(r.Until(t)).states }

// LevelsAt is the service level of every asset at t, into a reused slice (nil is fine).
func (r *Recording) LevelsAt(t sim.Time, into []model.Level) []model.Level {
	k, n := r.keep(), r.Until(t)
	into = into[:0]
	start := 0
	if i := min(n/k.each, len(k.list)) - 1; i >= 0 {
		start = k.list[i].count
		for j := range r.Assets {
			into = append(into, k.list[i].states[j].Level)
		}
	} else {
		for range r.Assets {
			into = append(into, model.Full)
		}
	}
	for i := start; i < n; i++ {
		if c := &r.Changes[i]; c.Kind == model.KindService && int(c.Entity) < r.Assets {
			into[c.Entity] = c.To
		}
	}
	return into
}

// replay takes the frame on to the state after n Changes.
func (f *frame) replay(r *Recording, n int) {
	for ; f.count < n; f.count++ {
		c := &r.Changes[f.count]
		s := &f.states[c.Entity]
		s.Change = int32(f.count + 1)
		switch c.Kind {
		case model.KindService:
			if c.To != s.Level {
				s.Level, s.Since = c.To, c.At
			}
		case model.KindFoothold:
			s.foothold(c)
		case model.KindControl:
			s.flag(NoControl, c.To < c.From)
		case model.KindSupply:
			if c.Why.Need >= 0 {
				f.supply(r, c)
			}
		case model.KindCommand:
			s.command(c, r.standby(c.Entity))
		case model.KindRepair:
			f.repair(r, c)
		}
	}
}

// foothold follows who holds an entity; what campaigns say about themselves does not count.
func (s *State) foothold(c *Change) {
	switch c.Why.Code {
	case model.WhyBlocked, model.WhyCampaignStart, model.WhyCampaignEnd, model.WhyCampaignBlocked:
		return
	}
	s.flag(Compromised, c.To > model.None)
}

// command follows the impairments, each of which is lifted by its own counterpart. For a normally open edge to be open is
// no impairment.
func (s *State) command(c *Change, standby bool) {
	switch c.Why.Code {
	case model.WhyOpened:
		s.flag(Opened, !standby)
	case model.WhyClosed:
		s.flag(Opened, false)
	case model.WhyStopped:
		s.flag(Stopped, true)
	case model.WhyStarted:
		s.flag(Stopped, false)
	case model.WhyDamaged, model.WhyForced:
		s.flag(Damaged, true)
	case model.WhyRepaired:
		s.flag(Damaged, false)
	case model.WhySetPoint:
		s.flag(Limited, c.To < model.Full)
	}
}

// repair follows the work on an asset, which is the Change's entity or what its reason names.
func (f *frame) repair(r *Recording, c *Change) {
	e := c.Entity
	if !r.Entities[e].IsAsset() && c.Why.Other >= 0 {
		e = c.Why.Other
	}
	if r.Entities[e].IsAsset() {
		f.states[e].flag(Restoring, c.Why.Code == model.WhyCrewSent || c.Why.Code == model.WhyBackupLost)
	}
}

func (s *State) flag(f Flags, on bool) {
	if on {
		s.Flags |= f
	} else {
		s.Flags &^= f
	}
}

// supply follows the buffer of one need and with it the earliest end of the asset's buffers.
func (f *frame) supply(r *Recording, c *Change) {
	f.buffers[c.Why.Need] = sim.Never
	on := c.Why.Code == model.WhyOnBuffer
	if on {
		f.buffers[c.Why.Need] = min(c.At.Add(asSpan(c.Why.Amount)), sim.Never-1)
	}
	if int(c.Entity) >= r.Assets {
		return
	}
	s := &f.states[c.Entity]
	s.Until = sim.Never
	for n, end := r.needsOf(model.AssetID(c.Entity)); n < end; n++ {
		s.Until = min(s.Until, f.buffers[n])
	}
	s.flag(OnBuffer, s.Until != sim.Never)
}

// needsOf is the range of an asset's needs: they are grouped by asset in ascending order.
func (s *Stage) needsOf(a model.AssetID) (from, to int) {
	from = sort.Search(len(s.Needs), func(i int) bool { return s.Needs[i].Asset >= a })
	to = from
	for to < len(s.Needs) && s.Needs[to].Asset == a {
		to++
	}
	return from, to
}
