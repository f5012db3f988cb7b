package rng

import "math/bits"

// Root is one replication of one seed: the place all streams of a run start from. It is a value; copy it freely.
type Root struct {
	key uint64
}

// NewRoot makes the root of a replication. Every seed and replication is allowed. Replications of one seed
// never share a key; two different seeds share one with chance 2^-64 per pair.
func NewRoot(seed, replication uint64) Root {
	// mix64 is one to one, so for a fixed seed the key is one to one in the replication.
	return Root{key: mix64(mix64(seed+philoxKeyStep) + replication)}
}

// Stream is the stream of that name, at its first draw. Use one name per actor and purpose, such as "campaign/luck".
func (r Root) Stream(name string) Stream {
	return r.StreamOf(NameOf(name))
}

// StreamOf is Stream for a name hashed beforehand, as the hot path wants it.
func (r Root) StreamOf(id Name) Stream {
	return Stream{key: r.key, name: uint64(id)}
}

// Stream is the endless row of draws of one name. It is a value of 24 bytes: a copy goes on from the same place, on its own.
// Keep streams inside your state: one that lives in a local variable escapes to the heap when a Dist samples it.
type Stream struct {
	key, name, next uint64
}

// Uint64 is the next draw, uniform over all 64-bit words. It moves the stream by one.
func (s *Stream) Uint64() uint64 {
	k := s.next
	s.next++
	x, _ := block(s.key, s.name, k)
	return x
}

// At is draw k, counted from 0; it does not move the stream. The k-th call of Uint64 on a fresh stream gives the same word.
func (s *Stream) At(k uint64) uint64 {
	x, _ := block(s.key, s.name, k)
	return x
}

// From is the stream as it stands before draw k, counted from 0: it serves draws that are numbered, such as those of the k-th call.
func (s *Stream) From(k uint64) Stream { return Stream{key: s.key, name: s.name, next: k} }

// Float64 is the next draw as a number in the open interval (0, 1): an odd multiple of 2^-53, never 0 nor 1.
// It moves the stream by one.
func (s *Stream) Float64() float64 {
	return unit(s.Uint64())
}

// unit puts the upper 52 bits on the odd multiples of 2^-53. On that grid u, 1-u and 2u-1 are all exact,
// so the quantile functions lose nothing in either tail.
func unit(x uint64) float64 {
	return float64(x>>12<<1|1) * 0x1p-53
}

// IntN is the next draw as a whole number from 0 to n-1, without bias. It moves the stream by one, whatever happens:
// the rare second try comes from a sub-stream. It panics if n is not positive.
func (s *Stream) IntN(n int) int {
	if n <= 0 {
		panic("rng: IntN needs a positive n")
	}
	k, bound := s.next, uint64(n)
	hi, lo := bits.Mul64(s.Uint64(), bound)
	if lo >= bound {
		return int(hi)
	}
	// Lemire's rejection: words whose low product lies below 2^64 mod n would favour some numbers.
	surplus := -bound % bound
	for again := s.Sub(k); lo < surplus; {
		hi, lo = bits.Mul64(again.Uint64(), bound)
	}
	return int(hi)
}

// Sub is the sub-stream k of this stream, at its first draw: independent of the stream's own draws and of its
// other sub-streams. It does not depend on the stream's position and does not move it. It serves
// whatever needs a number of draws unknown beforehand, so that the parent still moves by one.
func (s *Stream) Sub(k uint64) Stream {
	// A block under another key names the child by 128 bits: by chance, children never meet.
	key, name := block(s.key^subKey, s.name, k)
	return Stream{key: key, name: name}
}

// subKey parts the keys that name sub-streams from those that deal draws: the fraction of the square root of 2.
const subKey = 0x6A09E667F3BCC908
