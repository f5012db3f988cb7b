package water

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTankFillsAtTheSecond: a tank of 100 m2 with 10 L/s rises 0.36 m an hour, is full at the second it should be, and then
// closes what fills it.
func TestTankFillsAtTheSecond(t *testing.T) {
	const text = "[JUNCTIONS]\nJ 0 -10\n[TANKS]\nT 0 1 0 2.8 11.283791671 0 * %s\n[PIPES]\nP J T 10 300 130\n[TIMES]\nDURATION 8\nHYDRAULIC TIMESTEP 1\n[OPTIONS]\nUNITS LPS\n"
	var full int64
	spec := compile(t, parse(t, fmt.Sprintf(text, "")), Settings{})
	_, err := spec.Report(0, 3600, func(r *Run) error {
		assert.InDelta(t, min(2.8, 1+0.36*float64(r.Now())/3600), r.Level(1), 1e-4)
		return nil
	})
	require.NoError(t, err)
	r := spec.NewRun()
	for {
		require.NoError(t, r.Solve())
		if r.Status(0) == 0 && full == 0 {
			full = r.Now()
		}
		if r.Advance() == 0 {
			break
		}
	}
	assert.Equal(t, int64(18000), full)
	spills := compile(t, parse(t, fmt.Sprintf(text, "YES")), Settings{}).NewRun()
	for spills.Advance() > 0 {
		require.NoError(t, spills.Solve())
	}
	assert.Equal(t, 1, spills.Status(0), "a tank that may overflow stays open")
	assert.InDelta(t, 2.8, spills.Level(1), 1e-9)
}

// timed is a link with controls or rules; J draws through P.
const timed = "[JUNCTIONS]\nJ 0 10\n[RESERVOIRS]\nR 50\n[PIPES]\nP R J 10 300 130\nQ R J 10 300 130\n[TIMES]\nDURATION 24\nHYDRAULIC TIMESTEP 1\nSTART CLOCKTIME 6\n%s\n[OPTIONS]\nUNITS LPS\n"

// statuses lists when link Q changes.
func changes(t *testing.T, text string) []int64 {
	t.Helper()
	r := compile(t, parse(t, fmt.Sprintf(timed, text)), Settings{}).NewRun()
	var at []int64
	last := 1
	for {
		require.NoError(t, r.Solve())
		if s := r.Status(1); s != last {
			at, last = append(at, r.Now()), s
		}
		if r.Advance() == 0 {
			return at
		}
	}
}

func TestControlsActAtTheSecond(t *testing.T) {
	assert.Equal(t, []int64{4001, 66600}, changes(t, "[CONTROLS]\nLINK Q CLOSED AT TIME 1:06:41\nLINK Q OPEN AT CLOCKTIME 0:30\n"))
	assert.Empty(t, changes(t, "[CONTROLS]\nLINK Q CLOSED AT TIME 3 DISABLED\n"))
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, rules string
		want        []int64
	}{
		{"after a time", "RULE 1\nIF SYSTEM TIME >= 5\nTHEN LINK Q STATUS IS CLOSED\n", []int64{18000}},
		{"clock and else", "RULE 1\nIF SYSTEM CLOCKTIME >= 8 AM\nAND SYSTEM CLOCKTIME < 9 AM\nTHEN LINK Q STATUS IS CLOSED\nELSE LINK Q STATUS IS OPEN\n", []int64{7200, 10800}},
		{"priority wins", "RULE 1\nIF SYSTEM TIME >= 1\nTHEN LINK Q STATUS IS CLOSED\nPRIORITY 1\nRULE 2\nIF SYSTEM TIME >= 2\nTHEN LINK Q STATUS IS OPEN\nPRIORITY 2\n", []int64{3600, 7200}},
		{"first of equals wins", "RULE 1\nIF SYSTEM TIME >= 1\nTHEN LINK Q STATUS IS CLOSED\nRULE 2\nIF SYSTEM TIME >= 2\nTHEN LINK Q STATUS IS OPEN\n", []int64{3600}},
		{"left to right", "RULE 1\nIF SYSTEM TIME >= 1\nOR SYSTEM TIME >= 0\nAND SYSTEM TIME >= 3\nTHEN LINK Q STATUS IS CLOSED\n", []int64{10800}},
		{"a false value before AND ends it", "RULE 1\nIF SYSTEM TIME >= 9\nAND SYSTEM TIME >= 1\nOR SYSTEM TIME >= 1\nTHEN LINK Q STATUS IS CLOSED\n", []int64{32400}},
		{"of a link", "RULE 1\nIF LINK P STATUS IS OPEN\nAND SYSTEM TIME > 2\nTHEN LINK Q STATUS IS CLOSED\n", []int64{7560}},
		{"disabled", "RULE 1\nIF SYSTEM TIME >= 5\nTHEN LINK Q STATUS IS CLOSED\nDISABLED\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, changes(t, "[RULES]\n"+c.rules)) })
	}
}

func TestClosingsHoldAgainstControls(t *testing.T) {
	s := compile(t, parse(t, fmt.Sprintf(timed, "[CONTROLS]\nLINK Q OPEN AT TIME 3\n")), Settings{Close: []Closing{{Link: 1, At: 1234}}})
	var at []int64
	r := s.NewRun()
	for {
		require.NoError(t, r.Solve())
		if r.Status(1) == 0 {
			at = append(at, r.Now())
		}
		if r.Advance() == 0 {
			break
		}
	}
	assert.Equal(t, int64(1234), at[0])
	assert.Equal(t, int64(86400), at[len(at)-1])
}

// TestMassBalance: at every step of a town what flows into a junction leaves it, and tanks hold what flowed into them.
func TestMassBalance(t *testing.T) {
	for _, name := range []string{"Net1.inp", "town.inp"} {
		s := compile(t, load(t, name), Settings{})
		r := s.NewRun()
		for {
			require.NoError(t, r.Solve())
			assert.Less(t, r.Imbalance(), 1e-6, "%s at %d s", name, r.Now())
			before := append([]float64(nil), r.volume...)
			step := r.Advance()
			if step == 0 {
				break
			}
			for i := range s.tanks {
				q := r.inflow[s.tanks[i].node]
				assert.InDelta(t, before[i]+q*float64(step), r.volume[i], 1e-9+2*max(q, -q), "tank %d of %s at %d s", i, name, r.Now())
			}
		}
	}
}

// TestReportChangesNothing: looking more often gives the same run.
func TestReportChangesNothing(t *testing.T) {
	s := compile(t, load(t, "town.inp"), Settings{})
	see := func(step int64) (levels []float64) {
		_, err := s.Report(0, step, func(r *Run) error {
			if r.Now()%7200 == 0 {
				levels = append(levels, r.Level(s.Node("T1")), r.Head(3), r.Flow(5))
			}
			return nil
		})
		require.NoError(t, err)
		return levels
	}
	assert.Equal(t, see(7200), see(3600))
	coarse, fine := see(7200), see(400)
	assert.Equal(t, coarse, fine)
}

func TestStepsDoNotAllocate(t *testing.T) {
	r := compile(t, load(t, "town.inp"), Settings{}).NewRun()
	assert.Zero(t, testing.AllocsPerRun(20, func() {
		_ = r.Solve()
		if r.Advance() == 0 {
			r.Reset()
		}
	}))
}

func TestRunsShareASpec(t *testing.T) {
	s := compile(t, load(t, "town.inp"), Settings{})
	end := func(r *Run) (all []float64) {
		for {
			require.NoError(t, r.Solve())
			if r.Advance() == 0 {
				break
			}
		}
		for i := range s.net.Nodes {
			all = append(all, r.Head(i))
		}
		return all
	}
	r := s.NewRun()
	first := end(r)
	r.Reset()
	assert.Equal(t, first, end(r), "reset")
	half := s.NewRun()
	for half.Now() < 40000 {
		require.NoError(t, half.Solve())
		half.Advance()
	}
	copied := s.NewRun()
	copied.CopyFrom(half)
	assert.Equal(t, first, end(copied), "copy of the state")
}
