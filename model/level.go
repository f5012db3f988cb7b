package model

import (
	"math"
	"strconv"
)

// Level is a service level in [0, 1] in steps of 2^-20: delivered divided by planned for that hour. Fixed steps make equal
// levels exactly equal, so that mutual needs settle instead of chasing the last bit.
type Level int32

// The ends of the scale.
const (
	None Level = 0
	Full Level = 1 << levelBits
)

const levelBits = 20

// LevelOf rounds x [share, clipped to 0..1] to the nearest Level; NaN is 0.
func LevelOf(x float64) Level {
	if !(x > 0) {
		return None
	}
	if x >= 1 {
		return Full
	}
	return Level(math.RoundToEven(x * float64(Full)))
}

// Share is the level as a number in [0, 1].
func (l Level) Share() float64 { return float64(l) / float64(Full) }

// Times is the product of two levels, rounded down.
func (l Level) Times(m Level) Level { return Level(int64(l) * int64(m) >> levelBits) }

// String is the level in per cent with at most two decimals.
func (l Level) String() string {
	return strconv.FormatFloat(math.Round(l.Share()*1e4)/1e2, 'f', -1, 64) + " %"
}
