package scene

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// defaultArrows is how long a cause stays visible as an arrow.
const defaultArrows = sim.Time(3600e9)

// moment is what is true at an instant, as far as a picture needs it.
type moment struct {
	rec      *trace.Recording
	t        sim.Time
	count    int             // Changes until now
	raw      []trace.State   // by entity
	state    []State         // by entity
	left     []float64       // by entity: share of its buffer that is left
	down     []int32         // by entity: number of its latest Change of service, if that was a loss
	rising   []bool          // by entity: the latest Change of service was a gain
	services []trace.Service // by Cell
	city     []trace.Service // by sector
	affected []trace.Service // by district, then the city
	counts   [states]int     // assets by state
	held     int             // devices the attacker holds
}

func newMoment(rec *trace.Recording, t sim.Time) *moment {
	n := len(rec.Entities)
	m := &moment{
		rec: rec, t: t, count: rec.Until(t), raw: rec.StatesAt(t),
		state: make([]State, n), left: make([]float64, n), down: make([]int32, n), rising: make([]bool, n),
		services: rec.ServicesAt(t, nil), city: rec.CityAt(t, nil), affected: rec.AffectedAt(t, nil),
	}
	for i := range rec.Changes[:m.count] {
		m.follow(i)
	}
	for i := range m.state {
		m.state[i] = m.stateOf(i)
		switch {
		case i < rec.Assets:
			m.counts[m.state[i]]++
		case m.state[i] == Compromised && rec.Entities[i].Sort == model.SortDevice:
			m.held++
		}
	}
	return m
}

func (m *moment) follow(i int) {
	c := &m.rec.Changes[i]
	switch {
	case c.Kind == model.KindService:
		m.down[c.Entity], m.rising[c.Entity] = 0, c.To > c.From
		if c.To < c.From {
			m.down[c.Entity] = int32(i + 1)
		}
	case c.Kind == model.KindSupply && c.Why.Code == model.WhyOnBuffer && c.Why.Amount > 0:
		if until := m.raw[c.Entity].Until; until != sim.Never {
			m.left[c.Entity] = max(0, min(1, float64(until-m.t)/float64(c.Why.Amount)))
		}
	}
}

// stateOf sums up what is the matter with an entity in one word; the worst first.
func (m *moment) stateOf(i int) State {
	s := &m.raw[i]
	switch {
	case s.Level < model.Full && (s.Flags&trace.Restoring != 0 || s.Level > model.None && m.rising[i]):
		return Restoring
	case s.Level == model.None:
		return Failed
	case s.Flags&trace.OnBuffer != 0:
		return OnBackup
	case s.Level < model.Full:
		return Degraded
	case s.Flags&trace.Compromised != 0:
		return Compromised
	}
	return Normal
}

// summary says how many assets are in which state.
func (m *moment) summary() string {
	devices := "devices"
	if m.held == 1 {
		devices = "device"
	}
	return fmt.Sprintf("assets: %s failed, %s degraded, %s on backup, %s being restored; the attacker holds %s %s",
		Count(int64(m.counts[Failed])), Count(int64(m.counts[Degraded])), Count(int64(m.counts[OnBackup])),
		Count(int64(m.counts[Restoring])), Count(int64(m.held)), devices)
}

// steps is the way from the first cause to Change n along the causes that tipped it, first cause first. Changes of one
// entity that follow each other count as one step: the last one.
func steps(rec *trace.Recording, n int) []int {
	var out []int
	for _, c := range rec.Chain(n) {
		if k := len(out); k == 0 || rec.Change(out[k-1]).Entity != rec.Change(c).Entity {
			out = append(out, c)
		}
	}
	slices.Reverse(out)
	return out
}
