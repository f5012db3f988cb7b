package power

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestScreenEqualsOutages: distribution factors give what taking the branches out gives.
func TestScreenEqualsOutages(t *testing.T) {
	for seed := range int64(4) {
		g, err := NewGrid(mesh(25, seed))
		require.NoError(t, err)
		s, exact := g.NewState(), g.NewState()
		var rows []int
		for row := range g.branch {
			rows = append(rows, row)
		}
		screened := 0
		require.NoError(t, s.Screen(context.Background(), rows, 0, func(o Loading) {
			exact.Reset()
			exact.SwitchBranch(o.First, false)
			if o.Second != none {
				exact.SwitchBranch(o.Second, false)
			}
			require.NoError(t, exact.Settle())
			if o.Row == none {
				require.Greater(t, exact.Islands(), 1)
				return
			}
			require.Equal(t, 1, exact.Islands())
			require.InDelta(t, math.Abs(exact.Flow(o.Row))/g.c.Branches[o.Row].RateA, o.Share, 1e-7)
			for row := range g.branch {
				require.LessOrEqual(t, math.Abs(exact.Flow(row))/g.c.Branches[row].RateA, o.Share+1e-7)
			}
			screened++
		}))
		require.Greater(t, screened, 100)
		require.NoError(t, s.Settle())
		require.Equal(t, g.base.flow, s.flow, "screening leaves the state as it was")
	}
}
