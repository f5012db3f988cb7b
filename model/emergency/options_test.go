package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

func noPositions() *int { n := 0; return &n }

func chanceOf(p float64) *float64 { return &p }

// TestFailoverRepeatsARecordedOne: BT, 25 June 2023: the main platform is lost, the switch fails, 77 minutes later it works.
func TestFailoverRepeatsARecordedOne(t *testing.T) {
	const lost, again, back = 2 * time.Hour, 77 * time.Minute, 6 * time.Hour
	o := RegionOptions{Received: 1_000_000, Staffing: Staffing{Positions: 40, Backup: 30, Neighbour: noPositions(), Night: 1,
		Failover: Failover{After: rng.Constant{}, Again: rng.Constant{Value: again.Seconds()}, Fails: 1, Chance: chanceOf(1)}}}
	for replication := range uint64(3) {
		r := liveAs(t, replication, townOf(t, 100_000, "fleet-east", "alarms-east"), o, 8*time.Hour, news{lost, "psap-1", 0}, news{back, "psap-1", 1})
		first, second := 0, 0
		for i := range r.log {
			q := &r.log[i]
			at := q.Steps[model.StepAnswered]
			if at == sim.Never {
				continue
			}
			switch name := r.spec.city.Assets[q.Asset].Name; name { // there is no neighbour, so that q has an asset
			case "psap-1":
				require.True(t, at <= sim.Time(lost) || at >= sim.Time(back), "answered at %v", at)
				first++
			case "psap-2":
				require.True(t, at >= sim.Time(lost+again) && at <= sim.Time(back+5*time.Minute), "answered at %v", at)
				second++
			}
		}
		assert.Greater(t, first, 100)
		assert.Greater(t, second, 100)
	}
}

// TestFailsComeBeforeChance: tries that fail for certain are counted first.
func TestFailsComeBeforeChance(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Failover
		try  uint64
		u    float64
		want bool
	}{
		{"as assumed, works", Failover{}, 0, 0.79, true},
		{"as assumed, fails", Failover{}, 0, 0.81, false},
		{"certain to fail", Failover{Fails: 2, Chance: chanceOf(1)}, 1, 0, false},
		{"after those", Failover{Fails: 2, Chance: chanceOf(1)}, 2, 0.99, true},
		{"never", Failover{Chance: chanceOf(0)}, 7, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, c.f.works(c.try, c.u)) })
	}
}

// TestPositionsOfAScenario: they replace those of the city, by night in the share that is said.
func TestPositionsOfAScenario(t *testing.T) {
	r := live(t, townOf(t, 100_000), RegionOptions{Staffing: Staffing{Positions: 20, Backup: 10, Neighbour: noPositions(), Night: 0.5}}, time.Hour)
	assert.Equal(t, []int{10, 5, 0}, []int{r.centres[0].positions, r.centres[1].positions, r.centres[2].positions})
	r = live(t, townOf(t, 100_000), RegionOptions{Staffing: Staffing{Positions: 20, Backup: 10, Neighbour: noPositions(), Night: 0.5}}, 8*time.Hour)
	assert.Equal(t, []int{20, 10, 0}, []int{r.centres[0].positions, r.centres[1].positions, r.centres[2].positions})
}

// TestReceivedScalesWhatResidentsCallAbout and moves no vehicle and no alarm.
func TestReceivedScalesWhatResidentsCallAbout(t *testing.T) {
	base := live(t, townOf(t, 100_000), RegionOptions{}, 48*time.Hour)
	twice := live(t, townOf(t, 100_000), RegionOptions{Received: 2 * received}, 48*time.Hour)
	count := func(r *Region, sorts ...model.RequestSort) float64 {
		n := uint64(0)
		for _, s := range sorts {
			for o := range r.counts[s] {
				n += r.counts[s][o]
			}
		}
		return float64(n)
	}
	one := count(base, model.RequestVoice, model.RequestPocket)
	assert.InDelta(t, 2, count(twice, model.RequestVoice, model.RequestPocket)/one, 0.3) // 720 and 1,440 calls: four standard errors
	assert.Equal(t, triggers(base, model.RequestAlarm, 0), triggers(twice, model.RequestAlarm, 0))
	assert.Equal(t, triggers(base, model.RequestECallHand, 0), triggers(twice, model.RequestECallHand, 0))
}

// TestNobodyCallsAgain: with a chance of 0 people dial once where the network works.
func TestNobodyCallsAgain(t *testing.T) {
	o := RegionOptions{Received: 1_000_000, Redial: chanceOf(0), Staffing: Staffing{Positions: 1, Neighbour: noPositions()}}
	for i, q := range live(t, townOf(t, 100_000), o, 6*time.Hour).log {
		if q.Sort == model.RequestVoice {
			require.EqualValues(t, 1, q.Attempts, "call %d", i)
		}
	}
}

// TestCallsBecauseOfAnAsset: they come in its district, while it is not in order, and its Change is their cause.
func TestCallsBecauseOfAnAsset(t *testing.T) {
	roster := townOf(t, 100_000)
	station, ok := roster.City.Asset("fire-1")
	require.True(t, ok)
	flood := Flood{Until: sim.Time(5 * time.Hour), PerHour: 400, Sort: model.RequestFlood, Because: []model.AssetID{station}}
	r := live(t, roster, RegionOptions{Floods: []Flood{flood}}, 6*time.Hour, news{2 * time.Hour, "fire-1", 0.5}, news{4 * time.Hour, "fire-1", 1})
	calls := triggers(r, model.RequestFlood, 0)
	assert.InDelta(t, 400, len(calls), 80) // two hours of 200: four standard deviations
	assert.Empty(t, triggers(r, model.RequestFlood, 1), "its district has no such asset")
	for _, at := range calls {
		require.True(t, at >= sim.Time(2*time.Hour) && at < sim.Time(4*time.Hour), "called at %v", at)
	}
	for i := range r.log {
		if q := &r.log[i]; q.Sort == model.RequestFlood {
			require.Equal(t, sim.RecordID{Process: 9, N: 1}, q.Cause, "the first news")
		}
	}
}

func TestFaultsOfStaffing(t *testing.T) {
	below := -1
	_, err := CompileRegion(townOf(t, 1000), model.Conditions{}, RegionOptions{Received: -1, Redial: chanceOf(2), Staffing: Staffing{Positions: -1, Backup: MaxPositions + 1,
		Neighbour: &below, Night: 2, Failover: Failover{Fails: -1, Chance: chanceOf(-1)}}})
	for _, want := range []string{"positions", "backup", "neighbour", "night", "received", "redial", "chance -1", "-1 tries fail"} {
		assert.ErrorContains(t, err, want)
	}
}
