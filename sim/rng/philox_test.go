package rng

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The known answers of Random123's file kat_vectors, lines "philox2x64 10": counter, key, result.
func TestBlockGivesThePublishedAnswers(t *testing.T) {
	const ones = ^uint64(0)
	cases := []struct {
		name         string
		c0, c1, key  uint64
		want0, want1 uint64
	}{
		{"zeros", 0, 0, 0, 0xca00a0459843d731, 0x66c24222c9a845b5},
		{"ones", ones, ones, ones, 0x65b021d60cd8310f, 0x4d02f3222f86df20},
		{"digits of pi", 0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x0a5e742c2997341c, 0xb0f883d38000de5d},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got0, got1 := block(c.key, c.c0, c.c1)
			assert.Equal(t, c.want0, got0, "first word")
			assert.Equal(t, c.want1, got1, "second word")
		})
	}
}

// SplitMix64 seeded with 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f (the reference sequence of
// S. Vigna's splitmix64.c); its n-th output is the finaliser of n golden steps.
func TestMix64IsTheFinaliserOfSplitMix64(t *testing.T) {
	step := uint64(philoxKeyStep)
	for i, want := range []uint64{0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f} {
		assert.Equal(t, want, mix64(uint64(i+1)*step), "output %d", i+1)
	}
}
