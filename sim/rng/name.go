package rng

import (
	"errors"
	"fmt"
)

// Name is the 64-bit hash of a stream's name. Hash names once, at load, and check them with CheckNames.
type Name uint64

// NameOf hashes a name (FNV-1a, 64 bits). It does not allocate.
func NameOf(s string) Name {
	const offset, prime = 0xCBF29CE484222325, 0x100000001B3
	h := uint64(offset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return Name(h)
}

// CheckNames refuses a list in which a name stands twice or two different names have equal hashes, because
// two actors would then share their luck. It names both sides of every such pair.
func CheckNames(names []string) error {
	type holder struct {
		name  string
		place int
	}
	var faults []error
	seen := make(map[Name]holder, len(names))
	for i, name := range names {
		first, taken := seen[NameOf(name)]
		switch {
		case !taken:
			seen[NameOf(name)] = holder{name, i}
		case first.name == name:
			faults = append(faults, fmt.Errorf("stream name %q stands twice, at places %d and %d: give one of them another name", name, first.place+1, i+1))
		default:
			faults = append(faults, fmt.Errorf("stream names %q and %q have the same hash %#016x: rename one of them", first.name, name, uint64(NameOf(name))))
		}
	}
	return errors.Join(faults...)
}
