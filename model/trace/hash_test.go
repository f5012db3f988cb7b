package trace

import (
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDigestOfPartsOfAnySize: a part has the same digest whether it fits the memory of a coder or passes through it.
func TestDigestOfPartsOfAnySize(t *testing.T) {
	for name, n := range map[string]int{"nothing": 0, "fits": 1000, "just fits": sinkSize / 2, "passes through": sinkSize/2 + 1, "three times": 2*sinkSize + 7} {
		t.Run(name, func(t *testing.T) {
			code := func(c *coder) {
				for i := range n {
					x := 128 + i%16000 // two bytes each
					natural(c, &x, 1<<20)
				}
			}
			var whole, head coder
			code(&whole)
			require.Len(t, whole.buf, 2*n)
			kind, size := chunkCity, len(whole.buf)
			natural(&head, &kind, 255)
			natural(&head, &size, int64(size))
			want := sha256.Sum256(append(head.buf, whole.buf...))
			h := sha256.New()
			digest(h, chunkCity, code)
			require.Equal(t, want[:], h.Sum(nil))
		})
	}
}
