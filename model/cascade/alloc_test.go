package cascade_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
	"cascata/sim/rng"
)

// switcher turns a feeder off and on for ever, so that the cascade behind it has work.
type switcher struct {
	src    sim.Source
	target model.Address
	off    bool
}

func (s *switcher) Handle(ctx *model.Context, _ *model.Msg) error {
	s.off = !s.off
	op := model.OpStart
	if s.off {
		op = model.OpStop
	}
	c := model.Command{Op: op, Asset: model.AssetID(s.target.Entity)}
	ctx.Send(&s.src, s.target.Process, ctx.Lookahead(), c.Msg())
	ctx.After(&s.src, 5*time.Hour, model.Msg{Kind: model.MsgTimer})
	return nil
}

// A run ten times as long allocates nothing more: once queues have grown, events are free. The town has buffers, lots, a network
// with a storage, inertia and all four rules.
func TestNoAllocationPerEvent(t *testing.T) {
	town := water()
	town.Things = append(town.Things, modeltest.Thing{Name: "x/house", Inertia: 2 * h, Step: 10 * time.Minute}, modeltest.Thing{Name: "x/shop"})
	town.Wants = append(town.Wants,
		modeltest.Want{Of: "x/house", From: []string{"w/zone", "p/feeder"}, Need: model.Need{Name: "k", Rule: model.KOfN, K: 2}},
		modeltest.Want{Of: "x/shop", From: []string{"x/house", "p/feeder"}, Weights: []float64{0.3, 0.3},
			Need: model.Need{Name: "w", Rule: model.Weighted, Buffer: h, Backup: model.Full / 2, Failover: 0.5, Delay: time.Minute}},
		modeltest.Want{Of: "w/source", From: []string{"x/shop", "x/house"}, Need: model.Need{Name: "any", Rule: model.Any}})
	city, err := town.City()
	require.NoError(t, err)
	spec, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)
	measure := func(horizon time.Duration) (allocs, events uint64) {
		e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(horizon), Observe: func([]model.Record) error { return nil }})
		for i, p := range spec.Processes(cascade.Wiring{Root: rng.NewRoot(1, 1)}) {
			e.Add(spec.GroupName(i), p)
		}
		feeder, _ := city.Asset("p/feeder")
		s := &switcher{src: model.EntityID(50).Source(), target: model.Address{Process: sim.ProcessID(spec.GroupOf(feeder)), Entity: feeder.Entity()}}
		own := e.Add("switcher", s)
		e.Post(&s.src, own, 0, model.Msg{Kind: model.MsgTimer})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		stats, err := e.Run(context.Background())
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		return after.Mallocs - before.Mallocs, stats.Events
	}
	short, few := measure(1000 * h)
	long, many := measure(10000 * h)
	require.Greater(t, many, few+20000)
	require.Less(t, int64(long)-int64(short), int64(200), "%d events allocated %d times, %d events %d times", few, short, many, long)
}
