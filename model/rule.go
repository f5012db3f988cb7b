package model

// Quorum is how many of n suppliers a need cannot do without: all of n, any one, k of n. The three rules are one: what the
// group gives is its Quorum-th highest level, and it fails when more than n less Quorum suppliers have failed. A Weighted need
// has no quorum; it is answered as All.
func (r Rule) Quorum(k, n int) int {
	switch r {
	case Any:
		return 1
	case KOfN:
		return k
	}
	return n
}
