package scenarios

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func limit() int64 { return debug.SetMemoryLimit(-1) }

func TestMemoryFollowsTheNeed(t *testing.T) {
	m := KeepMemory()
	for name, c := range map[string]struct {
		assets, changes int
		want            int64
	}{
		"a small run":            {1000, 5000, 960 << 20},
		"a million assets":       {1_000_000, 0, 960 << 20},
		"two million":            {2_000_000, 0, 2_000_000_000},
		"a record of 20 million": {100_000, 20_000_000, 3_400_000_000},
	} {
		m.Need(c.assets, c.changes)
		require.Equal(t, c.want, limit(), name)
	}
	m.End()
	require.EqualValues(t, math.MaxInt64, limit())
	m.Need(2_000_000, 0)
	require.EqualValues(t, math.MaxInt64, limit(), "it has ended")
}

func TestMemoryRaisesALimitThatIsTooTight(t *testing.T) {
	m := KeepMemory()
	defer m.End()
	require.Eventually(t, func() bool {
		runtime.GC() // the kind of collection does not matter
		return limit() == (960<<20)*5/4
	}, 10*time.Second, time.Millisecond)
}

func TestMemoryLeavesTheUsersLimit(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(3 << 30))
	m := KeepMemory()
	require.EqualValues(t, 3<<30, limit())
	m.Need(10_000_000, 0)
	m.End()
	require.EqualValues(t, 3<<30, limit())
}
