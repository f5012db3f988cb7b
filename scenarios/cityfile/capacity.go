package cityfile

import (
	"math"

	"cascata/model/emergency"
)

// capacity reads what an asset can do at most. People work at the positions of a PSAP and patients lie in the beds of a hospital, so that there is no such thing as
// none of them: an empty cell leaves the positions to a default, and beds must be there.
func (b *builder) capacity(r row, c cell, kind string) float64 {
	before := len(*b.faults)
	n := b.number(r, c, "capacity", 0, huge)
	if len(*b.faults) > before {
		return n
	}
	switch {
	case kind == "emergency/psap" && c.text != "" && (n < 1 || n > emergency.MaxPositions || n != math.Trunc(n)):
		b.fault(r, c, "write a whole number from 1 to 100000, or leave the cell empty for a number that fits the residents", "a PSAP of %v positions", n)
	case kind == "health/hospital" && n < 1:
		b.fault(r, c, "write how many it has, 1 or more", "a hospital of %v beds", n)
	}
	return n
}
