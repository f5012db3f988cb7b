package cascade

import (
	"math/bits"
	"time"

	"cascata/model"
)

// charge is what a buffer holds: the time it lasts at total loss, exact to 2^-20 ns, since it drains by (missing level) x
// (elapsed time).
type charge struct {
	ns   int64
	frac int64 // [2^-20 ns], 0 <= frac < 2^20
}

const levelBits = 20

// drain takes what dt [>= 0] at a missing level takes, down to nothing.
func (c *charge) drain(dt time.Duration, missing model.Level) {
	hi, lo := bits.Mul64(uint64(dt), uint64(missing))
	c.ns -= int64(hi<<(64-levelBits) | lo>>levelBits)
	c.frac -= int64(lo & (1<<levelBits - 1))
	if c.frac < 0 {
		c.frac += 1 << levelBits
		c.ns--
	}
	if c.ns < 0 {
		*c = charge{}
	}
}

// lasts is the least time after which nothing is left at a missing level [> 0], rounded up to a nanosecond.
func (c charge) lasts(missing model.Level) (time.Duration, bool) {
	hi := uint64(c.ns) >> (64 - levelBits)
	lo := uint64(c.ns)<<levelBits | uint64(c.frac)
	if hi >= uint64(missing) {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, uint64(missing))
	if r > 0 {
		q++
	}
	if q > 1<<63-1 {
		return 0, false
	}
	return time.Duration(q), true
}

// refill adds what dt [>= 0] adds when a full buffer takes refill, up to full.
func (c *charge) refill(dt, buffer, refill time.Duration) {
	gain := buffer
	if dt < refill {
		gain = time.Duration(mulDiv(uint64(dt), uint64(buffer), uint64(refill)))
	}
	if gain >= buffer-time.Duration(c.ns) {
		*c = charge{ns: int64(buffer)}
		return
	}
	c.ns += int64(gain)
}

// mulDiv is a*b/c rounded down, for b < c or a < c.
func mulDiv(a, b, c uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	q, _ := bits.Div64(hi, lo, c)
	return q
}
