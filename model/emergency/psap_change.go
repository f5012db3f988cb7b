package emergency

import (
	"time"

	"cascata/sim"
	"cascata/sim/rng"
)

// Staff sets how many positions take calls from an instant on. With lost the calls at positions beyond them do not go on: they are put
// back to the head of the queue (requeue) or cut off. A caller put back has as much patience as a new one and is handled anew.
func (p *PSAP) Staff(at sim.Time, positions int, lost, requeue bool) {
	p.Advance(at)
	p.desk.Staff(positions)
	if lost {
		for _, id := range p.desk.Cut(requeue) {
			p.moments.clear(id.slot)
			if requeue {
				p.wait(id.slot)
			} else {
				p.lose(Cut, &p.calls[id.slot])
			}
		}
	}
	p.serve()
}

// Trunks sets how many trunks there are from an instant on. Calls beyond them lose theirs, the newest first.
func (p *PSAP) Trunks(at sim.Time, n int) {
	p.Advance(at)
	for _, id := range p.desk.Trunks(n) {
		p.moments.clear(id.slot)
		if c := &p.calls[id.slot]; c.connected {
			p.lose(Cut, c)
		} else {
			p.lose(Blocked, c)
		}
	}
	p.serve()
}

// Manual says whether calls taken from an instant on are handled on paper.
func (p *PSAP) Manual(at sim.Time, manual bool) {
	p.Advance(at)
	p.manual = manual
}

// MaxAway is how many callers at most are about to call again. Those beyond do not.
const MaxAway = 1 << 20

// leastDelay is what dialling takes at least: without it callers who find no trunk would call again without end at one instant.
const leastDelay = time.Second

// redial decides whether the caller of a call that was not handled calls again.
func (p *PSAP) redial(c *Call) {
	r := &p.spec.Redial
	if r.Chance > 0 && len(p.away) < MaxAway {
		p.draw(&p.luck[c.Class].redial, 2*c.Number, c.Attempt)
		if 1-p.dice.Float64() < r.Chance {
			p.away.push(absent{p.now.Add(max(leastDelay, rng.Duration(r.Delay, &p.dice))), c.Number, c.Attempt, c.Class})
			return
		}
	}
	p.tell(GaveUp, c)
}

// absent is a caller who will call again.
type absent struct {
	at      sim.Time
	number  uint64
	attempt uint32 // the last one
	class   uint8
}

// before orders callers by time, then by who they are.
func (a *absent) before(b *absent) bool {
	if a.at != b.at {
		return a.at < b.at
	}
	return a.class < b.class || a.class == b.class && a.number < b.number
}

// away is a heap of callers, the first to call again in front.
type away = heap[absent, *absent]
