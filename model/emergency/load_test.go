package emergency

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func solve(t *testing.T, l Load) *Steady {
	t.Helper()
	s, err := l.Solve(context.Background())
	require.NoError(t, err)
	return s
}

// inside demands that a value lies within three half-widths of 95 %, which are not wide.
func inside(t *testing.T, want float64, e Estimate, what string) {
	t.Helper()
	assert.InDelta(t, want, e.Value, 3*e.HalfWidth, what)
	assert.Less(t, e.HalfWidth, 0.2*want, what)
}

// Closed forms: Erlang's C and B by the usual recursion, Erlang A by the sum over its chain, as in Garnett et al. 2002.
func TestLoadMeetsClosedForms(t *testing.T) {
	within := []time.Duration{20 * time.Second}
	queue := Load{ArrivalsPerHour: 100, HandlingS: 180, Positions: 8, Calls: 200_000, Seed: 1, Within: within}
	s := solve(t, queue)
	inside(t, 0.167267, s.Ratio(SumDelayed, SumOffered), "Erlang C")
	inside(t, 10.036, s.Ratio(SumWait, SumAdmitted), "mean wait")
	inside(t, 0.880148, s.Ratio(SumWithin(0), SumOffered), "service level")
	inside(t, 5, s.Ratio(SumTalkingTime, SumTime), "erlangs carried")
	inside(t, 10.036*100/3600, s.Ratio(SumQueueTime, SumTime), "Little's law")

	lost := queue
	lost.Trunks = 8
	s = solve(t, lost)
	inside(t, 0.070048, s.Ratio(SumBlocked, SumOffered), "Erlang B")
	assert.Zero(t, s.Ratio(SumQueued, SumAdmitted).Value, "with a trunk a position nobody waits")
	assert.Equal(t, s.Ratio(SumBlocked, SumOffered), s.Ratio(SumDelayed, SumOffered))

	hasty := Load{ArrivalsPerHour: 120, HandlingS: 120, PatienceS: 180, Positions: 3, Calls: 200_000, Seed: 1}
	s = solve(t, hasty)
	inside(t, 0.811096, s.Ratio(SumDelayed, SumOffered), "Erlang A, overloaded")
	inside(t, 0.319022, s.Ratio(SumAbandoned, SumOffered), "abandoned")
	inside(t, 57.42402, s.Ratio(SumWait, SumOffered), "mean wait")
	wait, abandoned := s.Ratio(SumWait, SumOffered), s.Ratio(SumAbandoned, SumOffered)
	assert.InDelta(t, abandoned.Value, wait.Value/180, abandoned.HalfWidth, "rate of hanging up times mean wait")
}

// TestIntervalsCover: of 200 seeds about 190 intervals hold the truth; fewer than 180 come by chance once in 10^4 or so.
func TestIntervalsCover(t *testing.T) {
	covered := 0
	for seed := range uint64(200) {
		s := solve(t, Load{ArrivalsPerHour: 120, HandlingS: 120, PatienceS: 180, Positions: 3, Calls: 6000, Seed: seed})
		if e := s.Ratio(SumDelayed, SumOffered); math.Abs(e.Value-0.811096) <= e.HalfWidth {
			covered++
		}
	}
	assert.GreaterOrEqual(t, covered, 180)
	assert.Less(t, covered, 200, "an interval that always covers is too wide")
}

func TestBatchesHoldAllCallsButTheFirstTenth(t *testing.T) {
	for _, c := range []struct {
		name             string
		calls            uint64
		batches          int
		discarded, first uint64
	}{
		{"a million", 1_000_000, 0, 100_000, 30_000},
		{"what does not fill the batches is discarded too", 1009, 7, 106, 129},
		{"few", MinCalls, 100, 100, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := Load{ArrivalsPerHour: 100, HandlingS: 60, Positions: 4, Calls: c.calls, Batches: c.batches}
			s := solve(t, l)
			assert.Equal(t, c.discarded, s.Discarded())
			total := 0.0
			for i := range s.Batches {
				assert.EqualValues(t, c.first, s.Batches[i][SumOffered])
				assert.Positive(t, s.Batches[i][SumTime])
				total += s.Batches[i][SumOffered]
			}
			assert.EqualValues(t, c.calls-c.discarded, total)
		})
	}
}

func TestLoadIsRepeatable(t *testing.T) {
	l := Load{ArrivalsPerHour: 300, HandlingS: 85, PatienceS: 60, Positions: 8, Trunks: 12, Calls: 20_000, Seed: 9}
	assert.Equal(t, solve(t, l).Batches, solve(t, l).Batches)
	other := l
	other.Seed++
	assert.NotEqual(t, solve(t, l).Batches, solve(t, other).Batches)
}

func TestLoadRefuses(t *testing.T) {
	good := Load{ArrivalsPerHour: 100, HandlingS: 180, Positions: 8, Calls: 1000}
	require.NoError(t, good.Validate())
	for _, c := range []struct {
		name string
		turn func(l *Load)
		want string
	}{
		{"no positions", func(l *Load) { l.Positions = 0 }, "0 positions: write 1 to 100000"},
		{"negative rate", func(l *Load) { l.ArrivalsPerHour = -1 }, "-1 arrivals per hour"},
		{"rate not a number", func(l *Load) { l.ArrivalsPerHour = math.NaN() }, "NaN arrivals per hour"},
		{"endless handling", func(l *Load) { l.HandlingS = math.Inf(1) }, "handling of +Inf s"},
		{"negative patience", func(l *Load) { l.PatienceS = -3 }, "patience of -3 s"},
		{"patience not a number", func(l *Load) { l.PatienceS = math.NaN() }, "patience of NaN s"},
		{"negative trunks", func(l *Load) { l.Trunks = -1 }, "-1 trunks"},
		{"fewer trunks than positions", func(l *Load) { l.Trunks = 5 }, "3 positions could never be used"},
		{"few calls", func(l *Load) { l.Calls = 999 }, "999 calls: write 1000 to 100000000000"},
		{"too many calls", func(l *Load) { l.Calls = 1e18 }, "1000000000000000000 calls"},
		{"longer than the clock", func(l *Load) { l.ArrivalsPerHour = 0.0001 }, "take 1141 years"},
		{"one batch", func(l *Load) { l.Batches = 1 }, "1 batches"},
		{"tiny batches", func(l *Load) { l.Batches = 101 }, "101 batches: write 2 to a tenth of the calls"},
		{"many waits", func(l *Load) { l.Within = make([]time.Duration, MaxWithin+1) }, "9 waits to count"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := good
			c.turn(&l)
			_, err := l.Solve(context.Background())
			assert.ErrorContains(t, err, c.want)
			assert.NotErrorIs(t, err, ErrNoSteadyState)
		})
	}
	bad := Load{}
	assert.ErrorContains(t, bad.Validate(), "0 arrivals per hour: write a number above 0, up to 1e+09\nhandling of 0 s", "all faults at once")
}

func TestLoadWithoutSteadyState(t *testing.T) {
	l := Load{ArrivalsPerHour: 160, HandlingS: 180, Positions: 8, Calls: 1000}
	assert.ErrorIs(t, l.Validate(), ErrNoSteadyState, "as many erlangs as positions")
	more := l
	more.Positions = 9
	assert.NoError(t, more.Validate())
	hasty := l
	hasty.PatienceS = 1e5
	assert.NoError(t, hasty.Validate())
	limited := l
	limited.Trunks = 8
	assert.NoError(t, limited.Validate())
}

// The relaxation of M/M/1 with rho = 0.25: a quarter over the square of a half.
func TestRelaxation(t *testing.T) {
	l := Load{ArrivalsPerHour: 15, HandlingS: 60, Positions: 1}
	assert.InDelta(t, 1, l.Relaxation(), 1e-12)
	l.PatienceS = 60
	assert.Zero(t, l.Relaxation())
}

func TestSolveStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	l := Load{ArrivalsPerHour: 1e6, HandlingS: 0.01, Positions: 8, Calls: MaxLoad}
	_, err := l.Solve(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}
