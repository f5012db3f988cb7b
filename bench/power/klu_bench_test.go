//go:build klu && cgo

package power

import (
	"fmt"
	"testing"
)

func BenchmarkKLU(b *testing.B) {
	for _, n := range sizes {
		k := NewKLU(Geographic(n, 1))
		for _, c := range []struct {
			name string
			do   func() bool
		}{{"refactor", k.Refactor}, {"afresh", k.Afresh}, {"solve", k.Solve}} {
			b.Run(fmt.Sprintf("do=%s/case=geographic-%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					if !c.do() {
						b.Fatal("KLU failed")
					}
				}
			})
		}
	}
}
