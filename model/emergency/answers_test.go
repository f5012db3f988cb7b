package emergency

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// TestJudge: the level of the service by the calls of the window. 90 % are to be answered within 10 s.
func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		was       float64
		blame     bool
		all, late uint32
		want      float64
	}{
		"nobody called":                {0.4, true, 0, 0, 0.4},
		"nobody called, all is well":   {0.4, false, 0, 0, 1},
		"on target":                    {1, true, 100, 10, 1},
		"chance, and nothing wrong":    {1, false, 100, 90, 1},
		"a little short":               {1, true, 100, 18, 1}, // 82/90 = 0.91
		"short":                        {1, true, 100, 28, 0.8},
		"none in time":                 {1, true, 100, 100, 0},
		"still short, cause is gone":   {0.5, false, 100, 28, 0.8},
		"nearly there":                 {0.5, true, 100, 12, 0.9}, // 88/90 = 0.98: Full is on target only
		"back on target":               {0.5, false, 100, 9, 1},
		"worse, and the cause is gone": {0.5, false, 100, 90, 0.1},
	} {
		a := answers{level: model.LevelOf(c.was)}
		a.all[0], a.late[0] = c.all, c.late
		assert.Equal(t, model.LevelOf(c.want), a.judge(c.blame), name)
	}
}

// TestWindow: three slices, more only as long as they hold fewer than twenty calls, and none that was dropped.
func TestWindow(t *testing.T) {
	a := answers{now: 1}
	for k, n := range []uint32{7, 7, 5, 1} { // back from now: 0 and 11 are before it
		i := (a.now + slicesKept - k) % slicesKept
		a.all[i] = n
	}
	a.late[10] = 1 // of the fourth slice back
	share, ok := a.share()
	assert.True(t, ok)
	assert.InDelta(t, 1, share, 0) // 19 of 20 in time are more than the target
	a.late[10], a.late[1] = 1, 5
	share, _ = a.share()
	assert.InDelta(t, 14.0/20/promptTarget, share, 1e-12)
	a.all[11], a.late[11] = 6, 0 // three slices are enough now
	share, _ = a.share()
	assert.InDelta(t, 15.0/20/promptTarget, share, 1e-12)
}

// ear keeps what it is told.
type ear struct {
	at  []sim.Time
	got []model.Msg
}

func (e *ear) Handle(ctx *model.Context, m *model.Msg) error {
	e.at, e.got = append(e.at, ctx.Now()), append(e.got, *m)
	return nil
}

// told runs a region and hands out what it says of its service.
func told(t *testing.T, o RegionOptions, list ...news) *ear {
	roster := townOf(t, 300_000)
	c := roster.City
	id, _ := c.Asset("flow-east")
	c.Assets[id].Kind = model.KindID(len(c.Kinds))
	c.Kinds = append(c.Kinds, model.Kind{Name: "emergency/service"})
	require.NoError(t, c.Finish())
	const horizon = 12 * time.Hour
	spec, err := CompileRegion(roster, model.Conditions{Horizon: horizon, Start: 8 * time.Hour}, o)
	require.NoError(t, err)
	e := sim.New(sim.Options[model.Msg, model.Change]{Lookahead: time.Second, Horizon: sim.Time(0).Add(horizon)})
	w := &RegionWiring{Root: rng.NewRoot(1, 0), Asset: make([]sim.ProcessID, len(c.Assets))}
	for i := range w.Asset {
		w.Asset[i] = 1
	}
	r, out := spec.Live(w), &ear{}
	e.Add("region", r)
	e.Add("ear", out)
	r.Start(e, 0)
	for i, n := range list {
		a, _ := c.Asset(n.asset)
		src := a.Entity().Source()
		e.Post(&src, 0, sim.Time(0).Add(n.at), model.Msg{Kind: model.MsgSupply, To: spec.entity, From: a.Entity(), Level: model.LevelOf(n.level), Need: model.Absent,
			Cause: sim.RecordID{Process: 9, N: uint32(i + 1)}})
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	require.NoError(t, r.Check())
	for _, m := range out.got {
		require.Equal(t, model.MsgReading, m.Kind)
		require.Equal(t, id.Entity(), m.To)
	}
	return out
}

// TestAnswersAreAService: positions lost, dispatch on paper with too few people and a flood of callers bring the service down, with their Changes as
// causes, and it comes back within the window of an hour; an ordinary day says nothing.
func TestAnswersAreAService(t *testing.T) {
	assert.Empty(t, told(t, RegionOptions{}).got)
	surge := RegionOptions{Floods: []Flood{{At: sim.Time(2 * time.Hour), Until: sim.Time(3 * time.Hour), PerHour: 400, Sort: model.RequestVoice}}}
	for name, c := range map[string]struct {
		o     RegionOptions
		list  []news
		cause uint32
		kind  model.CauseKind
	}{
		"positions": {RegionOptions{}, []news{{2 * time.Hour, "psap-1", 0.3}, {3 * time.Hour, "psap-1", 1}}, 1, model.CauseAll},
		"surge":     {surge, nil, 1, model.CauseOverload},
	} {
		e := told(t, c.o, c.list...)
		require.NotEmpty(t, e.got, name)
		low := model.Full
		for _, m := range e.got {
			low = min(low, m.Level)
		}
		first, last := e.got[0], len(e.got)-1
		assert.Equal(t, c.cause, first.Cause.N, name)
		assert.Equal(t, int32(c.kind), first.Slot, name)
		assert.Less(t, low.Share(), 0.7, name)
		assert.Equal(t, model.Full, e.got[last].Level, name)
		assert.Greater(t, e.at[0], sim.Time(2*time.Hour), name)
		assert.Less(t, e.at[0], sim.Time(2*time.Hour+20*time.Minute), name)
		assert.Greater(t, e.at[last], sim.Time(3*time.Hour), name)
		assert.Less(t, e.at[last], sim.Time(4*time.Hour+15*time.Minute), name)
		if c.list != nil {
			assert.EqualValues(t, 2, e.got[last].Cause.N, name+": it was mended")
		}
	}
}

// TestSwitchedOver: the main PSAP is gone for good; the second one takes over and the service comes back because of that.
func TestSwitchedOver(t *testing.T) {
	e := told(t, RegionOptions{}, news{2 * time.Hour, "psap-1", 0})
	require.NotEmpty(t, e.got)
	assert.EqualValues(t, 9, e.got[0].Cause.Process, "the level of the PSAP")
	last := e.got[len(e.got)-1]
	assert.Equal(t, int32(model.CauseBehaviour), last.Slot)
	assert.Zero(t, last.Cause.Process, "the region's own decision")
	assert.Greater(t, last.Level.Share(), 0.5)
}
