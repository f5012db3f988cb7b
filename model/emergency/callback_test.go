package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// outage is a run in which no PSAP of the region answers for some hours from the first on, and the neighbour has its hands full.
func outage(t *testing.T, o RegionOptions, hours int) *Region {
	o.Floods = []Flood{{At: sim.Time(time.Hour), Until: sim.Time(hours) * sim.Time(time.Hour), PerHour: 150, Sort: model.RequestVoice}}
	return live(t, townOf(t, 400_000, "psap-2"), o, 24*time.Hour, news{time.Hour, "psap-1", 0}, news{time.Duration(hours) * time.Hour, "psap-1", 1})
}

// TestAbandonedCallersAreRungBack once positions are free again: four in five take the call; some need a unit, and get one.
func TestAbandonedCallersAreRungBack(t *testing.T) {
	back := sim.Time(2 * time.Hour)
	r := outage(t, RegionOptions{}, 2)
	missed, rung, sent := 0, 0, 0
	for i := range r.log {
		q := &r.log[i]
		at := q.Steps[model.StepRungBack]
		require.Equal(t, q.Marks&model.MarkCallBack > 0, at != sim.Never)
		if q.Outcome != model.OutcomeAbandoned || q.Sort != model.RequestVoice || q.Steps[model.StepEnded] < sim.Time(time.Hour) || q.Steps[model.StepEnded] > back {
			continue
		}
		if q.Steps[model.StepEnded].Sub(q.Steps[model.StepConnected]) < prompt {
			require.Equal(t, sim.Never, at, "who hung up at once")
			continue
		}
		missed++
		if at != sim.Never {
			rung++
			require.GreaterOrEqual(t, at, back)
			require.Less(t, at, back.Add(2*time.Hour))
			require.Equal(t, sim.Never, q.Steps[model.StepAnswered], "the call itself was not answered")
			if q.Steps[model.StepDispatched] != sim.Never {
				sent++
				require.Greater(t, q.Steps[model.StepDispatched], at)
			}
		}
	}
	require.Greater(t, missed, 60)
	assert.InDelta(t, picksUp, float64(rung)/float64(missed), 0.15) // three standard errors of some 70
	assert.Positive(t, sent)
}

// TestNobodyIsRungBack if the scenario says so; callers are the same.
func TestNobodyIsRungBack(t *testing.T) {
	with, without := outage(t, RegionOptions{}, 2), outage(t, RegionOptions{NoCallBack: true}, 2)
	assert.Equal(t, triggers(with, model.RequestVoice, 0), triggers(without, model.RequestVoice, 0))
	for i := range without.log {
		require.Zero(t, without.log[i].Marks&model.MarkCallBack)
	}
}

// TestVehiclesAreRungBack as long as they are registered: all within T9, three in ten until T10, none later. Others for two hours, of whom four in
// five take the call. Nobody without a network.
func TestVehiclesAreRungBack(t *testing.T) {
	r := live(t, townOf(t, 1000), RegionOptions{}, 13*time.Hour)
	dead := live(t, townOf(t, 1000), RegionOptions{}, 13*time.Hour, news{0, "area-east", 0}, news{0, "lines-east", 0})
	for name, c := range map[string]struct {
		data  model.DataState
		after time.Duration
		want  float64
	}{
		"within T9":  {model.DataDelivered, CallBack, 1},
		"within T10": {model.DataMissing, CallBack + 1, longRegistered},
		"at T10":     {model.DataDelivered, Deregister, longRegistered},
		"after it":   {model.DataDelivered, Deregister + 1, 0},
		"a person":   {model.DataNone, ringsWithin, picksUp},
		"too late":   {model.DataNone, ringsWithin + 1, 0},
	} {
		n, none := 0.0, 0
		const all = 2000
		for k := range uint64(all) {
			x := lostCall{call: call{number: k, origin: originECall, sort: model.RequestECall, data: c.data, since: r.now.Add(-c.after)}}
			if c.data == model.DataNone {
				x.origin, x.sort = originEmergency, model.RequestVoice
			}
			if r.takes(&x) {
				n++
			}
			x.since = dead.now.Add(-c.after)
			if dead.takes(&x) {
				none++
			}
		}
		assert.InDelta(t, c.want, n/all, 0.04, name) // four standard errors
		assert.Zero(t, none, name)
	}
}

// TestCutCallsAreRungBack: the voice is lost when the PSAP fails; who comes was known already and is not asked for twice.
func TestCutCallsAreRungBack(t *testing.T) {
	cut := 0
	for h := 1; h < 20; h++ {
		at := time.Duration(h) * time.Hour
		r := live(t, townOf(t, 400_000), RegionOptions{}, at+time.Hour, news{at, "psap-1", 0}, news{at + 5*time.Minute, "psap-1", 1})
		for i := range r.log {
			if q := &r.log[i]; q.Marks&model.MarkCallBack > 0 && q.Outcome == model.OutcomeAnswered {
				cut++
				require.Equal(t, sim.Time(at), q.Steps[model.StepEnded])
				require.LessOrEqual(t, q.Units, q.Wanted)
			}
		}
	}
	assert.Positive(t, cut)
}
