package cascade

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cascata/model"
)

// The arithmetic of buffers against big integers: [2^-20 ns] = level x ns.
func TestChargeIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		buffer := time.Duration(rapid.Int64Range(1, int64(100*365*24*time.Hour)).Draw(t, "buffer"))
		c := charge{ns: int64(buffer)}
		held := new(big.Int).Lsh(big.NewInt(int64(buffer)), 20)
		for range 3 {
			missing := model.Level(rapid.Int32Range(1, int32(model.Full)).Draw(t, "missing"))
			lasts := new(big.Int).Add(held, big.NewInt(int64(missing)-1))
			lasts.Div(lasts, big.NewInt(int64(missing)))
			got, ends := c.lasts(missing)
			if ends != lasts.IsInt64() || ends && int64(got) != lasts.Int64() {
				t.Fatalf("%v at %v missing lasts %v (%v), not %v", c, missing, got, ends, lasts)
			}
			dt := time.Duration(rapid.Int64Range(0, int64(buffer)).Draw(t, "dt"))
			c.drain(dt, missing)
			held.Sub(held, new(big.Int).Mul(big.NewInt(int64(dt)), big.NewInt(int64(missing))))
			if held.Sign() < 0 {
				held.SetInt64(0)
			}
			if now := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(c.ns), 20), big.NewInt(c.frac)); now.Cmp(held) != 0 {
				t.Fatalf("after %v at %v missing %v is held, not %v", dt, missing, now, held)
			}
		}
		refill := time.Duration(rapid.Int64Range(1, int64(buffer)).Draw(t, "refill"))
		dt := time.Duration(rapid.Int64Range(0, int64(refill)).Draw(t, "refilled"))
		gain := new(big.Int).Mul(big.NewInt(int64(dt)), big.NewInt(int64(buffer)))
		gain.Div(gain, big.NewInt(int64(refill)))
		want := min(int64(buffer), c.ns+gain.Int64())
		if c.refill(dt, buffer, refill); c.ns != want {
			t.Fatalf("refilled to %d, not %d", c.ns, want)
		}
	})
}
