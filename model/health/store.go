package health

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// store is what a hospital has of an input, in the time that it lasts with nothing coming in. It drains in proportion to what is missing
// and fills while the supply is full, as the buffers of the cascade do (docs/cascade.md), so that the two run empty together.
type store struct {
	left  time.Duration
	level model.Level // that comes in
	at    sim.Time    // when left was right
	timer sim.Timer   // when it runs empty
	cause sim.RecordID
}

// advance brings a store up to now.
func (s *store) advance(now sim.Time, size, refill time.Duration) {
	since := float64(now.Sub(s.at))
	s.at = now
	switch {
	case size == 0:
	case s.level < model.Full:
		s.left = max(0, s.left-time.Duration(math.Round(since*(1-s.level.Share()))))
	case refill > 0:
		s.left = min(size, s.left+time.Duration(math.Round(since*(float64(size)/float64(refill)))))
	}
}

// gives is what can be used: all while something is left.
func (s *store) gives() model.Level {
	if s.left > 0 {
		return model.Full
	}
	return s.level
}

// stock tells a store what comes in from now on, and asks to be told when it is empty.
func (d *Departments) stock(ctx *model.Context, h int32, number int, level model.Level, cause sim.RecordID) {
	s := &d.houses[h].stores[number]
	size, refill := d.spec.sizes(h, number)
	s.advance(ctx.Now(), size, refill)
	if level == s.level {
		return
	}
	s.level, s.cause = level, cause
	ctx.Cancel(s.timer)
	s.timer = sim.Timer{}
	if level < model.Full && s.left > 0 {
		after := time.Duration(math.Ceil(float64(s.left) / (1 - level.Share())))
		s.timer = ctx.After(&d.self, after, model.Msg{Kind: msgEmpty, To: d.spec.entity, From: d.spec.entity, Slot: h, Amount: int64(number)})
	}
}

// spent is a store that has run empty.
func (d *Departments) spent(ctx *model.Context, h int32, number int) {
	s := &d.houses[h].stores[number]
	s.timer, s.left, s.at = sim.Timer{}, 0, ctx.Now()
	d.refit(ctx, h, s.cause)
}

// cylinders is the number of the store of oxygen in cylinders, beside those of the inputs.
const (
	cylinders = inputs
	stores    = inputs + 1
)

// cylindersLast is how long the oxygen in cylinders lasts when nothing is left in the tank: general knowledge, uncertain, 4 to 24 h.
const cylindersLast = 12 * time.Hour

// sizes are how long a store lasts, and how long it takes to fill. Power, water and records change how a hospital works at once.
func (s *Spec) sizes(h int32, number int) (size, refill time.Duration) {
	switch number {
	case power, water, records, travel:
		return 0, 0
	case cylinders:
		return cylindersLast, cylindersLast
	}
	in := &s.houses[h].inputs[number]
	return in.buffer, in.refill
}
